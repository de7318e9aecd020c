"""How good a ranking of pairs is, against the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def true_pairs(truth: Sequence[Hashable]) -> int:
    """Pairs of records about one person."""
    return sum(n * (n - 1) // 2 for n in Counter(truth).values())


@dataclass(frozen=True, slots=True)
class Ranking:
    """Precision and recall down a ranking of pairs, best first; ties stand together.

    `score` (k,) falling, one entry a distinct score; `pairs` all true pairs, found or not.
    """

    score: Floats
    precision: Floats
    recall: Floats

    def best_f1(self) -> float:
        """The largest harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return float(np.max(2 * self.precision * self.recall / np.where(total > 0, total, 1.0)))

    def recall_at(self, precision: float) -> float:
        """The largest recall at this precision or better; 0 where there is none."""
        good = self.precision >= precision
        return float(self.recall[good].max()) if good.any() else 0.0

    def score_at(self, precision: float) -> float:
        """The lowest score down to which this precision holds; infinity where there is none."""
        good = np.flatnonzero(self.precision >= precision)
        return float(self.score[good[-1]]) if len(good) else float("inf")

    def average_precision(self) -> float:
        """Area under precision over recall, by steps."""
        steps = np.diff(self.recall, prepend=0.0)
        return float((steps * self.precision).sum())


def ranking(scores: Floats, same: NDArray[np.bool_], pairs: int) -> Ranking:
    """The ranking of (k,) pairs with their truth, among `pairs` true ones in all."""
    order = np.argsort(-scores, kind="stable")
    scores, hits = scores[order], np.cumsum(same[order])
    last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    if len(scores) == 0:
        nothing = np.zeros(1)
        return Ranking(nothing, nothing, nothing)
    return Ranking(scores[last], hits[last] / (last + 1.0), hits[last] / max(1, pairs))


def cllr(ln_lr: Floats, same: NDArray[np.bool_], pairs: int = 0, others: int = 0) -> float:
    """Cost of the log likelihood ratio, bits (Bruemmer and du Preez 2006, CSL 20:230-275).

    1 for a ratio that says nothing, 0 for one that is always right. `pairs` true and `others`
    false pairs in all: those that are not given count as the lowest ratio that is.
    """
    if not same.any() or same.all():
        return float("nan")
    lowest = ln_lr.min()
    more_true, more_false = max(0, pairs - same.sum()), max(0, others - (~same).sum())
    for_it = np.logaddexp(0.0, -ln_lr[same]).sum() + more_true * np.logaddexp(0.0, -lowest)
    against = np.logaddexp(0.0, ln_lr[~same]).sum() + more_false * np.logaddexp(0.0, lowest)
    for_it /= same.sum() + more_true
    against /= (~same).sum() + more_false
    return float((for_it + against) / (2.0 * np.log(2.0)))


def reliability(probability: Floats, same: NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """(mean probability, share that is true, pairs) in the bands of BANDS, empty ones left out."""
    rows = []
    for low, high in pairwise(BANDS):
        band = (probability >= low) & (probability < high)
        if band.any():
            row = (float(probability[band].mean()), float(same[band].mean()), int(band.sum()))
            rows.append(row)
    return rows


BANDS = (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.01)
