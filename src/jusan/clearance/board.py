"""Readiness of an operation's children: packs, facts and events brought together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from jusan.clearance import facts
from jusan.clearance.models import RequirementEvent
from jusan.clearance.record import Record, read
from jusan.core import clock
from jusan.core.claims.models import Head, PersonCard
from jusan.core.claims.resolution import leaves_by_head, owners
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import open_cases
from jusan.core.vault.compartments import Compartment
from jusan.planning.clearance import Clearance, Dying, cleared_for, slip
from jusan.planning.events import EVERY, Event
from jusan.planning.packfile import shipped_plan
from jusan.planning.readiness import Readiness, evaluate_all
from jusan.planning.requirements import Plan

#: Which shipped pack a host profile means.
PACKS = {"IQ_PRISON": "iq_prison", "NES_CAMP": "nes_camp"}
#: Said by the mission doctor in the last days, so it never holds up the word "cleared".
FITNESS = "X.fit_to_fly"
#: Scopes that reach every child, whoever the event was written down for.
_COMMON = {"state": "state", "mission": facts.BATCH}


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the clearance pages need, computed once."""

    plan: Plan
    flight: date
    leaves: Mapping[UUID, Sequence[UUID]]
    readiness: dict[UUID, Readiness]
    clearance: dict[UUID, Clearance]


@lru_cache(maxsize=8)
def plan_for(profile: str) -> Plan:
    """The joined plan of a host profile."""
    return shipped_plan(PACKS[profile])


def children_of(operation: Operation) -> list[UUID]:
    """Heads of children with an open case: those the operation has found and works for."""
    cased = open_cases(operation.id).values("person")
    known = Head.objects.filter(leaf__in=cased).values("head")
    found = PersonCard.objects.filter(
        operation=operation.id, compartment=Compartment.IDENTITY.value, kind="child"
    )
    return list(found.filter(head__in=known).order_by("head").values_list("head", flat=True))


def readiness(operation: Operation, heads: Iterable[UUID], on: date) -> dict[UUID, Readiness]:
    """States of every requirement for these children on a day."""
    return states_of(operation, leaves_by_head(heads), on)


def states_of(
    operation: Operation, children: Mapping[UUID, Sequence[UUID]], on: date
) -> dict[UUID, Readiness]:
    """``readiness`` of children whose leaves are known already."""
    if not children:
        return {}
    plan = plan_for(operation.host_profile)
    record = read(children)
    known = facts.facts_of(operation, record, children)
    found = evaluate_all(plan, known, _events(operation, plan, record), on)
    return {head: found[str(head)] for head in children}


def heard_of(
    operation: Operation, children: Mapping[UUID, Sequence[UUID]], steps: Collection[str]
) -> dict[UUID, set[str]]:
    """Which of these steps have any event that may reach each child (leaves by head)."""
    plan = plan_for(operation.host_profile)
    owner = owners(children)
    single = [step for step in steps if plan[step].scope in {"child", "family"}]
    rows = RequirementEvent.objects.filter(
        ~Q(requirement__in=single) | Q(subject__in=list(owner)),
        operation=operation.id,
        requirement__in=steps,
    )
    heard: dict[UUID, set[str]] = {head: set() for head in children}
    for step, subject in rows.values_list("requirement", "subject").distinct():
        for head in [owner[subject]] if step in single else children:
            heard[head].add(step)
    return heard


def board(
    operation: Operation,
    flight: date,
    *,
    on: date | None = None,
    children: Mapping[UUID, Sequence[UUID]] | None = None,
) -> Board:
    """Readiness and clearance for a flight day of every found child, or of these (leaves by
    head)."""
    leaves = leaves_by_head(children_of(operation)) if children is None else children
    states = states_of(operation, leaves, on or clock.today())
    return Board(
        plan=plan_for(operation.host_profile),
        flight=flight,
        leaves=leaves,
        readiness=states,
        clearance={head: cleared_for(state, flight) for head, state in states.items()},
    )


def dying(operation: Operation, first: date, second: date) -> dict[UUID, tuple[Dying, ...]]:
    """Which papers of whom die if the flight moves from one day to another."""
    states = readiness(operation, children_of(operation), clock.today())
    found = slip(states.values(), first, second)
    return {UUID(child): outputs for child, outputs in found.items()}


def cleared_until(state: Readiness) -> date | None:
    """Last day until which a child that could fly today could still fly; None: no end."""
    ends = [
        state[node].valid_until
        for node in state.plan.upstream(state.plan.target)
        if state[node].status == "done" and _needed_at_flight(state.plan, node)
    ]
    known = [end for end in ends if end is not None]
    return min(known) if known else None


def _needed_at_flight(plan: Plan, node: str) -> bool:
    return any(
        edge.to == node and edge.valid == "at_flight"
        for req in plan.by_id.values()
        for edge in req.edges()
    )


def _events(operation: Operation, plan: Plan, record: Record) -> list[Event]:
    """What happened to these children, to those around them, and to all at once."""
    common = [node for node, step in plan.by_id.items() if step.scope in _COMMON]
    rows = RequirementEvent.objects.filter(
        Q(requirement__in=[EVERY, *common]) | Q(subject__in=list(record.heads)),
        operation=operation.id,
    ).order_by("happened_at", "recorded_at")
    return [
        _event(row, record.heads, plan, seq) for seq, row in enumerate(rows) if _known(plan, row)
    ]


def _known(plan: Plan, row: RequirementEvent) -> bool:
    return row.requirement == EVERY or row.requirement in plan.by_id


def _event(row: RequirementEvent, heads: Mapping[UUID, UUID], plan: Plan, seq: int) -> Event:
    scope = plan[row.requirement].scope if row.requirement != EVERY else "mission"
    scope_id = _COMMON.get(scope) or str(heads[row.subject])
    return Event(
        requirement=row.requirement,
        scope_id=scope_id,
        kind=row.kind,  # type: ignore[arg-type]
        at=row.happened_at.date(),
        valid_until=row.valid_until,
        by=row.by,
        ref=row.reference,
        outcome=row.outcome,
        seq=seq,
    )
