"""Published totals side by side: which agree, and which cannot both be right.

Only national and stage totals are read, as published; nothing finer is derived.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from jusan.reporting.errors import BadFacts

PARTS = ("children", "women", "men")
#: "About 600" covers what rounds to it in steps of fifty.
ROUNDING = 25


@dataclass(frozen=True, slots=True)
class Published:
    """One published set of totals; ``about`` holds rounded ones."""

    of: str
    when: str
    counts: Mapping[str, int]
    about: Mapping[str, int]
    source: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two published statements (or the parts of one) can both be right."""

    code: str
    first: Published
    second: Published | None
    name: str
    figures: tuple[int, ...]

    @property
    def agrees(self) -> bool:
        """True when nothing contradicts."""
        return self.code in {"adds_up", "rounds_to"}


def read_facts(path: Path) -> list[Published]:
    """Totals of a facts.toml. Raises BadFacts with the table at fault."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFacts("%(name)s: %(error)s", name=path.name, error=error) from None
    return [_published(path.name, number, item) for number, item in enumerate(raw.get("total", []))]


def verdicts(totals: Sequence[Published]) -> list[Verdict]:
    """Every check there is: parts with persons, rounded with exact, later with earlier."""
    found = [verdict for total in totals for verdict in _inside(total)]
    for first, second in combinations(totals, 2):
        found += _rounded(first, second)
    return found + list(_shrinking(totals))


def implied(total: Published) -> dict[str, int]:
    """The figures with the one part that follows from the others filled in."""
    counts = dict(total.counts)
    missing = [name for name in PARTS if name not in counts]
    if "persons" in counts and len(missing) == 1:
        counts[missing[0]] = counts["persons"] - sum(counts[n] for n in PARTS if n in counts)
    return counts


def _published(file: str, number: int, item: Mapping[str, object]) -> Published:
    if not item.get("of") or not item.get("source"):
        raise BadFacts(f"{file}, total {number + 1}: expected 'of' and 'source'")
    counts: dict[str, int] = {}
    about: dict[str, int] = {}
    for name in ("persons", *PARTS):
        for key, target in ((name, counts), (f"{name}_about", about)):
            value = item.get(key)
            if value is None:
                continue
            if not isinstance(value, int) or value < 0:
                raise BadFacts(f"{file}, total {number + 1}, {key}: expected a whole number")
            target[name] = value
    when = str(item.get("as_of") or item.get("dates") or item.get("on") or "")
    return Published(str(item["of"]), when, counts, about, str(item["source"]))


def _inside(total: Published) -> list[Verdict]:
    if any(name not in total.counts for name in ("persons", *PARTS)):
        return []
    parts = tuple(total.counts[name] for name in PARTS)
    code = "adds_up" if sum(parts) == total.counts["persons"] else "does_not_add_up"
    return [Verdict(code, total, None, "persons", (total.counts["persons"], *parts))]


def _rounded(first: Published, second: Published) -> list[Verdict]:
    """A rounded statement against an exact one of the same programme and year."""
    found = []
    for loose, exact in ((first, second), (second, first)):
        if not loose.about or not exact.counts or not _same_scope(loose.of, exact.of):
            continue
        for name, value in loose.about.items():
            if name in exact.counts:
                close = abs(value - exact.counts[name]) <= ROUNDING
                code = "rounds_to" if close else "does_not_round_to"
                found.append(Verdict(code, loose, exact, name, (value, exact.counts[name])))
    return found


def _same_scope(loose: str, exact: str) -> bool:
    return loose.startswith("Jusan,") and exact == "Jusan 2019"


def _shrinking(totals: Sequence[Published]) -> Iterator[Verdict]:
    """Running totals, in the order of the file: nobody who came back leaves the count."""
    running = [total for total in totals if _is_running(total)]
    for first, second in combinations(running, 2):
        early, late = implied(first), implied(second)
        for name in ("persons", *PARTS):
            if name in early and name in late and late[name] < early[name]:
                yield Verdict("shrinks", first, second, name, (early[name], late[name]))


def _is_running(total: Published) -> bool:
    words = total.of.lower()
    return "stage" not in words and ("to " in words or "cumulative" in words or "2019" in words)
