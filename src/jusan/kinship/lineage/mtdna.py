"""Mitochondrial DNA: the female line, as differences to the revised Cambridge sequence.

A sample is the ranges that were read and the differences found in them; a position without a
difference shows the reference's base. Samples are compared only where all of them were read.
Rules, after ISFG (Parson and others 2014, Forensic Sci Int Genet 13:134-142):

- the length of the C-tracts is not compared: insertions and deletions at `ignored_length`
  (16193 and 309 by default) weigh nothing;
- a mixed base (`16093Y`) is compatible with each of its bases. Written without the reference's
  base in front (`T16093Y`), one of them is taken to be the reference's;
- `N` means not read.

A position changes with chance `rate` in one meiosis, to each other state seen there alike.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from jusan.kinship.errors import GenotypeError, HypothesisError
from jusan.kinship.lineage.counts import Counts, Estimator
from jusan.kinship.lineage.lines import Array, Population, Site, line_mates, ln_lines
from jusan.kinship.pedigrees import Pedigree

#: Positions of the reference, NC_012920.
LENGTH = 16569
IGNORED_LENGTH = (309, 16193)
REFERENCE, DELETED = "reference", "deleted"
# IUPAC codes for mixed bases (Cornish-Bowden 1985, Nucleic Acids Res 13:3021-3030).
_MIXED = {
    **{"R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT", "M": "AC"},
    **{"B": "CGT", "D": "AGT", "H": "ACT", "V": "ACG"},
}
_VARIANT = re.compile(
    r"(?P<before>[ACGT])?(?P<position>\d{1,5})(?:\.(?P<insertion>\d{1,2}))?"
    r"(?P<code>[ACGTRYSWKMBDHVN]|DEL|del|d|-)"
)
#: A position and the number of the inserted base behind it (0: the position itself).
Key = tuple[int, int]
States = frozenset[str]


@dataclass(frozen=True, slots=True)
class MtSample:
    """What one sample shows. `ranges` are inclusive; one may run over the end (16024 to 576)."""

    ranges: tuple[tuple[int, int], ...]
    variants: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for first, last in self.ranges:
            if not (1 <= first <= LENGTH and 1 <= last <= LENGTH):
                raise GenotypeError(f"mtDNA range {first}-{last}: expected 1 to {LENGTH}")
        read = self.positions()
        for variant in self.variants:
            position, _ = self._parsed(variant)[0]
            if position not in read:
                raise GenotypeError(f"mtDNA variant {variant!r} lies outside the ranges read")
        if len({self._parsed(variant)[0] for variant in self.variants}) != len(self.variants):
            raise GenotypeError("mtDNA: a position has two variants")

    def positions(self) -> set[int]:
        """Positions inside the ranges."""
        out: set[int] = set()
        for first, last in self.ranges:
            if first <= last:
                out.update(range(first, last + 1))
            else:
                out.update(range(first, LENGTH + 1), range(1, last + 1))
        return out

    def states(self) -> dict[Key, States]:
        """What stands at each position that differs from the reference."""
        return dict(self._parsed(variant) for variant in self.variants)

    @staticmethod
    def _parsed(variant: str) -> tuple[Key, States]:
        match = _VARIANT.fullmatch(variant.strip())
        if match is None or not 1 <= int(match["position"]) <= LENGTH:
            raise GenotypeError(
                f"mtDNA variant {variant!r}: expected a form like 16189C, 315.1C, 523DEL or T16093Y"
            )
        key = (int(match["position"]), int(match["insertion"] or 0))
        return key, _states(match["code"], match["before"], inserted=key[1] > 0)


def _states(code: str, before: str | None, *, inserted: bool) -> States:
    if code in ("DEL", "del", "d", "-"):
        return frozenset({REFERENCE if inserted else DELETED})
    if code == "N":
        return frozenset()
    bases = set(_MIXED.get(code, code))
    if inserted or len(bases) == 1:
        return frozenset({REFERENCE} if before in bases else bases)
    if before is None:
        return frozenset({*bases, REFERENCE})
    return frozenset(REFERENCE if base == before else base for base in bases)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What all samples of a case show together."""

    compared: int
    agreeing: int
    differing: Mapping[Key, Mapping[str, States]]

    def between(self, first: str, second: str) -> list[str]:
        """Positions at which two samples have nothing in common."""
        return [
            str(position) if not insertion else f"{position}.{insertion}"
            for (position, insertion), shown in sorted(self.differing.items())
            if not shown[first] & shown[second]
        ]


@dataclass(frozen=True, slots=True)
class MtEvidence:
    """mtDNA of a case. `rate`: chance of a change at one position in one meiosis.

    `counts` are what a database answers for the range that all samples share.
    """

    samples: Mapping[str, MtSample]
    rate: float
    counts: Counts
    estimator: Estimator = field(default_factory=Estimator)
    theta: float = 0.0
    ignored_length: tuple[int, ...] = IGNORED_LENGTH

    def __post_init__(self) -> None:
        if not self.samples:
            raise GenotypeError("mtDNA: nobody has a sample")
        if not 0 <= self.rate < 0.5:
            raise HypothesisError(f"mtDNA: rate is {self.rate}, expected 0 to below 0.5")
        if not 0 <= self.theta < 1:
            raise HypothesisError(f"mtDNA: theta is {self.theta}, expected 0 to below 1")
        missing = [person for person in self.samples if person not in self.counts.seen]
        if missing:
            raise HypothesisError(f"mtDNA: no count in the database for {missing[0]!r}")

    def compare(self) -> Comparison:
        """Positions read in every sample, and those at which the samples do not all agree.

        Raises GenotypeError if the samples share no position.
        """
        shown = {person: sample.states() for person, sample in self.samples.items()}
        common = set.intersection(*(sample.positions() for sample in self.samples.values()))
        common -= {key[0] for own in shown.values() for key, states in own.items() if not states}
        if not common:
            raise GenotypeError("mtDNA: no position was read in every sample")
        keys = sorted({key for own in shown.values() for key in own if key[0] in common})
        plain = frozenset({REFERENCE})
        differing: dict[Key, dict[str, States]] = {}
        for key in keys:
            here = {person: own.get(key, plain) for person, own in shown.items()}
            if self._length_only(key, here) or frozenset.intersection(*here.values()):
                continue
            differing[key] = here
        bases = sum(1 for _, insertion in differing if insertion == 0)
        return Comparison(len(common), len(common) - bases, differing)

    def _length_only(self, key: Key, here: Mapping[str, States]) -> bool:
        if key[0] not in self.ignored_length:
            return False
        return key[1] > 0 or all(states <= {REFERENCE, DELETED} for states in here.values())

    def ln_likelihood(self, pedigree: Pedigree) -> float:
        """ln P(mtDNA | pedigree); minus infinity if a difference needs a rate of zero."""
        compared = self.compare()
        people = list(self.samples)
        sites = [_site(shown, self.rate) for shown in compared.differing.values()]
        if compared.agreeing:
            same = {person: np.array([1.0, 0.0]) for person in people}
            sites.append(Site(same, _step(2, self.rate), compared.agreeing))
        return ln_lines(pedigree, "mother", sites, self._population(compared))

    def line_mates(self, pedigree: Pedigree) -> list[list[str]]:
        """Persons of the pedigree whom this mtDNA cannot tell apart, line by line."""
        return line_mates(pedigree, "mother", list(self.samples))

    def _population(self, compared: Comparison) -> Population:
        return Population(
            {person: self.estimator.frequency(self.counts, person) for person in self.samples},
            _groups(list(self.samples), compared),
            self.theta,
        )


def _groups(people: Sequence[str], compared: Comparison) -> dict[str, str]:
    """Each person's haplotype, named by the first person that shows no difference to it."""
    out: dict[str, str] = {}
    for person in people:
        same = [first for first in out.values() if not compared.between(first, person)]
        out[person] = same[0] if same else person
    return out


def _site(shown: Mapping[str, States], rate: float) -> Site:
    states = sorted(set().union(*shown.values()))
    return Site(
        {
            person: np.array([float(state in seen) for state in states])
            for person, seen in shown.items()
        },
        _step(len(states), rate),
    )


def _step(size: int, rate: float) -> Array:
    matrix = np.full((size, size), rate / (size - 1))
    np.fill_diagonal(matrix, 1 - rate)
    return matrix
