"""Pictures of pedigrees: nobody lost or covered, lines told apart, safe words, same bytes twice."""

import re
from itertools import combinations, pairwise

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.catalogue import RELATIONSHIPS, pair_pedigree
from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.pictures.levels import Family, parents_of
from jusan.kinship.pictures.pedigree import (
    UNIT,
    Layout,
    Marks,
    draw,
    draw_families,
    lay_out,
)

SVG = "{http://www.w3.org/2000/svg}"


def parents(pedigree: Pedigree) -> dict[str, tuple[str | None, str | None]]:
    return {p.id: (p.father, p.mother) for p in pedigree.individuals}


def people(*rows: str) -> Pedigree:
    """`id sex father mother`, a dash for nobody."""
    out = []
    for row in rows:
        name, sex, father, mother = (*row.split(), "-", "-")[:4]
        out.append(
            Individual(
                name,
                None if father == "-" else father,
                None if mother == "-" else mother,
                "M" if sex == "M" else "F" if sex == "F" else "U",
            )
        )
    return Pedigree.of(out)


HALF_SIBS = people("f M", "m1 F", "m2 F", "m3 F", "a M f m1", "b F f m2", "c F f m3", "d U f m3")
FATHER_DAUGHTER = people("f M", "m F", "d F f m", "c M f d")


@st.composite
def families(draw_: st.DrawFn) -> Pedigree:
    """Up to 24 persons; any two of opposite sex may be parents, ancestors included."""
    rows = [Individual("p0", sex="M"), Individual("p1", sex="F")]
    for number in range(2, draw_(st.integers(3, 24))):
        men = [None, *(p.id for p in rows if p.sex == "M")]
        women = [None, *(p.id for p in rows if p.sex == "F")]
        founder = draw_(st.integers(0, 3)) == 0
        rows.append(
            Individual(
                f"p{number}",
                None if founder else draw_(st.sampled_from(men)),
                None if founder else draw_(st.sampled_from(women)),
                draw_(st.sampled_from(["M", "F"])),
            )
        )
    return Pedigree.of(rows)


def assert_sound(layout: Layout, pedigree: Pedigree) -> None:
    assert set(layout.places) == set(pedigree.ids)
    for one, two in combinations(layout.places.values(), 2):
        assert one[1] != two[1] or abs(one[0] - two[0]) >= UNIT - 0.01
    for person in pedigree.individuals:
        for parent in filter(None, (person.father, person.mother)):
            assert layout.places[parent][1] < layout.places[person.id][1]
    assert len(layout.routes) == len(layout.families)
    for route in layout.routes:
        drawn = _points(" ".join(route.descents))
        for child in route.family.children:
            x, y = layout.places[child]
            assert any(abs(a - x) < 0.02 and abs(b - (y - 18)) < 0.02 for a, b in drawn)


def _points(path: str) -> list[tuple[float, float]]:
    found = re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in found]


def _levels(layout: Layout) -> list[tuple[int, float, float, float]]:
    """Horizontal pieces of every family: (family, height, left, right)."""
    out = []
    for number, route in enumerate(layout.routes):
        for path in [route.couple, *route.descents]:
            for part in path.split("M")[1:]:
                points = _points(part)
                for (x1, y1), (x2, y2) in pairwise(points):
                    if y1 == y2 and x1 != x2:
                        out.append((number, y1, min(x1, x2), max(x1, x2)))
    return out


@settings(max_examples=60, deadline=None, derandomize=True)
@given(families())
def test_any_family_is_laid_out(pedigree: Pedigree) -> None:
    layout = lay_out(parents(pedigree))
    assert_sound(layout, pedigree)
    for one, two in combinations(_levels(layout), 2):
        apart = one[3] <= two[2] or two[3] <= one[2]
        assert one[0] == two[0] or one[1] != two[1] or apart, "two families on one line"


@pytest.mark.parametrize("relationship", RELATIONSHIPS)
def test_whole_catalogue_is_drawn(relationship: str) -> None:
    pedigree = pair_pedigree(relationship, sex_a="M", sex_b="F")
    assert_sound(lay_out(parents(pedigree)), pedigree)
    fromstring(draw(pedigree, Marks(typed=["A"], missing=["B"])))


def test_forty_persons() -> None:
    rows = ["a M", "b F"]
    for n in range(6):
        rows += [f"c{n} {'MF'[n % 2]} a b", f"w{n} {'FM'[n % 2]}"]
        man, woman = (f"c{n}", f"w{n}") if n % 2 == 0 else (f"w{n}", f"c{n}")
        rows += [f"d{n}{k} {'MF'[k % 2]} {man} {woman}" for k in range(4)]
    rows += ["e0 M d00 d11", "e1 F d00 d11"]
    pedigree = people(*rows)
    assert len(pedigree.ids) == 40
    layout = lay_out(parents(pedigree))
    assert_sound(layout, pedigree)
    assert layout.lines == 4


def test_partners_stand_beside_each_other_and_children_below() -> None:
    layout = lay_out(parents(people("f M", "m F", "c U f m")))
    (fx, fy), (mx, my), (cx, _) = (layout.places[p] for p in "fmc")
    assert fy == my and abs(fx - mx) == UNIT and cx == (fx + mx) / 2


def test_half_sibs_of_three_mothers_stand_together() -> None:
    """Two wives beside the man, the third joined over the heads; no stranger among siblings."""
    layout = lay_out(parents(HALF_SIBS))
    assert len({layout.places[p][1] for p in ("f", "m1", "m2", "m3")}) == 1
    order = sorted("abcd", key=lambda p: layout.places[p])
    assert abs(order.index("c") - order.index("d")) == 1
    over = [
        r for r in layout.routes if min(y for _, y in _points(r.couple)) < layout.places["f"][1]
    ]
    assert len(over) == 1


def test_kin_partners_are_joined_by_a_double_line_and_others_are_not() -> None:
    def double(pedigree: Pedigree) -> int:
        svg = draw(pedigree)
        return svg.count('stroke-width="6.5"') - svg.count("partners who are kin")

    assert double(FATHER_DAUGHTER) == 1
    assert double(pair_pedigree("full sibling, parents cousins", sex_a="M", sex_b="F")) == 1
    assert double(pair_pedigree("double cousin", sex_a="M", sex_b="F")) == 0
    assert double(HALF_SIBS) == 0


def test_parent_and_child_as_partners_stay_on_two_lines() -> None:
    layout = lay_out(parents(FATHER_DAUGHTER))
    assert layout.places["f"][1] < layout.places["d"][1] < layout.places["c"][1]


def test_families_of_different_depth_are_moved_against_each_other() -> None:
    """The short family's founders stand one line above their child, not at the top."""
    pedigree = people("g M", "h F", "p M g h", "q F", "x M p q", "s M", "t F", "y F s t", "z U x y")
    layout = lay_out(parents(pedigree))
    assert layout.places["x"][1] == layout.places["y"][1]
    assert layout.places["s"][1] == layout.places["p"][1]


def test_symbols_and_marks() -> None:
    marks = Marks(typed=["f"], missing=["d"], dead=["m"])
    tree = fromstring(draw(FATHER_DAUGHTER, marks))
    groups = {
        g.find(f"{SVG}title").text.split(", ")[0]: g
        for g in tree.findall(f"{SVG}g")
        if g.find(f"{SVG}title") is not None
    }
    assert groups["f"].find(f"{SVG}rect") is not None
    assert [e.get("fill") for e in groups["f"].findall(f"{SVG}rect")][-1] == "url(#pedigree-hatch)"
    assert groups["d"].find(f"{SVG}circle").get("stroke-width") == "4"
    assert "?" in [t.text for t in groups["d"].findall(f"{SVG}text")]
    assert groups["m"].find(f"{SVG}path") is not None
    assert groups["c"].find(f"{SVG}path") is None
    unknown = fromstring(draw(people("u U")))
    assert unknown.find(f"{SVG}g/{SVG}polygon") is not None


def test_title_and_description_speak_for_the_picture() -> None:
    tree = fromstring(
        draw(FATHER_DAUGHTER, Marks(typed=["f"], labels={"f": "Дәулет"}), prefix="one")
    )
    assert tree.get("role") == "img" and tree.get("aria-labelledby") == "one-title one-desc"
    desc = tree.find(f"{SVG}desc")
    assert desc.get("id") == "one-desc"
    assert desc.text == "4 persons in 3 generations. typed: Дәулет."


def test_names_are_escaped_and_cannot_turn_the_text_around() -> None:
    bad = '"><script>alert(1)</script>&\u202etxet\x00\x0b'
    pedigree = Pedigree.of([Individual(bad, sex="F"), Individual("يوسف", None, bad, "M")])
    svg = draw(pedigree, Marks(typed=[bad], missing=[bad], dead=[bad]))
    tree = fromstring(svg)
    assert "script" not in {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert "\u202e" not in "".join(t.text or "" for t in tree.iter(f"{SVG}text"))
    assert "\u2068يوسف\u2069" in svg


def test_no_script_no_link_and_the_same_bytes_twice() -> None:
    first = draw(HALF_SIBS, Marks(typed=["a"]))
    assert first == draw(HALF_SIBS, Marks(typed=["a"]))
    names = [name for element in fromstring(first).iter() for name in element.attrib]
    assert not any(name.startswith("on") or "href" in name for name in names)


def test_order_of_the_persons_changes_no_line_of_people() -> None:
    rows = list(HALF_SIBS.individuals)
    turned = lay_out(parents(Pedigree.of(rows[::-1])))
    straight = lay_out(parents(HALF_SIBS))
    assert {p: y for p, (_, y) in turned.places.items()} == {
        p: y for p, (_, y) in straight.places.items()
    }


def test_faulty_input_is_refused() -> None:
    with pytest.raises(ValueError, match="a pedigree of nobody"):
        draw(Pedigree(()))
    with pytest.raises(ValueError, match="prefix"):
        draw(HALF_SIBS, prefix='x"')


def test_long_label_is_cut_in_the_picture_and_whole_in_its_title() -> None:
    name = "Айгүл Сержанқызы Ұзақ-Есімді-Адам"
    tree = fromstring(draw(people("p F"), Marks(labels={"p": name})))
    shown = [t.text.strip("\u2068\u2069") for t in tree.iter(f"{SVG}text")]
    assert all(len(row) <= 15 for row in shown)
    assert any(title.text == name for title in tree.iter(f"{SVG}title"))


def test_identical_twins_stand_under_a_bar_and_are_named() -> None:
    family = people("f M", "m F", "a F f m", "b F f m")
    plain = draw(family)
    twins = draw(Pedigree.of(family.individuals, [("a", "b")]))
    assert twins.count("<path") == plain.count("<path") + 1
    assert "identical twins: a, b." in twins and "identical twins" not in plain


def test_a_child_of_several_families_is_met_at_several_places() -> None:
    """By blood in the middle, by care beside it and dashed; no line upon another's end."""
    families = [
        Family("f", "m", ("c", "d")),
        Family("carer", None, ("c",), social=True),
        Family("guardian", None, ("c",), social=True),
    ]
    sexes: dict[str, Sex] = {"f": "M", "m": "F", "carer": "F", "guardian": "U", "c": "F", "d": "M"}
    layout = lay_out(parents_of(sexes, families), families)
    x, y = layout.places["c"]
    ends = []
    for route in layout.routes:
        near = [(a, b) for a, b in _points(" ".join(route.descents)) if abs(a - x) < 18]
        ends.append(max(near, key=lambda point: point[1]))
    assert ends[0] == (x, y - 18)
    assert len({a for a, _ in ends}) == 3 and all(y - 18 <= b <= y for _, b in ends)
    svg = draw_families(sexes, families)
    assert svg.count('stroke-dasharray="5 4"') >= 3 and "parent by care or by law" in svg
