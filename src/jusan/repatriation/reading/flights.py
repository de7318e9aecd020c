"""Flights, the team and the children of a mission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import heads_of
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import open_cases
from jusan.repatriation import policies
from jusan.repatriation.choices import function_word
from jusan.repatriation.models import (
    Buddy,
    Flight,
    FlightEvent,
    FlightEventKind,
    TeamMember,
)


@dataclass(frozen=True, slots=True)
class FlightState:
    """A flight as its newest event leaves it."""

    flight: Flight
    kind: str
    aircraft: str
    seats: int | None
    departs_at: datetime
    arrives_at: datetime
    reason: str

    @property
    def left(self) -> bool:
        """Whether it took off: its list is drafted no more and its day moves no more."""
        return self.kind in (FlightEventKind.DEPARTED, FlightEventKind.ARRIVED)

    @property
    def word(self) -> str:
        """The newest event in the reader's language."""
        return str(FlightEventKind(self.kind).label)

    @property
    def cancelled(self) -> bool:
        """Whether it never flies."""
        return self.kind == FlightEventKind.CANCELLED


@dataclass(frozen=True, slots=True)
class Member:
    """One of the team, with the names of the children whose named adult they are."""

    row: TeamMember
    function: str
    buddies: tuple[str, ...]


def flight_state(flight: Flight) -> FlightState:
    """The flight as its newest event leaves it; a cancellation is the last, whenever the others
    were entered. Raises NotVisible for one without events."""
    events = flight_events(flight)
    if not events:
        raise NotVisible("nothing is known of this flight")
    ended = [event for event in events if event.kind == FlightEventKind.CANCELLED]
    event = (ended or events)[-1]
    return FlightState(
        flight,
        event.kind,
        event.aircraft,
        event.seats,
        event.departs_at,
        event.arrives_at,
        event.reason,
    )


def is_cancelled(flight: Flight) -> bool:
    """Whether a flight never flies."""
    events = FlightEvent.objects.filter(flight=flight.id, kind=FlightEventKind.CANCELLED)
    return events.exists()


def flights(user: User, operation: Operation) -> list[FlightState]:
    """Flights of an operation. Raises NotPermitted."""
    policies.can_read_mission(user, operation.id).require()
    rows = Flight.objects.filter(operation=operation.id).order_by("number")
    return [flight_state(flight) for flight in rows]


def flight_for(user: User, operation: Operation, number: str) -> Flight:
    """One flight. Raises NotPermitted, NotVisible."""
    policies.can_read_mission(user, operation.id).require()
    return scope.get_visible(Flight.objects.filter(operation=operation.id), number=number)


def flight_events(flight: Flight) -> list[FlightEvent]:
    """Everything that happened to a flight, oldest first."""
    return list(FlightEvent.objects.filter(flight=flight.id).order_by("at", "recorded_at"))


def flight_numbers(operation: Operation) -> set[str]:
    """Numbers of the flights that are there."""
    return set(Flight.objects.filter(operation=operation.id).values_list("number", flat=True))


def team(user: User, operation: Operation, *, route: str) -> list[Member]:
    """The mission's team, each with the children whose named adult they are."""
    policies.can_read_mission(user, operation.id).require()
    rows = list(TeamMember.objects.filter(operation=operation.id).order_by("function", "name"))
    buddies = list(Buddy.objects.filter(member__in=[row.id for row in rows]))
    heads = heads_of([buddy.child for buddy in buddies])
    labels = claims.named(user, list(heads.values()), purpose="mission team", route=route)
    return [
        Member(
            row,
            function_word(row.function),
            tuple(labels.get(heads[b.child], "") for b in buddies if b.member == row.id),
        )
        for row in rows
    ]


def children(user: User, operation: Operation, *, route: str) -> dict[UUID, str]:
    """Heads and labels of the children with an open case; their reading is logged."""
    policies.can_read_mission(user, operation.id).require()
    cased = open_cases(operation.id).values_list("person", flat=True)
    known = set(heads_of(cased).values())
    found = [head for head in claims.all_heads(operation.id, kind="child") if head in known]
    return claims.named(user, found, purpose="mission", route=route)
