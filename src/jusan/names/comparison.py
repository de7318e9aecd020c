"""Compare two names part by part: which part answered which, and what each one says.

Parts are matched so that the sum of agreements is highest; what is left on both sides under
the same role contradicts, what is left on one side only was omitted. An omission weighs less
than a contradiction. The result is a ln likelihood ratio with its explanation, always finite.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jusan.names.likeness import part_ln_lr
from jusan.names.parts import Name, NamePart, Role
from jusan.names.rarity import Rarity
from jusan.names.scripts import Script, script_of


class Verdict(StrEnum):
    """What a pair of parts says."""

    AGREE = "agree"
    NEAR = "near"
    CONTRADICT = "contradict"
    OMITTED = "omitted"


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

# Cost (ln) of reading two different roles as one fact. Pairs that are not listed never match.
_ROLE_COST: dict[frozenset[Role], float] = {
    frozenset({Role.PATRONYMIC, Role.FATHER}): 0.0,
    frozenset({Role.PATRONYMIC, Role.LINEAGE}): 0.2,
    frozenset({Role.FATHER, Role.LINEAGE}): 0.2,
    frozenset({Role.GRANDFATHER, Role.LINEAGE}): 0.3,
    frozenset({Role.SURNAME, Role.LINEAGE}): 0.3,
    frozenset({Role.SURNAME, Role.GRANDFATHER}): 0.5,
    frozenset({Role.SURNAME, Role.FATHER}): 0.8,
    frozenset({Role.NISBA, Role.SURNAME}): 0.5,
    frozenset({Role.NISBA, Role.LINEAGE}): 0.3,
    frozenset({Role.GIVEN, Role.LINEAGE}): 1.5,
    frozenset({Role.GIVEN, Role.SURNAME}): 1.5,
}
# Roles that state one fact: two different values under them contradict each other. A lone LINEAGE
# may be father, grandfather or family, so it contradicts only when the other side states both.
_SAME_FACT: tuple[frozenset[Role], ...] = (
    frozenset({Role.GIVEN}),
    frozenset({Role.PATRONYMIC, Role.FATHER}),
    frozenset({Role.SURNAME}),
    frozenset({Role.GRANDFATHER}),
)
_FIXED = (Role.PATRONYMIC, Role.FATHER, Role.SURNAME, Role.GRANDFATHER)

OMISSION = -0.2  # assumption: a part given by one side only
LINEAGE_CONTRADICTION = -2.5  # assumption: weaker than two stated fathers who differ
CONTRADICTION_CEILING = -0.5  # a contradiction always costs more than an omission
AGREES_FROM = 2.0  # ln LR from which a line reads "agree", under it "near"


def compare(a: Name, b: Name, *, rarity: Rarity | None = None) -> Comparison:
    """Weigh two names. Symmetric (with a and b exchanged in the lines); 0 when one is empty."""
    if a.is_empty() or b.is_empty():
        return NOTHING
    known = rarity or Rarity()
    table = [[_weigh(one, other, known) for other in b.parts] for one in a.parts]
    chosen = _best_assignment(table)
    lines = [_line(a.parts[i], b.parts[j], table[i][j], _agreement(table[i][j])) for i, j in chosen]
    left_a = [part for i, part in enumerate(a.parts) if i not in {i for i, _ in chosen}]
    left_b = [part for j, part in enumerate(b.parts) if j not in {j for _, j in chosen}]
    lines.extend(_leftovers(left_a, left_b))
    return Comparison(_total(lines), tuple(lines))


def compare_forms(
    a: Sequence[Name], b: Sequence[Name], *, rarity: Rarity | None = None
) -> Comparison:
    """The strongest comparison over all forms of two entries (Arabic and Latin of one line)."""
    results = [compare(one, other, rarity=rarity) for one in a for other in b]
    return max(results, key=lambda result: result.ln_lr, default=NOTHING)


def _total(lines: Iterable[PartMatch]) -> float:
    return round(math.fsum(line.ln_lr for line in lines), 9)


def _agreement(ln_lr: float) -> Verdict:
    return Verdict.AGREE if ln_lr >= AGREES_FROM else Verdict.NEAR


def _line(a: NamePart | None, b: NamePart | None, ln_lr: float, verdict: Verdict) -> PartMatch:
    return PartMatch(
        a.role if a else None,
        b.role if b else None,
        a.text if a else None,
        b.text if b else None,
        ln_lr,
        verdict,
    )


def weigh_parts(a: NamePart, b: NamePart) -> float:
    """ln LR that two parts write one name, whatever their roles, before caps.

    A patronymic or family name is compared with its suffix and without: the better one counts.
    """
    abjad = (script_of(a.text) is Script.ARABIC) != (script_of(b.text) is Script.ARABIC)
    pairs = {(a.units, b.units), (a.stem, b.stem)}
    if a.role is not b.role:
        pairs |= {(a.units, b.stem), (a.stem, b.units)}
    return max(part_ln_lr(one, other, abjad=abjad) for one, other in pairs)


def _weigh(a: NamePart, b: NamePart, rarity: Rarity) -> float:
    """ln LR of a matched pair after role cost and cap; -inf where the roles never match."""
    cost = 0.0 if a.role is b.role else _ROLE_COST.get(frozenset({a.role, b.role}), math.inf)
    if math.isinf(cost):
        return -math.inf
    return min(weigh_parts(a, b), rarity.cap(a, b)) - cost


def _best_assignment(table: list[list[float]]) -> list[tuple[int, int]]:
    """Pairs (i, j), each row and column once at most, with the largest sum of positive values.

    Dynamic programme over sets of columns: at most MAX_PARTS rows and 2**MAX_PARTS sets.
    """
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for i, row in enumerate(table):
        positive = [(j, value) for j, value in enumerate(row) if value > 0.0]
        for used, (score, pairs) in list(best.items()):
            for j, value in positive:
                bit = 1 << j
                if used & bit:
                    continue
                reached = score + value
                if reached > best.get(used | bit, (-math.inf, ()))[0] + 1e-12:
                    best[used | bit] = (reached, (*pairs, (i, j)))
    return list(max(best.values(), key=lambda item: item[0])[1])


def _leftovers(left_a: list[NamePart], left_b: list[NamePart]) -> list[PartMatch]:
    """Contradictions between what is left on both sides, then omissions."""
    lines: list[PartMatch] = []
    rest_a, rest_b = list(left_a), list(left_b)
    for fact in _SAME_FACT:
        ours = [part for part in rest_a if part.role in fact]
        theirs = [part for part in rest_b if part.role in fact]
        for one, other in zip(ours, theirs, strict=False):
            value = min(CONTRADICTION_CEILING, weigh_parts(one, other))
            lines.append(_line(one, other, value, Verdict.CONTRADICT))
            rest_a.remove(one)
            rest_b.remove(other)
    # Lineage against lineage first: after that only one side has any left, so order cannot matter.
    _lineage(rest_a, rest_b, (Role.LINEAGE,), lines, swapped=False)
    _lineage(rest_a, rest_b, _FIXED, lines, swapped=False)
    _lineage(rest_b, rest_a, _FIXED, lines, swapped=True)
    lines.extend(_line(part, None, OMISSION, Verdict.OMITTED) for part in rest_a)
    lines.extend(_line(None, part, OMISSION, Verdict.OMITTED) for part in rest_b)
    return lines


def _lineage(
    mine: list[NamePart],
    theirs: list[NamePart],
    against: tuple[Role, ...],
    lines: list[PartMatch],
    *,
    swapped: bool,
) -> None:
    """Let a LINEAGE part that nothing answers contradict a part of a role in `against`."""
    for one in [part for part in mine if part.role is Role.LINEAGE]:
        for other in theirs:
            if other.role not in against:
                continue
            value = max(LINEAGE_CONTRADICTION, min(CONTRADICTION_CEILING, weigh_parts(one, other)))
            pair = (other, one) if swapped else (one, other)
            lines.append(_line(*pair, value, Verdict.CONTRADICT))
            mine.remove(one)
            theirs.remove(other)
            break
