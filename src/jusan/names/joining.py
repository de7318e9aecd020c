"""Parts of one name read together, where two of them answer one token of the other name."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names.links import Floats, Rows, Tables
from jusan.names.scripts import Script
from jusan.names.symbols import MAX_SYMBOLS, SCRIPTS
from jusan.names.token_pairs import tokens_ln_lr

Ints = NDArray[np.int64]

_ARABIC = SCRIPTS.index(Script.ARABIC)

#: What two tokens joined must be better by than one of them, to be read as one (علی + بابایی).
JOIN_GAIN = 2.0
#: A part answered so well is not read together with its neighbour.
WELL_ANSWERED = 6.0


@njit(cache=True, nogil=True)
def _join_rows(symbols: Rows, length: Ints, first: int, second: int, out: Rows) -> int:
    total = 0
    for token in (first, second):
        for k in range(length[token]):
            if total < MAX_SYMBOLS:
                out[total] = symbols[token, k]
                total += 1
    return total


@njit(cache=True, nogil=True)
def _may_join(size: int, joined_script: int, length: int, script: int) -> bool:
    """Whether a token is long enough for two read together; Arabic writes about half the letters.

    Shares are assumptions; they spare most of the work.
    """
    if joined_script != _ARABIC and script == _ARABIC:
        return length > 0.45 * size
    return length > (0.8 if joined_script == _ARABIC and script != _ARABIC else 0.6) * size


@njit(cache=True, nogil=True)
def join(
    free: Ints, match: Ints, n: int, m: int, one: int, other: int, whole: Ints, script: Ints,
    symbols: Rows, length: Ints, models: Tables, bias: Floats, work: Floats,
    gaps_x: Floats, gaps_y: Floats, row: Rows, score: Floats, turned: bool,
) -> None:  # fmt: skip
    """Read a left-over part together with its neighbour where the two answer one token.

    `match` goes from parts of `one` to parts of `other`; free[i] becomes 2 for what was joined.
    """
    for i in range(n):
        if free[i] != 1:
            continue
        for k in (i - 1, i + 1):
            if k < 0 or k >= n or match[k] < 0 or free[i] != 1:
                continue
            j = match[k]
            first, last = (
                (whole[one, k], whole[one, i]) if k < i else (whole[one, i], whole[one, k])
            )
            if script[first] != script[last]:
                continue
            now = score[j, k] if turned else score[k, j]
            if now > WELL_ANSWERED:
                continue
            size = _join_rows(symbols, length, first, last, row)
            v = whole[other, j]
            if not _may_join(size, script[first], length[v], script[v]):
                continue
            joined = tokens_ln_lr(
                row, size, script[first], symbols[v], length[v], script[v], models, bias, work,
                gaps_x, gaps_y,
            )  # fmt: skip
            if joined > now + JOIN_GAIN:
                free[i] = 2
                if turned:
                    score[j, k] = joined
                else:
                    score[k, j] = joined


@njit(cache=True, nogil=True)
def join_free(
    free: Ints, free_other: Ints, match: Ints, n: int, m: int, one: int, other: int, whole: Ints,
    script: Ints, symbols: Rows, length: Ints, models: Tables, bias: Floats, work: Floats,
    gaps_x: Floats, gaps_y: Floats, row: Rows, score: Floats, turned: bool,
) -> None:  # fmt: skip
    """Read two left-over parts of `one`, in either order, as one left-over part of `other`."""
    for i in range(n):
        for k in range(n):
            if i == k or free[i] != 1 or free[k] != 1:
                continue
            first, last = whole[one, k], whole[one, i]
            if script[first] != script[last]:
                continue
            size = _join_rows(symbols, length, first, last, row)
            for j in range(m):
                if free_other[j] != 1 or free[i] != 1:
                    continue
                v = whole[other, j]
                if not _may_join(size, script[first], length[v], script[v]):
                    continue
                joined = tokens_ln_lr(
                    row, size, script[first], symbols[v], length[v], script[v], models, bias,
                    work, gaps_x, gaps_y,
                )  # fmt: skip
                alone = max(score[j, k], score[j, i]) if turned else max(score[k, j], score[i, j])
                if joined > max(0.0, alone) + JOIN_GAIN:
                    free[i], free[k], free_other[j] = 2, 0, 0
                    if turned:
                        match[j] = k
                        score[j, k] = joined
                    else:
                        match[k] = j
                        score[k, j] = joined
