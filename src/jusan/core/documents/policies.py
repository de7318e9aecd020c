"""Who may enter papers, and write down that one is no longer good."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.documents.models import Document, DocumentKind
from jusan.core.operations.queries import has_role_near

ENTERERS = (
    Role.LEGAL_OFFICER,
    Role.DIPLOMAT,
    Role.COORDINATOR,
    Role.TRACING_OFFICER,
    Role.FIELD_OFFICER,
    Role.SOCIAL_WORKER,
    Role.GUARDIANSHIP_OFFICER,
)
#: Papers of a profession: whoever answers for what they say enters them too.
OWN: dict[DocumentKind, tuple[Role, ...]] = {
    DocumentKind.FIT_TO_FLY: (Role.MEDICAL,),
    DocumentKind.KINSHIP_REPORT: (Role.LABORATORY,),
}
ENDERS = (Role.LEGAL_OFFICER, Role.DIPLOMAT, Role.COORDINATOR)


def can_enter_document(user: User, operation: UUID, subject: UUID, kind: DocumentKind) -> Decision:
    """Who may enter a paper of a kind (regional officers: about the children of their region)."""
    return has_role_near(user, (*ENTERERS, *OWN.get(kind, ())), operation, subject)


def can_change_state(user: User, document: Document) -> Decision:
    """Who may write down that a paper was revoked, surrendered, lost or replaced."""
    return scope.has_role_in(user, ENDERS, document.operation)


def can_read_documents(user: User, operation: UUID, subject: UUID) -> Decision:
    """Who reads the numbers of somebody's papers: who handles papers."""
    own = {role for roles in OWN.values() for role in roles}
    roles = sorted({*ENTERERS, *ENDERS, *own})
    return has_role_near(user, roles, operation, subject)


def kinds_for(user: User, operation: UUID, subject: UUID) -> tuple[DocumentKind, ...]:
    """The kinds of papers that this user may enter about somebody."""
    return tuple(k for k in DocumentKind if can_enter_document(user, operation, subject, k))
