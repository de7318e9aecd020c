"""Reading clearance: the board, one child's requirements, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.clearance import board as boards
from jusan.clearance import policies
from jusan.clearance.reasons import sentence, text
from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import head_of, leaves_by_head
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person
from jusan.core.people.queries import groups_of, sibling_groups
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.planning.clearance import Blocker, cleared_for
from jusan.planning.forecast import Options, forecast_from
from jusan.planning.readiness import State
from jusan.planning.requirements import Plan, Requirement

#: How far ahead the pages look when no flight is planned.
AHEAD = timedelta(days=30)
DRAWS = 400
SEED = 20191127


@dataclass(frozen=True, slots=True)
class FlightDay:
    """The day for which papers are looked at, and why this one: the planned flight (its number),
    a day that the reader chose, or, without either, some weeks ahead. A child that came home is
    shown as it stood on the day of its arrival: what expired since concerns nobody."""

    day: date
    flight: str = ""
    chosen: bool = False
    arrived: bool = False

    @property
    def why(self) -> str:
        """The reason in the reader's language."""
        if self.arrived:
            return _("on this day the child came home")
        if self.chosen:
            return _("the day you chose")
        if self.flight:
            return _("planned flight %(number)s") % {"number": self.flight}
        return _("no flight is planned: %(days)d days ahead") % {"days": AHEAD.days}


@dataclass(frozen=True, slots=True)
class Cell:
    """One requirement of one child as a page shows it."""

    requirement: str
    label: str
    status: str
    since: date | None
    valid_until: date | None
    dies: bool
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One child's row of the board."""

    head: UUID
    label: str
    group: str
    cleared: bool
    #: All that is missing is the check that a doctor makes in the last days.
    fitness_only: bool
    #: What the signed identity rests on fell away: to look at, by people.
    questioned: bool
    cells: tuple[Cell, ...]
    blockers: tuple[dict[str, Any], ...]
    days: float

    @property
    def needed(self) -> list[Cell]:
        """What this child needs at all."""
        return [cell for cell in self.cells if cell.status != "not_applicable"]

    @property
    def still_open(self) -> list[Cell]:
        """What is not done, or dies before the day: shown first."""
        return [cell for cell in self.needed if cell.status != "done" or cell.dies]

    @property
    def settled(self) -> list[Cell]:
        """What is done and holds: a page folds it."""
        return [cell for cell in self.needed if cell.status == "done" and not cell.dies]


def flight_day(operation: Operation, chosen: date | None = None) -> FlightDay:
    """The day for which an operation's papers are looked at, in one query at most."""
    today = clock.today()
    planned = standing.next_flight(operation.id, today)
    if planned is not None and chosen in (None, planned.starts_on):
        return FlightDay(planned.starts_on, flight=planned.code)
    if chosen is not None:
        return FlightDay(chosen, chosen=True)
    return FlightDay(today + AHEAD)


def day_of(operation: Operation, leaves: list[UUID]) -> FlightDay:
    """The day for which one child's papers are looked at: its arrival, or the flight to come."""
    landed = standing.latest(leaves, FactKind.LANDED)
    if landed is not None:
        return FlightDay(landed.starts_on, arrived=True)
    return flight_day(operation)


def _still_away(operation: Operation) -> tuple[dict[UUID, list[UUID]], int]:
    """The children whom the flight is for (leaves by head), and how many others came home."""
    children = leaves_by_head(boards.children_of(operation))
    home = standing.came_home(children)
    away = {head: leaves for head, leaves in children.items() if head not in home}
    return away, len(home)


def board(user: User, operation: Operation, chosen: date | None, *, route: str) -> dict[str, Any]:
    """The clearance board for a flight day (none chosen: the planned one). Raises NotPermitted;
    the read is logged."""
    policies.can_read_board(user, operation.id).require()
    looked = flight_day(operation, chosen)
    flight = looked.day
    away, home = _still_away(operation)
    found = boards.board(operation, flight, children=away)
    heads = list(
        scope.subjects_for(user, Compartment.IDENTITY).filter(subject__in=list(found.clearance))
    )
    reads.open_for(
        reader=user.id,
        purpose="clearance board",
        subjects=heads,
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    labels = claims.labels(heads)
    asked = standing.questioned_in(operation.id)
    groups = groups_of(found.leaves)
    lines = [_line(found, head, labels.get(head, ""), groups, asked) for head in heads]
    lines.sort(key=lambda line: (line.group, line.label, str(line.head)))
    steps = [found.plan[node] for node in found.plan.upstream(found.plan.target)]
    return {
        "flight": flight,
        "looked": looked,
        "home": home,
        "steps": [(step.id, text(step.label)) for step in steps],
        "lines": lines,
        "cleared": sum(line.cleared for line in lines),
        "fitness_only": sum(line.fitness_only for line in lines),
        "push": _push_list(found, flight),
    }


def _push_list(found: boards.Board, flight: date) -> list[dict[str, Any]]:
    """Which step, done in half the time, would help the group most."""
    if not found.readiness:
        return []
    forecast = forecast_from(
        found.plan,
        list(found.readiness.values()),
        Options(draws=DRAWS, seed=SEED, push=6),
        flight=flight,
    )
    return [
        {
            "requirement": item.requirement,
            "label": text(found.plan[item.requirement].label),
            "actor": text(item.actor),
            "days": item.last_days,
            "child_days": item.child_days,
        }
        for item in forecast.push
    ]


def requirements(operation: Operation, leaves: list[UUID], looked: FlightDay) -> Line | None:
    """One child's requirements for the day of ``day_of``, under the permit of its file."""
    head = head_of(leaves[0])
    if head not in boards.children_of(operation):
        return None
    found = boards.board(operation, looked.day, on=_as_of(looked), children={head: leaves})
    group = sibling_groups(leaves).first()
    asked = standing.questioned({head: leaves})
    return _line(found, head, "", {head: group.id} if group else {}, asked)


def _as_of(looked: FlightDay) -> date:
    return looked.day if looked.arrived else clock.today()


def summary(leaves: list[UUID]) -> dict[str, Any]:
    """States, blockers and the forecast of one child: codes, dates and numbers only."""
    head = head_of(leaves[0])
    operation = Operation.objects.get(id=Person.objects.get(id=head).operation)
    looked = day_of(operation, leaves)
    today, flight = _as_of(looked), looked.day
    state = boards.readiness(operation, [head], today)[head]
    clearance = cleared_for(state, flight)
    forecast = forecast_from(
        state.plan, [state], Options(draws=DRAWS, seed=SEED, push=0, band=False),
        flight=flight,
    )  # fmt: skip
    spread = next(iter(forecast.children.values()))
    return {
        "requirements": {node: item.status for node, item in state.states.items()},
        "blockers": [_blocker(item) for item in clearance.blockers],
        "ready_on": {
            name: _date(today, days)
            for name, days in (("p10", spread.p10), ("p50", spread.p50), ("p90", spread.p90))
        },
    }


def waiting(user: User, operation: Operation) -> list[Item]:
    """Papers that die before the next flight and steps that can be acted on now."""
    if not policies.can_read_board(user, operation.id):
        return []
    looked = flight_day(operation)
    found = boards.board(operation, looked.day, children=_still_away(operation)[0])
    items = []
    for head, clearance in found.clearance.items():
        for blocker in clearance.blockers[:2]:
            items.append(_item(operation, head, blocker, found.plan[blocker.requirement], looked))
    return items[:50]


def _line(
    found: boards.Board, head: UUID, label: str, groups: dict[UUID, UUID], asked: set[UUID]
) -> Line:
    state, clearance = found.readiness[head], found.clearance[head]
    needed = {blocker.requirement for blocker in clearance.outstanding}
    fitness_only = needed == {boards.FITNESS}
    cells = tuple(
        _cell(found.plan, state[node], node in needed)
        for node in found.plan.upstream(found.plan.target)
    )
    return Line(
        head=head,
        label=label,
        group=str(groups.get(head, "")),
        cleared=clearance.cleared,
        fitness_only=fitness_only,
        questioned=head in asked,
        cells=cells,
        blockers=tuple(_shown(found.plan, item) for item in clearance.blockers),
        days=clearance.days,
    )


def _cell(plan: Plan, state: State, needed: bool) -> Cell:
    return Cell(
        requirement=state.requirement,
        label=text(plan[state.requirement].label),
        status=state.status,
        since=state.since,
        valid_until=state.valid_until,
        dies=needed and state.status == "done",
        why=sentence(plan, state.why),
    )


def _shown(plan: Plan, blocker: Blocker) -> dict[str, Any]:
    return {
        "requirement": blocker.requirement,
        "label": text(plan[blocker.requirement].label),
        "actor": text(blocker.actor),
        "action": blocker.action,
        "why": sentence(plan, blocker.why),
    }


def _blocker(blocker: Blocker) -> dict[str, Any]:
    return {
        "requirement": blocker.requirement,
        "status": blocker.status,
        "action": blocker.action,
        "actor": blocker.actor.get("en", ""),
        "why": blocker.why.code,
    }


def _item(
    operation: Operation, head: UUID, blocker: Blocker, req: Requirement, looked: FlightDay
) -> Item:
    dying = blocker.status == "done"
    return Item(
        urgency=Urgency.ALARM if dying else Urgency.SOON,
        what=_("Renew: %(step)s") % {"step": text(req.label)} if dying else text(req.label),
        why=_("who must act: %(actor)s") % {"actor": text(blocker.actor)},
        url_name="clearance:child",
        url_kwargs={"operation": operation.slug, "person": head},
        subject=head,
        # A day that is only looked at, with no flight planned, presses nobody.
        due=looked.day if dying or looked.flight else None,
    )


def _date(today: date, days: float) -> str | None:
    if days == float("inf"):
        return None
    return (today + timedelta(days=round(days))).isoformat()
