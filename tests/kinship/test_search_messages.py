"""CODIS CMF files are searched like tables."""

from pathlib import Path

import pytest

from jusan.kinship.errors import FileFormatError
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.command import open_table
from jusan.kinship.search.messages import Message
from jusan.kinship.search.sources import ProfileTable
from tests.kinship import search_world as world
from tests.kinship.test_formats_codis import document, locus, specimen

BOOK = Codebook(tuple(world.markers()))


def written(folder: Path, *specimens: str) -> Message:
    path = folder / "profiles.txt"  # content and not the name tells the kind
    path.write_bytes(document(*specimens))
    source = open_table(path, ["DYS19"])
    assert isinstance(source, Message)
    return source


def test_specimens_are_read(tmp_path: Path) -> None:
    source = written(
        tmp_path,
        specimen("S1", locus("THO1", "9", "10"), locus("Amelogenin", "X", "Y")),
        specimen("S2", locus("TH01", "9"), locus("vWA", "OL", "9"), locus("DYS19", "9")),
    )
    (block,) = source.blocks(BOOK)
    assert list(block.ids) == ["S1", "S2"] and list(block.sexes) == ["M", "U"]
    first, second = (BOOK.decode(row) for row in block.codes)
    assert first["TH01"] == ("9", "10") and second["TH01"] == ("9", None)
    assert second["vWA"] is None
    assert any("'OL' weighs nothing" in note for note in source.notes.values())


def test_unknown_markers_and_alleles(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match=r"specimen S1, marker D99S1: unknown"):
        list(written(tmp_path, specimen("S1", locus("D99S1", "9", "9"))).blocks(BOOK))
    source = written(tmp_path, specimen("S1", locus("TH01", "9", "99")))
    with pytest.raises(FileFormatError, match=r"profiles.txt: marker TH01: allele '99' has no"):
        list(source.blocks(BOOK))
    assert source.unlisted(BOOK) == {"TH01": {"99"}}


def test_a_table_is_still_a_table(tmp_path: Path) -> None:
    path = world.write_wide(tmp_path / "t.xml", list(BOOK.markers), {})
    assert isinstance(open_table(path, []), ProfileTable)
