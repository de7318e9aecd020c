"""Who enters and reads clearance."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role

WRITERS = (
    Role.LEGAL_OFFICER,
    Role.DIPLOMAT,
    Role.COORDINATOR,
    Role.SOCIAL_WORKER,
    Role.MEDICAL,
    Role.GUARDIANSHIP_OFFICER,
    Role.FIELD_OFFICER,
    Role.CENTRE_WORKER,
    Role.PSYCHOLOGIST,
    Role.LABORATORY,
    Role.TRACING_OFFICER,
)
READERS = (
    Role.LEGAL_OFFICER,
    Role.DIPLOMAT,
    Role.COORDINATOR,
    Role.SOCIAL_WORKER,
    Role.FIELD_OFFICER,
    Role.GUARDIANSHIP_OFFICER,
)
#: Citizenship is decided by a legal officer, never by the machine and never by the laboratory.
DECIDERS = (Role.LEGAL_OFFICER,)
PANEL = (Role.SOCIAL_WORKER, Role.GUARDIANSHIP_OFFICER, Role.PSYCHOLOGIST, Role.COORDINATOR)


def can_enter_event(user: User, operation: UUID, subject: UUID) -> Decision:
    """Who may write down what happened to a requirement (regional officers: in their region)."""
    return _in_or_for(user, WRITERS, operation, subject)


def can_read_board(user: User, operation: UUID) -> Decision:
    """Who sees the clearance board."""
    return scope.has_role_in(user, READERS, operation)


def can_decide_nationality(user: User, operation: UUID) -> Decision:
    """Who signs a decision on citizenship."""
    return scope.has_role_in(user, DECIDERS, operation)


def can_determine(user: User, operation: UUID, child: UUID) -> Decision:
    """Who enters a panel's determination."""
    return _in_or_for(user, PANEL, operation, child)


def can_issue_paper(user: User, operation: UUID) -> Decision:
    """Who issues official papers from the record."""
    return scope.has_role_in(user, (Role.LEGAL_OFFICER, Role.DIPLOMAT), operation)


def _in_or_for(user: User, roles: tuple[Role, ...], operation: UUID, subject: UUID) -> Decision:
    return scope.has_role_in_or_for(user, roles, operation, subject)
