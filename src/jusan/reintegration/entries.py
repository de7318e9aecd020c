"""Pages of care on which something is entered: each shows one form, calls one operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jusan.core import clock
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.requests import user_of
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import operation_for, operation_reached
from jusan.reintegration import (
    comparison,
    entry_queries,
    forms,
    growth,
    operations,
    placements,
    policies,
    queries,
)
from jusan.web import entering

entry = require_http_methods(["GET", "POST"])


@login_required
@entry
def admit(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A child is in the centre, in a room."""
    return _move(
        request,
        operation,
        person,
        may=policies.can_admit,
        form_of=forms.AdmissionForm,
        act=operations.admit,
        done=_("The child is in the centre."),
        title=_("Admit to the centre"),
        intro=_("For a child who is here already, this moves it to another room."),
        button=_("Admit"),
    )


@login_required
@entry
def intake(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A first examination. Figures that cannot be right are kept and said."""
    user = user_of(request)
    found = operation_for(user, operation)
    child = entry_queries.child_in(user, found, person)
    policies.can_examine_at_all(user, found.id).require()
    kinds = policies.kinds_examined(user, found.id)
    form = forms.IntakeForm(entering.posted(request), kinds=kinds)
    if entering.taken(
        form,
        lambda **v: operations.record_intake(
            actor=user, operation=found, child=child, **form.values(**v)
        ),
    ):
        messages.success(request, _("The examination is recorded."))
        if growth.flags(growth.read_all(form.cleaned_data)):
            messages.warning(request, _("A figure cannot be right: look at it again."))
        return redirect("journey:child", operation=operation, person=child)
    return _child_page(
        request,
        found,
        child,
        form,
        title=_("Examination"),
        intro=_("Kept in the health compartment: nobody else reads it."),
        button=_("Record the examination"),
    )


@login_required
@entry
def set_goal(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Add a goal."""
    user = user_of(request)
    found = operation_reached(user, operation)
    child = entry_queries.child_in(user, found, person)
    policies.can_plan(user, found.id, child).require()
    form = forms.GoalForm(entering.posted(request))
    if entering.taken(
        form,
        lambda **v: operations.set_goal(
            actor=user, operation=found, child=child, made_at=clock.now(), **v
        ),
    ):
        messages.success(request, _("The goal stands in the plan."))
        return redirect("reintegration:plan", operation=operation, person=child)
    return _child_page(request, found, child, form, title=_("Add a goal"), button=_("Add"))


@login_required
@require_POST
def reach_goal(request: HttpRequest, operation: str, goal: UUID) -> HttpResponse:
    """A goal is reached."""
    return _step(request, operation, goal, "done")


@login_required
@require_POST
def reopen_goal(request: HttpRequest, operation: str, goal: UUID) -> HttpResponse:
    """A goal is open again."""
    return _step(request, operation, goal, "open")


def _step(request: HttpRequest, operation: str, goal: UUID, state: str) -> HttpResponse:
    user = user_of(request)
    row = queries.goal_for(user, operation_reached(user, operation), goal)
    operations.step_goal(actor=user, goal=row, state=state)
    return redirect("reintegration:plan", operation=operation, person=row.child)


@login_required
@entry
def visit(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A visit that took place."""
    user = user_of(request)
    found = operation_reached(user, operation)
    child = entry_queries.child_in(user, found, person)
    policies.can_visit(user, found.id, child).require()
    form = forms.VisitForm(entering.posted(request), initial=_region_of(child))
    if entering.taken(
        form, lambda **v: operations.record_visit(actor=user, operation=found, child=child, **v)
    ):
        messages.success(request, _("The visit is recorded."))
        return redirect("reintegration:visits", operation=operation)
    return _child_page(
        request, found, child, form, title=_("Enter a visit"), button=_("Record the visit")
    )


@login_required
@entry
def school(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A place in a school or kindergarten."""
    user = user_of(request)
    found = operation_reached(user, operation)
    child = entry_queries.child_in(user, found, person)
    policies.can_visit(user, found.id, child).require()
    form = forms.SchoolForm(entering.posted(request), initial=_region_of(child))
    if entering.taken(
        form, lambda **v: operations.enter_school(actor=user, operation=found, child=child, **v)
    ):
        messages.success(request, _("The school place is recorded."))
        return redirect("reintegration:plan", operation=operation, person=child)
    return _child_page(
        request,
        found,
        child,
        form,
        title=_("Enter a school place"),
        intro=_("The newest entry holds. A child who left gets a new entry that says so."),
        button=_("Record the school place"),
    )


@login_required
@entry
def discharge(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A child leaves for the chosen family."""
    return _move(
        request,
        operation,
        person,
        may=policies.can_discharge,
        form_of=forms.DischargeForm,
        act=placements.discharge,
        done=_("The child has left the centre. Visits are due from now on."),
        facts=lambda child: {"earliest": entry_queries.earliest_leave(child)},
        template="reintegration/discharge.html",
        title=_("Leave the centre"),
        button=_("The child has left"),
    )


@login_required
@entry
def transfer(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """A child leaves for another centre."""
    return _move(
        request,
        operation,
        person,
        may=policies.can_discharge,
        form_of=forms.TransferForm,
        act=placements.transfer,
        done=_("The child is on its way to the other centre."),
        title=_("Leave for another centre"),
        intro=_("The minimum stay is counted anew from the admission there."),
        button=_("The child has left"),
    )


@login_required
@entry
def apply(request: HttpRequest, operation: str, person: UUID, candidate: UUID) -> HttpResponse:
    """A family applies to take a child in."""
    user = user_of(request)
    found = operation_reached(user, operation)
    child = entry_queries.child_in(user, found, person)
    policies.can_assess(user, found.id, child).require()
    family = entry_queries.person_in(user, found, candidate)
    form = forms.ApplicationForm(entering.posted(request))
    if entering.taken(
        form,
        lambda **v: placements.enter_candidate(
            actor=user, operation=found, child=child, candidate=family, **v
        ),
    ):
        messages.success(request, _("The family stands among those who applied."))
        return redirect("reintegration:placement", operation=operation, person=child)
    return entering.entry_page(
        request,
        found,
        form,
        title=_("A family applies"),
        subject=entry_queries.label_of(user, family, route="reintegration:apply"),
        back=reverse("reintegration:placement", args=[operation, child]),
        back_label=_("Families for this child"),
        button=_("Enter"),
    )


@login_required
@entry
def assess(request: HttpRequest, operation: str, candidacy: UUID) -> HttpResponse:
    """What somebody found who visited a family."""
    user = user_of(request)
    found = operation_reached(user, operation)
    row = comparison.candidacy_for(user, found, candidacy)
    policies.can_assess(user, row.operation, row.child).require()
    form = forms.AssessmentForm(entering.posted(request), initial={"assessor": user.display_name})
    if entering.taken(form, lambda **v: placements.assess(actor=user, candidacy=row, **v)):
        messages.success(request, _("What was found is recorded."))
        return redirect("reintegration:placement", operation=operation, person=row.child)
    return _family_page(
        request, found, row, form, title=_("A family was visited"), button=_("Record")
    )


@login_required
@entry
def decide(request: HttpRequest, operation: str, candidacy: UUID) -> HttpResponse:
    """The guardianship body's decision about one family."""
    user = user_of(request)
    found = operation_reached(user, operation)
    row = comparison.candidacy_for(user, found, candidacy)
    policies.can_decide(user, row.operation, row.child).require()
    form = forms.DecisionForm(entering.posted(request))
    if entering.taken(form, lambda **v: placements.decide(actor=user, candidacy=row, **v)):
        messages.success(request, _("The decision is recorded."))
        # A regional body that takes its choice back does not see the child any more.
        if not entry_queries.sees(user, row.child):
            return redirect("start")
        return redirect("reintegration:placement", operation=operation, person=row.child)
    return _family_page(
        request,
        found,
        row,
        form,
        title=_("Decision about a family"),
        intro=_("The newest decision holds; earlier ones stay on record."),
        button=_("Record the decision"),
    )


@login_required
@entry
def carer_outcome(request: HttpRequest, operation: str, person: UUID) -> HttpResponse:
    """Whether one defined outcome holds for a carer."""
    user = user_of(request)
    found = operation_for(user, operation)
    carer = entry_queries.adult_in(user, found, person)
    policies.can_see_outcomes(user, found.id).require()
    form = forms.CarerOutcomeForm(entering.posted(request))
    if entering.taken(
        form,
        lambda **v: operations.record_carer_outcome(actor=user, operation=found, carer=carer, **v),
    ):
        messages.success(request, _("The outcome is recorded."))
        return redirect("reintegration:outcomes", operation=operation)
    return entering.entry_page(
        request,
        found,
        form,
        title=_("Record an outcome"),
        subject=entry_queries.label_of(user, carer, route="reintegration:carer_outcome"),
        intro=_("Three outcomes and no others. The newest sighting of a carer counts."),
        back=reverse("reintegration:outcomes", args=[operation]),
        back_label=_("Outcomes of carers"),
        button=_("Record"),
    )


def _region_of(child: UUID) -> dict[str, Any]:
    """The region of the chosen family, to start a form with."""
    family = placements.chosen_for(child)
    return {"region": family.region} if family and family.region else {}


def _move(
    request: HttpRequest,
    operation: str,
    person: UUID,
    *,
    may: Callable[[User, UUID], Decision],
    form_of: type[Form],
    act: Callable[..., object],
    done: str,
    facts: Callable[[UUID], dict[str, Any]] = lambda _child: {},
    **words: Any,
) -> HttpResponse:
    """A child comes to the centre or leaves it; what is written down ends on the day's page."""
    user = user_of(request)
    found = operation_for(user, operation)
    child = entry_queries.child_in(user, found, person)
    may(user, found.id).require()
    form = form_of(entering.posted(request))
    if entering.taken(form, lambda **v: act(actor=user, operation=found, child=child, **v)):
        messages.success(request, done)
        return redirect("reintegration:day", operation=operation)
    return _child_page(request, found, child, form, **facts(child), **words)


def _child_page(
    request: HttpRequest, operation: Operation, child: UUID, form: Form, **words: Any
) -> HttpResponse:
    """An entry page about a child, with the way back to its file."""
    route = request.resolver_match.view_name if request.resolver_match else ""
    return entering.entry_page(
        request,
        operation,
        form,
        subject=entry_queries.label_of(user_of(request), child, route=route),
        back=reverse("journey:child", args=[operation.slug, child]),
        back_label=_("To the file"),
        **words,
    )


def _family_page(
    request: HttpRequest, operation: Operation, row: Any, form: Form, **words: Any
) -> HttpResponse:
    """An entry page about a family that applied."""
    route = request.resolver_match.view_name if request.resolver_match else ""
    return entering.entry_page(
        request,
        operation,
        form,
        subject=entry_queries.label_of(user_of(request), row.candidate, route=route),
        back=reverse("reintegration:placement", args=[operation.slug, row.child]),
        back_label=_("Families for this child"),
        **words,
    )
