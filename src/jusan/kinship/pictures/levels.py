"""Generations of a drawing: parents above children, couples on one line where that can be.

Families of different depth are moved against each other so that lines stay short. A couple in
which one is the other's ancestor stays on two lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Everybody with those above them, an unnamed parent as None.
Parents = Mapping[str, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """One couple (or one known parent) with its children, in the order of the persons.

    `social`: parents by care or by law; their lines are dashed.
    """

    father: str | None
    mother: str | None
    children: tuple[str, ...]
    social: bool = False

    @property
    def parents(self) -> tuple[str, ...]:
        """The known ones."""
        return tuple(p for p in (self.father, self.mother) if p is not None)


def families_of(pairs: Mapping[str, tuple[str | None, str | None]]) -> list[Family]:
    """Couples in the order of their first child; `pairs` is everybody with father and mother."""
    children: dict[tuple[str | None, str | None], list[str]] = {}
    for child, pair in pairs.items():
        if pair != (None, None):
            children.setdefault(pair, []).append(child)
    return [Family(f, m, tuple(own)) for (f, m), own in children.items()]


def parents_of(people: Iterable[str], families: Sequence[Family]) -> dict[str, tuple[str, ...]]:
    """Everybody with all parents of all families that they are a child of."""
    above: dict[str, list[str]] = {person: [] for person in people}
    for family in families:
        for child in family.children:
            above[child] += family.parents
    return {person: tuple(parents) for person, parents in above.items()}


def ancestors_of(parents: Parents) -> dict[str, frozenset[str]]:
    """Everybody's ancestors, oneself left out. The parents must hold no circle."""
    known: dict[str, frozenset[str]] = {}

    def above(person: str) -> frozenset[str]:
        if person not in known:
            direct = [p for p in parents[person] if p is not None]
            known[person] = frozenset(direct).union(*(above(p) for p in direct))
        return known[person]

    for person in parents:
        above(person)
    return known


def levels_of(parents: Parents, families: Sequence[Family]) -> dict[str, int]:
    """The line of each person, 0 on top."""
    ancestors = ancestors_of(parents)
    couples = [
        family.parents
        for family in families
        if len(family.parents) == 2
        and family.parents[0] not in ancestors[family.parents[1]]
        and family.parents[1] not in ancestors[family.parents[0]]
    ]
    levels = _settled(dict.fromkeys(parents, 0), families, couples)
    moved = True
    while moved:
        moved = False
        for person in parents:
            lowered = _settled(levels | {person: levels[person] + 1}, families, couples)
            if _length(lowered, families) < _length(levels, families):
                levels, moved = lowered, True
    top = min(levels.values(), default=0)
    return {person: level - top for person, level in levels.items()}


def _settled(
    levels: dict[str, int], families: Sequence[Family], couples: Sequence[tuple[str, ...]]
) -> dict[str, int]:
    """Everybody pushed down as far as parents and partners ask. Bounded by the number of people.

    A couple that would push itself down without end (a child of the one is an ancestor of the
    other) keeps two lines.
    """
    levels = dict(levels)
    bound = max(levels.values(), default=0) + len(levels)
    free = list(couples)
    while True:
        changed = False
        for family in families:
            lowest = max(levels[p] for p in family.parents) + 1
            for child in family.children:
                if levels[child] < lowest:
                    levels[child], changed = lowest, True
        for couple in free:
            lowest = max(levels[p] for p in couple)
            if min(levels[p] for p in couple) < lowest:
                levels.update(dict.fromkeys(couple, lowest))
                changed = True
        if not changed:
            return levels
        if max(levels.values()) > bound:
            return _settled(dict.fromkeys(levels, 0), families, free[:-1])


def _length(levels: Mapping[str, int], families: Sequence[Family]) -> int:
    """Lines that all descents pass through, and steps between the partners of couples."""
    total = 0
    for family in families:
        lines = [levels[parent] for parent in family.parents]
        total += 2 * (max(lines) - min(lines))
        total += sum(levels[child] - max(lines) - 1 for child in family.children)
    return total
