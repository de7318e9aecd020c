"""Pages of the mission: team, flights, manifests, boarding, fitness, counts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.access.requests import user_of
from jusan.core.errors import Refused
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operation_for
from jusan.repatriation import (
    counting,
    custody_page,
    flight_page,
    forms,
    handovers,
    operations,
    policies,
    slipping,
)
from jusan.repatriation.models import Flight
from jusan.repatriation.reading import boarding, flights, manifests
from jusan.repatriation.reading import headcounts as points
from jusan.web.entering import attempt


@login_required
def mission(request: HttpRequest, operation: str) -> HttpResponse:
    """Flights and the team."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {
        "operation": found,
        "flights": flights.flights(user, found),
        "team": flights.team(user, found, route="repatriation:mission"),
        "may_plan": bool(policies.can_plan(user, found.id)),
    }
    return render(request, "repatriation/mission.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def team_member(request: HttpRequest, operation: str) -> HttpResponse:
    """Somebody joins the mission: vetted, and bound by the code of conduct."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_plan(user, found.id).require()
    children = flights.children(user, found, route="repatriation:team_member")
    form = forms.TeamMemberForm(request.POST or None, children=children)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: operations.enter_team_member(actor=user, operation=found, **form.cleaned_data),
        )
        if done:
            messages.success(request, _("%(name)s is of the team.") % {"name": done.name})
            return redirect("repatriation:mission", operation=operation)
    return _form_page(request, "team_member", found, form)


@login_required
@require_http_methods(["GET", "POST"])
def new_flight(request: HttpRequest, operation: str) -> HttpResponse:
    """Plan a flight."""
    user = user_of(request)
    found = operation_for(user, operation)
    policies.can_plan(user, found.id).require()
    form = forms.FlightForm(request.POST or None, known=flights.flight_numbers(found))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: operations.record_flight(
                actor=user, operation=found, kind="planned", at=clock.now(), **form.values()
            ),
        )
        if done:
            return redirect("repatriation:flight", operation=operation, flight=done.number)
    return _form_page(request, "new_flight", found, form)


@login_required
def flight(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """One flight and its manifest."""
    user, found, row = _flight(request, operation, flight)
    state = flights.flight_state(row)
    view = manifests.manifest_view(user, found, row, route="repatriation:flight")
    may_plan = bool(policies.can_plan(user, found.id))
    context = {
        "operation": found,
        "flight": state,
        "events": flights.flight_events(row),
        "view": view,
        "may_plan": may_plan,
        "may_board": may_plan and bool(view and view.approval) and not state.cancelled,
        "may_check": bool(policies.can_check_fitness(user, found.id)),
    }
    return render(request, "repatriation/flight.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def flight_event(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """What happened to a flight: a slip, a confirmation, departure, arrival, cancellation."""
    user, found, row = _flight(request, operation, flight)
    policies.can_plan(user, found.id).require()
    initial = flight_page.times(row) | {"at": clock.now()}
    may_cancel = bool(policies.can_cancel(user, found.id))
    form = forms.FlightEventForm(request.POST or None, initial=initial, may_cancel=may_cancel)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: operations.record_flight(
                actor=user, operation=found, number=row.number, **form.values()
            ),
        )
        if done:
            return redirect("repatriation:flight", operation=operation, flight=flight)
    return _form_page(request, "flight_event", found, form, flight=flights.flight_state(row))


@login_required
def slip(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """What dies if the flight moves to another day. Nothing is moved here."""
    user, found, row = _flight(request, operation, flight)
    state = flights.flight_state(row)
    first = state.departs_at.date()
    context: dict[str, Any] = {"flight": state, "first": first, "second": None}
    context["may_plan"] = bool(policies.can_plan(user, found.id))
    form = forms.SlipForm(request.GET or None)
    if form.is_bound and form.is_valid():
        second = context["second"] = form.cleaned_data["day"]
        context["losses"] = slipping.losses(user, found, first, second, route="repatriation:slip")
    status = 400 if form.errors else 200
    return _form_page(request, "slip", found, form, status=status, **context)


@login_required
@require_POST
def draft(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Compute a manifest from what is known now."""
    user, found, row = _flight(request, operation, flight)
    operations.draft_manifest(actor=user, operation=found, flight=row)
    return redirect("repatriation:flight", operation=operation, flight=flight)


@login_required
@require_POST
def approve(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """A second human approves the newest draft."""
    user, _found, row = _flight(request, operation, flight)
    manifest = manifests.newest_manifest(row)
    if manifest is None:
        raise Refused("there is no draft to approve")
    operations.approve_manifest(actor=user, manifest=manifest)
    return redirect("repatriation:flight", operation=operation, flight=flight)


@login_required
@require_POST
def board(request: HttpRequest, operation: str, flight: str, person: UUID) -> HttpResponse:
    """A child of the list goes on board."""
    user, found, row = _flight(request, operation, flight)
    policies.can_plan(user, found.id).require()
    child = flight_page.listed_child(user, row, person)
    operations.board(actor=user, operation=found, flight=row, child=child)
    return redirect("repatriation:flight", operation=operation, flight=flight)


@login_required
@require_http_methods(["GET", "POST"])
def offload(request: HttpRequest, operation: str, flight: str, person: UUID) -> HttpResponse:
    """A child of the list stays, with its sibling group, in named hands for a reason."""
    user, found, row = _flight(request, operation, flight)
    policies.can_plan(user, found.id).require()
    child = flight_page.listed_child(user, row, person)
    together = flight_page.together(user, found, row, child, route="repatriation:offload")
    hands = custody_page.hands(user, found, route="repatriation:offload")
    form = forms.OffloadForm(request.POST or None, **hands)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: handovers.offload(
                actor=user, operation=found, flight=row, child=child, values=form.cleaned_data
            ),
        )
        if done:
            return redirect("repatriation:flight", operation=operation, flight=flight)
    context: dict[str, Any] = {"flight": flights.flight_state(row), "together": together}
    return _form_page(request, "offload", found, form, **context)


@login_required
@require_http_methods(["GET", "POST"])
def fitness(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """The doctor's checks before a flight."""
    user, found, row = _flight(request, operation, flight)
    policies.can_check_fitness(user, found.id).require()
    children = flights.children(user, found, route="repatriation:fitness")
    form = forms.FitnessForm(
        request.POST or None,
        children=children,
        initial={"at": clock.now(), "child": request.GET.get("child", "")},
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: operations.check_fitness(
                actor=user, operation=found, flight=row, **form.values()
            ),
        )
        if done:
            messages.success(request, _("The finding is recorded."))
            return redirect("repatriation:fitness", operation=operation, flight=flight)
    context: dict[str, Any] = {
        "flight": flights.flight_state(row),
        "checked": flight_page.fitness(row, children),
    }
    return _form_page(request, "fitness", found, form, **context)


@login_required
def headcounts(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Count points of a flight, for one thumb."""
    user, found, row = _flight(request, operation, flight)
    return _counts_page(request, user, found, row, {})


@login_required
@require_POST
def open_point(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Open the next count point."""
    user, found, row = _flight(request, operation, flight)
    policies.can_count(user, found.id).require()
    form = forms.PointForm(request.POST)
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: counting.open_headcount(
                actor=user, operation=found, flight=row, **form.cleaned_data
            ),
        )
        is not None
    ):
        return redirect("repatriation:headcounts", operation=operation, flight=flight)
    return _counts_page(request, user, found, row, {"point_form": form})


@login_required
@require_POST
def count(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Enter one's own count at the open point."""
    user, found, row = _flight(request, operation, flight)
    pending = points.open_headcount(row)
    if pending is None:
        raise Refused("no count point is open")
    form = forms.CountForm(request.POST)
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: counting.count(
                actor=user, operation=found, headcount=pending, counted=form.cleaned_data["counted"]
            ),
        )
        is not None
    ):
        return redirect("repatriation:headcounts", operation=operation, flight=flight)
    return _counts_page(request, user, found, row, {"form": form})


@login_required
@require_POST
def recount(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Both count again."""
    user, found, row = _flight(request, operation, flight)
    policies.can_count(user, found.id).require()
    pending = points.open_headcount(row)
    if pending is None:
        raise Refused("no count point is open")
    form = forms.RecountForm(request.POST)
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: counting.recount(
                actor=user,
                operation=found,
                headcount=pending,
                expected=form.cleaned_data["expected"],
            ),
        )
        is not None
    ):
        return redirect("repatriation:headcounts", operation=operation, flight=flight)
    return _counts_page(request, user, found, row, {"recount_form": form})


@login_required
@require_POST
def close_point(request: HttpRequest, operation: str, flight: str) -> HttpResponse:
    """Close the open point: two agreeing counts, and every gap has a name."""
    user, found, row = _flight(request, operation, flight)
    policies.can_count(user, found.id).require()
    pending = points.open_headcount(row)
    if pending is None:
        raise Refused("no count point is open")
    expected = flight_page.expected_children(user, found, row, route="repatriation:close_point")
    form = forms.CloseForm(request.POST, children=expected)
    if (
        form.is_valid()
        and attempt(
            form,
            lambda: counting.close_headcount(
                actor=user, operation=found, headcount=pending, absent=form.absent()
            ),
        )
        is not None
    ):
        return redirect("repatriation:headcounts", operation=operation, flight=flight)
    return _counts_page(request, user, found, row, {"close_form": form})


# -- inside ----------------------------------------------------------------------------------


def _flight(request: HttpRequest, operation: str, flight: str) -> tuple[User, Operation, Flight]:
    user = user_of(request)
    found = operation_for(user, operation)
    return user, found, flights.flight_for(user, found, flight)


def _form_page(
    request: HttpRequest, name: str, operation: Operation, form: Any, status: int = 0, **more: Any
) -> HttpResponse:
    """A page with one form; a posted one that comes back was refused."""
    code = status or (400 if request.method == "POST" else 200)
    context = {"operation": operation, "form": form, **more}
    return render(request, f"repatriation/{name}.html", context, status=code)


def _counts_page(
    request: HttpRequest, user: User, operation: Operation, row: Flight, refused: dict[str, Any]
) -> HttpResponse:
    counts = points.headcounts(user, operation, row, route="repatriation:headcounts")
    pending = counts[0] if counts and counts[0].open else None
    context: dict[str, Any] = {
        "operation": operation,
        "flight": flights.flight_state(row),
        "counts": counts,
        "may_count": bool(policies.can_count(user, operation.id)),
        "form": forms.CountForm(),
    }
    if pending is None:
        known = {
            "expected": boarding.boarded_count(row) or None,
            "point": flight_page.next_point(counts),
        }
        context["point_form"] = forms.PointForm(initial=known)
    elif pending.counted == counting.COUNTERS:
        children = flight_page.expected_children(
            user, operation, row, route="repatriation:headcounts"
        )
        context["close_form"] = forms.CloseForm(children=children)
        expected = {"expected": pending.headcount.expected}
        context["recount_form"] = forms.RecountForm(initial=expected, auto_id="again_%s")
    status = 400 if refused else 200
    return render(request, "repatriation/headcounts.html", context | refused, status=status)
