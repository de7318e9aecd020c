"""Identical twins: several persons, one genotype, so that all their results speak of one person.

A pedigree with twins is weighed as the one in which each group is a single person, the parent of
all their children. What any of them shows is a sight of the same two alleles: results that agree
count once, a weak sample (`dropout`) multiplies in its own chance, and firm results that cannot
be of one genotype make the hypothesis impossible. Mutation after the twins parted is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from jusan.kinship.errors import GenotypeError, HypothesisError
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.profiles import Genotypes

Result = tuple[str, str | None]
Groups = tuple[tuple[str, ...], ...]
Known = TypeVar("Known", float, str)


@dataclass(frozen=True, slots=True)
class TwinConflict:
    """Identical twins whose firm results at a marker cannot be of one genotype."""

    marker: str
    persons: tuple[str, ...]
    genotypes: tuple[Result, ...]

    def __str__(self) -> str:
        said = ", ".join(
            f"{person!r} {first}/{second or '?'}"
            for person, (first, second) in zip(self.persons, self.genotypes, strict=True)
        )
        return f"marker {self.marker}: identical twins show different alleles: {said}"


def one_of_each(groups: Groups) -> dict[str, str]:
    """Who stands for each twin: the first of the group."""
    return {twin: group[0] for group in groups for twin in group}


@lru_cache(maxsize=1024)
def united(pedigree: Pedigree) -> Pedigree:
    """The pedigree in which each group of identical twins is its first member."""
    if not pedigree.twins:
        return pedigree
    one = one_of_each(pedigree.twins)
    return Pedigree(
        tuple(
            replace(
                p,
                father=one.get(p.father or "", p.father),
                mother=one.get(p.mother or "", p.mother),
            )
            for p in pedigree.individuals
            if one.get(p.id, p.id) == p.id
        )
    )


def united_values(values: Mapping[str, Known], groups: Groups, what: str) -> dict[str, Known]:
    """What is known by person, each twin's moved to who stands for the group.

    Raises HypothesisError if it differs between two twins.
    """
    one = one_of_each(groups)
    out: dict[str, Known] = {}
    for person, value in values.items():
        if out.setdefault(one.get(person, person), value) != value:
            raise HypothesisError(f"{what} of {person!r} differs from that of an identical twin")
    return out


def conflicts(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    genotypes: Genotypes,
    weak: Mapping[str, object] | None = None,
) -> list[TwinConflict]:
    """Where the results of identical twins, those of `weak` persons left aside, contradict."""
    out = []
    for group in pedigree.twins:
        for marker in markers:
            shown = {
                twin: genotype
                for twin in group
                if twin not in (weak or {})
                and (genotype := genotypes.get(twin, {}).get(marker.name)) is not None
            }
            single = marker.chromosome == "X" and pedigree[group[0]].sex == "M"
            if not _of_one(list(shown.values()), single):
                out.append(TwinConflict(marker.name, tuple(shown), tuple(shown.values())))
    return out


def refuse_conflicts(pedigree: Pedigree, markers: Sequence[Marker], genotypes: Genotypes) -> None:
    """Raises GenotypeError naming the first marker at which results of twins contradict."""
    for found in conflicts(pedigree, markers, genotypes):
        raise GenotypeError(str(found))


def _of_one(results: Sequence[Result], single: bool) -> bool:
    """Whether one genotype can show all of these; `single`: a man at an X marker."""
    seen = {allele for pair in results for allele in pair if allele is not None}
    whole = {frozenset((first, second)) for first, second in results if second is not None}
    if single:
        return len(seen) <= 1
    if whole:
        return len(whole) == 1 and seen == set(*whole)
    return len(seen) <= 2
