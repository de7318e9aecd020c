"""Who reads proceedings, and who may touch a court's order. The wall stands here."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.decisions import Decision, no
from jusan.core.access.models import User
from jusan.core.access.roles import RULES, Role
from jusan.core.vault.compartments import Compartment
from jusan.justice.models import CourtAccess

READERS = (Role.JUSTICE_OFFICER,)
APPROVERS = (Role.DATA_PROTECTION_OFFICER,)
CARRIERS = (Role.SAFEGUARDING_LEAD,)
ORDER_READERS = (Role.AUDITOR, *APPROVERS, *READERS, *CARRIERS)
#: Roles that hear what is said for protection (demonstration data know no wall).
BEHIND_THE_WALL = frozenset(
    role
    for role, rule in RULES.items()
    if Compartment.PROTECTION in rule.compartments and role is not Role.DEMONSTRATION
)


def can_use_proceedings(user: User, operation: UUID) -> Decision:
    """A justice officer who holds no role that hears what is said for protection."""
    if scope.roles_of(user) & BEHIND_THE_WALL:
        return no("whoever hears what is said for protection takes no part in proceedings")
    return scope.has_role_in(user, READERS, operation)


def can_read_orders(user: User, operation: UUID) -> Decision:
    """Who sees how often a court's order opened something."""
    return scope.has_role_in(user, ORDER_READERS, operation)


def can_approve(user: User, access: CourtAccess) -> Decision:
    """The data-protection officer, never the requester's own human."""
    if user.human == access.requester_human:
        return no("an order is checked by somebody else than its requester")
    return scope.has_role_in(user, APPROVERS, access.operation)


def can_carry_out(user: User, access: CourtAccess) -> Decision:
    """A safeguarding lead hands over what the order names, and nobody of justice."""
    if user.human == access.requester_human:
        return no("an order is carried out by somebody else than its requester")
    return scope.has_role_in(user, CARRIERS, access.operation)
