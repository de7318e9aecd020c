"""The minister's page: one sheet of national totals as of an instant, read from standing facts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.queries import all_heads
from jusan.core.claims.resolution import leaves_by_head
from jusan.core.operations.models import Operation
from jusan.core.standing.models import Fact, FactKind
from jusan.reporting import policies, queries
from jusan.reporting.models import Release


@dataclass(frozen=True, slots=True)
class Brief:
    """Totals of children by how far they have come; ``last`` is the newest release that is out."""

    as_of: datetime
    known: int
    identified: int
    cleared: int
    home: int
    with_families: int
    last: Release | None


def brief(user: User, operation: Operation) -> Brief:
    """The page's figures. Raises NotPermitted. Counts only: no person is opened."""
    policies.can_read_brief(user, operation.id).require()
    newest = _newest_facts(all_heads(operation.id, kind="child"))
    out = queries.published(operation.id)
    return Brief(
        as_of=clock.now(),
        known=len(newest),
        identified=sum(_confirmed(facts) for facts in newest.values()),
        cleared=sum(_cleared(facts) for facts in newest.values()),
        home=sum(FactKind.LANDED.value in facts for facts in newest.values()),
        with_families=sum(_with_family(facts) for facts in newest.values()),
        last=out[-1] if out else None,
    )


def _newest_facts(heads: list[UUID]) -> dict[UUID, dict[str, Fact]]:
    leaves = leaves_by_head(heads)
    owner = {leaf: head for head, part in leaves.items() for leaf in part}
    newest: dict[UUID, dict[str, Fact]] = defaultdict(dict)
    for fact in Fact.objects.filter(subject__in=list(owner)).order_by("at", "recorded_at"):
        newest[owner[fact.subject]][fact.kind] = fact
    return {head: newest[head] for head in heads}


def _confirmed(facts: dict[str, Fact]) -> bool:
    fact = facts.get(FactKind.IDENTIFIED.value)
    return fact is not None and fact.code == "confirmed"


def _with_family(facts: dict[str, Fact]) -> bool:
    """Placed, and not back in the centre since."""
    return _is_newer(facts, FactKind.PLACED, FactKind.ADMITTED)


def _cleared(facts: dict[str, Fact]) -> bool:
    """Came home, or could fly: not when nobody works for the child's flight any more."""
    if FactKind.LANDED.value in facts:
        return True
    if _is_newer(facts, FactKind.CLOSED, FactKind.REOPENED):
        return False
    return _is_newer(facts, FactKind.CLEARED_FOR, FactKind.NOT_CLEARED)


def _is_newer(facts: dict[str, Fact], kind: FactKind, other: FactKind) -> bool:
    """Whether the last word of one kind was said, and not taken back by one of another since."""
    one, two = facts.get(kind.value), facts.get(other.value)
    if one is None or two is None:
        return one is not None
    return (one.at, one.recorded_at) >= (two.at, two.recorded_at)
