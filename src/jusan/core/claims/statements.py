"""A person's properties as the record has them: the best value, and every conflicting claim.

Nothing is resolved away. The best readable value is the one of the most reliable source, then the
surest, then the latest; every other claim stays visible beside it with its source.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from jusan.core.claims.models import (
    Claim,
    ClaimReading,
    ClaimRetraction,
    Mention,
    Report,
    Source,
)
from jusan.core.claims.tokens import stems_of
from jusan.core.vault.compartments import Compartment

_FIRST = ("name", "birth", "sex", "mother_name", "father_name")
#: What belongs to the report, the register or the moment and not to the person alone: two requests
#: have two numbers and two claimants, and nobody contradicts anybody.
_MANY = frozenset(
    {
        "admitted_on", "brought_by", "children_listed", "court_case_no", "document_no",
        "document_valid_until", "extract_kind", "offers_home", "phone", "record_no", "region",
        "register_no", "relation_claimed", "remarks", "request_no", "speaker_relation",
        "speaker_role", "statement",
    }
)  # fmt: skip
_CERTAINTY_RANK = {"stated": 0, "about": 1, "hearsay": 2, "unreadable": 3}


@dataclass(frozen=True, slots=True)
class Said:
    """One claim with where it comes from."""

    claim: UUID
    person: UUID
    property_name: str
    as_written: str
    value: Any
    certainty: str
    flag: str
    retracted: bool
    channel: str
    source: str
    reliability: str
    file_name: str
    line: int
    role: str
    stated_on: date
    #: Whose reading of a flagged value this is; None for what the source itself says.
    read_by: UUID | None = None

    @property
    def counts(self) -> bool:
        """Whether this claim weighs anything."""
        return not self.retracted and self.value is not None

    @property
    def rank(self) -> tuple[str, int, int]:
        """Best first."""
        sureness = _CERTAINTY_RANK.get(self.certainty, 3)
        return (self.reliability, sureness, -self.stated_on.toordinal())


@dataclass(frozen=True, slots=True)
class Property:
    """All that is said about one property of one person."""

    name: str
    best: Said | None
    others: tuple[Said, ...]

    @property
    def conflicts(self) -> tuple[Said, ...]:
        """Claims that count and cannot be right if the best one is."""
        if self.best is None or self.name in _MANY:
            return ()
        best = self.best.value
        return tuple(said for said in self.others if said.counts and contradicts(best, said.value))

    @property
    def agreeing(self) -> tuple[Said, ...]:
        """The other claims: they say the same, were taken back, or could not be read."""
        conflicts = {said.claim for said in self.conflicts}
        return tuple(said for said in self.others if said.claim not in conflicts)


def contradicts(one: Any, other: Any) -> bool:
    """Whether two understood values cannot both be right.

    A name in another script is another writing, and one that only leaves parts out says less, not
    something else; overlapping intervals of birth agree; everything else agrees when it is equal.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        if "script" in one:
            return one.get("script") == other.get("script") and _other_name(one, other)
        if "earliest" in one and "earliest" in other:
            return bool(one["latest"] < other["earliest"] or other["latest"] < one["earliest"])
        return bool(one.get("text") != other.get("text"))
    return bool(one != other)


def _other_name(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    ours, theirs = (stems_of(str(value.get("text", ""))) for value in (one, other))
    return not (ours <= theirs or theirs <= ours)


def said_about(
    leaves: Iterable[UUID],
    compartments: Iterable[Compartment],
    *,
    only: Iterable[str] | None = None,
) -> list[Said]:
    """Every claim about these leaves in these compartments, opened under the permit in force.

    ``only`` names the properties that are needed: what is not asked for is not opened.
    """
    wanted = [compartment.value for compartment in compartments]
    rows = Claim.objects.filter(person__in=list(leaves), compartment__in=wanted)
    if only is not None:
        rows = rows.filter(property__in=list(only))
    return opened(rows)


def opened(claims: models.QuerySet[Claim]) -> list[Said]:
    """These claims with where they come from, in four queries, opened under the permit in force."""
    taken_back = ClaimRetraction.objects.filter(claim=models.OuterRef("pk"))
    readers = ClaimReading.objects.filter(reading=models.OuterRef("pk")).values("by")[:1]
    noted = claims.annotate(taken_back=models.Exists(taken_back), read_by=models.Subquery(readers))
    rows = list(noted.order_by("id"))
    mentions = Mention.objects.defer("words").in_bulk({claim.mention for claim in rows})
    reports = Report.objects.in_bulk({mention.report for mention in mentions.values()})
    sources = Source.objects.in_bulk({report.source for report in reports.values()})
    said = []
    for claim in rows:
        mention = mentions[claim.mention]
        report = reports[mention.report]
        source = sources[report.source]
        said.append(_said(claim, mention, report, source, claim.taken_back, claim.read_by))
    return said


def properties(said: Iterable[Said]) -> dict[str, Property]:
    """Group claims by property: the best one first, the others in order of rank."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for item in said:
        groups[item.property_name].append(item)
    result = {}
    for name, items in sorted(groups.items(), key=lambda item: (_place(item[0]), item[0])):
        ranked = sorted(
            items, key=lambda item: (not item.counts, item.rank, item.as_written, str(item.claim))
        )
        best = ranked[0] if ranked[0].counts else None
        result[name] = Property(name, best, tuple(ranked[1:] if best else ranked))
    return result


def _place(name: str) -> int:
    """Who somebody is comes before the rest, in the order in which people ask."""
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def unreadable(operation: UUID) -> models.QuerySet[Claim]:
    """The open list of an intake: values kept as received that nobody could read yet."""
    retracted = ClaimRetraction.objects.filter(claim=models.OuterRef("pk"))
    reports = Report.objects.filter(operation=operation).values("id")
    mentions = Mention.objects.filter(report__in=reports).values("id")
    flagged = Claim.objects.filter(mention__in=mentions).exclude(flag="")
    return flagged.filter(~models.Exists(retracted))


def _said(
    claim: Claim,
    mention: Mention,
    report: Report,
    source: Source,
    retracted: bool,
    read_by: UUID | None,
) -> Said:
    normalised = claim.normalised
    return Said(
        claim=claim.id,
        person=claim.person,
        property_name=claim.property,
        as_written=claim.as_written,
        value=json.loads(normalised) if normalised else None,
        certainty=claim.certainty,
        flag=claim.flag,
        retracted=retracted,
        channel=source.channel,
        source=source.name,
        reliability=source.reliability,
        file_name=report.file_name,
        line=mention.line,
        role=mention.role,
        stated_on=claim.stated_on,
        read_by=read_by,
    )
