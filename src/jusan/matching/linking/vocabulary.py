"""Names against names: how each distinct spelling answers every other, once for all records.

A registry has far fewer distinct names than pairs of records. All pairs of spellings are weighed
by the transducer of `names`; those that are not plainly foreign to each other make a sparse
table, and beside each score stands the share of the registry that answers as well by chance.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names.transducer import part_matrix

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

#: Spellings that score less are foreign to each other: their pair is not kept and counts as this.
FOREIGN = -3.0
_ROWS = 256  # words weighed at once: bounds memory
#: Threads that weigh names: the kernels run beside each other.
THREADS = min(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Distinct names of one kind, each with how many records carry it and whom it may answer.

    Row t is `indices[starts[t]:starts[t + 1]]` with `scores` (ln LR, >= FOREIGN), sorted by index;
    `tails` is ln of the share of records whose name answers as well by chance (at most 0), of the
    two words the commoner: the same whichever asks.
    """

    words: tuple[str, ...]
    counts: Ints
    starts: Ints
    indices: Ints
    scores: Floats
    tails: Floats

    def index(self) -> dict[str, int]:
        """Position by word."""
        return {word: k for k, word in enumerate(self.words)}


def build(words: Sequence[str], counts: Sequence[int]) -> Vocabulary:
    """Every pair of distinct `words` weighed; `counts[k]` records carry `words[k]`."""
    return _table(tuple(words), np.asarray(counts, np.int64), *_weighed(words, 0))


def extended(v: Vocabulary, words: Sequence[str]) -> Vocabulary:
    """`v` with `words` added, those that it has not; what they answer is counted in `v` alone."""
    known = v.index()
    new = [word for word in dict.fromkeys(words) if word not in known]
    if not new:
        return v
    joined = (*v.words, *new)
    rows = np.repeat(np.arange(len(v.words)), np.diff(v.starts))
    half = rows <= v.indices
    left, right, scores = _weighed(joined, len(v.words))
    counts = np.concatenate([v.counts, np.zeros(len(new), np.int64)])
    return _table(
        joined,
        counts,
        np.concatenate([rows[half], left]),
        np.concatenate([v.indices[half], right]),
        np.concatenate([v.scores[half], scores]),
    )


def _weighed(words: Sequence[str], start: int) -> tuple[Ints, Ints, Floats]:
    """(left, right, score) of pairs left <= right with right >= start that are not foreign."""

    def part(top: int) -> tuple[Ints, Ints, Floats]:
        first = max(top, start)
        scores = part_matrix(words[top : top + _ROWS], words[first:])
        rows, columns = np.nonzero(scores >= FOREIGN)
        upper = rows + top <= columns + first
        rows, columns = rows[upper], columns[upper]
        return rows + top, columns + first, scores[rows, columns]

    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(part, range(0, len(words), _ROWS)))
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
    left, right, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    return left, right, values


def _table(
    words: tuple[str, ...], number: Ints, left: Ints, right: Ints, scores: Floats
) -> Vocabulary:
    n = len(words)
    both = np.concatenate([left, right[left != right]])
    other = np.concatenate([right, left[left != right]])
    values = np.concatenate([scores, scores[left != right]])
    order = np.lexsort((other, both))
    both, other, values = both[order], other[order], values[order]
    starts = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(both, minlength=n), out=starts[1:])
    tails = _tails(starts, other, values, number, float(max(1, number.sum())))
    return Vocabulary(words, number, starts, other, values, tails)


@njit(cache=True, nogil=True)
def _tails(starts, indices, scores, counts, total):  # type: ignore[no-untyped-def]
    out = np.zeros(len(scores), np.float32)
    for t in range(len(starts) - 1):
        lo, hi = starts[t], starts[t + 1]
        order = np.argsort(-scores[lo:hi])
        held = 0.0
        k = 0
        while k < hi - lo:
            stop = k
            while stop < hi - lo and scores[lo + order[stop]] == scores[lo + order[k]]:
                held += counts[indices[lo + order[stop]]]
                stop += 1
            for m in range(k, stop):
                out[lo + order[m]] = math.log(max(1.0, held) / total)
            k = stop
    for t in range(len(starts) - 1):
        for p in range(starts[t], starts[t + 1]):
            if indices[p] > t:
                q = find(starts, indices, indices[p], t)
                out[p] = out[q] = max(out[p], out[q])
    return out


@njit(cache=True, nogil=True)
def find(starts, indices, a, b):  # type: ignore[no-untyped-def]
    """Position of the entry (a, b) of rows that are sorted by item, or -1."""
    low, high = starts[a], starts[a + 1]
    while low < high:
        middle = (low + high) // 2
        if indices[middle] < b:
            low = middle + 1
        else:
            high = middle
    if low < starts[a + 1] and indices[low] == b:
        return low
    return -1
