"""What the clearance page of one child shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jusan.clearance import board, policies, queries
from jusan.clearance.reasons import text
from jusan.core.access.models import User
from jusan.core.claims.queries import open_file
from jusan.core.operations.models import Operation


def child(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """Requirements of one child. Raises NotVisible, NotPermitted."""
    file = open_file(user, operation.id, person, purpose="clearance", route=route)
    policies.can_read_board(user, operation.id).require()
    looked = queries.day_of(operation, list(file.leaves))
    line = queries.requirements(operation, list(file.leaves), looked)
    plan = board.plan_for(operation.host_profile)
    steps = [(step.id, text(step.label)) for step in plan.by_id.values()]
    return {"file": file, "line": line, "looked": looked, "steps": steps}
