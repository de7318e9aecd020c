"""E[LR | H2] = 1 at each marker, by exact enumeration of everything that can be seen.

The sum over all results of P(results | H2) x LR is the sum of P(results | H1): it is one if and
only if the likelihoods are chances of results. Where a sample may show nothing (silent alleles,
drop-out) the chance of that is taken from formulas, not from the engine. A mean over simulated
totals proves nothing here: for correct code it lies far below one, since the LRs that make up the
mean are too rare to be drawn.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import product

from jusan.kinship.catalogue import RELATIONSHIPS, pair_pedigree
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import ln_likelihood
from verification.findings import Finding
from verification.models import Model, families, marker, models

_ALLOWED = 1e-12
#: (k0, k1, k2) of Thompson (1975), Ann Hum Genet 39:173-188, for the silent allele's part.
KAPPA = {
    "parent": (0, 1, 0),
    "full sibling": (1 / 4, 1 / 2, 1 / 4),
    "maternal half sibling": (1 / 2, 1 / 2, 0),
    "paternal grandparent": (1 / 2, 1 / 2, 0),
    "maternal avuncular": (1 / 2, 1 / 2, 0),
    "paternal three-quarter sibling": (3 / 8, 1 / 2, 1 / 8),
    "cousin": (3 / 4, 1 / 4, 0),
    "double cousin": (9 / 16, 6 / 16, 1 / 16),
    "second cousin": (15 / 16, 1 / 16, 0),
    "unrelated": (1, 0, 0),
}
_FEW = ("parent", "full sibling", "cousin")


def prove(fast: bool = False) -> Iterator[Finding]:
    """Pairs of every relationship of the catalogue, then families of three."""
    for model in models():
        yield from _pairs(model, fast)
    for model in models():
        if model.name in ("none", "stepwise", "theta", "X, stepwise", "drop-out"):
            yield from _families(model, fast)


def _pairs(model: Model, fast: bool) -> Iterator[Finding]:
    known = KAPPA if model.marker.silent_freq > 0 else RELATIONSHIPS
    for relationship in _FEW if fast else known:
        pedigree = pair_pedigree(relationship, sex_a="F", sex_b="M")
        rival = pair_pedigree("unrelated", sex_a="F", sex_b="M")
        total, mean = expectation(model, pedigree, rival, ("A", "B"))
        nothing = _nothing_seen(model, relationship)
        said = f"{model.name}: {relationship}"
        yield Finding(f"{said}: chances sum to 1", abs(total + nothing - 1), _ALLOWED)
        yield Finding(f"{said}: E[LR | unrelated] = 1", abs(mean + nothing - 1), _ALLOWED)


def _families(model: Model, fast: bool) -> Iterator[Finding]:
    three = Model(model.name, _smaller(model), model.theta, model.weak)
    nothing = 0.0 if model.weak is None else model.weak.rate**2
    for family in families():
        *claims, rival = family.pedigrees
        for claim in claims[:1] if fast else claims:
            total, mean = expectation(
                three, family.pedigrees[claim], family.pedigrees[rival], family.typed
            )
            said = f"{model.name}: {family.name}, {claim} over {rival}"
            yield Finding(f"{said}: chances sum to 1", abs(total + nothing - 1), _ALLOWED)
            yield Finding(f"{said}: E[LR | {rival}] = 1", abs(mean + nothing - 1), _ALLOWED)


def _smaller(model: Model) -> Marker:
    """The same with three alleles: three persons show 216 results."""
    mutation = model.marker.mutation
    return marker(
        None if mutation is None else mutation.male,
        slower=None if mutation is None else mutation.female,
        chromosome=model.marker.chromosome,
        freqs=(0.2, 0.3, 0.5),
    )


def expectation(
    model: Model, claim: Pedigree, rival: Pedigree, typed: Sequence[str]
) -> tuple[float, float]:
    """Sum of P(results | claim), and the sum of P(results | rival) x LR.

    Results that the rival cannot give count in the first only; where the claim can give them the
    expectation falls below one by just that, and it is added.
    """
    setting = model.setting(tuple(typed))
    chances, terms = [], []
    for results in product(*(model.results(claim[person]) for person in typed)):
        seen = dict(zip(typed, results, strict=True))
        first = math.exp(ln_likelihood(model.marker, claim, seen, setting))
        second = math.exp(ln_likelihood(model.marker, rival, seen, setting))
        chances.append(first)
        terms.append(second * (first / second) if second > 0 else first)
    return math.fsum(chances), math.fsum(terms)


def _nothing_seen(model: Model, relationship: str) -> float:
    """Chance that at least one of a pair shows nothing."""
    if model.weak is not None:
        return model.weak.rate**2
    s = model.marker.silent_freq
    if s == 0:
        return 0.0
    k0, k1, k2 = KAPPA[relationship]
    both = s**2 * (k0 * s**2 + k1 * s + k2)
    return 2 * s**2 - both
