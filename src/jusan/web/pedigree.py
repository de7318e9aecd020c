"""A small family tree as SVG: squares and circles, generations from top to bottom.

Standard symbols (Bennett and others 2008, J Genet Couns 17:424): square male, circle female,
diamond unknown, a stroke through the dead, a line between parents with the children below it.
Hatched: typed. A question mark: sought. Social and legal parents stand on dashed lines.
Right for a child's near kin, up to a dozen people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SIZE, GAP, STEP, TOP = 36, 150, 124, 34
HALF = SIZE // 2
Place = tuple[int, int]


class PersonLike(Protocol):
    """Who stands in the tree."""

    @property
    def id(self) -> UUID: ...
    @property
    def label(self) -> str: ...
    @property
    def sex(self) -> str: ...


class LinkLike(Protocol):
    """Who is whose parent, in which sense."""

    @property
    def child(self) -> UUID: ...
    @property
    def parent(self) -> UUID: ...
    @property
    def nature(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Marks:
    """What else is known: whose DNA is typed, who is dead, who is sought."""

    typed: AbstractSet[UUID] = frozenset()
    dead: AbstractSet[UUID] = frozenset()
    sought: AbstractSet[UUID] = frozenset()


NO_MARKS = Marks()


def draw_kin(
    people: Sequence[PersonLike], links: Sequence[LinkLike], marks: Marks = NO_MARKS
) -> SafeString:
    """The tree of these people; empty when nobody is related to anybody."""
    known = {person.id for person in people}
    inside = [link for link in links if link.child in known and link.parent in known]
    if not inside:
        return SafeString("")
    places = _places(people, inside)
    width = max(x for x, _ in places.values()) + GAP // 2
    height = max(y for _, y in places.values()) + HALF + 32
    return format_html(
        '<svg class="picture tree" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}"><defs><pattern id="typed" width="6" height="6" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>{}{}</svg>',
        *(width, height, width, height, _("Family tree")),
        _lines(inside, places),
        format_html_join(
            "", "{}", ((_symbol(p, places[p.id], marks),) for p in people if p.id in places)
        ),
    )


# -- where people stand ------------------------------------------------------------------------


def _levels(known: Iterable[UUID], links: Sequence[LinkLike]) -> dict[UUID, int]:
    """Generation of each person: one more than its deepest parent's, partners on one line.

    Bounded, so that a link in a circle (a wrong record) cannot hang the page.
    """
    levels = dict.fromkeys(known, 0)
    pairs = _parents(links).values()
    for _round in range(2 * len(levels)):
        before = dict(levels)
        for link in links:
            deeper = min(max(levels[link.child], levels[link.parent] + 1), len(levels))
            levels[link.child] = deeper
        for pair in pairs:
            levels.update(dict.fromkeys(pair, max(levels[parent] for parent in pair)))
        if levels == before:
            break
    used = {level: place for place, level in enumerate(sorted(set(levels.values())))}
    return {person: used[level] for person, level in levels.items()}


def _parents(links: Sequence[LinkLike]) -> dict[UUID, list[UUID]]:
    parents: dict[UUID, list[UUID]] = defaultdict(list)
    for link in links:
        if link.parent not in parents[link.child]:
            parents[link.child].append(link.parent)
    return parents


def _places(people: Sequence[PersonLike], links: Sequence[LinkLike]) -> dict[UUID, Place]:
    levels = _levels([person.id for person in people], links)
    parents = _parents(links)
    labels = {person.id: (person.label, str(person.id)) for person in people}
    rows: dict[int, list[UUID]] = defaultdict(list)
    for person in sorted(labels, key=labels.__getitem__):
        rows[levels[person]].append(person)
    order: dict[UUID, float] = {}
    for level in sorted(rows):
        rows[level] = _ordered(rows[level], parents, order)
        order.update({person: place for place, person in enumerate(rows[level])})
    widest = max(len(row) for row in rows.values())
    return {
        person: (GAP // 2 + (widest - len(row)) * GAP // 2 + column * GAP, TOP + level * STEP)
        for level, row in rows.items()
        for column, person in enumerate(row)
    }


def _ordered(
    row: Sequence[UUID], parents: Mapping[UUID, Sequence[UUID]], order: Mapping[UUID, float]
) -> list[UUID]:
    """People below their parents, each partner beside the other."""

    def under(person: UUID) -> float:
        above = [order[parent] for parent in parents.get(person, ()) if parent in order]
        return sum(above) / len(above) if above else float(len(row))

    waiting = sorted(row, key=under)
    done: list[UUID] = []
    while waiting:
        person = waiting.pop(0)
        done.append(person)
        beside = [q for pair in parents.values() if person in pair for q in pair if q in waiting]
        for partner in dict.fromkeys(beside):
            waiting.remove(partner)
            done.append(partner)
    return done


# -- lines -------------------------------------------------------------------------------------


def _lines(links: Sequence[LinkLike], places: Mapping[UUID, Place]) -> SafeString:
    paths = [*_paths(links, places)]
    return format_html_join("", '<path class="kin{}" d="{}"/>', paths)


def _paths(links: Sequence[LinkLike], places: Mapping[UUID, Place]) -> Iterator[tuple[str, str]]:
    by_child: dict[UUID, list[LinkLike]] = defaultdict(list)
    for link in links:
        by_child[link.child].append(link)
    for child, own in by_child.items():
        number = 0
        for dash in ("", " social"):
            same = [link for link in own if _dashed(link) == dash]
            ends = sorted(places[link.parent] for link in same)
            if len(same) == 2 and ends[0][1] == ends[1][1]:
                yield dash, _below_pair(ends[0], ends[1], places[child])
                number += 1
                continue
            for link in same:
                yield dash, _elbow(places[link.parent], places[child], number)
                number += 1


def _dashed(link: LinkLike) -> str:
    return "" if link.nature == "biological" else " social"


def _below_pair(left: Place, right: Place, child: Place) -> str:
    (x1, y), (x2, _), (x, bottom) = left, right, child
    middle, bar = (x1 + x2) // 2, bottom - HALF - 20
    couple = f"M{x1 + HALF} {y}H{x2 - HALF}"
    return f"{couple}M{middle} {y}V{bar}H{x}V{bottom - HALF}"


def _elbow(parent: Place, child: Place, number: int) -> str:
    """Down from one parent; each next parent a little apart, so that lines stay told apart."""
    (x1, y1), (x2, y2) = parent, child
    shift = 8 * number
    return f"M{x1} {y1 + HALF}V{y2 - HALF - 20 - shift}H{x2 + shift}V{y2 - HALF}"


# -- symbols -----------------------------------------------------------------------------------


def _symbol(person: PersonLike, place: Place, marks: Marks) -> SafeString:
    x, y = place
    corners = f"{x},{y - HALF} {x + HALF},{y} {x},{y + HALF} {x - HALF},{y}"
    shapes = {
        "F": format_html('<circle class="{{}}" cx="{}" cy="{}" r="{}"/>', x, y, HALF),
        "M": format_html(
            '<rect class="{{}}" x="{}" y="{}" width="{}" height="{}"/>',
            *(x - HALF, y - HALF, SIZE, SIZE),
        ),
    }
    shape = shapes.get(person.sex, format_html('<polygon class="{{}}" points="{}"/>', corners))
    parts = [format_html(shape, "kin-symbol")]
    if person.id in marks.typed:
        parts.append(format_html(shape, "kin-typed"))
    if person.id in marks.dead:
        stroke = f"M{x - HALF - 6} {y + HALF + 6}L{x + HALF + 6} {y - HALF - 6}"
        parts.append(format_html('<path class="kin" d="{}"/>', stroke))
    if person.id in marks.sought:
        parts.append(format_html('<text x="{}" y="{}" text-anchor="middle">?</text>', x, y + 5))
    parts.append(_label(person.label, x, y))
    return format_html_join("", "{}", ((part,) for part in parts))


def _label(label: str, x: int, y: int) -> SafeString:
    short = label if len(label) <= 20 else label[:19] + "…"
    return format_html(
        '<g><title>{}</title><text x="{}" y="{}" text-anchor="middle" class="kin-label">{}</text>'
        "</g>",
        *(label, x, y + HALF + 20, short),
    )
