"""Lineage fields of a case: reported beside the contract's object, read back unchanged, refused."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from jusan.kinship.command import run_lr
from jusan.kinship.errors import KinshipError
from jusan.kinship.formats.case_json import parse_case, read_case, write_case

CASE: dict[str, Any] = {
    "schema": "jusan-kin-case/1",
    "id": "brothers",
    "markers": [{"name": "L", "alleles": ["8", "9"], "freqs": [0.5, 0.5]}],
    "genotypes": {"a": [["8", "8"]], "b": [["8", "9"]]},
    "hypotheses": [
        {
            "name": "brothers",
            "pedigree": [
                {"id": "f", "sex": "M"},
                {"id": "m", "sex": "F"},
                {"id": "a", "father": "f", "mother": "m", "sex": "M"},
                {"id": "b", "father": "f", "mother": "m", "sex": "M"},
            ],
        },
        {
            "name": "half brothers by the mother",
            "pedigree": [
                {"id": "m", "sex": "F"},
                {"id": "a", "mother": "m", "sex": "M"},
                {"id": "b", "mother": "m", "sex": "M"},
            ],
        },
    ],
    "y": {
        "loci": [
            {"name": "DYS391", "rate": 0.002},
            {"name": "DYS385a/b", "rate": 0.003, "range": 0.05, "copies": 2},
        ],
        "haplotypes": {"a": ["10", ["11", "14"]], "b": ["10", ["14", "11"]]},
        "database": {
            "name": "dala",
            "haplotypes": [
                {"alleles": ["10", ["11", "14"]], "count": 2},
                {"alleles": ["11", ["12", "12"]], "count": 97},
            ],
        },
        "estimator": {"method": "augmented"},
    },
    "mt": {
        "samples": {
            "a": {"ranges": [[16024, 16365]], "variants": ["16189C"]},
            "b": {"ranges": [[16024, 16365]], "variants": ["16189C"]},
        },
        "rate": 1e-6,
        "database": {"name": "dala", "size": 99, "counts": {"a": 0, "b": 0}, "singletons": 60},
    },
}


def changed(tmp_path: Path, **fields: Any) -> Path:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE | fields), encoding="utf-8")
    return path


def test_contract_fields_stay_and_lineages_are_added(tmp_path: Path) -> None:
    (row,) = run_lr([changed(tmp_path)])
    (plain,) = run_lr([changed(tmp_path, y=None, mt=None)])
    assert {key: row[key] for key in plain} == plain
    assert set(row) - set(plain) == {"y", "mt", "joined"}
    json.dumps(row, allow_nan=False)


def test_one_number_is_the_sum_of_all_evidence(tmp_path: Path) -> None:
    (row,) = run_lr([changed(tmp_path)])
    total = row["lnLR"] + row["y"]["lnLR"] + row["mt"]["lnLR"]
    assert row["joined"]["lnLR"] == pytest.approx(total, abs=1e-12)
    assert row["y"]["frequencies"]["a"]["augmented"] == pytest.approx(3 / 100)
    # two meioses, three copies that did not change; the other line would be one more draw
    kept = 2 * math.log(1 - 0.002) + 4 * math.log(1 - 0.003)
    assert row["y"]["lnLR"] == pytest.approx(kept - math.log(3 / 100), abs=1e-4)


def test_line_that_no_hypothesis_disputes_says_nothing(tmp_path: Path) -> None:
    """Both hypotheses have one mother: mtDNA cancels and does not multiply."""
    (row,) = run_lr([changed(tmp_path)])
    assert row["mt"]["concerned"] is False and row["mt"]["lnLR"] == pytest.approx(0, abs=1e-12)
    assert row["y"]["concerned"] is True
    assert row["y"]["shared_by"]["brothers"] == [["f", "a", "b"]]


def test_exclusion_by_one_line_excludes_in_the_joined_number(tmp_path: Path) -> None:
    y = CASE["y"] | {"haplotypes": {"a": ["10", None], "b": ["10.2", None]}}
    (row,) = run_lr([changed(tmp_path, y=y)])
    assert row["lnLR"] is not None and row["y"]["lnLR"] is None
    assert row["joined"]["lnLR"] is None and row["joined"]["impossible"] == ["brothers"]


def test_written_case_reads_back(tmp_path: Path) -> None:
    case = parse_case(CASE)
    write_case(case, tmp_path / "out.json")
    assert read_case(tmp_path / "out.json") == case
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("y", {"loci": []}, r"y.database: expected an object"),
        (
            "y",
            CASE["y"] | {"loci": [{"name": "DYS391"}]},
            r"y.loci\[0\].rate: None is not a number",
        ),
        ("y", CASE["y"] | {"haplotypes": {"a": ["10"]}}, "y.haplotypes.a: 1 results, expected 2"),
        ("y", CASE["y"] | {"haplotypes": {"z": ["10", None]}}, "'z' is not in the pedigree"),
        ("y", CASE["y"] | {"estimator": {"method": "guess"}}, "method is 'guess'"),
        ("y", CASE["y"] | {"database": {"size": 9.5}}, "y.database.size: 9.5"),
        ("mt", CASE["mt"] | {"rate": "low"}, "mt.rate: 'low'"),
        ("mt", CASE["mt"] | {"samples": {"a": {"ranges": [[1]]}}}, r"mt.samples.a.ranges\[0\]"),
        ("mt", [], "mt: expected an object"),
    ],
)
def test_faulty_fields_are_named(tmp_path: Path, field: str, value: Any, message: str) -> None:
    (row,) = run_lr([changed(tmp_path, **{field: value})])
    assert re.search(message, row["error"]["message"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"markers": [], "markers": []}', "field 'markers' is given twice"),
        ('{"theta": NaN}', "NaN is no JSON number"),
        ('{"theta": Infinity}', "Infinity is no JSON number"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "case: expected an object"),
        ("{", "not a readable JSON file"),
    ],
)
def test_strict_json(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KinshipError, match=message):
        read_case(path)


def test_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jusan.kinship.formats.fields.MAX_BYTES", 10)
    with pytest.raises(KinshipError, match="larger than 10 bytes"):
        read_case(changed(tmp_path))
