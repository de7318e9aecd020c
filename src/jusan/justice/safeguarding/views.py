"""Raising and handling concerns."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jusan.core.access.requests import user_of
from jusan.core.operations.queries import operation_for, operation_reached
from jusan.justice.safeguarding import operations, policies, queries
from jusan.justice.safeguarding.forms import ConcernForm, ConflictForm, ManagerForm, StepForm
from jusan.justice.safeguarding.models import StepKind
from jusan.web import entering

entry = require_http_methods(["GET", "POST"])


@login_required
@entry
def raise_concern(request: HttpRequest, operation: str) -> HttpResponse:
    """Anybody raises a concern; the answer is the same whoever it is about."""
    return _raise(request, operation, None)


@login_required
@entry
def raise_about(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A concern about the child whose file is open."""
    return _raise(request, operation, person)


def _raise(request: HttpRequest, operation: str, person: UUID | None) -> HttpResponse:
    user = user_of(request)
    found = operation_reached(user, operation)
    policies.can_raise(user, found.id).require()
    child = queries.child_of(user, found, person) if person else None
    form = ConcernForm(entering.posted(request), colleagues=queries.colleagues(found))
    if entering.taken(
        form,
        lambda text, about: operations.raise_concern(
            actor=user,
            operation=found,
            text=text,
            about=queries.colleague(found, about),
            child=child,
        ),
    ):
        messages.success(request, _("Thank you. Somebody who is free to act will read it."))
        return redirect("safeguarding:raise", operation=operation)
    return entering.entry_page(
        request, found, form, template="safeguarding/raise.html", child=child
    )


@login_required
def concerns(request: HttpRequest, operation: str) -> HttpResponse:
    """Concerns that this reader sees."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {"operation": found, "concerns": queries.concerns(user, found)}
    return render(request, "safeguarding/concerns.html", context)


@login_required
@entry
def concern(request: HttpRequest, operation: str, concern: UUID) -> HttpResponse:
    """One concern: taken in hand, noted upon, closed."""
    user = user_of(request)
    found = operation_for(user, operation)
    view = queries.concern_view(user, found, concern)
    form = StepForm(entering.posted(request))
    if entering.taken(
        form,
        lambda kind, words: operations.step(
            actor=user, concern=view.concern, kind=StepKind(kind), words=words
        ),
    ):
        messages.success(request, _("The step is recorded."))
        return redirect("safeguarding:concern", operation=operation, concern=concern)
    return entering.entry_page(
        request, found, form, template="safeguarding/concern.html", concern=view
    )


@login_required
@entry
def keep_away(request: HttpRequest, operation: str, concern: UUID) -> HttpResponse:
    """Somebody else must not act on a concern; it goes out of their sight at once."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = queries.concern_for(user, found, concern)
    form = ConflictForm(entering.posted(request), colleagues=queries.colleagues(found))

    def declare(colleague: str) -> None:
        away = queries.colleague(found, colleague)
        if away is not None:
            operations.declare_conflict(actor=user, concern=row, user=away)

    if entering.taken(form, declare):
        messages.success(request, _("They do not see this concern any more."))
        return redirect("safeguarding:concerns", operation=operation)
    return entering.entry_page(
        request,
        found,
        form,
        title=_("Keep a colleague away"),
        intro=_("Whoever has a part in a concern does not act on it, and does not read it."),
        button=_("Keep away"),
        back=reverse("safeguarding:concern", args=[operation, concern]),
        back_label=_("To the concern"),
    )


@login_required
@entry
def managers(request: HttpRequest, operation: str) -> HttpResponse:
    """Who manages whom: it keeps managers from a concern about their own people."""
    user = user_of(request)
    found = operation_for(user, operation)
    people = queries.managed(user, found)
    form = ManagerForm(entering.posted(request), colleagues=[one for one, _manager in people])

    def appoint(colleague: str, manager: str) -> None:
        whom, by = queries.colleague(found, colleague), queries.colleague(found, manager)
        if whom is not None and by is not None:
            operations.appoint_manager(actor=user, operation=found, user=whom, manager=by)

    if entering.taken(form, appoint):
        messages.success(request, _("Written down: it holds from now on."))
        return redirect("safeguarding:managers", operation=operation)
    return entering.entry_page(
        request,
        found,
        form,
        template="safeguarding/managers.html",
        title=_("Who manages whom"),
        intro=_(
            "Say who manages whom. Who managed somebody when a concern was raised is kept from "
            "it, whatever is changed here afterwards."
        ),
        button=_("Write down"),
        people=people,
    )
