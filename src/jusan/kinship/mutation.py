"""Mutation matrices: row = parental allele, column = the allele that the child receives."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import MarkerError
from jusan.kinship.loci import Marker, MutationSpec, repeat_number

Matrix = NDArray[np.float64]
_TOLERANCE = 1e-9


def mutation_matrices(marker: Marker) -> tuple[Matrix, Matrix] | None:
    """Male and female matrices over the listed alleles, or None where nothing mutates.

    Shapes (n, n) for n listed alleles; rows sum to one. The silent allele is not in them.
    Raises MarkerError if a model cannot be built for this allele table.
    """
    mutation = marker.mutation
    if mutation is None or all(_never(s) for s in (mutation.male, mutation.female)):
        return None
    male = _matrix(marker.name, marker.alleles, marker.freqs, mutation.male)
    female = _matrix(marker.name, marker.alleles, marker.freqs, mutation.female)
    return male, female


def is_stationary(matrix: Matrix, freqs: Matrix) -> bool:
    """Whether the population frequencies survive one generation of mutation unchanged."""
    return bool(np.allclose(freqs @ matrix, freqs, rtol=0, atol=1e-12))


def expected_rate(matrix: Matrix, freqs: Matrix) -> float:
    """Chance that a random allele of the population mutates in one transmission."""
    return float(freqs @ (1 - np.diag(matrix)))


def _never(spec: MutationSpec) -> bool:
    return spec.model == "none" or (spec.model != "custom" and spec.rate == 0 and spec.rate2 == 0)


@lru_cache(maxsize=4096)
def _matrix(
    name: str, alleles: tuple[str, ...], freqs: tuple[float, ...], spec: MutationSpec
) -> Matrix:
    weights = np.asarray(freqs) / np.sum(freqs)
    if _never(spec) or len(alleles) == 1:
        matrix = np.eye(len(alleles))
    elif spec.model == "custom":
        matrix = _custom(name, len(alleles), spec)
    else:
        matrix = _BUILDERS[spec.model](name, alleles, weights, spec)
    if spec.transform is not None:
        matrix = _transformed(name, matrix, weights, spec.transform)
    if matrix.min() < -_TOLERANCE or np.abs(matrix.sum(axis=1) - 1).max() > 1e-6:
        raise MarkerError(f"marker {name}: mutation model {spec.model} gives no stochastic matrix")
    matrix.setflags(write=False)
    return matrix


def _custom(name: str, size: int, spec: MutationSpec) -> Matrix:
    matrix = np.array(spec.matrix if spec.matrix is not None else [], dtype=np.float64)
    if matrix.shape != (size, size):
        raise MarkerError(
            f"marker {name}: custom mutation matrix has shape {matrix.shape}, "
            f"expected {(size, size)}"
        )
    return matrix


def _equal(name: str, alleles: tuple[str, ...], freqs: Matrix, spec: MutationSpec) -> Matrix:
    """Every other allele is equally likely."""
    size = len(alleles)
    return _with_diagonal(np.full((size, size), spec.rate / (size - 1)))


def _proportional(name: str, alleles: tuple[str, ...], freqs: Matrix, spec: MutationSpec) -> Matrix:
    """Every other allele in proportion to its frequency, scaled to the expected rate."""
    share = 1 - float(freqs @ freqs)
    if share <= 0:
        return np.eye(len(alleles))
    return _with_diagonal(np.tile(freqs * (spec.rate / share), (len(alleles), 1)))


def _stepwise(name: str, alleles: tuple[str, ...], freqs: Matrix, spec: MutationSpec) -> Matrix:
    """Whole steps by `rate`, each further step `range` times rarer; other classes by `rate2`.

    The extended stepwise model of Familias: an allele alone in its microvariant class never
    makes whole steps, and where only one class exists rate2 plays no part.
    """
    repeats, classes = _repeats(name, alleles)
    same = classes[:, None] == classes[None, :]
    steps = np.abs(repeats[:, None] - repeats[None, :])
    inside = np.where(same, np.power(spec.range, steps), 0.0)
    np.fill_diagonal(inside, 0.0)
    outside = (~same).astype(np.float64)
    return _with_diagonal(_rows_to(inside, spec.rate) + _rows_to(outside, spec.rate2))


def _onestep(name: str, alleles: tuple[str, ...], freqs: Matrix, spec: MutationSpec) -> Matrix:
    """One repeat up or down, equally likely; at an end the whole rate goes the open way."""
    repeats, classes = _repeats(name, alleles)
    near = (classes[:, None] == classes[None, :]) & (
        np.abs(repeats[:, None] - repeats[None, :]) == 1
    )
    return _with_diagonal(_rows_to(near.astype(np.float64), spec.rate))


def _dawid(name: str, alleles: tuple[str, ...], freqs: Matrix, spec: MutationSpec) -> Matrix:
    """Reversible decreasing model: freq_i * M_ij = c * range**steps, c set by the expected rate.

    Dawid, Mortera and Pascali (2001), Forensic Sci Int 124:55-61.
    """
    repeats, classes = _repeats(name, alleles)
    position = repeats + classes / 10.0
    weights = np.power(spec.range, np.abs(position[:, None] - position[None, :]))
    np.fill_diagonal(weights, 0.0)
    if freqs.min() <= 0:
        raise MarkerError(f"marker {name}: the dawid model needs every frequency above zero")
    return _with_diagonal(weights * (spec.rate / weights.sum()) / freqs[:, None])


_BUILDERS = {
    "equal": _equal,
    "proportional": _proportional,
    "stepwise": _stepwise,
    "onestep": _onestep,
    "dawid": _dawid,
}


def _repeats(name: str, alleles: tuple[str, ...]) -> tuple[Matrix, Matrix]:
    numbers = [repeat_number(allele) for allele in alleles]
    if None in numbers:
        bad = alleles[numbers.index(None)]
        raise MarkerError(f"marker {name}: allele {bad!r} is no repeat number, no steps defined")
    pairs = np.array(numbers, dtype=np.float64)
    return pairs[:, 0], pairs[:, 1]


def _rows_to(weights: Matrix, total: float) -> Matrix:
    """Rows scaled to a total; a row without any weight stays empty."""
    sums = weights.sum(axis=1, keepdims=True)
    scaled: Matrix = np.divide(weights * total, sums, out=np.zeros_like(weights), where=sums > 0)
    return scaled


def _with_diagonal(off: Matrix) -> Matrix:
    matrix = off.copy()
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return matrix


def _transformed(name: str, matrix: Matrix, freqs: Matrix, transform: str) -> Matrix:
    """A matrix with the population frequencies as its stationary distribution, same rate.

    PM: Simonsson and Mostad (2016), Forensic Sci Int Genet 23:217-225. MH and BA: the
    Metropolis-Hastings and Barker reversible chains, off-diagonals rescaled to the old rate.
    """
    if freqs.min() <= 0:
        raise MarkerError(f"marker {name}: transform {transform} needs every frequency above zero")
    rate = expected_rate(matrix, freqs)
    if transform == "PM":
        stationary = _stationary(matrix)
        scale = rate / expected_rate(matrix, stationary)
        off = matrix * (scale * stationary / freqs)[:, None]
        return _with_diagonal(off)
    flow = freqs[:, None] * matrix
    if transform == "MH":
        off = np.minimum(flow, flow.T) / freqs[:, None]
    elif transform == "BA":
        total = flow + flow.T
        product = np.divide(flow * flow.T, total, out=np.zeros_like(flow), where=total > 0)
        off = product / freqs[:, None]
    else:
        raise MarkerError(f"marker {name}: transform {transform!r} is not known (PM, MH, BA)")
    np.fill_diagonal(off, 0.0)
    return _with_diagonal(off * (rate / float(freqs @ off.sum(axis=1))))


def _stationary(matrix: Matrix) -> Matrix:
    """The row vector v with v M = v and sum one.

    State reduction without subtractions (Grassmann, Taksar and Heyman 1985, Oper Res
    33:1107-1116): rates between microvariant classes are 1e-6 and would drown in rounding.
    """
    work = matrix.copy()
    size = len(work)
    for last in range(size - 1, 0, -1):
        out = work[last, :last].sum()
        if out <= 0:
            raise MarkerError("mutation model: some alleles can never be left, PM is undefined")
        work[:last, last] /= out
        work[:last, :last] += np.outer(work[:last, last], work[last, :last])
    answer = np.ones(size)
    for state in range(1, size):
        answer[state] = answer[:state] @ work[:state, state]
    scaled: Matrix = answer / answer.sum()
    return scaled
