"""Tracing's part of a child's file: the lines that speak of it, the answers that joined them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims.models import Mention, Report, Source
from jusan.core.claims.resolution import live_judgements
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.tracing.request_queries import contacts_of


def file_section(
    user: User, operation: Operation, leaves: list[UUID], opened: frozenset[Compartment]
) -> dict[str, Any] | None:
    """Received lines with their words, answers with their reasons, the family's own contacts."""
    del user, operation
    if Compartment.IDENTITY not in opened:
        return None
    mentions = list(Mention.objects.filter(person__in=leaves).order_by("recorded_at", "line"))
    reports = Report.objects.in_bulk({row.report for row in mentions})
    sources = Source.objects.in_bulk({row.source for row in reports.values()})
    lines = [
        {
            "mention": row,
            "report": reports[row.report],
            "source": sources[reports[row.report].source],
            "words": json.loads(row.words) if row.words else {},
        }
        for row in mentions
    ]
    judgements = [
        {"row": row, "why": row.why if row.left in leaves else ""}
        for row in live_judgements(leaves).order_by("judged_at")
    ]
    return {"lines": lines, "judgements": judgements, "contacts": contacts_of(leaves)}
