"""Papers of an operation's folder."""

from __future__ import annotations

from uuid import UUID

from jusan.core.documents.models import DocumentKind, DocumentStateKind
from jusan.core.documents.operations import change_state, enter_document
from jusan.core.feeds.story import Action, Feed, Story, once
from jusan.core.feeds.tables import Row

_KINDS = {
    "birth_certificate": DocumentKind.BIRTH_RECORD,
    "mothers_statement": DocumentKind.CONSENT_DEED,
    "guardian_order": DocumentKind.COURT_DECISION,
}
_ENDED = {"cancelled": DocumentStateKind.REVOKED, "replaced": DocumentStateKind.REPLACED}


def _document(story: Story, row: Row, _phase: str) -> None:
    kind = row.need("kind")
    known = _KINDS.get(kind) or (
        DocumentKind(kind) if kind in DocumentKind.values else DocumentKind.OTHER
    )
    actor = story.user(row.need("entered_by"))
    document = enter_document(
        actor=actor,
        operation=story.operation.id,
        subject=_subject(story, row.need("subject")),
        kind=known,
        number=row.need("number"),
        issuer=row.need("issuer"),
        issued_on=row.day("issued_on"),
        valid_until=row.optional_day("valid_until"),
    )
    story.remember("document", row["number"], document)
    if row["state"] == "cancelled":
        change_state(actor=actor, document=document, state=_ENDED["cancelled"])
    earlier = row["replaces"].removeprefix("document:")
    if earlier:
        change_state(
            actor=actor,
            document=story.recall("document", earlier),
            state=DocumentStateKind.REPLACED,
        )


def _subject(story: Story, ref: str) -> UUID:
    """A person, or the operation for papers of the mission."""
    return story.person(ref) if "#" in ref else story.operation.id


FEEDS: list[Feed] = [
    Feed(
        "papers/documents.csv",
        frozenset(
            {
                "number",
                "kind",
                "subject",
                "issuer",
                "issued_on",
                "state",
                "entered_at",
                "entered_by",
            }
        ),
        once("entered_at"),
        _document,
    ),
]
ACTIONS: dict[str, Action] = {}
