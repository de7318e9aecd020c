"""Issuing a paper: rendered in four languages, numbered, kept, and on record in one act.

Nothing that changes in the record afterwards changes what was issued: the copies are kept as they
were (see ``keeping``), their hashes stand in the event and in the rows of the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from jusan.clearance import policies
from jusan.clearance.models import IssuedPaper, PaperForm, PaperShare
from jusan.clearance.papers import keeping
from jusan.clearance.papers.canonical import record_hash
from jusan.clearance.papers.record import Paper
from jusan.clearance.papers.render import render
from jusan.clearance.papers.wording import LANGUAGES, Language
from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.documents.models import Document, DocumentKind, DocumentStateKind
from jusan.core.documents.operations import change_state, enter_document
from jusan.core.documents.policies import can_change_state
from jusan.core.errors import NotVisible, Refused
from jusan.core.history import acts, reads
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment

KINDS = {
    PaperForm.STATEMENT: DocumentKind.CONSENT_DEED,
    PaperForm.NOTE: DocumentKind.NOTE_VERBALE,
    PaperForm.TRANSFER: DocumentKind.ACT_OF_TRANSFER,
}
#: Draws up the paper under the number that it gets.
Make = Callable[[str], Paper]


def number_of(paper: IssuedPaper) -> str:
    """The number that stands on a paper."""
    return _number(paper.form, paper.serial, paper.issued_at.year)


@dataclass(frozen=True, slots=True)
class Order:
    """A paper to be drawn up: ``about`` a person, or the operation for a list of several;
    ``named`` are all leaves of everybody on it."""

    form: PaperForm
    make: Make
    about: UUID
    named: Sequence[UUID]
    issuer: str


def draft(*, actor: User, operation: Operation, order: Order, language: Language) -> bytes:
    """The paper as it would be issued now, in one language, with the word draft across it."""
    policies.can_issue(actor, operation.id, order.form).require()
    return render(order.make(_next_number(operation, order.form)[1]), language, draft=True)


def issue(*, actor: User, operation: Operation, order: Order) -> IssuedPaper:
    """Issue a paper. Raises NotPermitted, RecordError, and Refused when another took its number."""
    form = order.form
    policies.can_issue(actor, operation.id, form).require()
    serial, number = _next_number(operation, form)
    paper = order.make(number)
    copies: dict[str, bytes] = {language: render(paper, language) for language in LANGUAGES}
    with acts.act(actor=actor.id, kind="clearance.issue_paper", chain=operation.id):
        acts.lock_chain(operation.id)
        if _next_number(operation, form)[0] != serial:
            raise Refused("another paper took this number: issue it again")
        document = enter_document(
            actor=actor,
            operation=operation.id,
            subject=order.about,
            kind=KINDS[form],
            number=number,
            issuer=order.issuer,
            issued_on=clock.today(),
            content_sha256=record_hash(paper),
        )
        row = IssuedPaper(
            operation=operation.id,
            document=document.id,
            form=form.value,
            serial=serial,
            issued_by=actor.id,
            issued_at=clock.now(),
            record_sha256=document.content_sha256,
        )
        row.save()
        acts.add_all(keeping.sealed_rows(row, copies, order.named))
        acts.record(
            "clearance.paper_issued", subjects=list(order.named), payload=_payload(row, copies)
        )
    return row


def reprint(
    *, reader: User, operation: Operation, paper: UUID, language: str, route: str
) -> tuple[str, bytes]:
    """A harmless file name and the bytes of a copy as they were issued. The read is recorded first.

    Raises NotVisible for a paper of another operation, or one that names somebody hidden from this
    reader; NotPermitted for those who may not read the form.
    """
    row = _of_operation(operation, paper)
    named = named_in(row)
    form = PaperForm(row.form)
    policies.can_read_paper(reader, operation.id, form, row.issued_by, named).require()
    opened = [Compartment.IDENTITY]
    if form in policies.LOCATED and policies.located(reader, named):
        opened.append(Compartment.LOCATION)
    reads.open_for(
        reader=reader.id,
        purpose=f"issued paper {row.form}",
        subjects=named,
        compartments=opened,
        route=route,
    )
    content = keeping.open_copy(row, language)
    if content is None:
        raise NotVisible("this paper has no copy in that language")
    return f"{row.form}-{row.id.hex[:8]}-{language}.pdf", content


def end(*, actor: User, operation: Operation, paper: UUID, state: DocumentStateKind) -> IssuedPaper:
    """Write down that an issued paper is no longer good. Its copies stay as they are.

    Raises NotVisible like ``reprint``; NotPermitted; Refused the second time.
    """
    row = require_may_end(actor, operation, paper)
    change_state(actor=actor, document=Document.objects.get(id=row.document), state=state)
    return row


def require_may_end(user: User, operation: Operation, paper: UUID) -> IssuedPaper:
    """A paper that this user may end. Raises NotVisible, NotPermitted."""
    row = _of_operation(operation, paper)
    policies.require_all_visible(user, named_in(row))
    can_change_state(user, Document.objects.get(id=row.document)).require()
    return row


def _of_operation(operation: Operation, paper: UUID) -> IssuedPaper:
    row = IssuedPaper.objects.filter(id=paper, operation=operation.id).first()
    if row is None:
        raise NotVisible("there is no such paper")
    return row


def named_in(paper: IssuedPaper) -> list[UUID]:
    """All leaves of everybody whom a paper names."""
    return list(PaperShare.objects.filter(paper=paper.id).values_list("person", flat=True))


def _next_number(operation: Operation, form: PaperForm) -> tuple[int, str]:
    issued = IssuedPaper.objects.filter(operation=operation.id, form=form.value)
    serial = (issued.aggregate(last=Max("serial"))["last"] or 0) + 1
    return serial, _number(form.value, serial, clock.now().year)


def _number(form: str, serial: int, year: int) -> str:
    return f"{form}-{serial:03d}/{year}"


def _payload(row: IssuedPaper, copies: dict[str, bytes]) -> dict[str, str]:
    hashes = {f"sha256_{language}": keeping.sha256(pdf) for language, pdf in copies.items()}
    return {
        "paper": str(row.id),
        "document": str(row.document),
        "form": row.form,
        "record_sha256": row.record_sha256,
        **hashes,
    }


def papers_naming(leaves: Sequence[UUID]) -> list[IssuedPaper]:
    """Issued papers that name a person, newest first. Forms, numbers and times only."""
    ids = PaperShare.objects.filter(person__in=list(leaves)).values("paper")
    return list(IssuedPaper.objects.filter(id__in=ids).order_by("-issued_at", "-recorded_at"))
