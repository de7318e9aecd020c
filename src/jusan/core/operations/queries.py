"""Reading operations."""

from __future__ import annotations

from django.db import models

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.operations.models import Operation


def operations_for(user: User) -> models.QuerySet[Operation]:
    """Operations on which this user holds any role now."""
    return scope.in_scopes(user, Operation.objects.all(), scope="id").order_by("begins_on")


def operation_for(user: User, slug: str) -> Operation:
    """One operation by its slug. Raises NotVisible."""
    return scope.get_visible(operations_for(user), slug=slug)
