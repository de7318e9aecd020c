"""A stranger beside a family: the chances of somebody's alleles who is nobody's kin.

Without theta these are the population's. With it, what the founders of the family carry makes the
same alleles likelier in a stranger too: two more draws from the urn (`theta`), averaged over what
the family's results leave open. Two draws need no more than the first two moments of the counts
of founder alleles, which spares a table over the stranger's alleles as well.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from jusan.kinship.network import Array
from jusan.kinship.observed import Numbers, Observed
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import AT_ONCE, Setting, founder_alleles, joint_draws


class Draw(NamedTuple):
    """A founder allele: its axis of a table of chances (None: it is certain), and the state that
    each place along that axis means, (rows, places) or (1, places)."""

    axis: int | None
    states: Numbers


def stranger_tables(group: Observed, pedigree: Pedigree, setting: Setting) -> Array:
    """P(all genotypes and alleles (a, b) of one more founder), (rows, n, n), symmetric.

    Raises TooLargeError.
    """
    rows = len(group.markers)
    sizes = {a.axis: len(group.range_of(a)[0]) for a in founder_alleles(group, pedigree)}
    step = max(1, AT_ONCE // math.prod(sizes.values()))
    if step >= rows:
        return _one_part(group, pedigree, setting)
    parts = [group.part(slice(start, start + step)) for start in range(0, rows, step)]
    return np.concatenate([_one_part(part, pedigree, setting) for part in parts])


def _one_part(group: Observed, pedigree: Pedigree, setting: Setting) -> Array:
    alleles = founder_alleles(group, pedigree)
    axes = sorted({allele.axis for allele in alleles if allele.axis is not None})
    draws = [
        Draw(None if allele.axis is None else axes.index(allele.axis), group.range_of(allele))
        for allele in alleles
    ]
    return next_two(joint_draws(group, pedigree, setting), draws, group.freqs, setting.theta)


def next_two(weights: Array, draws: Sequence[Draw], freqs: Array, theta: float) -> Array:
    """Chances of two more draws beside the joint ones of all before, (rows, n, n).

    `weights` (rows, *axes), `freqs` (rows, n) or (1, n). With m(a) the count of a among n draws and
    q = (1 - theta) p, two more are a and b with chance (m(a) theta + q(a)) (m(b) theta + [a = b]
    theta + q(b)) over (1 + (n - 1) theta) (1 + n theta).
    """
    rows, size = len(weights), freqs.shape[1]
    q = np.broadcast_to((1 - theta) * freqs, (rows, size))
    total = weights.reshape(rows, -1).sum(axis=1)[:, None]
    once, twice = _moments(weights, draws, size)
    table = theta**2 * twice + theta * (
        once[:, :, None] * q[:, None] + q[:, :, None] * once[:, None]
    )
    table += total[:, :, None] * q[:, :, None] * q[:, None]
    diagonal = np.arange(size)
    table[:, diagonal, diagonal] += theta * (theta * once + total * q)
    count = len(draws)
    result: Array = table / ((1 + (count - 1) * theta) * (1 + count * theta))
    return result


def _moments(weights: Array, draws: Sequence[Draw], size: int) -> tuple[Array, Array]:
    """Sums of m(a) and of m(a) m(b) over all draws, by weight: (rows, n) and (rows, n, n)."""
    rows = len(weights)
    row = np.arange(rows)[:, None]
    once, twice = np.zeros((rows, size)), np.zeros((rows, size, size))
    for number, one in enumerate(draws):
        chances = _over(weights, one.axis)
        mine = np.broadcast_to(one.states, chances.shape)
        np.add.at(once, (row, mine), chances)
        np.add.at(twice, (row, mine, mine), chances)
        for other in draws[:number]:
            pairs = _over(weights, one.axis, other.axis)
            if one.axis == other.axis:
                first, second, at = mine, np.broadcast_to(other.states, pairs.shape), row
            else:
                first = np.broadcast_to(one.states[:, :, None], pairs.shape)
                second = np.broadcast_to(other.states[:, None, :], pairs.shape)
                at = row[:, :, None]
            np.add.at(twice, (at, first, second), pairs)
            np.add.at(twice, (at, second, first), pairs)
    return once, twice


def _over(weights: Array, *kept: int | None) -> Array:
    """Weights summed over all axes but one or two; a certain draw has one place. Two draws along
    one axis share it: (rows, places)."""
    axes = dict.fromkeys(kept)
    left = [axis + 1 for axis in axes if axis is not None]
    summed: Array = weights.sum(axis=tuple(i for i in range(1, weights.ndim) if i not in left))
    if left != sorted(left):
        summed = summed.swapaxes(1, 2)
    places = [1 if axis is None else weights.shape[axis + 1] for axis in axes]
    return summed.reshape(len(weights), *places)
