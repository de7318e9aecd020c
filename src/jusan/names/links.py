"""The transducer's parameters for one pair of scripts, and sums over all alignments of two tokens.

A link joins one or two letters of one token with one or two of the other (1-1, 1-2, 2-1) or leaves
one letter without an answer (1-0, 0-1): the memoryless transducer of Ristad and Yianilos (1998,
IEEE PAMI 20:522), with the many-to-many links of Jiampojamarn, Kondrak and Sherif (2007, NAACL).
Weights are ln ratios of a link's probability under "one name" to that of its letters under "any
names", so that the sum over alignments is a likelihood ratio.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.uint8]

#: The tables in the order in which the compiled loops take them: `Links.tables`.
Tables = tuple[Floats, Floats, Floats, Floats, Floats, Floats, Floats]


@dataclass(slots=True)
class Links:
    """ln weights for scripts of S and T symbols; symbol 0 is the edge of a token.

    `one_one` (3, S, T): inside, both first, both last. `one_two` (S, T, T), `two_one` (S, S, T).
    `gap_left_after` (3, S, S): [place, before, letter] a letter of the left token without an
    answer, inside, second and last but one (a long vowel of the last syllable is seldom left
    out); `gap_left_ahead` (S, S): [letter, behind], added to it; the same for the right token.
    `bias` (2): the ln LR is bias[0] + bias[1] * ln of the sum over alignments.
    """

    one_one: Floats
    one_two: Floats
    two_one: Floats
    gap_left_after: Floats
    gap_left_ahead: Floats
    gap_right_after: Floats
    gap_right_ahead: Floats
    bias: Floats

    @staticmethod
    def zeros(left: int, right: int) -> Links:
        """All weights 0 (ratio 1) for scripts of `left` and `right` symbols."""
        return Links(
            np.zeros((3, left, right)),
            np.zeros((left, right, right)),
            np.zeros((left, left, right)),
            np.zeros((3, left, left)),
            np.zeros((left, left)),
            np.zeros((3, right, right)),
            np.zeros((right, right)),
            np.array([0.0, 1.0]),
        )

    def arrays(self) -> dict[str, Floats]:
        """The tables by name, not copied."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def tables(self) -> Tables:
        """The tables without the bias, not copied, for the compiled loops."""
        return (
            self.one_one, self.one_two, self.two_one, self.gap_left_after, self.gap_left_ahead,
            self.gap_right_after, self.gap_right_ahead,
        )  # fmt: skip

    def ratios(self) -> Links:
        """The same as ratios (exp), which the kernels multiply; the bias stays ln."""
        tables = {name: np.exp(table) for name, table in self.arrays().items()}
        return Links(**{**tables, "bias": self.bias.copy()})

    def symmetrised(self) -> Links:
        """Mean with its own mirror image, for a script against itself."""
        return Links(
            (self.one_one + self.one_one.transpose(0, 2, 1)) / 2,
            (self.one_two + self.two_one.transpose(2, 0, 1)) / 2,
            (self.two_one + self.one_two.transpose(1, 2, 0)) / 2,
            (self.gap_left_after + self.gap_right_after) / 2,
            (self.gap_left_ahead + self.gap_right_ahead) / 2,
            (self.gap_left_after + self.gap_right_after) / 2,
            (self.gap_left_ahead + self.gap_right_ahead) / 2,
            self.bias.copy(),
        )


@njit(cache=True, nogil=True)
def gap_place(i: int, length: int) -> int:
    """2 for the last letter but one, 1 for the second, 0 elsewhere."""
    if i == length - 2:
        return 2
    return 1 if i == 1 else 0


@njit(cache=True, nogil=True)
def gap_row(row: Rows, length: int, after: Floats, ahead: Floats, out: Floats) -> None:
    """Ratio of leaving each letter of one token without an answer, given its neighbours."""
    for i in range(length):
        before = row[i - 1] if i > 0 else 0
        behind = row[i + 1] if i + 1 < length else 0
        out[i] = after[gap_place(i, length), before, row[i]] * ahead[row[i], behind]


@njit(cache=True, nogil=True)
def forward(
    x: Rows,
    n: int,
    y: Rows,
    m: int,
    one_one: Floats,
    one_two: Floats,
    two_one: Floats,
    gaps_x: Floats,
    gaps_y: Floats,
    table: Floats,
) -> float:
    """Sum over all alignments of the product of ratios; fills `table` (n + 1, m + 1).

    O(n m). With 40 symbols and weights within +-14 the products stay inside a double.
    """
    table[0, 0] = 1.0
    for j in range(1, m + 1):
        table[0, j] = table[0, j - 1] * gaps_y[j - 1]
    for i in range(1, n + 1):
        a = x[i - 1]
        gap = gaps_x[i - 1]
        table[i, 0] = table[i - 1, 0] * gap
        for j in range(1, m + 1):
            b = y[j - 1]
            place = 0
            if i == 1 and j == 1:
                place = 1
            elif i == n and j == m:
                place = 2
            total = table[i - 1, j - 1] * one_one[place, a, b]
            total += table[i - 1, j] * gap
            total += table[i, j - 1] * gaps_y[j - 1]
            if j > 1:
                total += table[i - 1, j - 2] * one_two[a, y[j - 2], b]
            if i > 1:
                total += table[i - 2, j - 1] * two_one[x[i - 2], a, b]
            table[i, j] = total
    return float(table[n, m])
