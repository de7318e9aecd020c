"""A small family tree as SVG: squares and circles, generations from top to bottom.

Standard symbols: square male, circle female, diamond unknown; biological links full, social and
legal ones dashed. Laid out by generation, siblings side by side; right for a child's near kin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SIZE, GAP, STEP = 32, 150, 110


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


def draw_kin(people: Sequence[PersonLike], links: Sequence[LinkLike]) -> SafeString:
    """The tree of these people; empty when nobody is related to anybody."""
    known = {person.id for person in people}
    inside = [link for link in links if link.child in known and link.parent in known]
    if not inside:
        return SafeString("")
    levels = _levels(known, inside)
    places = _places(people, levels)
    width = max(x for x, _ in places.values()) + GAP
    height = max(y for _, y in places.values()) + STEP
    return format_html(
        '<svg class="picture" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}">{}{}</svg>',
        width,
        height,
        width,
        _("Family tree"),
        _lines(inside, places),
        _symbols(people, places),
    )


def _levels(known: Iterable[UUID], links: Sequence[LinkLike]) -> dict[UUID, int]:
    """Generation of each person: one more than its deepest parent's. Bounded, so that a link in a
    circle (a wrong record) cannot hang the page."""
    levels = dict.fromkeys(known, 0)
    for _round in range(len(levels)):
        moved = False
        for link in links:
            if levels[link.child] < levels[link.parent] + 1 <= len(levels):
                levels[link.child] = levels[link.parent] + 1
                moved = True
        if not moved:
            break
    return _beside_partners(levels, links)


def _beside_partners(levels: dict[UUID, int], links: Sequence[LinkLike]) -> dict[UUID, int]:
    """Two parents of one child stand on one line."""
    parents: dict[UUID, list[UUID]] = defaultdict(list)
    for link in links:
        parents[link.child].append(link.parent)
    for pair in parents.values():
        deepest = max(levels[parent] for parent in pair)
        for parent in pair:
            levels[parent] = deepest
    return levels


def _places(
    people: Sequence[PersonLike], levels: Mapping[UUID, int]
) -> dict[UUID, tuple[int, int]]:
    rows: dict[int, list[PersonLike]] = defaultdict(list)
    for person in sorted(people, key=lambda item: (item.label, str(item.id))):
        rows[levels[person.id]].append(person)
    widest = max(len(row) for row in rows.values())
    places = {}
    for level, row in rows.items():
        start = GAP // 2 + (widest - len(row)) * GAP // 2
        for column, person in enumerate(row):
            places[person.id] = (start + column * GAP, 30 + level * STEP)
    return places


def _lines(links: Sequence[LinkLike], places: Mapping[UUID, tuple[int, int]]) -> SafeString:
    rows = []
    for link in links:
        (x1, y1), (x2, y2) = places[link.parent], places[link.child]
        dash = "" if link.nature == "biological" else "5 4"
        rows.append((x1, y1, x2, y2, dash))
    return format_html_join(
        "",
        '<line class="axis" x1="{}" y1="{}" x2="{}" y2="{}" stroke-dasharray="{}"/>',
        rows,
    )


def _symbols(people: Sequence[PersonLike], places: Mapping[UUID, tuple[int, int]]) -> SafeString:
    parts = [_symbol(person, *places[person.id]) for person in people if person.id in places]
    return format_html_join("", "{}", ((part,) for part in parts))


def _symbol(person: PersonLike, x: int, y: int) -> SafeString:
    half = SIZE // 2
    common = 'fill="var(--sheet)" stroke="currentColor" stroke-width="2"'
    shapes = {
        "F": f'<circle cx="{x}" cy="{y}" r="{half}" {common}/>',
        "M": f'<rect x="{x - half}" y="{y - half}" width="{SIZE}" height="{SIZE}" {common}/>',
    }
    diamond = f"{x},{y - half} {x + half},{y} {x},{y + half} {x - half},{y}"
    shape = shapes.get(person.sex, f'<polygon points="{diamond}" {common}/>')
    # The shape holds numbers of our own making only; the label is escaped.
    return format_html(
        "{}" + '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        SafeString(shape),
        x,
        y + half + 18,
        person.label[:22],
    )
