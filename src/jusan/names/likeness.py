"""Log likelihood ratio that two parts write one name, by aligning their sounds.

A global alignment (Needleman and Wunsch 1970) maximises a sum of log-odds per aligned sound; the
sum is then mapped to a ln likelihood ratio by a line with a floor. The costs are written by hand
from the letter tables: `SoundCosts` is the place where learned ones will go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

VOWELS = frozenset("aeiou")
GLIDES = frozenset("wy")

# Pairs of sounds that spellings exchange, with the share of a full match that they keep.
_NEAR: tuple[tuple[str, float], ...] = (
    ("kq", 0.8), ("Xh", 0.8), ("Xk", 0.2), ("Gg", 0.8), ("jZ", 0.8), ("jg", 0.5), ("jC", 0.2),
    ("jy", 0.3), ("Zz", 0.2), ("Ts", 0.7), ("Tt", 0.7), ("Dd", 0.7), ("Dz", 0.8), ("bp", 0.4),
    ("wv", 0.8), ("vf", 0.6), ("vb", 0.3), ("wf", 0.3), ("dt", 0.3), ("sz", 0.2), ("Ss", 0.3),
    ("CS", 0.3), ("Ck", 0.2), ("gh", 0.4), ("gk", 0.2), ("qg", 0.3), ("GX", 0.2), ("Gq", 0.3),
    ("Nn", 0.8), ("Dt", 0.1), ("Ct", 0.1),
)  # fmt: skip
_NEAR_VOWELS: tuple[tuple[str, float], ...] = (
    ("ae", 0.2), ("ao", 0.1), ("ei", 0.6), ("ou", 0.7), ("au", -0.6), ("ai", -0.5), ("eo", -0.5),
    ("eu", -0.8), ("io", -0.9), ("iu", -0.6), ("wu", 0.9), ("wo", 0.9), ("we", -1.0), ("wa", -1.0),
    ("wi", -1.2), ("yi", 0.9), ("ye", 0.8), ("ya", -0.5), ("yo", -1.0), ("yu", -1.0), ("yw", -1.5),
)  # fmt: skip


class SoundCosts(Protocol):
    """Log-odds of aligned sounds; an alternative must be symmetric in its two sounds."""

    def pair(self, first: str, second: str) -> float:
        """Log-odds that `first` on one side answers `second` on the other."""
        ...

    def gap(self, sound: str, *, abjad: bool) -> float:
        """Log-odds that `sound` has no answer; `abjad`: short vowels may be unwritten."""
        ...


def _hand_pairs() -> dict[tuple[str, str], float]:
    table: dict[tuple[str, str], float] = {}
    for pair, share in _NEAR:
        table[pair[0], pair[1]] = table[pair[1], pair[0]] = 1.5 * share
    for pair, value in _NEAR_VOWELS:
        table[pair[0], pair[1]] = table[pair[1], pair[0]] = value
    return table


@dataclass(frozen=True, slots=True)
class HandCosts:
    """Costs written by hand; all values are assumptions, in natural log units."""

    same_consonant: float = 1.5
    same_vowel: float = 0.6
    other: float = -2.8
    consonant_gap: float = -2.2
    vowel_gap: float = -1.2
    unwritten_vowel: float = -0.25
    weak_gap: float = -0.7
    pairs: Mapping[tuple[str, str], float] = field(default_factory=_hand_pairs)

    def pair(self, first: str, second: str) -> float:
        """Log-odds of two aligned sounds."""
        if first == second:
            return self.same_vowel if first in VOWELS else self.same_consonant
        return self.pairs.get((first, second), self.other)

    def gap(self, sound: str, *, abjad: bool) -> float:
        """Log-odds of a sound without an answer."""
        if sound in VOWELS:
            return self.unwritten_vowel if abjad else self.vowel_gap
        return self.weak_gap if sound in GLIDES or sound == "h" else self.consonant_gap


HAND = HandCosts()

# ln LR of a part = SLOPE * alignment + INTERCEPT, never under FLOOR. Fitted by logistic regression
# to pairs of single names (see docs/methods/names.md); a line, so that longer names say more.
SLOPE = 0.8
INTERCEPT = -1.5
FLOOR = -5.0


@lru_cache(maxsize=262144)
def alignment(first: str, second: str, *, abjad: bool = False) -> float:
    """Best sum of log-odds over all global alignments of two unit strings (`HAND` costs).

    `abjad` says that one side is written without short vowels. O(len(first) * len(second)).
    """
    return align(first, second, HAND, abjad=abjad)


def align(first: str, second: str, costs: SoundCosts, *, abjad: bool) -> float:
    """`alignment` under other costs; symmetric in the two strings."""
    gaps = [costs.gap(sound, abjad=abjad) for sound in second]
    row = [0.0]
    for gap in gaps:
        row.append(row[-1] + gap)
    for sound in first:
        gap_here = costs.gap(sound, abjad=abjad)
        previous, row = row, [row[0] + gap_here]
        for j, other in enumerate(second):
            row.append(
                max(
                    previous[j] + costs.pair(sound, other),
                    previous[j + 1] + gap_here,
                    row[j] + gaps[j],
                )
            )
    return row[-1]


def part_ln_lr(first: str, second: str, *, abjad: bool) -> float:
    """ln LR that two unit strings write one name, before any cap for rarity; >= FLOOR."""
    if not first or not second:
        return 0.0
    if first > second:
        first, second = second, first
    return max(FLOOR, SLOPE * alignment(first, second, abjad=abjad) + INTERCEPT)
