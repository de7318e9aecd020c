"""Pages of the roof. Each view parses, makes one call and renders."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jusan.core.access import scope
from jusan.core.access.requests import user_of
from jusan.core.claims.queries import list_people
from jusan.core.operations.queries import (
    operation_for,
    operation_reached,
    operations_reached,
)
from jusan.journey import forms, phases, record_page, timeline, worklists
from jusan.journey.entries import pages
from jusan.web import pedigree


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Send a user to the home page of the operation that they work on."""
    operation = operations_reached(user_of(request)).first()
    if operation is None:
        return render(request, "journey/no_operation.html")
    return redirect("journey:home", operation=operation.slug)


@login_required
def home(request: HttpRequest, operation: str) -> HttpResponse:
    """What needs me today."""
    user = user_of(request)
    found = operation_reached(user, operation)
    lines = worklists.worklist(user, found, route="journey:home")
    road = worklists.road(user, found)
    context = {
        "operation": found,
        "lines": lines,
        "road": [(phases.LABELS[phase], count) for phase, count in road.items()] if road else [],
    }
    return render(request, "journey/home.html", context)


@login_required
def children(request: HttpRequest, operation: str) -> HttpResponse:
    """The children that this user may see, searched across scripts."""
    user = user_of(request)
    found = operation_reached(user, operation)
    asked = forms.ListForm(request.GET)
    query = asked.query()
    lines, total = list_people(
        user,
        found,
        kind=query.kind,
        text=query.text,
        page=query.page,
        route="journey:children",
    )
    context = {"operation": found, "lines": lines, "total": total, "form": asked, "query": query}
    return render(request, "journey/children.html", context)


@login_required
def child(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A child's whole file."""
    user = user_of(request)
    found = operation_reached(user, operation)
    file = timeline.child_file(user, found, person, route="journey:child")
    marks = pedigree.Marks(typed=file.typed, dead=file.dead)
    tree = pedigree.draw_kin(file.kin, file.links, marks)
    context = {"operation": found, "file": file, "tree": tree}
    context["roles_here"] = scope.roles_of(user, found.id)
    # Pages of entry belong to the operation: who works for a region alone has none of them.
    reached = bool(context["roles_here"])
    context["entries"] = pages.open_to(user, found, file.person.head) if reached else {}
    return render(request, "journey/child.html", context)


@login_required
def record(request: HttpRequest, operation: str) -> HttpResponse:
    """The chain and the reads, for the auditor and the data-protection officer."""
    user = user_of(request)
    found = operation_for(user, operation)
    return render(
        request, "journey/record.html", {"operation": found, **record_page.record(user, found)}
    )
