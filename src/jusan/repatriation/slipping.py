"""What dies if a flight moves to another day: who could board on the one and not on the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_by_head
from jusan.core.documents import queries as documents
from jusan.core.documents.models import Document
from jusan.core.operations.models import Operation
from jusan.planning import manifests
from jusan.repatriation import eligibility
from jusan.repatriation.reading import flights
from jusan.repatriation.reading.manifests import WHY_NOT


@dataclass(frozen=True, slots=True)
class Loss:
    """One child, what newly stands against its boarding, and the travel papers that expire."""

    head: UUID
    label: str
    reasons: tuple[Any, ...]
    papers: tuple[Document, ...]


def losses(
    user: User, operation: Operation, first: date, second: date, *, route: str
) -> list[Loss]:
    """What holds on the first day and not on the second, child by child; the read is logged."""
    labels = flights.children(user, operation, route=route)
    before, after = _stay(operation, first), _stay(operation, second)
    leaves = leaves_by_head(labels)
    found = []
    for head, label in labels.items():
        known = before.get(str(head), ())
        fresh = [code for code in after.get(str(head), ()) if code not in known]
        papers = _expiring(leaves[head], first, second)
        if fresh or papers:
            why = tuple(WHY_NOT[code] for code in fresh)
            found.append(Loss(head, label, why, papers))
    return found


def _stay(operation: Operation, day: date) -> dict[str, tuple[str, ...]]:
    """Who would stay behind on a day, by the rule of the manifest, and why."""
    drafted = manifests.draft(list(eligibility.passengers(operation, day).values()))
    return {left.id: left.codes for left in drafted.left}


def _expiring(leaves: list[UUID], first: date, second: date) -> tuple[Document, ...]:
    still = set(documents.travel_papers(leaves, second).values_list("id", flat=True))
    return tuple(row for row in documents.travel_papers(leaves, first) if row.id not in still)
