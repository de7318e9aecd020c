"""What each role sees first in the morning: one list over all columns, most urgent first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from jusan.clearance import queries as clearance
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.claims.queries import all_heads, labels
from jusan.core.claims.resolution import heads_of
from jusan.core.custody.models import Holding
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item
from jusan.diplomacy import queries as diplomacy
from jusan.identification import queries as identification
from jusan.journey import phases
from jusan.justice import queries as justice
from jusan.justice.safeguarding import queries as safeguarding
from jusan.reintegration import queries as reintegration
from jusan.repatriation.reading import waiting as repatriation
from jusan.reporting import queries as reporting
from jusan.tracing import queries as tracing

Waiting = Callable[[User, Operation], list[Item]]
COLUMNS: tuple[Waiting, ...] = (
    tracing.waiting,
    identification.waiting,
    clearance.waiting,
    diplomacy.waiting,
    repatriation.waiting,
    reintegration.waiting,
    justice.waiting,
    safeguarding.waiting,
    reporting.waiting,
)
LENGTH = 60
_ROAD_ROLES = {Role.COORDINATOR, Role.DEMONSTRATION}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the worklist, ready to show."""

    item: Item
    label: str
    href: str


def worklist(user: User, operation: Operation, *, route: str) -> list[Line]:
    """Everything that waits for this user in this operation, most urgent first."""
    items = [item for waiting in COLUMNS for item in waiting(user, operation)]
    items.sort(key=lambda item: (item.urgency, item.due is None, item.due or operation.begins_on))
    items = items[:LENGTH]
    names = _names(user, items, route)
    return [
        Line(
            item,
            names.get(item.subject, item.thing) if item.subject else item.thing,
            reverse(item.url_name, kwargs=dict(item.url_kwargs)),
        )
        for item in items
    ]


def road(user: User, operation: Operation) -> dict[phases.Phase, int] | None:
    """Children in each phase, for those who steer the whole; None for the others. Counts only."""
    if not scope.roles_of(user, operation.id) & _ROAD_ROLES:
        return None
    heads = all_heads(operation.id, kind="child")
    held = Holding.objects.filter(subject__in=heads).values_list("subject", flat=True).distinct()
    return phases.counts(phases.phases_of(heads, held))


def _names(user: User, items: list[Item], route: str) -> dict[UUID, str]:
    leaves = [item.subject for item in items if item.subject]
    allowed = set(
        scope.subjects_for(user, Compartment.IDENTITY).filter(subject__in=heads_of(leaves).values())
    )
    heads = {leaf: head for leaf, head in heads_of(leaves).items() if head in allowed}
    if not heads:
        return {}
    reads.open_for(
        reader=user.id,
        purpose="worklist",
        subjects=set(heads.values()),
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    found = labels(heads.values())
    return {leaf: found.get(head, "") for leaf, head in heads.items()}
