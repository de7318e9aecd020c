"""Joint identification against plain enumeration of whole assignments."""

import itertools
import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis, evaluate
from jusan.matching.assignment import (
    NOBODY,
    Family,
    Found,
    Problem,
    Weights,
    allowed_places,
    identify,
)
from jusan.matching.command import run_identify
from jusan.matching.dvi_case import read_dvi_case
from jusan.matching.errors import AssignmentError, ImpossibleFamilyError

SPEC = MutationSpec("stepwise", 0.01, range=0.2)
DVI = Path(__file__).resolve().parents[3] / "shared" / "cases" / "dvi"


def marker(name: str, *, mutation: bool) -> Marker:
    rates = Mutation(SPEC, SPEC) if mutation else None
    return Marker(name, ("10", "11", "12", "13"), (0.1, 0.2, 0.3, 0.4), mutation=rates)


def siblings(name: str) -> Family:
    """A typed grandmother, her untyped daughter, two missing children."""
    people = [
        Individual("gm", sex="F"),
        Individual("gf", sex="M"),
        Individual("mo", "gf", "gm", "F"),
        Individual("fa", sex="M"),
        Individual(f"{name}1", "fa", "mo", "M"),
        Individual(f"{name}2", "fa", "mo", "M"),
    ]
    return Family(name, Pedigree.of(people), {"gm": {}}, (f"{name}1", f"{name}2"))


def orphan(name: str) -> Family:
    """A typed father and one missing child."""
    people = [
        Individual("fa", sex="M"),
        Individual("mo", sex="F"),
        Individual(f"{name}1", "fa", "mo", "M"),
    ]
    return Family(name, Pedigree.of(people), {"fa": {}}, (f"{name}1",))


def random_profile(rng: np.random.Generator, markers: tuple[Marker, ...]) -> dict[str, Genotype]:
    def allele() -> str:
        return str(10 + rng.choice(4, p=[0.1, 0.2, 0.3, 0.4]))

    return {m.name: (allele(), allele()) for m in markers}


def problem(seed: int, *, mutation: bool, found: int = 3, loci: int = 3) -> Problem:
    rng = np.random.default_rng(seed)
    markers = tuple(marker(f"L{i}", mutation=mutation) for i in range(loci))
    families = tuple(
        replace(
            family,
            genotypes={i: random_profile(rng, markers) for i in family.genotypes},
        )
        for family in (siblings("S"), orphan("O"))
    )
    ids = [f"V{i}" for i in range(found)]
    return Problem(
        "random",
        markers,
        tuple(Found(i, "M") for i in ids),
        {i: random_profile(rng, markers) for i in ids},
        families,
    )


def everything(p: Problem) -> dict[tuple[str, ...], float]:
    """ln likelihood of every allowed assignment, each as one whole pedigree."""
    places = [place for family in p.families for place in family.places]
    ids = [person.id for person in p.found]
    allowed = allowed_places(p)
    out = {}
    for choice in itertools.product([NOBODY, *places], repeat=len(ids)):
        taken = [place for place in choice if place != NOBODY]
        fits = all(c == NOBODY or c in allowed[f] for f, c in zip(ids, choice, strict=True))
        if len(set(taken)) == len(taken) and fits:
            out[choice] = whole(p, dict(zip(ids, choice, strict=True)))
    return out


def whole(p: Problem, pairs: dict[str, str]) -> float:
    people: list[Individual] = []
    genotypes = {}
    holder = {place: found for found, place in pairs.items() if place != NOBODY}
    for family in p.families:
        names = {i: holder.get(i, f"{family.name}/{i}") for i in family.pedigree.ids}
        people += family.pedigree.renamed(names).individuals
        genotypes.update({names[i]: profile for i, profile in family.genotypes.items()})
    people += [Individual(f, sex="M") for f, place in pairs.items() if place == NOBODY]
    genotypes.update(p.genotypes)
    result = evaluate(p.markers, genotypes, [Hypothesis("all", Pedigree.of(people))])
    total = result.ln_total["all"]
    return -math.inf if total is None else total


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.booleans())
def test_every_assignment_agrees_with_the_whole_pedigree(seed: int, mutation: bool) -> None:
    p = problem(seed, mutation=mutation)
    slow = everything(p)
    result = identify(p)
    possible = {k: v for k, v in slow.items() if v > -math.inf}
    assert result.exact and result.bound == 0
    assert result.n_possible == len(result.assignments) == len(possible)
    top = max(possible.values())
    norm = math.fsum(math.exp(v - top) for v in possible.values())
    for row in result.assignments:
        ln_lik = possible[tuple(row.pairs.values())]
        assert row.ln_lik == pytest.approx(ln_lik, abs=1e-9)
        assert row.posterior == pytest.approx(math.exp(ln_lik - top) / norm, rel=1e-8)
    ranked = [row.ln_lik for row in result.assignments]
    assert all(b <= a + 1e-8 for a, b in itertools.pairwise(ranked))


def test_marginals_are_sums_of_posteriors_both_ways() -> None:
    p = problem(3, mutation=True)
    result = identify(p)
    for found, row in result.marginals.items():
        assert math.fsum(row.values()) == pytest.approx(1)
        for place, share in row.items():
            listed = [a.posterior for a in result.assignments if a.pairs[found] == place]
            assert share == pytest.approx(math.fsum(listed), abs=1e-12)
            if place != NOBODY:
                assert result.place_marginals[place][found] == pytest.approx(share)


def test_marginals_stay_exact_when_the_list_is_cut() -> None:
    p = problem(3, mutation=True)
    whole_list, cut = identify(p), identify(p, keep=4)
    assert len(cut.assignments) == 4
    assert [a.pairs for a in cut.assignments] == [a.pairs for a in whole_list.assignments[:4]]
    for found, row in whole_list.marginals.items():
        assert cut.marginals[found] == pytest.approx(row, abs=1e-12)
    rest = math.fsum(a.posterior for a in whole_list.assignments[4:])
    assert cut.exact and cut.bound == pytest.approx(rest, rel=1e-9)


def test_interchangeable_siblings_are_a_group_and_no_winner() -> None:
    result = identify(problem(3, mutation=True))
    siblings_named = {"S1": "S2", "S2": "S1"}
    for group in result.groups:
        scores = {round(result.assignments[i].ln_lik, 8) for i in group}
        assert len(scores) == 1
    grouped = {i for group in result.groups for i in group}
    for i, row in enumerate(result.assignments):
        swapped = {f: siblings_named.get(p, p) for f, p in row.pairs.items()}
        if swapped != row.pairs:
            assert i in grouped


def test_prior_weights_move_the_posterior_and_not_the_likelihood() -> None:
    p = problem(3, mutation=True)
    flat = identify(p)
    weighted = identify(
        replace(p, weights=Weights({("V0", "S1"): math.log(50)}, {"V1": math.log(2)}))
    )
    lookup = {tuple(a.pairs.items()): a for a in flat.assignments}
    factors = [
        (50 if a.pairs["V0"] == "S1" else 1) * (2 if a.pairs["V1"] == NOBODY else 1)
        for a in weighted.assignments
    ]
    before = [lookup[tuple(a.pairs.items())] for a in weighted.assignments]
    norm = math.fsum(f * b.posterior for f, b in zip(factors, before, strict=True))
    for factor, old, new in zip(factors, before, weighted.assignments, strict=True):
        assert new.ln_lik == pytest.approx(old.ln_lik)
        assert new.posterior == pytest.approx(factor * old.posterior / norm, rel=1e-9)


def test_sex_and_age_limit_the_places() -> None:
    p = problem(1, mutation=True)
    girl = replace(p.found[0], sex="F")
    assert allowed_places(replace(p, found=(girl,)))["V0"] == ()
    old = replace(p.found[0], birth=(date(2010, 1, 1), date(2010, 12, 31)))
    young = {"S1": (date(2015, 1, 1), date(2015, 1, 1)), "S2": (date(2010, 6, 1),) * 2}
    family = replace(p.families[0], births=young)
    assert allowed_places(replace(p, found=(old,), families=(family,)))["V0"] == ("S2",)
    listed = replace(p, found=(old,), families=(family,), allowed={"V0": ("S1",)})
    assert allowed_places(listed)["V0"] == ()


def test_a_true_pair_with_one_mutation_survives() -> None:
    """No single exclusion closes a pair: one step at one of twelve markers."""
    markers = tuple(marker(f"L{i}", mutation=True) for i in range(12))
    father: dict[str, Genotype] = {m.name: ("10", "11") for m in markers}
    child: dict[str, Genotype] = {m.name: ("10", "12") for m in markers}
    child["L3"] = ("12", "12")
    family = replace(orphan("O"), genotypes={"fa": father})
    result = identify(Problem("step", markers, (Found("V", "M"),), {"V": child}, (family,)))
    assert result.assignments[0].pairs == {"V": "O1"}
    assert result.assignments[0].posterior > 0.99


def test_impossible_reference_family_is_named_before_any_search() -> None:
    markers = (marker("L0", mutation=False),)
    family = orphan("O")
    sister = Individual("sister", "fa", "mo", "F")
    broken = replace(
        family,
        pedigree=Pedigree.of([*family.pedigree.individuals, sister]),
        genotypes={"fa": {"L0": ("10", "10")}, "sister": {"L0": ("12", "12")}},
    )
    with pytest.raises(ImpossibleFamilyError, match="family O"):
        identify(Problem("x", markers, (Found("V"),), {"V": {"L0": ("10", "10")}}, (broken,)))


def test_time_limit_is_honest() -> None:
    result = identify(problem(3, mutation=True), limit_s=0.0)
    assert not result.exact
    truth = identify(problem(3, mutation=True))
    listed = {tuple(a.pairs.items()) for a in result.assignments}
    missed = math.fsum(
        a.posterior for a in truth.assignments if tuple(a.pairs.items()) not in listed
    )
    assert result.bound >= missed > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"found": (Found("V0"), Found("V0"))}, "listed twice"),
        ({"found": (Found(NOBODY),)}, "cannot be a name"),
        ({"allowed": {"V0": ("Q9",)}}, "names somebody unknown"),
    ],
)
def test_faulty_problem_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(AssignmentError, match=message):
        identify(replace(problem(1, mutation=True), **change))  # type: ignore[arg-type]


def dvi_file(tmp_path: Path, **fields: object) -> Path:
    pedigree = [
        {"id": "fa", "father": None, "mother": None, "sex": "M"},
        {"id": "mo", "father": None, "mother": None, "sex": "F"},
        {"id": "boy", "father": "fa", "mother": "mo", "sex": "M"},
        {"id": "girl", "father": "fa", "mother": "mo", "sex": "F"},
    ]
    data = {
        "schema": "jusan-dvi/1",
        "dataset": "two",
        "markers": [{"name": "L", "alleles": ["8", "9"], "freqs": [0.1, 0.9], "mutation": None}],
        "pm": [{"id": "V1", "sex": "M"}],
        "pm_genotypes": {"V1": [["8", "9"]]},
        "am": [{"name": "F", "pedigree": pedigree, "refs": ["fa"]}],
        "am_genotypes": {"fa": [["8", "8"]]},
        "missing": ["boy", "girl"],
        "pairings": None,
    } | fields
    path = tmp_path / "two.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_contract_object_with_same_sex_pairings(tmp_path: Path) -> None:
    (row,) = run_identify([dvi_file(tmp_path)])
    # given the father 8/8 the boy is 8/9 with chance 0.9, a stranger with 0.18
    assert row["dataset"] == "two" and row["exact"] is True and row["bound"] == 0
    assert [a["pairs"] for a in row["assignments"]] == [{"V1": "boy"}, {"V1": "*"}]
    assert row["assignments"][0]["posterior"] == pytest.approx(5 / 6)
    assert row["assignments"][0]["loglik"] == pytest.approx(math.log(0.01 * 0.9))
    assert row["marginals"]["V1"] == pytest.approx({"boy": 5 / 6, "*": 1 / 6})
    json.dumps(row, allow_nan=False)


def test_prior_file_is_read(tmp_path: Path) -> None:
    prior = tmp_path / "prior.json"
    prior.write_text(json.dumps({"V1": {"*": math.log(5)}}), encoding="utf-8")
    (row,) = run_identify([dvi_file(tmp_path)], prior=prior)
    assert row["marginals"]["V1"]["boy"] == pytest.approx(0.5)


def test_refused_case_is_reported_with_its_field(tmp_path: Path) -> None:
    (row,) = run_identify([dvi_file(tmp_path, pm=[{"sex": "M"}])])
    assert "pm[0]: expected an id" in row["error"]["message"]


EXACT = sorted(DVI.glob("*_exact.json"))


@pytest.mark.skipif(not EXACT, reason="the shared reference cases are not beside this checkout")
@pytest.mark.parametrize("path", EXACT, ids=lambda path: path.stem)
def test_shared_case(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    result = identify(read_dvi_case(path.with_name(path.name.replace("_exact", ""))))
    assert result.n_possible == expected["n_possible"]
    mine = {
        frozenset((f, place) for f, place in a.pairs.items() if place != NOBODY): a
        for a in result.assignments
    }
    for row in expected["top"]:
        answer = mine[frozenset(row["assignment"].items())]
        assert answer.ln_lik == pytest.approx(row["loglik"], abs=1e-8)
        assert answer.posterior == pytest.approx(row["posterior"], rel=1e-6)
