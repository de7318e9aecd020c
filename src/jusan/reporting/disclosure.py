"""What a reader could work out from a release together with all earlier ones.

Counts grow: whoever is counted in one release is counted in the next. So each pair of days bounds
a group of newcomers, and every released figure is one linear equation over these groups. For each
group the exact range left to a reader is found by two integer programmes; a small figure that can
be narrowed to less than WIDTH is a disclosure, whether one release shows it or several together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from jusan.reporting.catalogue import CATALOGUE, SMALLEST, Kind

WIDTH = 3
#: More persons than any operation has (bounds the programmes).
MOST = 100_000
_GROUPS = ("children", "women", "men", "girls", "orphans")
_PARTS = {
    "persons": {"children": 1, "women": 1, "men": 1},
    "boys": {"children": 1, "girls": -1},
    **{name: {name: 1} for name in _GROUPS},
}
#: Figures that a reader may try to work out for each group of newcomers.
_SOUGHT = ("women", "men", "girls", "boys", "orphans")


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of one release as of a day."""

    as_of: date
    counts: Mapping[str, int]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a release must not go out: a code, the count, and between which days."""

    code: str
    name: str
    since: date | None = None
    until: date | None = None
    low: int | None = None
    high: int | None = None


def check_alone(counts: Mapping[str, int], *, public: bool) -> list[Finding]:
    """What is wrong with the figures of one release by themselves."""
    found = []
    for name, value in sorted(counts.items()):
        measure = CATALOGUE.get(name)
        if measure is None:
            found.append(Finding("undefined", name))
        elif not 0 <= value <= MOST:
            found.append(Finding("impossible", name, low=value, high=value))
        elif public and measure.internal:
            found.append(Finding("internal", name))
        elif public and _is_small(measure.kind, value):
            found.append(Finding("small", name, low=value, high=value))
    return found


def check_sequence(draft: Figures, earlier: Sequence[Figures]) -> list[Finding]:
    """What a reader of all releases could work out once the draft is out.

    Gives ``contradicts`` alone when the figures cannot all be right; else ``derivable`` findings
    for each small figure that can be narrowed to less than WIDTH. Findings that the earlier
    releases alone already allow are not laid at the draft's door.
    """
    after = derivable([*earlier, draft])
    if after is None:
        return [Finding("contradicts", "", until=draft.as_of)]
    before = derivable(earlier) or []
    known = {(item.name, item.since, item.until) for item in before}
    return [item for item in after if (item.name, item.since, item.until) not in known]


def derivable(releases: Sequence[Figures]) -> list[Finding] | None:
    """Small figures that these releases give away together; None when they contradict."""
    days = sorted({release.as_of for release in releases})
    if not days:
        return []
    system = _System(days, releases)
    if not system.is_feasible():
        return None
    found: list[Finding] = []
    for first in range(len(days)):
        for last in range(first, len(days)):
            since = days[first - 1] if first else None
            found += _told_about(system, first, last, since, days[last])
    return found


def _told_about(
    system: _System, first: int, last: int, since: date | None, until: date
) -> list[Finding]:
    """Small figures given away about the newcomers of some periods."""
    _, children = system.range_of("children", first, last)
    found = []
    for name in _SOUGHT:
        low, high = system.range_of(name, first, last)
        # "At most as many girls as children" tells nothing beyond the total, which may be said.
        trivial = CATALOGUE[name].kind is Kind.PART and (low, high) == (0, children)
        if _tells(name, low, high) and not trivial:
            found.append(Finding("derivable", name, since, until, low, high))
    return found


def _is_small(kind: Kind, value: int) -> bool:
    smallest = SMALLEST.get(kind)
    if smallest is None:
        return False
    return 0 < value < smallest if kind is Kind.CATEGORY else value < smallest


def _tells(name: str, low: int, high: int) -> bool:
    smallest = SMALLEST[CATALOGUE[name].kind]
    return high - low < WIDTH and high > 0 and low < smallest


class _System:
    """Equations of the releases over newcomers by period and group."""

    def __init__(self, days: Sequence[date], releases: Sequence[Figures]) -> None:
        self.periods = len(days)
        self.size = self.periods * len(_GROUPS)
        rows, values = [], []
        for release in releases:
            last = days.index(release.as_of)
            for name, value in release.counts.items():
                if name in _PARTS:
                    rows.append(self._row(name, 0, last))
                    values.append(value)
        self.constraints = [self._parts_within_children()]
        if rows:
            self.constraints.append(LinearConstraint(np.array(rows), values, values))

    def is_feasible(self) -> bool:
        """Whether any numbers satisfy every release."""
        return self._solve(np.zeros(self.size)) is not None

    def range_of(self, name: str, first: int, last: int) -> tuple[int, int]:
        """The exact range of a figure over the newcomers of some periods."""
        row = self._row(name, first, last)
        low, high = self._solve(row), self._solve(-row)
        assert low is not None and high is not None
        return round(low), round(-high)

    def _row(self, name: str, first: int, last: int) -> np.ndarray:
        row = np.zeros(self.size)
        for period in range(first, last + 1):
            for group, sign in _PARTS[name].items():
                row[period * len(_GROUPS) + _GROUPS.index(group)] += sign
        return row

    def _parts_within_children(self) -> LinearConstraint:
        rows = []
        for period in range(self.periods):
            for part in ("girls", "orphans"):
                row = self._row("children", period, period) - self._row(part, period, period)
                rows.append(row)
        return LinearConstraint(np.array(rows), 0, np.inf)

    def _solve(self, aim: np.ndarray) -> float | None:
        done = milp(
            aim,
            constraints=self.constraints,
            integrality=np.ones(self.size),
            bounds=Bounds(0, MOST),
        )
        return None if done.x is None else float(done.fun)
