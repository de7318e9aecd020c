"""Compare two names part by part: which part answered which, and what each one says.

`alignment` sets the parts against each other, `weights` says what each line is worth; the ln
likelihood ratio is the sum of its lines. Its other hypothesis is a name like those that searches
bring up: a third drawn at random, the others near, or of a brother, a father, a namesake. Always
finite, symmetric, 0 when one of the two is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from jusan.names import alignment, transducer, weights
from jusan.names.alignment import JOINED, OMITTED_OWN, PAIRED, SEX, Lines
from jusan.names.encoded import Encoded, encode_names
from jusan.names.links import Floats
from jusan.names.parts import MAX_PARTS, Name, NamePart, Role
from jusan.names.rarity import UNKNOWN_CAP, Rarity
from jusan.names.scripts import Script

Ints = NDArray[np.int64]


class Verdict(StrEnum):
    """What a line says."""

    AGREE = "agree"
    NEAR = "near"
    MOVED = "moved"  # the same name under another role
    CONTRADICT = "contradict"
    OMITTED = "omitted"
    JOINED = "joined"  # read together with its neighbour
    SEX_AGREES = "sex agrees"
    SEX_DIFFERS = "sex differs"


@dataclass(frozen=True, slots=True)
class PartMatch:
    """One line of the explanation; `role_b` and `text_b` are None where b has no such part."""

    role_a: Role | None
    role_b: Role | None
    text_a: str | None
    text_b: str | None
    ln_lr: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """ln LR of "one person's name" against "names of two persons", and its lines."""

    ln_lr: float
    parts: tuple[PartMatch, ...]


NOTHING = Comparison(0.0, ())
AGREES_FROM = 2.0  # ln LR of two parts from which a line reads "agree", under it "near"
#: Without counts of names no comparison says more than this: more must be earned by rarity.
HIGHEST_UNEARNED = 10.0
_MOVED = (alignment.ACROSS, alignment.SWAPPED, alignment.SWAPPED_FAMILY)


def aligned(a: Sequence[Name], b: Sequence[Name]) -> tuple[Lines, Ints]:
    """Lines of the pairs (a[k], b[k]) and the set of curves that each pair belongs to."""
    numbers: dict[Name, int] = {}
    left, right = (
        np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)
        for names in (a, b)
    )
    names = tuple(numbers)
    encoded = encode_names(names)
    return align_rows(encoded, left, right), groups(scripts_of(names), left, right)


def scripts_of(names: Sequence[Name]) -> NDArray[np.bool_]:
    """Whether each name is in Arabic script."""
    return np.array([name.script is Script.ARABIC for name in names], np.bool_)


def groups(arabic: NDArray[np.bool_], left: Ints, right: Ints) -> Ints:
    """`weights.ABJAD` where just one of two names is in Arabic script, else `weights.ALIKE`."""
    found: Ints = (arabic[left] != arabic[right]).astype(np.int64)
    return found


def align_rows(names: Encoded, left: Ints, right: Ints, *, remember: int = 0) -> Lines:
    """`alignment.align` with the shipped transducer, each pair in the order of its numbers.

    Equal matches are decided by their place, so that a fixed order makes figures symmetric.
    """
    turned = names.rank[left] > names.rank[right]
    first, second = np.where(turned, right, left), np.where(turned, left, right)
    lines = alignment.align(names, first, second, transducer.shipped(), remember=remember)
    a, b = lines.a.copy(), lines.b.copy()
    lines.a[turned], lines.b[turned] = b[turned], a[turned]
    return lines


def compare_all(a: Sequence[Name], b: Sequence[Name], *, rarity: Rarity | None = None) -> Floats:
    """ln LR (n) of the pairs (a[k], b[k]), the same as `compare` gives one by one."""
    lines, group = aligned(a, b)
    values = weights.line_values(lines, group, weights.shipped())
    if rarity is not None:
        earn(values, lines, part_caps(a, rarity), part_caps(b, rarity), rarity.unknown_cap)
    return totals(values, earned=rarity is not None)


def totals(values: Floats, *, earned: bool = False) -> Floats:
    """Sums of lines (n); not above HIGHEST_UNEARNED where rarity was not counted."""
    found: Floats = np.round(values.sum(axis=1), 9)
    return found if earned else np.minimum(found, HIGHEST_UNEARNED)


def compare(a: Name, b: Name, *, rarity: Rarity | None = None) -> Comparison:
    """Weigh two names. Symmetric (with a and b exchanged in the lines); 0 when one is empty."""
    if a.is_empty() or b.is_empty():
        return NOTHING
    lines, group = aligned([a], [b])
    values = weights.line_values(lines, group, weights.shipped())
    if rarity is not None:
        earn(values, lines, part_caps([a], rarity), part_caps([b], rarity), rarity.unknown_cap)
    total = float(totals(values, earned=rarity is not None)[0])
    return Comparison(total, explained(a, b, lines, 0, values))


def explained(a: Name, b: Name, lines: Lines, row: int, values: Floats) -> tuple[PartMatch, ...]:
    """The lines of one pair of a batch, with what each says."""
    return tuple(_line(a, b, lines, row, k, values[row, k]) for k in range(lines.count[row]))


def compare_forms(
    a: Sequence[Name], b: Sequence[Name], *, rarity: Rarity | None = None
) -> Comparison:
    """The strongest comparison over all forms of two entries (Arabic and Latin of one line)."""
    results = [compare(one, other, rarity=rarity) for one in a for other in b]
    return max(results, key=lambda result: result.ln_lr, default=NOTHING)


def part_caps(names: Sequence[Name], rarity: Rarity) -> Floats:
    """Caps (n, 8) of what agreement on each part can say; infinite where its rarity is unknown."""
    caps = np.full((len(names), MAX_PARTS), np.inf)
    for row, name in enumerate(names):
        for column, part in enumerate(name.parts):
            caps[row, column] = rarity.known_cap(part)
    return caps


def earn(
    values: Floats, lines: Lines, caps_a: Floats, caps_b: Floats, unknown: float = UNKNOWN_CAP
) -> None:
    """Move agreements by how much rarer or commoner a name is than one person in 400.

    A line that agrees in full moves by the whole difference, a weaker one in proportion, and none
    says more than its cap -ln f. `caps_a`, `caps_b` (n, 8): as `part_caps` gives them; `unknown`
    stands for names of which both are infinite.
    """
    agree = (lines.kind < PAIRED) & (values > 0.0) & (lines.a >= 0)
    row, line = np.nonzero(agree)
    cap = np.minimum(caps_a[row, lines.a[row, line]], caps_b[row, lines.b[row, line]])
    cap = np.where(np.isinf(cap), unknown, cap)
    top = weights.shipped().curves.max(axis=(0, 2))[lines.kind[row, line]]
    value = values[row, line]
    values[row, line] = np.clip(value + value / top * (cap - UNKNOWN_CAP), 0.0, cap)


def _line(a: Name, b: Name, lines: Lines, row: int, k: int, value: float) -> PartMatch:
    kind, score = int(lines.kind[row, k]), float(lines.ln_lr[row, k])
    one = _part(a, int(lines.a[row, k]))
    other = _part(b, int(lines.b[row, k]))
    return PartMatch(
        one.role if one else None,
        other.role if other else None,
        one.text if one else None,
        other.text if other else None,
        round(float(value), 9),
        _verdict(kind, score),
    )


def _part(name: Name, number: int) -> NamePart | None:
    return name.parts[number] if number >= 0 else None


def _verdict(kind: int, score: float) -> Verdict:
    if kind == SEX:
        return Verdict.SEX_AGREES if score > 0.0 else Verdict.SEX_DIFFERS
    if kind == JOINED:
        return Verdict.JOINED
    if OMITTED_OWN <= kind < SEX:
        return Verdict.OMITTED
    if kind in _MOVED and score > 0.0:
        return Verdict.MOVED
    if score >= AGREES_FROM:
        return Verdict.AGREE
    return Verdict.NEAR if score > 0.0 else Verdict.CONTRADICT
