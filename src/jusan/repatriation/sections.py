"""The mission's part of a child's file."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.documents import queries as documents
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.repatriation.models import FitnessCheck
from jusan.repatriation.reading import one_child


def file_section(
    user: User, operation: Operation, leaves: list[UUID], opened: frozenset[Compartment]
) -> dict[str, Any] | None:
    """Flight, boarding, papers, and for a doctor the checks with their findings."""
    del user, operation
    if Compartment.IDENTITY not in opened:
        return None
    checks = FitnessCheck.objects.filter(child__in=leaves).order_by("at")
    medical = Compartment.HEALTH in opened
    return {
        "flight": one_child.summary(leaves),
        "papers": list(documents.of_subjects(leaves)),
        "checks": [
            {
                "at": row.at,
                "outcome": row.get_outcome_display(),
                "findings": json.loads(row.findings) if medical else None,
            }
            for row in checks
        ],
    }
