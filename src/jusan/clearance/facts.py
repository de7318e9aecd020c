"""A child's case facts for the guards of the packs, read from the record and nothing else.

What is not recorded is None: the requirement then blocks, because silence never clears a child.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jusan.core.claims import cards
from jusan.core.claims.models import Mention, Report
from jusan.core.claims.resolution import heads_of, leaves_by_head
from jusan.core.claims.statements import Property, properties, said_about
from jusan.core.documents.models import DocumentKind
from jusan.core.documents.queries import of_subjects
from jusan.core.operations.models import Operation
from jusan.core.people.models import Nature
from jusan.core.people.queries import live_parent_links
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.vault import permits
from jusan.core.vault.compartments import Compartment
from jusan.planning.guards import Facts

#: In this slice every child of an operation travels in one batch.
BATCH = "mission"
_CHILD_FACTS = ("birth", "born_where", "father_nationality")
#: Kin of a child in the sense of its parent links; a social parent is not a legal one.
_KIN = (Nature.BIOLOGICAL, Nature.LEGAL)


def facts_of(operation: Operation, heads: Sequence[UUID], on: date) -> list[Facts]:
    """Facts of many children as they are recorded now."""
    leaves = leaves_by_head(heads)
    with permits.holding(permits.system("clearance facts")):
        return [_facts(operation, head, leaves[head], on) for head in heads]


def _facts(operation: Operation, head: UUID, leaves: list[UUID], on: date) -> Facts:
    held = properties(said_about(leaves, [Compartment.IDENTITY], only=_CHILD_FACTS))
    birth = _value(held, "birth") or {}
    parents = _parents(leaves)
    mother = next((parent for parent, sex in parents.items() if sex == "F"), None)
    passport = _passport(leaves)
    born_where = _value(held, "born_where")
    return Facts(
        child=str(head),
        family=str(head),
        batch=BATCH,
        parents=tuple(str(parent) for parent in parents),
        relatives=tuple(str(relative) for relative in _relatives(leaves)),
        born_from=_day(birth.get("earliest")),
        born_to=_day(birth.get("latest")),
        born_abroad=None if born_where is None else born_where != "home",
        mother_living=_living(mother, leaves),
        mother_in_custody=mother is not None,
        parent_reachable=_living(mother, leaves),
        mother_citizenship=_citizenship_of(operation, mother),
        father_citizenship=_fathers_citizenship(operation, held),
        passport_expires=passport,
        home_papers=_home_papers(leaves),
        kin_known=bool(_relatives(leaves)) or None,
        consent_rule=operation.consent_rule,
    )


def _value(held: Mapping[str, Property], name: str) -> Any:
    best = held[name].best if name in held else None
    return best.value if best else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _parents(leaves: list[UUID]) -> dict[UUID, str]:
    """Heads of biological or legal parents with their recorded sex."""
    links = [
        link
        for link in live_parent_links(leaves)
        if link.child in leaves and Nature(link.nature) in _KIN
    ]
    heads = set(heads_of(link.parent for link in links).values())
    sexes = dict.fromkeys(heads, "U")
    for card in cards.of_heads(heads, Compartment.IDENTITY):
        sexes[card.head] = json.loads(card.body).get("sex") or "U"
    women = _listed_women(heads)
    return {head: "F" if head in women else sex for head, sex in sexes.items()}


def _listed_women(heads: set[UUID]) -> set[UUID]:
    """Heads that a host list of mothers names: the list says so by being one."""
    leaves = leaves_by_head(heads)
    everyone = [leaf for part in leaves.values() for leaf in part]
    named = set(
        Mention.objects.filter(person__in=everyone, role__in=["woman", "speaker"]).values_list(
            "person", flat=True
        )
    )
    return {head for head, part in leaves.items() if named & set(part)}


def _living(mother: UUID | None, leaves: list[UUID]) -> bool | None:
    """Whether a mother with parental rights lives: a listed one does until her death is recorded.

    A foundling of a children's home, and a child whose carer turned out to be a social parent
    only, have nobody of that kind who can be reached: they take the guardian's road.
    """
    if mother is not None:
        dead = standing.latest(leaves_by_head([mother])[mother], FactKind.DECEASED)
        return dead is None
    orphaned = standing.latest(leaves, FactKind.DECEASED)
    alone = _named_in("orphanage_register", leaves) or _only_social_parents(leaves)
    return False if orphaned or alone else None


def _only_social_parents(leaves: list[UUID]) -> bool:
    links = [link for link in live_parent_links(leaves) if link.child in leaves]
    return bool(links) and all(link.nature == Nature.SOCIAL for link in links)


def _named_in(kind: str, leaves: list[UUID]) -> bool:
    """Whether a report of a kind names one of these leaves."""
    reports = Report.objects.filter(kind=kind).values("id")
    return Mention.objects.filter(person__in=leaves, report__in=reports).exists()


def _citizenship_of(operation: Operation, mother: UUID | None) -> str | None:
    if mother is None:
        return "unknown"
    held = properties(
        said_about(leaves_by_head([mother])[mother], [Compartment.IDENTITY], only=["citizenship"])
    )
    stated = _value(held, "citizenship")
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


def _passport(leaves: list[UUID]) -> date | None:
    """The last day of the newest passport; an expired one is evidence, not a travel paper."""
    newest = of_subjects(leaves).filter(kind=DocumentKind.PASSPORT).first()
    return newest.valid_until if newest else None


def _home_papers(leaves: list[UUID]) -> bool:
    kinds = [DocumentKind.BIRTH_RECORD, DocumentKind.PASSPORT]
    if of_subjects(leaves).filter(kind__in=kinds).exists():
        return True
    return _named_in("registry_extracts", leaves)


def _relatives(leaves: list[UUID]) -> list[UUID]:
    """Heads of those who ask for this child: the claimant stands in the first line of a request,
    at the child's own line or above it."""
    requests = Report.objects.filter(kind="family_requests").values("id")
    lines = Mention.objects.filter(person__in=leaves, report__in=requests)
    found: set[UUID] = set()
    for report, line in lines.values_list("report", "line"):
        above = Mention.objects.filter(report=report, role="claimant", line__lte=line)
        found |= set(above.order_by("-line").values_list("person", flat=True)[:1])
    return sorted(set(heads_of(found).values()), key=str)
