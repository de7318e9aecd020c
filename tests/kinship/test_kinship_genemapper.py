"""Genotype tables: the structure is refused whole, a bad value is kept and weighs nothing."""

from pathlib import Path

import pytest

from jusan.kinship.errors import FileFormatError
from jusan.kinship.formats import genemapper

HEADER = "Sample Name\tMarker\tDye\tAllele 1\tAllele 2\tAllele 3\n"


def read(tmp_path: Path, rows: str, header: str = HEADER) -> genemapper.GenotypeTable:
    path = tmp_path / "run.txt"
    path.write_text(header + rows, encoding="utf-8")
    return genemapper.read(path, known_markers=["TH01", "vWA", "DYS391"])


def test_good_rows_by_name_of_column(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "T1\tTHO1\tB\t6\t9.3\t\nT1\tVWA\tB\t14\t14\t\nT1\tAMEL\tG\tX\tY\t\nT1\tDYS391\tG\t10\t\t\n",
    )
    assert table.samples == {
        "T1": {
            "TH01": ("6", "9.3"),
            "vWA": ("14", "14"),
            "AMEL": ("X", "Y"),
            "DYS391": ("10", None),
        }
    }
    assert table.flags == []


def test_one_allele_is_half_known_and_not_homozygous(tmp_path: Path) -> None:
    assert read(tmp_path, "T1\tTH01\tB\t6\t\t\n").samples["T1"]["TH01"] == ("6", None)


@pytest.mark.parametrize(
    ("row", "field", "reason", "raw"),
    [
        ("T1\tTH01\tB\tOL\t6\t", "Allele 1", "off-ladder allele", "OL"),
        ("T1\tTH01\tB\t6\tsix\t", "Allele 2", "unreadable allele", "six"),
        ("T1\tTH01\tB\t6\t7\t8", "Allele 3", "more than two alleles", "6 7 8"),
        ("T1\tXYZ\tB\t6\t7\t", "Marker", "unknown marker", "XYZ"),
        ("T1\tAMEL\tB\t6\t7\t", "Allele 1", "unreadable allele", "6"),
    ],
)
def test_bad_value_is_flagged_and_the_tube_stands(
    tmp_path: Path, row: str, field: str, reason: str, raw: str
) -> None:
    table = read(tmp_path, f"T1\tvWA\tB\t14\t15\t\n{row}\n")
    (flag,) = table.flags
    assert (flag.line, flag.field, flag.sample) == (3, field, "T1")
    assert (flag.reason, flag.raw) == (reason, raw)
    assert table.samples["T1"]["vWA"] == ("14", "15")
    assert table.samples["T1"].get(flag.marker) is None


def test_two_different_results_weigh_nothing_but_a_repeat_does(tmp_path: Path) -> None:
    again = read(tmp_path, "T1\tTH01\tB\t6\t7\t\nT1\tTH01\tB\t7\t6\t\n")
    assert again.flags == [] and again.samples["T1"]["TH01"] is not None
    table = read(tmp_path, "T1\tTH01\tB\t6\t7\t\nT1\tTH01\tB\t6\t8\t\n")
    assert [flag.reason for flag in table.flags] == ["two different results for one marker"]
    assert table.samples["T1"]["TH01"] is None


@pytest.mark.parametrize(
    ("header", "rows", "message"),
    [
        ("Sample Name\tMarker\tAllele 1\n", "", "line 1: column 'Allele 2' is missing"),
        (HEADER, "T1\tTH01\tB\t6\t7\t\t9\n", "line 2: 7 fields, expected 6"),
        (HEADER, "\tTH01\tB\t6\t7\t\n", "line 2: Sample Name and Marker"),
        ("Marker\t" + HEADER, "", "occurs twice"),
    ],
)
def test_faulty_structure_is_refused_with_its_place(
    tmp_path: Path, header: str, rows: str, message: str
) -> None:
    with pytest.raises(FileFormatError, match=message):
        read(tmp_path, rows, header)


def test_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.txt"
    path.write_bytes(b"\xff\xfe\x00PK")
    with pytest.raises(FileFormatError, match="not a readable UTF-8 text"):
        genemapper.read(path)
