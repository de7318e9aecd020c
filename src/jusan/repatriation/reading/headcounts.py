"""Count points; the other's number is not shown before a point is closed."""

from __future__ import annotations

from dataclasses import dataclass

from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.operations.models import Operation
from jusan.repatriation import policies
from jusan.repatriation.choices import point_word
from jusan.repatriation.models import (
    Absence,
    Count,
    Flight,
    Headcount,
    HeadcountClosing,
)


@dataclass(frozen=True, slots=True)
class HeadcountView:
    """A count point for one user: the other's number is not shown before it is closed.

    ``again``: it never closed and was counted again.
    """

    headcount: Headcount
    mine: int | None
    counts: tuple[int, ...]
    counted: int
    agreed: bool
    closed: bool
    again: bool
    absent: tuple[tuple[str, str], ...]

    @property
    def point(self) -> str:
        """The point in the reader's language."""
        return point_word(self.headcount.point)

    @property
    def open(self) -> bool:
        """Whether this is where the mission stands now."""
        return not (self.closed or self.again)


def open_headcount(flight: Flight) -> Headcount | None:
    """The count point of a flight that is not closed: only the newest one can be open."""
    newest = Headcount.objects.filter(flight=flight.id).order_by("-at", "-recorded_at").first()
    if newest is None or HeadcountClosing.objects.filter(headcount=newest.id).exists():
        return None
    return newest


def headcounts(
    user: User, operation: Operation, flight: Flight, *, route: str
) -> list[HeadcountView]:
    """Count points of a flight, newest first; blind until closed."""
    policies.can_read_mission(user, operation.id).require()
    rows = list(Headcount.objects.filter(flight=flight.id).order_by("-at", "-recorded_at"))
    ids = [row.id for row in rows]
    counts = list(Count.objects.filter(headcount__in=ids).order_by("at"))
    absences = list(Absence.objects.filter(headcount__in=ids))
    closed = set(
        HeadcountClosing.objects.filter(headcount__in=ids).values_list("headcount", flat=True)
    )
    labels = claims.named(user, [item.child for item in absences], purpose="headcount", route=route)
    views = []
    for row in rows:
        numbers = [item for item in counts if item.headcount == row.id]
        again = row.id not in closed and row is not rows[0]
        shown = tuple(item.counted for item in numbers) if row.id in closed or again else ()
        views.append(
            HeadcountView(
                headcount=row,
                mine=next((n.counted for n in numbers if n.human == user.human), None),
                counts=shown,
                counted=len(numbers),
                again=again,
                agreed=len(numbers) == 2 and numbers[0].counted == numbers[1].counted,
                closed=row.id in closed,
                absent=tuple(
                    (labels.get(item.child, ""), item.reason)
                    for item in absences
                    if item.headcount == row.id
                ),
            )
        )
    return views
