"""Who is on the list of a flight, and why others are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy

from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import head_of, heads_of
from jusan.core.operations.models import Operation
from jusan.core.standing import queries as standing
from jusan.repatriation import policies
from jusan.repatriation.models import (
    Flight,
    Manifest,
    ManifestApproval,
    ManifestLine,
)
from jusan.repatriation.reading import boarding, flights

#: Sentences for "why not this child", by the code of the manifest's rule.
WHY_NOT = {
    "not_cleared": gettext_lazy("not cleared for this day"),
    "position": gettext_lazy("the mother's position does not allow it now"),
    "paper": gettext_lazy("no travel paper is valid on this day"),
    "unfit": gettext_lazy("no doctor has found the child fit for this day"),
    "sibling": gettext_lazy("waits for a brother or sister: the group travels together"),
    "no_seat": gettext_lazy("no seats left for the whole sibling group"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of a manifest as a page shows it. ``listed``: on the newest approved list."""

    head: UUID
    label: str
    boards: bool
    listed: bool
    boarding: str
    reasons: tuple[Any, ...]
    because_of: str
    #: What the signed identity rests on fell away: to look at, by people, before boarding.
    questioned: bool


@dataclass(frozen=True, slots=True)
class ManifestView:
    """The newest manifest of a flight."""

    manifest: Manifest
    drafter: str
    approval: ManifestApproval | None
    seats: tuple[Seat, ...]


def newest_manifest(flight: Flight) -> Manifest | None:
    """The latest draft of a flight."""
    return Manifest.objects.filter(flight=flight.id).order_by("-drafted_at", "-recorded_at").first()


def approval_of(manifest: Manifest) -> ManifestApproval | None:
    """Its approval, if a second human gave one."""
    return ManifestApproval.objects.filter(manifest=manifest.id).first()


def listed_children(flight: Flight) -> list[UUID]:
    """Heads on the newest approved manifest of a flight; none when it was cancelled."""
    if flights.is_cancelled(flight):
        return []
    approved = ManifestApproval.objects.filter(manifest=models.OuterRef("pk"))
    manifest = (
        Manifest.objects.filter(models.Exists(approved), flight=flight.id)
        .order_by("-drafted_at", "-recorded_at")
        .first()
    )
    if manifest is None:
        return []
    lines = ManifestLine.objects.filter(manifest=manifest.id, boards=True)
    return sorted({head_of(child) for child in lines.values_list("child", flat=True)}, key=str)


def manifest_view(
    user: User, operation: Operation, flight: Flight, *, route: str
) -> ManifestView | None:
    """The newest manifest with names; the reading of them is logged."""
    policies.can_read_mission(user, operation.id).require()
    manifest = newest_manifest(flight)
    if manifest is None:
        return None
    lines = list(ManifestLine.objects.filter(manifest=manifest.id))
    heads = heads_of([line.child for line in lines])
    labels = claims.named(user, list(heads.values()), purpose="manifest", route=route)
    boarded = boarding.boarding_states(flight)
    listed = set(listed_children(flight))
    asked = standing.questioned_in(operation.id)
    seats = [_seat(line, heads[line.child], labels, boarded, listed, asked) for line in lines]
    drafter = User.objects.filter(id=manifest.drafter).values_list("display_name", flat=True)
    return ManifestView(
        manifest,
        drafter.first() or "",
        approval_of(manifest),
        tuple(sorted(seats, key=lambda seat: (not seat.boards, seat.label, str(seat.head)))),
    )


def _seat(
    line: ManifestLine,
    head: UUID,
    labels: dict[UUID, str],
    boarded: dict[UUID, str],
    listed: set[UUID],
    asked: set[UUID],
) -> Seat:
    codes = [code for code in line.codes.split(",") if code]
    because = labels.get(head_of(line.because_of), "") if line.because_of else ""
    return Seat(
        head=head,
        label=labels.get(head, ""),
        boards=line.boards,
        listed=head in listed,
        boarding=boarded.get(head, ""),
        reasons=tuple(WHY_NOT.get(code, code) for code in codes),
        because_of=because,
        questioned=head in asked,
    )
