"""Profiles from a file of either kind, told apart by what it holds and not by its name."""

from collections.abc import Collection
from pathlib import Path

from jusan.kinship.errors import FileFormatError
from jusan.kinship.formats import codis, genemapper
from jusan.kinship.formats.genemapper import GenotypeTable


def read_profiles(
    path: str | Path, *, known_markers: Collection[str] | None = None
) -> GenotypeTable:
    """A CODIS CMF file if it begins as XML, else a genotype table. Raises FileFormatError."""
    path = Path(path)
    try:
        with path.open("rb") as stream:
            start = stream.read(512)
    except OSError as error:
        raise FileFormatError(f"{path.name}: not readable ({error})") from error
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        return codis.read(path, known_markers=known_markers).table
    return genemapper.read(path, known_markers=known_markers)
