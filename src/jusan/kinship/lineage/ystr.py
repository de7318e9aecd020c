"""Y-STR haplotypes: the male line, with a mutation rate for each locus.

A mutation adds or takes whole repeats, both ways alike; each further repeat is `range` times rarer
(the stepwise model of the autosomal markers, without an edge). A microvariant stays one. Loci that
lie twice on the chromosome (DYS385) are read without saying which copy is which: both orders are
summed, and each copy mutates at the rate given. Loci are compared where everybody was read.
"""

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from jusan.kinship.errors import GenotypeError, HypothesisError, MarkerError
from jusan.kinship.lineage.counts import Counts, Estimator
from jusan.kinship.lineage.lines import Array, Population, Site, line_mates, ln_lines
from jusan.kinship.loci import canonical_marker, repeat_number
from jusan.kinship.pedigrees import Pedigree

Haplotype = Mapping[str, tuple[str, ...] | None]
MAX_COPIES = 2
# Repeats beyond the shortest and longest seen over which the sum runs: what lies further weighs
# less than range to this power.
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class YLocus:
    """A locus: chance that one copy mutates in one meiosis, and how many copies there are."""

    name: str
    rate: float
    range: float = 0.1
    copies: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.rate < 1:
            raise MarkerError(f"Y locus {self.name}: rate is {self.rate}, expected 0 to below 1")
        if not 0 <= self.range < 1:
            raise MarkerError(f"Y locus {self.name}: range is {self.range}, expected 0 to below 1")
        if not 1 <= self.copies <= MAX_COPIES:
            raise MarkerError(f"Y locus {self.name}: copies are {self.copies}, expected 1 or 2")


@dataclass(frozen=True, slots=True)
class YEvidence:
    """Y haplotypes of a case. `haplotypes` maps person -> locus -> alleles (None: not read).

    `database` holds haplotypes in the order of `loci` with their numbers; `counts` is used where
    only the numbers are known (asked of a public database for the loci of the case).
    """

    loci: tuple[YLocus, ...]
    haplotypes: Mapping[str, Haplotype]
    database: tuple[tuple[Haplotype, int], ...] = ()
    counts: Counts | None = None
    estimator: Estimator = field(default_factory=Estimator)
    theta: float = 0.0
    database_name: str = ""

    def __post_init__(self) -> None:
        names = [locus.name for locus in self.loci]
        if len(set(names)) != len(names):
            raise MarkerError("Y: a locus is listed twice")
        if not self.haplotypes:
            raise GenotypeError("Y: nobody has a haplotype")
        if not 0 <= self.theta < 1:
            raise HypothesisError(f"Y: theta is {self.theta}, expected 0 to below 1")
        for person, haplotype in self.haplotypes.items():
            _check(person, haplotype, self.loci)
        if not self.database and self.counts is None:
            raise HypothesisError("Y: expected a database of haplotypes, or counts in one")

    @property
    def compared(self) -> tuple[YLocus, ...]:
        """Loci at which every typed man was read."""
        return tuple(
            locus
            for locus in self.loci
            if all(haplotype.get(locus.name) for haplotype in self.haplotypes.values())
        )

    def counted(self) -> Counts:
        """How often the database shows each man's haplotype, over the loci compared."""
        if not self.database:
            assert self.counts is not None
            return self.counts
        loci = self.compared
        seen: dict[Hashable, int] = {}
        for haplotype, number in self.database:
            if all(haplotype.get(locus.name) for locus in loci):
                key = _key(haplotype, loci)
                seen[key] = seen.get(key, 0) + number
        people: dict[str, Hashable] = {
            person: _key(h, loci) for person, h in self.haplotypes.items()
        }
        return Counts.of(seen, people, self.database_name)

    def ln_likelihood(self, pedigree: Pedigree) -> float:
        """ln P(Y haplotypes | pedigree); minus infinity if mutation cannot explain them."""
        return ln_lines(pedigree, "father", self._sites(), self._population())

    def line_mates(self, pedigree: Pedigree) -> list[list[str]]:
        """Men of the pedigree whom these haplotypes cannot tell apart, line by line."""
        return line_mates(pedigree, "father", list(self.haplotypes))

    def _sites(self) -> list[Site]:
        if not self.compared:
            raise GenotypeError("Y: no locus was read in every typed man")
        return [_site(locus, self.haplotypes) for locus in self.compared]

    def _population(self) -> Population:
        counts = self.counted()
        missing = [person for person in self.haplotypes if person not in counts.seen]
        if missing:
            raise HypothesisError(f"Y: no count in the database for {missing[0]!r}")
        return Population(
            {person: self.estimator.frequency(counts, person) for person in self.haplotypes},
            {person: _key(h, self.compared) for person, h in self.haplotypes.items()},
            self.theta,
        )


def canonical_locus(name: str) -> str:
    """One spelling for a Y locus (`DYS385a/b`, `dys 385` and `DYS385` are one locus)."""
    canonical = canonical_marker(name)
    key = re.sub(r"[\s_\-./]+", "", canonical).upper()
    if key in ("YGATAH4", "GATAH4", "YGATAH41"):
        return "Y-GATA-H4"
    doubled = re.fullmatch(r"((?:DYS|DYF)\d+(?:S\d+)?)(?:AB)", key)
    if doubled:
        return doubled[1]
    return key if re.fullmatch(r"(DYS|DYF)\d+(S\d+)?(I{1,2}|\w)?", key) else canonical


def ln_same_line(
    first: Haplotype, second: Haplotype, loci: Sequence[YLocus], meioses: int
) -> float:
    """ln P(second | first, and `meioses` meioses between the two men), over loci read in both."""
    men = {"first": first, "second": second}
    out = 0.0
    for locus in loci:
        if not all(haplotype.get(locus.name) for haplotype in men.values()):
            continue
        site = _site(locus, men)
        vector = site.shown["second"]
        for _ in range(meioses):
            vector = site.step @ vector
        chance = float(vector @ site.shown["first"]) / float(site.shown["first"].sum())
        out += math.log(chance) if chance > 0 else -math.inf
    return out


def _check(person: str, haplotype: Haplotype, loci: Sequence[YLocus]) -> None:
    for locus in loci:
        alleles = haplotype.get(locus.name)
        if alleles is None:
            continue
        if len(alleles) != locus.copies:
            raise GenotypeError(
                f"Y locus {locus.name} of {person!r}: {len(alleles)} alleles, "
                f"expected {locus.copies}"
            )
        for allele in alleles:
            if repeat_number(allele) is None:
                raise GenotypeError(
                    f"Y locus {locus.name} of {person!r}: allele {allele!r} is no repeat number"
                )


def _key(haplotype: Haplotype, loci: Sequence[YLocus]) -> tuple[object, ...]:
    return tuple(tuple(sorted(haplotype[locus.name] or ())) for locus in loci)


def _site(locus: YLocus, haplotypes: Mapping[str, Haplotype]) -> Site:
    numbers = {
        person: tuple(repeat_number(a) or (0, 0) for a in haplotype[locus.name] or ())
        for person, haplotype in haplotypes.items()
    }
    states = _states([number for alleles in numbers.values() for number in alleles])
    step = _step(locus, states)
    carried = list(product(states, repeat=locus.copies))
    whole: Array = step if locus.copies == 1 else np.kron(step, step).astype(np.float64)
    shown = {
        person: np.array([float(sorted(state) == sorted(alleles)) for state in carried])
        for person, alleles in numbers.items()
    }
    return Site(shown, whole)


def _states(seen: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Whole repeats within reach of what was seen, for each kind of microvariant apart."""
    out = []
    for extra in sorted({extra for _, extra in seen}):
        whole = [repeats for repeats, e in seen if e == extra]
        out += [(n, extra) for n in range(min(whole) - _MARGIN, max(whole) + _MARGIN + 1)]
    return out


def _step(locus: YLocus, states: Sequence[tuple[int, int]]) -> Array:
    """One meiosis. Rows sum to less than one only by what leaves the margin."""
    size = len(states)
    matrix = np.zeros((size, size))
    for i, (whole, extra) in enumerate(states):
        for j, (other, kind) in enumerate(states):
            steps = abs(whole - other)
            if extra != kind:
                continue
            far = locus.rate / 2 * (1 - locus.range) * locus.range ** (steps - 1) if steps else 0.0
            matrix[i, j] = far if steps else 1 - locus.rate
    return matrix
