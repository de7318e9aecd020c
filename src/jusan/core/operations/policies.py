"""Who ends an operation's work for a person."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role

#: Those who answer for a person over the whole road.
CLOSERS = (Role.COORDINATOR, Role.SOCIAL_WORKER)


def can_close_case(user: User, operation: UUID) -> Decision:
    """Who closes a case, and opens a closed one again."""
    return scope.has_role_in(user, CLOSERS, operation)
