"""Tables of the command line: structure is checked once, in one sentence each."""

from __future__ import annotations

from pathlib import Path

import pytest

from jusan.names.errors import NameInputError
from jusan.names.tables import read_table

HEAD = "rid\tgiven\n"


def write(folder: Path, data: bytes) -> Path:
    path = folder / "list.tsv"
    path.write_bytes(data)
    return path


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(NameInputError) as caught:
        read_table(write(folder, data), ("rid", "given")).unique("rid")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        ("1\tкамран\n2\tайша нургалиева\n", "cp1251", "Windows-1251"),
        ("1\tКАМРАН\n2\tАЙША\n", "cp1251", "Windows-1251"),
        ("1\tحسن الكامل\n2\tيوسف عبد الله\n", "cp1256", "Windows-1256"),
        ("1\tКамран\n", "utf-16", "UTF-16"),
        ("1\tKamran\n2\tAisha\n", "utf-16-le", "UTF-16"),
    ],
)
def test_other_encodings_are_named(tmp_path: Path, text: str, encoding: str, named: str) -> None:
    said = refused(tmp_path, (HEAD + text).encode(encoding))
    assert said.startswith("list.tsv, line ") and f"{named}" in said and "UTF-8" in said


def test_the_line_of_the_first_wrong_byte(tmp_path: Path) -> None:
    data = HEAD.encode() + b"1\tKamran\n" + "2\tкамран\n".encode("cp1251")
    assert refused(tmp_path, data).startswith("list.tsv, line 3, field 'encoding'")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rid\tname\n1\ta\n", "list.tsv, line 1, field 'given': expected a column of this name"),
        ("rid\tgiven\tgiven\n", "line 1, field 'given': expected each column name once"),
        ("rid\tgiven\n1\ta\n2\n", "line 3, field 'line': expected 2 fields"),
        ("rid\tgiven\n1\ta\n1\tb\n", "line 3, field 'rid': expected an id of its own; '1' stands"),
        ("rid\tgiven\n\ta\n", "line 2, field 'rid': expected an id, and it is empty"),
        ("", "list.tsv, line 1, field 'header'"),
    ],
)
def test_faults_of_structure(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(tmp_path, text.encode())


def test_columns_by_name_marks_and_crlf(tmp_path: Path) -> None:
    data = "\ufeffgiven\tmore\trid\r\nКайрат\tx\t1\r\nقيرات\t\t2\r\n".encode()
    table = read_table(write(tmp_path, data), ("rid", "given"))
    assert table.unique("rid") == ["1", "2"] and table.column("given") == ["Кайрат", "قيرات"]
