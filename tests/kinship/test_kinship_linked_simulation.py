"""Conditional simulation with theta, linked markers and twins: tables and means by enumeration."""

import math
from dataclasses import replace
from itertools import combinations_with_replacement, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.brute import likelihood
from jusan.kinship.command import run_power
from jusan.kinship.errors import GenotypeError, HypothesisError
from jusan.kinship.formats.case_json import Case, write_case
from jusan.kinship.linkage import Link, ln_joint, open_joint
from jusan.kinship.linked_simulation import simulate_linked
from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.observing import observe
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Setting, ln_likelihood
from jusan.kinship.power import Question
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis
from jusan.kinship.simulation import Ratios, simulate
from jusan.kinship.strangers import stranger_tables
from jusan.kinship.twins import united
from jusan.kinship.urn_simulation import simulate_from_urn
from tests.kinship.test_kinship_against_brute import draw_genotypes, markers, pedigrees

SPEC = MutationSpec("stepwise", 0.05, 0.01, 0.3)
ONE = Marker("L", ("8", "9"), (0.3, 0.7), mutation=Mutation(SPEC, SPEC))
TWO = Marker("K", ("8", "9"), (0.6, 0.4))
SILENT = Marker("L", ("8", "9"), (0.5, 0.3), 0.2, Mutation(SPEC, SPEC))
LINK = Link("L", "K", 0.05)
KIN = [
    Individual("grandmother", sex="F"),
    Individual("uncle", None, "grandmother", "M"),
    Individual("father", None, "grandmother", "M"),
    Individual("child", "father", None, "F"),
]
FAMILY = Pedigree.of(KIN)
BESIDE = Pedigree.of([*KIN, Individual("(stranger)")])
Seen = dict[str, dict[str, Genotype]]
KNOWN: Seen = {"grandmother": {"L": ("8", "9"), "K": ("8", "8")}}


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers(), st.sampled_from([0.02, 0.3]))
def test_a_stranger_beside_a_family_under_theta(
    data: st.DataObject, pedigree: Pedigree, marker: Marker, theta: float
) -> None:
    genotypes = draw_genotypes(data, pedigree, marker)
    profiles = {person: {"L": result} for person, result in genotypes.items()}
    (group,) = observe([marker], profiles, lump=False)
    (table,) = stranger_tables(group, pedigree, Setting(theta))
    beside = Pedigree.of([*pedigree.individuals, Individual("(stranger)")])
    one, two = marker.alleles[:2]
    pair: Genotype = (one, two)
    slow = likelihood(marker, beside, {**genotypes, "(stranger)": pair}, theta=theta)
    assert math.isclose(2 * table[0, 1], slow, rel_tol=1e-10, abs_tol=1e-300)
    whole = likelihood(marker, pedigree, genotypes, theta=theta)
    assert math.isclose(table.sum(), whole, rel_tol=1e-10, abs_tol=1e-300)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers(), markers())
def test_open_persons_of_linked_markers(
    data: st.DataObject, pedigree: Pedigree, one: Marker, two: Marker
) -> None:
    """Cells of the table stand to each other as the joint likelihoods with that result typed."""
    two = replace(two, name="K")
    first, second = (draw_genotypes(data, pedigree, m) for m in (one, two))
    seen: Seen = {person: {"L": first[person], "K": second[person]} for person in pedigree.ids}
    person = data.draw(st.sampled_from(pedigree.ids))
    seen[person]["K"] = None
    marks, links = [one, two], [Link("L", "K", 0.1)]
    table = open_joint(marks, links, pedigree, seen, person, two)
    places = [(i, j) for i, j in product(range(len(two.alleles)), repeat=2) if i < j]
    chances = []
    for i, j in places:
        result: Genotype = (two.alleles[i], two.alleles[j])
        typed = {**seen, person: {**seen[person], "K": result}}
        chances.append(math.exp(ln_joint(marks, links, pedigree, typed)))
    total, sums = math.fsum(chances), math.fsum(table[i, j] for i, j in places)
    for (i, j), chance in zip(places, chances, strict=True):
        assert math.isclose(table[i, j] * total, chance * sums, rel_tol=1e-9, abs_tol=1e-300)


def results(marker: Marker) -> list[Genotype]:
    return [*combinations_with_replacement(marker.alleles, 2)]


def expected(marks: list[Marker], asked: list[str], links: list[Link], theta: float) -> float:
    """E ln LR of a true child, by enumeration of everybody's results at all markers."""
    setting = Setting(theta)
    known = {"grandmother": {m.name: KNOWN["grandmother"][m.name] for m in marks}}

    def ln(pedigree: Pedigree, seen: Seen) -> float:
        if links:
            return ln_joint(marks, links, pedigree, seen, setting)
        at = {person: row[marks[0].name] for person, row in seen.items()}
        return ln_likelihood(marks[0], pedigree, at, setting)

    alone = math.exp(ln(FAMILY, known))
    names = [m.name for m in marks]
    every = [dict(zip(names, pair, strict=True)) for pair in product(*map(results, marks))]
    total = 0.0
    for drawn in product(every, repeat=len(asked)):
        seen: Seen = {**known, **dict(zip(asked, drawn, strict=True))}
        for child in every:
            joint = ln(FAMILY, {**seen, "child": child})
            strange = ln(BESIDE, {**seen, "(stranger)": child})
            if joint > -math.inf:
                total += math.exp(joint) / alone * (joint - strange)
    return total


def agrees(found: Ratios, mean: float) -> None:
    error = found.true.std() / math.sqrt(len(found.true))
    assert found.true.mean() == pytest.approx(mean, abs=4.5 * error)
    ratios = np.exp(found.unrelated)
    assert ratios.mean() == pytest.approx(1, abs=4.5 * ratios.std() / math.sqrt(len(ratios)))


@pytest.mark.parametrize("asked", [[], ["uncle"]], ids=len)
def test_linked_markers_have_the_exact_mean(asked: list[str]) -> None:
    rng = np.random.default_rng(3)
    found = simulate_linked([ONE, TWO], [LINK], FAMILY, KNOWN, asked, "child", rng=rng, size=30_000)
    agrees(found, expected([ONE, TWO], asked, [LINK], 0.0))


@pytest.mark.parametrize("asked", [[], ["uncle"], ["uncle", "father"]], ids=len)
def test_an_urn_has_the_exact_mean(asked: list[str]) -> None:
    """Four alleles of which the family shows one: the others are named as they are drawn."""
    marker = Marker("K", ("8", "9", "10", "11"), (0.1, 0.2, 0.3, 0.4))
    marker = marker if len(asked) < 2 else TWO
    rng, seen = np.random.default_rng(3), {"grandmother": KNOWN["grandmother"]["K"]}
    found = simulate_from_urn(
        marker, FAMILY, seen, asked, "child", rng=rng, size=60_000, setting=Setting(0.1)
    )
    mean = expected([marker], asked, [], 0.1)
    agrees(found, mean)
    # the test would see a theta that is forgotten
    error = found.true.std() / math.sqrt(len(found.true))
    assert expected([marker], asked, [], 0.0) - mean > 4.5 * error


def test_an_urn_without_theta_draws_as_the_tables_do() -> None:
    marker = Marker("K", ("8", "9", "10", "11"), (0.1, 0.2, 0.3, 0.4))
    rng, seen = np.random.default_rng(9), {"grandmother": KNOWN["grandmother"]["K"]}
    urn, plain = (
        f(marker, FAMILY, seen, ["uncle"], "child", rng=rng, size=40_000, setting=Setting(theta))
        for f, theta in ((simulate_from_urn, 1e-9), (simulate, 0.0))
    )
    for one, two in ((urn.true, plain.true), (np.exp(urn.unrelated), np.exp(plain.unrelated))):
        error = math.hypot(one.std(), two.std()) / math.sqrt(len(one))
        assert one.mean() == pytest.approx(two.mean(), abs=4.5 * error)


def test_silent_alleles_linked_or_alone() -> None:
    """The slow way and the fast one agree."""
    seen = {person: row["L"] for person, row in KNOWN.items()}
    rng = np.random.default_rng(5)
    fast = simulate(SILENT, FAMILY, seen, ["uncle"], "child", rng=rng, size=20_000)
    known: Seen = {"grandmother": {"L": ("8", "9")}}
    slow = simulate_linked([SILENT], [], FAMILY, known, ["uncle"], "child", rng=rng, size=20_000)
    errors = [r.true.std() / math.sqrt(len(r.true)) for r in (fast, slow)]
    assert fast.true.mean() == pytest.approx(slow.true.mean(), abs=4.5 * math.hypot(*errors))


TWINS = Pedigree.of(
    [
        Individual("mother", sex="F"),
        Individual("father", sex="M"),
        Individual("child", "father", "mother", "F"),
        Individual("sister", "father", "mother", "F"),
    ],
    [("child", "sister")],
)


@pytest.mark.parametrize(
    ("links", "theta"), [([], 0.0), ([LINK], 0.0), ([], 0.1)], ids=["alone", "linked", "theta"]
)
def test_a_typed_twin_makes_every_true_candidate_certain(links: list[Link], theta: float) -> None:
    """The ratio is one over the chance of the twin's own results; strangers pass by chance only."""
    seen: Seen = {"sister": {"L": ("8", "9"), "K": ("8", "8")}}
    setting = Setting(theta)
    question = Question([ONE, TWO], TWINS, seen, "child", 0.5, 4000, setting=setting, links=links)
    option = question.ask([])
    t = theta  # formula 4.10 of NRC (1996): a stranger's results after the twin's were seen
    under = (1 + t) * (1 + 2 * t)
    chance = 2 * (t + (1 - t) * 0.3) * (t + (1 - t) * 0.7) / under
    chance *= (2 * t + (1 - t) * 0.6) * (3 * t + (1 - t) * 0.6) / under
    assert option.mean_log10_lr == pytest.approx(-math.log10(chance), rel=1e-9)
    assert option.standard_error == pytest.approx(0, abs=1e-9)
    assert option.p_pass_true == 1
    assert option.share_impossible == pytest.approx(1 - chance, abs=0.03)


@pytest.mark.parametrize("links", [[], [LINK]], ids=["alone", "linked"])
def test_a_twin_who_can_be_asked_is_worth_most(links: list[Link]) -> None:
    """Nobody typed: E ln LR is the entropy of a result, whoever of the two is missing."""
    entropy = 0.0
    for p in (0.3, 0.6):
        for share in (p**2, 2 * p * (1 - p), (1 - p) ** 2):
            entropy -= share * math.log10(share)
    still = Marker("L", ONE.alleles, ONE.freqs)
    for missing, asked in (("child", "sister"), ("sister", "child")):
        question = Question([still, TWO], TWINS, {}, missing, 0.5, 4000, links=links)
        option = question.ask([asked])
        assert option.mean_log10_lr == pytest.approx(entropy, abs=4.5 * option.standard_error)
        assert option.p_pass_true > question.ask(["mother"]).p_pass_true


def test_a_twin_with_a_silent_allele() -> None:
    """One over the chance of what shows: 8 shows as 8/8 with a silent allele beside it too."""
    question = Question([SILENT], TWINS, {"sister": {"L": ("8", "8")}}, "child", 0.5, 4000)
    shows = 0.5**2 + 2 * 0.5 * 0.2
    assert question.ask([]).mean_log10_lr == pytest.approx(-math.log10(shows), rel=1e-9)
    # a twin who is asked may show nothing, which weighs nothing: a true candidate does the same
    still = replace(SILENT, mutation=None)
    asked = Question([still], TWINS, {}, "child", 0.0, 20_000).ask(["sister"])
    shown = [0.5**2 + 2 * 0.5 * 0.2, 0.3**2 + 2 * 0.3 * 0.2, 2 * 0.5 * 0.3]
    entropy = -math.fsum(p * math.log10(p) for p in shown)
    assert asked.mean_log10_lr == pytest.approx(entropy, abs=4.5 * asked.standard_error)


def test_what_is_refused() -> None:
    on_x = Marker("L", ("8", "9"), (0.4, 0.6), chromosome="X")
    rng = np.random.default_rng(1)
    with pytest.raises(GenotypeError, match="autosomal only"):
        simulate_linked([on_x, TWO], [LINK], FAMILY, {}, [], "child", rng=rng, size=5)
    with pytest.raises(GenotypeError, match="without silent allele and mutation only"):
        simulate_from_urn(ONE, FAMILY, {}, [], "child", rng=rng, size=5, setting=Setting(0.1))
    still = replace(ONE, mutation=None)
    seen: Seen = {"grandmother": {"L": ("8", "8")}, "father": {"L": ("9", "9")}}
    for asked in ([], ["uncle"]):
        with pytest.raises(HypothesisError, match="impossible in this family"):
            simulate_linked([still, TWO], [LINK], FAMILY, seen, asked, "child", rng=rng, size=5)


def test_twins_are_one_person_for_the_tables_too() -> None:
    seen: Seen = {"sister": {"L": ("8", "9")}}
    table = open_joint([ONE, TWO], [LINK], TWINS, seen, "child", ONE)
    assert table[0, 1] == table[1, 0] > 0 and table[0, 0] == table[1, 1] == 0
    assert "sister" not in united(TWINS)


def test_what_theta_was_left_out_of_is_named() -> None:
    """Linked markers, a silent allele, and a family that shows a mutation; results stay finite."""
    lost = Marker("S", ("8", "9"), (0.5, 0.3), 0.2)
    changed = Marker("M", ("8", "9"), (0.5, 0.5), mutation=Mutation(SPEC, SPEC))
    seen: Seen = {
        "grandmother": {"L": ("8", "9"), "S": ("8", "8"), "M": ("8", "8"), "P": ("8", "9")},
        "father": {"M": ("9", "9")},
    }
    plain = Marker("P", ("8", "9"), (0.5, 0.5))
    marks = [ONE, TWO, lost, changed, plain]
    question = Question(marks, FAMILY, seen, "child", 0.5, 50, setting=Setting(0.02), links=[LINK])
    option = question.ask(["uncle"])
    assert option.without_theta == ("L", "K", "S", "M") and math.isfinite(option.mean_log10_lr)
    assert replace(question, setting=Setting()).ask(["uncle"]).without_theta == ()


def test_a_case_with_theta_linkage_and_mutation_says_what_was_left_out(tmp_path: Path) -> None:
    case = Case(
        "c", "", (ONE, TWO, replace(ONE, name="M")), {"grandmother": {"L": ("8", "9")}},
        (Hypothesis("family", FAMILY),), theta=0.02, links=(LINK,), missing="child",
    )  # fmt: skip
    path = tmp_path / "case.json"

    def answer(one: Case) -> dict[str, Any]:
        write_case(one, path)
        return run_power(path, log10_threshold=0, simulations=30)

    assert answer(case)["left_out"] == "theta at L, K; mutation at the markers under theta"
    linked = answer(replace(case, theta=0.0))
    assert "left_out" not in linked
    apart = answer(replace(case, theta=0.0, links=()))
    assert {o["relative"] for o in linked["options"]} == {None, "uncle", "father"}
    assert linked["options"] != apart["options"]
