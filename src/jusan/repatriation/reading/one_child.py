"""What is known of one child's flight."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from jusan.core.operations.models import Operation
from jusan.repatriation.models import (
    Boarding,
    BoardingKind,
    FitnessCheck,
    Flight,
    FlightEvent,
    FlightEventKind,
    Manifest,
    ManifestLine,
)
from jusan.repatriation.reading import boarding, flights, manifests


def awaited_on(operation: Operation, child: UUID) -> str:
    """The number of a flight that has not left and on whose approved list a head stands, without
    being offloaded; empty when there is none."""
    for flight in Flight.objects.filter(operation=operation.id).order_by("number"):
        left = FlightEvent.objects.filter(flight=flight.id, kind=FlightEventKind.DEPARTED)
        if left.exists() or child not in manifests.listed_children(flight):
            continue
        if boarding.boarding_states(flight).get(child) != BoardingKind.OFFLOADED:
            return flight.number
    return ""


def summary(leaves: list[UUID]) -> dict[str, Any]:
    """Flight and boarding of one child: codes and dates only."""
    row = Boarding.objects.filter(child__in=leaves).order_by("-at").first()
    if row is not None:
        flight = Flight.objects.get(id=row.flight)
        return {"flight": flight.number, "status": row.kind, "at": row.at.isoformat()}
    line = (
        ManifestLine.objects.filter(child__in=leaves)
        .annotate(
            drafted=models.Subquery(
                Manifest.objects.filter(id=models.OuterRef("manifest")).values("drafted_at")[:1]
            )
        )
        .order_by("-drafted")
        .first()
    )
    if line is None:
        return {"flight": None, "status": None, "at": None}
    manifest = Manifest.objects.get(id=line.manifest)
    flight = Flight.objects.get(id=manifest.flight)
    status = "listed" if line.boards else "left"
    if flights.is_cancelled(flight):
        status = "cancelled"
    return {
        "flight": flight.number,
        "status": status,
        "at": manifest.drafted_at.isoformat(),
        "why_not": [code for code in line.codes.split(",") if code],
    }


def fitness(leaves: list[UUID]) -> dict[str, Any] | None:
    """The last doctor's check of one child before a flight: code and instants, no finding."""
    row = FitnessCheck.objects.filter(child__in=leaves).order_by("-at", "-recorded_at").first()
    if row is None:
        return None
    review = row.review_at.isoformat() if row.review_at else None
    return {"outcome": row.outcome, "at": row.at.isoformat(), "review_at": review}
