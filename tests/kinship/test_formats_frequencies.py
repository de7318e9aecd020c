"""Frequency tables in three layouts: the same table, and refusals with their place."""

from pathlib import Path

import pytest

from jusan.kinship.errors import FileFormatError
from jusan.kinship.formats.frequency_tables import read_frequencies

LONG = "marker,allele,freq\nTHO1,6,0.4\nTHO1,9.3,0.6\nPENTA_D,9,1\n"
MATRIX = "Allele\tTHO1\tPENTA_D\n6\t0.4\t\n9\t-\t1\n9.3\t0.6\t\nN\t200\t200\n"
SEMICOLONS = '"Allele";"THO1";"PENTA_D"\n"6";"0.4";"0"\n"9";"";"1.0"\n"9.3";"0.6";""\n'
FAMILIAS = "THO1\n6\t0.4\n9.3\t0.6\n\nPENTA_D\n9\t1\n"


def read(tmp_path: Path, text: str) -> dict[str, dict[str, float]]:
    path = tmp_path / "dala.txt"
    path.write_text(text, encoding="utf-8")
    return {marker: dict(row) for marker, row in read_frequencies(path).freqs.items()}


@pytest.mark.parametrize(
    "text", [LONG, MATRIX, SEMICOLONS, FAMILIAS, FAMILIAS + "\n\n", "\n" + FAMILIAS]
)
def test_every_layout_gives_the_same_table(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == {"TH01": {"6": 0.4, "9.3": 0.6}, "Penta D": {"9": 1.0}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no frequencies"),
        ("Allele\tTHO1\tTH01\n6\t1\t1\n", "line 1, column 3: 'TH01'"),
        (
            "Allele\tTHO1\n6\t0,4\n",
            "line 2, field TH01: '0,4', expected a number 0 to 1 with a dec",
        ),
        ("Allele\tTHO1\n6\t0.5\n6\t0.5\n", "line 3, field Allele: '6'"),
        ("Allele\tTHO1\n6\t0.5\t7\n", "line 2: 3 fields, expected 2"),
        ("Allele\tTHO1\tvWA\n6\t1\t\n", "marker vWA has no frequencies"),
        ("Allele\tTHO1\n6\t0.5\n7\t0.1\n", r"frequencies of TH01 sum to 0\.6"),
        ("TH01\n6\t0.4\nvWA\n", "line 3: 'vWA', expected an allele, a tab"),
        ("TH01\n6\tmany\n", "line 2, field frequency: 'many'"),
        ("TH01\n6\t0.4\n6\t0.6\n", "line 3: TH01 6 has two frequencies"),
        ("TH01\n6\t1\n\nTHO1\n6\t1\n", "line 4: marker TH01 is given twice"),
        ("TH01\n\nvWA\n14\t1\n", "marker TH01 has no frequencies"),
        ("TH01\n6\tnan\n", "'nan'"),
    ],
)
def test_faulty_table_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FileFormatError, match=message):
        read(tmp_path, text)


def test_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileFormatError, match="not a readable UTF-8"):
        read_frequencies(path)
