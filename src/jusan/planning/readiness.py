"""The state of every requirement for every child, from what happened up to a day.

Rules: granting never blocks anything; time never heals; a revocation makes everything that rested
on it stale, and granting again restores the requirement itself, never its dependents: each must be
granted anew or reaffirmed. Nothing counts whose basis was not standing when it was used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from jusan.planning.events import EVERY, Event, Why, why
from jusan.planning.guards import Facts, applies
from jusan.planning.requirements import Edge, Plan, Requirement

Status = Literal[
    "done", "waiting", "blocked", "ready", "stale", "expired", "refused", "not_applicable"
]
_BEST_FIRST: tuple[Status, ...] = (
    "done", "waiting", "ready", "expired", "stale", "blocked", "refused", "not_applicable",
)  # fmt: skip
#: Only what once stood has a day since when and until when; a refusal keeps no old grant's days.
_STOOD: tuple[Status, ...] = ("done", "expired", "stale")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class State:
    """Where one requirement stands for one child on the day asked about."""

    requirement: str
    scope_id: str
    status: Status
    why: Why
    since: date | None = None
    valid_until: date | None = None


@dataclass(slots=True)
class Record:
    """What events have made of one requirement in one scope so far."""

    standing: bool = False
    since: date | None = None
    valid_until: date | None = None
    how: Why | None = None
    stale: Why | None = None
    refused: Why | None = None
    problem: Why | None = None
    requested: date | None = None
    heard: bool = False

    def valid_on(self, day: date) -> bool:
        return self.standing and (self.valid_until is None or self.valid_until >= day)


@dataclass(frozen=True)
class Readiness:
    """All states of one child on `as_of`, with the records that they were read from."""

    plan: Plan
    facts: Facts
    as_of: date
    states: Mapping[str, State]
    records: Mapping[tuple[str, str], Record] = field(repr=False)

    def __getitem__(self, node: str) -> State:
        self.plan[node]
        return self.states[node]

    @property
    def child(self) -> str:
        return self.facts.child


def evaluate(plan: Plan, facts: Facts, events: Iterable[Event], as_of: date) -> Readiness:
    """States of one child; events of other children and of later days are passed over."""
    return evaluate_all(plan, [facts], events, as_of)[facts.child]


def evaluate_all(
    plan: Plan, children: Sequence[Facts], events: Iterable[Event], as_of: date
) -> dict[str, Readiness]:
    """States of many children from one list of events, by child id."""
    index: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event.at <= as_of:
            index[event.requirement, event.scope_id].append(event)
    return {facts.child: _Case(plan, facts, as_of).run(index) for facts in children}


def basis_gap(case: Case, req: Requirement, scope_id: str, day: date | None) -> Why | None:
    """First reason why the prerequisites of a step do not stand; `day` None ignores validity."""
    for edge in req.requires:
        if applies(case.plan[edge.to].when, case.facts, day or case.as_of) is not False:
            gap = edge_gap(case, edge, scope_id, day)
            if gap is not None:
                return gap
    for group in req.any_of:
        gap = _group_gap(case, group, scope_id, day)
        if gap is not None:
            return gap
    return None


def edge_gap(case: Case, edge: Edge, scope_id: str, day: date | None) -> Why | None:
    """Why one prerequisite does not carry its dependent, or None if it does."""
    req = case.plan[edge.to]
    if applies(req.when, case.facts, day or case.as_of) is None:
        return why("fact_missing", req.when)
    ended: date | None = None
    for record in case.instances(req, scope_id):
        if record.standing or (edge.any_outcome and record.heard):
            if day is None or record.valid_until is None or record.valid_until >= day:
                return None
            ended = record.valid_until
    return why("needs_valid", edge.to, ended) if ended else why("needs", edge.to)


def _group_gap(case: Case, group: tuple[Edge, ...], scope_id: str, day: date | None) -> Why | None:
    on = day or case.as_of
    verdicts = [(edge, applies(case.plan[edge.to].when, case.facts, on)) for edge in group]
    open_ways = [edge for edge, verdict in verdicts if verdict]
    gaps = [edge_gap(case, edge, scope_id, day) for edge in open_ways]
    if case.plan.all_applicable:
        return next((gap for gap in gaps if gap is not None), None)
    if any(gap is None for gap in gaps):
        return None
    unknown = [case.plan[edge.to].when for edge, verdict in verdicts if verdict is None]
    if not open_ways and unknown:
        return why("fact_missing", unknown[0])
    names = ", ".join(edge.to for edge in open_ways or group)
    return why("needs_one_of" if open_ways else "no_route", names)


class Case:
    """One child's records while events are applied in order."""

    def __init__(self, plan: Plan, facts: Facts, as_of: date) -> None:
        self.plan = plan
        self.facts = facts
        self.as_of = as_of
        self.records: dict[tuple[str, str], Record] = {}

    def record(self, node: str, scope_id: str) -> Record:
        return self.records.setdefault((node, scope_id), Record())

    def instances(self, req: Requirement, scope_id: str) -> list[Record]:
        """Records that can carry a dependent: the same person's, or any of this child's kin."""
        ids = self.facts.scope_ids(req.scope)
        if scope_id in ids:
            ids = (scope_id,)
        return [self.record(req.id, one) for one in ids]


class _Case(Case):
    def run(self, index: Mapping[tuple[str, str], list[Event]]) -> Readiness:
        for event in self._own(index):
            self._apply(event)
        states = {node: self._best_state(req) for node, req in self.plan.by_id.items()}
        return Readiness(self.plan, self.facts, self.as_of, states, self.records)

    def _own(self, index: Mapping[tuple[str, str], list[Event]]) -> list[Event]:
        rank = self.plan.rank
        mine: list[Event] = []
        for node, req in self.plan.by_id.items():
            for scope_id in self.facts.scope_ids(req.scope):
                mine += index.get((node, scope_id), ())
        for batch in dict.fromkeys(("", *self.facts.scope_ids("mission"))):
            mine += index.get((EVERY, batch), ())
        return sorted(mine, key=lambda e: (e.at, e.seq, rank.get(e.requirement, -1)))

    def _apply(self, event: Event) -> None:
        if event.kind == "authority_changed":
            self._change_authority(event)
            return
        if event.requirement == EVERY:
            return
        req = self.plan[event.requirement]
        record = self.record(req.id, event.scope_id)
        if event.kind == "requested":
            record.requested, record.refused = event.at, None
        elif event.kind in ("granted", "waived"):
            self._grant(req, record, event)
        elif event.kind == "reaffirmed":
            self._reaffirm(req, record, event)
        elif event.kind == "expired":
            end = event.at - _DAY
            record.valid_until = min(record.valid_until or end, end)
        else:
            self._refuse(req, record, event)

    def _grant(self, req: Requirement, record: Record, event: Event) -> None:
        if event.outcome and event.outcome != "consent":
            self._refuse(req, record, event)
            return
        problem = self._problem(req, event)
        if problem is not None:
            # A faulty paper never takes away what a good one before it has given.
            if not record.standing:
                record.problem = problem
            return
        gap = basis_gap(self, req, event.scope_id, record.requested or event.at)
        if gap is not None:
            if not record.standing:
                record.stale = why("stale_basis", event.at, gap)
            return
        self._stand(req, record, event)

    def _problem(self, req: Requirement, event: Event) -> Why | None:
        if event.kind == "waived" and not req.waivable:
            return why("not_waivable", event.at)
        if req.decision and not (event.by and event.ref):
            return why("unsigned", event.at)
        return None

    def _stand(self, req: Requirement, record: Record, event: Event) -> None:
        ends = event.valid_until
        if ends is None and req.valid_d is not None:
            ends = event.at + timedelta(days=req.valid_d)
        record.standing, record.heard = True, True
        record.since, record.valid_until = event.at, ends
        record.how = why(event.kind, event.at, event.by or "an unnamed person")
        record.stale = record.refused = record.problem = record.requested = None

    def _reaffirm(self, req: Requirement, record: Record, event: Event) -> None:
        if record.stale is None or record.since is None or not event.by:
            return
        if basis_gap(self, req, event.scope_id, event.at) is None:
            record.standing, record.stale = True, None
            record.how = why("reaffirmed", event.at, event.by)

    def _refuse(self, req: Requirement, record: Record, event: Event) -> None:
        word = event.outcome or event.kind
        record.refused = why("refused", event.at, word, event.reason or "no reason recorded")
        record.heard = record.heard or bool(req.outcomes)
        record.requested = record.stale = record.problem = None
        if record.standing:
            record.standing = False
            self._spread(req.id, why("stale", req.id, word, event.at))

    def _change_authority(self, event: Event) -> None:
        target = self.plan[self.plan.target]
        if any(record.standing for record in self.instances(target, "")):
            return  # executed acts are facts: the child is already in our hands
        for (node, _scope_id), record in list(self.records.items()):
            hit = event.requirement in (EVERY, node) and self.plan[node].host_act
            if hit and record.standing:
                record.standing, record.stale = False, why("authority", event.at)
                self._spread(node, why("stale", node, "signed by a replaced authority", event.at))

    def _spread(self, node: str, cause: Why) -> None:
        """Make stale what rested on a fallen step, and what rested on that, and so on."""
        for later in self.plan.dependents[node]:
            req = self.plan[later]
            if later == self.plan.target:
                continue  # a handover that took place is never undone by a later paper
            for scope_id in self.facts.scope_ids(req.scope):
                record = self.records.get((later, scope_id))
                if record is None or not record.standing:
                    continue
                if basis_gap(self, req, scope_id, None) is not None:
                    record.standing, record.stale = False, cause
                    self._spread(later, cause)

    def _best_state(self, req: Requirement) -> State:
        states = [self._state(req, one) for one in self.facts.scope_ids(req.scope)]
        return min(states, key=lambda state: _BEST_FIRST.index(state.status))

    def _state(self, req: Requirement, scope_id: str) -> State:
        verdict = applies(req.when, self.facts, self.as_of)
        record = self.records.get((req.id, scope_id)) or Record()
        status, reason = self._status(req, record, scope_id, verdict)
        if status not in _STOOD:
            return State(req.id, scope_id, status, reason)
        return State(req.id, scope_id, status, reason, record.since, record.valid_until)

    def _status(
        self, req: Requirement, record: Record, scope_id: str, verdict: bool | None
    ) -> tuple[Status, Why]:
        if verdict is False:
            return "not_applicable", why("guard", req.when)
        if verdict is None:
            return "blocked", why("fact_missing", req.when)
        if record.standing and record.how is not None:
            if record.valid_on(self.as_of):
                return "done", record.how
            return "expired", why("expired", record.valid_until)
        if record.stale is not None:
            return "stale", record.stale
        if record.problem is not None:
            return "blocked", record.problem
        if record.refused is not None:
            return "refused", record.refused
        gap = basis_gap(self, req, scope_id, self.as_of)
        if gap is not None:
            return "blocked", gap
        if record.requested is not None:
            return "waiting", why("requested", record.requested)
        return "ready", why("open")
