"""Frequency tables in the layouts that laboratories publish, told apart by their first line.

- long: CSV with the columns marker, allele, freq;
- matrix (STRBase, STRidER): a header `Allele` and one column a marker, a row for each allele; empty
  is zero; rows named N, 2N, n or Total count samples and are passed over;
- Familias text: the marker's name on a line of its own, below it `allele<TAB>frequency`, an empty
  line between markers.

Decimal commas are refused, not guessed.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from jusan.kinship.errors import FileFormatError
from jusan.kinship.frequencies import FrequencyTable
from jusan.kinship.loci import canonical_marker

MAX_BYTES = 20_000_000
_SIZES = {"n", "2n", "total", "sample size", "samples", "number of samples"}
_NOTHING = {"", "-", "."}


def read_frequencies(path: str | Path) -> FrequencyTable:
    """A table in any of the layouts. Raises FileFormatError with file, line, field, expectation."""
    path = Path(path)
    lines = _lines(path)
    first = next((line for line in lines if line.strip()), "")
    cells = [cell.strip().lower() for cell in next(csv.reader([first]), [])]
    if {"marker", "allele", "freq"} <= set(cells):
        return FrequencyTable.read_csv(path)
    delimiter = _delimiter(first)
    if delimiter is not None and first.split(delimiter)[0].strip().strip('"').lower() in (
        "allele",
        "alleles",
    ):
        return FrequencyTable.of(path.stem, _matrix(lines, delimiter, path.name), path.name)
    return FrequencyTable.of(path.stem, _familias(lines, path.name), path.name)


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileFormatError(f"{path.name}: larger than {MAX_BYTES:,} bytes")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileFormatError(f"{path.name}: not a readable UTF-8 text file ({error})") from error
    if not any(line.strip() for line in lines):
        raise FileFormatError(f"{path.name}: no frequencies, expected at least one row")
    return lines


def _delimiter(line: str) -> str | None:
    return next((sign for sign in ("\t", ";", ",") if sign in line), None)


def _matrix(lines: Sequence[str], delimiter: str, name: str) -> dict[str, dict[str, float]]:
    rows = _rows(lines, delimiter)
    number, header = next(rows)
    markers = [canonical_marker(cell) for cell in header[1:]]
    for column, marker in enumerate(markers, start=2):
        if not marker or markers.index(marker) != column - 2:
            raise FileFormatError(
                f"{name}, line {number}, column {column}: {marker!r}, "
                "expected the name of a marker that no other column has"
            )
    table: dict[str, dict[str, float]] = {marker: {} for marker in markers}
    seen: set[str] = set()
    for number, cells in rows:
        allele = cells[0]
        if allele.lower() in _SIZES:
            continue
        if len(cells) > len(header):
            raise FileFormatError(
                f"{name}, line {number}: {len(cells)} fields, expected {len(header)}"
            )
        if not allele or allele in seen:
            raise FileFormatError(
                f"{name}, line {number}, field {header[0]}: {allele!r}, expected an allele that "
                "no other row has"
            )
        seen.add(allele)
        for marker, cell in zip(markers, cells[1:], strict=False):
            if cell not in _NOTHING:
                freq = _freq(cell, f"{name}, line {number}, field {marker}")
                if freq > 0:
                    table[marker][allele] = freq
    empty = [marker for marker, row in table.items() if not row]
    if empty:
        raise FileFormatError(f"{name}: marker {empty[0]} has no frequencies")
    return table


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, start=1):
        if line.strip(delimiter + ' \t"'):
            yield number, [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]


def _familias(lines: Sequence[str], name: str) -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    marker: str | None = None
    for number, line in enumerate(lines, start=1):
        where = f"{name}, line {number}"
        cells = [cell.strip() for cell in line.split("\t")]
        cells = cells if len(cells) > 1 else line.split()
        if not any(cells):
            marker = None
        elif marker is None:
            marker = canonical_marker(line)
            if marker in table:
                raise FileFormatError(f"{where}: marker {marker} is given twice")
            table[marker] = {}
        elif len([cell for cell in cells if cell]) == 2:
            allele, raw = (cell for cell in cells if cell)
            if allele in table[marker]:
                raise FileFormatError(f"{where}: {marker} {allele} has two frequencies")
            table[marker][allele] = _freq(raw, f"{where}, field frequency")
        else:
            raise FileFormatError(
                f"{where}: {line.strip()[:40]!r}, expected an allele, a tab and its frequency "
                "(or an empty line before the next marker)"
            )
    empty = [marker for marker, row in table.items() if not row]
    if empty:
        raise FileFormatError(f"{name}: marker {empty[0]} has no frequencies")
    return table


def _freq(raw: str, where: str) -> float:
    try:
        value = float(raw)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise FileFormatError(f"{where}: {raw!r}, expected a number 0 to 1 with a decimal point")
    return value
