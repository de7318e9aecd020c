"""What the pages of one flight show beside its manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import head_of, heads_of, leaves_by_head, leaves_of
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Operation
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.repatriation import eligibility
from jusan.repatriation.choices import Point
from jusan.repatriation.models import FitnessCheck, Flight, FlightEvent
from jusan.repatriation.reading import boarding, flights, headcounts, manifests


def times(flight: Flight) -> dict[str, Any]:
    """Times, aircraft and places that hold now, to begin a new event with."""
    event = FlightEvent.objects.filter(flight=flight.id).order_by("-at", "-recorded_at").first()
    if event is None:
        return {}
    known = ("aircraft", "seats", "departs_at", "arrives_at", "from_place", "to_place")
    return {name: getattr(event, name) for name in known}


def listed_child(user: User, flight: Flight, person: UUID) -> UUID:
    """The head of a child of the approved list that this user may see. Raises NotVisible."""
    head = head_of(person)
    if head not in manifests.listed_children(flight):
        raise NotVisible("there is no such child on the list")
    if not scope.subjects_for(user).filter(subject__in=leaves_of(head)).exists():
        raise NotVisible("there is no such child on the list")
    return head


def together(
    user: User, operation: Operation, flight: Flight, child: UUID, *, route: str
) -> list[str]:
    """Names of the listed children who stay when this one stays: its sibling group (H5)."""
    members = eligibility.stay_together(operation, flight, child)
    return list(claims.named(user, members, purpose="offload", route=route).values())


def fitness(flight: Flight, children: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """The last check of each child before this flight, and until when its word is good."""
    rows = list(FitnessCheck.objects.filter(flight=flight.id).order_by("at", "recorded_at"))
    heads = heads_of([row.child for row in rows])
    last = {heads[row.child]: row for row in rows}
    leaves = leaves_by_head(children)
    return [
        {
            "head": head,
            "label": label,
            "check": last.get(head),
            "until": _fit_until(leaves[head]),
        }
        for head, label in children.items()
    ]


def expected_children(
    user: User, operation: Operation, flight: Flight, *, route: str
) -> dict[UUID, str]:
    """Who must be here: those on board, else those on the approved list who were not offloaded."""
    states = boarding.boarding_states(flight)
    listed = [
        child for child in manifests.listed_children(flight) if states.get(child) != "offloaded"
    ]
    if not listed:
        return flights.children(user, operation, route=route)
    return claims.named(user, listed, purpose="headcount", route=route)


def next_point(counts: Sequence[headcounts.HeadcountView]) -> str:
    """The count point after the last one that is closed."""
    order = list(Point.values)
    last = counts[0].headcount.point if counts else ""
    place = order.index(last) + 1 if last in order else 0
    return order[min(place, len(order) - 1)]


def _fit_until(leaves: list[UUID]) -> Any:
    fact = standing.newest_of(leaves, [FactKind.FIT_UNTIL, FactKind.UNFIT])
    return fact.ends_on if fact is not None and fact.kind == FactKind.FIT_UNTIL else None
