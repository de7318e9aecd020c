"""Running the mission. Every step is an act of a named person; nobody boards by machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.validators import slug_re

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import head_of, leaves_of
from jusan.core.errors import BadInput, NotVisible, Refused
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.planning import manifests
from jusan.repatriation import eligibility, policies
from jusan.repatriation.models import (
    Boarding,
    BoardingKind,
    Buddy,
    FitnessCheck,
    FitnessOutcome,
    Flight,
    FlightEvent,
    FlightEventKind,
    Manifest,
    ManifestApproval,
    ManifestLine,
    TeamMember,
)
from jusan.repatriation.reading import boarding, flights
from jusan.repatriation.reading.manifests import WHY_NOT, listed_children

#: A fitness check is good for three days (domain: 24 to 72 h before departure).
FITNESS_DAYS = 3
COLUMN = "repatriation"


def enter_team_member(
    *,
    actor: User,
    operation: Operation,
    name: str,
    function: str,
    vetted_on: date,
    code_of_conduct_on: date,
    joins_on: date,
    leaves_on: date,
    login: str = "",
    sex: str = "",
    buddy_of: Sequence[UUID] = (),
) -> TeamMember:
    """Enter a member of the mission. Raises Refused for anybody not vetted before joining."""
    policies.can_plan(actor, operation.id).require()
    if max(vetted_on, code_of_conduct_on) > min(joins_on, clock.today()):
        raise Refused(
            "Nobody joins before being vetted and signing the code of conduct.",
            field="vetted_on" if vetted_on > min(joins_on, clock.today()) else "code_of_conduct_on",
        )
    if leaves_on < joins_on:
        raise BadInput("Nobody leaves before joining.", field="leaves_on")
    member = TeamMember(
        operation=operation.id,
        name=name,
        login=login,
        function=function,
        sex=sex,
        vetted_on=vetted_on,
        code_of_conduct_on=code_of_conduct_on,
        joins_on=joins_on,
        leaves_on=leaves_on,
    )
    with acts.act(actor=actor.id, kind="repatriation.enter_team_member", chain=operation.id):
        member.save()
        acts.add_all(Buddy(member=member.id, child=child) for child in buddy_of)
        acts.record(
            "repatriation.team_member_entered",
            subjects=list(buddy_of),
            payload={"member": member.id},
        )
    return member


def record_flight(
    *,
    actor: User,
    operation: Operation,
    number: str,
    kind: str,
    at: datetime,
    aircraft: str,
    departs_at: datetime,
    arrives_at: datetime,
    from_place: UUID | None = None,
    to_place: UUID | None = None,
    seats: int | None = None,
    reason: str = "",
) -> Flight:
    """Record what happened to a flight. An arrival is the landing of everybody who boarded; a
    cancellation voids its list.

    Raises Refused for a departure while a listed child is neither on board nor offloaded (H3), for
    a cancellation while one is on board, and for anything after the arrival or the cancellation.
    """
    policies.can_plan(actor, operation.id).require()
    if kind == FlightEventKind.CANCELLED:
        policies.can_cancel(actor, operation.id).require()
    _refuse_unreadable(number, kind, departs_at, arrives_at, reason)
    with acts.act(actor=actor.id, kind=f"repatriation.flight_{kind}", chain=operation.id):
        acts.lock_chain(operation.id)
        flight = _known_or_new(operation, number, kind)
        FlightEvent(
            flight=flight.id,
            kind=kind,
            at=at,
            aircraft=aircraft,
            seats=seats,
            departs_at=departs_at,
            arrives_at=arrives_at,
            from_place=from_place,
            to_place=to_place,
            reason=reason,
        ).save()
        if kind == FlightEventKind.ARRIVED:
            _land(actor, operation, flight)
        _tell_flight(actor, operation, flight)
        acts.record("repatriation.flight_" + kind, payload={"flight": flight.id})
    return flight


def _refuse_unreadable(
    number: str, kind: str, departs_at: datetime, arrives_at: datetime, reason: str
) -> None:
    if kind not in FlightEventKind.values:
        raise BadInput(
            "a flight's event is one of %(known)s", known=", ".join(FlightEventKind.values)
        )
    if not slug_re.match(number):
        raise BadInput("A flight number has letters, digits and hyphens only.", field="number")
    if arrives_at <= departs_at:
        raise BadInput("A flight arrives after it departs.", field="arrives_at")
    if kind == FlightEventKind.CANCELLED and not reason.strip():
        raise Refused("A flight is cancelled with a reason.", field="reason")


def _known_or_new(operation: Operation, number: str, kind: str) -> Flight:
    """The flight of that number, opened by its first event; a cancellation opens none."""
    flight = Flight.objects.filter(operation=operation.id, number=number).first()
    if flight is not None:
        _refuse_out_of_order(flight, kind)
        return flight
    if kind == FlightEventKind.CANCELLED:
        raise Refused("no such flight is planned", field="number")
    flight = Flight(operation=operation.id, number=number)
    flight.save()
    return flight


def check_fitness(
    *,
    actor: User,
    operation: Operation,
    flight: Flight,
    child: UUID,
    at: datetime,
    outcome: str,
    findings: Mapping[str, str],
    review_at: datetime | None = None,
) -> FitnessCheck:
    """A doctor's finding before a flight; the others learn only fit or not, and until when."""
    policies.can_check_fitness(actor, operation.id).require()
    if outcome not in FitnessOutcome.values:
        raise BadInput(
            "a fitness check ends in one of %(known)s", known=", ".join(FitnessOutcome.values)
        )
    row = FitnessCheck(
        flight=flight.id,
        child=child,
        at=at,
        outcome=outcome,
        review_at=review_at,
        findings=json.dumps(dict(findings), ensure_ascii=False),
    )
    fit = outcome != FitnessOutcome.NOT_FIT
    with acts.act(actor=actor.id, kind="repatriation.check_fitness", chain=operation.id):
        refuse_cancelled(flight)
        row.save()
        state_fact(
            actor=actor,
            operation=operation.id,
            subject=child,
            kind=FactKind.FIT_UNTIL if fit else FactKind.UNFIT,
            column=COLUMN,
            starts_on=at.date(),
            ends_on=at.date() + timedelta(days=FITNESS_DAYS) if fit else None,
        )
        acts.record("repatriation.fitness_checked", subjects=[child], payload={"flight": flight.id})
    return row


def draft_manifest(*, actor: User, operation: Operation, flight: Flight) -> Manifest:
    """Compute who may board now, and why the others may not."""
    policies.can_plan(actor, operation.id).require()
    refuse_cancelled(flight)
    state = flights.flight_state(flight)
    day = state.departs_at.date()
    passengers = eligibility.passengers(operation, day)
    elsewhere = boarding.on_board_elsewhere(operation, flight)
    candidates = [p for key, p in passengers.items() if UUID(key) not in elsewhere]
    drafted = manifests.draft(candidates, seats=state.seats)
    manifest = Manifest(
        operation=operation.id,
        flight=flight.id,
        flight_day=day,
        drafted_at=clock.now(),
        drafter=actor.id,
        drafter_human=actor.human,
        carers_needed=drafted.carers_needed,
    )
    lines = [
        ManifestLine(manifest=manifest.id, child=UUID(child), boards=True)
        for child in drafted.boarding
    ] + [
        ManifestLine(
            manifest=manifest.id,
            child=UUID(left.id),
            boards=False,
            codes=",".join(left.codes),
            because_of=UUID(left.because_of) if left.because_of else None,
        )
        for left in drafted.left
    ]
    with acts.act(actor=actor.id, kind="repatriation.draft_manifest", chain=operation.id):
        manifest.save()
        acts.add_all(lines)
        acts.record(
            "repatriation.manifest_drafted",
            subjects=[line.child for line in lines],
            payload={"manifest": manifest.id, "flight": flight.id},
        )
    return manifest


def approve_manifest(*, actor: User, manifest: Manifest) -> ManifestApproval:
    """A second human approves. Raises Refused when a newer draft or a newer fact overtook it, or
    the flight was cancelled."""
    policies.can_approve(actor, manifest).require()
    operation = Operation.objects.get(id=manifest.operation)
    with acts.act(actor=actor.id, kind="repatriation.approve_manifest", chain=operation.id):
        acts.lock_chain(operation.id)
        newest = (
            Manifest.objects.filter(flight=manifest.flight)
            .order_by("-drafted_at", "-recorded_at")
            .first()
        )
        if newest is None or newest.id != manifest.id:
            raise Refused("a newer draft exists: approve that one")
        if ManifestApproval.objects.filter(manifest=manifest.id).exists():
            raise Refused("this manifest is already approved")
        _refuse_outdated(operation, manifest)
        approval = ManifestApproval(
            manifest=manifest.id,
            approver=actor.id,
            approver_human=actor.human,
            at=clock.now(),
        )
        approval.save()
        acts.record("repatriation.manifest_approved", payload={"manifest": manifest.id})
    return approval


def board(*, actor: User, operation: Operation, flight: Flight, child: UUID) -> Boarding:
    """A child goes on board. Raises Refused unless it is on the approved manifest and may fly."""
    policies.can_plan(actor, operation.id).require()
    with acts.act(actor=actor.id, kind="repatriation.board", chain=operation.id):
        acts.lock_chain(operation.id)
        refuse_cancelled(flight)
        listed = listed_children(flight)
        head = head_of(child)
        if head not in listed:
            raise Refused("this child is not on the approved manifest")
        _refuse_hindered(operation, flight, head)
        if Boarding.objects.filter(flight=flight.id, child__in=leaves_of(head)).exists():
            raise Refused("it is already recorded whether this child boarded")
        _boarding(flight, head, BoardingKind.BOARDED).save()
        _state(actor, operation, head, FactKind.BOARDED)
        acts.record("repatriation.boarded", subjects=[head], payload={"flight": flight.id})
    return Boarding.objects.get(flight=flight.id, child=head, kind=BoardingKind.BOARDED)


def offload(
    *,
    actor: User,
    operation: Operation,
    flight: Flight,
    child: UUID,
    custodian: UUID,
    reason: str,
) -> list[Boarding]:
    """Take a child off, with its whole sibling group, into named hands for a reason (H3, H5)."""
    policies.can_plan(actor, operation.id).require()
    if not reason.strip():
        raise Refused("A child is offloaded with a reason.", field="reason")
    with acts.act(actor=actor.id, kind="repatriation.offload", chain=operation.id):
        acts.lock_chain(operation.id)
        refuse_cancelled(flight)
        head = head_of(child)
        if head not in listed_children(flight):
            raise Refused("this child is not on the approved manifest")
        off = {
            c for c, s in boarding.boarding_states(flight).items() if s == BoardingKind.OFFLOADED
        }
        if head in off:
            raise Refused("it is already recorded whether this child boarded")
        # Whoever of the group is on board already comes off with it (H5).
        group = eligibility.stay_together(operation, flight, head)
        together = [member for member in group if member not in off]
        rows = []
        for member in together:
            row = _boarding(flight, member, BoardingKind.OFFLOADED)
            row.custodian, row.reason = custodian, reason
            row.save()
            rows.append(row)
        acts.record("repatriation.offloaded", subjects=together, payload={"flight": flight.id})
    return rows


def refuse_cancelled(flight: Flight) -> None:
    """Nothing more is done for a flight that never flies. Raises Refused."""
    if flights.is_cancelled(flight):
        raise Refused("This flight was cancelled: nothing more happens to it.", field="kind")


# -- inside ----------------------------------------------------------------------------------


def _refuse_outdated(operation: Operation, manifest: Manifest) -> None:
    """What was true at the draft is true at the approval: the day, everybody, whole groups."""
    flight = Flight.objects.get(id=manifest.flight)
    refuse_cancelled(flight)
    if flights.flight_state(flight).departs_at.date() != manifest.flight_day:
        raise Refused("the flight moved to another day: draft the manifest again")
    passengers = eligibility.passengers(operation, manifest.flight_day)
    lines = ManifestLine.objects.filter(manifest=manifest.id, boards=True)
    boards = {str(head_of(child)) for child in lines.values_list("child", flat=True)}
    for child in boards:
        group = eligibility.companions(passengers, child) if child in passengers else []
        if not group or any(p.obstacles() or p.id not in boards for p in group):
            raise Refused("something changed since the draft: draft the manifest again")
    if {str(child) for child in boarding.on_board(flight)} - boards:
        raise Refused("a child of this list's flight is on board and would no longer be listed")


def _refuse_hindered(operation: Operation, flight: Flight, child: UUID) -> None:
    """Nothing stands against the child, nor against a brother or sister it travels with."""
    day = flights.flight_state(flight).departs_at.date()
    passengers = eligibility.passengers(operation, day)
    obstacles = passengers[str(child)].obstacles()
    if not obstacles and any(
        other.obstacles() for other in eligibility.companions(passengers, str(child))
    ):
        obstacles = ("sibling",)
    if obstacles:
        reasons = "; ".join(str(WHY_NOT.get(code, code)) for code in obstacles)
        raise Refused(
            "something new stands against boarding: %(reasons)s", codes=obstacles, reasons=reasons
        )


def _refuse_out_of_order(flight: Flight, kind: str) -> None:
    refuse_cancelled(flight)
    past = set(FlightEvent.objects.filter(flight=flight.id).values_list("kind", flat=True))
    if FlightEventKind.ARRIVED in past:
        raise Refused("This flight has arrived: nothing more happens to it.", field="kind")
    if FlightEventKind.DEPARTED in past and kind != FlightEventKind.ARRIVED:
        raise Refused("This flight has departed: it can only arrive.", field="kind")
    if kind == FlightEventKind.CANCELLED and boarding.on_board(flight):
        # Whoever is taken off is in named hands; a flight that is no more holds nobody (H3).
        raise Refused(
            "A child is on board: everybody is taken off before a flight is cancelled.",
            field="kind",
        )
    if kind == FlightEventKind.DEPARTED:
        known = boarding.boarding_states(flight)
        if any(child not in known for child in listed_children(flight)):
            raise Refused(
                "A child of the list is neither on board nor offloaded: nobody departs.",
                field="kind",
            )


def _boarding(flight: Flight, child: UUID, kind: BoardingKind) -> Boarding:
    return Boarding(flight=flight.id, child=child, kind=kind.value, at=clock.now())


def _land(actor: User, operation: Operation, flight: Flight) -> None:
    for child in boarding.on_board(flight):
        _state(actor, operation, child, FactKind.LANDED)


def _tell_flight(actor: User, operation: Operation, flight: Flight) -> None:
    """Tell the other phases on which day the flight goes, where that is news: clearance looks at
    papers for that day."""
    events = FlightEvent.objects.filter(flight=flight.id)
    left = events.filter(kind__in=[FlightEventKind.DEPARTED, FlightEventKind.ARRIVED]).exists()
    kind = FactKind.FLIGHT_LEFT if left else FactKind.FLIGHT_PLANNED
    if flights.is_cancelled(flight):
        kind = FactKind.FLIGHT_CANCELLED
    day = flights.flight_state(flight).departs_at.date()
    known = standing.flights_told(operation.id).get(flight.number)
    if known is None or (known.kind, known.starts_on) != (kind.value, day):
        state_fact(
            actor=actor,
            operation=operation.id,
            subject=operation.id,
            kind=kind,
            column=COLUMN,
            code=flight.number,
            starts_on=day,
        )


def _state(actor: User, operation: Operation, child: UUID, kind: FactKind) -> None:
    state_fact(actor=actor, operation=operation.id, subject=child, kind=kind, column=COLUMN)


def flight_of(operation: Operation, number: str) -> Flight:
    """A flight by its number. Raises NotVisible."""
    flight = Flight.objects.filter(operation=operation.id, number=number).first()
    if flight is None:
        raise NotVisible("there is no such flight")
    return flight
