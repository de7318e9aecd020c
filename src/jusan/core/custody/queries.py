"""Who holds whom now, and what alarms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims import resolution
from jusan.core.custody.models import (
    Handover,
    HandoverKind,
    HandoverSignature,
    Holding,
    HoldingState,
    Party,
    Side,
)
from jusan.core.custody.projection import Held, Node, project, settled
from jusan.core.places.models import Place

#: A handover that only one side signed alarms after this time (assumption; policy).
ONE_SIDED_LIMIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a subject's custody that a person must look at."""

    subject: UUID
    code: str
    since: datetime
    owner: UUID


def nodes_of(leaves: Iterable[UUID]) -> list[Node]:
    """Every handover of these leaves as projection nodes."""
    handovers = list(Handover.objects.filter(subject__in=list(leaves)))
    signed = {
        row.handover: row.signed_at
        for row in HandoverSignature.objects.filter(
            handover__in=[item.id for item in handovers], side=Side.RECEIVER
        )
    }
    return [_node(item, signed.get(item.id)) for item in handovers]


def now_held(heads: Iterable[UUID]) -> dict[UUID, Holding]:
    """The holding in force for each of these heads."""
    latest = (
        Holding.objects.filter(subject=models.OuterRef("subject")).order_by("-seq").values("seq")
    )
    rows = Holding.objects.filter(subject__in=list(heads), seq=models.Subquery(latest[:1]))
    return {row.subject: row for row in rows}


def ledger(person: UUID) -> list[Holding]:
    """The whole ledger of one person, oldest first."""
    return list(Holding.objects.filter(subject=resolution.head_of(person)).order_by("seq"))


def parties(operation: UUID) -> list[Party]:
    """Everybody who can hold a child here, by name; persons are known by their line alone."""
    return list(Party.objects.filter(operation=operation).order_by("name"))


def known(parties: Iterable[UUID | None]) -> dict[UUID, Party]:
    """Parties by id."""
    return Party.objects.in_bulk([party for party in parties if party is not None])


def called(
    user: User, parties: Iterable[UUID | None], *, purpose: str, route: str
) -> dict[UUID, str]:
    """What parties are called for this user; the read of private persons' names is logged.

    A private person is called by the name in their own record, and is just a private person where
    the user may not see it: the party itself carries only a line of a file.
    """
    rows = known(parties)
    names = {party: row.name for party, row in rows.items() if row.person is None}
    persons = {party: row.person for party, row in rows.items() if row.person is not None}
    if persons:
        labels = claims.named(user, persons.values(), purpose=purpose, route=route)
        heads = resolution.heads_of(persons.values())
        nameless = _("a private person")
        names |= {party: labels.get(heads[each]) or nameless for party, each in persons.items()}
    return names


def places_of(places: Iterable[UUID | None]) -> dict[UUID, Place]:
    """Places by id."""
    return Place.objects.in_bulk([place for place in places if place is not None])


def alarms(heads: Iterable[UUID]) -> list[Alarm]:
    """Disputed, unknown, one-sided beyond the limit; oldest first."""
    ids = list(heads)
    found = [
        Alarm(row.subject, row.state, row.from_at, row.owner)
        for row in now_held(ids).values()
        if row.state != HoldingState.AGREED
    ]
    found += _one_sided(ids, before=clock.now() - ONE_SIDED_LIMIT)
    return sorted(found, key=lambda alarm: (alarm.since, str(alarm.subject)))


def half_signed(heads: Iterable[UUID]) -> list[Alarm]:
    """Handovers that wait for a signature now, whether or not they are late."""
    return _one_sided(list(heads), before=clock.now())


def disagreements() -> list[UUID]:
    """Subjects whose stored holdings are not what the record gives, for ``jusan check``."""
    heads = set(resolution.heads_of(Handover.objects.values_list("subject", flat=True)).values())
    return [head for head in sorted(heads, key=str) if _stored(head) != _wanted(head)]


def _stored(head: UUID) -> list[Held]:
    return [
        Held(row.from_at, row.custodian, row.place, row.state, row.handover, row.owner)
        for row in Holding.objects.filter(subject=head).order_by("seq")
    ]


def _wanted(head: UUID) -> list[Held]:
    return project(nodes_of(resolution.leaves_of(head)))


def _one_sided(heads: Sequence[UUID], *, before: datetime) -> list[Alarm]:
    leaves = [leaf for part in resolution.leaves_by_head(heads).values() for leaf in part]
    pending = Handover.objects.filter(
        subject__in=leaves, kind=HandoverKind.TRANSFER, happened_at__lte=before
    )
    sides = dict(
        HandoverSignature.objects.filter(handover__in=pending.values("id"))
        .values_list("handover")
        .annotate(models.Count("id"))
    )
    half = [handover for handover in pending if sides.get(handover.id, 0) < len(Side)]
    if not half:
        return []
    # A coordinator who settles custody has looked at what stood half-signed before.
    looked_at = settled(nodes_of(leaves))
    heads_by_leaf = resolution.heads_of(handover.subject for handover in half)
    return [
        Alarm(heads_by_leaf[item.subject], "one_sided", item.happened_at, item.owner)
        for item in half
        if item.id not in looked_at
    ]


def _node(item: Handover, received_at: datetime | None) -> Node:
    unsigned_kinds = {HandoverKind.SIGHTING, HandoverKind.LOST_SIGHT, HandoverKind.SETTLEMENT}
    effective = item.happened_at if item.kind in unsigned_kinds else received_at
    return Node(
        id=item.id,
        kind=item.kind,
        receiver=item.receiver,
        place=item.place,
        supersedes=tuple(UUID(text) for text in json.loads(item.supersedes)),
        effective_at=effective,
        owner=item.owner,
        happened_at=item.happened_at,
    )
