"""Who does what after arrival."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.operations.queries import has_role_near

CENTRE = (Role.CENTRE_WORKER, Role.SOCIAL_WORKER, Role.COORDINATOR)
PLANNERS = (Role.SOCIAL_WORKER, Role.CENTRE_WORKER, Role.PSYCHOLOGIST, Role.MEDICAL)
CLINICIANS = {"medical": (Role.MEDICAL,), "psychological": (Role.PSYCHOLOGIST,)}
EXAMINERS = (Role.MEDICAL, Role.PSYCHOLOGIST)
VISITORS = (Role.SOCIAL_WORKER, Role.GUARDIANSHIP_OFFICER, Role.CENTRE_WORKER)
PLAN_READERS = (*PLANNERS, Role.GUARDIANSHIP_OFFICER)
ASSESSORS = (Role.GUARDIANSHIP_OFFICER, Role.SOCIAL_WORKER)
DECIDERS = (Role.GUARDIANSHIP_OFFICER,)
OUTCOME_READERS = (Role.SOCIAL_WORKER, Role.COORDINATOR)


def can_admit(user: User, operation: UUID) -> Decision:
    """Who enters admissions and rooms, and sees the centre's day."""
    return scope.has_role_in(user, CENTRE, operation)


def can_examine(user: User, operation: UUID, kind: str) -> Decision:
    """A doctor enters the medical intake, a psychologist the psychological one."""
    return scope.has_role_in(user, CLINICIANS.get(kind, ()), operation)


def kinds_examined(user: User, operation: UUID) -> tuple[str, ...]:
    """The kinds of examination that a user may enter."""
    return tuple(kind for kind in CLINICIANS if can_examine(user, operation, kind))


def can_examine_at_all(user: User, operation: UUID) -> Decision:
    """Who enters an examination of any kind."""
    return scope.has_role_in(user, EXAMINERS, operation)


def can_plan(user: User, operation: UUID, child: UUID) -> Decision:
    """Who writes goals."""
    return has_role_near(user, PLANNERS, operation, child)


def can_read_plan(user: User, operation: UUID, child: UUID) -> Decision:
    """Who reads a care plan."""
    return has_role_near(user, PLAN_READERS, operation, child)


def can_visit(user: User, operation: UUID, child: UUID) -> Decision:
    """Who enters visits and school places."""
    return has_role_near(user, VISITORS, operation, child)


def can_see_visits(user: User, operation: UUID) -> Decision:
    """Who sees which visits are due: in the whole operation, or in a region."""
    return has_role_near(user, VISITORS, operation)


def can_assess(user: User, operation: UUID, child: UUID) -> Decision:
    """Who enters families and reads their assessments."""
    return has_role_near(user, ASSESSORS, operation, child)


def can_decide(user: User, operation: UUID, child: UUID) -> Decision:
    """Only the guardianship body decides where a child lives."""
    return has_role_near(user, DECIDERS, operation, child)


def can_discharge(user: User, operation: UUID) -> Decision:
    """Who records that a child left the centre."""
    return scope.has_role_in(user, (Role.CENTRE_WORKER, Role.SOCIAL_WORKER), operation)


def can_see_outcomes(user: User, operation: UUID) -> Decision:
    """Who records and reads the defined outcomes."""
    return scope.has_role_in(user, OUTCOME_READERS, operation)
