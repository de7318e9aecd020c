"""Names against names: how each distinct spelling answers every other, once for all records.

A registry has far fewer distinct names than pairs of records. All pairs of spellings are aligned
roughly by sound; what is not plainly foreign is weighed by `names`. What remains is a sparse
table, and beside each score the share of the registry that answers as well by chance.
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

from jusan.names.likeness import GLIDES, HAND, INTERCEPT, SLOPE, VOWELS
from jusan.names.transliteration import latin_key, sound_units
from jusan.matching.linking.records import script_code

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

#: Spellings that score less are foreign to each other: their pair is not kept and counts as this.
FOREIGN = -3.0
_LONGEST = 24
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
    codes, lengths = _encode([_units(word) for word in words])
    abjad = np.array([script_code(word) == 0 for word in words])
    pair, gap = _costs()

    def part(rows: Ints) -> tuple[Ints, Ints, Floats]:
        found: tuple[Ints, Ints, Floats] = _near(
            rows, start, codes, lengths, abjad, pair, gap, np.float32(FOREIGN)
        )
        return found

    # interleaved rows: the first ones have most to compare with
    shares = [np.arange(k, len(words), THREADS) for k in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        columns = zip(*pool.map(part, shares), strict=True)
        left, right, scores = (np.concatenate(column) for column in columns)
    return left, right, scores


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


def _units(word: str) -> str:
    return sound_units(latin_key(word))[:_LONGEST]


def _encode(units: Sequence[str]) -> tuple[NDArray[np.int8], Ints]:
    codes = np.zeros((len(units), _LONGEST), np.int8)
    for row, text in enumerate(units):
        codes[row, : len(text)] = [ord(ch) - 65 for ch in text]
    return codes, np.array([len(text) for text in units], np.int64)


def _costs() -> tuple[Floats, Floats]:
    """`pair[x, y]` and `gap[abjad, x]` of the hand-written sound costs; sounds are code - 65."""
    sounds = [chr(65 + k) for k in range(58)]
    pair = np.array([[HAND.pair(x, y) for y in sounds] for x in sounds], np.float32)
    gap = np.array([[HAND.gap(x, abjad=a) for x in sounds] for a in (False, True)], np.float32)
    return pair, gap


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _align(a, la, b, lb, pair, gap, row):  # type: ignore[no-untyped-def]
    row[0] = np.float32(0.0)
    for j in range(lb):
        row[j + 1] = row[j] + gap[b[j]]
    for i in range(la):
        x = a[i]
        here = gap[x]
        diagonal = row[0]
        row[0] += here
        for j in range(lb):
            best = diagonal + pair[x, b[j]]
            up = row[j + 1] + here
            if up > best:
                best = up
            beside = row[j] + gap[b[j]]
            if beside > best:
                best = beside
            diagonal = row[j + 1]
            row[j + 1] = best
    return row[lb]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _near(rows, start, codes, lengths, abjad, pair, gap, floor):  # type: ignore[no-untyped-def]
    n = len(lengths)
    left, right, scores = [0], [0], [np.float32(0.0)]
    left.pop(), right.pop(), scores.pop()
    row = np.zeros(codes.shape[1] + 1, np.float32)
    for i in rows:
        if lengths[i] == 0:
            continue
        for j in range(max(i, start), n):
            if lengths[j] == 0 or lengths[i] > 2 * lengths[j] + 2 or lengths[j] > 2 * lengths[i] + 2:
                continue
            g = gap[1] if abjad[i] != abjad[j] else gap[0]
            s = _align(codes[i], lengths[i], codes[j], lengths[j], pair, g, row)
            value = np.float32(SLOPE * s + INTERCEPT)
            if value >= floor:
                left.append(i), right.append(j), scores.append(value)
    return np.array(left, np.int64), np.array(right, np.int64), np.array(scores, np.float32)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
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


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
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
