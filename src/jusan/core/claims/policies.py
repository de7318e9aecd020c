"""Who may take in reports and judge mentions."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role

INTAKE = (Role.TRACING_OFFICER, Role.COORDINATOR, Role.FIELD_OFFICER, Role.DIPLOMAT)
JUDGES = (Role.TRACING_OFFICER, Role.COORDINATOR)


def can_take_report(user: User, operation: UUID) -> Decision:
    """Who may take in a report."""
    return scope.has_role_in(user, INTAKE, operation)


def can_judge(user: User, operation: UUID) -> Decision:
    """Who may say same, different or unsure."""
    return scope.has_role_in(user, JUDGES, operation)


def can_retract(user: User, operation: UUID) -> Decision:
    """Who may mark a claim as retracted."""
    return scope.has_role_in(user, JUDGES, operation)


def can_state_reading(user: User, operation: UUID) -> Decision:
    """Who may say how a flagged value is to be read: whoever sees the open list."""
    return scope.has_role_in(user, INTAKE, operation)


def can_withdraw_reading(user: User, operation: UUID, by: UUID) -> Decision:
    """Whoever stated a reading takes it back, and whoever may retract any claim."""
    if user.id == by:
        return can_state_reading(user, operation)
    return can_retract(user, operation)


def can_destroy(user: User, operation: UUID) -> Decision:
    """Who may destroy a data subject's keys (with a second human's approval)."""
    return scope.has_role_in(user, (Role.DATA_PROTECTION_OFFICER,), operation)
