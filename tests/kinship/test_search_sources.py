"""Profile tables of any layout give the same rows; broken ones name file, line and field."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jusan.kinship.errors import FileFormatError
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.partitions import Parts, parts_of, write_parts
from jusan.kinship.search.sources import Profiles, ProfileTable, Source
from tests.kinship import search_world as world

LOCI = world.markers()
BOOK = Codebook(tuple(LOCI))
PEOPLE = world.persons(LOCI, 50, missing=0.2)


def everything(source: Source, book: Codebook = BOOK) -> tuple[np.ndarray, list[str], list[str]]:
    blocks = list(source.blocks(book))
    ids = [name for block in blocks for name in block.ids]
    sexes = [sex for block in blocks for sex in block.sexes]
    return np.concatenate([block.codes for block in blocks]), ids, sexes


def written(tmp_path: Path, text: str, name: str = "db.csv") -> ProfileTable:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return ProfileTable(tmp_path / name)


def refused(source: Source) -> str:
    with pytest.raises(FileFormatError) as caught:
        everything(source)
    return str(caught.value)


@pytest.mark.parametrize("rows", [1, 7, 50, 1000])
def test_streaming_equals_memory_in_every_layout(tmp_path: Path, rows: int) -> None:
    codes, ids, _ = everything(Profiles("memory", PEOPLE))
    wide = ProfileTable(world.write_wide(tmp_path / "w.csv", LOCI, PEOPLE), block_rows=rows)
    long = ProfileTable(world.write_long(tmp_path / "l.txt", PEOPLE), block_rows=rows)
    write_parts(wide, BOOK, tmp_path / "parts", rows=rows)
    for source in (wide, long, Parts(parts_of(tmp_path / "parts"))):
        read, names, _ = everything(source)
        assert names == ids
        assert (read == codes).all()
    assert len(parts_of(tmp_path / "parts")) == -(-50 // rows)


def test_two_columns_a_marker_other_separators_aliases_and_sex(tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "Person;Sex;THO1 1;THO1 2;VWA;AMEL\n"
        "a;F;9;10;11,12;X/X\nb;;9.0;;;X/Y\nc;;-;-;11 11;X/X\nd;unknown;;10;NN;\n",
    )
    codes, ids, sexes = everything(table)
    assert ids == ["a", "b", "c", "d"]
    assert sexes == ["F", "M", "F", "U"]
    rows = [BOOK.decode(row) for row in codes]
    assert rows[0]["TH01"] == ("9", "10") and rows[0]["vWA"] == ("11", "12")
    assert rows[1]["TH01"] == ("9", None) and rows[1]["vWA"] is None
    assert rows[2]["TH01"] is None and rows[2]["vWA"] == ("11", "11")
    assert rows[3]["TH01"] == ("10", None)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    (block,) = written(tmp_path, "person,TH01\na,9/9\n\nb,9/10\n").blocks(BOOK)
    assert list(block.lines) == [2, 4]


def test_what_weighs_nothing_is_noted_once(tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "Sample Name\tMarker\tAllele 1\tAllele 2\tAllele 3\n"
        "a\tTH01\tOL\t9\t\na\tvWA\t9\t10\t11\na\tAMEL\tX\tY\t\na\tDYS391\t10\t\t\n"
        "b\tTH01\tOL\t9\t\nb\tFGA\t9\t9\t\nb\tFGA\t9\t10\t\n",
        "gm.txt",
    )
    codes, _, sexes = everything(table)
    assert sexes == ["M", "U"]
    assert all(genotype is None for row in codes for genotype in BOOK.decode(row).values())
    assert sorted(table.notes.values()) == [
        "gm.txt, line 2, field TH01: 'OL/9' weighs nothing (off-ladder allele)",
        "gm.txt, line 3, field vWA: '9/10/11' weighs nothing (more than two alleles)",
        "gm.txt, line 8, field FGA: '9/10' weighs nothing (two different results for one marker)",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("person,D99S1\na,9/9\n", "line 1, field D99S1: unknown marker, expected one of"),
        ("person,TH01\na,9/9\nb,9/99\n", "line 3, field TH01: marker TH01: allele '99' has no"),
        ("person,TH01\na,9/9\nb\n", "line 3: 1 fields, expected 2"),
        ("person,TH01\na,9/9/9\n", "line 2, field TH01: '9/9/9', expected two alleles"),
        ("person,TH01\n,9/9\n", "line 2, field person: empty, expected an id"),
        ("name,TH01\na,9/9\n", "line 1, field header: expected a column person"),
        ("person,sex,TH01\na,male?,9/9\n", "line 2, field sex: 'male?', expected M, F or U"),
        ("person,TH01,th01\na,9/9,9/9\n", "line 1, field header: a column name occurs twice"),
        ("person,TH01,THO1,TH01 1\na,,,\n", "field TH01: 3 columns, expected one or two"),
        ("", "line 1, field header: expected a column person"),
        ("<?xml version='1.0'?><CODISImportFile/>", "XML, expected CSV or a GeneMapper table"),
        ("person,marker,allele 1\na,D99S1,9\n", "line 2, field marker: 'D99S1' is unknown"),
        ("person,marker\na,TH01\n", "line 1, field header: expected columns allele 1"),
        (
            "person,marker,allele 1\na,TH01,9\nb,TH01,9\na,FGA,9\n",
            "line 4, field person: the rows of 'a' do not stand together",
        ),
    ],
)
def test_bad_input_names_file_line_and_field(tmp_path: Path, text: str, message: str) -> None:
    assert refused(written(tmp_path, text)).startswith("db.csv, ") or "XML" in message
    assert message in refused(written(tmp_path, text))


def test_not_text(tmp_path: Path) -> None:
    (tmp_path / "db.csv").write_bytes(b"person,TH01\n\xff\xfe\x00\n")
    assert "db.csv, line 1: not a readable text table" in refused(ProfileTable(tmp_path / "db.csv"))


def test_columns_named_to_be_skipped(tmp_path: Path) -> None:
    table = written(tmp_path, "person,laboratory,D99S1,TH01\na,Dala,9/9,9/10\n")
    table.skip = ("Laboratory", "d99s1")
    codes, _, _ = everything(table)
    assert BOOK.decode(codes[0])["TH01"] == ("9", "10")


@pytest.mark.parametrize("layout", ["wide", "long", "memory", "parts"])
def test_unlisted_alleles_are_collected(tmp_path: Path, layout: str) -> None:
    people = {"a": {"TH01": ("9", "77"), "FGA": ("88", None)}, "b": {"TH01": ("9", "9")}}
    source: Source = Profiles("memory", people)
    if layout == "long":
        source = ProfileTable(world.write_long(tmp_path / "l.txt", people))
    elif layout != "memory":
        source = ProfileTable(world.write_wide(tmp_path / "w.csv", LOCI, people))
    if layout == "parts":
        from jusan.kinship.search.recipes import codebook_for

        wider = codebook_for(LOCI, source.unlisted(BOOK), 0.001)
        source = Parts(write_parts(source, wider, tmp_path / "parts"))
    assert source.unlisted(BOOK) == {"TH01": {"77"}, "FGA": {"88"}}


def test_an_unlisted_word_is_no_allele(tmp_path: Path) -> None:
    table = written(tmp_path, "person,TH01\na,9/horse\n")
    with pytest.raises(FileFormatError, match="line 2, field TH01: 'horse' is no allele"):
        table.unlisted(BOOK)


def test_parts_refuse_what_they_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match=r"no \.parquet file"):
        parts_of(tmp_path)
    (tmp_path / "part-0.parquet").write_text("no parquet")
    assert "part-0.parquet: not a readable Parquet file" in refused(Parts(parts_of(tmp_path)))
    wide = ProfileTable(world.write_wide(tmp_path / "w.csv", LOCI, PEOPLE))
    with pytest.raises(FileFormatError, match="is there already"):
        write_parts(wide, BOOK, tmp_path)
    write_parts(wide, BOOK, tmp_path / "parts")
    fewer = Codebook(tuple(LOCI[1:]))
    with pytest.raises(FileFormatError, match=f"field {LOCI[0].name}: unknown marker"):
        everything(Parts(parts_of(tmp_path / "parts")), fewer)


def test_parts_of_other_hands(tmp_path: Path) -> None:
    # nulls, plain strings instead of dictionaries, no sex, other columns to be skipped
    columns = {
        "person": ["a", "b"],
        "THO1": [None, "9/10"],
        "vWA": ["11/11", None],
        "kit": ["K", "K"],
    }
    pq.write_table(pa.table(columns), tmp_path / "p.parquet")
    codes, ids, sexes = everything(Parts([tmp_path / "p.parquet"], ["kit"]))
    rows = [BOOK.decode(row) for row in codes]
    assert (ids, sexes) == (["a", "b"], ["U", "U"])
    assert (rows[0]["TH01"], rows[0]["vWA"]) == (None, ("11", "11"))
    assert (rows[1]["TH01"], rows[1]["vWA"]) == (("9", "10"), None)
    for change, message in (
        ({"person": [None, "b"]}, "field person: empty"),
        ({"sex": ["F", "woman"]}, "field sex: 'woman', expected M, F or U"),
        ({"vWA": ["11/99", None]}, "field vWA: marker vWA: allele '99' has no frequency"),
    ):
        pq.write_table(pa.table(columns | change), tmp_path / "p.parquet")
        assert message in refused(Parts([tmp_path / "p.parquet"], ["kit"]))


def test_parts_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    table = written(tmp_path, "person,TH01\n" + "a,9/9\n" * 10 + "b,9/99\n")
    table.block_rows = 2
    with pytest.raises(FileFormatError, match="'99' has no frequency"):
        write_parts(table, BOOK, tmp_path / "parts", rows=2)
    assert [path.name for path in tmp_path.iterdir()] == ["db.csv"]
