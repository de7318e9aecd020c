"""Read the tab-separated tables of the command line: UTF-8, columns found by name, no quoting.

What cannot be read is refused whole, in one sentence with file, line and field.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jusan.names.errors import NameInputError

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# Most frequent letters of running Russian, Kazakh and Arabic names: what a guess is judged by.
_USUAL = {"cp1251": set("аеиоурнлсткмвбд"), "cp1256": set("اليمنرحسعبدوهتكفق")}
_SHOWN = {"cp1251": "Windows-1251 (Cyrillic)", "cp1256": "Windows-1256 (Arabic)"}


@dataclass(frozen=True, slots=True)
class Table:
    """Header and rows as they stand in the file; row k is line k + 2."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """The values of a column. Raises NameInputError when there is none of that name."""
        if name not in self.header:
            there = ", ".join(self.header)
            raise NameInputError(self.file, 1, name, f"a column of this name among: {there}")
        at = self.header.index(name)
        return [row[at] for row in self.rows]

    def unique(self, name: str) -> list[str]:
        """A column of ids. Raises NameInputError for an empty or a repeated one."""
        values = self.column(name)
        seen: dict[str, int] = {}
        for line, value in enumerate(values, start=2):
            if not value:
                raise NameInputError(self.file, line, name, "an id, and it is empty")
            if value in seen:
                first = seen[value]
                raise NameInputError(
                    self.file, line, name, f"an id of its own; {value!r} stands in line {first}"
                )
            seen[value] = line
        return values


def read_table(path: Path, columns: Sequence[str] = ()) -> Table:
    """Read a table that must have `columns`. Raises NameInputError."""
    lines = _decode(path).split("\n")
    if lines[-1] == "":
        lines.pop()
    if not lines or not lines[0].strip():
        raise NameInputError(path.name, 1, "header", "a line of column names separated by tabs")
    split = [tuple(line.removesuffix("\r").split("\t")) for line in lines]
    header = split[0]
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise NameInputError(path.name, 1, twice, "each column name once")
    for number, row in enumerate(split[1:], start=2):
        if len(row) != len(header):
            wanted = f"{len(header)} fields separated by tabs, found {len(row)}"
            raise NameInputError(path.name, number, "line", wanted)
    table = Table(path.name, header, tuple(split[1:]))
    for name in columns:
        table.column(name)
    return table


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    for mark, shown in _MARKS:
        if raw.startswith(mark):
            raise NameInputError(path.name, 1, "encoding", f"UTF-8, and the file is {shown}")
    if _in_pairs(raw[:4000]):
        raise NameInputError(path.name, 1, "encoding", "UTF-8, and the file looks like UTF-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = _guess(raw)
        expected = f"UTF-8, and the file looks like {found}" if found else "UTF-8"
        raise NameInputError(path.name, line, "encoding", expected) from None


def _in_pairs(raw: bytes) -> bool:
    """Whether every second byte is the block of a letter that names have, as in UTF-16."""
    for first in (0, 1):
        high = raw[first::2]
        if len(high) > 3 and sum(byte in (0x00, 0x04, 0x06) for byte in high) > 0.9 * len(high):
            return True
    return False


def _guess(raw: bytes) -> str | None:
    """The 8-bit code page under which most letters are usual ones; None if under neither."""
    high = [byte for byte in raw[:100_000] if byte >= 0x80]
    best, share = None, 0.4
    for page, usual in _USUAL.items():
        text = bytes(high).decode(page, errors="replace").lower()
        found = sum(letter in usual for letter in text) / len(text)
        if found > share:
            best, share = _SHOWN[page], found
    return best
