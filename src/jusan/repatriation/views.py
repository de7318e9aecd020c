"""Pages of the mission."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jusan.core.access.requests import user_of
from jusan.core.errors import Refused
from jusan.core.operations.queries import operation_for
from jusan.repatriation import custody_page, operations, queries
from jusan.repatriation.forms import CountForm


@login_required
def mission(request: HttpRequest, operation: str) -> HttpResponse:
    """Flights and the team."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {
        "operation": found,
        "flights": queries.flights(user, found),
        "team": queries.team(user, found),
    }
    return render(request, "repatriation/mission.html", context)


@login_required
def flight(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """One flight and its manifest."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = queries.flight_for(user, found, flight)
    context = {
        "operation": found,
        "flight": queries.flight_state(row),
        "events": queries.flight_events(row),
        "view": queries.manifest_view(user, found, row, route="repatriation:flight"),
    }
    return render(request, "repatriation/flight.html", context)


@login_required
@require_POST
def draft(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Compute a manifest from what is known now."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = queries.flight_for(user, found, flight)
    operations.draft_manifest(actor=user, operation=found, flight=row)
    return redirect("repatriation:flight", operation=operation, flight=flight)


@login_required
@require_POST
def approve(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """A second human approves the newest draft."""
    user = user_of(request)
    found = operation_for(user, operation)
    manifest = queries.newest_manifest(queries.flight_for(user, found, flight))
    if manifest is None:
        raise Refused("there is no draft to approve")
    operations.approve_manifest(actor=user, manifest=manifest)
    return redirect("repatriation:flight", operation=operation, flight=flight)


@login_required
def headcounts(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Count points of a flight, for one thumb."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = queries.flight_for(user, found, flight)
    context = {
        "operation": found,
        "flight": queries.flight_state(row),
        "counts": queries.headcounts(user, found, row, route="repatriation:headcounts"),
        "form": CountForm(),
    }
    return render(request, "repatriation/headcounts.html", context)


@login_required
@require_POST
def count(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Enter one's own count at the open point."""
    user = user_of(request)
    found = operation_for(user, operation)
    row = queries.flight_for(user, found, flight)
    pending = queries.open_headcount(row)
    form = CountForm(request.POST)
    if pending is None:
        raise Refused("no count point is open")
    if form.is_valid():
        operations.count(
            actor=user, operation=found, headcount=pending, counted=form.cleaned_data["counted"]
        )
    return redirect("repatriation:headcounts", operation=operation, flight=flight)


@login_required
def custody(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Who held this child, where, at every instant; handovers and their signatures."""
    user = user_of(request)
    found = operation_for(user, operation)
    page = custody_page.custody(user, found, person, route="repatriation:custody")
    return render(request, "repatriation/custody.html", {"operation": found, **page})
