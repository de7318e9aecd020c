"""Genotype tables as genotyping software exports them: one row a sample and marker.

Tab-separated; columns found by name: Sample Name, Marker, Allele 1, Allele 2 and possibly more
alleles. The file is refused for its structure only. A value that cannot be read is kept as
received in a flag, weighs nothing, and the other markers of the tube stand.
"""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jusan.kinship.errors import FileFormatError
from jusan.kinship.loci import canonical_marker, repeat_number
from jusan.kinship.profiles import Genotype, same_genotype

_EMPTY = {"", "-", "0", "NN", "NA"}
_MAX_BYTES = 20_000_000
#: Markers whose results are letters or that need not be autosomal pairs.
SEX_MARKERS = ("AMEL",)


@dataclass(frozen=True, slots=True)
class Flag:
    """One value that was kept but weighs nothing, with its place in the file."""

    line: int
    field: str
    sample: str
    marker: str
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class GenotypeTable:
    """Genotypes by tube and canonical marker name, and everything that could not be used."""

    samples: Mapping[str, Mapping[str, Genotype]]
    flags: list[Flag]


@dataclass(frozen=True, slots=True)
class _Columns:
    sample: str
    marker: str
    alleles: tuple[str, ...]


def read(path: str | Path, *, known_markers: Collection[str] | None = None) -> GenotypeTable:
    """Read a table. `known_markers`: others are flagged as unknown and weigh nothing.

    One allele only is read as half-known, `(a, None)`, never as homozygous.
    Raises FileFormatError with file, line, field and expectation.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise FileFormatError(f"{path.name}: larger than {_MAX_BYTES:,} bytes")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileFormatError(f"{path.name}: not a readable UTF-8 text file ({error})") from error
    return parse(lines, path.name, known_markers=known_markers)


def parse(
    lines: Iterable[str], name: str, *, known_markers: Collection[str] | None = None
) -> GenotypeTable:
    """The same from lines of text; `name` is the file name for messages."""
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = [cell.strip() for cell in next(rows, [])]
    columns = _columns(header, name)
    known = None if known_markers is None else {canonical_marker(m) for m in known_markers}
    flags: list[Flag] = []
    seen: dict[str, dict[str, Genotype]] = defaultdict(dict)
    unusable: set[tuple[str, str]] = set()
    for line, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise FileFormatError(
                f"{name}, line {line}: {len(cells)} fields, expected {len(header)}"
            )
        row = dict(zip(header, [c.strip() for c in cells] + [""] * len(header), strict=False))
        _take(row, line, columns, known, seen, unusable, flags, name)
    for sample, marker in unusable:
        seen[sample][marker] = None
    return GenotypeTable({sample: dict(profile) for sample, profile in seen.items()}, flags)


def _columns(header: list[str], name: str) -> _Columns:
    lowered = {cell.lower(): cell for cell in header}
    if len(lowered) != len(header):
        raise FileFormatError(f"{name}, line 1: a column name occurs twice")
    for needed in ("sample name", "marker", "allele 1", "allele 2"):
        if needed not in lowered:
            raise FileFormatError(f"{name}, line 1: column {needed.title()!r} is missing")
    alleles = tuple(lowered[cell] for cell in sorted(lowered) if cell.startswith("allele "))
    return _Columns(lowered["sample name"], lowered["marker"], alleles)


def _take(
    row: Mapping[str, str],
    line: int,
    columns: _Columns,
    known: Collection[str] | None,
    seen: dict[str, dict[str, Genotype]],
    unusable: set[tuple[str, str]],
    flags: list[Flag],
    name: str,
) -> None:
    sample, marker = row[columns.sample], canonical_marker(row[columns.marker])
    if not sample or not marker:
        raise FileFormatError(f"{name}, line {line}: Sample Name and Marker must not be empty")

    def flag(field: str, reason: str, raw: str) -> None:
        flags.append(Flag(line, field, sample, marker, reason, raw))

    seen[sample]  # a tube without any usable marker is still a tube
    if known is not None and marker not in known and marker not in SEX_MARKERS:
        flag(columns.marker, "unknown marker", row[columns.marker])
        return
    genotype, problem = _genotype(row, columns, marker)
    if problem is not None:
        flag(*problem)
        unusable.add((sample, marker))
    earlier = seen[sample].get(marker)
    if marker in seen[sample] and not same_genotype(earlier, genotype):
        flag(columns.marker, "two different results for one marker", row[columns.marker])
        unusable.add((sample, marker))
    seen[sample][marker] = genotype


def _genotype(
    row: Mapping[str, str], columns: _Columns, marker: str
) -> tuple[Genotype, tuple[str, str, str] | None]:
    """The result of one row, or the field, reason and raw value that make it unusable."""
    found: list[str] = []
    for column in columns.alleles:
        raw = row[column]
        if raw.upper() in _EMPTY:
            continue
        allele = read_allele(raw, marker)
        if allele is None:
            reason = "off-ladder allele" if raw.upper() == "OL" else "unreadable allele"
            return None, (column, reason, raw)
        if allele not in found or len(found) == 1:
            found.append(allele)
    if len(found) > 2:
        return None, (columns.alleles[2], "more than two alleles", " ".join(found))
    if not found:
        return None, None
    if len(found) == 1:
        return (found[0], None), None
    return (found[0], found[1]), None


def read_allele(raw: str, marker: str) -> str | None:
    """An allele as the tables name it, None if it is no allele of this marker."""
    if marker in SEX_MARKERS:
        return raw.upper() if raw.upper() in ("X", "Y") else None
    whole = raw.removesuffix(".0")
    return whole if whole.isascii() and repeat_number(whole) is not None else None
