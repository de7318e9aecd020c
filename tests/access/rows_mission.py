"""Who gets which page of the mission and of custody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from jusan.core import clock
from jusan.core.access.roles import PERSON_READERS, Role
from jusan.core.custody import operations as custody
from jusan.core.custody.models import PartyKind
from jusan.core.custody.policies import KEEPERS
from jusan.core.documents.models import DocumentKind
from jusan.core.documents.operations import enter_document
from jusan.core.operations.operations import open_case
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.repatriation import operations
from jusan.repatriation.policies import COUNTERS, PLANNERS
from jusan.repatriation.policies import READERS as MISSION_READERS
from tests.access.rows_roof import LOCATED, _operation, _row
from tests.casting import child_line, receive

FLIGHT_DAY = date(2031, 4, 3)


def ready(cast: Any, leaf: Any) -> None:
    """A child that may board: a case, cleared, fit, with a paper."""
    open_case(actor=cast.coordinator, operation=cast.aqqu, person=leaf)
    for actor, kind, column in (
        (cast.legal_officer, FactKind.CLEARED_FOR, "clearance"),
        (cast.medical, FactKind.FIT_UNTIL, "repatriation"),
    ):
        state_fact(
            actor=actor,
            operation=cast.aqqu.id,
            subject=leaf,
            kind=kind,
            column=column,
            starts_on=date(2031, 4, 1),
            ends_on=date(2031, 4, 5),
        )
    enter_document(
        actor=cast.diplomat,
        operation=cast.aqqu.id,
        subject=leaf,
        kind=DocumentKind.CERTIFICATE_OF_RETURN,
        number=f"CR-{str(leaf)[:6]}",
        issuer="EMB-UTO",
        issued_on=date(2031, 3, 20),
        valid_until=date(2031, 4, 9),
    )


def plan(cast: Any, number: str) -> Any:
    """A planned flight."""
    return operations.record_flight(
        actor=cast.coordinator,
        operation=cast.aqqu,
        number=number,
        kind="planned",
        at=clock.now(),
        aircraft="UT-4001",
        departs_at=datetime(2031, 4, 3, 13, tzinfo=UTC),
        arrives_at=datetime(2031, 4, 3, 17, tzinfo=UTC),
    )


def mission(cast: Any) -> SimpleNamespace:
    """A ready child on an approved list, in a prison's hands, with an unsigned handover."""
    if not hasattr(cast, "mission"):
        child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Zeynep"), tag="miss")[0]
        ready(cast, child)
        flight = plan(cast, "UT-1302")
        manifest = operations.draft_manifest(
            actor=cast.coordinator, operation=cast.aqqu, flight=flight
        )
        operations.approve_manifest(actor=cast.field_officer, manifest=manifest)
        hands = [
            custody.enter_party(
                actor=cast.coordinator,
                operation=cast.aqqu.id,
                kind=PartyKind.AUTHORITY,
                name=name,
            )
            for name in ("Prison of the plain", "Mission of the steppe")
        ]
        facts = {"actor": cast.field_officer, "operation": cast.aqqu.id, "subject": child}
        custody.first_sighting(custodian=hands[0].id, place=None, **facts)
        handover = custody.hand_over(giver=hands[0].id, receiver=hands[1].id, place=None, **facts)
        cast.mission = SimpleNamespace(
            child=child, flight=flight, handover=handover, prison=hands[0], mission=hands[1]
        )
    return cast.mission


def _flight(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "flight": mission(cast).flight.number}


def _seat(cast: Any) -> dict[str, Any]:
    return {**_flight(cast), "person": mission(cast).child}


def _child(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "person": mission(cast).child}


def _sheet(cast: Any) -> dict[str, Any]:
    return {**_child(cast), "handover": mission(cast).handover.id}


HANDS = LOCATED & set(KEEPERS)

ROWS = [
    _row("repatriation:team_member", _operation, PLANNERS),
    _row("repatriation:new_flight", _operation, PLANNERS),
    _row("repatriation:flight_event", _flight, PLANNERS),
    _row("repatriation:slip", _flight, MISSION_READERS),
    _row("repatriation:board", _seat, PLANNERS, method="post"),
    _row("repatriation:offload", _seat, PLANNERS),
    _row("repatriation:fitness", _flight, (Role.MEDICAL,)),
    _row("repatriation:headcounts", _flight, MISSION_READERS),
    _row("repatriation:open_point", _flight, COUNTERS, method="post"),
    _row("repatriation:recount", _flight, COUNTERS, method="post"),
    _row("repatriation:close_point", _flight, COUNTERS, method="post"),
    _row("repatriation:hand_over", _child, HANDS, within=PERSON_READERS),
    _row("repatriation:sheet", _sheet, LOCATED, within=PERSON_READERS),
    _row("repatriation:sheet", _sheet, HANDS, within=PERSON_READERS, method="post"),
    _row("repatriation:settle", _child, (Role.COORDINATOR,), within=PERSON_READERS),
    _row("repatriation:lose_sight", _child, HANDS, within=PERSON_READERS),
]
