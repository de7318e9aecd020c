"""Genotypes as the laboratory reports them.

A genotype is `(a, b)` (two alleles seen; `(a, a)` one allele seen twice), `(a, None)` (one
allele seen, the other unknown: any allele, never read as homozygous) or `None` (no result).
The order of the two alleles carries no meaning.
"""

from collections.abc import Mapping

Genotype = tuple[str, str] | tuple[str, None] | None
Profile = Mapping[str, Genotype]
Genotypes = Mapping[str, Profile]


def same_genotype(first: Genotype, second: Genotype) -> bool:
    """Whether two results show the same alleles, whatever their order."""
    if first is None or second is None:
        return first is second
    return sorted(map(str, first)) == sorted(map(str, second))


def typed_markers(profile: Profile) -> list[str]:
    """Names of the markers that have a result, in the profile's order."""
    return [marker for marker, genotype in profile.items() if genotype is not None]


def observed_alleles(genotypes: Genotypes, marker: str) -> set[str]:
    """Every allele that anybody shows at one marker."""
    seen: set[str] = set()
    for profile in genotypes.values():
        seen.update(allele for allele in profile.get(marker) or () if allele is not None)
    return seen
