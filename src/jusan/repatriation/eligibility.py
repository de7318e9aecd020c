"""A child as the manifest sees it, read from the record: standing facts, positions, papers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from jusan.core.claims import cards
from jusan.core.claims.queries import all_heads
from jusan.core.claims.resolution import head_of, leaves_by_head
from jusan.core.consent.models import Matter, Outcome
from jusan.core.consent.queries import latest_position
from jusan.core.documents import queries as documents
from jusan.core.operations.models import Case, ConsentRule, Operation
from jusan.core.people.models import SiblingPlace, SiblingSplit
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.vault.compartments import Compartment
from jusan.planning.manifests import Passenger
from jusan.repatriation import queries
from jusan.repatriation.models import Flight

#: Without a birth date a child counts as an infant: it then gets a carer of its own.
UNKNOWN_AGE = 0
DAYS_OF_A_YEAR = 365.2425


def passengers(operation: Operation, flight_day: date) -> dict[str, Passenger]:
    """Every child with a case, by the id of its head."""
    heads = all_heads(operation.id, kind="child")
    leaves = leaves_by_head(heads)
    cased = set(Case.objects.filter(operation=operation.id).values_list("person", flat=True))
    births = _births(heads)
    groups = _groups()
    return {
        str(head): _passenger(operation, head, part, flight_day, births, groups)
        for head, part in leaves.items()
        if cased.intersection(part)
    }


def _passenger(
    operation: Operation,
    head: UUID,
    leaves: list[UUID],
    day: date,
    births: Mapping[UUID, date],
    groups: Mapping[UUID, str],
) -> Passenger:
    return Passenger(
        id=str(head),
        age=age_on(births.get(head), day),
        group=next((groups[leaf] for leaf in leaves if leaf in groups), ""),
        cleared=is_cleared(leaves, day),
        position_valid=position_stands(operation, leaves),
        fit=is_fit(leaves, day),
        paper_valid=documents.travel_papers(leaves, day).exists(),
    )


def stay_together(operation: Operation, flight: Flight, child: UUID) -> list[UUID]:
    """Listed heads that stay when this one stays: its undivided sibling group."""
    listed = queries.listed_children(flight)
    group = passengers(operation, queries.flight_state(flight).departs_at.date())
    groups = {c: group[str(c)].group for c in listed if str(c) in group}
    mine = groups.get(child, "")
    return [c for c in listed if c == child or (mine and groups.get(c) == mine)]


def is_cleared(leaves: list[UUID], day: date) -> bool:
    """Clearance's newest word covers the day."""
    fact = standing.newest_of(leaves, [FactKind.CLEARED_FOR, FactKind.NOT_CLEARED])
    if fact is None or fact.kind != FactKind.CLEARED_FOR:
        return False
    return fact.starts_on <= day and (fact.ends_on is None or day <= fact.ends_on)


def is_fit(leaves: list[UUID], day: date) -> bool:
    """The doctor's newest word is "fit", and still good on the day."""
    fact = standing.newest_of(leaves, [FactKind.FIT_UNTIL, FactKind.UNFIT])
    if fact is None or fact.kind != FactKind.FIT_UNTIL:
        return False
    return fact.ends_on is None or fact.starts_on <= day <= fact.ends_on


def position_stands(operation: Operation, leaves: list[UUID]) -> bool:
    """No refusal or withdrawal stands; where consent is required, a given one must not be gone.

    A child without any living parent has no position to take: clearance then holds the guardian
    order, and its word covers it.
    """
    position = latest_position(leaves, Matter.RETURN)
    if position is None:
        return True
    if operation.consent_rule == ConsentRule.HEARD:
        return True
    return position.outcome == Outcome.CONSENT


def age_on(birth: date | None, day: date) -> int:
    """Whole years on a day, from the latest possible birth (the younger reading)."""
    if birth is None:
        return UNKNOWN_AGE
    return max(0, int((day - birth).days / DAYS_OF_A_YEAR))


def _births(heads: list[UUID]) -> dict[UUID, date]:
    births = {}
    for card in cards.of_heads(heads, Compartment.IDENTITY):
        birth = json.loads(card.body).get("birth") or {}
        if birth.get("latest"):
            births[card.head] = date.fromisoformat(birth["latest"])
    return births


def _groups() -> dict[UUID, str]:
    split = set(SiblingSplit.objects.values_list("group", flat=True))
    places = SiblingPlace.objects.values_list("person", "group")
    return {person: str(group) for person, group in places if group not in split}


def head_id(child: UUID) -> str:
    """The passenger id of a child's leaf."""
    return str(head_of(child))
