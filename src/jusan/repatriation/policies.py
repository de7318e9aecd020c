"""Who runs the mission."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision, no
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.repatriation.models import Manifest

PLANNERS = (Role.COORDINATOR, Role.FIELD_OFFICER, Role.DIPLOMAT)
#: A cancelled flight voids a list that two people signed for: those who speak for the operation.
CANCELLERS = (Role.COORDINATOR, Role.DIPLOMAT)
COUNTERS = (Role.FIELD_OFFICER, Role.COORDINATOR, Role.SOCIAL_WORKER, Role.CENTRE_WORKER)
READERS = (*PLANNERS, Role.MEDICAL, Role.SOCIAL_WORKER, Role.CENTRE_WORKER)


def can_plan(user: User, operation: UUID) -> Decision:
    """Who enters flights and the team, drafts manifests, records boarding."""
    return scope.has_role_in(user, PLANNERS, operation)


def can_cancel(user: User, operation: UUID) -> Decision:
    """Who writes down that a flight never flies."""
    return scope.has_role_in(user, CANCELLERS, operation)


def can_check_fitness(user: User, operation: UUID) -> Decision:
    """Only a doctor says who is fit."""
    return scope.has_role_in(user, (Role.MEDICAL,), operation)


def can_count(user: User, operation: UUID) -> Decision:
    """Who counts children."""
    return scope.has_role_in(user, COUNTERS, operation)


def can_read_mission(user: User, operation: UUID) -> Decision:
    """Who sees flights and manifests."""
    return scope.has_role_in(user, READERS, operation)


def can_approve(user: User, manifest: Manifest) -> Decision:
    """A second human, never the one who drafted."""
    if user.human == manifest.drafter_human:
        return no("a manifest is approved by somebody else than its drafter")
    return can_plan(user, manifest.operation)
