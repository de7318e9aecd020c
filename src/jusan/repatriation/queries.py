"""Reading the mission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import head_of, heads_of
from jusan.core.custody import queries as custody
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Case, Operation
from jusan.core.operations.queries import open_cases
from jusan.core.standing import queries as standing
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.repatriation import policies
from jusan.repatriation.choices import function_word, point_word
from jusan.repatriation.models import (
    Absence,
    Boarding,
    BoardingKind,
    Buddy,
    Count,
    FitnessCheck,
    Flight,
    FlightEvent,
    FlightEventKind,
    Headcount,
    HeadcountClosing,
    Manifest,
    ManifestApproval,
    ManifestLine,
    TeamMember,
)

#: Sentences for "why not this child", by the code of the manifest's rule.
WHY_NOT = {
    "not_cleared": gettext_lazy("not cleared for this day"),
    "position": gettext_lazy("the mother's position does not allow it now"),
    "paper": gettext_lazy("no travel paper is valid on this day"),
    "unfit": gettext_lazy("no doctor has found the child fit for this day"),
    "sibling": gettext_lazy("waits for a brother or sister: the group travels together"),
    "no_seat": gettext_lazy("no seats left for the whole sibling group"),
}
#: What alarms about a child's custody.
ALARM_WORDS = {
    "disputed": gettext_lazy("Two papers name different hands"),
    "unknown": gettext_lazy("Nobody can say where this child is"),
    "one_sided": gettext_lazy("A handover has one signature only"),
}


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


def team(user: User, operation: Operation, *, route: str) -> list[Member]:
    """The mission's team, each with the children whose named adult they are."""
    policies.can_read_mission(user, operation.id).require()
    rows = list(TeamMember.objects.filter(operation=operation.id).order_by("function", "name"))
    buddies = list(Buddy.objects.filter(member__in=[row.id for row in rows]))
    heads = heads_of([buddy.child for buddy in buddies])
    labels = _labels(user, list(heads.values()), route, "mission team")
    return [
        Member(
            row,
            function_word(row.function),
            tuple(labels.get(heads[b.child], "") for b in buddies if b.member == row.id),
        )
        for row in rows
    ]


def newest_manifest(flight: Flight) -> Manifest | None:
    """The latest draft of a flight."""
    return Manifest.objects.filter(flight=flight.id).order_by("-drafted_at", "-recorded_at").first()


def approval_of(manifest: Manifest) -> ManifestApproval | None:
    """Its approval, if a second human gave one."""
    return ManifestApproval.objects.filter(manifest=manifest.id).first()


def listed_children(flight: Flight) -> list[UUID]:
    """Heads on the newest approved manifest of a flight; none when it was cancelled."""
    if is_cancelled(flight):
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
    labels = _labels(user, list(heads.values()), route, "manifest")
    boarded = boarding_states(flight)
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
    labels = _labels(user, [item.child for item in absences], route, "headcount")
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
    if is_cancelled(flight):
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


def waiting(user: User, operation: Operation) -> list[Item]:
    """Custody alarms, open count points, manifests that wait for a second human."""
    if not policies.can_read_mission(user, operation.id):
        return []
    items = _alarms(user, operation)
    for flight in Flight.objects.filter(operation=operation.id):
        items += _flight_items(user, operation, flight)
    return items[:50]


def _alarms(user: User, operation: Operation) -> list[Item]:
    located = set(scope.subjects_for(user, Compartment.LOCATION))
    people = Case.objects.filter(operation=operation.id).values_list("person", flat=True)
    heads = set(heads_of(people).values())
    return [
        Item(
            urgency=Urgency.ALARM,
            what=_("Settle custody"),
            why=ALARM_WORDS[alarm.code],
            url_name="repatriation:custody",
            url_kwargs={"operation": operation.slug, "person": alarm.subject},
            subject=alarm.subject,
        )
        for alarm in custody.alarms(heads & located)
    ]


def _flight_items(user: User, operation: Operation, flight: Flight) -> list[Item]:
    items = []
    where = {"operation": operation.slug, "flight": flight.number}
    manifest = newest_manifest(flight)
    waits = manifest is not None and not (is_cancelled(flight) or approval_of(manifest))
    if manifest and waits and policies.can_approve(user, manifest):
        items.append(
            Item(
                Urgency.TODAY,
                _("Approve the manifest"),
                _("A second person approves who flies"),
                "repatriation:flight",
                where,
                thing=flight.number,
                due=manifest.flight_day,
            )
        )
    pending = open_headcount(flight)
    if pending is not None and policies.can_count(user, operation.id):
        items.append(
            Item(
                Urgency.TODAY,
                _("Count the children"),
                _("Nobody moves on before this point is closed"),
                "repatriation:headcounts",
                where,
                thing=f"{flight.number} {pending.point}",
                due=clock.today(),
            )
        )
    return items


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


def boarding_states(flight: Flight) -> dict[UUID, str]:
    """Boarded or offloaded, for each head of whom it is recorded: the newest word."""
    rows = list(Boarding.objects.filter(flight=flight.id).order_by("at", "recorded_at"))
    heads = heads_of([row.child for row in rows])
    return {heads[row.child]: BoardingKind(row.kind).value for row in rows}


def _labels(user: User, people: list[UUID], route: str, purpose: str) -> dict[UUID, str]:
    return claims.named(user, people, purpose=purpose, route=route)


def children(user: User, operation: Operation, *, route: str) -> dict[UUID, str]:
    """Heads and labels of the children with an open case; their reading is logged."""
    policies.can_read_mission(user, operation.id).require()
    cased = open_cases(operation.id).values_list("person", flat=True)
    known = set(heads_of(cased).values())
    found = [head for head in claims.all_heads(operation.id, kind="child") if head in known]
    return claims.named(user, found, purpose="mission", route=route)


def flight_numbers(operation: Operation) -> set[str]:
    """Numbers of the flights that are there."""
    return set(Flight.objects.filter(operation=operation.id).values_list("number", flat=True))


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


def awaited_on(operation: Operation, child: UUID) -> str:
    """The number of a flight that has not left and on whose approved list a head stands, without
    being offloaded; empty when there is none."""
    for flight in Flight.objects.filter(operation=operation.id).order_by("number"):
        left = FlightEvent.objects.filter(flight=flight.id, kind=FlightEventKind.DEPARTED)
        if left.exists() or child not in listed_children(flight):
            continue
        if boarding_states(flight).get(child) != BoardingKind.OFFLOADED:
            return flight.number
    return ""
