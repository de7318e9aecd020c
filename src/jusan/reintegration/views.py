"""Pages of care."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jusan.core import clock
from jusan.core.access.requests import user_of
from jusan.core.claims.queries import visible_head
from jusan.core.errors import BadInput
from jusan.core.operations.queries import operation_for
from jusan.reintegration import comparison, forms, operations, placements, policies, queries


@login_required
def day(request: HttpRequest, operation: str) -> HttpResponse:
    """The centre's day by room."""
    user = user_of(request)
    found = operation_for(user, operation)
    rooms = queries.day_sheet(user, found, route="reintegration:day")
    return render(request, "reintegration/day.html", {"operation": found, "rooms": rooms})


@login_required
def plan(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A child's care plan: goals with owner and day."""
    user = user_of(request)
    found = operation_for(user, operation)
    file, goals = queries.plan(user, found, person, route="reintegration:plan")
    context = {
        "operation": found,
        "file": file,
        "goals": goals,
        "goal_form": forms.GoalForm(),
        "visit_form": forms.VisitForm(),
        "discharge_form": forms.DischargeForm(),
    }
    return render(request, "reintegration/plan.html", context)


@login_required
@require_POST
def set_goal(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Add a goal."""
    user = user_of(request)
    found = operation_for(user, operation)
    child = visible_head(user, person)
    policies.can_plan(user, found.id, child).require()
    values = _valid(forms.GoalForm(request.POST))
    operations.set_goal(actor=user, operation=found, child=child, made_at=clock.now(), **values)
    messages.success(request, _("The goal stands in the plan."))
    return redirect("reintegration:plan", operation=operation, person=person)


@login_required
@require_POST
def reach_goal(request: HttpRequest, operation: str, goal: UUID) -> HttpResponse:
    """A goal is reached."""
    user = user_of(request)
    row = queries.goal_for(user, operation_for(user, operation), goal)
    operations.step_goal(actor=user, goal=row, state="done")
    return redirect("reintegration:plan", operation=operation, person=row.child)


@login_required
@require_POST
def visit(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Enter a visit that took place."""
    user = user_of(request)
    found = operation_for(user, operation)
    child = visible_head(user, person)
    policies.can_visit(user, found.id, child).require()
    values = _valid(forms.VisitForm(request.POST))
    operations.record_visit(actor=user, operation=found, child=child, at=clock.now(), **values)
    messages.success(request, _("The visit is recorded."))
    return redirect("reintegration:visits", operation=operation)


@login_required
def visits(request: HttpRequest, operation: str) -> HttpResponse:
    """Visits due."""
    user = user_of(request)
    found = operation_for(user, operation)
    due = queries.visits_page(user, found, route="reintegration:visits")
    return render(request, "reintegration/visits.html", {"operation": found, "due": due})


@login_required
def placement(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Families side by side; the guardianship body decides."""
    user = user_of(request)
    found = operation_for(user, operation)
    file, families = comparison.families(user, found, person, route="reintegration:placement")
    context = {
        "operation": found,
        "file": file,
        "families": families,
        "form": forms.DecisionForm(),
    }
    return render(request, "reintegration/placement.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, operation: str, candidacy: UUID) -> HttpResponse:
    """The decision about one family."""
    user = user_of(request)
    row = comparison.candidacy_for(user, operation_for(user, operation), candidacy)
    policies.can_decide(user, row.operation, row.child).require()
    placements.decide(actor=user, candidacy=row, **_valid(forms.DecisionForm(request.POST)))
    messages.success(request, _("The decision is recorded."))
    return redirect("reintegration:placement", operation=operation, person=row.child)


@login_required
@require_POST
def discharge(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A child leaves for the chosen family."""
    user = user_of(request)
    found = operation_for(user, operation)
    child = visible_head(user, person)
    policies.can_discharge(user, found.id).require()
    values = _valid(forms.DischargeForm(request.POST))
    placements.discharge(actor=user, operation=found, child=child, at=clock.now(), **values)
    return redirect("reintegration:day", operation=operation)


@login_required
def outcomes(request: HttpRequest, operation: str) -> HttpResponse:
    """Defined outcomes with their denominators."""
    user = user_of(request)
    found = operation_for(user, operation)
    context = {"operation": found, "counts": queries.outcomes(user, found)}
    return render(request, "reintegration/outcomes.html", context)


def _valid(form: Form) -> dict[str, Any]:
    """Cleaned values of a posted form. Raises BadInput with the first field at fault."""
    if form.is_valid():
        return dict(form.cleaned_data)
    field = next(iter(form.errors))
    raise BadInput(f"{field}: {form.errors[field][0]}", field=field)
