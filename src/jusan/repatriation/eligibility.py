"""A child as the manifest sees it, read from the record: standing facts, positions, papers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from jusan.core import clock
from jusan.core.claims import cards
from jusan.core.claims.queries import all_heads
from jusan.core.claims.resolution import head_of, leaves_by_head, owners
from jusan.core.consent.models import Matter, Outcome, Position
from jusan.core.consent.queries import latest_by_person
from jusan.core.documents import queries as documents
from jusan.core.operations.models import ConsentRule, Operation
from jusan.core.operations.queries import open_cases
from jusan.core.people.models import SiblingPlace, SiblingSplit
from jusan.core.standing import queries as standing
from jusan.core.standing.models import Fact, FactKind
from jusan.core.vault.compartments import Compartment
from jusan.planning.manifests import Passenger
from jusan.repatriation.models import Flight
from jusan.repatriation.reading import flights, manifests

#: Without a birth date a child counts as an infant: it then gets a carer of its own.
UNKNOWN_AGE = 0


def passengers(operation: Operation, flight_day: date) -> dict[str, Passenger]:
    """Every child with an open case, by the id of its head."""
    everybody = leaves_by_head(all_heads(operation.id, kind="child"))
    cased = set(open_cases(operation.id).values_list("person", flat=True))
    children = {head: part for head, part in everybody.items() if cased.intersection(part)}
    leaves = owners(children)
    births = _births(list(children))
    groups = _groups()
    words = standing.newest_by_person(children, [FactKind.CLEARED_FOR, FactKind.NOT_CLEARED])
    fitness = standing.newest_by_person(children, [FactKind.FIT_UNTIL, FactKind.UNFIT])
    positions = latest_by_person(children, Matter.RETURN)
    papers = set(documents.travel_papers(leaves, flight_day).values_list("subject", flat=True))
    return {
        str(head): Passenger(
            id=str(head),
            age=age_on(births.get(head), flight_day),
            group=next((groups[leaf] for leaf in part if leaf in groups), ""),
            cleared=is_cleared(words.get(head), flight_day),
            position_valid=position_stands(operation, positions.get(head)),
            fit=is_fit(fitness.get(head), flight_day),
            paper_valid=not papers.isdisjoint(part),
        )
        for head, part in children.items()
    }


def companions(everybody: Mapping[str, Passenger], child: str) -> list[Passenger]:
    """The child's undivided sibling group with itself; alone, itself."""
    mine = everybody[child]
    return [p for p in everybody.values() if p is mine or (mine.group and p.group == mine.group)]


def stay_together(operation: Operation, flight: Flight, child: UUID) -> list[UUID]:
    """Listed heads that stay when this one stays: its undivided sibling group."""
    listed = manifests.listed_children(flight)
    group = passengers(operation, flights.flight_state(flight).departs_at.date())
    groups = {c: group[str(c)].group for c in listed if str(c) in group}
    mine = groups.get(child, "")
    return [c for c in listed if c == child or (mine and groups.get(c) == mine)]


def is_cleared(word: Fact | None, day: date) -> bool:
    """Clearance's newest word covers the day."""
    if word is None or word.kind != FactKind.CLEARED_FOR:
        return False
    return word.starts_on <= day and (word.ends_on is None or day <= word.ends_on)


def is_fit(word: Fact | None, day: date) -> bool:
    """The doctor's newest word is "fit", and still good on the day."""
    if word is None or word.kind != FactKind.FIT_UNTIL:
        return False
    return word.ends_on is None or word.starts_on <= day <= word.ends_on


def position_stands(operation: Operation, position: Position | None) -> bool:
    """No refusal or withdrawal stands; where consent is required, a given one must not be gone.

    A child without any living parent has no position to take: clearance then holds the guardian
    order, and its word covers it.
    """
    if position is None or operation.consent_rule == ConsentRule.HEARD:
        return True
    return position.outcome == Outcome.CONSENT


def age_on(birth: date | None, day: date) -> int:
    """Whole years on a day, from the latest possible birth (the younger reading)."""
    if birth is None:
        return UNKNOWN_AGE
    return max(0, int((day - birth).days / clock.DAYS_OF_A_YEAR))


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
