"""Justice's part of an adult's file: only where allegations are open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims.resolution import heads_of
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person, PersonKind
from jusan.core.vault.compartments import Compartment
from jusan.justice import policies, queries
from jusan.justice.models import Proceeding


def file_section(
    user: User, operation: Operation, leaves: list[UUID], opened: frozenset[Compartment]
) -> dict[str, Any] | None:
    """Proceedings of this adult, for a justice officer; a child has none."""
    if Compartment.ALLEGATIONS not in opened:
        return None
    if not policies.can_use_proceedings(user, operation.id):
        return None
    rows = list(Proceeding.objects.filter(person__in=leaves).order_by("opened_on"))
    if not rows and Person.objects.filter(kind=PersonKind.CHILD, id__in=leaves).exists():
        return None
    return {"proceedings": queries.views_of(rows, heads_of([row.person for row in rows]))}
