"""Reading operations."""

from __future__ import annotations

from django.db import models

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.access.roles import PERSON_READERS
from jusan.core.operations.models import Operation


def operations_for(user: User) -> models.QuerySet[Operation]:
    """Operations on which this user holds any role now."""
    return scope.in_scopes(user, Operation.objects.all(), scope="id").order_by("begins_on")


def operation_for(user: User, slug: str) -> Operation:
    """One operation by its slug. Raises NotVisible."""
    return scope.get_visible(operations_for(user), slug=slug)


def operations_reached(user: User) -> models.QuerySet[Operation]:
    """Operations of which this user sees somebody: by a role on them, on a case or on a region."""
    own = set(operations_for(user).values_list("id", flat=True))
    narrow = set(scope.scopes_of(user, PERSON_READERS)) - own
    beside = scope.scopes_beside(narrow) if narrow else ()
    return Operation.objects.filter(id__in={*own, *beside}).order_by("begins_on")


def operation_reached(user: User, slug: str) -> Operation:
    """One operation for a page that shows only whom this user sees. Raises NotVisible.

    Pages that show anything of the operation itself ask ``operation_for``.
    """
    return scope.get_visible(operations_reached(user), slug=slug)
