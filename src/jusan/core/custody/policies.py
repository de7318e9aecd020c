"""Who may record custody."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role

KEEPERS = (
    Role.FIELD_OFFICER,
    Role.COORDINATOR,
    Role.CENTRE_WORKER,
    Role.SOCIAL_WORKER,
    Role.DIPLOMAT,
    Role.GUARDIANSHIP_OFFICER,
)
LABORATORY_KEEPERS = (*KEEPERS, Role.LABORATORY)


def can_hand_over(user: User, operation: UUID) -> Decision:
    """Who may record a handover or sign one side of it."""
    return scope.has_role_in(user, LABORATORY_KEEPERS, operation)


def can_settle(user: User, operation: UUID) -> Decision:
    """Who may settle a dispute about custody."""
    return scope.has_role_in(user, (Role.COORDINATOR,), operation)
