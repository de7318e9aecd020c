"""Who writes and reads the diplomatic record."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role

WRITERS = (Role.DIPLOMAT, Role.COORDINATOR)
READERS = (*WRITERS, Role.LEGAL_OFFICER)


def can_write(user: User, operation: UUID) -> Decision:
    """Who may enter exchanges, commitments, treaties and steps of a transfer."""
    return scope.has_role_in(user, WRITERS, operation)


def can_read(user: User, operation: UUID) -> Decision:
    """Who may read them."""
    return scope.has_role_in(user, READERS, operation)
