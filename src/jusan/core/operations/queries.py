"""Reading operations."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from jusan.core.access import scope
from jusan.core.access.decisions import YES, Decision
from jusan.core.access.models import User
from jusan.core.access.roles import PERSON_READERS, Role
from jusan.core.operations.models import Case, CaseClosing, CaseReopening, Operation


def operations_for(user: User) -> models.QuerySet[Operation]:
    """Operations on which this user holds any role now."""
    return scope.in_scopes(user, Operation.objects.all(), scope="id").order_by("begins_on")


def operation_for(user: User, slug: str) -> Operation:
    """One operation by its slug. Raises NotVisible."""
    return scope.get_visible(operations_for(user), slug=slug)


def operations_reached(user: User) -> models.QuerySet[Operation]:
    """Operations of which this user sees somebody: by a role on them, on a case or on a region."""
    narrow = _narrow(user, PERSON_READERS)
    if not narrow:
        return operations_for(user)
    own, beside = scope.scopes_of(user), scope.scopes_beside(narrow)
    rows = Operation.objects.filter(models.Q(id__in=own) | models.Q(id__in=beside))
    return rows.order_by("begins_on")


def operation_reached(user: User, slug: str) -> Operation:
    """One operation for a page that shows only whom this user sees. Raises NotVisible.

    Pages that show anything of the operation itself ask ``operation_for``.
    """
    return scope.get_visible(operations_reached(user), slug=slug)


def roles_near(user: User, operation: UUID) -> frozenset[Role]:
    """Roles held on an operation, or on a case or a region in which somebody of it lies.

    Whoever holds only the latter works in the operation for these people alone; whom they see is
    still decided subject by subject.
    """
    held = scope.roles_by_scope(user)
    near = held.pop(operation, frozenset())
    return near.union(*(held[place] for place in near_scopes(operation, held)))


def has_role_near(
    user: User, roles: Iterable[Role], operation: UUID, subject: UUID | None = None
) -> Decision:
    """Whether a user holds one of the roles on an operation, or on a case or a region: that of
    ``subject`` where somebody is asked about, else that of anybody of the operation."""
    wanted = tuple(roles)
    decision = scope.has_role_in(user, wanted, operation)
    if decision:
        return decision
    if subject is not None:
        return scope.has_role(user, wanted, subject)
    return YES if roles_near(user, operation) & {*wanted} else decision


def near_scopes(operation: UUID, scopes: Iterable[UUID]) -> set[UUID]:
    """Those of some scopes that are a case of an operation, or a region where its people live."""
    held = set(scopes) - {operation}
    if not held:
        return set()
    others = held - set(Operation.objects.filter(id__in=held).values_list("id", flat=True))
    return scope.share(operation, others) if others else set()


def standing_closings() -> models.QuerySet[CaseClosing]:
    """Closings that were not taken back by a reopening."""
    reopened = CaseReopening.objects.filter(closing=models.OuterRef("pk"))
    return CaseClosing.objects.filter(~models.Exists(reopened))


def open_cases(operation: UUID) -> models.QuerySet[Case]:
    """Cases for which the operation still works."""
    closed = standing_closings().filter(case=models.OuterRef("pk"))
    return Case.objects.filter(~models.Exists(closed), operation=operation)


def _narrow(user: User, roles: Iterable[Role]) -> set[UUID]:
    """Scopes granted to a user that are no operations: cases and regions."""
    held = set(scope.scopes_of(user, roles))
    return held - set(Operation.objects.filter(id__in=held).values_list("id", flat=True))
