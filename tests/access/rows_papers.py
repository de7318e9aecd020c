"""Who gets which page of the official papers, and of what is entered from a child's file."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from jusan.clearance.models import PaperForm
from jusan.clearance.policies import ISSUERS, PAPER_READERS, READERS
from jusan.core.access.roles import PERSON_READERS, Role
from jusan.core.consent import policies as consent
from jusan.core.consent.models import BasisKind
from jusan.core.consent.operations import record_basis
from jusan.core.documents import policies as documents
from jusan.core.documents.models import DocumentKind
from jusan.core.documents.operations import enter_document
from jusan.core.people.operations import state_parent
from jusan.core.people.policies import KIN_WRITERS
from jusan.core.vault.compartments import Compartment
from tests.access.rows import Row
from tests.clearance.paper_story import issue_statement, make_papers

EVERYBODY = frozenset(Role)


def _story(cast: Any) -> SimpleNamespace:
    """A family with everything that the papers need, one paper issued, one of each entry."""
    if not hasattr(cast, "papers"):
        cast.papers = make_papers(cast, together=False)
        cast.papers.issued = issue_statement(cast.papers)
        about = {"operation": cast.aqqu.id, "subject": cast.papers.children[0]}
        cast.papers.basis = record_basis(
            actor=cast.legal_officer,
            data_class=Compartment.DNA,
            basis=BasisKind.COURT_ORDER,
            reference="order",
            starts_on=date(2031, 1, 1),
            **about,
        )
        cast.papers.document = enter_document(
            actor=cast.diplomat,
            kind=DocumentKind.PASSPORT,
            number="N 1",
            issuer="Registry",
            issued_on=date(2031, 1, 1),
            **about,
        )
        cast.papers.link = state_parent(
            actor=cast.tracing_officer,
            operation=cast.aqqu.id,
            child=cast.papers.children[0],
            parent=cast.papers.mother,
            nature="social",
            basis="claimed",
        )
    found: SimpleNamespace = cast.papers
    return found


def _operation(cast: Any) -> dict[str, Any]:
    _story(cast)
    return {"operation": cast.aqqu.slug}


def _child(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "person": _story(cast).children[0]}


def _handover(cast: Any) -> dict[str, Any]:
    return {**_child(cast), "handover": _story(cast).handovers[0].id}


def _copy(cast: Any) -> dict[str, Any]:
    paper = _story(cast).issued.id
    return {"operation": cast.aqqu.slug, "paper": paper, "language": "kk"}


def _paper(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "paper": _story(cast).issued.id}


def _basis(cast: Any) -> dict[str, Any]:
    return {**_child(cast), "basis": _story(cast).basis.id}


def _document(cast: Any) -> dict[str, Any]:
    return {**_child(cast), "paper": _story(cast).document.id}


def _link(cast: Any) -> dict[str, Any]:
    return {**_child(cast), "link": _story(cast).link.id}


def _row(name: str, kwargs: Any, roles: Any, within: frozenset[Role], method: str = "get") -> Row:
    allowed = frozenset({*roles, Role.DEMONSTRATION})
    return Row(name, kwargs, allowed, method, within - allowed)


#: A diplomat wrote none of the story's handovers down and may not know where children are.
_AT_HANDOVER = tuple(r for r in ISSUERS[PaperForm.TRANSFER] if r is not Role.DIPLOMAT)
_HEARING = {role for takers in consent.TAKERS.values() for role in takers}
_POSITIONS = _HEARING | set(consent.BASIS_KEEPERS)
_PAPERS = {*documents.ENTERERS, *documents.ENDERS, Role.MEDICAL, Role.LABORATORY}
_STATEMENT = ISSUERS[PaperForm.STATEMENT]
_NOTE = ISSUERS[PaperForm.NOTE]
ROWS = [
    _row("clearance:papers", _child, READERS, PERSON_READERS),
    _row("clearance:statement", _child, _STATEMENT, PERSON_READERS),
    _row("clearance:statement", _child, _STATEMENT, PERSON_READERS, "post"),
    _row("clearance:note", _operation, _NOTE, EVERYBODY),
    _row("clearance:note", _operation, _NOTE, EVERYBODY, "post"),
    _row("clearance:transfer", _handover, _AT_HANDOVER, PERSON_READERS),
    _row("clearance:transfer", _handover, _AT_HANDOVER, PERSON_READERS, "post"),
    _row("clearance:copy", _copy, PAPER_READERS[PaperForm.STATEMENT], PERSON_READERS),
    _row("clearance:end", _paper, documents.ENDERS, PERSON_READERS, "post"),
    _row("journey:positions", _child, _POSITIONS, PERSON_READERS),
    _row("journey:position", _child, _POSITIONS, PERSON_READERS, "post"),
    _row("journey:basis", _child, _POSITIONS, PERSON_READERS, "post"),
    _row("journey:end_basis", _basis, _POSITIONS, PERSON_READERS, "post"),
    _row("journey:papers", _child, _PAPERS, PERSON_READERS),
    _row("journey:paper", _child, _PAPERS, PERSON_READERS, "post"),
    _row("journey:paper_state", _document, _PAPERS, PERSON_READERS, "post"),
    _row("journey:parents", _child, KIN_WRITERS, PERSON_READERS),
    _row("journey:parent", _child, KIN_WRITERS, PERSON_READERS, "post"),
    _row("journey:retract_parent", _link, KIN_WRITERS, PERSON_READERS, "post"),
]
