"""The family tree: well-formed, standard symbols, nothing lost, no page hung by a wrong record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.pictures import pedigree as pictures
from jusan.web.pedigree import Marks, draw_kin, draw_pedigree

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}circle", f"{SVG}rect", f"{SVG}polygon"}


@dataclass(frozen=True)
class Person:
    id: UUID
    label: str
    sex: str


@dataclass(frozen=True)
class Link:
    child: UUID
    parent: UUID
    nature: str = "biological"


MOTHER, FATHER, CHILD, CARER = (UUID(int=n) for n in range(1, 5))
FAMILY = [
    Person(MOTHER, "Айгүл <&>", "F"),
    Person(FATHER, "يوسف", "M"),
    Person(CHILD, "Amina", "U"),
    Person(CARER, "Carer", "F"),
]
LINKS = [Link(CHILD, MOTHER), Link(CHILD, FATHER), Link(CHILD, CARER, "social")]


def drawn(figure: str) -> dict[str, Element]:
    """The group of each person, by the name that its title begins with."""
    groups = {}
    for group in fromstring(figure).iter(f"{SVG}g"):
        title = group.find(f"{SVG}title")
        if title is not None:
            groups[(title.text or "").split(",")[0]] = group
    return groups


def symbols(group: Element) -> list[str]:
    return [node.tag for node in group if node.tag in SHAPES]


def middle(group: Element) -> tuple[float, float]:
    (node,) = [node for node in group if node.tag in SHAPES][:1]
    if node.tag == f"{SVG}circle":
        return float(node.get("cx", "")), float(node.get("cy", ""))
    if node.tag == f"{SVG}rect":
        half = float(node.get("width", "")) / 2
        return float(node.get("x", "")) + half, float(node.get("y", "")) + half
    points = [tuple(map(float, p.split(","))) for p in node.get("points", "").split()]
    return points[0][0], points[1][1]


def dashed(figure: str) -> int:
    lines = fromstring(figure).iter(f"{SVG}path")
    return sum(node.get("stroke-dasharray") is not None for node in lines)


def test_symbols_say_the_sex() -> None:
    groups = drawn(draw_kin(FAMILY, LINKS))
    assert symbols(groups["Айгүл <&>"]) == [f"{SVG}circle"]
    assert symbols(groups["يوسف"]) == [f"{SVG}rect"]
    assert symbols(groups["Amina"]) == [f"{SVG}polygon"]


def test_marks_are_drawn_for_those_marked_only() -> None:
    marks = Marks(typed=frozenset({MOTHER}), dead=frozenset({FATHER}), sought=frozenset({CARER}))
    plain, marked = draw_kin(FAMILY, LINKS), draw_kin(FAMILY, LINKS, marks)
    groups = drawn(marked)
    assert len(symbols(groups["Айгүл <&>"])) == 2 and len(symbols(groups["Amina"])) == 1
    assert "url(#tree-hatch)" not in plain and "url(#tree-hatch)" in marked
    strokes = {name: len(group.findall(f"{SVG}path")) for name, group in groups.items()}
    assert strokes == {"Айгүл <&>": 0, "يوسف": 1, "Amina": 0, "Carer": 0}
    assert [node.text for node in groups["Carer"].iter(f"{SVG}text")].count("?") == 1


def test_the_picture_speaks_for_itself_in_the_reader_s_language() -> None:
    marks = Marks(typed=frozenset({CHILD}), dead=frozenset({FATHER}))
    svg = next(fromstring(draw_kin(FAMILY, LINKS, marks)).iter(f"{SVG}svg"))
    assert svg.get("role") == "img" and svg.get("aria-labelledby") == "tree-title tree-desc"
    title, said = (svg.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None and title.text == "Family tree"
    assert said is not None and said.text is not None
    assert said.text.startswith("4 persons in 2 generations.")
    assert "DNA typed: Amina." in said.text and "deceased: يوسف." in said.text
    with translation.override("kk"):
        title = next(fromstring(draw_kin(FAMILY, LINKS, marks)).iter(f"{SVG}title"))
    assert title.text != "Family tree"


def test_parents_by_care_stand_on_dashed_lines_and_in_the_legend() -> None:
    assert dashed(draw_kin(FAMILY, LINKS)) > dashed(draw_kin(FAMILY, LINKS[:2])) == 0
    assert "parent by care or by law" in draw_kin(FAMILY, LINKS)
    two = [*LINKS, Link(CHILD, FATHER, "legal")]
    assert dashed(draw_kin(FAMILY, two)) == dashed(draw_kin(FAMILY, LINKS))


def test_parents_stand_above_children_and_beside_each_other() -> None:
    groups = drawn(draw_kin(FAMILY, LINKS))
    mother, father, child = (middle(groups[n]) for n in ("Айгүл <&>", "يوسف", "Amina"))
    assert mother[1] == father[1] < child[1]


def test_brothers_and_sisters_hang_from_one_line() -> None:
    people = [*FAMILY, Person(UUID(int=9), "Дәулет", "M")]
    links = [*LINKS[:2], Link(UUID(int=9), MOTHER), Link(UUID(int=9), FATHER)]
    figure = draw_kin(people, links)
    paths = [p.get("d", "") for p in fromstring(figure).iter(f"{SVG}path") if "M" in p.get("d", "")]
    groups = drawn(figure)
    (x1, y1), (x2, y2) = middle(groups["Amina"]), middle(groups["Дәулет"])
    assert y1 == y2
    bars = [re.findall(r"-?[\d.]+", path) for path in paths]
    assert any({float(b[0]), float(b[2])} == {x1, x2} and b[1] == b[3] for b in bars if len(b) == 4)


def test_of_three_parents_nobody_is_made_a_couple() -> None:
    """Two mothers on record: each has a line of her own, all four persons are there."""
    people = [*FAMILY[:3], Person(CARER, "Other mother", "F")]
    links = [Link(CHILD, MOTHER), Link(CHILD, FATHER), Link(CHILD, CARER)]
    figure = draw_kin(people, links)
    assert len(drawn(figure)) == 4 and dashed(figure) == 0
    couples = [p.get("d", "") for p in fromstring(figure).iter(f"{SVG}path")]
    heights = {middle(group)[1] for name, group in drawn(figure).items() if name != "Amina"}
    assert len(heights) == 1
    at = f",{heights.pop():g}"
    assert not any(path.count(at) == 2 for path in couples)


def test_a_circle_of_parents_is_left_out_and_said() -> None:
    links = [Link(CHILD, MOTHER), Link(MOTHER, CHILD)]
    figure = draw_kin(FAMILY, links)
    captions = [node.text for node in fromstring(figure).iter("figcaption")]
    assert len(captions) == 1 and "Айгүл <&>" in str(captions[0]) and "Amina" in str(captions[0])
    assert list(fromstring(draw_kin(FAMILY, LINKS)).iter("figcaption")) == []


def test_nobody_related_is_no_picture() -> None:
    assert draw_kin(FAMILY, []) == ""


def test_a_pedigree_of_the_science_is_drawn_the_same_way() -> None:
    pedigree = pair_pedigree("maternal avuncular", sex_a="F", sex_b="M")
    marks = pictures.Marks(typed=["A", "B"], labels={"A": "тәте", "B": "Amina"})
    groups = drawn(draw_pedigree(pedigree, marks))
    assert len(groups) == len(pedigree.ids)
    assert symbols(groups["тәте"]) == [f"{SVG}circle"] * 2


@st.composite
def families(draw):
    count = draw(st.integers(2, 12))
    people = [
        Person(
            UUID(int=n), draw(st.text(max_size=30).filter(_printable)), draw(st.sampled_from("FMU"))
        )
        for n in range(count)
    ]
    index = st.integers(0, count - 1)
    nature = st.sampled_from(["biological", "social", "legal"])
    pairs = draw(st.lists(st.tuples(index, index, nature), min_size=1, max_size=20))
    return people, [Link(UUID(int=c), UUID(int=p), kind) for c, p, kind in pairs]


def _printable(text: str) -> bool:
    return all(c.isprintable() for c in text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(families())
def test_any_record_even_a_circle_of_parents_is_drawn(family) -> None:
    people, links = family
    tree = fromstring(draw_kin(people, links))
    groups = [g for g in tree.iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    assert len(groups) == len(people)
    middles = [middle(group) for group in groups]
    for number, (x, y) in enumerate(middles):
        assert all(y != b or abs(x - a) >= 100 for a, b in middles[number + 1 :])
