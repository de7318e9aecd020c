"""Tubes and how they stand, the laboratory's policy and frequencies, usable profiles.

Ids, codes and dates. Genotypes are opened only by ``genotypes_of``, for the machine's own sums.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db import models

from jusan.core.claims.resolution import heads_of, leaves_by_head
from jusan.core.claims.statements import properties, said_about
from jusan.core.errors import BadInput, Refused
from jusan.core.feeds.tables import parse_csv
from jusan.core.vault import permits
from jusan.core.vault.compartments import Compartment
from jusan.identification import labpolicy
from jusan.identification.choices import BLOCKING, State
from jusan.identification.models import (
    FlagResolution,
    FrequencySet,
    LabPolicy,
    Profile,
    QualityFlag,
    Sample,
    SampleState,
)
from jusan.kinship.frequencies import FrequencyTable
from jusan.kinship.loci import FREQUENCY_SUM_TOLERANCE, Marker, canonical_marker
from jusan.kinship.pedigrees import Sex
from jusan.kinship.profiles import Genotype

FREQUENCY_COLUMNS = frozenset({"marker", "allele", "freq"})


@dataclass(frozen=True, slots=True)
class Tube:
    """One tube as it stands: the last decision, open flags, whether its profile may be used."""

    sample: Sample
    state: str
    flags: tuple[QualityFlag, ...]
    profile: Profile | None
    superseded: bool

    @property
    def blocked(self) -> bool:
        """Whether an open flag or a decision keeps the profile out of every sum."""
        if self.state in {State.QUARANTINED, State.VOID}:
            return True
        return any(flag.code in BLOCKING for flag in self.flags)

    @property
    def usable(self) -> bool:
        """Whether the profile may be weighed."""
        return self.profile is not None and not self.blocked and not self.superseded


def tubes_of(samples: models.QuerySet[Sample]) -> list[Tube]:
    """Tubes with their standing, oldest first, in five queries."""
    rows = list(samples.order_by("taken_at", "tube"))
    ids = [row.id for row in rows]
    states: dict[UUID, str] = {}
    for state in SampleState.objects.filter(sample__in=ids).order_by("seq"):
        if state.state != State.RESAMPLING or state.sample not in states:
            states[state.sample] = state.state
    answered = FlagResolution.objects.filter(flag=models.OuterRef("pk"))
    flags: dict[UUID | None, list[QualityFlag]] = defaultdict(list)
    opened = QualityFlag.objects.filter(~models.Exists(answered), sample__in=ids)
    for flag in opened.order_by("at", "id"):
        flags[flag.sample].append(flag)
    profiles = {
        row.sample: row for row in Profile.objects.filter(sample__in=ids).order_by("at", "id")
    }
    typed = Profile.objects.filter(sample=models.OuterRef("pk"))
    replacing = Sample.objects.filter(models.Exists(typed), replaces__in=ids)
    replaced = set(replacing.values_list("replaces", flat=True))
    return [
        Tube(
            sample=row,
            state=states.get(row.id, ""),
            flags=tuple(flags[row.id]),
            profile=profiles.get(row.id),
            superseded=row.id in replaced and states.get(row.id) != State.VALID,
        )
        for row in rows
    ]


def tubes_in(operation: UUID) -> list[Tube]:
    """Every tube of an operation."""
    return tubes_of(Sample.objects.filter(operation=operation))


def tubes_by_person(persons: Iterable[UUID]) -> dict[UUID, list[Tube]]:
    """Tubes of each person (leaf or head), over all leaves of the human being."""
    asked = list(persons)
    heads = heads_of(asked)
    leaves = leaves_by_head(heads.values())
    owner = {leaf: head for head, part in leaves.items() for leaf in part}
    found: dict[UUID, list[Tube]] = defaultdict(list)
    for tube in tubes_of(Sample.objects.filter(donor__in=list(owner))):
        found[owner[tube.sample.donor]].append(tube)
    return {person: found[heads[person]] for person in asked}


def best_tubes(persons: Iterable[UUID]) -> dict[UUID, Tube]:
    """The newest usable tube of each person that has one."""
    return {
        person: usable[-1]
        for person, tubes in tubes_by_person(persons).items()
        if (usable := [tube for tube in tubes if tube.usable])
    }


def genotypes_of(profile: Profile) -> dict[str, Genotype]:
    """Open one profile for the machine's own sums (no person reads it)."""
    with permits.holding(permits.system("kinship", frozenset({Compartment.DNA}))):
        text = profile.genotypes
    return {name: _genotype(pair) for name, pair in json.loads(text).items()}


def _genotype(pair: list[str | None] | None) -> Genotype:
    if pair is None or pair[0] is None:
        return None
    return (pair[0], pair[1]) if pair[1] is not None else (pair[0], None)


def sexes_of(persons: Iterable[UUID]) -> dict[UUID, Sex]:
    """The recorded sex of each person by the best claim; U when nothing readable is said."""
    asked = list(persons)
    heads = heads_of(asked)
    leaves = leaves_by_head(heads.values())
    everyone = [leaf for part in leaves.values() for leaf in part]
    with permits.holding(permits.system("kinship", frozenset({Compartment.IDENTITY}))):
        said = said_about(everyone, [Compartment.IDENTITY], only=["sex"])
    by_leaf = defaultdict(list)
    for item in said:
        by_leaf[item.person].append(item)
    by_head = {}
    for head, part in leaves.items():
        best = properties(item for leaf in part for item in by_leaf[leaf]).get("sex")
        by_head[head] = best.best.value if best and best.best else "U"
    return {person: _sex(by_head[heads[person]]) for person in asked}


def _sex(value: object) -> Sex:
    return "F" if value == "F" else "M" if value == "M" else "U"


def current_policy(operation: UUID) -> labpolicy.Policy:
    """The policy in force. Raises Refused when none was adopted."""
    row = LabPolicy.objects.filter(operation=operation).order_by("-at", "-version").first()
    if row is None:
        raise Refused("the laboratory's policy was not adopted yet")
    return _policy(row.content)


def current_frequencies(operation: UUID) -> FrequencySet:
    """The frequency table in force. Raises Refused when none was adopted."""
    row = FrequencySet.objects.filter(operation=operation).order_by("-at", "-recorded_at").first()
    if row is None:
        raise Refused("no table of allele frequencies was adopted yet")
    return row


def current_markers(operation: UUID, policy: labpolicy.Policy) -> list[Marker]:
    """Markers of the table in force, with the policy's mutation model."""
    row = current_frequencies(operation)
    return frequency_table(row.name, row.content).markers(policy.mutation)


@lru_cache(maxsize=8)
def _policy(content: str) -> labpolicy.Policy:
    return labpolicy.parse(content)


@lru_cache(maxsize=8)
def frequency_table(name: str, content: str) -> FrequencyTable:
    """A table from CSV text. Raises BadInput for a number or a sum that is not a frequency's."""
    table: dict[str, dict[str, float]] = {}
    for row in parse_csv(name, content.encode(), FREQUENCY_COLUMNS):
        try:
            freq = float(row.need("freq"))
        except ValueError:
            freq = math.nan
        if not 0 <= freq <= 1:
            raise row.fault("freq", "a number from 0 to 1")
        alleles = table.setdefault(canonical_marker(row.need("marker")), {})
        if row.need("allele") in alleles:
            raise row.fault("allele", "each allele of a marker once")
        alleles[row["allele"]] = freq
    if not table:
        raise BadInput("%(file)s: expected at least one frequency", file=name)
    return FrequencyTable(name, {marker: _scaled(name, marker, table[marker]) for marker in table})


def _scaled(name: str, marker: str, freqs: Mapping[str, float]) -> dict[str, float]:
    total = math.fsum(freqs.values())
    if abs(total - 1) > FREQUENCY_SUM_TOLERANCE:
        raise BadInput(
            "%(file)s: the frequencies of %(marker)s sum to %(total)s",
            file=name,
            marker=marker,
            total=f"{total:.6g}",
        )
    return {allele: freq / total for allele, freq in freqs.items()}
