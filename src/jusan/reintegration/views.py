"""Pages of care that show something, and those on which somebody is looked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jusan.core.access.requests import user_of
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operation_for, operation_reached
from jusan.reintegration import comparison, entry_queries, policies, queries


@login_required
def day(request: HttpRequest, operation: str) -> HttpResponse:
    """The centre's day by room, and who landed and is in no room yet."""
    user = user_of(request)
    found = operation_for(user, operation)
    rooms = queries.day_sheet(user, found, route="reintegration:day")
    roomless = entry_queries.arrived(user, found, route="reintegration:day")
    context = {"operation": found, "rooms": rooms, "roomless": roomless}
    return render(request, "reintegration/day.html", context)


@login_required
def plan(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A child's care plan: goals with owner and day, and what may be entered."""
    user = user_of(request)
    found = operation_reached(user, operation)
    file, goals = queries.plan(user, found, person, route="reintegration:plan")
    context = {
        "operation": found,
        "file": file,
        "goals": goals,
        "may_plan": bool(policies.can_plan(user, found.id, file.head)),
        "doors": entry_queries.doors(user, found, file.head),
    }
    return render(request, "reintegration/plan.html", context)


@login_required
def visits(request: HttpRequest, operation: str) -> HttpResponse:
    """Visits due."""
    user = user_of(request)
    found = operation_reached(user, operation)
    due = queries.visits_page(user, found, route="reintegration:visits")
    return render(request, "reintegration/visits.html", {"operation": found, "due": due})


@login_required
def placement(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Families side by side; the guardianship body decides."""
    user = user_of(request)
    found = operation_reached(user, operation)
    file, families = comparison.families(user, found, person, route="reintegration:placement")
    context = {
        "operation": found,
        "file": file,
        "families": families,
        "may_decide": bool(policies.can_decide(user, found.id, file.head)),
    }
    return render(request, "reintegration/placement.html", context)


@login_required
def outcomes(request: HttpRequest, operation: str) -> HttpResponse:
    """Defined outcomes with their denominators."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {"operation": found, "counts": queries.outcomes(user, found)}
    return render(request, "reintegration/outcomes.html", context)


@login_required
def find_child(request: HttpRequest, operation: str) -> HttpResponse:
    """Which child comes to the centre."""
    user = user_of(request)
    found = operation_for(user, operation)
    route = "reintegration:find_child"
    offered = entry_queries.arrived(user, found, route=route)
    text = _asked(request)
    lines = entry_queries.find(user, found, text, adults=False, route=route)
    context = {
        "title": _("Admit a child"),
        "offered_title": _("Landed, in no room yet"),
        "offered": _links(offered, "admit", found),
        "found": _links(lines, "admit", found),
        "back": reverse("reintegration:day", args=[operation]),
        "back_label": _("Centre today"),
    }
    return _find_page(request, found, text, context)


@login_required
def find_family(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Which family applies for a child."""
    user = user_of(request)
    found = operation_reached(user, operation)
    route = "reintegration:find_family"
    child = entry_queries.child_in(user, found, person)
    policies.can_assess(user, found.id, child).require()
    text = _asked(request)
    lines = entry_queries.find(user, found, text, adults=True, route=route)
    context = {
        "title": _("A family applies"),
        "subject": entry_queries.label_of(user, child, route=route),
        "intro": _("Look for the person who would take the child in."),
        "found": [
            {
                **_line(one),
                "href": reverse("reintegration:apply", args=[operation, child, one.head]),
            }
            for one in lines
        ],
        "back": reverse("reintegration:placement", args=[operation, child]),
        "back_label": _("Families for this child"),
    }
    return _find_page(request, found, text, context)


@login_required
def find_carer(request: HttpRequest, operation: str) -> HttpResponse:
    """About which carer an outcome is recorded."""
    user = user_of(request)
    found = operation_for(user, operation)
    route = "reintegration:find_carer"
    offered = entry_queries.carers(user, found, route=route)
    text = _asked(request)
    lines = entry_queries.find(user, found, text, adults=True, route=route)
    context = {
        "title": _("Record an outcome"),
        "offered_title": _("Families that were chosen"),
        "offered": _links(offered, "carer_outcome", found),
        "found": _links(lines, "carer_outcome", found),
        "back": reverse("reintegration:outcomes", args=[operation]),
        "back_label": _("Outcomes of carers"),
    }
    return _find_page(request, found, text, context)


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:80]


def _line(one: entry_queries.Found) -> dict[str, Any]:
    return {"label": one.label, "code": one.code, "birth": one.birth}


def _links(
    lines: Iterable[entry_queries.Found], name: str, operation: Operation
) -> list[dict[str, Any]]:
    """Each line with the address of its entry page."""
    return [
        {**_line(one), "href": reverse(f"reintegration:{name}", args=[operation.slug, one.head])}
        for one in lines
    ]


def _find_page(
    request: HttpRequest, operation: Operation, text: str, context: dict[str, Any]
) -> HttpResponse:
    values = {"operation": operation, "text": text, **context}
    return render(request, "web/find_person.html", values)
