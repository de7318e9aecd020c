"""Who drafts, who approves, who reads."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision, no
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.reporting.models import Release

DRAFTERS = (Role.MEDIA_OFFICER, Role.COORDINATOR)
#: Whoever answers for the protection of children and data signs beside the speaker.
APPROVERS = (Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER, Role.COORDINATOR)
READERS = (*DRAFTERS, *APPROVERS, Role.AUDITOR)


def can_draft(user: User, operation: UUID) -> Decision:
    """Who drafts releases."""
    return scope.has_role_in(user, DRAFTERS, operation)


def can_read(user: User, operation: UUID) -> Decision:
    """Who sees drafts and releases."""
    return scope.has_role_in(user, READERS, operation)


def can_approve(user: User, release: Release) -> Decision:
    """A second human of the protecting roles."""
    if user.human == release.drafter_human:
        return no("a release is approved by somebody else than its drafter")
    return scope.has_role_in(user, APPROVERS, release.operation)


def can_read_brief(user: User, operation: UUID) -> Decision:
    """Who prints the minister's page."""
    return scope.has_role_in(user, (Role.COORDINATOR, Role.DIPLOMAT), operation)
