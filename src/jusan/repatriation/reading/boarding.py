"""Who is on board."""

from __future__ import annotations

from uuid import UUID

from jusan.core.claims.resolution import heads_of
from jusan.core.operations.models import Operation
from jusan.repatriation.models import (
    Boarding,
    BoardingKind,
    Flight,
)


def boarding_states(flight: Flight) -> dict[UUID, str]:
    """Boarded or offloaded, for each head of whom it is recorded: the newest word."""
    rows = list(Boarding.objects.filter(flight=flight.id).order_by("at", "recorded_at"))
    heads = heads_of([row.child for row in rows])
    return {heads[row.child]: BoardingKind(row.kind).value for row in rows}


def on_board(flight: Flight) -> list[UUID]:
    """Heads of the children who boarded and were not taken off."""
    states = boarding_states(flight)
    return sorted((c for c, state in states.items() if state == BoardingKind.BOARDED), key=str)


def on_board_elsewhere(operation: Operation, flight: Flight) -> set[UUID]:
    """Heads of the children who are, or flew, on board of another flight of the operation."""
    others = Flight.objects.filter(operation=operation.id).exclude(id=flight.id)
    return {child for other in others for child in on_board(other)}


def boarded_count(flight: Flight) -> int:
    """How many children are on board of a flight, as recorded."""
    return len(on_board(flight))
