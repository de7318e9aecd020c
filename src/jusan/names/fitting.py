"""Fit the transducer's links: EM on pairs that write one name, then logistic regression.

EM (Dempster, Laird and Rubin 1977) over all alignments gives the probability of every link under
"one name"; divided by what the letters have under "any names" it is a likelihood ratio. As those
links ignore their neighbours, the ratios are then corrected on labelled pairs: the sum over
alignments is the score of a logistic regression with hidden alignments (McCallum, Bellare and
Pereira 2005, UAI), pulled towards the EM solution. Nothing here runs when names are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names.links import Floats, Links, Rows, Tables, forward, gap_place, gap_row
from jusan.names.symbols import MAX_SYMBOLS

Ints = NDArray[np.int64]

#: Ratios of links that were never seen, before the regression: assumptions, e^-4 and e^-5.
UNSEEN, UNSEEN_TWO = 0.018, 0.0067
BARRED = -12.0
LINKS_A_PAIR = 6.0  # about as many as letters of a name


@dataclass(frozen=True, slots=True)
class Sample:
    """Labelled pairs of one pair of scripts: rows of symbols, lengths, label (0, 1) and weight."""

    x: Rows
    n: Ints
    y: Rows
    m: Ints
    label: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.n)

    def take(self, index: Ints) -> Sample:
        """The pairs of `index`."""
        return Sample(
            self.x[index], self.n[index], self.y[index], self.m[index],
            self.label[index], self.weight[index],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """How the fit runs; found on half of the clusters, never on the halves that are reported."""

    rounds_em: int = 12
    epochs: int = 8
    batch: int = 1000
    rate: float = 0.04
    pull: float = 2e-4  # strength of the pull towards EM, per pair of the batch
    seed: int = 4


@njit(cache=True)
def _backward(
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
) -> None:
    """Sum over all alignments of what lies behind (i, j); the mirror image of `links.forward`."""
    table[: n + 1, : m + 1] = 0.0
    table[n, m] = 1.0
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            if i == n and j == m:
                continue
            total = 0.0
            if i < n:
                total += table[i + 1, j] * gaps_x[i]
            if j < m:
                total += table[i, j + 1] * gaps_y[j]
            if i < n and j < m:
                place = 1 if i == 0 and j == 0 else (2 if i == n - 1 and j == m - 1 else 0)
                total += table[i + 1, j + 1] * one_one[place, x[i], y[j]]
                if j + 1 < m:
                    total += table[i + 1, j + 2] * one_two[x[i], y[j], y[j + 1]]
                if i + 1 < n:
                    total += table[i + 2, j + 1] * two_one[x[i], x[i + 1], y[j]]
            table[i, j] = total


@njit(cache=True)
def _collect(
    x: Rows,
    n: int,
    y: Rows,
    m: int,
    one_one: Floats,
    one_two: Floats,
    two_one: Floats,
    gaps_x: Floats,
    gaps_y: Floats,
    ahead: Floats,
    behind: Floats,
    weight: float,
    counts: Tables,
) -> None:
    """Add `weight` times the expected number of each link in the pair to `counts`."""
    c11, c12, c21, cxb, cxa, cyb, cya = counts
    scale = weight / max(ahead[n, m], 1e-300)
    for i in range(n + 1):
        for j in range(m + 1):
            here = ahead[i, j] * scale
            if here == 0.0:
                continue
            if i < n:
                part = here * gaps_x[i] * behind[i + 1, j]
                cxb[gap_place(i, n), x[i - 1] if i > 0 else 0, x[i]] += part
                cxa[x[i], x[i + 1] if i + 1 < n else 0] += part
            if j < m:
                part = here * gaps_y[j] * behind[i, j + 1]
                cyb[gap_place(j, m), y[j - 1] if j > 0 else 0, y[j]] += part
                cya[y[j], y[j + 1] if j + 1 < m else 0] += part
            if i < n and j < m:
                place = 1 if i == 0 and j == 0 else (2 if i == n - 1 and j == m - 1 else 0)
                a, b = x[i], y[j]
                c11[place, a, b] += here * one_one[place, a, b] * behind[i + 1, j + 1]
                if j + 1 < m:
                    c12[a, b, y[j + 1]] += here * one_two[a, b, y[j + 1]] * behind[i + 1, j + 2]
                if i + 1 < n:
                    c21[a, x[i + 1], b] += here * two_one[a, x[i + 1], b] * behind[i + 2, j + 1]


@njit(cache=True)
def _sweep(
    x: Rows,
    n: Ints,
    y: Rows,
    m: Ints,
    label: Floats,
    weight: Floats,
    ratios: Tables,
    bias: float,
    logistic: bool,
    counts: Tables,
) -> tuple[float, float]:
    """One pass: (sum of ln likelihood or logistic loss, gradient of the bias)."""
    one_one, one_two, two_one, xb, xa, yb, ya = ratios
    size = x.shape[1] + 1
    ahead = np.zeros((size, size))
    behind = np.zeros((size, size))
    gaps_x = np.zeros(size)
    gaps_y = np.zeros(size)
    loss, slope = 0.0, 0.0
    for k in range(len(n)):
        gap_row(x[k], n[k], xb, xa, gaps_x)
        gap_row(y[k], m[k], yb, ya, gaps_y)
        total = forward(x[k], n[k], y[k], m[k], one_one, one_two, two_one, gaps_x, gaps_y, ahead)
        score = np.log(max(total, 1e-300)) + bias
        if logistic:
            chance = 1.0 / (1.0 + np.exp(-score))
            error = weight[k] * (chance - label[k])
            signed = score if label[k] > 0.5 else -score
            loss += weight[k] * np.log1p(np.exp(-min(max(signed, -500.0), 500.0)))
        else:
            error = weight[k]
            loss -= weight[k] * score
        if abs(error) < 1e-4 * weight[k]:
            continue
        slope += error
        _backward(x[k], n[k], y[k], m[k], one_one, one_two, two_one, gaps_x, gaps_y, behind)
        _collect(
            x[k], n[k], y[k], m[k], one_one, one_two, two_one, gaps_x, gaps_y,
            ahead, behind, error, counts,
        )  # fmt: skip
    return loss, slope


def expectation_maximisation(
    pairs: Sample, sizes: tuple[int, int], settings: Settings, barred: NDArray[np.bool_]
) -> Links:
    """ln ratios of links from pairs that write one name (labels are not read).

    `barred` (S, S): two letters of the left token that no single letter answers.
    """
    left, right = sizes
    chances = _even_start(pairs, left, right)
    for _ in range(settings.rounds_em):
        counts = Links.zeros(left, right)
        _sweep(
            pairs.x, pairs.n, pairs.y, pairs.m, pairs.label, pairs.weight,
            chances.tables(), 0.0, False, counts.tables(),
        )  # fmt: skip
        counts.two_one[barred] = 0.0
        chances = _normalised(counts)
    links = _as_ratios(chances, pairs, left, right)
    links.two_one[barred] = BARRED
    return links


def _even_start(pairs: Sample, left: int, right: int) -> Links:
    start = Links.zeros(left, right)
    start.one_one += 1.0 / (left * right)
    start.one_two += 0.05 / (left * right * right)
    start.two_one += 0.05 / (left * left * right)
    start.gap_left_after += 0.02 / left
    start.gap_right_after += 0.02 / right
    start.gap_left_ahead += 1.0
    start.gap_right_ahead += 1.0
    return start


def _normalised(counts: Links, least: float = 1e-3) -> Links:
    """Chances of links from expected counts; links share one total, and none is impossible."""
    one_one = counts.one_one.sum(axis=0) + least
    gap_left = counts.gap_left_after.sum(axis=(0, 1)) + least
    gap_right = counts.gap_right_after.sum(axis=(0, 1)) + least
    # Two-letter links must earn their place: a sparse prior takes what is hardly used.
    one_two = np.maximum(counts.one_two - 0.5, 0.0) + 1e-6
    two_one = np.maximum(counts.two_one - 0.5, 0.0) + 1e-6
    total = one_one.sum() + gap_left.sum() + gap_right.sum() + one_two.sum() + two_one.sum()
    left, right = one_one.shape
    return Links(
        np.broadcast_to(one_one / total, (3, left, right)).copy(),
        one_two / total,
        two_one / total,
        np.broadcast_to(gap_left / total, (3, left, left)).copy(),
        np.ones((left, left)),
        np.broadcast_to(gap_right / total, (3, right, right)).copy(),
        np.ones((right, right)),
        np.zeros(2),
    )


def _as_ratios(chances: Links, pairs: Sample, left: int, right: int) -> Links:
    """ln of each chance over the chance of its letters in any names of the two scripts."""
    first = _letters(pairs.x, pairs.n, pairs.weight, left)
    second = _letters(pairs.y, pairs.m, pairs.weight, right)
    size = float(pairs.weight.sum()) * LINKS_A_PAIR
    f1, s1 = first[:, None], second[None, :]
    return Links(
        _ln_ratio(chances.one_one, f1 * s1, size, UNSEEN),
        _ln_ratio(chances.one_two, f1[:, :, None] * second[:, None] * s1, size, UNSEEN_TWO),
        _ln_ratio(chances.two_one, f1[:, :, None] * f1 * s1, size, UNSEEN_TWO),
        _ln_ratio(chances.gap_left_after, first[None, :], size, UNSEEN),
        np.zeros((left, left)),
        _ln_ratio(chances.gap_right_after, second[None, :], size, UNSEEN),
        np.zeros((right, right)),
        np.array([-2.0, 1.0]),
    )


def _ln_ratio(chance: Floats, background: Floats, size: float, unseen: float) -> Floats:
    """ln of (links seen) over (links expected of unrelated letters), both with half a count.

    The half count pulls the ratio of letters too rare to tell towards `unseen`.
    """
    ratio: Floats = np.log((chance * size + 0.5 * unseen) / (background * size + 0.5))
    return ratio


def _letters(rows: Rows, lengths: Ints, weight: Floats, size: int) -> Floats:
    """Share of each symbol among letters of the rows, with the end of a name counted as one."""
    inside = np.arange(MAX_SYMBOLS) < lengths[:, None]
    heavy = np.broadcast_to(weight[:, None], rows.shape)
    counts = np.bincount(rows[inside], weights=heavy[inside], minlength=size) + 1.0
    share: Floats = counts / (counts.sum() + weight.sum())
    return share


def logistic_regression(
    links: Links, pairs: Sample, settings: Settings, *, same_script: bool
) -> Links:
    """Correct `links` on labelled pairs with Adam (Kingma and Ba 2015); one core, seeded."""
    start = {name: table.copy() for name, table in links.arrays().items()}
    now = {name: table.copy() for name, table in start.items()}
    moment = {name: np.zeros_like(table) for name, table in start.items()}
    spread = {name: np.zeros_like(table) for name, table in start.items()}
    order = np.random.default_rng(settings.seed)
    step, steps = 0, settings.epochs * (len(pairs) // settings.batch + 1)
    for _ in range(settings.epochs):
        shuffled = order.permutation(len(pairs))
        for at in range(0, len(pairs), settings.batch):
            step += 1
            gradient = _gradient(Links(**now), pairs.take(shuffled[at : at + settings.batch]))
            if same_script:
                gradient = gradient.symmetrised()
            rate = settings.rate * (1.0 - 0.9 * step / steps)
            for name, slope in gradient.arrays().items():
                slope = slope + settings.pull * (now[name] - start[name])
                moment[name] += 0.1 * (slope - moment[name])
                spread[name] += 0.01 * (slope * slope - spread[name])
                size = np.sqrt(spread[name] / (1 - 0.99**step)) + 1e-4
                now[name] -= rate * (moment[name] / (1 - 0.9**step)) / size
                if name != "bias":
                    np.clip(now[name], -12.0, 12.0, out=now[name])
    return Links(**now)


def _gradient(links: Links, pairs: Sample) -> Links:
    """Gradient of the mean logistic loss."""
    left, right = links.one_one.shape[1:]
    counts = Links.zeros(left, right)
    counts.bias[:] = 0.0  # the slope stays 1 until `calibrated`
    _, counts.bias[0] = _sweep(
        pairs.x, pairs.n, pairs.y, pairs.m, pairs.label, pairs.weight,
        links.ratios().tables(), float(links.bias[0]), True, counts.tables(),
    )  # fmt: skip
    total = pairs.weight.sum()
    return Links(**{name: table / total for name, table in counts.arrays().items()})


def calibrated(links: Links, score: Floats, label: Floats, weight: Floats) -> Links:
    """Set intercept and slope so that scores of names not fitted on are ln LRs.

    `score` are those of `links`; both labels weigh the same, so prior odds are 1 (Platt 1999).
    """
    balanced = weight.copy()
    for value in (0.0, 1.0):
        balanced[label == value] /= weight[label == value].sum()
    slope, intercept = logistic_line(score, label, balanced)
    start, width = links.bias
    return replace(links, bias=np.array([intercept + slope * start, slope * width]))


def logistic_line(score: Floats, label: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and intercept of a weighted logistic regression, by Newton's method."""
    design = np.stack([score, np.ones_like(score)], axis=1)
    at = np.array([1.0, 0.0])
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ at, -30, 30)))
        slope = design.T @ (weight * (chance - label))
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(bend + 1e-9 * np.eye(2), slope)
        at = at - np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            break
    return float(at[0]), float(at[1])
