"""Profile tables of any size, read in blocks: CSV with one row a person or one row a marker.

What a file is, its header says (GeneMapper's table export is one row a marker, split by tabs).
Only a block of rows is in memory at a time. Column names decide, never positions; a column that
is neither a person's nor a marker of the frequencies is refused, unless it is named to be skipped:
a marker misspelt would otherwise be lost without a word.
"""

import csv
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TextIO

import numpy as np

from jusan.kinship.errors import FileFormatError
from jusan.kinship.loci import canonical_marker
from jusan.kinship.pedigrees import Sex
from jusan.kinship.profiles import Profile
from jusan.kinship.search.codes import Codebook, Codes
from jusan.kinship.search.results import Column, Reading, is_passed_over, sex_of, sex_of_amelogenin
from jusan.kinship.search.scan import TASK_ROWS, Block

_PERSON = ("person", "sample name", "sample", "id")
_SIDES = (" 1", " 2"), ("_1", "_2"), (".1", ".2")


class Source(Protocol):
    """A database that can be read from the start as often as needed."""

    notes: dict[str, str]
    told: Callable[[int], None] | None

    @property
    def total(self) -> int:
        """What `told` counts up to: bytes, rows or parts."""
        ...

    def blocks(self, codebook: Codebook) -> Iterator[Block]:
        """The rows, in blocks. Raises FileFormatError with file, line, field, expectation."""
        ...

    def unlisted(self, codebook: Codebook) -> dict[str, set[str]]:
        """Alleles by marker that the codebook does not list (one pass over everything)."""
        ...


@dataclass
class Profiles:
    """Profiles that are in memory already; `sexes` by person."""

    name: str
    profiles: Mapping[str, Profile]
    sexes: Mapping[str, Sex] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    told: Callable[[int], None] | None = None

    @property
    def total(self) -> int:
        """Number of profiles."""
        return len(self.profiles)

    def blocks(self, codebook: Codebook) -> Iterator[Block]:
        """One block."""
        ids = list(self.profiles)
        sexes = [self.sexes.get(person, "U") for person in ids]
        codes = codebook.encode([self.profiles[person] for person in ids])
        yield Block(codes, ids, sexes, self.name, range(1, len(ids) + 1))

    def unlisted(self, codebook: Codebook) -> dict[str, set[str]]:
        """Alleles by marker that the codebook does not list."""
        found: dict[str, set[str]] = {}
        for profile in self.profiles.values():
            for name, genotype in profile.items():
                position = codebook.positions.get(name)
                if position is not None and genotype is not None:
                    listed = codebook.markers[position].alleles
                    new = {a for a in genotype if a is not None and a not in listed}
                    if new:
                        found.setdefault(name, set()).update(new)
        return found


@dataclass
class ProfileTable:
    """A text table of profiles. `skip`: columns or markers that are not looked at.

    `told`: called with the bytes read so far (for a progress bar).
    """

    path: Path
    skip: Collection[str] = ()
    block_rows: int = TASK_ROWS
    told: Callable[[int], None] | None = None
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def blocks(self, codebook: Codebook) -> Iterator[Block]:
        """The rows, in blocks."""
        reading = Reading(self.path.name)
        yield from self._read(codebook, reading)
        self.notes.update(reading.notes)

    def unlisted(self, codebook: Codebook) -> dict[str, set[str]]:
        """Alleles by marker that the codebook does not list."""
        reading = Reading(self.path.name, unlisted={})
        for _ in self._read(codebook, reading):
            pass
        return reading.unlisted or {}

    def _read(self, codebook: Codebook, reading: Reading) -> Iterator[Block]:
        with self._rows(reading) as (header, rows):
            columns = {name.lower(): i for i, name in enumerate(header)}
            if len(columns) != len(header):
                raise reading.refuse("header", "a column name occurs twice")
            person = next((columns[name] for name in _PERSON if name in columns), None)
            if person is None:
                raise reading.refuse("header", "expected a column person (or Sample Name)")
            layout = _Long if "marker" in columns else _Wide
            table = layout(codebook, reading, header, person, self.skip)
            yield from table.blocks(rows, self.block_rows)

    @contextmanager
    def _rows(self, reading: Reading) -> Iterator[tuple[list[str], Iterator[list[str]]]]:
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as stream:
                first = stream.readline()
                if first.lstrip().startswith("<"):
                    raise FileFormatError(
                        f"{self.path.name}: XML, expected CSV or a GeneMapper table"
                    )
                delimiter = max("\t;,", key=first.count)
                header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter))]
                yield header, self._cells(stream, delimiter, len(header), reading)
        except (OSError, UnicodeDecodeError, csv.Error, StopIteration) as error:
            place = f"{self.path.name}, line {reading.line}"
            raise FileFormatError(f"{place}: not a readable text table ({error})") from error

    def _cells(
        self, stream: TextIO, delimiter: str, width: int, reading: Reading
    ) -> Iterator[list[str]]:
        reader = csv.reader(stream, delimiter=delimiter)
        for cells in reader:
            reading.line = reader.line_num + 1
            if len(cells) != width:
                if not any(cell.strip() for cell in cells):
                    continue
                raise FileFormatError(
                    f"{reading.file}, line {reading.line}: {len(cells)} fields, expected {width}"
                )
            yield cells
            if self.told and reading.line % 4096 == 0:
                self.told(stream.buffer.tell())


class _Wide:
    """One row a person: a column a marker (`15/16`), or two (`D3S1358 1`, `D3S1358 2`)."""

    def __init__(
        self,
        codebook: Codebook,
        reading: Reading,
        header: Sequence[str],
        person: int,
        skip: Collection[str],
    ) -> None:
        self._codebook, self._reading, self._person = codebook, reading, person
        self._sex: int | None = None
        self._amelogenin: list[int] = []
        self._fields: list[tuple[Column, list[int]]] = []
        self._header = header
        skipped = {name.lower() for name in skip}
        places: dict[str, list[int]] = {}
        for i, name in enumerate(header):
            if name.lower() == "sex":
                self._sex = i
            elif i != person and name.lower() not in skipped:
                places.setdefault(_marker_of(name), []).append(i)
        for marker, columns in places.items():
            self._add(marker, columns, skipped)

    def _add(self, marker: str, columns: list[int], skipped: Collection[str]) -> None:
        position = self._codebook.positions.get(marker)
        if marker == "AMEL":
            self._amelogenin = columns
        if marker.lower() in skipped or is_passed_over(marker):
            return
        if position is None:
            raise self._reading.refuse(
                self._header[columns[0]],
                "unknown marker, expected one of the frequencies (or name it to be skipped)",
            )
        if len(columns) > 2:
            raise self._reading.refuse(marker, f"{len(columns)} columns, expected one or two")
        self._fields.append((Column(self._codebook, position, self._reading), columns))

    def blocks(self, rows: Iterator[list[str]], size: int) -> Iterator[Block]:
        """The rows, `size` at a time."""
        ids: list[str] = []
        sexes: list[Sex] = []
        lines = array("q")
        codes = array("H")
        for cells in rows:
            name = cells[self._person].strip()
            if not name:
                raise self._reading.refuse(self._header[self._person], "empty, expected an id")
            ids.append(name)
            sexes.append(self._sex_of(cells))
            lines.append(self._reading.line)
            codes.extend(
                [
                    column[cells[places[0]]]
                    if len(places) == 1
                    else column[f"{cells[places[0]]}/{cells[places[1]]}"]
                    for column, places in self._fields
                ]
            )
            if len(ids) == size:
                yield self._block(codes, ids, sexes, lines)
                ids, sexes, lines, codes = [], [], array("q"), array("H")
        if ids:
            yield self._block(codes, ids, sexes, lines)

    def _sex_of(self, cells: Sequence[str]) -> Sex:
        if self._sex is not None and cells[self._sex].strip():
            return sex_of(cells[self._sex], self._reading, self._header[self._sex])
        return sex_of_amelogenin("/".join(cells[i] for i in self._amelogenin))

    def _block(
        self, codes: "array[int]", ids: list[str], sexes: list[Sex], lines: "array[int]"
    ) -> Block:
        rows: Codes = self._codebook.blank(len(ids))
        positions = [column.position for column, _ in self._fields]
        if positions:
            rows[:, positions] = np.frombuffer(codes, dtype=np.uint16).reshape(len(ids), -1)
        return Block(rows, ids, sexes, self._reading.file, lines)


class _Long:
    """One row a marker: columns marker, allele 1, allele 2; a person's rows stand together."""

    def __init__(
        self,
        codebook: Codebook,
        reading: Reading,
        header: Sequence[str],
        person: int,
        skip: Collection[str],
    ) -> None:
        self._codebook, self._reading, self._person = codebook, reading, person
        lowered = [name.lower() for name in header]
        self._marker = lowered.index("marker")
        self._alleles = [i for i, name in enumerate(lowered) if name.startswith("allele")]
        if not self._alleles:
            raise reading.refuse("header", "expected columns allele 1 and allele 2")
        self._sex = lowered.index("sex") if "sex" in lowered else None
        self._skip = {name.lower() for name in skip}
        self._columns: dict[str, Column | str | None] = {}
        self._seen: set[str] = set()

    def blocks(self, rows: Iterator[list[str]], size: int) -> Iterator[Block]:
        """The persons, `size` at a time."""
        ids: list[str] = []
        sexes: list[Sex] = []
        lines: list[int] = []
        profiles: list[dict[int, int]] = []
        for cells in rows:
            name = cells[self._person].strip()
            if not ids or name != ids[-1]:
                self._start(name)
                if len(ids) == size:
                    yield self._block(profiles, ids, sexes, lines)
                    ids, sexes, lines, profiles = [], [], [], []
                ids.append(name)
                sexes.append("U")
                lines.append(self._reading.line)
                profiles.append({})
            sex = self._take(cells, profiles[-1])
            if sex != "U":
                sexes[-1] = sex
        if ids:
            yield self._block(profiles, ids, sexes, lines)

    def _start(self, name: str) -> None:
        if not name:
            raise self._reading.refuse("person", "empty, expected an id")
        if name in self._seen:
            raise self._reading.refuse("person", f"the rows of {name!r} do not stand together")
        self._seen.add(name)

    def _take(self, cells: Sequence[str], profile: dict[int, int]) -> Sex:
        """Note one result; returns what the row says about the sex."""
        raw = "/".join(cells[i].strip() for i in self._alleles if cells[i].strip())
        name = cells[self._marker]
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self._column(name)
        if isinstance(column, Column):
            code = column[raw]
            if profile.setdefault(column.position, code) != code:
                self._reading.note(name, raw, "two different results for one marker")
                profile[column.position] = self._codebook.offsets[column.position]
        elif column == "AMEL" and self._sex is None:
            return sex_of_amelogenin(raw)
        if self._sex is not None:
            return sex_of(cells[self._sex], self._reading, "sex")
        return "U"

    def _column(self, name: str) -> Column | str:
        marker = canonical_marker(name)
        if marker.lower() in self._skip or name.lower() in self._skip or is_passed_over(marker):
            return marker
        position = self._codebook.positions.get(marker)
        if position is None:
            raise self._reading.refuse(
                "marker",
                f"{name!r} is unknown, expected a marker of the frequencies "
                "(or name it to be skipped)",
            )
        return Column(self._codebook, position, self._reading)

    def _block(
        self,
        profiles: Sequence[Mapping[int, int]],
        ids: list[str],
        sexes: list[Sex],
        lines: list[int],
    ) -> Block:
        rows = self._codebook.blank(len(ids))
        for row, profile in zip(rows, profiles, strict=True):
            row[list(profile)] = list(profile.values())
        return Block(rows, ids, sexes, self._reading.file, lines)


def _marker_of(column: str) -> str:
    """The marker of a column name, without the number of a two-column marker."""
    for pair in _SIDES:
        if column.endswith(pair):
            return canonical_marker(column[: -len(pair[0])])
    return canonical_marker(column)
