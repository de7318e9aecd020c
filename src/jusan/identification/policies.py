"""Who may do what in identification. Permissions are decided here and nowhere else."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.people.policies import IDENTITY_SIGNERS, KIN_WRITERS
from jusan.identification.choices import Kind

SAMPLERS = (Role.LABORATORY, Role.FIELD_OFFICER, Role.MEDICAL, Role.COORDINATOR, Role.DIPLOMAT)
LABORATORY = (Role.LABORATORY,)
#: Families are told by people who work with families, never by a laboratory's letter.
TELLERS = (
    Role.COORDINATOR,
    Role.TRACING_OFFICER,
    Role.SOCIAL_WORKER,
    Role.PSYCHOLOGIST,
    Role.DIPLOMAT,
    Role.GUARDIANSHIP_OFFICER,
)


def can_register_sample(user: User, operation: UUID) -> Decision:
    """Who may register a tube."""
    return scope.has_role_in(user, SAMPLERS, operation)


def can_import(user: User, operation: UUID) -> Decision:
    """Who may import tables, policies and genotypes."""
    return scope.has_role_in(user, LABORATORY, operation)


def can_quarantine(user: User, operation: UUID) -> Decision:
    """Who may quarantine, release and order new samples."""
    return scope.has_role_in(user, LABORATORY, operation)


def can_read_numbers(user: User, operation: UUID) -> Decision:
    """Who may see likelihood ratios."""
    return scope.has_role_in(user, LABORATORY, operation)


def can_conclude(user: User, operation: UUID, kind: Kind) -> Decision:
    """Who may draft and sign a conclusion of a kind."""
    roles = LABORATORY if kind is Kind.KINSHIP else IDENTITY_SIGNERS
    return scope.has_role_in(user, roles, operation)


def can_read_conclusions(user: User, operation: UUID) -> Decision:
    """Who may see that a conclusion exists and where its signatures stand."""
    return scope.has_role_in(user, IDENTITY_SIGNERS, operation)


def can_record_kin(user: User, operation: UUID) -> Decision:
    """Who may write down kinship, deaths and sibling groups."""
    return scope.has_role_in(user, KIN_WRITERS, operation)


def can_close_claim(user: User, operation: UUID) -> Decision:
    """Who may close a relative's claim."""
    return scope.has_role_in(user, TELLERS, operation)


def can_disclose(user: User, operation: UUID) -> Decision:
    """Who may record that a family was told."""
    return scope.has_role_in(user, TELLERS, operation)
