"""Clearance for a flight day: what is outstanding, who must act, what dies if the flight slips."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from jusan.planning.events import Why, why
from jusan.planning.guards import applies
from jusan.planning.readiness import Case, Readiness, Record, State, edge_gap
from jusan.planning.requirements import Edge, Plan, Requirement, Text

Action = Literal[
    "request", "chase", "renew", "reaffirm", "rehear", "record_fact", "sign", "decide_way", "wait"
]


@dataclass(frozen=True, slots=True)
class Blocker:
    """One outstanding step: who must do what, and why. `days` is its most likely duration left."""

    requirement: str
    scope_id: str
    status: str
    action: Action
    actor: Text
    why: Why
    days: float


@dataclass(frozen=True, slots=True)
class Clearance:
    """Whether a child may fly on a day. `outstanding` is everything left, `blockers` what can and
    must be acted on now, `path` the longest chain of most likely durations with its total."""

    child: str
    flight: date
    cleared: bool
    outstanding: tuple[Blocker, ...]
    blockers: tuple[Blocker, ...]
    path: tuple[str, ...]
    days: float


@dataclass(frozen=True, slots=True)
class Dying:
    """An output that holds for the first flight day and not for the second."""

    child: str
    requirement: str
    valid_until: date
    start_by: date
    also: tuple[str, ...]


def cleared_for(readiness: Readiness, flight: date, *, margin_d: int = 0) -> Clearance:
    """Clearance of a child for a flight day.

    Cleared means that every step before the plan's target stands, and that every output needed at
    the flight is valid on `flight` plus `margin_d` days.
    """
    return _Walk(readiness, flight, margin_d).clearance()


def outstanding(readiness: Readiness, flight: date) -> tuple[str, ...]:
    """The steps of ``cleared_for(...).outstanding`` alone, without who must act and how long."""
    target = readiness.plan.target
    return tuple(node for node in _Walk(readiness, flight, 0).needed if node != target)


def is_far(plan: Plan, heard: Collection[str], *, besides: str = "") -> bool:
    """Whether some last step other than `besides` was never heard of, and the target neither.

    `heard` are the steps with any event that reaches the child. Then the step is outstanding on
    every day whatever the child's facts are, because silence never clears.
    """
    awaited = plan.last_steps - {besides}
    return plan.target not in heard and not awaited.issubset(heard)


def slip(
    readinesses: Iterable[Readiness], first: date, second: date, *, margin_d: int = 0
) -> dict[str, tuple[Dying, ...]]:
    """By child, the outputs that die if the flight moves from one day to a later one.

    `start_by` is the last day to begin the renewal, counting its most likely duration back from
    the new flight; `also` names steps that the renewal itself needs again.
    """
    result = {}
    for readiness in readinesses:
        before = _Walk(readiness, first, margin_d)
        after = _Walk(readiness, second, margin_d)
        result[readiness.child] = tuple(
            _dying(after, before, node)
            for node in after.needed
            if node not in before.needed and after.valid_until(node) is not None
        )
    return result


def _dying(after: _Walk, before: _Walk, node: str) -> Dying:
    ends = after.valid_until(node)
    assert ends is not None
    also = tuple(
        other for other in after.closure(node) if other != node and other not in before.needed
    )
    days = math.ceil(after.days_to(node))
    return Dying(after.readiness.child, node, ends, after.flight - timedelta(days=days), also)


class _Walk:
    """Walks back from the target through whatever is not in order for one flight day."""

    def __init__(self, readiness: Readiness, flight: date, margin_d: int) -> None:
        self.readiness = readiness
        self.plan = readiness.plan
        self.flight = flight
        self.last_day = flight + timedelta(days=margin_d)
        self.case = Case(readiness.plan, readiness.facts, readiness.as_of)
        self.case.records = dict(readiness.records)
        self._days: dict[tuple[str, str], float] = {}

    def clearance(self) -> Clearance:
        target = self.plan.target
        nodes = [node for node in self.needed if node != target]
        outstanding = tuple(self._blocker(node) for node in nodes)
        acting = tuple(b for b in outstanding if self._can_act(b))
        path = self._path()
        cleared = not outstanding and not self._stuck(self.plan[target])
        return Clearance(
            self.readiness.child,
            self.flight,
            cleared,
            outstanding,
            acting,
            path,
            self.days_to(target),
        )

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Outstanding steps up to the target, in topological order."""
        return self.closure(self.plan.target)

    def closure(self, node: str) -> tuple[str, ...]:
        """`node` if it is outstanding, and everything outstanding that it rests on."""
        found: set[str] = set()
        self._visit(Edge(node, "at_flight"), found, set())
        return tuple(sorted(found, key=self.plan.rank.__getitem__))

    def _visit(self, edge: Edge, found: set[str], seen: set[tuple[str, str]]) -> None:
        if (edge.to, edge.valid) in seen:
            return
        seen.add((edge.to, edge.valid))
        if not self._in_order(edge):
            found.add(edge.to)
        for before in self._steps_before(edge):
            self._visit(before, found, seen)

    def _in_order(self, edge: Edge) -> bool:
        day = self.last_day if edge.valid == "at_flight" else self.readiness.as_of
        return edge_gap(self.case, edge, self.readiness.child, day) is None

    def _steps_before(self, edge: Edge) -> list[Edge]:
        """Prerequisites to look at: all of an outstanding step, the lasting ones of a done step."""
        req = self.plan[edge.to]
        done = self._in_order(edge)
        chosen = [e for e in req.requires if self._applies(e) is not False]
        for group in req.any_of:
            chosen += self._ways(group)
        return [e for e in chosen if not done or e.valid == "at_flight"]

    def _applies(self, edge: Edge) -> bool | None:
        # A guard is read as at the flight: a passport must last until then.
        return applies(self.plan[edge.to].when, self.readiness.facts, self.last_day)

    def _ways(self, group: tuple[Edge, ...]) -> list[Edge]:
        open_ways = [edge for edge in group if self._applies(edge)]
        if self.plan.all_applicable or not open_ways:
            return open_ways
        return [min(open_ways, key=lambda e: (self._edge_days(e), not self._in_order(e)))]

    def _edge_days(self, edge: Edge) -> float:
        """Most likely days until one prerequisite is in order, waiting for its own included."""
        key = (edge.to, edge.valid)
        if key not in self._days:
            before = max((self._edge_days(e) for e in self._steps_before(edge)), default=0.0)
            own = 0.0 if self._in_order(edge) else self._own_days(edge.to)
            stuck = math.inf if self._stuck(self.plan[edge.to]) else 0.0
            self._days[key] = before + own + stuck
        return self._days[key]

    def days_to(self, node: str) -> float:
        return self._edge_days(Edge(node, "at_flight"))

    def _stuck(self, req: Requirement) -> bool:
        """Whether an OR group of an outstanding step has no way that applies to this child."""
        if self.plan.all_applicable or self._in_order(Edge(req.id, "at_flight")):
            return False
        return any(not self._ways(group) for group in req.any_of)

    def _own_days(self, node: str) -> float:
        likely = self.plan[node].duration.likely
        asked = self._record(node).requested
        spent = (self.readiness.as_of - asked).days if asked else 0
        return max(0.0, likely - spent)

    def _record(self, node: str) -> Record:
        state = self.readiness[node]
        return self.readiness.records.get((node, state.scope_id)) or Record()

    def valid_until(self, node: str) -> date | None:
        """Last valid day of a standing output, None if it does not stand or has no end."""
        record = self._record(node)
        return record.valid_until if record.standing else None

    def _can_act(self, blocker: Blocker) -> bool:
        if blocker.action in ("record_fact", "sign", "decide_way"):
            return True
        # Not in order as at the flight, but in order today, is not in the way of acting today.
        req = self.plan[blocker.requirement]
        lasting = [e for e in req.edges() if e.to in self.needed and self._applies(e)]
        return all(self._in_order(e) for e in lasting)

    def _blocker(self, node: str) -> Blocker:
        req, state = self.plan[node], self.readiness[node]
        action, reason = self._action(req, state)
        return Blocker(
            node, state.scope_id, state.status, action, req.actor, reason, self._own_days(node)
        )

    def _action(self, req: Requirement, state: State) -> tuple[Action, Why]:
        if state.status == "done" and state.valid_until is not None:
            return "renew", why("dies_before", state.valid_until, self.flight)
        if state.why.code == "fact_missing":
            return "record_fact", state.why
        if state.why.code in ("unsigned", "not_waivable"):
            return "sign", state.why
        if state.why.code == "no_route":
            return "decide_way", state.why
        if state.why.code == "stale_basis":
            return "request", state.why
        actions: dict[str, Action] = {
            "ready": "request", "waiting": "chase", "expired": "renew",
            "stale": "reaffirm", "refused": "rehear",
        }  # fmt: skip
        return actions.get(state.status, "wait"), state.why

    def _path(self) -> tuple[str, ...]:
        path: list[str] = []
        edge: Edge | None = Edge(self.plan.target, "at_flight")
        while edge is not None:
            if not self._in_order(edge):
                path.append(edge.to)
            before = [e for e in self._steps_before(edge) if self._edge_days(e) > 0]
            edge = max(before, key=self._edge_days, default=None)
        return tuple(reversed(path))
