"""Identical twins: one genotype in several persons, by hand and by the slow sum."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.brute import likelihood
from jusan.kinship.command import run_lr
from jusan.kinship.dropout import Dropout
from jusan.kinship.errors import GenotypeError, PedigreeError
from jusan.kinship.formats.case_json import Case, case_to_json, parse_case
from jusan.kinship.lineage.counts import Counts, Estimator
from jusan.kinship.lineage.ystr import YEvidence, YLocus
from jusan.kinship.linkage import Link
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.peeling import Setting, genotype_table, ln_likelihood
from jusan.kinship.power import whom_to_sample
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis, evaluate
from jusan.kinship.search.hits import family_hypotheses
from tests.kinship.test_kinship_against_brute import agree, draw_genotypes, markers, pedigrees

P, Q = 0.2, 0.3
MARKER = Marker("L", ("8", "9", "10"), (P, Q, 0.5))
PARENTS = [Individual("f", sex="M"), Individual("m", sex="F")]
SISTERS = [Individual("a", "f", "m", "F"), Individual("b", "f", "m", "F")]
TWINS = Pedigree.of([*PARENTS, *SISTERS], [("a", "b")])
SIBLINGS = Pedigree.of([*PARENTS, *SISTERS])
APART = Pedigree.of([*PARENTS, SISTERS[0], Individual("b", sex="F")])
CLAIMS = [
    Hypothesis("twins", TWINS),
    Hypothesis("siblings", SIBLINGS),
    Hypothesis("unrelated", APART),
]


def weighed(
    a: Genotype, b: Genotype, dropout: dict[str, Dropout] | None = None
) -> dict[str, float]:
    seen = {"a": {"L": a}, "b": {"L": b}}
    result = evaluate([MARKER], seen, CLAIMS, dropout=dropout or {})
    return {n: 0.0 if t is None else math.exp(t) for n, t in result.ln_total.items()}


def test_twins_by_hand() -> None:
    """Both 8/9: twins are one draw of 2pq; sisters share 0, 1 or 2 alleles (1/4, 1/2, 1/4)."""
    found = weighed(("8", "9"), ("9", "8"))
    assert found["twins"] == pytest.approx(2 * P * Q)
    assert found["unrelated"] == pytest.approx((2 * P * Q) ** 2)
    sisters = 1 / 4 + (P + Q) / (8 * P * Q) + 1 / (8 * P * Q)
    assert found["siblings"] == pytest.approx((2 * P * Q) ** 2 * sisters)


def test_a_twin_half_seen_adds_nothing() -> None:
    assert weighed(("8", "9"), ("9", None))["twins"] == pytest.approx(2 * P * Q)
    assert weighed(("8", None), ("9", None))["twins"] == pytest.approx(2 * P * Q)
    assert weighed(("8", "8"), ("9", None))["twins"] == 0


def test_a_weak_twin_counts_by_what_it_may_have_lost() -> None:
    assert weighed(("8", "9"), ("8", "8"))["twins"] == 0
    found = weighed(("8", "9"), ("8", "8"), {"b": Dropout(0.1, 0.05)})
    assert found["twins"] == pytest.approx(2 * P * Q * 0.9 * 0.1 * 0.95)


def test_either_twin_may_be_the_father() -> None:
    """Children of two twins are half siblings by them, cousins they only look like."""
    men = [Individual("t1", sex="M"), Individual("t2", sex="M")]
    women = [Individual("w1", sex="F"), Individual("w2", sex="F")]
    children = [Individual("c1", "t1", "w1", "M"), Individual("c2", "t2", "w2", "F")]
    of_twins = Pedigree.of([*men, *women, *children], [("t1", "t2")])
    of_one = Pedigree.of([*men, *women, children[0], replace(children[1], father="t1")])
    seen = {"c1": {"L": ("8", "9")}, "c2": {"L": ("8", "10")}}
    result = evaluate(
        [MARKER], seen, [Hypothesis("twins", of_twins), Hypothesis("one man", of_one)]
    )
    assert result.ln_lr("twins", "one man") == pytest.approx(0, abs=1e-12)
    assert result.ln_total["twins"] == pytest.approx(
        math.log(2 * P * Q * 2 * P * 0.5 * (0.5 + 0.5 / (4 * P)))
    )


@st.composite
def with_twins(draw: st.DrawFn) -> Pedigree:
    """A tiny pedigree in which one person, or two, have identical twins, some of them parents."""
    pedigree = draw(pedigrees())
    people, groups = list(pedigree.individuals), []
    for first in draw(st.lists(st.sampled_from(people), min_size=1, max_size=1)):
        more = draw(st.integers(1, 2 if len(people) < 4 else 1))
        copies = [replace(first, id=f"{first.id}t{i}") for i in range(more)]
        groups.append([first.id, *(c.id for c in copies)])
        role = "father" if first.sex == "M" else "mother"
        for place, person in enumerate(people):
            if getattr(person, role) == first.id and draw(st.booleans()):
                people[place] = replace(person, **{role: copies[0].id})
        people += copies
    return Pedigree.of(draw(st.permutations(people)), groups)


def typed_alike(data: st.DataObject, pedigree: Pedigree, marker: Marker) -> dict[str, Genotype]:
    """Twins mostly show the same, in part or whole, and sometimes what cannot be."""
    out = draw_genotypes(data, pedigree, marker)
    for first, *others in pedigree.twins:
        for twin in others:
            shown = out[first]
            how = data.draw(st.sampled_from(["same", "same", "half", "own"]))
            if how == "own" or shown is None:
                continue
            one_only = marker.chromosome == "X" and pedigree[twin].sex == "M"
            out[twin] = (shown[0], None) if how == "half" and not one_only else shown
    return out


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.data(), with_twins(), st.sampled_from(["autosomal", "X"]))
def test_every_path_is_the_slow_sum(
    data: st.DataObject, pedigree: Pedigree, chromosome: str
) -> None:
    marker = data.draw(markers(chromosome))  # type: ignore[arg-type]
    genotypes = typed_alike(data, pedigree, marker)
    slow = likelihood(marker, pedigree, genotypes)
    assert agree(ln_likelihood(marker, pedigree, genotypes), slow)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data(), with_twins(), markers())
def test_theta_inbreeding_and_weak_samples(
    data: st.DataObject, pedigree: Pedigree, marker: Marker
) -> None:
    genotypes = typed_alike(data, pedigree, marker)
    ln_theta = ln_likelihood(marker, pedigree, genotypes, Setting(0.1))
    assert agree(ln_theta, likelihood(marker, pedigree, genotypes, theta=0.1))
    group = pedigree.twins[0]
    inbred = {group[-1]: 0.25}
    # brute asks the first twin, the engine any
    slow = likelihood(marker, pedigree, genotypes, founder_inbreeding={group[0]: 0.25})
    assert agree(ln_likelihood(marker, pedigree, genotypes, Setting(0.0, inbred)), slow)
    weak = {p: Dropout(0.2, 0.05) for p in data.draw(st.sets(st.sampled_from(pedigree.ids)))}
    slow = likelihood(marker, pedigree, genotypes, dropout=weak)
    assert agree(ln_likelihood(marker, pedigree, genotypes, Setting(dropout=weak)), slow)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data(), with_twins(), markers())
def test_a_twin_left_open(data: st.DataObject, pedigree: Pedigree, marker: Marker) -> None:
    """The open person may be a twin of somebody typed."""
    genotypes = typed_alike(data, pedigree, marker)
    person = data.draw(st.sampled_from(pedigree.ids))
    table, ln_scale = genotype_table(marker, pedigree, genotypes, person)
    for i in range(len(marker.alleles)):
        for j in range(i + 1, len(marker.alleles)):
            candidate = {**genotypes, person: (marker.alleles[i], marker.alleles[j])}
            cell = (table[i, j] + table[j, i]) * math.exp(ln_scale)
            slow = likelihood(marker, pedigree, candidate)
            assert math.isclose(cell, slow, rel_tol=1e-10, abs_tol=1e-300)


def test_linked_markers_of_twins() -> None:
    """Twins count once at every marker of a linked group: the pedigree of one of them."""
    kit = [MARKER, replace(MARKER, name="K")]
    seen = {"a": {"L": ("8", "9"), "K": ("8", "10")}, "f": {"L": ("8", "10"), "K": ("8", "9")}}
    one = evaluate(
        kit,
        seen,
        [Hypothesis("H", Pedigree.of([*PARENTS, SISTERS[0]]))],
        links=[Link("L", "K", 0.1)],
    )
    both = evaluate(
        kit, {**seen, "b": seen["a"]}, [Hypothesis("H", TWINS)], links=[Link("L", "K", 0.1)]
    )
    assert both.ln_total["H"] == pytest.approx(one.ln_total["H"], abs=1e-12)


def test_like_familias_twins_are_one_child() -> None:
    """With one mutating child alone the untyped mother is dropped; twins are one child."""
    result = evaluate(
        [MARKER],
        {"a": {"L": ("8", "9")}, "b": {"L": ("8", "9")}},
        [Hypothesis("twins", TWINS)],
        familias_compatible=True,
    )
    assert result.ln_total["twins"] == pytest.approx(math.log(2 * P * Q))


@pytest.mark.parametrize(
    ("people", "twins", "message"),
    [
        (SISTERS, [("a", "x")], "identical twin 'x' is not listed"),
        (SISTERS, [("a",)], "'a'.: expected two or more"),
        (SISTERS, [("a", "a")], "'a' is named twice as an identical twin"),
        (SISTERS, [("a", "b"), ("b", "m")], "'b' is named twice"),
        (
            [SISTERS[0], Individual("b", "f", "m", "M")],
            [("a", "b")],
            "identical twins 'a', 'b' have different sex: F, M",
        ),
        (
            [SISTERS[0], Individual("b", "f", None, "F")],
            [("a", "b")],
            "identical twins 'a', 'b' have different parents",
        ),
        (
            [Individual("a"), Individual("b"), Individual("c", "a", "b")],
            [("a", "b")],
            "'c' has two identical twins .'a', 'b'. as parents",
        ),
    ],
)
def test_impossible_twins_are_named(
    people: list[Individual], twins: list[tuple[str, ...]], message: str
) -> None:
    with pytest.raises(PedigreeError, match=message):
        Pedigree.of([*PARENTS, *people], twins)


def test_twins_follow_a_changed_pedigree() -> None:
    assert TWINS.renamed({"a": "c"}).twins == (("c", "b"),)
    assert TWINS.without(["b"]).twins == ()
    assert TWINS.joined(TWINS.renamed({x: x + "2" for x in TWINS.ids})).twins == (
        ("a", "b"),
        ("a2", "b2"),
    )


def case(a: list[str | None], b: list[str | None]) -> Case:
    return Case(
        "twins",
        "",
        (MARKER,),
        {"a": {"L": tuple(a)}, "b": {"L": tuple(b)}},  # type: ignore[dict-item]
        (CLAIMS[0], CLAIMS[1]),
    )


def test_case_file_keeps_twins(tmp_path: Path) -> None:
    written = json.loads(json.dumps(case_to_json(case(["8", "9"], ["8", "9"]))))
    assert (
        written["hypotheses"][0]["twins"] == [["a", "b"]]
        and "twins" not in written["hypotheses"][1]
    )
    assert parse_case(written) == case(["8", "9"], ["8", "9"])


def test_conflicting_typings_are_impossible_and_named(tmp_path: Path) -> None:
    path = tmp_path / "twins.json"
    path.write_text(json.dumps(case_to_json(case(["8", "9"], ["8", "10"]))), encoding="utf-8")
    (row,) = run_lr([path])
    assert row["impossible"] == ["twins"] and row["lnLR"] is None
    assert row["twin_conflicts"] == [
        {
            "hypothesis": "twins",
            "marker": "L",
            "persons": ["a", "b"],
            "genotypes": [["8", "9"], ["8", "10"]],
        }
    ]
    path.write_text(json.dumps(case_to_json(case(["8", "9"], ["9", "8"]))), encoding="utf-8")
    (row,) = run_lr([path])
    assert "twin_conflicts" not in row


def test_y_haplotypes_of_twins_count_once() -> None:
    def likelihood_of(second: str, pedigree: Pedigree) -> float:
        y = YEvidence(
            (YLocus("DYS391", 0.02),),
            {"t1": {"DYS391": ("10",)}, "t2": {"DYS391": (second,)}},
            counts=Counts(100, {"t1": 4, "t2": 4}),
            estimator=Estimator("count"),
        )
        return math.exp(y.ln_likelihood(pedigree))

    men: list[Individual] = [Individual("t1", sex="M"), Individual("t2", sex="M")]
    assert likelihood_of("10", Pedigree.of(men, [("t1", "t2")])) == pytest.approx(0.04)
    assert likelihood_of("11", Pedigree.of(men, [("t1", "t2")])) == 0
    assert likelihood_of("10", Pedigree.of(men)) == pytest.approx(0.04**2)


def family() -> Pedigree:
    sex: Sex = "M"
    aunts = [Individual("a", "f", "m", "F"), Individual("b", "f", "m", "F")]
    return Pedigree.of(
        [*PARENTS, *aunts, Individual("u", "f", "m", sex), Individual("c", "u", None, sex)],
        [("a", "b")],
    )


def test_sampling_a_twin_of_somebody_typed_gives_nothing() -> None:
    options = whom_to_sample(
        [MARKER],
        family(),
        {"a": {"L": ("8", "9")}},
        "c",
        ["b", "u"],
        log10_threshold=1,
        simulations=400,
    )
    gains = {option.relative: option.mean_log10_lr for option in options}
    assert gains["b"] == gains["(nobody)"] < gains["u"]
    both: dict[str, dict[str, Genotype]] = {"a": {"L": ("8", "9")}, "b": {"L": ("8", "8")}}
    with pytest.raises(GenotypeError, match=r"marker L: identical twins .* 'a' 8/9, 'b' 8/8"):
        whom_to_sample([MARKER], family(), both, "c", ["u"], log10_threshold=1)
    # a missing person is found through the twin, better than through anybody else
    missing = whom_to_sample([MARKER], family(), {}, "a", ["b", "u"], log10_threshold=1)
    assert missing[0].relative == "b"


def test_search_keeps_the_family_twins() -> None:
    related, unrelated = family_hypotheses(family(), "c")
    assert related.pedigree.twins == unrelated.pedigree.twins == (("a", "b"),)
