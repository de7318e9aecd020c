"""Sums of products of small tables: variable elimination over named discrete variables.

A factor is a table over some variables. The sum over every variable of the product of all
factors is found one variable at a time, each time the one whose intermediate table is smallest.
"""

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import TooLargeError

Array = NDArray[np.float64]
Variable = Hashable

#: Entries of the largest intermediate table (8 bytes each): 2**26 is half a gigabyte.
MAX_TABLE = 1 << 26


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A table with one axis for each of its variables, in order."""

    variables: tuple[Variable, ...]
    table: Array


def eliminate(factors: Sequence[Factor], keep: Sequence[Variable] = ()) -> tuple[Array, float]:
    """Sum out every variable but `keep`.

    Returns a table with the axes of `keep` in that order and ln of a scale: the true values are
    table * exp(scale). A sum of zero gives a table of zeros. Raises TooLargeError.
    """
    sizes = _sizes(factors)
    squeezed = [_squeezed(factor, keep) for factor in factors]
    pool, ln_scale = _without_constants(squeezed)
    for variable in _order(pool, _sizes(pool), frozenset(keep)):
        touched = [factor for factor in pool if variable in factor.variables]
        pool = [factor for factor in pool if variable not in factor.variables]
        summed, ln_factor = _rescaled(_combine(touched, sizes, drop=variable))
        ln_scale += ln_factor
        pool.append(summed)
    final = _combine(pool, sizes, drop=None)
    missing = [variable for variable in keep if variable not in final.variables]
    if missing:
        raise KeyError(f"no factor mentions {missing[0]!r}")
    return np.transpose(final.table, [final.variables.index(v) for v in keep]), ln_scale


def ln_total(factors: Sequence[Factor]) -> float:
    """Natural log of the whole sum; minus infinity if it is zero."""
    table, ln_scale = eliminate(factors)
    value = float(table)
    return math.log(value) + ln_scale if value > 0 else -math.inf


def _squeezed(factor: Factor, keep: Sequence[Variable]) -> Factor:
    """The factor without variables that have one value only: they tie nothing together."""
    if 1 not in factor.table.shape:
        return factor
    shape = factor.table.shape
    axes = tuple(i for i, v in enumerate(factor.variables) if shape[i] == 1 and v not in keep)
    left = tuple(v for i, v in enumerate(factor.variables) if i not in axes)
    return Factor(left, factor.table.squeeze(axis=axes))


def _without_constants(factors: Sequence[Factor]) -> tuple[list[Factor], float]:
    """Factors with variables, and ln of the product of the others (a zero stays a factor)."""
    pool, ln_scale = [], 0.0
    for factor in factors:
        if factor.variables or factor.table <= 0:
            pool.append(factor)
        else:
            ln_scale += math.log(float(factor.table))
    return pool, ln_scale


def _sizes(factors: Sequence[Factor]) -> dict[Variable, int]:
    sizes: dict[Variable, int] = {}
    for factor in factors:
        for variable, size in zip(factor.variables, factor.table.shape, strict=True):
            if sizes.setdefault(variable, size) != size:
                raise ValueError(f"variable {variable!r} has two sizes")
    return sizes


def _order(
    factors: Sequence[Factor], sizes: Mapping[Variable, int], keep: frozenset[Variable]
) -> list[Variable]:
    """Elimination order; the search works on numbers, so that equal shapes share its answer."""
    names = list(sizes)
    number = {variable: i for i, variable in enumerate(names)}
    scopes = tuple(tuple(number[v] for v in factor.variables) for factor in factors)
    kept = frozenset(number[v] for v in keep if v in number)
    return [names[i] for i in _greedy(scopes, tuple(sizes[v] for v in names), kept)]


@lru_cache(maxsize=8192)
def _greedy(
    scopes: tuple[tuple[int, ...], ...], sizes: tuple[int, ...], keep: frozenset[int]
) -> tuple[int, ...]:
    """Always the variable whose elimination builds the smallest table; ties by number."""
    neighbours: dict[int, set[int]] = {i: {i} for i in range(len(sizes))}
    for scope in scopes:
        for i in scope:
            neighbours[i].update(scope)
    costs = {i: _cost(neighbours[i], sizes) for i in neighbours if i not in keep}
    order: list[int] = []
    while costs:
        best = min(costs, key=lambda i: (costs[i], i))
        order.append(best)
        around = neighbours.pop(best) - {best}
        del costs[best]
        for i in around:
            neighbours[i] = (neighbours[i] | around) - {best}
            if i in costs:
                costs[i] = _cost(neighbours[i], sizes)
    return tuple(order)


def _cost(scope: Collection[int], sizes: tuple[int, ...]) -> int:
    return math.prod(sizes[i] for i in scope)


def _combine(
    factors: Sequence[Factor], sizes: Mapping[Variable, int], drop: Variable | None
) -> Factor:
    """The product of some factors, summed over `drop`; the last product sums as it goes."""
    ordered = sorted(factors, key=lambda factor: factor.table.size)
    left = ordered[0] if ordered else Factor((), np.ones(()))
    for right in ordered[1:-1]:
        left = _product(left, right, sizes, drop=None)
    if len(ordered) > 1:
        return _product(left, ordered[-1], sizes, drop=drop)
    if drop is None:
        return left
    axis = left.variables.index(drop)
    kept = left.variables[:axis] + left.variables[axis + 1 :]
    return Factor(kept, left.table.sum(axis=axis))


def _product(
    left: Factor, right: Factor, sizes: Mapping[Variable, int], drop: Variable | None
) -> Factor:
    union = tuple(dict.fromkeys(left.variables + right.variables))
    out = tuple(variable for variable in union if variable != drop)
    entries = math.prod(sizes[variable] for variable in out)
    if entries > MAX_TABLE or len(union) > 31:
        raise TooLargeError(
            f"the exact sum needs a table of {entries:,} entries (limit {MAX_TABLE:,})"
        )
    letter = {variable: ascii_letters[i] for i, variable in enumerate(union)}
    spelled = (
        "".join(letter[v] for v in names) for names in (left.variables, right.variables, out)
    )
    table = np.einsum("{},{}->{}".format(*spelled), left.table, right.table)
    return Factor(out, np.asarray(table))


def _rescaled(factor: Factor) -> tuple[Factor, float]:
    """The factor with largest entry one, and ln of what was divided out (0 for all zeros)."""
    top = float(factor.table.max())
    if top <= 0:
        return factor, 0.0
    return Factor(factor.variables, factor.table / top), math.log(top)
