"""The family tree: well-formed, standard symbols, nothing lost, no page hung by a wrong record."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from jusan.web.pedigree import Marks, draw_kin

SVG = {"s": "http://www.w3.org/2000/svg"}


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


def classes(svg: str, tag: str) -> list[str]:
    return [node.get("class", "") for node in fromstring(svg).iter(tag)]


def test_symbols_say_the_sex() -> None:
    svg = draw_kin(FAMILY, LINKS)
    assert classes(svg, "circle") == ["kin-symbol"] * 2
    assert classes(svg, "rect") == ["kin-symbol"]
    assert classes(svg, "polygon") == ["kin-symbol"]


def test_marks_are_drawn_for_those_marked_only() -> None:
    plain = draw_kin(FAMILY, LINKS)
    marks = Marks(typed=frozenset({MOTHER}), dead=frozenset({FATHER}), sought=frozenset({CARER}))
    marked = draw_kin(FAMILY, LINKS, marks)
    assert classes(marked, "circle").count("kin-typed") == 1
    assert len(classes(marked, "path")) == len(classes(plain, "path")) + 1
    assert [node.text for node in fromstring(marked).iter("text")].count("?") == 1


def test_social_parents_stand_on_dashed_lines() -> None:
    assert classes(draw_kin(FAMILY, LINKS), "path") == ["kin", "kin social"]


def test_parents_stand_above_children_and_beside_each_other() -> None:
    tree = fromstring(draw_kin(FAMILY, LINKS))
    father = next(iter(tree.iter("rect")))
    child = next(iter(tree.iter("polygon")))
    mother = next(iter(tree.iter("circle")))
    assert float(father.get("y")) + 18 == float(mother.get("cy"))
    assert float(child.get("points").split(",")[1].split()[0]) > float(mother.get("cy"))


def test_nobody_related_is_no_picture() -> None:
    assert draw_kin(FAMILY, []) == ""


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


@given(families())
def test_any_record_even_a_circle_of_parents_is_drawn(family) -> None:
    people, links = family
    tree = fromstring(draw_kin(people, links))
    symbols = [n for n in tree.iter() if n.get("class") == "kin-symbol"]
    assert len(symbols) == len(people)
    middles = [
        (n.get("cx") or n.get("x") or n.get("points"), n.get("cy") or n.get("y")) for n in symbols
    ]
    assert len(set(middles)) == len(people)
