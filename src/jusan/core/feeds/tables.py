"""Reading the tables of an operation's folder: structure refused whole, with file, line, field.

Everything is read before anything is written. CSV as ``cases/README.md`` describes it; a cell is
data, never a formula, and control characters that turn text around are refused in ids.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jusan.core.errors import BadInput

#: Ten times the largest list seen; a 200 MB file is refused before it is read.
MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One record with where it stands. Typed access raises BadInput with file, line and field."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def need(self, name: str) -> str:
        """A value that must not be empty."""
        value = self[name]
        if not value:
            raise self.fault(name, "a value")
        return value

    def instant(self, name: str) -> datetime:
        """ISO 8601 with offset."""
        try:
            moment = datetime.fromisoformat(self.need(name))
        except ValueError:
            raise self.fault(name, "an instant like 2031-11-27T05:00:00+03:00") from None
        if moment.tzinfo is None:
            raise self.fault(name, "an instant with its offset, like ...T05:00:00+03:00")
        return moment

    def optional_instant(self, name: str) -> datetime | None:
        """An instant, or None when the cell is empty."""
        return self.instant(name) if self[name] else None

    def day(self, name: str) -> date:
        """A date YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.need(name))
        except ValueError:
            raise self.fault(name, "a date like 2031-11-27") from None

    def optional_day(self, name: str) -> date | None:
        """A date, or None when the cell is empty."""
        return self.day(name) if self[name] else None

    def yes(self, name: str) -> bool:
        """The words yes and no; empty is no."""
        if self[name] not in {"", "yes", "no"}:
            raise self.fault(name, "yes or no")
        return self[name] == "yes"

    def items(self, name: str) -> list[str]:
        """A list joined by semicolons."""
        return [item for item in self[name].split(";") if item]

    def number(self, name: str) -> int:
        """A whole number."""
        try:
            return int(self.need(name))
        except ValueError:
            raise self.fault(name, "a whole number") from None

    def fault(self, name: str, expected: str) -> BadInput:
        """The refusal for one field of this row."""
        return BadInput(
            "%(file)s, line %(line)s, field %(field)s: expected %(expected)s",
            file=self.file,
            line=self.line,
            field=name,
            expected=expected,
        )


def read_csv(folder: Path, file: str, required: frozenset[str]) -> list[Row]:
    """Rows of one CSV file of the folder; a file that does not exist is an empty one."""
    path = folder / file
    if not path.exists():
        return []
    return list(parse_csv(file, read_bytes(path, file), required))


def read_bytes(path: Path, file: str) -> bytes:
    """A file's bytes, unless it is too large."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise BadInput(
            "%(file)s: %(size)s bytes, at most %(most)s are taken",
            file=file,
            size=size,
            most=MAX_BYTES,
        )
    return path.read_bytes()


def parse_csv(file: str, content: bytes, required: frozenset[str]) -> Iterator[Row]:
    """Parse CSV bytes. Raises BadInput for encoding, header and ragged lines."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadInput(
            "%(file)s, line %(line)s: expected UTF-8 text", file=file, line=line
        ) from None
    if "\x00" in text:
        raise BadInput("%(file)s: expected text, found a NUL byte", file=file)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = next(reader, None)
        if header is None:
            raise BadInput("%(file)s, line 1: expected a header", file=file, line=1)
        _check_header(file, header, required)
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(header):
                raise BadInput(
                    "%(file)s, line %(line)s: expected %(wanted)s fields, found %(found)s",
                    file=file,
                    line=reader.line_num,
                    wanted=len(header),
                    found=len(cells),
                )
            stripped = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            yield Row(file, reader.line_num, stripped)
    except csv.Error as error:
        raise BadInput(
            "%(file)s, line %(line)s: this cannot be read as a table (%(fault)s)",
            file=file,
            line=reader.line_num,
            fault=error,
        ) from None


def _check_header(file: str, header: list[str], required: frozenset[str]) -> None:
    missing = sorted(required - set(header))
    if missing:
        raise BadInput(
            "%(file)s, line 1: expected the column %(field)s", file=file, line=1, field=missing[0]
        )
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise BadInput(
            "%(file)s, line 1: the column %(field)s stands twice", file=file, line=1, field=twice[0]
        )
