"""Samples that lost and gained alleles: what the model says, summed and acted out.

A copy of an allele is lost with chance d; the foreign alleles seen beside those of the person have
chance 1 - C if there are none, else C p(a) for each. These are not quite chances: over all sets
of alleles that a person with the alleles T can show they sum to the mass

    m(T) = product over a not in T of (1 + C p(a)) - C

(1 for C = 0). So the laws hold for the mass, and the acted-out samples keep a person with chance
m(T) / max m. A set of no allele, or of more than two, cannot be written as a result; its part is
summed here, by itself.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.dropout import Dropout
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import ln_likelihood
from verification.findings import Finding
from verification.gene_dropping import MOST, chance_of
from verification.genes import NOTHING, TOO_MANY, Numbers, counted, drop, shown
from verification.models import STEPWISE, Model, Shown, marker

_ALLOWED = 1e-12
#: Standard errors within which a mean must lie; chance about 6e-5 each.
_ERRORS = 4.0
_RELATIONSHIPS = ("full sibling", "maternal avuncular", "parent by own sibling")
_SAMPLES = (Dropout(0.2, 0.05), Dropout(0.0, 0.1), Dropout(0.5, 0.4), Dropout(0.3, 0.0))


def prove(fast: bool = False) -> Iterator[Finding]:
    """One weak sample of a pair, under several models and rates."""
    size = 20_000 if fast else 400_000
    for weak in _SAMPLES[: 1 if fast else None]:
        for name, spec, theta in (("none", None, 0.0), ("stepwise", STEPWISE, 0.0),
                                  ("theta", None, 0.05)):  # fmt: skip
            said = f"{name}, drop-out {weak.rate}, drop-in {weak.drop_in}"
            model = Model(said, marker(spec), theta, weak)
            for relationship in _RELATIONSHIPS[: 1 if fast else None]:
                yield from _compared(model, relationship, size)


@dataclass(frozen=True, slots=True)
class _Pair:
    """P(results) of a weak A and a firm B, related or not, by the codes of `genes.shown`."""

    related: dict[tuple[int, ...], float]
    unrelated: dict[tuple[int, ...], float]


def _compared(model: Model, relationship: str, size: int) -> Iterator[Finding]:
    pedigree = pair_pedigree(relationship, sex_a="F", sex_b="M")
    rival = pair_pedigree("unrelated", sex_a="F", sex_b="M")
    said = f"{model.name}: {relationship}"
    pair = _Pair(_chances(model, pedigree), _chances(model, rival))
    for who, tree, chances in (
        (relationship, pedigree, pair.related),
        ("unrelated", rival, pair.unrelated),
    ):
        masses = _masses(model, tree)
        off = abs(math.fsum(chances.values()) - masses.written)
        yield Finding(f"{model.name}: {who}: chances sum to what can be written", off, _ALLOWED)
        found = _acted_out(model, tree, size, np.random.default_rng(22))
        kept = sum(found.values())
        expected = {key: chance * kept / masses.whole for key, chance in chances.items()}
        what = f"{model.name}: {who}: {kept:,} samples, -log10 p of chi-square"
        yield Finding(what, -math.log10(max(chance_of(found, expected, kept), 1e-300)), MOST)
        if tree is rival:
            yield _mean_ratio(said, pair, found)


def _mean_ratio(said: str, pair: _Pair, found: dict[tuple[int, ...], int]) -> Finding:
    """Mean LR over acted-out strangers whose results can be written, over what it must be."""
    keys = [key for key in found if min(key) >= 0]
    counts = np.array([found[key] for key in keys], dtype=float)
    ratios = np.array([pair.related[key] / pair.unrelated[key] for key in keys])
    mean = float((counts * ratios).sum() / counts.sum())
    spread = math.sqrt(float((counts * (ratios - mean) ** 2).sum()) / counts.sum() ** 2)
    must = math.fsum(pair.related.values()) / math.fsum(pair.unrelated.values())
    what = f"{said}: mean LR of strangers is {must:.6f}, in standard errors"
    return Finding(what, abs(mean - must) / spread, _ERRORS)


def _chances(model: Model, pedigree: Pedigree) -> dict[tuple[int, ...], float]:
    setting = model.setting(("A",))
    out: dict[tuple[int, ...], float] = {}
    for a, b in product(*(model.results(pedigree[person]) for person in ("A", "B"))):
        chance = math.exp(ln_likelihood(model.marker, pedigree, {"A": a, "B": b}, setting))
        out[_code(model, a), _code(model, b)] = chance
    return out


def _code(model: Model, result: Shown) -> int:
    low, high = (model.marker.alleles.index(allele) for allele in result)
    return low * len(model.marker.alleles) + high


@dataclass(frozen=True, slots=True)
class _Masses:
    """Over the true alleles of A: the mean of m(T), and of the part of it that can be written."""

    whole: float
    written: float


def _masses(model: Model, pedigree: Pedigree) -> _Masses:
    assert model.weak is not None
    firm = Model(model.name, model.marker, model.theta)
    alleles = range(len(model.marker.alleles))
    sets = list(chain.from_iterable(combinations(alleles, n) for n in range(len(alleles) + 1)))
    whole, written = [], []
    for true in firm.results(pedigree["A"]):
        seen = {"A": true}
        share = math.exp(ln_likelihood(model.marker, pedigree, seen, firm.setting(("A",))))
        carried = [model.marker.alleles.index(allele) for allele in true]
        by_set = {s: _seen(model, carried, s) for s in sets}
        whole.append(share * _mass(model, carried))
        written.append(share * math.fsum(c for s, c in by_set.items() if len(s) in (1, 2)))
        assert math.isclose(math.fsum(by_set.values()), _mass(model, carried), rel_tol=1e-12)
    return _Masses(math.fsum(whole), math.fsum(written))


def _mass(model: Model, carried: Sequence[int]) -> float:
    assert model.weak is not None
    c = model.weak.drop_in
    foreign = [p for a, p in enumerate(model.marker.freqs) if a not in carried]
    return math.prod(1 + c * p for p in foreign) - c


def _seen(model: Model, carried: Sequence[int], seen: Sequence[int]) -> float:
    """Chance of a set of alleles, allele by allele."""
    assert model.weak is not None
    d, c = model.weak.rate, model.weak.drop_in
    value = 1.0 if set(seen) - set(carried) else 1 - c
    for allele, p in enumerate(model.marker.freqs):
        copies = carried.count(allele)
        if copies:
            value *= 1 - d**copies if allele in seen else d**copies
        elif allele in seen:
            value *= c * p
    return value


def _acted_out(
    model: Model, pedigree: Pedigree, size: int, rng: np.random.Generator
) -> dict[tuple[int, ...], int]:
    """Results of A and B in families drawn by gene dropping, A's copies lost and others gained."""
    assert model.weak is not None
    genes = drop(model, pedigree, size, rng)
    n = len(model.marker.alleles)
    carried = np.zeros((size, n), dtype=bool)
    for column in genes["A"].T:
        carried[np.arange(size), column] = True
    masses = _mass_of_each(model, carried)
    kept = rng.random(size) < masses / masses.max()
    seen = _foreign(model, carried, rng)
    for column in genes["A"].T:
        left = np.flatnonzero(rng.random(size) >= model.weak.rate)
        seen[left, column[left]] = True
    count, low = seen.sum(axis=1), seen.argmax(axis=1)
    high = n - 1 - seen[:, ::-1].argmax(axis=1)
    a = np.where(count == 0, NOTHING, np.where(count > 2, TOO_MANY, low * n + high))
    b = shown(model, genes["B"], None, rng)
    return counted([a[kept], b[kept]])


def _mass_of_each(model: Model, carried: NDArray[np.bool_]) -> NDArray[np.float64]:
    assert model.weak is not None
    c, freqs = model.weak.drop_in, np.array(model.marker.freqs)
    return np.asarray(np.where(carried, 1.0, 1 + c * freqs).prod(axis=1) - c)


def _foreign(
    model: Model, carried: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.bool_]:
    """A set of foreign alleles for each family, in proportion to 1 - C or the product of C p."""
    assert model.weak is not None
    c, freqs = model.weak.drop_in, np.array(model.marker.freqs)
    sets = np.array(list(product((False, True), repeat=carried.shape[1])))
    weights = np.where(sets, c * freqs, 1.0).prod(axis=1) * np.where(sets.any(axis=1), 1, 1 - c)
    able = ~(carried[:, None, :] & sets).any(axis=2)
    sums = (able * weights).cumsum(axis=1)
    place: Numbers = (rng.random(len(carried))[:, None] * sums[:, -1:] >= sums).sum(axis=1)
    return np.asarray(sets[place])
