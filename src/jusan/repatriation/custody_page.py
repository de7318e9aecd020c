"""What the custody pages of one child show."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.queries import PersonFile, open_file
from jusan.core.claims.resolution import head_of
from jusan.core.custody import policies, queries
from jusan.core.custody.models import Handover, HandoverKind, HandoverSignature, Party, Side
from jusan.core.errors import NotPermitted, NotVisible
from jusan.core.operations.models import Operation
from jusan.core.people.models import PersonKind
from jusan.core.vault.compartments import Compartment
from jusan.repatriation.reading.waiting import ALARM_WORDS


def file_of(user: User, operation: Operation, person: UUID, *, route: str) -> PersonFile:
    """A child's file with its place open. Raises NotVisible; NotPermitted: location is closed."""
    file = open_file(user, operation.id, person, purpose="custody", route=route)
    if Compartment.LOCATION not in file.opened:
        raise NotPermitted("hidden: location")
    return file


def custody(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """Ledger and handovers. Raises NotVisible; NotPermitted where location is closed."""
    file = file_of(user, operation, person, route=route)
    ledger = queries.ledger(file.head)
    handovers = list(Handover.objects.filter(subject__in=file.leaves).order_by("-happened_at"))
    signatures = list(HandoverSignature.objects.filter(handover__in=[row.id for row in handovers]))
    names = queries.called(
        user,
        [row.custodian for row in ledger] + [x for r in handovers for x in (r.giver, r.receiver)],
        purpose="custody",
        route=route,
    )
    places = queries.places_of(row.place for row in ledger)
    known = queries.known(row.custodian for row in ledger)
    families = {party for party, row in known.items() if row.person}
    return {
        "file": file,
        "alarms": [(ALARM_WORDS[a.code], a.since) for a in queries.alarms([file.head])],
        "may_hand_over": bool(policies.can_hand_over(user, operation.id)),
        "may_settle": bool(policies.can_settle(user, operation.id)),
        "ledger": [
            {
                "row": row,
                "holder": names.get(row.custodian, "") if row.custodian else "",
                # A family lives where it lives, not where it took the child over.
                "with_family": row.custodian in families,
                "place": _place(places, row.place),
            }
            for row in ledger
        ],
        "handovers": [
            {
                "row": row,
                "giver": names.get(row.giver, "") if row.giver else "",
                "receiver": names.get(row.receiver, "") if row.receiver else "",
                "is_sheet": row.kind == HandoverKind.TRANSFER,
                "signatures": [item for item in signatures if item.handover == row.id],
            }
            for row in handovers
        ],
    }


def sheet(
    user: User, operation: Operation, person: UUID, handover: UUID, *, route: str
) -> dict[str, Any]:
    """One handover with its two sides, signed or not. Raises NotVisible, NotPermitted."""
    file = file_of(user, operation, person, route=route)
    row = Handover.objects.filter(
        subject__in=file.leaves, id=handover, kind=HandoverKind.TRANSFER
    ).first()
    if row is None:
        raise NotVisible("there is no such handover")
    names = queries.called(user, [row.giver, row.receiver], purpose="custody", route=route)
    signed = {item.side: item for item in HandoverSignature.objects.filter(handover=row.id)}
    parties = {Side.GIVER: row.giver, Side.RECEIVER: row.receiver}
    return {
        "file": file,
        "row": row,
        "place": _place(queries.places_of([row.place]), row.place),
        "may_sign": bool(policies.can_hand_over(user, operation.id)),
        "sides": [
            {
                "side": side,
                "party": names.get(party, "") if party else "",
                "signature": signed.get(side.value),
            }
            for side, party in parties.items()
        ],
    }


def hands(user: User, operation: Operation, *, route: str) -> dict[str, Any]:
    """Whom a form offers as hands: known parties, and relatives by name (logged)."""
    parties = queries.parties(operation.id)
    persons = [party.person for party in parties if party.person]
    kin = [
        head
        for kind in (PersonKind.PARENT, PersonKind.RELATIVE)
        for head in claims.all_heads(operation.id, kind=kind.value)
    ]
    labels = claims.named(user, [*kin, *persons], purpose="handover", route=route)
    return {
        "holders": [party for party in parties if party.person is None],
        "persons": labels,
    }


def holder_now(file: PersonFile) -> str:
    """Who holds the child now, as a form names hands; empty when nobody is known to."""
    held = queries.now_held([file.head]).get(file.head)
    party = Party.objects.filter(id=held.custodian).first() if held and held.custodian else None
    if party is None:
        return ""
    return f"person:{head_of(party.person)}" if party.person else str(party.id)


def _place(places: dict[UUID, Any], place: UUID | None) -> Any:
    return places.get(place) if place else None
