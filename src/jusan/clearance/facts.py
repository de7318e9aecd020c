"""A child's case facts for the guards of the packs, read from the record and nothing else.

What is not recorded is None: the requirement then blocks, because silence never clears a child.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from jusan.clearance.record import KIN, REQUESTS, Line, Record
from jusan.core.claims.statements import Property, properties
from jusan.core.documents.models import DocumentKind
from jusan.core.operations.models import Operation
from jusan.core.people.models import Nature
from jusan.planning.guards import Facts

#: In this slice every child of an operation travels in one batch.
BATCH = "mission"


def facts_of(operation: Operation, record: Record, heads: Iterable[UUID]) -> list[Facts]:
    """Facts of many children as they are recorded now."""
    return [_facts(operation, record, head) for head in heads]


def _facts(operation: Operation, record: Record, head: UUID) -> Facts:
    held = properties(record.of(record.said, head))
    birth = _value(held, "birth") or {}
    parents = _parents(record, head)
    mother = next((parent for parent in parents if record.sexes[parent] == "F"), None)
    relatives = _relatives(record, head)
    born_where = _value(held, "born_where")
    living = _living(record, head, mother)
    return Facts(
        child=str(head),
        family=str(head),
        batch=BATCH,
        parents=tuple(str(parent) for parent in parents),
        relatives=tuple(str(relative) for relative in relatives),
        born_from=_day(birth.get("earliest")),
        born_to=_day(birth.get("latest")),
        born_abroad=None if born_where is None else born_where != "home",
        mother_living=living,
        mother_in_custody=mother is not None,
        parent_reachable=living,
        mother_citizenship=_citizenship_of(operation, record, mother),
        father_citizenship=_fathers_citizenship(operation, held),
        passport_expires=_passport(record, head),
        home_papers=_home_papers(record, head),
        kin_known=bool(relatives) or None,
        consent_rule=operation.consent_rule,
    )


def _value(held: Mapping[str, Property], name: str) -> Any:
    best = held[name].best if name in held else None
    return best.value if best else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _parents(record: Record, head: UUID) -> list[UUID]:
    """Heads of biological or legal parents."""
    links = record.of(record.links, head)
    return sorted({record.heads[link.parent] for link in links if link.nature in KIN}, key=str)


def _living(record: Record, head: UUID, mother: UUID | None) -> bool | None:
    """Whether a mother with parental rights lives: a listed one does until her death is recorded.

    A foundling of a children's home, and a child whose carer turned out to be a social parent
    only, have nobody of that kind who can be reached: they take the guardian's road.
    """
    if mother is not None:
        return not record.is_dead(mother)
    alone = _named_in("orphanage_register", record, head) or _only_social_parents(record, head)
    return False if alone or record.is_dead(head) else None


def _only_social_parents(record: Record, head: UUID) -> bool:
    links = record.of(record.links, head)
    return bool(links) and all(link.nature == Nature.SOCIAL for link in links)


def _named_in(kind: str, record: Record, head: UUID) -> bool:
    """Whether a report of a kind names this child."""
    return any(line.kind == kind for line in record.of(record.lines, head))


def _citizenship_of(operation: Operation, record: Record, mother: UUID | None) -> str | None:
    if mother is None:
        return "unknown"
    stated = _value(properties(record.of(record.said, mother)), "citizenship")
    if stated is None:
        return None
    return "citizen" if stated == operation.home_state else "foreign"


def _fathers_citizenship(operation: Operation, held: Mapping[str, Property]) -> str | None:
    stated = _value(held, "father_nationality")
    if stated is None:
        return None
    if str(stated).lower() == "unknown":
        return "unknown"
    return "citizen" if stated == operation.home_state else "foreign"


def _passport(record: Record, head: UUID) -> date | None:
    """The last day of the newest passport; an expired one is evidence, not a travel paper."""
    passports = [
        paper for paper in record.of(record.papers, head) if paper.kind == DocumentKind.PASSPORT
    ]
    # Over the leaves of the child; of one day's issue the first by id.
    newest = min(passports, key=lambda p: (-p.issued_on.toordinal(), str(p.id)), default=None)
    return newest.valid_until if newest else None


def _home_papers(record: Record, head: UUID) -> bool:
    return bool(record.of(record.papers, head)) or _named_in("registry_extracts", record, head)


def _relatives(record: Record, head: UUID) -> list[UUID]:
    """Heads of those who ask for this child: the claimant stands in the first line of a request,
    at the child's own line or above it."""
    asking = [_claimant(record, line) for line in record.of(record.lines, head)]
    return sorted({record.heads[leaf] for leaf in asking if leaf is not None}, key=str)


def _claimant(record: Record, line: Line) -> UUID | None:
    if line.kind != REQUESTS:
        return None
    above = [one for one in record.claimants.get(line.report, ()) if one.number <= line.number]
    return max(above, key=lambda one: one.number).leaf if above else None
