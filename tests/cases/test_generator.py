"""The generated folder: the same every time, and each planted trap is in the data."""

from __future__ import annotations

import csv
import sys
import tomllib
from pathlib import Path

import openpyxl
import pytest

CASES = Path(__file__).resolve().parents[2] / "cases"
sys.path.insert(0, str(CASES))

from generator.__main__ import build  # noqa: E402


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def profiles(folder: Path, name: str) -> dict[str, dict[str, set[str]]]:
    with (folder / "laboratory" / name).open(encoding="utf-8") as handle:
        out: dict[str, dict[str, set[str]]] = {}
        for row in csv.DictReader(handle, delimiter="\t"):
            alleles = {row["Allele 1"], row["Allele 2"]}
            out.setdefault(row["Sample Name"], {})[row["Marker"]] = alleles
    return out


def conflicts(folder: Path, mother_ref: str, child_ref: str, batch: str) -> int:
    """Markers at which the tubes labelled with the two refs share no allele."""
    with (folder / "laboratory/samples.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    child = next(r["tube"] for r in rows if r["donor"] == child_ref and r["batch"] == batch)
    mother = next(r["tube"] for r in rows if r["donor"] == mother_ref)
    one, two = profiles(folder, batch)[child], profiles(folder, "profiles_host_1.txt")[mother]
    return sum(not one[m] & two[m] for m in one if m not in ("AMEL", "DYS391"))


def refs(folder: Path) -> dict[str, str]:
    truth = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    return {p["key"]: p["lines"][0] for p in truth["person"]}


def host_rows(folder: Path) -> int:
    sheet = openpyxl.load_workbook(folder / "reports/host_list.xlsx").active
    assert sheet is not None
    return sheet.max_row - 1


def test_committed_folder_is_what_the_generator_writes(tmp_path: Path) -> None:
    build(tmp_path)
    assert files_of(tmp_path) == files_of(CASES / "aqqu")


def test_fifteen_lines_and_fourteen_without_the_duplicate(tmp_path: Path) -> None:
    build(tmp_path, without=frozenset({"A-T16"}))
    assert host_rows(CASES / "aqqu") == 15
    assert host_rows(tmp_path) == 14


@pytest.mark.parametrize(("mother", "child"), [("M2", "C05"), ("M4", "C09")])
def test_exchanged_tubes_exclude_until_sampled_again(
    tmp_path: Path, mother: str, child: str
) -> None:
    ref = refs(CASES / "aqqu")
    args = (ref[mother], ref[child])
    assert conflicts(CASES / "aqqu", *args, "profiles_host_1.txt") >= 3
    assert conflicts(CASES / "aqqu", *args, "profiles_host_2.txt") == 0
    build(tmp_path, without=frozenset({"A-T2"}))
    assert conflicts(tmp_path, *args, "profiles_host_1.txt") == 0


@pytest.mark.parametrize(
    ("trap", "mother", "child", "least"), [("A-T5", "M1", "C03", 1), ("A-T4", "M5", "C12", 5)]
)
def test_conflicts_come_from_the_trap(
    tmp_path: Path, trap: str, mother: str, child: str, least: int
) -> None:
    ref = refs(CASES / "aqqu")
    found = conflicts(CASES / "aqqu", ref[mother], ref[child], "profiles_host_1.txt")
    assert found == 1 if trap == "A-T5" else found >= least
    build(tmp_path, without=frozenset({trap}))
    assert conflicts(tmp_path, ref[mother], ref[child], "profiles_host_1.txt") == 0


def test_boy_with_two_x_only_in_the_first_batch() -> None:
    folder, ref = CASES / "aqqu", refs(CASES / "aqqu")
    with (folder / "laboratory/samples.csv").open(encoding="utf-8") as handle:
        tubes = {r["batch"]: r["tube"] for r in csv.DictReader(handle) if r["donor"] == ref["C06"]}
    seen = {batch: profiles(folder, batch)[tube]["AMEL"] for batch, tube in tubes.items()}
    assert seen == {"profiles_host_1.txt": {"X"}, "profiles_host_2.txt": {"X", "Y"}}


def test_frequencies_sum_to_one() -> None:
    total: dict[str, float] = {}
    with (CASES / "aqqu/laboratory/frequencies.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            total[row["marker"]] = total.get(row["marker"], 0.0) + float(row["freq"])
    assert len(total) == 21
    assert all(abs(t - 1) < 1e-6 for t in total.values())
