"""What the pages of the official papers show: what can be drawn up now, what was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.clearance import policies
from jusan.clearance.models import IssuedPaper, PaperCopy, PaperForm
from jusan.clearance.papers import issuing
from jusan.clearance.papers.drafts import note, statement, transfer
from jusan.core.access.models import User
from jusan.core.claims.queries import visible_head
from jusan.core.claims.resolution import leaves_of
from jusan.core.custody import queries as custody
from jusan.core.documents.models import Document, DocumentState
from jusan.core.documents.policies import can_change_state
from jusan.core.errors import NotPermitted, NotVisible
from jusan.core.operations.models import Operation


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued paper as a list shows it."""

    paper: IssuedPaper
    number: str
    by: str
    state: Any
    languages: tuple[str, ...]
    may_read: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class Act:
    """A handover of which an act can be drawn up."""

    handover: UUID
    at: Any
    giver: str
    receiver: str


def papers(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """The papers of one child. Raises NotVisible, NotPermitted; the read is logged."""
    head = child_of(user, operation, person)
    policies.can_read_board(user, operation.id).require()
    listed = note.candidates(user, operation, [head], route=route)[0]
    said = statement.ground(user, operation, head, route=route)
    return {
        "child": listed.child,
        "statement": said,
        "note_missing": listed.missing,
        "acts": acts_of(user, head, route),
        "hides_places": not policies.located(user, leaves_of(head)),
        "may": may(user, operation),
        "issued": issued_about(user, operation, listed.child.leaves),
    }


def child_of(user: User, operation: Operation, person: UUID) -> UUID:
    """The head of a person of this operation. Raises NotVisible. Opens nothing."""
    return visible_head(user, operation.id, person)


def may(user: User, operation: Operation) -> dict[str, bool]:
    """Which forms this user issues."""
    return {
        form.name.lower(): bool(policies.can_issue(user, operation.id, form)) for form in PaperForm
    }


def require_issuer(user: User, operation: Operation, form: PaperForm) -> None:
    """Raises NotPermitted."""
    policies.can_issue(user, operation.id, form).require()


def ground_of_act(
    user: User, operation: Operation, head: UUID, handover: UUID, *, route: str
) -> transfer.Ground:
    """What is recorded of a handover. Raises NotVisible; NotPermitted where places are hidden."""
    row = transfer.handover_of(head, handover)
    policies.can_draw_handover(user, row).require()
    return transfer.ground(user, operation, row, route=route)


def acts_of(user: User, head: UUID, route: str) -> list[Act]:
    """Handovers that this user may know about; the read of private persons' names is logged."""
    rows = [row for row in transfer.handovers_of(head) if policies.can_draw_handover(user, row)]
    hands = [party for row in rows for party in (row.giver, row.receiver)]
    names = custody.called(user, hands, purpose="papers", route=route)
    return [
        Act(
            handover=row.id,
            at=row.happened_at,
            giver=names.get(row.giver, "") if row.giver else "",
            receiver=names.get(row.receiver, "") if row.receiver else "",
        )
        for row in rows
    ]


def issued_about(user: User, operation: Operation, leaves: Sequence[UUID]) -> list[Issued]:
    """Papers that name a person, newest first."""
    return [_issued(user, operation, row) for row in issuing.papers_naming(leaves)]


def issued_notes(user: User, operation: Operation) -> list[Issued]:
    """Notes verbales of an operation, newest first."""
    rows = IssuedPaper.objects.filter(operation=operation.id, form=PaperForm.NOTE)
    return [_issued(user, operation, row) for row in rows.order_by("-serial")]


def _issued(user: User, operation: Operation, row: IssuedPaper) -> Issued:
    ended = DocumentState.objects.filter(document=row.document).order_by("-at").first()
    copies = PaperCopy.objects.filter(paper=row.id).order_by("language")
    issuer = User.objects.filter(id=row.issued_by).first()
    return Issued(
        paper=row,
        number=issuing.number_of(row),
        by=issuer.display_name if issuer else "",
        state=ended.get_state_display() if ended else _("issued"),
        languages=tuple(copies.values_list("language", flat=True)),
        may_read=_may_read(user, operation, row),
        may_end=bool(can_change_state(user, Document.objects.get(id=row.document))),
    )


def _may_read(user: User, operation: Operation, row: IssuedPaper) -> bool:
    named = issuing.named_in(row)
    try:
        form = PaperForm(row.form)
        policies.can_read_paper(user, operation.id, form, row.issued_by, named).require()
    except (NotPermitted, NotVisible):
        return False
    return True
