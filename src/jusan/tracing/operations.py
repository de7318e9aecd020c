"""Taking in what arrives, and answering link proposals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims import operations as claims
from jusan.core.claims import policies
from jusan.core.claims.models import Answer, Judgement
from jusan.core.claims.resolution import live_judgements
from jusan.core.errors import BadInput, NotVisible, Refused
from jusan.core.feeds.tables import Row
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person
from jusan.tracing import proposals
from jusan.tracing.importers.layouts import PRESS_COLUMNS
from jusan.tracing.importers.lists import parse_list, read_rows
from jusan.tracing.models import ContactChannel, ContactEntry, Direction, PressItem


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a received file: ``created`` False means that it was here already."""

    file_name: str
    created: bool
    lines: int
    flagged: int


def receive_report(
    *,
    actor: User,
    operation: Operation,
    kind: str,
    file_name: str,
    content: bytes,
    channel: str,
    source_name: str,
    reliability: str,
    received_at: datetime,
    language: str = "",
) -> Received:
    """Take in a list whole. Raises BadInput for its structure with file, line and field."""
    policies.can_take_report(actor, operation.id).require()
    if kind == "press_items":
        return _receive_press(actor, operation, file_name, content)
    lines = parse_list(kind, file_name, content)
    source = claims.register_source(
        actor=actor,
        operation=operation.id,
        channel=channel,
        name=source_name,
        reliability=reliability,
    )
    intake = claims.take_report(
        actor=actor,
        source=source,
        kind=kind,
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        lines=lines,
        received_at=received_at,
        # A list's language is kept as its first subtag: kk of kk-Latn.
        language=language.partition("-")[0][:5],
    )
    return Received(file_name, intake.created, intake.report.lines, intake.flagged)


def log_contact(
    *,
    actor: User,
    operation: Operation,
    claimant: UUID,
    on: date,
    direction: str,
    channel: str,
    said: dict[str, str],
) -> ContactEntry:
    """Write down a contact that a family had itself. Raises BadInput for an unknown way of it."""
    policies.can_take_report(actor, operation.id).require()
    if not Person.objects.filter(id=claimant, operation=operation.id).exists():
        raise NotVisible("there is no such family here")
    if direction not in Direction.values:
        raise BadInput("a contact goes in or out")
    if channel not in ContactChannel.values:
        raise BadInput(
            "a contact's channel is one of %(known)s", known=", ".join(ContactChannel.values)
        )
    row = ContactEntry(
        operation=operation.id,
        claimant=claimant,
        on=on,
        direction=direction,
        channel=channel,
        said=json.dumps(said, ensure_ascii=False),
    )
    with acts.act(actor=actor.id, kind="tracing.log_contact", chain=operation.id):
        row.save()
        acts.record("tracing.contact_logged", subjects=[claimant], payload={"contact": row.id})
    return row


def answer_link(
    *, actor: User, operation: Operation, left: UUID, right: UUID, answer: str, why: str
) -> Judgement:
    """A person answers whether two mentions are the same human being; the evidence that the
    machine showed at that moment is kept with the answer."""
    if answer not in Answer.values:
        raise BadInput("the answer is one of %(known)s", known=", ".join(Answer.values))
    evidence = proposals.evidence_between(operation, left, right)
    return claims.judge(
        actor=actor,
        left=left,
        right=right,
        answer=Answer(answer),
        why=why,
        evidence=evidence,
    )


def undo_between(*, actor: User, operation: Operation, left: UUID, right: UUID) -> None:
    """Take back the live answer between two mentions. Raises Refused when there is none."""
    rows = live_judgements([left]).filter(operation=operation.id)
    for judgement in rows.order_by("-judged_at", "-recorded_at"):
        if {judgement.left, judgement.right} == {left, right}:
            claims.undo(actor=actor, judgement=judgement)
            return
    raise Refused("there is no answer between these two to take back")


def _receive_press(actor: User, operation: Operation, file_name: str, content: bytes) -> Received:
    rows = read_rows(file_name, content, PRESS_COLUMNS)
    sha = hashlib.sha256(content).hexdigest()
    with acts.act(actor=actor.id, kind="tracing.receive_press", chain=operation.id):
        acts.lock_chain(operation.id)
        if PressItem.objects.filter(operation=operation.id, report_sha256=sha).exists():
            return Received(file_name, created=False, lines=len(rows), flagged=0)
        items = [_press_item(operation, row, sha) for row in rows]
        _refuse_known(operation, items)
        acts.add_all(items)
        acts.record("tracing.press_received", payload={"items": len(items)})
    return Received(file_name, created=True, lines=len(items), flagged=0)


def _refuse_known(operation: Operation, items: Sequence[PressItem]) -> None:
    numbers = [item.number for item in items]
    known = PressItem.objects.filter(operation=operation.id, number__in=numbers).first()
    if known is not None or len(set(numbers)) != len(numbers):
        raise Refused("a press item with such a number is already there")


def _press_item(operation: Operation, row: Row, sha: str) -> PressItem:
    return PressItem(
        operation=operation.id,
        report_sha256=sha,
        number=row.need("item_no")[:20],
        published_on=row.day("published_on"),
        outlet=row.need("outlet")[:120],
        headline=row.need("headline")[:240],
        says_children=_count(row, "says_children"),
        says_eldest_age=_count(row, "says_eldest_age"),
        says_orphans=_count(row, "says_orphans"),
        quote=row["quote"][:500],
    )


def _count(row: Row, name: str) -> int | None:
    return row.number(name) if row[name] else None
