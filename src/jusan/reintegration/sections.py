"""Care's part of a child's file."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims.resolution import head_of
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person, PersonKind
from jusan.core.vault.compartments import Compartment
from jusan.reintegration import entry_queries, growth, policies, queries
from jusan.reintegration.models import Intake, SchoolEntry, Visit
from jusan.reintegration.stays import stays


def file_section(
    user: User, operation: Operation, leaves: list[UUID], opened: frozenset[Compartment]
) -> dict[str, Any] | None:
    """Stay, goals, visits, school; intakes for clinicians; what this reader may enter.

    None before anything happened or can be entered.
    """
    if Compartment.IDENTITY not in opened:
        return None
    located = Compartment.LOCATION in opened
    visits = list(Visit.objects.filter(child__in=leaves).order_by("at", "recorded_at"))
    protected = Compartment.PROTECTION in opened
    part: dict[str, Any] = {
        "operation": operation,
        "may_read_plan": bool(policies.can_read_plan(user, operation.id, leaves[0])),
        "summary": queries.summary(leaves),
        "stays": stays(leaves) if located else [],
        "goals": queries.goals_of(leaves, opened),
        "intakes": _intakes(leaves) if Compartment.HEALTH in opened else [],
        "visits": [{"row": row, "note": row.note if protected else None} for row in visits],
        "doors": _doors(user, operation, leaves),
        "schools": list(SchoolEntry.objects.filter(child__in=leaves).order_by("enrolled_at")),
    }
    happened = part["goals"] or visits or part["schools"] or part["intakes"] or part["doors"]
    return part if happened or part["summary"]["admitted_at"] is not None else None


def _doors(user: User, operation: Operation, leaves: list[UUID]) -> list[entry_queries.Door]:
    """Pages of entry, on the file of a child."""
    children = Person.objects.filter(id__in=leaves, kind=PersonKind.CHILD)
    return entry_queries.doors(user, operation, head_of(leaves[0])) if children.exists() else []


def _intakes(leaves: list[UUID]) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    earlier: list[growth.Measures] = []
    for row in Intake.objects.filter(child__in=leaves).order_by("at", "recorded_at"):
        body = json.loads(row.body) if row.body else {}
        measures = growth.read_all(body.get("measures", {}))
        shown.append({"row": row, "body": body, "flags": growth.flags(measures, earlier)})
        earlier.append(measures)
    return shown
