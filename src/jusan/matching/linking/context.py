"""What the other records say about a pair: households, rivals in a channel, third records.

All of it comes from the first weights of the candidate pairs, so that a family that is found in
both channels speaks for each of its children, and a better rival in the channel speaks against.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.matching.linking.features import UNKNOWN_TO_EACH_OTHER, Claims
from jusan.matching.linking.index import FATHER, GIVEN, KUNYA, MOTHER, SURNAME, Index
from jusan.matching.linking.vocabulary import find

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

NAMES = (
    "rival_left", "rival_right", "third", "siblings", "siblings_count", "kunya_in_household",
    "household_known", "first",
)  # fmt: skip

#: Two records of a channel are taken as one household from this sum of ln on.
HOUSEHOLD = 3.0
#: A name that both say and that does not answer speaks against one household this much.
OTHER_HOUSEHOLD = -4.0
#: A first weight under this counts as none: "nobody there".
NOBODY = -12.0


@dataclass(frozen=True, slots=True)
class Lists:
    """Rows of (record, weight): row i is `items[starts[i]:starts[i + 1]]`, sorted by record."""

    starts: Ints
    items: Ints
    weights: Floats


def lists_of(n: int, left: Ints, right: Ints, weights: Floats) -> Lists:
    """Both directions of each pair as rows over n records."""
    rows = np.concatenate([left, right])
    items = np.concatenate([right, left])
    values = np.concatenate([weights, weights]).astype(np.float32)
    order = np.lexsort((items, rows))
    starts = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=n), out=starts[1:])
    return Lists(starts, items[order], values[order])


def households(index: Index, claims: Claims) -> Lists:
    """Records of one channel that name the same parents, family or kunya; no record its own."""
    left, right, values = _same_house(index, claims)
    return lists_of(len(index), left, right, values)


def _same_house(index: Index, claims: Claims) -> tuple[Ints, Ints, Floats]:
    """Pairs within a channel: candidates share a parent or a kunya that answers."""
    pairs: list[tuple[Ints, Ints]] = []
    for column in (FATHER, MOTHER, KUNYA):
        v = index.words[column]
        good = (v.scores > 0.0).nonzero()[0]
        rows = np.repeat(np.arange(len(v.words)), np.diff(v.starts))[good]
        pairs.append(
            _meet(rows, v.indices[good], index.by_word[column], index.first[column], claims.channel)
        )
    left = np.concatenate([a for a, _ in pairs])
    right = np.concatenate([b for _, b in pairs])
    code = np.unique(left * len(index) + right)
    left, right = code // max(1, len(index)), code % max(1, len(index))
    total = np.zeros(len(left), np.float32)
    for column in (FATHER, MOTHER, SURNAME, KUNYA):
        v = index.words[column]
        total += _worth(
            left,
            right,
            index.names[column],
            v.starts,
            v.indices,
            v.scores,
            v.tails,
            OTHER_HOUSEHOLD,
        )
    kept = total >= HOUSEHOLD
    return left[kept], right[kept], total[kept]


@njit(cache=True, nogil=True)
def _meet(rows, words, by_word, first, channel):  # type: ignore[no-untyped-def]
    left, right = [0], [0]
    left.pop()
    right.pop()
    for k in range(len(rows)):
        for p in range(first[rows[k]], first[rows[k] + 1]):
            i = by_word[p]
            for q in range(first[words[k]], first[words[k] + 1]):
                j = by_word[q]
                if i < j and channel[i] == channel[j]:
                    left.append(i)
                    right.append(j)
    return np.array(left, dtype=np.int64), np.array(right, dtype=np.int64)


@njit(cache=True, nogil=True)
def _worth(left, right, names, starts, indices, scores, tails, against):  # type: ignore[no-untyped-def]
    out = np.zeros(len(left), np.float32)
    for k in range(len(left)):
        a, b = names[left[k]], names[right[k]]
        if a < 0 or b < 0:
            continue
        at = find(starts, indices, a, b)
        if at < 0:
            out[k] = against
        else:
            out[k] = max(against, min(scores[at], -tails[at]))
    return out


def context(
    index: Index, claims: Claims, house: Lists, first: Lists, left: Ints, right: Ints
) -> Floats:
    """(k, len(NAMES)) for the pairs, from the first weights of all candidate pairs."""
    out = np.full((len(left), len(NAMES)), np.nan, np.float32)
    _rivals(out, left, right, claims.channel, first.starts, first.items, first.weights)
    _siblings(out, left, right, house.starts, house.items, first.starts, first.items, first.weights)
    v = index.words[GIVEN]
    given, kunya = index.names[GIVEN], index.names[KUNYA]
    table = (v.starts, v.indices, v.scores)
    _kunyas(out, left, right, kunya, given, house.starts, house.items, *table)
    return out


@njit(cache=True, nogil=True)
def _first(starts, items, weights, i, j):  # type: ignore[no-untyped-def]
    at = find(starts, items, i, j)
    return NOBODY if at < 0 else weights[at]


@njit(cache=True, nogil=True)
def _rivals(out, left, right, channel, starts, items, weights):  # type: ignore[no-untyped-def]
    """Best other of the one in the other's channel, lower first; best third record."""
    for k in range(len(left)):
        i, j = left[k], right[k]
        rival_i = rival_j = third = NOBODY
        for p in range(starts[i], starts[i + 1]):
            c = items[p]
            if c == j:
                out[k, 7] = weights[p]
                continue
            if channel[c] == channel[j] and channel[i] != channel[j]:
                rival_i = max(rival_i, weights[p])
            if weights[p] > third:
                third = max(third, min(weights[p], _first(starts, items, weights, c, j)))
        for p in range(starts[j], starts[j + 1]):
            c = items[p]
            if c != i and channel[c] == channel[i] and channel[i] != channel[j]:
                rival_j = max(rival_j, weights[p])
        out[k, 0], out[k, 1] = max(rival_i, rival_j), min(rival_i, rival_j)
        out[k, 2] = third


@njit(cache=True, nogil=True)
def _siblings(out, left, right, h_starts, h_items, starts, items, weights):  # type: ignore[no-untyped-def]
    """The best pair of others of both households, and how many pairs stand above zero."""
    for k in range(len(left)):
        i, j = left[k], right[k]
        size_i, size_j = h_starts[i + 1] - h_starts[i], h_starts[j + 1] - h_starts[j]
        out[k, 6] = min(size_i, size_j)
        if size_i == 0 or size_j == 0:
            continue
        best, count = NOBODY, 0
        for p in range(h_starts[i], h_starts[i + 1]):
            for q in range(h_starts[j], h_starts[j + 1]):
                a, b = h_items[p], h_items[q]
                if a in (j, b) or b == i:
                    continue
                value = _first(starts, items, weights, a, b)
                best = max(best, value)
                if value > 0.0:
                    count += 1
        out[k, 3], out[k, 4] = best, count


@njit(cache=True, nogil=True)
def _kunyas(out, left, right, kunya, given, h_starts, h_items, starts, indices, scores):  # type: ignore[no-untyped-def]
    """How well a kunya names somebody of the other's household, the other included."""
    for k in range(len(left)):
        best = np.nan
        for turn in range(2):
            i, j = (left[k], right[k]) if turn == 0 else (right[k], left[k])
            if kunya[i] < 0 or (given[j] < 0 and h_starts[j + 1] == h_starts[j]):
                continue
            found = np.float64(UNKNOWN_TO_EACH_OTHER)
            if given[j] >= 0:
                at = find(starts, indices, kunya[i], given[j])
                if at >= 0:
                    found = max(found, np.float64(scores[at]))
            for p in range(h_starts[j], h_starts[j + 1]):
                other = given[h_items[p]]
                if other >= 0:
                    at = find(starts, indices, kunya[i], other)
                    if at >= 0:
                        found = max(found, np.float64(scores[at]))
            if np.isnan(best) or found > best:
                best = found
        out[k, 5] = best
