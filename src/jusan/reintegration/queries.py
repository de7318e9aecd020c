"""Reading care: the centre's day, plans, visits due, outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import heads_of, leaves_by_head, leaves_of
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.standing import queries as standing
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.reintegration import policies
from jusan.reintegration.choices import (
    VISIT_DAYS,
    CarerOutcomeKind,
    GoalState,
    IntakeKind,
    VisitKind,
)
from jusan.reintegration.models import (
    Admission,
    CarePlanGoal,
    CarerOutcome,
    Discharge,
    GoalStep,
    Intake,
    SchoolEntry,
    Transfer,
    Visit,
)
from jusan.reintegration.placements import chosen_for
from jusan.reintegration.stays import stays

#: How long before its day a visit is shown as coming.
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Bed:
    """A child in a room today, with what is due."""

    head: UUID
    label: str
    since: date
    goals_due: int


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal as one reader may see it; ``words`` is None where its compartment is closed."""

    goal: CarePlanGoal
    words: str | None
    state: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A visit that is due or overdue."""

    head: UUID
    kind: VisitKind
    due_on: date
    overdue: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """A defined outcome with its denominator: of how many seen, how many."""

    kind: CarerOutcomeKind
    holds: int
    seen: int


def present(operation: UUID) -> dict[UUID, Admission]:
    """Heads in the centre now, with the admission that gives their room."""
    rows = list(
        Admission.objects.filter(operation=operation).order_by("admitted_at", "recorded_at")
    )
    gone = [
        left
        for model in (Discharge, Transfer)
        for left in model.objects.filter(operation=operation).values_list("child", "at")
    ]
    heads = heads_of([row.child for row in rows] + [child for child, _at in gone])
    found = {heads[row.child]: row for row in rows}
    for child, at in gone:
        held = found.get(heads[child])
        if held is not None and held.admitted_at <= at:
            del found[heads[child]]
    return found


def day_sheet(user: User, operation: Operation, *, route: str) -> dict[str, list[Bed]]:
    """Rooms with the children in them. Raises NotPermitted; the read is logged."""
    policies.can_admit(user, operation.id).require()
    held = present(operation.id)
    located = set(scope.subjects_for(user, Compartment.LOCATION).filter(subject__in=held))
    labels = names(user, located, route=route, purpose="centre day")
    due = _due_goals(operation.id)
    rooms: dict[str, list[Bed]] = defaultdict(list)
    for head in located:
        row = held[head]
        bed = Bed(head, labels.get(head, ""), row.admitted_at.date(), len(due.get(head, ())))
        rooms[row.room].append(bed)
    return {
        room: sorted(rooms[room], key=lambda b: (b.label, str(b.head))) for room in sorted(rooms)
    }


def plan(
    user: User, operation: Operation, person: UUID, *, route: str
) -> tuple[claims.PersonFile, list[GoalView]]:
    """A child's care plan. Raises NotVisible, NotPermitted; the read is logged."""
    head = claims.visible_head(user, operation.id, person)
    policies.can_read_plan(user, operation.id, head).require()
    file = claims.open_file(user, operation.id, head, purpose="care plan", route=route)
    return file, goals_of(list(file.leaves), file.opened)


def goals_of(leaves: Sequence[UUID], opened: frozenset[Compartment]) -> list[GoalView]:
    """Goals of a child under the permit of the caller."""
    rows = list(CarePlanGoal.objects.filter(child__in=leaves).order_by("due_on", "made_at"))
    states = goal_states([row.id for row in rows])
    today = clock.today()
    return [
        GoalView(
            goal=row,
            words=row.goal if Compartment(row.compartment) in opened else None,
            state=states[row.id],
            overdue=states[row.id] == GoalState.OPEN and row.due_on < today,
        )
        for row in rows
    ]


def goal_states(goals: Iterable[UUID]) -> dict[UUID, str]:
    """The newest state of each goal."""
    ids = list(goals)
    states: dict[UUID, str] = dict.fromkeys(ids, GoalState.OPEN.value)
    steps = GoalStep.objects.filter(goal__in=ids).order_by("at", "recorded_at")
    states.update(steps.values_list("goal", "state"))
    return states


def goal_for(user: User, operation: Operation, goal: UUID) -> CarePlanGoal:
    """One goal of a child this user sees. Raises NotVisible."""
    row = scope.get_visible(CarePlanGoal.objects.filter(operation=operation.id), id=goal)
    claims.visible_head(user, operation.id, row.child)
    return row


def due_visits(operation: UUID) -> list[DueVisit]:
    """Visits due within two weeks or overdue, oldest first. Ids and days only."""
    placed = list(Discharge.objects.filter(operation=operation).order_by("at"))
    heads = heads_of([row.child for row in placed])
    visits = Visit.objects.filter(operation=operation).values_list("child", "kind", "at")
    visitors = heads_of({child for child, _kind, _at in visits})
    made: dict[tuple[UUID, str], datetime] = {}
    for child, kind, at in visits.order_by("at"):
        made[visitors[child], kind] = at
    today = clock.today()
    due = []
    left_at = {heads[row.child]: row.at for row in placed}
    elsewhere = standing.closed_among(leaves_by_head(left_at)) | present(operation).keys()
    for head, left in left_at.items():
        if head in elsewhere:
            continue
        for kind, days in VISIT_DAYS.items():
            day = left.date() + timedelta(days=days)
            # A visit to the family before is none to this one.
            seen = made.get((head, kind.value))
            if (seen is None or seen < left) and day <= today + AHEAD:
                due.append(DueVisit(head, kind, day, day < today))
    return sorted(due, key=lambda item: (item.due_on, str(item.head)))


def visits_page(user: User, operation: Operation, *, route: str) -> list[DueVisit]:
    """Visits due, with names of those this user sees; the read is logged."""
    policies.can_see_visits(user, operation.id).require()
    due = due_visits(operation.id)
    seen = _visited(user, due)
    labels = names(user, seen, route=route, purpose="visits due")
    return [
        DueVisit(i.head, i.kind, i.due_on, i.overdue, labels.get(i.head, ""))
        for i in due
        if i.head in seen
    ]


def outcomes(user: User, operation: Operation) -> list[OutcomeCount]:
    """The defined outcomes of carers: the newest sighting of each carer counts once."""
    policies.can_see_outcomes(user, operation.id).require()
    rows = list(
        CarerOutcome.objects.filter(operation=operation.id).order_by("seen_on", "recorded_at")
    )
    heads = heads_of([row.carer for row in rows])
    newest = {(row.kind, heads[row.carer]): row.holds for row in rows}
    counts = []
    for kind in CarerOutcomeKind:
        found = [holds for (name, _head), holds in newest.items() if name == kind]
        counts.append(OutcomeCount(kind, sum(found), len(found)))
    return counts


def waiting(user: User, operation: Operation) -> list[Item]:
    """Visits due for those who visit, goals overdue for those who plan."""
    items: list[Item] = []
    if policies.can_see_visits(user, operation.id):
        items += _visit_items(user, operation)
    if scope.has_role_in(user, policies.PLANNERS, operation.id):
        items += _goal_items(user, operation)
    for kind in policies.kinds_examined(user, operation.id):
        items += _examination_items(user, operation, kind)
    return items[:50]


def summary(leaves: Sequence[UUID]) -> dict[str, Any]:
    """Care of one child: codes, dates and numbers only."""
    known = stays(leaves)
    states = goal_states(CarePlanGoal.objects.filter(child__in=leaves).values_list("id", flat=True))
    visit = Visit.objects.filter(child__in=leaves).order_by("-at", "-recorded_at").first()
    school = (
        SchoolEntry.objects.filter(child__in=leaves)
        .order_by("-enrolled_at", "-recorded_at")
        .first()
    )
    family = chosen_for(leaves[0]) if leaves else None
    left = known[-1].left if known else None
    return {
        "admitted_at": known[0].admitted_at.isoformat() if known else None,
        "plan_open": sum(state == GoalState.OPEN for state in states.values()),
        "plan_done": sum(state == GoalState.DONE for state in states.values()),
        "last_visit": {"kind": visit.kind, "at": visit.at.isoformat(), "outcome": visit.outcome}
        if visit
        else None,
        "placement": family.relation if family else None,
        "discharged_at": left.at.isoformat() if left else None,
        "school": school.state if school else None,
    }


def names(user: User, heads: Iterable[UUID], *, route: str, purpose: str) -> dict[UUID, str]:
    """Labels of heads this user may see, after the read is logged."""
    wanted = set(heads)
    allowed = set(scope.subjects_for(user, Compartment.IDENTITY).filter(subject__in=wanted))
    if not allowed:
        return {}
    reads.open_for(
        reader=user.id,
        purpose=purpose,
        subjects=allowed,
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    return claims.labels(allowed)


def file_leaves(person: UUID) -> list[UUID]:
    """Leaves of a child."""
    return leaves_of(person)


def _due_goals(operation: UUID) -> dict[UUID, list[date]]:
    """By head, the days on which its open goals fell due."""
    rows = list(CarePlanGoal.objects.filter(operation=operation, due_on__lte=clock.today()))
    states = goal_states([row.id for row in rows])
    heads = heads_of([row.child for row in rows])
    days: dict[UUID, list[date]] = defaultdict(list)
    for row in rows:
        if states[row.id] == GoalState.OPEN:
            days[heads[row.child]].append(row.due_on)
    return dict(days)


def _visited(user: User, due: Iterable[DueVisit]) -> set[UUID]:
    """Those of some children whom this user visits: a regional officer those of the region."""
    heads = {item.head for item in due}
    return set(scope.subjects_of(user, policies.VISITORS).filter(subject__in=heads))


def _visit_items(user: User, operation: Operation) -> list[Item]:
    due = due_visits(operation.id)
    seen = _visited(user, due)
    return [
        Item(
            urgency=Urgency.TODAY if item.overdue else Urgency.SOON,
            what=_("Visit the child"),
            why=item.kind.label,
            url_name="reintegration:plan",
            url_kwargs={"operation": operation.slug, "person": item.head},
            subject=item.head,
            due=item.due_on,
        )
        for item in due
        if item.head in seen
    ]


def _examination_items(user: User, operation: Operation, kind: str) -> list[Item]:
    """Children in the centre whom nobody of this profession has looked at yet."""
    held = present(operation.id)
    seen = Intake.objects.filter(operation=operation.id, kind=kind).values_list("child", flat=True)
    waiting_for = set(held) - set(heads_of(seen).values())
    own = set(scope.subjects_for(user).filter(subject__in=waiting_for))
    return [
        Item(
            urgency=Urgency.SOON,
            what=_("Examine the child"),
            why=IntakeKind(kind).label,
            url_name="reintegration:intake",
            url_kwargs={"operation": operation.slug, "person": head},
            subject=head,
        )
        for head in sorted(own, key=str)
    ]


def _goal_items(user: User, operation: Operation) -> list[Item]:
    overdue = _due_goals(operation.id)
    seen = set(scope.subjects_for(user).filter(subject__in=overdue))
    return [
        Item(
            urgency=Urgency.SOON,
            what=_("Look at the care plan"),
            why=_("A goal is due"),
            url_name="reintegration:plan",
            url_kwargs={"operation": operation.slug, "person": head},
            subject=head,
            due=min(overdue[head]),
        )
        for head in sorted(seen, key=str)
    ]
