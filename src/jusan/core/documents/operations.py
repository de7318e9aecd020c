"""Entering papers and what happens to them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.documents import policies
from jusan.core.documents.models import Document, DocumentKind, DocumentState, DocumentStateKind
from jusan.core.errors import Refused
from jusan.core.history import acts
from jusan.core.vault import service


def enter_document(
    *,
    actor: User,
    operation: UUID,
    subject: UUID,
    kind: DocumentKind,
    number: str,
    issuer: str,
    issued_on: date,
    valid_until: date | None = None,
    content_sha256: str = "",
) -> Document:
    """Enter a paper. Raises NotPermitted; Refused when it would end before it begins."""
    policies.can_enter_document(actor, operation, subject, kind).require()
    if valid_until is not None and valid_until < issued_on:
        raise Refused("a paper cannot expire before it was issued")
    if service.store().is_destroyed(subject):
        raise Refused("the data of this person was destroyed")
    document = Document(
        operation=operation,
        subject=subject,
        kind=kind.value,
        number=number,
        issuer=issuer,
        issued_on=issued_on,
        valid_until=valid_until,
        content_sha256=content_sha256,
        entered_at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="documents.enter", chain=operation):
        document.save()
        acts.record(
            "documents.entered",
            subjects=[subject],
            payload={"document": document.id, "kind": kind.value},
        )
    return document


def change_state(*, actor: User, document: Document, state: DocumentStateKind) -> DocumentState:
    """Record that a paper was revoked, surrendered, lost or replaced. Raises NotPermitted; Refused
    the second time."""
    policies.can_change_state(actor, document).require()
    row = DocumentState(document=document.id, state=state.value, at=clock.now())
    with acts.act(actor=actor.id, kind="documents.change_state", chain=document.operation):
        acts.lock_chain(document.operation)
        if DocumentState.objects.filter(document=document.id, state=state.value).exists():
            raise Refused("this is already written down about this paper")
        row.save()
        acts.record(
            "documents.state_changed",
            subjects=[document.subject],
            payload={"document": document.id, "state": state.value},
        )
    return row
