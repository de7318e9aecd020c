"""Founders of another population: their alleles come from a table of their own."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.brute import likelihood
from jusan.kinship.catalogue import pair_hypotheses
from jusan.kinship.command import lr_object, run_power
from jusan.kinship.errors import (
    GenotypeError,
    HypothesisError,
    KinshipError,
    MarkerError,
)
from jusan.kinship.formats.case_json import Case, case_to_json, parse_case
from jusan.kinship.frequencies import FrequencyTable, beside, under_table
from jusan.kinship.linkage import Link, ln_joint
from jusan.kinship.loci import Marker, Mutation, MutationSpec, with_unlisted
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Setting, genotype_table, ln_likelihood
from jusan.kinship.ratios import Hypothesis, evaluate
from jusan.kinship.search.family import search_family
from jusan.kinship.terminal import kinship
from tests.kinship.test_kinship_against_brute import agree, draw_genotypes, markers, pedigrees

FATHER, MOTHER = Individual("father", sex="M"), Individual("mother", sex="F")
TRIO = Pedigree.of([FATHER, MOTHER, Individual("child", "father", "mother", "F")])
STRANGER = Pedigree.of([FATHER, MOTHER, Individual("child", None, "mother", "F")])
CLAIMS = [Hypothesis("his", TRIO), Hypothesis("a stranger's", STRANGER)]
TWO = Marker("L", ("8", "9"), (0.2, 0.8), tables=(("hills", (0.6, 0.4)),))


@st.composite
def two_tables(draw: st.DrawFn, chromosome: Any = "autosomal") -> Marker:
    """A marker of one population with the frequencies of a second one."""
    marker = draw(markers(chromosome))
    size = len(marker.alleles)
    parts = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size).filter(any))
    freqs = tuple(p / sum(parts) * (1 - marker.silent_freq) for p in parts)
    return replace(marker, tables=(("hills", freqs),))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), st.sampled_from(["autosomal", "X"]), st.sampled_from([0.0, 0.3]))
def test_as_the_slow_sum(
    data: st.DataObject, pedigree: Pedigree, chromosome: str, inbreeding: float
) -> None:
    marker = data.draw(two_tables(chromosome))
    genotypes = draw_genotypes(data, pedigree, marker)
    named = dict.fromkeys(data.draw(st.sampled_from([["p0"], ["p1"], ["p0", "p1"]])), "hills")
    inbred = {"p1": inbreeding}
    found = ln_likelihood(marker, pedigree, genotypes, Setting(0.0, inbred, {}, named))
    slow = likelihood(marker, pedigree, genotypes, founder_inbreeding=inbred, founder_tables=named)
    assert agree(found, slow)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), two_tables())
def test_an_open_person_has_the_chances_of_the_slow_sum(
    data: st.DataObject, pedigree: Pedigree, marker: Marker
) -> None:
    genotypes = draw_genotypes(data, pedigree, marker)
    person = data.draw(st.sampled_from(pedigree.ids))
    setting = Setting(founder_tables={"p0": "hills"})
    table, ln_scale = genotype_table(marker, pedigree, genotypes, person, setting)
    one, two = marker.alleles[:2]
    cell = (table[0, 1] + table[1, 0]) * math.exp(ln_scale)
    slow = likelihood(
        marker, pedigree, {**genotypes, person: (one, two)}, founder_tables={"p0": "hills"}
    )
    assert math.isclose(cell, slow, rel_tol=1e-10, abs_tol=1e-300)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers())
def test_the_same_table_for_all_founders_changes_nothing(
    data: st.DataObject, pedigree: Pedigree, marker: Marker
) -> None:
    genotypes = draw_genotypes(data, pedigree, marker)
    both = replace(marker, tables=(("twin", marker.freqs),))
    founders = {p.id: "twin" for p in pedigree.individuals if p.is_founder}
    plain = ln_likelihood(marker, pedigree, genotypes)
    named = ln_likelihood(both, pedigree, genotypes, Setting(founder_tables=founders))
    assert named == plain or math.isclose(named, plain, rel_tol=1e-12, abs_tol=1e-12)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), two_tables(), two_tables())
def test_linked_markers_know_it_too(
    data: st.DataObject, pedigree: Pedigree, one: Marker, two: Marker
) -> None:
    two = replace(two, name="K")
    first, second = (draw_genotypes(data, pedigree, m) for m in (one, two))
    both = {person: {"L": first[person], "K": second[person]} for person in pedigree.ids}
    named = {"p1": "hills"}
    joint = ln_joint(
        [one, two], [Link("L", "K", 0.5)], pedigree, both, Setting(founder_tables=named)
    )
    slow = likelihood(one, pedigree, first, founder_tables=named)
    assert agree(joint, slow * likelihood(two, pedigree, second, founder_tables=named))


def test_by_hand_an_untyped_mother_of_another_population() -> None:
    """Father 8/8, child 8/9: the mother passed 9, with her own population's chance of it."""
    seen: dict[str, dict[str, Any]] = {"father": {"L": ("8", "8")}, "child": {"L": ("8", "9")}}
    result = evaluate([TWO], seen, CLAIMS, founder_tables={"mother": "hills"})
    his = 0.2**2 * 0.4
    strangers = 0.2**2 * (0.2 * 0.4 + 0.8 * 0.6)
    assert math.exp(result.ln_lik["his"]["L"] or 0) == pytest.approx(his, rel=1e-12)
    assert math.exp(result.ln_lik["a stranger's"]["L"] or 0) == pytest.approx(strangers, rel=1e-12)


def test_twins_come_from_one_population() -> None:
    sisters = [Individual("mother", sex="F"), Individual("aunt", sex="F")]
    pedigree = Pedigree.of(
        [FATHER, *sisters, Individual("child", "father", "aunt")], [("mother", "aunt")]
    )
    seen = {"child": ("8", "9"), "father": ("8", "8")}
    both = Setting(founder_tables={"mother": "hills", "aunt": "hills"})
    assert math.exp(ln_likelihood(TWO, pedigree, seen, both)) == pytest.approx(0.2**2 * 0.4)
    with pytest.raises(HypothesisError, match="founder_tables of 'aunt' differs"):
        apart = replace(TWO, tables=(*TWO.tables, ("plain", (0.5, 0.5))))
        named = {"mother": "hills", "aunt": "plain"}
        ln_likelihood(apart, pedigree, seen, Setting(founder_tables=named))


@pytest.mark.parametrize(
    ("tables", "options", "message"),
    [
        ({"mother": "hills"}, {"theta": 0.01}, "theta and founder_tables cannot both be set"),
        ({"mother": "hills"}, {"familias_compatible": True}, "Familias has one table"),
        ({"nobody": "hills"}, {}, "'nobody' is in no pedigree"),
        ({"child": "hills"}, {}, "'child' has a named parent in every hypothesis"),
        ({"mother": "coast"}, {}, "marker L: no frequencies of table 'coast', which founder 'mo"),
    ],
)
def test_what_is_refused(tables: dict[str, str], options: dict[str, Any], message: str) -> None:
    seen: dict[str, dict[str, Any]] = {"child": {"L": ("8", "9")}}
    with pytest.raises(KinshipError, match=message):
        evaluate([TWO], seen, CLAIMS, founder_tables=tables, **options)


def test_an_allele_that_one_table_lacks_needs_the_rule() -> None:
    marker = Marker("L", ("8", "9"), (1.0, 0.0), tables=(("hills", (0.5, 0.5)),))
    seen: dict[str, dict[str, Any]] = {"mother": {"L": ("8", "9")}}
    named = {"mother": "hills"}
    with pytest.raises(GenotypeError, match="'mother', marker L: allele '9' is not in the freq"):
        evaluate([marker], seen, CLAIMS, founder_tables=named)
    turned = replace(marker, freqs=(0.5, 0.5), tables=(("hills", (1.0, 0.0)),))
    with pytest.raises(GenotypeError, match="allele '9' is not in frequency table 'hills' and no"):
        evaluate([turned], seen, CLAIMS, founder_tables=named)
    result = evaluate([turned], seen, CLAIMS, founder_tables=named, unlisted_freq=0.01)
    assert math.exp(result.ln_lik["his"]["L"] or 0) == pytest.approx(2 * 0.99 * 0.01)
    assert with_unlisted(turned, ["9"], freq=0.01).freqs == (0.5, 0.5)
    # a table that nobody comes from asks for nothing
    assert evaluate([turned], seen, CLAIMS).ln_total["his"] == pytest.approx(math.log(0.5))


def test_tables_of_different_alleles_are_laid_side_by_side() -> None:
    own = [Marker("L", ("8", "10"), (0.3, 0.6), 0.1)]
    hills = FrequencyTable("hills", {"L": {"8": 0.5, "9": 0.5}})
    (both,) = beside(own, hills)
    assert both.alleles == ("8", "9", "10") and both.freqs == (0.3, 0.0, 0.6)
    assert dict(both.tables)["hills"] == pytest.approx((0.45, 0.45, 0.0))
    (other,) = under_table([both], FrequencyTable("coast", {"L": {"11": 1.0}}))
    assert other.alleles == ("8", "9", "11") and other.freqs == (0.0, 0.0, 0.9)
    assert dict(other.tables)["hills"] == pytest.approx((0.45, 0.45, 0.0))
    with pytest.raises(MarkerError, match="'M' is not in frequency table 'hills'"):
        beside([replace(own[0], name="M")], hills)
    spec = MutationSpec("custom", matrix=((1.0, 0.0), (0.0, 1.0)))
    with pytest.raises(MarkerError, match="custom matrix belongs to other alleles"):
        beside([replace(own[0], mutation=Mutation(spec, spec))], hills)


def case_data() -> dict[str, Any]:
    people = [
        {"id": "father", "sex": "M"},
        {"id": "mother", "sex": "F"},
        {"id": "child", "father": "father", "mother": "mother", "sex": "F"},
    ]
    apart = [*people[:2], {"id": "child", "mother": "mother", "sex": "F"}]
    return {
        "markers": [
            {
                "name": "L",
                "alleles": ["8", "9"],
                "freqs": [0.2, 0.8],
                "tables": {"hills": [0.6, 0.4]},
            }
        ],
        "genotypes": {"father": [["8", "8"]], "child": [["8", "9"]]},
        "hypotheses": [{"name": "H1", "pedigree": people}, {"name": "H2", "pedigree": apart}],
        "founder_tables": {"mother": "hills"},
    }


def test_a_case_file_says_it_and_is_written_back() -> None:
    case = parse_case(case_data())
    assert case.founder_tables == {"mother": "hills"} and case.markers[0] == TWO
    assert parse_case(case_to_json(case)) == case
    found = lr_object(case)["lnLR"]
    assert found == pytest.approx(math.log(0.4 / (0.2 * 0.4 + 0.8 * 0.6)), rel=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"founder_tables": ["mother"]}, "founder_tables: expected an object"),
        ({"markers": [{"name": "L", "alleles": ["8"], "freqs": [1], "tables": [1]}]},
         r"markers\[0\]\.tables: expected an object"),
        ({"markers": [{"name": "L", "alleles": ["8"], "freqs": [1], "tables": {"h": ["x"]}}]},
         r"markers\[0\]\.tables\.h: L, allele 8: 'x' is not a number"),
        ({"markers": [{"name": "L", "alleles": ["8"], "freqs": [1], "tables": {"h": [0.5]}}]},
         "marker L: frequencies of table 'h' sum to 0.5"),
        ({"markers": [{"name": "L", "alleles": ["8"], "freqs": [1], "tables": {"h": [1, 0]}}]},
         "marker L: 1 alleles but 2 frequencies of table 'h'"),
    ],
)  # fmt: skip
def test_a_faulty_case_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(KinshipError, match=message):
        parse_case({**case_data(), "genotypes": {}, **change})


def files(tmp_path: Path, rule: str | None = None) -> tuple[Path, Path]:
    data = case_data()
    del data["founder_tables"], data["markers"][0]["tables"]
    data["missing"] = "child"
    data["unlisted_allele_rule"] = rule
    case, table = tmp_path / "case.json", tmp_path / "hills.csv"
    case.write_text(json.dumps(data))
    table.write_text("marker,allele,freq\nL,8,0.6\nL,9,0.4\n")
    return case, table


def test_on_the_terminal(tmp_path: Path) -> None:
    case, table = files(tmp_path)
    done = CliRunner().invoke(kinship, ["lr", str(case), "--json", "--founder", f"mother={table}"])
    assert done.exit_code == 0
    assert json.loads(done.output)["lnLR"] == pytest.approx(math.log(0.4 / 0.56), rel=1e-12)
    done = CliRunner().invoke(kinship, ["lr", str(case), "--founder", "mother"])
    assert done.exit_code == 2 and "expected PERSON=FILE" in done.output
    done = CliRunner().invoke(
        kinship, ["power", str(case), "--json", "--founder", f"mother={table}"]
    )
    assert done.exit_code == 0


def test_power_counts_the_mothers_population(tmp_path: Path) -> None:
    """Nobody but the father typed, 8/8: E log10 LR by hand for both populations of the mother."""
    case, table = files(tmp_path)
    hills = FrequencyTable.read_csv(table)

    def worth(q: float, **founders: FrequencyTable) -> tuple[float, dict[str, Any]]:
        # the mother passes 9 with chance q: 8/9 over 2 * 0.2 * 0.8, or 8/8 over 0.2^2
        by_hand = q * math.log10(q / 0.32) + (1 - q) * math.log10((1 - q) / 0.04)
        found = run_power(case, log10_threshold=0, simulations=20_000, founders=founders)
        return by_hand, next(o for o in found["options"] if o["relative"] is None)

    for q, founders in ((0.8, {}), (0.4, {"mother": hills})):
        by_hand, option = worth(q, **founders)
        assert abs(option["expected_log10_lr"] - by_hand) < 4.5 * option["standard_error"]


def test_power_refuses_what_could_be_drawn_but_not_weighed(tmp_path: Path) -> None:
    case, table = files(tmp_path)
    table.write_text("marker,allele,freq\nL,8,0.6\nL,10,0.4\n")
    founders = {"mother": FrequencyTable.read_csv(table)}
    with pytest.raises(GenotypeError, match="may show allele '10', which the case's own table"):
        run_power(case, log10_threshold=0, founders=founders)
    case, _ = files(tmp_path, "add 0.001, rescale")
    option = run_power(case, log10_threshold=0, founders=founders)["options"][0]
    assert math.isfinite(option["expected_log10_lr"])


def test_a_family_search_refuses_it() -> None:
    data = case_data() | {"missing": "child"}
    case: Case = parse_case(data)
    with pytest.raises(HypothesisError, match="a search weighs all candidates under one"):
        search_family(None, None, case, None, ln_min=0, top=1)  # type: ignore[arg-type]


def test_two_tables_of_one_name_are_refused() -> None:
    case = parse_case(case_data())
    other = FrequencyTable("hills", {"L": {"8": 1.0}})
    with pytest.raises(MarkerError, match="'hills' is given twice"):
        case.founders_under({"father": other})


def test_pairs_of_the_catalogue_still_work_beside_it() -> None:
    """A named founder of one hypothesis only counts there."""
    seen: dict[str, dict[str, Any]] = {"A": {"L": ("8", "8")}, "B": {"L": ("8", "8")}}
    claims = pair_hypotheses("mother")
    result = evaluate([TWO], seen, claims, founder_tables={"B": "hills"})
    assert math.exp(result.ln_lik["unrelated"]["L"] or 0) == pytest.approx(0.2**2 * 0.6**2)
    assert math.exp(result.ln_lik["mother"]["L"] or 0) == pytest.approx(0.2**2 * 0.2)
