"""Likelihoods against genes dropped through the pedigree: every result as often as it should be.

Pearson's chi-square over all results of the typed persons, rare ones taken together. The seed is
fixed, so that a finding is the same in every run; the bound is a chance of one in a million.
"""

import math
from collections.abc import Iterator
from itertools import product

import numpy as np
from scipy.stats import chi2

from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import ln_likelihood
from verification.findings import Finding
from verification.genes import counted, drop, shown
from verification.models import Model, families, models

_RELATIONSHIPS = ("full sibling", "maternal avuncular", "paternal three-quarter sibling",
                  "double cousin", "parent by own sibling")  # fmt: skip
#: -log10 of the chance below which a correct program is not believed to be correct.
MOST = 6.0


def prove(fast: bool = False) -> Iterator[Finding]:
    """Pairs, then families of three, under every model."""
    size = 20_000 if fast else 400_000
    for model in models():
        for relationship in _RELATIONSHIPS[: 1 if fast else None]:
            pedigree = pair_pedigree(relationship, sex_a="F", sex_b="M")
            yield _compared(model, relationship, pedigree, ("A", "B"), size)
    for model in models():
        for family in [] if fast else families():
            for claim, pedigree in family.pedigrees.items():
                yield _compared(model, f"{family.name}, {claim}", pedigree, family.typed, size)


def _compared(
    model: Model, name: str, pedigree: Pedigree, typed: tuple[str, ...], size: int
) -> Finding:
    rng = np.random.default_rng(20)
    genes = drop(model, pedigree, size, rng)
    weak = [model.weak if person == typed[0] else None for person in typed]
    found = counted([shown(model, genes[p], w, rng) for p, w in zip(typed, weak, strict=True)])
    setting = model.setting(typed)
    index = {allele: i for i, allele in enumerate(model.marker.alleles)}
    expected: dict[tuple[int, ...], float] = {}
    for results in product(*(model.results(pedigree[person]) for person in typed)):
        chance = math.exp(
            ln_likelihood(model.marker, pedigree, dict(zip(typed, results, strict=True)), setting)
        )
        key = tuple(index[a] * len(index) + index[b] for a, b in results)
        expected[key] = chance * size
    return Finding(
        f"{model.name}: {name}: {size:,} families, -log10 p of chi-square",
        -math.log10(max(chance_of(found, expected, size), 1e-300)),
        MOST,
    )


def chance_of(
    found: dict[tuple[int, ...], int], expected: dict[tuple[int, ...], float], size: int
) -> float:
    """P(a fit as bad as this or worse); zero if something came that has no chance."""
    unwritten = sum(k for key, k in found.items() if min(key) < 0)
    if any(expected.get(key, 0) == 0 for key in found if min(key) >= 0):
        return 0.0
    pairs = [(found.get(key, 0), k) for key, k in expected.items() if k >= 5]
    rare = [(found.get(key, 0), k) for key, k in expected.items() if k < 5]
    rest = (sum(o for o, _ in rare) + unwritten, size - math.fsum(k for _, k in pairs))
    if rest[1] >= 5:
        pairs.append(rest)
    statistic = math.fsum((o - k) ** 2 / k for o, k in pairs)
    return float(chi2.sf(statistic, len(pairs) - 1))
