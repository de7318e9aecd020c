"""Markers: allele tables, mutation models, and the many spellings of their names."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from jusan.kinship.errors import MarkerError

Chromosome = Literal["autosomal", "X"]
MutationModel = Literal["none", "equal", "proportional", "stepwise", "onestep", "dawid", "custom"]
Transform = Literal["PM", "MH", "BA"]

#: Frequencies are published with rounding; a table further than this from one is a wrong table.
FREQUENCY_SUM_TOLERANCE = 1e-3

# Kits and programs spell these differently (keys are upper case without separators).
_ALIASES = {
    "THO1": "TH01",
    "HUMTH01": "TH01",
    "VWA": "vWA",
    "HUMVWA": "vWA",
    "VWF": "vWA",
    "PENTAD": "Penta D",
    "PENTAE": "Penta E",
    "AMEL": "AMEL",
    "AMELOGENIN": "AMEL",
    "HUMFIBRA": "FGA",
    "FIBRA": "FGA",
    "HUMACTBP2": "SE33",
    "ACTBP2": "SE33",
    "HUMCSF1PO": "CSF1PO",
    "HUMTPOX": "TPOX",
    "TP0X": "TPOX",
    "YINDEL": "Y-indel",
}


def canonical_marker(name: str) -> str:
    """The one spelling used here for a marker name (`THO1` and `th01` are `TH01`)."""
    stripped = name.strip()
    key = re.sub(r"[\s_\-.]+", "", stripped).upper()
    if key in _ALIASES:
        return _ALIASES[key]
    return (
        key
        if re.fullmatch(r"(D\w{1,2}S\d+|DYS\d+\w*|SE33|TH01|TPOX|CSF1PO|FGA)", key)
        else stripped
    )


@dataclass(frozen=True, slots=True)
class MutationSpec:
    """One sex's mutation model: parameters only, the matrix is built for an allele table.

    `rate` is the chance that a transmitted allele changes by whole repeats (for the models
    without steps: at all), `rate2` the chance of a change between microvariant classes, `range`
    the factor by which each further step is rarer. `matrix` (row = parental allele) belongs to
    the model `custom`.
    """

    model: MutationModel = "none"
    rate: float = 0.0
    rate2: float = 0.0
    range: float = 0.1
    transform: Transform | None = None
    matrix: tuple[tuple[float, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Mutation:
    """Mutation of the father's and of the mother's transmissions."""

    male: MutationSpec = field(default_factory=MutationSpec)
    female: MutationSpec = field(default_factory=MutationSpec)


@dataclass(frozen=True, slots=True)
class Marker:
    """One locus: its alleles with population frequencies, silent allele, mutation, chromosome.

    `freqs` plus `silent_freq` sum to one within rounding; they are used as given. `tables`: the
    frequencies of the same alleles in other populations, by the name of the table, for founders
    who come from there. Raises MarkerError for anything else.
    """

    name: str
    alleles: tuple[str, ...]
    freqs: tuple[float, ...]
    silent_freq: float = 0.0
    mutation: Mutation | None = None
    chromosome: Chromosome = "autosomal"
    tables: tuple[tuple[str, tuple[float, ...]], ...] = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Markers are keys of many caches. Numbers only: words hash differently in every process,
        # and markers travel between processes.
        object.__setattr__(self, "_hash", hash((self.freqs, self.silent_freq)))
        if len(set(self.alleles)) != len(self.alleles):
            raise MarkerError(f"marker {self.name}: an allele is listed twice")
        if not 0 <= self.silent_freq < math.inf:
            raise MarkerError(
                f"marker {self.name}: frequency of the silent allele is {self.silent_freq}, "
                "expected 0 to 1"
            )
        self._check_mutation()
        self._check_freqs(self.freqs, "")
        for table, freqs in self.tables:
            self._check_freqs(freqs, f" of table {table!r}")
        if len(dict(self.tables)) != len(self.tables):
            raise MarkerError(f"marker {self.name}: a frequency table is named twice")
        if self.chromosome not in ("autosomal", "X"):
            raise MarkerError(f"marker {self.name}: chromosome {self.chromosome!r} is not known")

    def _check_freqs(self, freqs: Sequence[float], of: str) -> None:
        if not self.alleles or len(self.alleles) != len(freqs):
            raise MarkerError(
                f"marker {self.name}: {len(self.alleles)} alleles but {len(freqs)} frequencies{of}"
            )
        for allele, freq in zip(self.alleles, freqs, strict=True):
            if not 0 <= freq < math.inf:
                raise MarkerError(
                    f"marker {self.name}: frequency of allele {allele!r}{of} is {freq}, "
                    "expected 0 to 1"
                )
        total = math.fsum(freqs) + self.silent_freq
        if abs(total - 1) > FREQUENCY_SUM_TOLERANCE:
            raise MarkerError(
                f"marker {self.name}: frequencies{of} sum to {total:.6g}, expected 1 "
                f"within {FREQUENCY_SUM_TOLERANCE}"
            )

    def _check_mutation(self) -> None:
        if self.mutation is None:
            return
        for whose, spec in (("fathers", self.mutation.male), ("mothers", self.mutation.female)):
            for name, value in (("rate", spec.rate), ("rate2", spec.rate2)):
                if not 0 <= value <= 1:
                    raise MarkerError(
                        f"marker {self.name}: mutation {name} of {whose} is {value}, "
                        "expected 0 to 1"
                    )
            if not 0 <= spec.range < math.inf:
                raise MarkerError(
                    f"marker {self.name}: mutation range of {whose} is {spec.range}, "
                    "expected 0 or more"
                )

    def __hash__(self) -> int:
        return self._hash

    def index(self, allele: str) -> int:
        """Position of an allele in the table; raises MarkerError if it is unlisted."""
        try:
            return self.alleles.index(allele)
        except ValueError:
            raise MarkerError(
                f"marker {self.name}: allele {allele!r} is not in the frequency table"
            ) from None


def repeat_number(allele: str) -> tuple[int, int] | None:
    """Whole repeats and extra bases of an allele name (`9.3` is (9, 3)), None if not numeric."""
    match = re.fullmatch(r"(\d+)(?:\.(\d+))?", allele)
    return (int(match[1]), int(match[2] or 0)) if match else None


def unlisted(marker: Marker, alleles: Iterable[str]) -> dict[str | None, list[str]]:
    """Which of these alleles each table lacks, by its name (None: the marker's own table).

    Where a marker has several tables they list the alleles of all, so that one with frequency 0
    counts as lacking; a marker with a single table says 0 only of an allele that it names.
    """
    seen = sorted(set(alleles))
    out: dict[str | None, list[str]] = {}
    for table, freqs in ((None, marker.freqs), *marker.tables):
        known = dict(zip(marker.alleles, freqs, strict=True))
        lacking = [a for a in seen if a not in known or (marker.tables and known[a] == 0)]
        if lacking:
            out[table] = lacking
    return out


def with_unlisted(marker: Marker, alleles: Iterable[str], *, freq: float = 0.001) -> Marker:
    """The marker with every unlisted allele added at `freq`, all other frequencies scaled down.

    n new alleles take n * freq; the listed ones are multiplied by (1 - n * freq), in each table
    that lacks some. A silent frequency is left as it is. A custom mutation matrix cannot be
    extended: MarkerError.
    """
    lacking = unlisted(marker, alleles)
    if not lacking:
        return marker
    new = sorted({a for row in lacking.values() for a in row} - set(marker.alleles))
    if new and has_custom_matrix(marker.mutation):
        raise MarkerError(f"marker {marker.name}: allele {new[0]!r} is not in the custom matrix")
    names = sort_alleles([*marker.alleles, *new]) if new else [*marker.alleles]

    def extended(table: str | None, freqs: Sequence[float]) -> tuple[float, ...]:
        added = lacking.get(table, [])
        scale = 1 - freq * len(added)
        if scale <= 0:
            raise MarkerError(f"marker {marker.name}: too many unlisted alleles ({len(added)})")
        row = dict(zip(marker.alleles, (f * scale for f in freqs), strict=True))
        row.update(dict.fromkeys(added, freq))
        return tuple(row[name] for name in names)

    return replace(
        marker,
        alleles=tuple(names),
        freqs=extended(None, marker.freqs),
        tables=tuple((table, extended(table, freqs)) for table, freqs in marker.tables),
    )


def with_tables(marker: Marker, founders: Mapping[str, str]) -> Marker:
    """The marker with just those other tables that some founders (person -> table) come from.

    Raises MarkerError for a table that the marker does not have.
    """
    known = dict(marker.tables)
    for person, table in founders.items():
        if table not in known:
            raise MarkerError(
                f"marker {marker.name}: no frequencies of table {table!r}, "
                f"which founder {person!r} comes from"
            )
    return _only(marker, founders.values())


def _only(marker: Marker, tables: Collection[str]) -> Marker:
    kept = tuple(pair for pair in marker.tables if pair[0] in tables)
    return marker if kept == marker.tables else replace(marker, tables=kept)


def sort_alleles(alleles: Sequence[str]) -> list[str]:
    """Alleles in repeat order, names that are no numbers last."""

    def key(allele: str) -> tuple[bool, int, int, str]:
        number = repeat_number(allele)
        return (number is None, *(number or (0, 0)), allele)

    return sorted(alleles, key=key)


def has_custom_matrix(mutation: Mutation | None) -> bool:
    """Whether a matrix of its own, written for one list of alleles, says what mutates."""
    return mutation is not None and "custom" in (
        mutation.male.model,
        mutation.female.model,
    )
