"""P(LR >= t | unrelated) from related pairs: the mean of 1/LR over those that pass.

P(LR >= t | H2) = E[1/LR; LR >= t | H1] (likelihood weighting; Egeland and Slooten 2016, Int J
Legal Med 130:1445-1456, on the LR as a random variable). Related pairs are drawn by gene dropping,
so that the frequent drawing of large LRs makes a rare tail measurable. For four markers the tail
is also summed exactly; for a kit of 13 it is counted among unrelated pairs where that can be done.
"""

import math
from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from jusan.bench.kinship.population import STEPWISE as KIT_STEPWISE
from jusan.bench.kinship.population import kit
from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.loci import Marker
from jusan.kinship.peeling import Evidence
from verification.findings import Finding
from verification.genes import drop, shown
from verification.models import STEPWISE, Model, marker

Array = NDArray[np.float64]
_RELATIONSHIPS = ("full sibling", "maternal avuncular", "father")
#: Standard errors within which an estimate must lie; chance about 6e-5 each.
_ERRORS = 4.0


def prove(fast: bool = False) -> Iterator[Finding]:
    """Exact tails of a small kit, then counted tails of a large one."""
    size = 20_000 if fast else 400_000
    for relationship in _RELATIONSHIPS[: 1 if fast else None]:
        yield from _small_kit(relationship, size)
        # strangers never look like father and son: nothing to be counted
        if not fast and relationship != "father":
            yield from _large_kit(relationship, size)


def _small_kit(relationship: str, size: int) -> Iterator[Finding]:
    """Four markers, two of them with stepwise mutation."""
    freqs = [(0.1, 0.35, 0.25, 0.3), (0.05, 0.15, 0.35, 0.45), (0.2, 0.3, 0.1, 0.4)]
    markers = [marker(freqs=f) for f in freqs[:2]]
    markers += [marker(STEPWISE, freqs=freqs[2]), marker(STEPWISE, freqs=freqs[0])]
    tables = [_table(one, relationship) for one in markers]
    ratios, chances = reduce(
        _convolved, [_distribution(one, t) for one, t in zip(markers, tables, strict=True)]
    )
    drawn = _drawn(markers, tables, relationship, size, seed=4)
    for threshold in (0.0, math.log(3), math.log(10), math.log(30)):
        exact = float(chances[ratios >= threshold].sum())
        said = f"P(LR >= {math.exp(threshold):g} | unrelated) = {exact:.3g}"
        yield _within(f"{relationship}: 4 markers, {said}", _weights(drawn, threshold), exact)


def _large_kit(relationship: str, size: int) -> Iterator[Finding]:
    """13 markers with stepwise mutation: the weighted tail against the counted one."""
    # tables of all results: those of longer allele lists would take an hour
    markers = [one for one in kit(KIT_STEPWISE) if len(one.alleles) <= 11]
    tables = [_table(one, relationship) for one in markers]
    related = _drawn(markers, tables, relationship, size // 4, seed=5)
    strangers = _drawn(markers, tables, "unrelated", size, seed=6)
    for threshold in (0.0, math.log(10)):
        passed = strangers >= threshold
        counted = float(passed.mean())
        both = math.hypot(
            _standard_error(passed.astype(float)), _standard_error(_weights(related, threshold))
        )
        off = abs(float(_weights(related, threshold).mean()) - counted) / both
        said = f"P(LR >= {math.exp(threshold):g} | unrelated) = {counted:.3g}"
        yield Finding(
            f"{relationship}: {len(markers)} markers, {said}, in standard errors", off, _ERRORS
        )


def _within(said: str, values: Array, exact: float) -> Finding:
    off = abs(float(values.mean()) - exact) / _standard_error(values)
    return Finding(f"{said}, in standard errors", off, _ERRORS)


def _weights(ln_lr: Array, threshold: float) -> Array:
    """1/LR of those that pass, zero of the others."""
    with np.errstate(over="ignore"):
        return np.where(ln_lr >= threshold, np.exp(-ln_lr), 0.0)


def _standard_error(values: Array) -> float:
    return float(values.std(ddof=1)) / math.sqrt(len(values))


def _table(one: Marker, relationship: str) -> tuple[Array, Array]:
    """P(results | related) and P(results | unrelated) by (low x n + high) of both persons."""
    n = len(one.alleles)
    tables = []
    for name in (relationship, "unrelated"):
        pedigree = pair_pedigree(name, sex_a="M", sex_b="M")
        table = np.full((n * n, n * n), -np.inf)
        codes = [(i, j) for i in range(n) for j in range(i, n)]
        # one marker many times over: one row for each pair of results
        rows = [(a, b) for a in codes for b in codes]
        for start in range(0, len(rows), 4096):
            part = rows[start : start + 4096]
            names = [f"{one.name}{k}" for k in range(len(part))]
            copies = [_named(one, name) for name in names]
            seen = {
                "A": {
                    m: (one.alleles[a[0]], one.alleles[a[1]])
                    for m, (a, _) in zip(names, part, strict=True)
                },
                "B": {
                    m: (one.alleles[b[0]], one.alleles[b[1]])
                    for m, (_, b) in zip(names, part, strict=True)
                },
            }
            values = Evidence(copies, seen).ln_likelihoods(pedigree)
            for (a, b), value in zip(part, values, strict=True):
                table[a[0] * n + a[1], b[0] * n + b[1]] = value
        tables.append(table)
    return tables[0], tables[1]


def _named(one: Marker, name: str) -> Marker:
    return Marker(name, one.alleles, one.freqs, one.silent_freq, one.mutation, one.chromosome)


def _distribution(one: Marker, tables: tuple[Array, Array]) -> tuple[Array, Array]:
    """ln LR of every result and its chance among unrelated pairs."""
    related, unrelated = (t.ravel() for t in tables)
    known = np.isfinite(unrelated)
    return _merged(related[known] - unrelated[known], np.exp(unrelated[known]))


def _convolved(one: tuple[Array, Array], two: tuple[Array, Array]) -> tuple[Array, Array]:
    sums = (one[0][:, None] + two[0]).ravel()
    return _merged(sums, np.outer(one[1], two[1]).ravel())


def _merged(ratios: Array, chances: Array) -> tuple[Array, Array]:
    """Equal ratios (but for rounding) become one."""
    values, place = np.unique(np.round(ratios, 9), return_inverse=True)
    sums = np.bincount(place.ravel(), weights=chances)
    return values, np.asarray(sums, dtype=np.float64)


def _drawn(
    markers: Sequence[Marker],
    tables: Sequence[tuple[Array, Array]],
    truth: str,
    size: int,
    seed: int,
) -> Array:
    """ln LR of pairs drawn by gene dropping through the true pedigree."""
    rng = np.random.default_rng(seed)
    pedigree = pair_pedigree(truth, sex_a="M", sex_b="M")
    total = np.zeros(size)
    for one, (related, unrelated) in zip(markers, tables, strict=True):
        model = Model("", _whole(one))
        genes = drop(model, pedigree, size, rng)
        a, b = (shown(model, genes[person], None, rng) for person in ("A", "B"))
        total += related[a, b] - unrelated[a, b]
    # thresholds lie between values as they are merged
    return np.round(total, 9)


def _whole(one: Marker) -> Marker:
    """Published frequencies do not sum to one to the last figure; chances must."""
    total = math.fsum(one.freqs)
    freqs = tuple(f / total for f in one.freqs)
    return Marker(one.name, one.alleles, freqs, 0.0, one.mutation)
