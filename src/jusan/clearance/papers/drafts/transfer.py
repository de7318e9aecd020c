"""F10: children pass from one pair of hands to another, from the handovers recorded.

One act covers all children that the same party gave to the same party on the same day at the same
place. Whom the list names and who stayed is written with the reason. What is tied to a wrist, how a
child was when it passed and what it carried is seen at the handover and stands in no record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.clearance import board
from jusan.clearance.papers.gathering import Somebody, name_of, people, place_text, written
from jusan.clearance.papers.record import ActOfTransfer, Head, Localised, NotTransferred, Party
from jusan.core.access.models import User
from jusan.core.claims.resolution import heads_of, leaves_of
from jusan.core.custody import queries as custody
from jusan.core.custody.models import Handover, HandoverKind, HandoverSignature, Side
from jusan.core.custody.models import Party as Hands
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Operation
from jusan.core.places.models import Place


@dataclass(frozen=True, slots=True)
class Ground:
    """What the record holds for an act. Without ``missing`` it can be drawn up."""

    handover: Handover
    given: tuple[Somebody, ...]
    still_held: tuple[Somebody, ...]
    hands: Mapping[UUID, str]
    signers: Mapping[str, str]
    place: Localised | None
    persons: tuple[UUID, ...]
    missing: tuple[str, ...]

    def party(self, side: Side) -> str:
        """What the giving or the receiving side is called."""
        party = self.handover.giver if side is Side.GIVER else self.handover.receiver
        return self.hands.get(party, "") if party else ""

    def named(self, kept: Sequence[Somebody]) -> list[UUID]:
        """All leaves of everybody named, with those who stayed."""
        children = {leaf for one in (*self.given, *kept) for leaf in one.leaves}
        return sorted(children | set(self.persons), key=str)


def handovers_of(child: UUID) -> list[Handover]:
    """Handovers of a child from hand to hand, newest first. Ids and times only."""
    rows = Handover.objects.filter(subject__in=leaves_of(child), kind=HandoverKind.TRANSFER)
    return list(rows.order_by("-happened_at"))


def handover_of(child: UUID, handover: UUID) -> Handover:
    """One of them. Raises NotVisible."""
    for row in handovers_of(child):
        if row.id == handover:
            return row
    raise NotVisible("there is no such handover of this child")


def ground(user: User, operation: Operation, handover: Handover, *, route: str) -> Ground:
    """What is recorded of the transfer that this handover belongs to."""
    together = _together(handover)
    given = set(heads_of(row.subject for row in together).values())
    still = _still_held(operation, handover.giver) - given
    parties = Hands.objects.in_bulk([x for x in (handover.giver, handover.receiver) if x])
    persons = [party.person for party in parties.values() if party.person]
    heads = heads_of(persons)
    found = people(
        user,
        operation,
        [*given, *still, *heads.values()],
        purpose="act of transfer",
        route=route,
    )
    place = Place.objects.filter(id=handover.place).first() if handover.place else None
    located = place_text(place)
    children = sorted((found[head] for head in given), key=lambda one: one.code)
    return Ground(
        handover=handover,
        given=tuple(children),
        still_held=tuple(sorted((found[head] for head in still), key=lambda one: one.code)),
        hands={
            party.id: found[heads[party.person]].label if party.person else party.name
            for party in parties.values()
        },
        signers=dict(
            HandoverSignature.objects.filter(handover=handover.id).values_list("side", "signer")
        ),
        place=located,
        persons=tuple(leaf for head in heads.values() for leaf in found[head].leaves),
        missing=tuple(_missing(children, located)),
    )


def _together(handover: Handover) -> list[Handover]:
    rows = Handover.objects.filter(
        operation=handover.operation,
        kind=HandoverKind.TRANSFER,
        giver=handover.giver,
        receiver=handover.receiver,
        place=handover.place,
        happened_at__date=handover.happened_at.date(),
    )
    children = set(board.children_of(Operation.objects.get(id=handover.operation)))
    heads = heads_of(row.subject for row in rows)
    # Tubes and adults pass from hand to hand as well; they stand on papers of their own.
    return [row for row in rows if heads[row.subject] in children or row.id == handover.id]


def _still_held(operation: Operation, giver: UUID | None) -> set[UUID]:
    """Children whom the giving party holds now: those who may stand on the list and stay."""
    held = custody.now_held(board.children_of(operation))
    return {head for head, row in held.items() if giver is not None and row.custodian == giver}


def _missing(children: Sequence[Somebody], place: Localised | None) -> list[str]:
    gaps = [f"{child.code or child.label}: {gap}" for child in children for gap in child.missing]
    if place is None:
        gaps.append(_("the place of the handover is not recorded"))
    return gaps


def paper(found: Ground, number: str, typed: Mapping[str, Any]) -> ActOfTransfer:
    """The act. Raises RecordError where the record contradicts itself."""
    assert found.place is not None
    local = found.handover.happened_at.astimezone(typed["offset"])
    return ActOfTransfer(
        head=Head(number=number, date=local.date(), place=found.place),
        leg=typed["leg"],
        happened_at=_to_the_minute(local),
        giver=_side(found, Side.GIVER, typed),
        receiver=_side(found, Side.RECEIVER, typed),
        witness=_party("witness", str(typed["witness_authority"]), typed),
        children=tuple(child.entry(**typed["children"][child.head]) for child in found.given),
        not_transferred=tuple(
            NotTransferred(case_id=child.code, names=child.names, **typed["kept"][child.head])
            for child in found.still_held
            if child.head in typed["kept"] and child.names is not None
        ),
    )


def _to_the_minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)


def _side(found: Ground, side: Side, typed: Mapping[str, Any]) -> Party:
    return _party(side.value, found.party(side), typed)


def _party(who: str, authority: str, typed: Mapping[str, Any]) -> Party:
    language = str(typed["language"])
    return Party(
        names=name_of(str(typed[f"{who}_name"])),
        title=written(str(typed[f"{who}_office"]), language),
        authority=written(authority, language if who == "witness" else ""),
        id_document=str(typed.get(f"{who}_id", "")),
    )
