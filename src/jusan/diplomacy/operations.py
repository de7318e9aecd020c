"""Entering authorities, exchanges, commitments, treaties and steps of the women's track."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.custody.models import PartyKind
from jusan.core.custody.operations import enter_party
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.diplomacy import policies
from jusan.diplomacy.models import (
    Authority,
    Commitment,
    CommitmentOutcome,
    Exchange,
    ExchangeAbout,
    ExchangeKind,
    TransferState,
    TransferStep,
    Treaty,
    TreatyStatus,
)


def enter_authority(
    *,
    actor: User,
    operation: UUID,
    code: str,
    name_en: str,
    kind: str,
    state: str,
    name_ar: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Authority:
    """Enter an authority, or find it again by its code; it can then hold children in custody."""
    policies.can_write(actor, operation).require()
    authority = Authority(
        operation=operation,
        code=code,
        name_en=name_en,
        name_ar=name_ar,
        kind=kind,
        state=state,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    with acts.act(actor=actor.id, kind="diplomacy.enter_authority", chain=operation):
        # Under the lock: two officers entering one authority get the same.
        acts.lock_chain(operation)
        found = Authority.objects.filter(operation=operation, code=code).first()
        if found is not None:
            return found
        authority.save()
        enter_party(actor=actor, operation=operation, kind=PartyKind.AUTHORITY, name=name_en)
        acts.record("diplomacy.authority_entered", payload={"authority": authority.id})
    return authority


def enter_exchange(
    *,
    actor: User,
    operation: UUID,
    number: str,
    kind: str,
    direction: str,
    at: datetime,
    sender: UUID,
    receiver: UUID,
    matter: str,
    about: Sequence[UUID] = (),
    answers: UUID | None = None,
) -> Exchange:
    """Enter a note, meeting, call or letter. Raises BadInput for an unknown kind or direction."""
    policies.can_write(actor, operation).require()
    if kind not in ExchangeKind.values:
        raise BadInput("an exchange is one of %(known)s", known=", ".join(ExchangeKind.values))
    if direction not in {"in", "out"}:
        raise BadInput("the direction is in or out")
    exchange = Exchange(
        operation=operation,
        number=number,
        kind=kind,
        direction=direction,
        at=at,
        sender=sender,
        receiver=receiver,
        matter=matter,
        answers=answers,
    )
    with acts.act(actor=actor.id, kind="diplomacy.enter_exchange", chain=operation):
        acts.lock_chain(operation)
        if Exchange.objects.filter(operation=operation, number=number).exists():
            raise Refused(
                "an exchange with the number %(number)s is already there",
                field="number",
                number=number,
            )
        exchange.save()
        acts.add_all(ExchangeAbout(exchange=exchange.id, person=person) for person in about)
        acts.record(
            "diplomacy.exchange_entered", subjects=list(about), payload={"exchange": exchange.id}
        )
    return exchange


def enter_exchange_with_promise(
    *, actor: User, operation: UUID, exchange: Mapping[str, Any], promise: Mapping[str, Any] | None
) -> Exchange:
    """Enter an exchange and what was promised in it, as one act."""
    with acts.act(actor=actor.id, kind="diplomacy.enter_exchange", chain=operation):
        row = enter_exchange(actor=actor, operation=operation, **exchange)
        if promise:
            make_commitment(actor=actor, exchange=row, **promise)
    return row


def make_commitment(
    *, actor: User, exchange: Exchange, by: UUID, what: str, due: date, code: str = ""
) -> Commitment:
    """Record what an authority promised in an exchange."""
    policies.can_write(actor, exchange.operation).require()
    row = Commitment(
        operation=exchange.operation, code=code, exchange=exchange.id, by=by, what=what, due=due
    )
    with acts.act(actor=actor.id, kind="diplomacy.make_commitment", chain=exchange.operation):
        row.save()
        acts.record("diplomacy.commitment_made", payload={"commitment": row.id, "due": due})
    return row


def close_commitment(
    *, actor: User, commitment: Commitment, kept: bool, reason: str = ""
) -> CommitmentOutcome:
    """Record that a commitment was kept or broken; once."""
    policies.can_write(actor, commitment.operation).require()
    with acts.act(actor=actor.id, kind="diplomacy.close_commitment", chain=commitment.operation):
        acts.lock_chain(commitment.operation)
        if CommitmentOutcome.objects.filter(commitment=commitment.id).exists():
            raise Refused("this commitment already has its outcome")
        row = CommitmentOutcome(commitment=commitment.id, kept=kept, at=clock.now(), reason=reason)
        row.save()
        acts.record("diplomacy.commitment_closed", payload={"commitment": commitment.id})
    return row


def enter_treaty(
    *,
    actor: User,
    operation: UUID,
    home: str,
    host: str,
    instrument: str,
    status: str,
    since: date | None = None,
    note: str = "",
) -> Treaty:
    """Enter where an instrument between two states stands; the newest entry holds."""
    policies.can_write(actor, operation).require()
    if status not in TreatyStatus.values:
        raise BadInput(
            "a treaty's status is one of %(known)s", known=", ".join(TreatyStatus.values)
        )
    row = Treaty(
        home=home,
        host=host,
        instrument=instrument,
        status=status,
        since=since,
        note=note,
        entered_at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="diplomacy.enter_treaty", chain=operation):
        row.save()
        acts.record("diplomacy.treaty_entered", payload={"treaty": row.id, "status": status})
    return row


def enter_transfer_step(
    *,
    actor: User,
    operation: UUID,
    woman: UUID,
    step: str,
    state: str,
    by: UUID | None = None,
    note: str = "",
) -> TransferStep:
    """Enter where a step of a sentenced woman's transfer stands."""
    policies.can_write(actor, operation).require()
    if state not in TransferState.values:
        raise BadInput("a step's state is one of %(known)s", known=", ".join(TransferState.values))
    row = TransferStep(
        operation=operation, woman=woman, step=step, state=state, at=clock.now(), by=by, note=note
    )
    with acts.act(actor=actor.id, kind="diplomacy.enter_transfer_step", chain=operation):
        row.save()
        acts.record(
            "diplomacy.transfer_step_entered",
            subjects=[woman],
            payload={"step": step, "state": state},
        )
    return row
