"""Who may record on which ground data is held, and what somebody said."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.consent.models import BasisKind, LegalBasis, Matter
from jusan.core.operations.queries import has_role_near

#: The owner of the data and the lawyer; a scientist does not make the ground of their own work.
BASIS_KEEPERS = (Role.LEGAL_OFFICER, Role.COORDINATOR)
#: Who hears people on what. The laboratory takes no position: whoever types does not ask.
TAKERS: dict[Matter, tuple[Role, ...]] = {
    Matter.RETURN: (Role.DIPLOMAT, Role.LEGAL_OFFICER, Role.SOCIAL_WORKER, Role.COORDINATOR),
    Matter.DNA_SAMPLE: (
        Role.TRACING_OFFICER,
        Role.FIELD_OFFICER,
        Role.DIPLOMAT,
        Role.MEDICAL,
        Role.SOCIAL_WORKER,
        Role.COORDINATOR,
    ),
    Matter.UNEXPECTED_FINDINGS: (
        Role.TRACING_OFFICER,
        Role.FIELD_OFFICER,
        Role.DIPLOMAT,
        Role.MEDICAL,
        Role.SOCIAL_WORKER,
        Role.COORDINATOR,
    ),
    Matter.MEDIA: (Role.SOCIAL_WORKER, Role.GUARDIANSHIP_OFFICER, Role.COORDINATOR),
    Matter.PLACEMENT: (Role.SOCIAL_WORKER, Role.GUARDIANSHIP_OFFICER, Role.COORDINATOR),
    Matter.CONTACT: (
        Role.TRACING_OFFICER,
        Role.DIPLOMAT,
        Role.SOCIAL_WORKER,
        Role.GUARDIANSHIP_OFFICER,
        Role.COORDINATOR,
    ),
}


def can_record_position(user: User, operation: UUID, subject: UUID, matter: Matter) -> Decision:
    """Who may write down what somebody said on a matter (regional officers: in their region)."""
    return has_role_near(user, TAKERS[matter], operation, subject)


def can_record_basis(user: User, operation: UUID, kind: BasisKind) -> Decision:
    """Who may record on which ground a class of data is held.

    A consent is recorded by whoever hears it, also in a prison yard; an order, a vital interest or
    a public task by those who answer for the ground.
    """
    hearers = TAKERS[Matter.DNA_SAMPLE] if kind is BasisKind.CONSENT else ()
    return scope.has_role_in(user, (*BASIS_KEEPERS, *hearers), operation)


def bases_of(user: User, operation: UUID) -> tuple[BasisKind, ...]:
    """The grounds that this user may record."""
    return tuple(kind for kind in BasisKind if can_record_basis(user, operation, kind))


def can_end_basis(user: User, basis: LegalBasis) -> Decision:
    """Who may record that a ground fell away."""
    return scope.has_role_in(user, BASIS_KEEPERS, basis.operation)


def can_read_positions(user: User, operation: UUID, subject: UUID) -> Decision:
    """Who reads how somebody was heard and on which grounds data is held: who records it."""
    roles = {role for takers in TAKERS.values() for role in takers} | set(BASIS_KEEPERS)
    return has_role_near(user, sorted(roles), operation, subject)


def matters_of(user: User, operation: UUID, subject: UUID) -> tuple[Matter, ...]:
    """The matters on which this user may record positions about somebody."""
    return tuple(m for m in Matter if can_record_position(user, operation, subject, m))
