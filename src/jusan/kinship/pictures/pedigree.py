"""A pedigree as SVG, in the standard symbols (Bennett and others 2008, J Genet Couns 17:424-433).

Square male, circle female, diamond not told; typed persons are hatched, a stroke goes through the
dead, the missing person stands in a thick ring with a question mark. A double line joins partners
who are kin to each other. One known parent is joined to the children alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jusan.kinship.pedigrees import Pedigree, Sex
from jusan.kinship.pictures import svg
from jusan.kinship.pictures.levels import (
    Family,
    Parents,
    ancestors_of,
    families_of,
    levels_of,
    parents_of,
)
from jusan.kinship.pictures.ordering import graph_of, order_of
from jusan.kinship.pictures.placing import places_of
from jusan.kinship.pictures.routing import Point, Route, routes_of

UNIT, SIZE, MARGIN = 112, 36, 26
HALF = SIZE // 2
#: From the middle of a symbol to the first track below its label, and between tracks.
BELOW, TRACK, ABOVE = 62, 11, 44
_LINE = 15


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says in the reader's language; `{}` take numbers or names."""

    title: str = "Pedigree"
    description: str = "{persons} persons in {lines} generations."
    typed: str = "typed"
    missing: str = "missing person"
    dead: str = "deceased"
    kin: str = "partners who are kin"
    social: str = "parent by care or by law"
    twins: str = "identical twins"


@dataclass(frozen=True, slots=True)
class Marks:
    """Who is typed, who is missing, who is dead; other names for people than their ids."""

    typed: Collection[str] = ()
    missing: Collection[str] = ()
    dead: Collection[str] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everybody stands (middle of the symbol) and how the lines run."""

    places: Mapping[str, Point]
    families: Sequence[Family]
    routes: Sequence[Route]
    width: float
    height: float
    lines: int


def draw(
    pedigree: Pedigree,
    marks: Marks | None = None,
    *,
    words: Words | None = None,
    prefix: str = "pedigree",
    kind: str | None = None,
) -> str:
    """The pedigree as the text of one SVG file. Raises ValueError for a pedigree of nobody."""
    if not pedigree.individuals:
        raise ValueError("a pedigree of nobody has no picture")
    families = families_of({p.id: (p.father, p.mother) for p in pedigree.individuals})
    return draw_families(
        {p.id: p.sex for p in pedigree.individuals},
        families,
        marks,
        words=words,
        prefix=prefix,
        twins=pedigree.twins,
        kind=kind,
    )


def draw_families(
    sexes: Mapping[str, Sex],
    families: Sequence[Family],
    marks: Marks | None = None,
    *,
    words: Words | None = None,
    prefix: str = "pedigree",
    twins: Sequence[Sequence[str]] = (),
    kind: str | None = None,
) -> str:
    """The same for people (at least one) with their families, which may be several for a child.

    Nobody may be among their own ancestors. `kind`: the picture's class, for a style sheet.
    """
    marks, words = marks or Marks(), words or Words()
    layout = lay_out(parents_of(sexes, families), families)
    kin = _related(parents_of(sexes, [family for family in families if not family.social]))
    parts = [svg.hatching(prefix)]
    parts += [_couple(route, kin(route.family)) for route in layout.routes]
    parts += [
        svg.line(path, stroke_width=1.5, stroke_dasharray=_dashes(route.family))
        for route in layout.routes
        for path in route.descents
    ]
    parts += [_twin_bars(group, layout.places) for group in twins]
    parts += [
        _person(person, sex, layout.places[person], marks, words, prefix)
        for person, sex in sexes.items()
    ]
    double = any(kin(family) for family in families)
    legend, added = _legend(marks, words, double, layout, prefix)
    return svg.picture(
        [*parts, *legend],
        width=layout.width,
        height=layout.height + added,
        title=words.title,
        description=_description(sexes, twins, marks, words, layout),
        prefix=prefix,
        kind=kind,
    )


def lay_out(parents: Parents, families: Sequence[Family] | None = None) -> Layout:
    """Places and lines for anybody's (father, mother); the parents must hold no circle.

    With `families` those are drawn, and `parents` names all parents that they give.
    """
    if families is None:
        families = families_of({child: (pair[0], pair[1]) for child, pair in parents.items()})
    levels = levels_of(parents, families)
    graph = graph_of(levels, families)
    rows = order_of(graph, parents)
    across = {node: MARGIN + x * UNIT for node, x in places_of(rows, graph).items()}
    routes, heights = routes_of(rows, graph, families, across, HALF, BELOW, TRACK, ABOVE)
    width = max(across[n] + UNIT / 2 for n in parents) + MARGIN
    people = {person: (across[person], heights[levels[person]]) for person in parents}
    return Layout(people, families, routes, width, heights[-1] + BELOW + 6, len(rows))


def _related(parents: Parents) -> Callable[[Family], bool]:
    above = ancestors_of(parents)

    def kin(family: Family) -> bool:
        if len(family.parents) < 2:
            return False
        one, two = ({p} | above[p] for p in family.parents)
        return bool(one & two)

    return kin


def _dashes(family: Family) -> str | None:
    return "5 4" if family.social else None


def _twin_bars(group: Sequence[str], places: Mapping[str, Point]) -> str:
    """A bar over twins who stand beside each other; the words name them in any case."""
    out = []
    for one, two in pairwise(sorted(group, key=lambda twin: places[twin])):
        (x1, y1), (x2, y2) = places[one], places[two]
        if y1 == y2 and x2 - x1 < 1.5 * UNIT:
            top, bar = y1 - HALF, y1 - HALF - 8
            out.append(svg.line(f"M{_p(x1, top)}L{_p(x1, bar)}L{_p(x2, bar)}L{_p(x2, top)}"))
    return "".join(out)


def _couple(route: Route, double: bool) -> str:
    if not route.couple:
        return ""
    if not double:
        return svg.line(route.couple, stroke_width=1.5, stroke_dasharray=_dashes(route.family))
    ends = {"stroke_linecap": "square"}
    wide = svg.line(route.couple, stroke_width=6.5, **ends)
    return wide + svg.line(route.couple, stroke_width=3.5, stroke=svg.PAPER, **ends)


def _person(person: str, sex: Sex, place: Point, marks: Marks, words: Words, prefix: str) -> str:
    x, y = place
    label = marks.labels.get(person, person)
    said = [label]
    parts = []
    if person in marks.missing:
        said.append(words.missing)
        parts.append(_symbol(sex, x, y, HALF + 7, fill=svg.PAPER, stroke_width=4))
    parts.append(_symbol(sex, x, y, HALF, fill=svg.PAPER, stroke_width=2))
    if person in marks.typed:
        said.append(words.typed)
        fill = f"url(#{prefix}-hatch)"
        parts.append(_symbol(sex, x, y, HALF, fill=fill, stroke_width=2))
    if person in marks.missing:
        mark = {"text_anchor": "middle", "font_size": 20, "font_weight": "bold"}
        parts.append(svg.text("?", x, y + 7, **mark, **_halo(5)))
    if person in marks.dead:
        said.append(words.dead)
        reach = HALF + 9
        stroke = f"M{_p(x - reach, y + reach)}L{_p(x + reach, y - reach)}"
        parts.append(svg.line(stroke, stroke_width=2))
    rows = _rows(label)
    for number, row in enumerate(rows):
        drop = y + HALF + 18 + number * _LINE + (7 if person in marks.missing else 0)
        parts.append(svg.text(svg.isolated(row), x, drop, text_anchor="middle", **_halo(4)))
    title = svg.element("title", svg.words(", ".join(said)))
    return svg.element("g", title + "".join(parts))


def _halo(width: int) -> dict[str, object]:
    """White around letters, so that a line behind them does not strike them out."""
    return {
        "stroke": svg.PAPER,
        "stroke_width": width,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }


def _symbol(sex: Sex, x: float, y: float, half: float, **attributes: object) -> str:
    attributes = {"stroke": svg.INK} | attributes
    if sex == "M":
        return svg.element(
            "rect", x=x - half, y=y - half, width=2 * half, height=2 * half, **attributes
        )
    if sex == "F":
        return svg.element("circle", cx=x, cy=y, r=half, **attributes)
    reach = half * 1.25
    corners = (_p(x, y - reach), _p(x + reach, y), _p(x, y + reach), _p(x - reach, y))
    return svg.element("polygon", points=" ".join(corners), **attributes)


def _p(x: float, y: float) -> str:
    return f"{svg.short(x)},{svg.short(y)}"


def _rows(label: str, width: int = 15) -> list[str]:
    """A label on one or two rows; what does not fit is in the symbol's title."""
    label = " ".join(label.split())
    if len(label) <= width:
        return [label]
    cut = label.rfind(" ", 0, width + 1)
    first, rest = (label[:cut], label[cut + 1 :]) if cut > 0 else (label[:width], label[width:])
    return [first, rest if len(rest) <= width else rest[: width - 1] + "…"]


def _description(
    everybody: Collection[str],
    twins: Sequence[Sequence[str]],
    marks: Marks,
    words: Words,
    layout: Layout,
) -> str:
    said = [words.description.format(persons=len(everybody), lines=layout.lines)]
    groups = [(words.twins, group) for group in twins]
    for word, people in (
        (words.typed, marks.typed),
        (words.missing, marks.missing),
        (words.dead, marks.dead),
        *groups,
    ):
        names = [marks.labels.get(p, p) for p in everybody if p in people]
        if names:
            said.append(f"{word}: {', '.join(names)}.")
    return " ".join(said)


def _legend(
    marks: Marks, words: Words, double: bool, layout: Layout, prefix: str
) -> tuple[list[str], float]:
    """One row for each mark that occurs, and the height it takes."""
    entries: list[tuple[str, str]] = []
    x, small = MARGIN + 12.0, 9.0
    y = layout.height + 4
    hatch = f"url(#{prefix}-hatch)"
    if marks.typed:
        entries.append((words.typed, _symbol("M", x, 0, small, fill=hatch, stroke_width=1.5)))
    if marks.missing:
        ring = _symbol("M", x, 0, small + 2, fill=svg.PAPER, stroke_width=3.5)
        inner = _symbol("M", x, 0, small - 2, fill=svg.PAPER, stroke_width=1.5)
        entries.append((words.missing, ring + inner))
    if marks.dead:
        stroke = svg.line(f"M{_p(x - 13, 13)}L{_p(x + 13, -13)}", stroke_width=1.5)
        box = _symbol("M", x, 0, small, fill=svg.PAPER, stroke_width=1.5)
        entries.append((words.dead, box + stroke))
    if double:
        path = f"M{_p(x - 12, 0)}L{_p(x + 12, 0)}"
        wide = svg.line(path, stroke_width=6.5) + svg.line(path, stroke_width=3.5, stroke="#fff")
        entries.append((words.kin, wide))
    if any(family.social for family in layout.families):
        path = f"M{_p(x - 12, 0)}L{_p(x + 12, 0)}"
        entries.append((words.social, svg.line(path, stroke_width=1.5, stroke_dasharray="5 4")))
    out = []
    for number, (word, sign) in enumerate(entries):
        name = svg.text(svg.isolated(word), x + 24, 5)
        out.append(
            svg.element("g", sign + name, transform=f"translate(0,{svg.short(y + 28 * number)})")
        )
    return out, 28.0 * len(entries) + (4 if entries else 0)
