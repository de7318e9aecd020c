"""A child's stays in a centre, from its rooms and its leavings.

Each stay counts its own minimum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jusan.reintegration.choices import AgainReason, LeavingKind
from jusan.reintegration.models import Admission, Discharge, Readmission, Transfer
from jusan.reintegration.timing import MINIMUM_STAY


@dataclass(frozen=True, slots=True, order=True)
class Leaving:
    """When a child left, and where for."""

    at: datetime
    kind: LeavingKind

    @property
    def word(self) -> str:
        """Where for, in the reader's language."""
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class Stay:
    """From the first room to the leaving (None: the child is there); ``again``: why it came back,
    empty for the first stay."""

    rooms: tuple[Admission, ...]
    left: Leaving | None
    again: str

    @property
    def admitted_at(self) -> datetime:
        """When it began."""
        return self.rooms[0].admitted_at

    @property
    def again_word(self) -> str:
        """The reason in the reader's language."""
        return str(AgainReason(self.again).label) if self.again else ""

    @property
    def earliest_leave(self) -> date:
        """The first day on which the child may leave without a determination."""
        return (self.admitted_at + MINIMUM_STAY).date()


def stays(leaves: Iterable[UUID]) -> list[Stay]:
    """Every stay of a child, oldest first."""
    ids = list(leaves)
    rooms = list(Admission.objects.filter(child__in=ids).order_by("admitted_at", "recorded_at"))
    known = Readmission.objects.filter(admission__in=[room.id for room in rooms])
    reasons = dict(known.values_list("admission", "reason"))
    found = []
    for left in (*_leavings(ids), None):
        own = tuple(room for room in rooms if left is None or room.admitted_at <= left.at)
        rooms = rooms[len(own) :]
        if own:
            found.append(Stay(own, left, reasons.get(own[0].id, "")))
    return found


def open_stay(leaves: Iterable[UUID]) -> Stay | None:
    """The stay that has not ended."""
    last = stays(leaves)[-1:]
    return last[0] if last and last[0].left is None else None


def _leavings(leaves: Sequence[UUID]) -> list[Leaving]:
    kinds = ((Discharge, LeavingKind.FAMILY), (Transfer, LeavingKind.TRANSFER))
    return sorted(
        Leaving(at, kind)
        for model, kind in kinds
        for at in model.objects.filter(child__in=leaves).values_list("at", flat=True)
    )
