"""Who gets which page of the roof, of tracing, clearance, diplomacy and the mission."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from jusan.clearance.policies import READERS as BOARD_READERS
from jusan.core import clock
from jusan.core.access.roles import PERSON_READERS, RULES, Role
from jusan.core.claims.models import Report
from jusan.core.claims.policies import INTAKE, JUDGES
from jusan.core.custody.models import PartyKind
from jusan.core.custody.operations import enter_party, first_sighting
from jusan.core.operations.policies import CLOSERS
from jusan.core.people.policies import KIN_WRITERS
from jusan.core.vault.compartments import Compartment
from jusan.diplomacy import operations as diplomacy
from jusan.diplomacy.policies import READERS as DIPLOMACY_READERS
from jusan.journey.record_page import WATCHERS
from jusan.repatriation import operations as mission
from jusan.repatriation.policies import PLANNERS
from jusan.repatriation.policies import READERS as MISSION_READERS
from tests.access.rows import Row
from tests.casting import child_line, receive

EVERYBODY = frozenset(Role)
BIRTHS = frozenset(INTAKE) & frozenset(KIN_WRITERS)
SEES_ALL = {Role.DEMONSTRATION}
LOCATED = frozenset(r for r in Role if Compartment.LOCATION in RULES[r].compartments)


def _prepared(cast: Any) -> SimpleNamespace:
    """A found child, a flight and an open commitment in the first operation, made once."""
    if not hasattr(cast, "roof"):
        child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Nur"), tag="roof")[0]
        party = enter_party(
            actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.AUTHORITY, name="Prison"
        )
        first_sighting(
            actor=cast.field_officer,
            operation=cast.aqqu.id,
            subject=child,
            custodian=party.id,
            place=None,
        )
        mission.record_flight(
            actor=cast.coordinator,
            operation=cast.aqqu,
            number="UT-1301",
            kind="planned",
            at=clock.now(),
            aircraft="UT-4001",
            departs_at=datetime(2031, 11, 27, 13, tzinfo=UTC),
            arrives_at=datetime(2031, 11, 27, 17, tzinfo=UTC),
        )
        cast.roof = SimpleNamespace(child=child, commitment=_commitment(cast))
    return cast.roof


def _commitment(cast: Any) -> Any:
    body = diplomacy.enter_authority(
        actor=cast.diplomat,
        operation=cast.aqqu.id,
        code="MFA",
        name_en="Ministry",
        kind="ministry",
        state="UTO",
    )
    exchange = diplomacy.enter_exchange(
        actor=cast.diplomat,
        operation=cast.aqqu.id,
        number="NV-1",
        kind="meeting",
        direction="in",
        at=clock.now(),
        sender=body.id,
        receiver=body.id,
        matter="list",
    )
    return diplomacy.make_commitment(
        actor=cast.diplomat, exchange=exchange, by=body.id, what="a list", due=date(2031, 5, 1)
    ).id


def _operation(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug}


def _child(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "person": _prepared(cast).child}


def _flight(cast: Any) -> dict[str, Any]:
    _prepared(cast)
    return {"operation": cast.aqqu.slug, "flight": "UT-1301"}


def _report(cast: Any) -> dict[str, Any]:
    _prepared(cast)
    report = Report.objects.filter(operation=cast.aqqu.id).earliest("recorded_at")
    return {"operation": cast.aqqu.slug, "report": report.id}


def _promise(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "commitment": _prepared(cast).commitment}


def _row(
    name: str, kwargs: Any, roles: Any, *, within: frozenset[Role] = EVERYBODY, method: str = "get"
) -> Row:
    """Those of ``within`` who are not allowed are told no; the others learn nothing."""
    allowed = frozenset({*roles, *SEES_ALL})
    return Row(name, kwargs, allowed, method, within - allowed)


ROWS = [
    _row("journey:home", _operation, EVERYBODY),
    _row("journey:children", _operation, EVERYBODY),
    _row("journey:child", _child, PERSON_READERS, within=PERSON_READERS),
    _row("journey:record", _operation, WATCHERS),
    _row("journey:birth", _child, BIRTHS, within=PERSON_READERS),
    _row("journey:birth", _child, BIRTHS, within=PERSON_READERS, method="post"),
    _row("journey:case", _child, CLOSERS, within=PERSON_READERS),
    _row("journey:case", _child, CLOSERS, within=PERSON_READERS, method="post"),
    _row("journey:reopen", _child, CLOSERS, within=PERSON_READERS, method="post"),
    _row("tracing:intakes", _operation, INTAKE),
    _row("tracing:upload", _operation, INTAKE),
    _row("tracing:open_list", _report, INTAKE),
    _row("tracing:review", _operation, JUDGES),
    _row("tracing:answer", _operation, JUDGES, method="post"),
    _row("tracing:undo", _operation, JUDGES, method="post"),
    _row("clearance:board", _operation, BOARD_READERS),
    _row("clearance:child", _child, BOARD_READERS, within=PERSON_READERS),
    _row("clearance:event", _child, BOARD_READERS, within=PERSON_READERS, method="post"),
    _row("diplomacy:exchanges", _operation, DIPLOMACY_READERS),
    _row("diplomacy:treaties", _operation, DIPLOMACY_READERS),
    _row("diplomacy:transfers", _operation, DIPLOMACY_READERS),
    _row("diplomacy:outcome", _promise, DIPLOMACY_READERS),
    _row("repatriation:mission", _operation, MISSION_READERS),
    _row("repatriation:flight", _flight, MISSION_READERS),
    _row("repatriation:draft", _flight, PLANNERS, method="post"),
    _row("repatriation:approve", _flight, MISSION_READERS, method="post"),
    _row("repatriation:headcounts", _flight, MISSION_READERS),
    _row("repatriation:count", _flight, MISSION_READERS, method="post"),
    _row("repatriation:custody", _child, LOCATED, within=PERSON_READERS),
]
