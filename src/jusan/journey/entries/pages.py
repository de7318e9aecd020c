"""What the three pages show: positions and grounds, papers, parents; and who may add to them.

Each begins with who the user is to the child: not visible, not permitted, then the logged read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.claims.queries import PersonFile, open_file, visible_head
from jusan.core.claims.resolution import head_of, heads_of, leaves_of
from jusan.core.consent import policies as consent
from jusan.core.consent.models import LegalBasis, LegalBasisEnd, Position
from jusan.core.documents import policies as documents
from jusan.core.documents.models import Document, DocumentState
from jusan.core.documents.queries import of_subjects
from jusan.core.errors import NotVisible
from jusan.core.operations import policies as operations
from jusan.core.operations.models import Operation
from jusan.core.people import policies as people
from jusan.core.people.models import ParentLink, ParentLinkRetraction
from jusan.core.people.queries import live_parent_links
from jusan.journey import policies as journey
from jusan.journey.entries.people_near import Choice, named, offered

T = TypeVar("T")
#: How many positions and grounds a page shows before it is asked for the older ones.
RECENT = 30


@dataclass(frozen=True, slots=True)
class Said:
    """A position with who took it and how it was heard (None: hidden from this reader)."""

    row: Position
    holder: str
    heard: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal basis and whether it has fallen away."""

    row: LegalBasis
    end: LegalBasisEnd | None
    of_operation: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and what became of it."""

    row: Document
    states: tuple[DocumentState, ...]
    may_end: bool


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent link with both names, and why it was taken back."""

    row: ParentLink
    child: str
    parent: str
    retraction: ParentLinkRetraction | None
    may_retract: bool


def positions(
    user: User, operation: Operation, person: UUID, look: str, *, everything: bool, route: str
) -> dict[str, Any]:
    """Positions and legal bases about a person, the newest ones unless ``everything`` is asked for.
    Raises NotVisible, NotPermitted."""
    head = visible_head(user, operation.id, person)
    consent.can_read_positions(user, operation.id, head).require()
    file = open_file(user, operation.id, head, purpose="positions", route=route)
    all_rows = Position.objects.filter(subject__in=file.leaves).order_by("-taken_at")
    rows = list(all_rows if everything else all_rows[:RECENT])
    grounds = _grounds(user, operation, file.leaves)
    heads = heads_of(row.holder for row in rows)
    seen = dict(named(user, set(heads.values()), route=route))
    matters = consent.matters_of(user, operation.id, head)
    return {
        "file": file,
        "said": [_said(row, heads, seen) for row in rows],
        "grounds": grounds if everything else grounds[:RECENT],
        "older": not everything and max(all_rows.count(), len(grounds)) > RECENT,
        "matters": matters,
        "bases": consent.bases_of(user, operation.id),
        "holders": _holders(user, operation, file, look, route) if matters else [],
    }


def papers(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """Papers about a person. Raises NotVisible, NotPermitted."""
    head = visible_head(user, operation.id, person)
    documents.can_read_documents(user, operation.id, head).require()
    file = open_file(user, operation.id, head, purpose="documents", route=route)
    rows = list(of_subjects(file.leaves))
    ended = list(DocumentState.objects.filter(document__in=[row.id for row in rows]))
    return {
        "file": file,
        "papers": [
            Paper(
                row,
                tuple(state for state in ended if state.document == row.id),
                bool(documents.can_change_state(user, row)),
            )
            for row in rows
        ],
        "kinds": documents.kinds_for(user, operation.id, head),
    }


def parents(
    user: User, operation: Operation, person: UUID, look: str, *, route: str
) -> dict[str, Any]:
    """Parent links that touch a person, those taken back included. Raises NotVisible,
    NotPermitted."""
    head = visible_head(user, operation.id, person)
    people.can_read_parents(user, operation.id).require()
    file = open_file(user, operation.id, head, purpose="parents", route=route)
    touched = Q(child__in=file.leaves) | Q(parent__in=file.leaves)
    rows = list(ParentLink.objects.filter(touched).order_by("-stated_at"))
    gone = {
        row.link: row
        for row in ParentLinkRetraction.objects.filter(link__in=[row.id for row in rows])
    }
    heads = heads_of(one for row in rows for one in (row.child, row.parent))
    labels = dict(named(user, set(heads.values()), route=route))
    return {
        "file": file,
        "links": [
            Parent(
                row,
                labels.get(heads[row.child], ""),
                labels.get(heads[row.parent], ""),
                gone.get(row.id),
                row.id not in gone and bool(people.can_retract_parent(user, row)),
            )
            for row in rows
        ],
        "people": offered(user, operation, file.leaves, look, route=route),
    }


def open_to(user: User, operation: Operation, head: UUID) -> dict[str, bool]:
    """Which of the pages of entries a user gets for a person."""
    return {
        "positions": bool(consent.can_read_positions(user, operation.id, head)),
        "papers": bool(documents.can_read_documents(user, operation.id, head)),
        "parents": bool(people.can_read_parents(user, operation.id)),
        "birth": bool(journey.can_record_birth(user, operation.id)),
        "case": bool(operations.can_close_case(user, operation.id)),
    }


# -- one row of a page, for what is done to it -------------------------------------------------


def basis_of(person: UUID, basis: UUID) -> LegalBasis:
    """A legal basis of a person's own. Raises NotVisible."""
    return _one(LegalBasis.objects.filter(subject__in=leaves_of(person), id=basis).first())


def document_of(person: UUID, document: UUID) -> Document:
    """A paper about a person. Raises NotVisible."""
    return _one(of_subjects(leaves_of(person)).filter(id=document).first())


def link_of(person: UUID, link: UUID) -> ParentLink:
    """A parent link that touches a person and still holds. Raises NotVisible."""
    return _one(live_parent_links(leaves_of(person)).filter(id=link).first())


def _one(row: T | None) -> T:
    if row is None:
        raise NotVisible("there is no such thing in this file")
    return row


# -- parts -------------------------------------------------------------------------------------


def _said(row: Position, heads: dict[UUID, UUID], seen: dict[UUID, str]) -> Said:
    head = heads[row.holder]
    if head not in seen:
        return Said(row, "", None)
    kept = json.loads(row.circumstances or "{}")
    return Said(row, seen[head], {str(name): str(value) for name, value in kept.items()})


def _grounds(user: User, operation: Operation, leaves: Sequence[UUID]) -> list[Ground]:
    rows = LegalBasis.objects.filter(subject__in=[*leaves, operation.id]).order_by("-starts_on")
    ends = {
        end.basis: end for end in LegalBasisEnd.objects.filter(basis__in=[row.id for row in rows])
    }
    return [
        Ground(
            row,
            ends.get(row.id),
            row.subject == operation.id,
            row.id not in ends and row.subject != operation.id and _allowed(user, row),
        )
        for row in rows
    ]


def _allowed(user: User, row: LegalBasis) -> bool:
    decision: Decision = consent.can_end_basis(user, row)
    return bool(decision)


def _holders(
    user: User, operation: Operation, file: PersonFile, look: str, route: str
) -> list[Choice]:
    own = (head_of(file.head), str(file.identity.get("label", "")))
    return [*offered(user, operation, file.leaves, look, route=route), own]
