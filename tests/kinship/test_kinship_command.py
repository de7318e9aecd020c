"""`kinship lr` and the JSON case: one object a case, refusals beside answers."""

import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from jusan.kinship.command import run_lr, run_power
from jusan.kinship.errors import KinshipError
from jusan.kinship.formats.case_json import case_to_json, parse_case, read_case
from jusan.kinship.frequencies import FrequencyTable
from jusan.kinship.terminal import kinship

CASES = Path(__file__).parent / "cases"


def changed(tmp_path: Path, name: str, **fields: object) -> Path:
    data = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")) | fields
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_contract_object() -> None:
    (row,) = run_lr([CASES / "duo-one-step.json"])
    assert row["id"] == "duo-one-step"
    assert row["impossible"] == []
    assert row["lnLR"] == pytest.approx(row["loglik"]["H1"] - row["loglik"]["H2"])
    assert row["lnLR_per_marker"] == [pytest.approx(row["lnLR"])]
    assert row["log10LR"] == pytest.approx(row["lnLR"] / math.log(10))
    json.dumps(row, allow_nan=False)


def test_zero_likelihood_is_null_with_the_hypothesis_named() -> None:
    (row,) = run_lr([CASES / "duo-impossible.json"])
    assert row["impossible"] == ["H1"]
    assert row["loglik"]["H1"] is None and row["lnLR"] is None and row["log10LR"] is None
    assert row["loglik_per_marker"]["H1"] == [None]


def test_refused_case_stands_beside_answered_ones(tmp_path: Path) -> None:
    broken = changed(
        tmp_path, "duo-one-step", genotypes={"father": [["99", "12"]], "child": [None]}
    )
    rows = list(run_lr([CASES / "duo-x.json", broken, tmp_path / "none.json"]))
    assert "error" not in rows[0]
    assert "'99' is not in the frequency table" in rows[1]["error"]["message"]
    assert rows[2]["id"] == "none" and "not a readable JSON" in rows[2]["error"]["message"]


def test_unlisted_rule_of_the_case_is_applied(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "duo-one-step",
        genotypes={"father": [["16", "12"]], "child": [None]},
        unlisted_allele_rule="add with 0.001",
    )
    (row,) = run_lr([path])
    assert row["lnLR"] == pytest.approx(0)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_written_case_reads_back(path: Path) -> None:
    case = read_case(path)
    assert parse_case(json.loads(json.dumps(case_to_json(case)))) == case


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"markers": None}, "markers: expected a list"),
        ({"genotypes": {"father": []}}, "genotypes.father: 0 genotypes, expected 1"),
        (
            {"genotypes": {"father": [["12"]]}},
            r"genotypes.father\[0\]: expected two alleles",
        ),
        ({"hypotheses": [{"pedigree": [{"sex": "M"}]}]}, "expected an id"),
        ({"theta": "much"}, "theta: 'much' is not a number"),
        ({"theta": 2}, "theta is 2"),
        (
            {"linkage": [{"marker1": "L", "marker2": "K", "rho": 0.1}]},
            "'K' is not in the case",
        ),
        ({"linkage": [{"marker1": "L", "marker2": "K", "rho": 0.7}]}, "rho is 0.7"),
    ],
)
def test_faulty_case_names_the_field(
    tmp_path: Path, fields: dict[str, object], message: str
) -> None:
    with pytest.raises(KinshipError, match=message):
        read_case(changed(tmp_path, "duo-one-step", **fields)).evaluate()


def test_power_needs_to_know_who_is_missing(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "grandmother-stepwise",
        missing="child",
        genotypes={"gm": [["12", "13"]]},
    )
    answer = run_power(path, log10_threshold=1, simulations=50)
    assert answer["options"][0]["relative"] in ("father", "mother")
    assert {row["relative"] for row in answer["options"]} == {
        None,
        "gf",
        "mother",
        "father",
    }
    with pytest.raises(KinshipError, match="missing"):
        run_power(CASES / "grandmother-stepwise.json", log10_threshold=1)


TABLES = {
    "dala": "L,12,0.1\nL,13,0.2\nL,14.2,0.3\nL,15,0.4\n",
    "nahrain": "L,12,0.6\nL,13,0.2\nL,14.2,0.1\nL,15,0.1\n",
}


def frequency_files(tmp_path: Path) -> list[Path]:
    for name, rows in TABLES.items():
        (tmp_path / f"{name}.csv").write_text("marker,allele,freq\n" + rows, encoding="utf-8")
    return [tmp_path / f"{name}.csv" for name in TABLES]


def test_of_several_tables_the_lowest_ratio_is_shown(tmp_path: Path) -> None:
    tables = [FrequencyTable.read_csv(path) for path in frequency_files(tmp_path)]
    case = CASES / "grandmother-stepwise.json"
    (row,) = run_lr([case], tables=tables)
    singly = {t.name: next(iter(run_lr([case], tables=[t])))["lnLR"] for t in tables}
    assert {name: one["lnLR"] for name, one in row["tables"].items()} == singly
    assert row["frequencies"] == "nahrain" and row["lnLR"] == min(singly.values())
    assert singly["dala"] > singly["nahrain"]
    (twice,) = run_lr([case], tables=[tables[0], tables[0]])
    assert "same name" in twice["error"]["message"]
    short = FrequencyTable("short", {"K": {"1": 1.0}})
    (refused,) = run_lr([case], tables=[short])
    assert "'L' is not in frequency table 'short'" in refused["error"]["message"]


def test_power_on_the_terminal_with_tables_costs_and_a_set(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "grandmother-stepwise",
        missing="child",
        genotypes={"gm": [["12", "13"]]},
        theta=0.01,
    )
    files = [f"--frequencies={file}" for file in frequency_files(tmp_path)]
    asked = [str(path), "--threshold=0.1", "--simulations=100", *files]
    extra = ["--wanted=0.5", "--cost", "mother=0.5"]
    done = CliRunner().invoke(kinship, ["power", *asked, *extra, "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    assert {row["frequencies"] for row in answer["options"]} <= set(TABLES)
    assert answer["cheapest_set"]["p_pass_true"] >= 0.5
    assert answer["cheapest_set"]["cost"] <= 1
    assert answer["left_out"] == "mutation at the markers under theta"
    table = CliRunner().invoke(kinship, ["power", *asked, *extra])
    assert table.exit_code == 0 and "cheapest set: " in table.output
    for wrong in ("mother", "nobody=2"):
        bad = CliRunner().invoke(kinship, ["power", *asked, "--wanted=0.5", "--cost", wrong])
        assert bad.exit_code != 0 and "Traceback" not in bad.output


def test_lr_on_the_terminal_under_several_tables(tmp_path: Path) -> None:
    files = [f"--frequencies={file}" for file in frequency_files(tmp_path)]
    case = str(CASES / "grandmother-stepwise.json")
    done = CliRunner().invoke(kinship, ["lr", case, *files, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["frequencies"] == "nahrain"
