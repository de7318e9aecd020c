"""Recording handovers and their signatures. Everything is accepted; the projection judges."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims import cards, resolution
from jusan.core.custody import policies, projection, queries
from jusan.core.custody.models import (
    Handover,
    HandoverKind,
    HandoverSignature,
    Holding,
    Party,
    PartyKind,
    Side,
)
from jusan.core.errors import Refused
from jusan.core.history import acts
from jusan.core.people.models import Person
from jusan.core.vault.compartments import Compartment


def enter_party(
    *, actor: User, operation: UUID, kind: PartyKind, name: str, person: UUID | None = None
) -> Party:
    """Enter somebody who can hold a child or a sample, or find them again by name."""
    party = Party(operation=operation, kind=kind.value, name=name, person=person)
    with acts.act(actor=actor.id, kind="custody.enter_party", chain=operation):
        # Under the lock: two officers entering the same hands get the same party.
        acts.lock_chain(operation)
        found = Party.objects.filter(operation=operation, name=name).first()
        if found is not None:
            return found
        party.save()
        acts.record("custody.party_entered", payload={"party": party.id, "kind": kind.value})
    return party


def first_sighting(
    *, actor: User, operation: UUID, subject: UUID, custodian: UUID, place: UUID | None,
    at: datetime | None = None,
) -> Handover:  # fmt: skip
    """Open custody: somebody has the subject, unverified. It needs no signature."""
    return _write(
        actor=actor,
        operation=operation,
        subject=subject,
        kind=HandoverKind.SIGHTING,
        giver=None,
        receiver=custodian,
        place=place,
        at=at,
        supersedes=(),
    )


def hand_over(
    *,
    actor: User,
    operation: UUID,
    subject: UUID,
    giver: UUID,
    receiver: UUID,
    place: UUID | None,
    at: datetime | None = None,
    supersedes: Sequence[UUID] | None = None,
) -> Handover:
    """Record a handover. It follows the present tip(s) unless a late paper says otherwise."""
    return _write(
        actor=actor,
        operation=operation,
        subject=subject,
        kind=HandoverKind.TRANSFER,
        giver=giver,
        receiver=receiver,
        place=place,
        at=at,
        supersedes=supersedes,
    )


def lose_sight(
    *, actor: User, operation: UUID, subject: UUID, at: datetime | None = None
) -> Handover:
    """Nobody can say where the subject is: a state that alarms and has an owner (the actor)."""
    return _write(
        actor=actor,
        operation=operation,
        subject=subject,
        kind=HandoverKind.LOST_SIGHT,
        giver=None,
        receiver=None,
        place=None,
        at=at,
        supersedes=None,
    )


def settle(
    *,
    actor: User,
    operation: UUID,
    subject: UUID,
    custodian: UUID,
    place: UUID | None,
    at: datetime | None = None,
) -> Handover:
    """End a dispute (or find again): a coordinator records who holds the subject from now on."""
    policies.can_settle(actor, operation).require()
    return _write(
        actor=actor,
        operation=operation,
        subject=subject,
        kind=HandoverKind.SETTLEMENT,
        giver=None,
        receiver=custodian,
        place=place,
        at=at,
        supersedes=None,
    )


def sign(
    *,
    actor: User,
    handover: Handover,
    side: Side,
    signer: str,
    human: UUID,
    at: datetime | None = None,
) -> HandoverSignature:
    """One side signs, by name; ``human`` is who held the pen. The same human cannot sign both."""
    policies.can_hand_over(actor, handover.operation).require()
    with acts.act(actor=actor.id, kind="custody.sign", chain=handover.operation):
        acts.lock_chain(handover.operation)
        present = HandoverSignature.objects.filter(handover=handover.id)
        if present.filter(side=side.value).exists():
            raise Refused("this side has already signed")
        if present.filter(human=human).exists():
            raise Refused("both sides of a handover are two different people")
        signature = HandoverSignature(
            handover=handover.id,
            side=side.value,
            signer=signer,
            human=human,
            signed_at=at or clock.now(),
        )
        signature.save()
        reproject(handover.subject)
        acts.record(
            "custody.signed",
            subjects=[handover.subject],
            payload={"handover": handover.id, "side": side.value},
        )
    return signature


def follow(heads: set[UUID]) -> None:
    """After a judgement moved leaves: rebuild the holdings of every head that came or went.

    The cards are rebuilt by the judgement itself, once for all that it moved.
    """
    Holding.objects.filter(subject__in=heads).delete()
    for head, leaves in resolution.persons_of(heads).items():
        if head in heads:
            _rebuild(head, leaves)


def two_custodians(ours: Sequence[UUID], theirs: Sequence[UUID]) -> str | None:
    """The reason why two persons in different hands must not become one; None when they may."""
    heads = [resolution.head_of(part[0]) for part in (ours, theirs)]
    held = queries.now_held(heads)
    holders = {row.custodian for row in held.values() if row.custodian is not None}
    if len(held) == len(heads) and len(holders) > 1:
        return gettext_noop("each of the two is in somebody else's custody now")
    return None


def reproject(subject: UUID) -> None:
    """Rebuild the holdings of one subject's whole person from the record, and what cards show."""
    head, leaves = resolution.person_of(subject)
    _rebuild(head, leaves)
    # A sample has a custody and no card.
    if Person.objects.filter(id=head).exists():
        cards.refresh_sections([head], Compartment.LOCATION)


def _rebuild(head: UUID, leaves: Sequence[UUID]) -> None:
    rows = projection.project(queries.nodes_of(leaves))
    with transaction.atomic():
        Holding.objects.filter(subject__in=[*leaves, head]).delete()
        Holding.objects.bulk_create(
            Holding(
                subject=head,
                seq=seq,
                from_at=row.from_at,
                custodian=row.custodian,
                place=row.place,
                state=row.state,
                handover=row.handover,
                owner=row.owner,
            )
            for seq, row in enumerate(rows, start=1)
        )


def _write(
    *,
    actor: User,
    operation: UUID,
    subject: UUID,
    kind: HandoverKind,
    giver: UUID | None,
    receiver: UUID | None,
    place: UUID | None,
    at: datetime | None,
    supersedes: Sequence[UUID] | None,
) -> Handover:
    policies.can_hand_over(actor, operation).require()
    if giver is not None and giver == receiver:
        raise Refused("a handover has two sides", field="holder")
    moment = at or clock.now()
    with acts.act(actor=actor.id, kind=f"custody.{kind.value}", chain=operation):
        acts.lock_chain(operation)
        if supersedes is None:
            # A settlement also follows what was never received: a signature that comes later
            # belongs to a paper that is over.
            ends = projection.unfollowed if kind is HandoverKind.SETTLEMENT else projection.tips
            # What is known now, and what was known of a late paper's own time: which of them it
            # ends is seen when it counts.
            nodes = queries.nodes_of(resolution.leaves_of(subject))
            supersedes = sorted({*ends(nodes), *ends(nodes, by=moment)}, key=str)
        handover = Handover(
            operation=operation,
            subject=subject,
            kind=kind.value,
            giver=giver,
            receiver=receiver,
            place=place,
            happened_at=moment,
            supersedes=json.dumps([str(item) for item in supersedes]),
            owner=actor.id,
        )
        handover.save()
        reproject(subject)
        acts.record(
            f"custody.{kind.value}_recorded",
            subjects=[subject],
            payload={"handover": handover.id},
        )
    return handover
