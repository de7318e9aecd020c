"""What each genotype of a candidate is worth: ln LR by code, one table for a query.

For two persons without mutation and without inbreeding the ratio at a marker is
k0 + k1 LR(parent) + k2 LR(twin), where k0, k1, k2 are the chances that they share none, one or two
alleles by descent (Thompson 1975, Ann Hum Genet 39:173-188). All else, mutation between parent
and child and a whole family with one person missing, is one peeling with that person left open.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.errors import GenotypeError, HypothesisError, impossible_family
from jusan.kinship.loci import Marker
from jusan.kinship.network import Array
from jusan.kinship.pedigrees import Pedigree, Sex
from jusan.kinship.peeling import PLAIN, Setting, genotype_table, ln_likelihood
from jusan.kinship.profiles import Genotype
from jusan.kinship.search.codes import Codebook, by_code

Result = tuple[str, str] | tuple[str, None]

_TRIAL = Marker("trial", ("1", "2", "3"), (0.2, 0.3, 0.5))


@dataclass(frozen=True, slots=True)
class Sharing:
    """Chances that two persons who are not inbred share 0, 1 or 2 alleles by descent."""

    k0: float
    k1: float
    k2: float


@lru_cache(maxsize=256)
def sharing(pedigree: Pedigree, a: str = "A", b: str = "B") -> Sharing | None:
    """k0, k1, k2 of two members, read off three exact likelihoods; None if one is inbred."""
    p, q = _TRIAL.freqs[0], _TRIAL.freqs[1]

    def chance(genotypes: Mapping[str, Genotype]) -> float:
        return math.exp(ln_likelihood(_TRIAL, pedigree, genotypes))

    for person in (a, b):
        if not math.isclose(chance({person: ("1", "1")}), p * p, rel_tol=1e-9):
            return None
    k0 = chance({a: ("1", "1"), b: ("2", "2")}) / (p * p * q * q)
    twins = chance({a: ("1", "2"), b: ("1", "2")}) / (2 * p * q) ** 2
    # twins = k0 + k1 (p + q) / (4 p q) + k2 / (2 p q), and the three sum to one
    one, two = (p + q) / (4 * p * q), 1 / (2 * p * q)
    k2 = (twins - k0 - (1 - k0) * one) / (two - one)
    return Sharing(*(round(k, 12) + 0.0 for k in (k0, 1 - k0 - k2, k2)))


def pair_table(
    codebook: Codebook,
    query: Mapping[str, Genotype],
    relationship: str,
    *,
    query_is_elder: bool = True,
    sex: Sex = "U",
) -> Array:
    """ln LR of every code for a candidate who stands in `relationship` to the query, (size,).

    Against unrelated, theta 0, markers unlinked. Mutation counts where a relationship must share
    an allele (parent and child): there one step would otherwise lose a true pair. `sex` is the
    query's. Raises HypothesisError for an unknown relationship, GenotypeError.
    """
    if relationship == "unrelated":
        raise HypothesisError("relationship 'unrelated' is what every other is weighed against")
    k = sharing(pair_pedigree(relationship))
    blocks = [np.zeros(1)]
    for marker in codebook.markers:
        genotype = query.get(marker.name)
        if genotype is None:
            weights = np.zeros(len(_population(marker)))
        elif k is None or (k.k0 == 0 and marker.mutation is not None):
            weights = _peeled(marker, genotype, relationship, query_is_elder, sex)
        else:
            weights = _shared(marker, genotype, k)
        blocks += [np.zeros(1), weights]
    return np.concatenate(blocks)


def family_table(
    codebook: Codebook,
    pedigree: Pedigree,
    genotypes: Mapping[str, Mapping[str, Genotype]],
    missing: str,
    founder_inbreeding: Mapping[str, float] | None = None,
) -> Array:
    """ln LR of every code for a candidate who would be the missing person of a family, (size,).

    Against "the missing person is somebody else": theta 0, markers unlinked, mutation included.
    Raises HypothesisError if the family's own genotypes are impossible: check the pedigree first.
    """
    setting = replace(PLAIN, founder_inbreeding=dict(founder_inbreeding or {}))
    family = {person: profile for person, profile in genotypes.items() if person != missing}
    blocks = [np.zeros(1)]
    for marker in codebook.markers:
        at_marker = {person: profile.get(marker.name) for person, profile in family.items()}
        blocks += [np.zeros(1), _open_person(marker, pedigree, at_marker, missing, setting)]
    return np.concatenate(blocks)


def _shared(marker: Marker, genotype: Result, k: Sharing) -> Array:
    """The closed form over ordered alleles of the candidate, silent allele included."""
    freqs = _freqs(marker)
    population = np.outer(freqs, freqs)
    twin = population * _shows(marker, genotype)
    total = twin.sum()
    if total <= 0:
        raise GenotypeError(f"marker {marker.name}: {genotype} has no chance in the population")
    twin = twin / total
    passed = (twin.sum(axis=0) + twin.sum(axis=1)) / 2
    child = (np.outer(passed, freqs) + np.outer(freqs, passed)) / 2
    ordered = k.k0 * population + k.k1 * child + k.k2 * twin
    return _ln_ratio(by_code(ordered, len(marker.alleles)), _population(marker))


@lru_cache(maxsize=20_000)
def _peeled(
    marker: Marker,
    genotype: Result,
    relationship: str,
    query_is_elder: bool,
    sex: Sex,
) -> Array:
    query, other = ("A", "B") if query_is_elder else ("B", "A")
    sexes: dict[str, Sex] = {"sex_a" if query_is_elder else "sex_b": sex}
    pedigree = pair_pedigree(relationship, **sexes)
    # against unrelated: the query's own chance is a founder's even where the claim inbreeds
    alone = ln_likelihood(marker, pair_pedigree("unrelated"), {"A": genotype})
    joint, ln_scale = genotype_table(marker, pedigree, {query: genotype}, other)
    return _over_population(marker, joint, ln_scale - alone)


def _open_person(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    missing: str,
    setting: Setting,
) -> Array:
    alone = ln_likelihood(marker, pedigree, genotypes, setting)
    if alone == -math.inf:
        raise impossible_family(marker.name, [p for p, g in genotypes.items() if g is not None])
    joint, ln_scale = genotype_table(marker, pedigree, genotypes, missing, setting)
    return _over_population(marker, joint, ln_scale - alone)


def _over_population(marker: Marker, joint: Array, ln_scale: float) -> Array:
    weights = by_code(joint, len(marker.alleles))
    result: Array = _ln_ratio(weights, _population(marker)) + ln_scale
    return result


def _ln_ratio(numerator: Array, denominator: Array) -> Array:
    """ln of the quotient; minus infinity for zero, and for what the population never shows."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(denominator > 0, numerator / denominator, 0.0)
        result: Array = np.log(ratio)
    return result


def _freqs(marker: Marker) -> Array:
    silent = [marker.silent_freq] if marker.silent_freq > 0 else []
    return np.array([*marker.freqs, *silent])


def _population(marker: Marker) -> Array:
    freqs = _freqs(marker)
    return by_code(np.outer(freqs, freqs), len(marker.alleles))


def _shows(marker: Marker, genotype: Result) -> Array:
    """1 where two ordered alleles are reported as this genotype."""
    size = len(marker.alleles) + (marker.silent_freq > 0)
    table = np.zeros((size, size))
    first = marker.index(genotype[0])
    if genotype[1] is None:
        table[first, :] = table[:, first] = 1
        return table
    second = marker.index(genotype[1])
    table[first, second] = table[second, first] = 1
    if first == second and marker.silent_freq > 0:
        table[first, -1] = table[-1, first] = 1
    return table
