"""Clearance's part of a child's file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jusan.clearance import determining_page, policies, queries
from jusan.clearance.models import Determination, NationalityDecision
from jusan.clearance.papers.reading import issued_about
from jusan.core.access.models import User
from jusan.core.consent.models import Matter
from jusan.core.consent.queries import positions
from jusan.core.operations.models import Case, Operation
from jusan.core.vault.compartments import Compartment


def file_section(
    user: User, operation: Operation, leaves: list[UUID], opened: frozenset[Compartment]
) -> dict[str, Any] | None:
    """Requirements, blockers, positions and signed decisions."""
    if Compartment.IDENTITY not in opened:
        return None
    looked = queries.day_of(operation, leaves)
    line = queries.requirements(operation, leaves, looked)
    doors = determining_page.doors(user, operation, leaves)
    # A panel may look at a child that nobody holds yet: the assessment begins at first contact.
    known = line is not None or Case.objects.filter(person__in=leaves).exists()
    if not known and not any(doors.values()):
        return None
    return {
        "line": line,
        "looked": looked,
        "positions": list(positions(leaves, Matter.RETURN)),
        "nationality": list(NationalityDecision.objects.filter(child__in=leaves).order_by("at")),
        "determinations": list(Determination.objects.filter(child__in=leaves).order_by("at")),
        "doors": doors,
        "may_draw": bool(policies.can_read_board(user, operation.id)),
        "issued": issued_about(user, operation, leaves),
        "operation": operation,
    }
