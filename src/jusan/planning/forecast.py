"""When children can fly: a correlated Monte Carlo over the requirement graph.

Every step that is still open takes a PERT duration; a step starts when all its prerequisites and
the earliest applicable member of each OR group are done. Steps of scope state or mission share one
draw among all children, others are joined by a Gaussian copula of correlation rho.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from jusan.planning.clearance import cleared_for
from jusan.planning.errors import PlanningError
from jusan.planning.guards import Facts, applies
from jusan.planning.pert import Floats, PertTable, correlated_normals
from jusan.planning.readiness import Readiness
from jusan.planning.requirements import Edge, Plan, Requirement, Text

SHARED = ("state", "mission")
BAND = (0.75, 1.33)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """rho in [0, 1]; `by_days` are the days for which probabilities are reported."""

    rho: float = 0.5
    draws: int = 2000
    seed: int = 1
    target: str = ""
    by_days: tuple[int, ...] = ()
    push: int = 10
    band: bool = True

    def __post_init__(self) -> None:
        if not 0.0 <= self.rho <= 1.0:
            raise PlanningError(f"rho {self.rho}: expected 0 to 1")
        if not 1 <= self.draws <= 1_000_000:
            raise PlanningError(f"draws {self.draws}: expected 1 to 1000000")


@dataclass(frozen=True, slots=True)
class Spread:
    """Days from the start at which 10, 50 and 90 % of draws are ready; infinity is never."""

    p10: float
    p50: float
    p90: float
    never: float
    by: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Push:
    """What halving one step gives: days off the last child's median, and child-days in the mean."""

    requirement: str
    actor: Text
    last_days: float
    child_days: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """`children` by id, `kth[k-1]` for the k-th child ready; `band` is the last child's median if
    inferred and assumed durations were a quarter shorter, or a third longer."""

    children: Mapping[str, Spread]
    kth: tuple[Spread, ...]
    push: tuple[Push, ...]
    band: tuple[float, float] | None
    waits_longest: tuple[str, ...]
    never_advance: tuple[str, ...]


def forecast(plan: Plan, children: Sequence[Facts], options: Options, *, start: date) -> Forecast:
    """Forecast from a clock that starts at day 0 on `start` with nothing done."""
    if not children:
        raise PlanningError("children: expected at least one")
    return _Simulation(plan, children, {}, options, start).forecast()


def forecast_from(
    plan: Plan, readinesses: Sequence[Readiness], options: Options, *, flight: date
) -> Forecast:
    """Forecast from today's states: what is in order for `flight` takes no time, what was
    requested takes the rest of its duration, everything else is done anew."""
    if not readinesses:
        raise PlanningError("children: expected at least one")
    state = {one.child: one for one in readinesses}
    facts = [one.facts for one in readinesses]
    options = replace(options, target=options.target or plan.target)
    return _Simulation(plan, facts, state, options, readinesses[0].as_of, flight).forecast()


class _Simulation:
    """Draws once and evaluates many variations on the same draws (common random numbers)."""

    def __init__(
        self,
        plan: Plan,
        children: Sequence[Facts],
        states: Mapping[str, Readiness],
        options: Options,
        start: date,
        flight: date | None = None,
    ) -> None:
        self.plan, self.children, self.options, self.start = plan, children, options, start
        self.target = plan[options.target or plan.target].id
        self.nodes = plan.upstream(self.target)
        self.open = _open_steps(plan, children, states, self.nodes, flight or start)
        self.states = states
        self.applies = {node: self._guard(plan[node]) for node in self.nodes}
        self.days = {node: self._draw(i, plan[node], 1.0) for i, node in enumerate(self.nodes)}

    def forecast(self) -> Forecast:
        finish = self._finish(self.days)
        ready = finish[self.target]
        ordered = np.sort(ready, axis=1)
        kth = tuple(self._spread(ordered[:, k]) for k in range(ordered.shape[1]))
        by_child = {c.child: self._spread(ready[:, i]) for i, c in enumerate(self.children)}
        slowest = sorted(by_child, key=lambda child: (-by_child[child].p50, child))
        stuck = tuple(child for child in slowest if math.isinf(by_child[child].p50))
        waits = tuple(child for child in slowest if child not in stuck)[:3]
        return Forecast(by_child, kth, self._push_list(finish), self._band(), waits, stuck)

    def _guard(self, req: Requirement) -> Floats:
        """1 where a step applies; an unrecorded fact counts as applying."""
        verdicts = [applies(req.when, facts, self.start) for facts in self.children]
        return np.array([verdict is not False for verdict in verdicts], dtype=np.float64)

    def _draw(self, index: int, req: Requirement, scale: float) -> Floats:
        """Days of one step, (draws, children). One stream per step: order changes nothing."""
        rng = np.random.default_rng([self.options.seed, index])
        shape = (self.options.draws, len(self.children))
        if req.scope in SHARED:
            z = np.broadcast_to(rng.standard_normal((shape[0], 1)), shape)
        else:
            z = correlated_normals(rng, *shape, self.options.rho)
        table = PertTable.of(req.duration, scale)
        days = table.draw(z) + self._failures(req, rng, table, z)
        for i, facts in enumerate(self.children):
            spent = self._spent(facts, req.id)
            if spent:
                days[:, i] = table.left(z[:, i], spent)
        result: Floats = days * self.open[req.id]
        return result

    def _spent(self, facts: Facts, node: str) -> int:
        state = self.states.get(facts.child)
        if state is None:
            return 0
        record = state.records.get((node, state[node].scope_id))
        asked = record.requested if record else None
        return (self.start - asked).days if asked else 0

    def _failures(
        self, req: Requirement, rng: np.random.Generator, table: PertTable, z: Floats
    ) -> Floats:
        """Days lost to refusals: each costs the waiting time and the step again."""
        if not req.p_fail:
            return np.zeros_like(z)
        columns = 1 if req.scope in SHARED else z.shape[1]
        failed = rng.geometric(1.0 - req.p_fail, (z.shape[0], columns)) - 1
        lost = np.inf if req.retry_d is None else req.retry_d + table.draw(z)
        with np.errstate(invalid="ignore"):
            result: Floats = np.where(failed > 0, failed * lost, 0.0)
        return result

    def _finish(
        self, days: Mapping[str, Floats], old: Mapping[str, Floats] | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> dict[str, Floats]:  # fmt: skip
        """Finish days of all steps; with `old`, only steps in `changed` are computed again."""
        finish = dict(old) if old else {}
        for node in self.nodes:
            if old is None or node in changed:
                finish[node] = self._start_of(self.plan[node], finish) + days[node]
        return finish

    def _start_of(self, req: Requirement, finish: Mapping[str, Floats]) -> Floats:
        start = np.zeros((self.options.draws, len(self.children)))
        for edge in req.requires:
            start = np.maximum(start, np.where(self.applies[edge.to] > 0, finish[edge.to], 0.0))
        for group in req.any_of:
            start = np.maximum(start, self._group(group, finish))
        # What is already in order waits for nothing.
        result: Floats = np.where(self.open[req.id] > 0, start, 0.0)
        return result

    def _group(self, group: tuple[Edge, ...], finish: Mapping[str, Floats]) -> Floats:
        if self.plan.all_applicable:
            parts = [np.where(self.applies[e.to] > 0, finish[e.to], 0.0) for e in group]
            latest: Floats = np.maximum.reduce(parts)
            return latest
        ways = [np.where(self.applies[e.to] > 0, finish[e.to], np.inf) for e in group]
        earliest: Floats = np.minimum.reduce(ways)
        return earliest

    def _spread(self, days: Floats) -> Spread:
        ordered = np.sort(days)
        n = len(ordered)
        p10, p50, p90 = (float(ordered[min(n - 1, math.ceil(q * n) - 1)]) for q in (0.1, 0.5, 0.9))
        by = {day: float(np.mean(ordered <= day)) for day in self.options.by_days}
        return Spread(p10, p50, p90, float(np.mean(np.isinf(ordered))), by)

    def _push_list(self, finish: Mapping[str, Floats]) -> tuple[Push, ...]:
        if not self.options.push:
            return ()
        pushes = [self._push(node, finish) for node in self.nodes if self.open[node].any()]
        pushes = [push for push in pushes if push.child_days > 0.05 or push.last_days > 0.05]
        pushes.sort(key=lambda push: (-push.child_days, -push.last_days, push.requirement))
        return tuple(pushes[: self.options.push])

    def _push(self, node: str, finish: Mapping[str, Floats]) -> Push:
        halved = {**self.days, node: self.days[node] / 2.0}
        after = self._finish(halved, finish, frozenset(self._downstream(node)))[self.target]
        before = finish[self.target]
        last = self._spread(before.max(axis=1)).p50 - self._spread(after.max(axis=1)).p50
        with np.errstate(invalid="ignore"):
            saved = np.nan_to_num(before - after, nan=0.0, posinf=0.0)
        gain = 0.0 if math.isnan(last) else last
        return Push(node, self.plan[node].actor, gain, float(saved.mean(axis=0).sum()))

    def _downstream(self, node: str) -> set[str]:
        seen, todo = {node}, [node]
        while todo:
            for later in self.plan.dependents[todo.pop()]:
                if later not in seen:
                    seen.add(later)
                    todo.append(later)
        return seen

    def _band(self) -> tuple[float, float] | None:
        if not self.options.band:
            return None
        low, high = (self._last_median(scale) for scale in BAND)
        return low, high

    def _last_median(self, scale: float) -> float:
        days = {
            node: self.days[node]
            if self.plan[node].evidence == "K"
            else self._draw(i, self.plan[node], scale)
            for i, node in enumerate(self.nodes)
        }
        return self._spread(self._finish(days)[self.target].max(axis=1)).p50


def _open_steps(
    plan: Plan,
    children: Sequence[Facts],
    states: Mapping[str, Readiness],
    nodes: Sequence[str],
    flight: date,
) -> dict[str, Floats]:
    """1 where a step must still be done for a child, by step."""
    result = {node: np.ones(len(children)) for node in nodes}
    for i, facts in enumerate(children):
        state = states.get(facts.child)
        if state is None:
            continue
        clearance = cleared_for(state, flight)
        left = {blocker.requirement for blocker in clearance.outstanding} | {plan.target}
        for node in nodes:
            result[node][i] = float(
                node in left or (state[node].status != "done" and not _settled(state, node))
            )
    return result


def _settled(state: Readiness, node: str) -> bool:
    """Whether a step that is not `done` has been used and is needed no more."""
    return state[node].status == "expired"
