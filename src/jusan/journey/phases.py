"""In which phase of the road a child is, read from the standing facts and nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jusan.core.claims.resolution import leaves_by_head
from jusan.core.standing.models import Fact, FactKind


class Phase(StrEnum):
    """The five phases, in the order of the road, and its end."""

    FIND = "find"
    IDENTIFY = "identify"
    CLEAR = "clear"
    BRING_HOME = "bring_home"
    RESTORE = "restore"
    CLOSED = "closed"


LABELS = {
    Phase.FIND: _("Find"),
    Phase.IDENTIFY: _("Identify"),
    Phase.CLEAR: _("Clear"),
    Phase.BRING_HOME: _("Bring home"),
    Phase.RESTORE: _("Restore"),
    Phase.CLOSED: _("Closed"),
}


def phase_of(facts: Iterable[Fact], *, found: bool) -> Phase:
    """The phase that a child's facts put it in. ``found``: somebody is known to hold it."""
    newest = {fact.kind: fact for fact in sorted(facts, key=_when)}
    if _newer(newest, FactKind.CLOSED, FactKind.REOPENED):
        return Phase.CLOSED
    if {FactKind.LANDED, FactKind.ADMITTED, FactKind.PLACED} & newest.keys():
        return Phase.RESTORE
    if _newer(newest, FactKind.CLEARED_FOR, FactKind.NOT_CLEARED) or FactKind.BOARDED in newest:
        return Phase.BRING_HOME
    identified = newest.get(FactKind.IDENTIFIED)
    if identified is not None and identified.code in {"confirmed", "provisional"}:
        return Phase.CLEAR
    return Phase.IDENTIFY if found else Phase.FIND


def phases_of(heads: Iterable[UUID], found: Iterable[UUID]) -> dict[UUID, Phase]:
    """Phases of many heads in two queries."""
    leaves = leaves_by_head(heads)
    owner = {leaf: head for head, part in leaves.items() for leaf in part}
    facts: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(subject__in=list(owner)):
        facts[owner[fact.subject]].append(fact)
    known = set(found)
    return {head: phase_of(facts[head], found=head in known) for head in leaves}


def counts(phases: Mapping[UUID, Phase]) -> dict[Phase, int]:
    """How many children are in each phase."""
    tally = Counter(phases.values())
    return {phase: tally.get(phase, 0) for phase in Phase}


def _when(fact: Fact) -> tuple[datetime, datetime]:
    """Business time, then the order of recording for facts of one instant."""
    return fact.at, fact.recorded_at


def _newer(newest: Mapping[str, Fact], kind: FactKind, rival: FactKind) -> bool:
    if kind not in newest:
        return False
    return rival not in newest or _when(newest[kind]) >= _when(newest[rival])
