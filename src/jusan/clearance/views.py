"""Pages of clearance."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jusan.clearance import child_page, operations, queries
from jusan.clearance.forms import BoardForm, EventForm
from jusan.clearance.papers import reading
from jusan.core import clock
from jusan.core.access.requests import user_of
from jusan.core.errors import BadInput
from jusan.core.operations.queries import operation_for


@login_required
def board(request: HttpRequest, operation: str) -> HttpResponse:
    """Children by sibling group, requirements in the order of the graph, for a flight day."""
    user = user_of(request)
    found = operation_for(user, operation)
    form = BoardForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data.get("flight")
    context = queries.board(user, found, chosen, route="clearance:board")
    context["operation"] = found
    context["may"] = reading.may(user, found)
    return render(request, "clearance/board.html", context)


@login_required
def child(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """One child's requirements, and the form for what happened."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = child_page.child(user, found, person, route="clearance:child")
    blocking = page["line"].blockers if page["line"] else ()
    first = {"requirement": blocking[0]["requirement"]} if blocking else {}
    context = {"operation": found, **page, "form": EventForm(page["steps"], initial=first)}
    return render(request, "clearance/child.html", context)


@login_required
@require_POST
def event(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Write down what happened to one requirement of one child."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = child_page.child(user, found, person, route="clearance:event")
    form = EventForm(page["steps"], request.POST)
    if not form.is_valid():
        raise BadInput("expected a valid value for %(known)s", known=", ".join(form.errors))
    operations.enter_event(
        actor=user,
        operation=found,
        subject=page["file"].head,
        happened_at=clock.now(),
        **form.cleaned_data,
    )
    return redirect("clearance:child", operation=operation, person=person)
