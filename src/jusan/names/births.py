"""Birth claims as distributions, and what two of them say about one person.

A claim is the likelihood of what was said for every month in which the person may be born. Two
claims of one person share a birth; those of two persons do not: with the population's births q,
ln LR = ln [ sum q(b) P(x|b) P(y|b) / ( sum q(b) P(x|b) * sum q(b) P(y|b) ) ].
Exact days are kept apart as points, because a month cannot tell the 3rd from the 4th.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names import dates
from jusan.names.normalise import western_digits

Floats = NDArray[np.float64]

#: Months from January of FIRST_YEAR; a birth outside is refused.
FIRST_YEAR, LAST_YEAR = 1920, 2049
MONTHS = 12 * (LAST_YEAR - FIRST_YEAR + 1)
DAYS = 30.436875  # mean length of a month, Gregorian calendar (146,097 days in 4,800 months)

# Shares of a stated day or month that are wrong in one way each. The first two are the noise of
# the tracing scenario C; the last two are assumptions.
YEAR_SLIP = 0.08  # off by one year, either side
DAY_MONTH_SWAP = 0.03  # day and month exchanged, where the exchanged day exists
NEAR_DAY = 0.04  # within some weeks: a slip of the pen, a registration day
GROSS = 0.03  # unrelated to the birth: flat over GROSS_YEARS either side
GROSS_YEARS = 8.0
NEAR_DAY_SD = 0.08  # years
ABOUT_SD = 0.9  # "about 2014", years (names design, measured on a registry of channels)
YEAR_SD = 0.45  # a bare year, beyond the year itself
AGE_SD = (0.5, 0.15)  # sd of an age in years: 0.5 + 0.15 a (as above)
AGE_CENTRE = 0.5  # completed years: on average half a year more
HEAPED = 0.35  # assumption: share of ages that end on 0 or 5 only because people round
HEAPED_SD = 1.5  # assumption: and how far those are off, years
#: No pair of claims says less than this: dates are invented by clerks too.
FLOOR = -7.0
#: Nor more than this (assumption): a rare day may have been copied from list to list.
CEILING = 11.0

POINTS = 4


@dataclass(frozen=True, slots=True)
class BirthClaim:
    """What was said. `flag` says why it weighs nothing; `refused` that it cannot be at all.

    `spread` (MONTHS,) likelihood by month of birth without the points; `points` are exact days as
    (ordinal, weight). Both empty where nothing can be read.
    """

    raw: str
    kind: str
    flag: str | None = None
    refused: bool = False
    spread: Floats | None = field(default=None, compare=False, repr=False)
    points: tuple[tuple[int, float], ...] = ()

    @property
    def readable(self) -> bool:
        """Whether it weighs anything."""
        return self.spread is not None


_CENTRES = FIRST_YEAR + (np.arange(MONTHS) + 0.5) / 12.0

#: Why a claim is refused, by the flag that reading gives.
REASONS = {
    "unreadable_date": "cannot be read as such",
    "no_such_date": "there is no such day, month or age",
    "year_out_of_range": f"lies outside {FIRST_YEAR} to {LAST_YEAR}",
    "after_report": "lies after the day of the report",
    "unknown_kind": "birth_kind is not day, month, year, year~, age or hijri",
}
_READ_AS = {"day": "day", "month": "month", "year": "year", "year~": "year", "hijri": "hijri"}


@lru_cache(maxsize=65536)
def read_claim(raw: str, kind: str, reported: float | None = None) -> BirthClaim:
    """A claim of a kind of the command line: day, month, year, year~, age, hijri or empty.

    An age is `10@2019.8`: ten years old at that decimal year. `reported` (decimal year) refuses a
    birth that lies after it. Never raises: what cannot be read says so and weighs nothing.
    """
    text, name = western_digits(raw).strip(), kind.strip().lower()
    if not text:
        return BirthClaim(raw, kind)
    if name == "age":
        return _age(raw, text)
    if name not in _READ_AS:
        return BirthClaim(raw, kind, "unknown_kind")
    reading = dates.parse_birth(text, "hijri" if name == "hijri" else None)
    interval = reading.interval
    if interval is None:
        refused = reading.flag in ("no_such_date", "year_out_of_range")
        return BirthClaim(raw, kind, reading.flag or "unreadable_date", refused)
    if interval.how != _READ_AS[name]:
        return BirthClaim(raw, kind, "unreadable_date")
    if not FIRST_YEAR < interval.earliest.year < LAST_YEAR:
        return BirthClaim(raw, kind, "year_out_of_range", True)
    if reported is not None and _decimal(interval.earliest) > reported:
        return BirthClaim(raw, kind, "after_report", True)
    return _of_interval(raw, name, interval)


def _of_interval(raw: str, kind: str, interval: dates.BirthInterval) -> BirthClaim:
    if kind == "day":
        return _day(raw, interval.earliest)
    box = _box(_decimal(interval.earliest), _decimal(interval.latest) + 1 / 365.25)
    if kind in ("month", "hijri"):
        shifted = 0.5 * (np.roll(box, 12) + np.roll(box, -12))
        sure = 1.0 - YEAR_SLIP - GROSS
        spread = sure * box + YEAR_SLIP * shifted + GROSS * _flat(interval.earliest)
    else:
        centre = 0.5 * (_decimal(interval.earliest) + _decimal(interval.latest))
        wide = _normal(centre, ABOUT_SD if kind == "year~" else YEAR_SD)
        sharp = 0.0 if kind == "year~" else 0.8
        spread = (1.0 - GROSS) * (sharp * box + (1.0 - sharp) * wide)
        spread = spread + GROSS * _flat(interval.earliest)
    return BirthClaim(raw, kind, spread=spread)


def _day(raw: str, day: date) -> BirthClaim:
    sure = 1.0 - YEAR_SLIP - DAY_MONTH_SWAP - NEAR_DAY - GROSS
    points = [(day.toordinal(), sure)]
    swapped = _safe(day.year, day.day, day.month)
    if swapped and swapped != day:
        points.append((swapped.toordinal(), DAY_MONTH_SWAP))
    for years in (-1, 1):
        moved = _safe(day.year + years, day.month, day.day)
        if moved:
            points.append((moved.toordinal(), YEAR_SLIP / 2))
    spread = NEAR_DAY * _normal(_decimal(day), NEAR_DAY_SD) + GROSS * _flat(day)
    return BirthClaim(raw, "day", spread=spread, points=tuple(points))


def _age(raw: str, text: str) -> BirthClaim:
    words = text.split("@")
    try:
        age, on = float(words[0]), float(words[1])
    except (ValueError, IndexError):
        return BirthClaim(raw, "age", "unreadable_date")
    if not (0 <= age <= dates.OLDEST and math.isfinite(on)):
        return BirthClaim(raw, "age", "no_such_date", True)
    centre = on - age - AGE_CENTRE
    if not FIRST_YEAR + 1 <= centre < LAST_YEAR:
        return BirthClaim(raw, "age", "year_out_of_range", True)
    sd = AGE_SD[0] + AGE_SD[1] * age
    spread = _normal(centre, sd)
    if age and age % 5 == 0:
        spread = (1.0 - HEAPED) * spread + HEAPED * _normal(centre, math.hypot(sd, HEAPED_SD))
    spread = (1.0 - GROSS) * spread + GROSS * _flat(date(int(centre), 6, 30))
    spread = np.where(on + 1 / 12 < _CENTRES, 0.0, spread)
    return BirthClaim(raw, "age", spread=spread)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _decimal(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _month_of(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return 12 * (day.year - FIRST_YEAR) + day.month - 1


def _box(start: float, end: float) -> Floats:
    """Share of each month that lies between two decimal years."""
    edges = FIRST_YEAR + np.arange(MONTHS + 1) / 12.0
    inside = np.minimum(edges[1:], end) - np.maximum(edges[:-1], start)
    return np.asarray(np.clip(inside, 0.0, None) / (end - start))


def _normal(centre: float, sd: float) -> Floats:
    """Probability of each month under a normal law (by its middle; sd of a month at least)."""
    distance = (_CENTRES - centre) / max(sd, 0.06)
    values = np.where(np.abs(distance) < 5.0, np.exp(-0.5 * distance**2), 0.0)
    return np.asarray(values / values.sum(), np.float64)


def _flat(around: date) -> Floats:
    near = np.abs(_CENTRES - _decimal(around)) <= GROSS_YEARS
    return np.asarray(near / near.sum())


@dataclass(frozen=True, slots=True)
class Births:
    """Distinct claims as arrays, ready to be weighed pair by pair.

    `whole` (n, widest support) likelihood by month from `low` (n,) to `high` (n,), points spread
    over their month; `days` (n, POINTS) ordinals or -1, `months`, `weights` beside them;
    `ln_alone` (n,) ln probability of the claim in the population `births` (MONTHS,).
    """

    claims: tuple[BirthClaim, ...]
    whole: Floats
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    days: NDArray[np.int64]
    months: NDArray[np.int64]
    weights: Floats
    births: Floats
    ln_alone: Floats

    def ln_lr(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
        """ln LR (k,) of the claims at `left` and `right` (k,); 0 where one says nothing."""
        return np.asarray(
            _ln_lr(
                np.asarray(left, np.int64),
                np.asarray(right, np.int64),
                self.whole,
                self.low,
                self.high,
                self.days,
                self.months,
                self.weights,
                self.births,
                self.ln_alone,
            )
        )


def population(claims: Sequence[BirthClaim], counts: Sequence[int] | None = None) -> Floats:
    """Births by month (MONTHS,), summing to 1: the mean of all readable claims, smoothed.

    A hundredth is spread flat over the whole calendar, so that nobody is impossible.
    """
    total = np.zeros(MONTHS)
    for claim, count in zip(claims, counts or [1] * len(claims), strict=True):
        if claim.spread is not None:
            whole = _whole(claim)
            total += count * whole / whole.sum()
    smooth = np.convolve(total, np.ones(25) / 25.0, mode="same")
    if smooth.sum() == 0.0:
        return np.full(MONTHS, 1.0 / MONTHS)
    return np.asarray(0.99 * smooth / smooth.sum() + 0.01 / MONTHS)


def tabulate(claims: Sequence[BirthClaim], births: Floats) -> Births:
    """Arrays for `claims`, weighed against the population `births` (MONTHS,)."""
    n = len(claims)
    low, high = np.zeros(n, np.int64), np.zeros(n, np.int64)
    alone = np.ones(n)
    rows: list[Floats] = [np.empty(0)] * n
    days = np.full((n, POINTS), -1, np.int64)
    months = np.full((n, POINTS), -1, np.int64)
    weights = np.zeros((n, POINTS))
    for row, claim in enumerate(claims):
        if claim.spread is None:
            continue
        full = _whole(claim)
        support = np.flatnonzero(full)
        low[row], high[row] = support[0], support[-1] + 1
        rows[row] = full[low[row] : high[row]]
        alone[row] = full @ births
        for k, (ordinal, weight) in enumerate(claim.points):
            days[row, k], months[row, k] = ordinal, _month_of(ordinal)
            weights[row, k] = weight
    whole = np.zeros((n, int((high - low).max(initial=0))))
    for row, values in enumerate(rows):
        whole[row, : values.size] = values
    ln_alone = np.log(alone)
    return Births(tuple(claims), whole, low, high, days, months, weights, births, ln_alone)


def _whole(claim: BirthClaim) -> Floats:
    """All of the claim by month; a day claim is a probability of one day, so divided by DAYS."""
    assert claim.spread is not None
    if not claim.points:
        return claim.spread
    whole = claim.spread.copy() / DAYS
    for ordinal, weight in claim.points:
        whole[_month_of(ordinal)] += weight / DAYS
    return whole


@njit(cache=True)
def _ln_lr(left, right, whole, low, high, days, months, weights, births, ln_alone):  # type: ignore[no-untyped-def]
    out = np.zeros(left.size)
    for k in range(left.size):
        i, j = left[k], right[k]
        start, stop = max(low[i], low[j]), min(high[i], high[j])
        if high[i] == 0 or high[j] == 0:
            continue
        both = 0.0
        for b in range(start, stop):
            both += births[b] * whole[i, b - low[i]] * whole[j, b - low[j]]
        # points that meet in a month: the same day, or else not at all
        for p in range(days.shape[1]):
            for q in range(days.shape[1]):
                if days[i, p] < 0 or months[i, p] != months[j, q]:
                    continue
                share = births[months[i, p]] * weights[i, p] * weights[j, q] / DAYS
                both -= share / DAYS
                if days[i, p] == days[j, q]:
                    both += share
        if both <= 0.0:
            out[k] = FLOOR
        else:
            out[k] = min(CEILING, max(FLOOR, math.log(both) - ln_alone[i] - ln_alone[j]))
    return out


def pair_ln_lr(first: BirthClaim, second: BirthClaim, births: Floats | None = None) -> float:
    """ln LR of two claims; against a flat population where none is given."""
    table = tabulate((first, second), np.full(MONTHS, 1 / MONTHS) if births is None else births)
    return float(table.ln_lr(np.array([0]), np.array([1]))[0])
