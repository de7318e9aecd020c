"""Care's part of a child's file."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.reintegration import growth, queries
from jusan.reintegration.models import Admission, Intake, SchoolEntry, Visit


def file_section(
    user: User, operation: Operation, leaves: list[UUID], opened: frozenset[Compartment]
) -> dict[str, Any] | None:
    """Stay, goals, visits, school; intakes for clinicians. None before anything happened."""
    del user
    if Compartment.IDENTITY not in opened:
        return None
    located = Compartment.LOCATION in opened
    visits = list(Visit.objects.filter(child__in=leaves).order_by("at", "recorded_at"))
    protected = Compartment.PROTECTION in opened
    part: dict[str, Any] = {
        "operation": operation,
        "summary": queries.summary(leaves),
        "rooms": list(Admission.objects.filter(child__in=leaves).order_by("admitted_at"))
        if located
        else [],
        "goals": queries.goals_of(leaves, opened),
        "intakes": _intakes(leaves) if Compartment.HEALTH in opened else [],
        "visits": [{"row": row, "note": row.note if protected else None} for row in visits],
        "schools": list(SchoolEntry.objects.filter(child__in=leaves).order_by("enrolled_at")),
    }
    nothing = not (part["goals"] or visits or part["schools"] or part["intakes"])
    return None if nothing and part["summary"]["admitted_at"] is None else part


def _intakes(leaves: list[UUID]) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    earlier: list[growth.Measures] = []
    for row in Intake.objects.filter(child__in=leaves).order_by("at", "recorded_at"):
        body = json.loads(row.body) if row.body else {}
        written = body.get("measures", {})
        measures = growth.Measures(
            **{name: growth.read_measure(name, written.get(name, "")) for name in growth.LIMITS}
        )
        shown.append({"row": row, "body": body, "flags": growth.flags(measures, earlier)})
        earlier.append(measures)
    return shown
