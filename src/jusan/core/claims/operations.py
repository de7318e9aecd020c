"""Taking reports in, retracting claims, judging mentions, destroying a subject's keys."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import cards, policies, remains, resolution
from jusan.core.claims.drafts import LineDraft, MentionDraft
from jusan.core.claims.models import (
    Answer,
    Certainty,
    Claim,
    ClaimReading,
    ClaimRetraction,
    Head,
    Judgement,
    JudgementUndo,
    Mention,
    Report,
    Source,
)
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.history.models import AppendOnly
from jusan.core.people.models import Person
from jusan.core.vault import service
from jusan.core.vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a received file."""

    report: Report
    created: bool
    flagged: int


def register_source(
    *, actor: User, operation: UUID, channel: str, name: str, reliability: str
) -> Source:
    """Enter a source, or find it again by channel and name."""
    policies.can_take_report(actor, operation).require()
    if reliability not in "ABCDEF" or len(reliability) != 1:
        raise BadInput("reliability is one letter from A (best) to F (cannot be judged)")
    source = Source(operation=operation, channel=channel, name=name, reliability=reliability)
    with acts.act(actor=actor.id, kind="claims.register_source", chain=operation):
        # Under the lock: two officers entering one source get the same.
        acts.lock_chain(operation)
        found = Source.objects.filter(operation=operation, channel=channel, name=name).first()
        if found is not None:
            return found
        source.save()
        acts.record("claims.source_registered", payload={"source": source.id, "channel": channel})
    return source


def take_report(
    *,
    actor: User,
    source: Source,
    kind: str,
    file_name: str,
    sha256: str,
    lines: Sequence[LineDraft],
    received_at: datetime,
    language: str = "",
) -> Intake:
    """Take in a parsed file whole: each mention opens its own leaf person.

    The same bytes a second time add nothing and say so (``created`` False). Raises BadInput for a
    line that speaks of nobody.
    """
    policies.can_take_report(actor, source.operation).require()
    _refuse_odd_lines(file_name, lines)
    report = Report(
        operation=source.operation,
        source=source.id,
        kind=kind,
        file_name=file_name,
        sha256=sha256,
        lines=len(lines),
        language=language,
        received_at=received_at,
        received_by=actor.id,
    )
    rows, persons, flagged = _rows(report, lines)
    with acts.act(actor=actor.id, kind="claims.take_report", chain=source.operation):
        # Looked up under the lock: two officers may hold the same file at the same moment.
        acts.lock_chain(source.operation)
        found = Report.objects.filter(operation=source.operation, sha256=sha256).first()
        if found is not None:
            return Intake(found, created=False, flagged=0)
        _make_keys(rows, persons)
        report.save()
        acts.add_all(rows)
        Head.objects.bulk_create([Head(leaf=person, head=person) for person in persons])
        scope.place_all(persons, [source.operation])
        cards.refresh(persons)
        acts.record(
            "claims.report_taken",
            subjects=persons,
            payload={"report": report.id, "lines": len(lines), "flagged": flagged},
        )
    return Intake(report, created=True, flagged=flagged)


def retract_claim(*, actor: User, claim: Claim, reason_code: str) -> ClaimRetraction:
    """Mark a claim as taken back. It stays visible as such and weighs nothing."""
    operation = Person.objects.get(id=claim.person).operation
    policies.can_retract(actor, operation).require()
    return _retract(actor, operation, claim.id, claim.person, reason_code)


def state_reading(
    *, actor: User, claim: Claim, as_written: str, normalised: str, why: str
) -> ClaimReading:
    """Say how a flagged value is to be read: a new claim of the same mention, which then weighs.

    ``normalised`` is the JSON of what is understood. The flagged claim stays as it was received,
    and so does every earlier reading. Raises Refused for a claim that was never flagged, or that
    was retracted.
    """
    operation = Person.objects.get(id=claim.person).operation
    policies.can_state_reading(actor, operation).require()
    if not claim.flag:
        raise Refused("only a value that could not be read is given a reading")
    if not why.strip():
        raise BadInput("a reading has its grounds", field="why")
    read = Claim(
        mention=claim.mention,
        person=claim.person,
        property=claim.property,
        compartment=claim.compartment,
        as_written=as_written,
        normalised=normalised,
        field=claim.field,
        # What somebody makes of a value is never surer than what a source states plainly.
        certainty=Certainty.ABOUT.value,
        stated_on=claim.stated_on,
    )
    row = ClaimReading(
        claim=claim.id,
        reading=read.id,
        person=claim.person,
        compartment=claim.compartment,
        by=actor.id,
        at=clock.now(),
        why=why,
    )
    with acts.act(actor=actor.id, kind="claims.state_reading", chain=operation):
        acts.lock_chain(operation)
        if service.store().is_destroyed(claim.person):
            raise Refused("the data of this person was destroyed")
        if ClaimRetraction.objects.filter(claim=claim.id).exists():
            raise Refused("this value was taken back: there is nothing to read")
        acts.add_all([read, row])
        cards.refresh([claim.person])
        acts.record(
            "claims.reading_stated",
            subjects=[claim.person],
            payload={"claim": claim.id, "reading": read.id},
        )
    return row


def withdraw_reading(*, actor: User, reading: ClaimReading) -> ClaimRetraction:
    """Take a reading back; it stays visible as such, and the value stands open again."""
    operation = Person.objects.get(id=reading.person).operation
    policies.can_withdraw_reading(actor, operation, reading.by).require()
    return _retract(actor, operation, reading.reading, reading.person, "reading-withdrawn")


def _retract(
    actor: User, operation: UUID, claim: UUID, person: UUID, reason_code: str
) -> ClaimRetraction:
    retraction = ClaimRetraction(claim=claim, reason_code=reason_code, at=clock.now())
    with acts.act(actor=actor.id, kind="claims.retract_claim", chain=operation):
        acts.lock_chain(operation)
        if ClaimRetraction.objects.filter(claim=claim).exists():
            raise Refused("this claim was already retracted")
        retraction.save()
        cards.refresh([person])
        acts.record(
            "claims.claim_retracted",
            subjects=[person],
            payload={"claim": claim, "reason": reason_code},
        )
    return retraction


def judge(
    *,
    actor: User,
    left: UUID,
    right: UUID,
    answer: Answer,
    why: str,
    evidence: Mapping[str, Any] | None = None,
) -> Judgement:
    """Answer "is this the same person?" about two leaves. The machine never calls this.

    Raises Refused with every reason when a "same" would join what somebody held different, or
    when a "different" contradicts a "same" that stands (undo that one first).
    """
    operation = _common_operation(left, right)
    policies.can_judge(actor, operation).require()
    with acts.act(actor=actor.id, kind="claims.judge", chain=operation):
        # The whole operation: custody and a third officer may be moving the same component.
        acts.lock_chain(operation)
        _refuse_contradiction(left, right, answer)
        judgement = Judgement(
            operation=operation,
            left=left,
            right=right,
            answer=answer.value,
            judge=actor.id,
            judged_at=clock.now(),
            why=why,
            evidence=json.dumps(dict(evidence or {}), ensure_ascii=False),
        )
        judgement.save()
        _after_judgement(left, right, moved=answer is Answer.SAME)
        acts.record(
            "claims.judged",
            subjects=[left, right],
            payload={"answer": answer.value, "judgement": judgement.id},
        )
    return judgement


def undo(*, actor: User, judgement: Judgement) -> JudgementUndo:
    """Take a judgement back; persons become again exactly what they were without it."""
    policies.can_judge(actor, judgement.operation).require()
    with acts.act(actor=actor.id, kind="claims.undo", chain=judgement.operation):
        acts.lock_chain(judgement.operation)
        if JudgementUndo.objects.filter(judgement=judgement.id).exists():
            raise Refused("this judgement was already undone")
        row = JudgementUndo(judgement=judgement.id, undone_by=actor.id, at=clock.now())
        row.save()
        _after_judgement(judgement.left, judgement.right, moved=judgement.answer == Answer.SAME)
        acts.record(
            "claims.judgement_undone",
            subjects=[judgement.left, judgement.right],
            payload={"judgement": judgement.id},
        )
    return row


def destroy_subject(*, actor: User, approver: User, person: UUID, reason_code: str) -> None:
    """Destroy every key of a human being's leaves, purge the projections, keep the chain whole.

    Irreversible. Two humans: the data-protection officer and an approver.
    """
    if connection.in_atomic_block:
        # Keys cannot be rolled back: the order must be committed before the first one goes.
        raise Refused("keys are destroyed outside a transaction")
    leaves = resolution.leaves_of(person)
    operation = Person.objects.get(id=leaves[0]).operation
    policies.can_destroy(actor, operation).require()
    if approver.human == actor.human:
        raise Refused("destroying a key takes two different people")
    with acts.act(actor=actor.id, kind="claims.destroy_subject", chain=operation):
        acts.record(
            "claims.subject_destroyed",
            subjects=leaves,
            payload={"reason": reason_code, "approver": approver.id},
        )
    # The record of the order and the marker stand before the keys go: a crash in between is
    # finished by ordering it again. The other way round would lose who ordered it.
    remains.expect()
    for leaf in leaves:
        service.store().destroy(leaf, at=clock.machine_now().isoformat())
    remains.purge(leaves)
    remains.sweep()


def _after_judgement(left: UUID, right: UUID, *, moved: bool) -> None:
    if moved:
        heads = resolution.reproject([left, right])
        resolution.tell_followers(heads)
        cards.drop(heads)
        cards.refresh(heads)


def _refuse_contradiction(left: UUID, right: UUID, answer: Answer) -> None:
    if left == right:
        raise Refused("a mention is compared with another one")
    if any(service.store().is_destroyed(leaf) for leaf in (left, right)):
        raise Refused("the data of one of these persons was destroyed")
    joined = resolution.head_of(left) == resolution.head_of(right)
    if answer is Answer.DIFFERENT and joined:
        raise Refused("these mentions stand as the same person: undo that judgement first")
    if answer is Answer.SAME and not joined:
        reasons = resolution.obstacles(left, right)
        if reasons:
            raise Refused(*reasons)


def _common_operation(left: UUID, right: UUID) -> UUID:
    operations = set(
        Person.objects.filter(id__in=[left, right]).values_list("operation", flat=True)
    )
    if len(operations) != 1:
        raise Refused("both mentions must belong to the same operation")
    found: UUID = operations.pop()
    return found


def _refuse_odd_lines(file_name: str, lines: Sequence[LineDraft]) -> None:
    spoken: set[tuple[int, str]] = set()
    for line in lines:
        if not line.mentions:
            raise BadInput("a line speaks of nobody", file=file_name, line=line.number)
        for mention in line.mentions:
            if (line.number, mention.role) in spoken:
                raise BadInput(
                    "two mentions of one line in the role %(role)s",
                    file=file_name,
                    line=line.number,
                    role=mention.role,
                )
            spoken.add((line.number, mention.role))


def _rows(report: Report, lines: Sequence[LineDraft]) -> tuple[list[AppendOnly], list[UUID], int]:
    rows: list[AppendOnly] = []
    persons: list[UUID] = []
    flagged = 0
    for line in lines:
        for draft in line.mentions:
            person, mention, claims = _mention_rows(report, line.number, draft)
            rows += [person, mention, *claims]
            persons.append(person.id)
            flagged += sum(1 for claim in claims if claim.flag)
    return rows, persons, flagged


def _mention_rows(
    report: Report, number: int, draft: MentionDraft
) -> tuple[Person, Mention, list[Claim]]:
    person = Person(operation=report.operation, kind=draft.kind, opened_at=report.received_at)
    mention = Mention(
        report=report.id,
        line=number,
        role=draft.role,
        kind=draft.kind,
        person=person.id,
        words=json.dumps(dict(draft.words), ensure_ascii=False),
    )
    claims = [
        Claim(
            mention=mention.id,
            person=person.id,
            property=item.property,
            compartment=item.compartment.value,
            as_written=item.as_written,
            normalised=item.normalised,
            field=item.field,
            flag=item.flag,
            certainty=item.certainty,
            stated_on=item.stated_on or report.received_at.date(),
        )
        for item in draft.claims
    ]
    return person, mention, claims


def _make_keys(rows: Sequence[AppendOnly], persons: Sequence[UUID]) -> None:
    store = service.store()
    store.ensure(persons, Compartment.IDENTITY)
    others = {Compartment(row.compartment) for row in rows if isinstance(row, Claim)}
    for compartment in others - {Compartment.IDENTITY}:
        owners = [r.person for r in rows if isinstance(r, Claim) and r.compartment == compartment]
        store.ensure(owners, compartment)
