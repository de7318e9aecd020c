"""Who may write down kinship, sibling groups and identity."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision, no
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.people.models import Basis, ParentLink

KIN_WRITERS = (
    Role.TRACING_OFFICER,
    Role.COORDINATOR,
    Role.LABORATORY,
    Role.LEGAL_OFFICER,
    Role.DIPLOMAT,
    Role.SOCIAL_WORKER,
)
#: A parent "by DNA" comes out of a conclusion of two laboratory signers and from nowhere else.
DNA_WRITERS = (Role.LABORATORY,)
#: Whoever signs a kinship must have read the numbers; an identity also rests on papers and words.
IDENTITY_SIGNERS = (
    Role.LABORATORY,
    Role.COORDINATOR,
    Role.TRACING_OFFICER,
    Role.LEGAL_OFFICER,
)
SPLITTERS = (
    Role.SOCIAL_WORKER,
    Role.GUARDIANSHIP_OFFICER,
    Role.PSYCHOLOGIST,
    Role.COORDINATOR,
)


def can_state_parent(user: User, operation: UUID, basis: str, source: UUID | None) -> Decision:
    """Who may write down a parent; on DNA only the laboratory, and only by its conclusion."""
    if basis != Basis.DNA:
        return scope.has_role_in(user, KIN_WRITERS, operation)
    if source is None:
        return no("a parent by DNA rests on a conclusion with two signatures")
    return scope.has_role_in(user, DNA_WRITERS, operation)


def can_retract_parent(user: User, link: ParentLink) -> Decision:
    """Who may take a parent back. Two signed for a link on DNA: one officer does not undo it, a
    qualified scientist does."""
    if link.basis != Basis.DNA:
        return scope.has_role_in(user, KIN_WRITERS, link.operation)
    if not user.qualified_scientist:
        return no("a link on DNA is taken back by a qualified scientist")
    return scope.has_role_in(user, DNA_WRITERS, link.operation)


def can_read_parents(user: User, operation: UUID) -> Decision:
    """Who reads on what each parent link rests: who writes kinship down."""
    return scope.has_role_in(user, KIN_WRITERS, operation)


def can_group_siblings(user: User, operation: UUID) -> Decision:
    """Who may form a sibling group or add a child to it."""
    return scope.has_role_in(user, KIN_WRITERS, operation)


def can_split_siblings(user: User, operation: UUID) -> Decision:
    """Who may carry out a determination that splits a group: those who sit on its panel."""
    return scope.has_role_in(user, SPLITTERS, operation)


def can_record_identity(user: User, operation: UUID) -> Decision:
    """Who may record what a twice-signed conclusion establishes: those who sign such."""
    return scope.has_role_in(user, IDENTITY_SIGNERS, operation)
