"""Markers: allele tables, mutation models, and the many spellings of their names."""

import math
import re
from collections.abc import Iterable, Sequence
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

    `freqs` plus `silent_freq` sum to one within rounding; they are used as given.
    Raises MarkerError for anything else.
    """

    name: str
    alleles: tuple[str, ...]
    freqs: tuple[float, ...]
    silent_freq: float = 0.0
    mutation: Mutation | None = None
    chromosome: Chromosome = "autosomal"
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Markers are keys of many caches. Numbers only: words hash differently in every process,
        # and markers travel between processes.
        object.__setattr__(self, "_hash", hash((self.freqs, self.silent_freq)))
        if not self.alleles or len(self.alleles) != len(self.freqs):
            raise MarkerError(
                f"marker {self.name}: {len(self.alleles)} alleles but {len(self.freqs)} frequencies"
            )
        if len(set(self.alleles)) != len(self.alleles):
            raise MarkerError(f"marker {self.name}: an allele is listed twice")
        for allele, freq in zip(self.alleles, self.freqs, strict=True):
            if not 0 <= freq < math.inf:
                raise MarkerError(
                    f"marker {self.name}: frequency of allele {allele!r} is {freq}, expected 0 to 1"
                )
        if not 0 <= self.silent_freq < math.inf:
            raise MarkerError(
                f"marker {self.name}: frequency of the silent allele is {self.silent_freq}, "
                "expected 0 to 1"
            )
        self._check_mutation()
        total = math.fsum(self.freqs) + self.silent_freq
        if abs(total - 1) > FREQUENCY_SUM_TOLERANCE:
            raise MarkerError(
                f"marker {self.name}: frequencies sum to {total:.6g}, expected 1 "
                f"within {FREQUENCY_SUM_TOLERANCE}"
            )
        if self.chromosome not in ("autosomal", "X"):
            raise MarkerError(f"marker {self.name}: chromosome {self.chromosome!r} is not known")

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


def with_unlisted(marker: Marker, alleles: Iterable[str], *, freq: float = 0.001) -> Marker:
    """The marker with every unlisted allele added at `freq`, all other frequencies scaled down.

    n new alleles take n * freq; the listed ones are multiplied by (1 - n * freq). A silent
    frequency is left as it is. A custom mutation matrix cannot be extended: MarkerError.
    """
    new = sorted(set(alleles) - set(marker.alleles))
    if not new:
        return marker
    if has_custom_matrix(marker.mutation):
        raise MarkerError(f"marker {marker.name}: allele {new[0]!r} is not in the custom matrix")
    scale = 1 - freq * len(new)
    if scale <= 0:
        raise MarkerError(f"marker {marker.name}: too many unlisted alleles ({len(new)})")
    table = dict(zip(marker.alleles, (f * scale for f in marker.freqs), strict=True))
    table.update(dict.fromkeys(new, freq))
    names = sort_alleles(list(table))
    return replace(marker, alleles=tuple(names), freqs=tuple(table[name] for name in names))


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
