"""Recording legal bases and positions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.consent import policies
from jusan.core.consent.models import (
    BasisKind,
    LegalBasis,
    LegalBasisEnd,
    Matter,
    Outcome,
    Position,
)
from jusan.core.errors import Refused
from jusan.core.history import acts
from jusan.core.vault import service
from jusan.core.vault.compartments import Compartment


def record_basis(
    *,
    actor: User,
    operation: UUID,
    subject: UUID,
    data_class: Compartment,
    basis: BasisKind,
    reference: str,
    starts_on: date,
    ends_on: date | None = None,
) -> LegalBasis:
    """Record the ground on which one class of somebody's data is held."""
    policies.can_record_basis(actor, operation, basis).require()
    if not reference.strip():
        raise Refused("a legal basis names its document")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("a legal basis cannot end before it starts")
    row = LegalBasis(
        operation=operation,
        subject=subject,
        data_class=data_class.value,
        basis=basis.value,
        reference=reference,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    with acts.act(actor=actor.id, kind="consent.record_basis", chain=operation):
        row.save()
        acts.record(
            "consent.basis_recorded",
            subjects=[subject],
            payload={"class": data_class.value, "basis": basis.value},
        )
    return row


def end_basis(*, actor: User, basis: LegalBasis, reason_code: str) -> LegalBasisEnd:
    """Record that a legal basis fell away now."""
    policies.can_end_basis(actor, basis).require()
    end = LegalBasisEnd(basis=basis.id, at=clock.now(), reason_code=reason_code)
    with acts.act(actor=actor.id, kind="consent.end_basis", chain=basis.operation):
        acts.lock_chain(basis.operation)
        if LegalBasisEnd.objects.filter(basis=basis.id).exists():
            raise Refused("this legal basis has already ended")
        end.save()
        acts.record(
            "consent.basis_ended",
            subjects=[basis.subject],
            payload={"basis": basis.id, "reason": reason_code},
        )
    return end


def record_position(
    *,
    actor: User,
    operation: UUID,
    subject: UUID,
    holder: UUID,
    matter: Matter,
    outcome: Outcome,
    taken_at: datetime,
    circumstances: Mapping[str, str],
) -> Position:
    """Record what somebody said, when, and how it was taken (in private, language, witness...).

    A withdrawal is a new position: the earlier one stays. Raises NotPermitted; Refused.
    """
    policies.can_record_position(actor, operation, subject, matter).require()
    if service.store().is_destroyed(holder):
        raise Refused("the data of this person was destroyed")
    row = Position(
        operation=operation,
        subject=subject,
        holder=holder,
        matter=matter.value,
        outcome=outcome.value,
        taken_at=taken_at,
        circumstances=json.dumps(dict(circumstances), ensure_ascii=False),
    )
    with acts.act(actor=actor.id, kind="consent.record_position", chain=operation):
        row.save()
        acts.record(
            "consent.position_recorded",
            subjects=[subject, holder],
            payload={"matter": matter.value, "outcome": outcome.value, "position": row.id},
        )
    return row
