"""ln LR of two tokens as rows of symbols, one pair at a time, for kernels that call it often."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names.links import Floats, Rows, Tables, forward, gap_row
from jusan.names.transducer import CEILING, FLOOR

Ints = NDArray[np.int64]


@njit(cache=True, nogil=True)
def tokens_ln_lr(
    x: Rows, n: int, s: int, y: Rows, m: int, t: int, models: Tables, bias: Floats,
    table: Floats, gaps_x: Floats, gaps_y: Floats,
) -> float:  # fmt: skip
    """ln LR of two tokens as rows of symbols; 0 where one has no known script."""
    if n == 0 or m == 0:
        return 0.0
    if s == t and n == m:
        same = True
        for i in range(n):
            if x[i] != y[i]:
                same = False
                break
        if same:
            return CEILING
    if s > t or (s == t and n > m):
        return _ordered(y, m, t, x, n, s, models, bias, table, gaps_x, gaps_y)
    return _ordered(x, n, s, y, m, t, models, bias, table, gaps_x, gaps_y)


@njit(cache=True, nogil=True)
def _ordered(
    x: Rows, n: int, s: int, y: Rows, m: int, t: int, models: Tables, bias: Floats,
    table: Floats, gaps_x: Floats, gaps_y: Floats,
) -> float:  # fmt: skip
    number = t if s == 0 else (2 + t if s == 1 else 5)
    one_one, one_two, two_one, xb, xa, yb, ya = models
    gap_row(x, n, xb[number], xa[number], gaps_x)
    gap_row(y, m, yb[number], ya[number], gaps_y)
    total = forward(
        x, n, y, m, one_one[number], one_two[number], two_one[number], gaps_x, gaps_y, table
    )
    score = bias[number, 0] + bias[number, 1] * np.log(max(total, 1e-300))
    return float(min(max(score, FLOOR), CEILING - 0.5))


@njit(cache=True, nogil=True)
def remembered(
    w: int, v: int, script: Ints, symbols: Rows, length: Ints, models: Tables, bias: Floats,
    work: Floats, gaps_x: Floats, gaps_y: Floats, memo: Floats,
) -> float:  # fmt: skip
    """ln LR of two tokens, kept in `memo` for the tokens of the lowest numbers."""
    low, high = min(w, v), max(w, v)
    if low < memo.shape[0] and memo[low, high] == memo[low, high]:
        return float(memo[low, high])
    found = tokens_ln_lr(
        symbols[w], length[w], script[w], symbols[v], length[v], script[v], models, bias, work,
        gaps_x, gaps_y,
    )  # fmt: skip
    if low < memo.shape[0]:
        memo[low, high] = found
    return float(found)
