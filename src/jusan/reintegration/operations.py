"""Care at the centre: admission, intake, goals. People decide; the machine keeps the days."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import BadInput
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.reintegration import growth, policies
from jusan.reintegration.choices import (
    COMPARTMENT_OF,
    AgainReason,
    CarerOutcomeKind,
    Domain,
    GoalState,
    IntakeKind,
    SchoolKind,
    SchoolState,
    VisitKind,
    VisitOutcome,
)
from jusan.reintegration.models import (
    Admission,
    CarePlanGoal,
    CarerOutcome,
    GoalStep,
    Intake,
    Readmission,
    SchoolEntry,
    Visit,
)
from jusan.reintegration.stays import Stay, stays
from jusan.reintegration.timing import require_happened

COLUMN = "reintegration"
EVERYDAY = "location"


def admit(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    room: str,
    admitted_at: datetime,
    centre: UUID | None = None,
    again: str = "",
) -> Admission:
    """A child is in the centre, in this room, from this instant on; ``again`` says why one who
    had left comes back. Raises BadInput."""
    policies.can_admit(actor, operation.id).require()
    require_happened(operation, "admitted_at", admitted_at)
    if not room.strip():
        raise BadInput("a child sleeps in some room: write which", field="room")
    row = Admission(
        operation=operation.id,
        child=child,
        centre=centre,
        room=room[:20],
        admitted_at=admitted_at,
        entered_by=actor.id,
    )
    with acts.act(actor=actor.id, kind="reintegration.admit", chain=operation.id):
        acts.lock_chain(operation.id)
        _refuse_unexplained(stays(leaves_of(child)), admitted_at, again)
        row.save()
        if again:
            Readmission(admission=row.id, reason=again).save()
        state_fact(
            actor=actor,
            operation=operation.id,
            subject=child,
            kind=FactKind.ADMITTED,
            column=COLUMN,
            starts_on=admitted_at.date(),
        )
        acts.record("reintegration.admitted", subjects=[child], payload={"admission": row.id})
    return row


def _refuse_unexplained(known: Sequence[Stay], at: datetime, again: str) -> None:
    """Whoever had left comes back for a known reason; anybody else has none."""
    last = known[-1].left if known else None
    comes_back = last is not None and at > last.at
    if comes_back and again not in AgainReason.values:
        raise BadInput("this child had left: say why it comes back", field="again")
    if again and not comes_back:
        raise BadInput("this child lives in the centre or never left it", field="again")


def record_intake(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    kind: str,
    at: datetime,
    measures: Mapping[str, str],
    findings: str,
    follow_up: str = "",
) -> Intake:
    """A first look, with the flags that say which figures cannot be right.

    Raises BadInput for a kind or a measure that is none. Figures are kept as they were written.
    """
    kind = _one_of("kind", kind, IntakeKind.values)
    policies.can_examine(actor, operation.id, kind).require()
    require_happened(operation, "at", at)
    for name, text in measures.items():
        growth.read_measure(name, text)
    body = {"measures": dict(measures), "findings": findings, "follow_up": follow_up}
    row = Intake(
        operation=operation.id,
        child=child,
        kind=kind,
        at=at,
        entered_by=actor.id,
        body=json.dumps(body, ensure_ascii=False),
    )
    with acts.act(actor=actor.id, kind="reintegration.record_intake", chain=operation.id):
        row.save()
        acts.record("reintegration.intake_recorded", subjects=[child], payload={"intake": row.id})
    return row


def set_goal(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    domain: str,
    goal: str,
    owner: str,
    made_at: datetime,
    due_on: date,
    review_on: date,
) -> CarePlanGoal:
    """A goal of the care plan. Raises BadInput when it is due before it was made."""
    policies.can_plan(actor, operation.id, child).require()
    known = Domain(_one_of("domain", domain, Domain.values))
    if due_on < made_at.date():
        raise BadInput("a goal falls due after it was set", field="due_on")
    row = CarePlanGoal(
        operation=operation.id,
        child=child,
        domain=known,
        compartment=str(COMPARTMENT_OF.get(known, EVERYDAY)),
        owner=owner[:80],
        made_at=made_at,
        due_on=due_on,
        review_on=review_on,
        entered_by=actor.id,
        goal=goal,
    )
    with acts.act(actor=actor.id, kind="reintegration.set_goal", chain=operation.id):
        row.save()
        acts.record("reintegration.goal_set", subjects=[child], payload={"goal": row.id})
    return row


def step_goal(
    *, actor: User, goal: CarePlanGoal, state: str, at: datetime | None = None
) -> GoalStep:
    """A goal was reached, or is open again."""
    policies.can_plan(actor, goal.operation, goal.child).require()
    row = GoalStep(
        goal=goal.id,
        state=_one_of("state", state, GoalState.values),
        at=at or clock.now(),
        entered_by=actor.id,
    )
    with acts.act(actor=actor.id, kind="reintegration.step_goal", chain=goal.operation):
        row.save()
        acts.record(
            "reintegration.goal_" + row.state, subjects=[goal.child], payload={"goal": goal.id}
        )
    return row


def record_visit(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    kind: str,
    at: datetime,
    outcome: str,
    note: str = "",
    region: UUID | None = None,
) -> Visit:
    """Somebody visited a placed child; the note is for protection workers."""
    policies.can_visit(actor, operation.id, child).require()
    require_happened(operation, "at", at)
    row = Visit(
        operation=operation.id,
        child=child,
        kind=_one_of("kind", kind, VisitKind.values),
        at=at,
        region=region,
        outcome=_one_of("outcome", outcome, VisitOutcome.values),
        entered_by=actor.id,
        note=note,
    )
    with acts.act(actor=actor.id, kind="reintegration.record_visit", chain=operation.id):
        row.save()
        acts.record("reintegration.visited", subjects=[child], payload={"visit": row.id})
    return row


def enter_school(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    kind: str,
    state: str,
    enrolled_at: datetime,
    grade: str = "",
    region: UUID | None = None,
) -> SchoolEntry:
    """A place in a school or kindergarten, from an instant on."""
    policies.can_visit(actor, operation.id, child).require()
    require_happened(operation, "enrolled_at", enrolled_at)
    row = SchoolEntry(
        operation=operation.id,
        child=child,
        kind=_one_of("kind", kind, SchoolKind.values),
        region=region,
        grade=grade[:20],
        enrolled_at=enrolled_at,
        state=_one_of("state", state, SchoolState.values),
        entered_by=actor.id,
    )
    with acts.act(actor=actor.id, kind="reintegration.enter_school", chain=operation.id):
        row.save()
        acts.record("reintegration.school_entered", subjects=[child], payload={"entry": row.id})
    return row


def record_carer_outcome(
    *,
    actor: User,
    operation: Operation,
    carer: UUID,
    kind: str,
    holds: bool,
    seen_on: date,
) -> CarerOutcome:
    """Whether one defined outcome holds for a carer on a day."""
    policies.can_see_outcomes(actor, operation.id).require()
    require_happened(operation, "seen_on", seen_on)
    row = CarerOutcome(
        operation=operation.id,
        carer=carer,
        kind=_one_of("kind", kind, CarerOutcomeKind.values),
        holds=holds,
        seen_on=seen_on,
        entered_by=actor.id,
    )
    with acts.act(actor=actor.id, kind="reintegration.carer_outcome", chain=operation.id):
        row.save()
        acts.record("reintegration.carer_outcome_seen", subjects=[carer], payload={"row": row.id})
    return row


def _one_of(field: str, value: str, allowed: list[str]) -> str:
    if value not in allowed:
        raise BadInput(
            "%(field)s: expected one of %(known)s", field=field, known=", ".join(allowed)
        )
    return value
