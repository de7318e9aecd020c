"""Tab-separated tables as the command line takes them: columns by name, UTF-8, no quoting.

A file is refused whole for its structure, in one sentence with file, line and field. What stands
in a cell is never a reason here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jusan.names.errors import NameInputError
from jusan.names.scripts import Script, script_of_character


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by column name, row by row; row k stands in line k + 2 of `file`."""

    file: str
    columns: Mapping[str, tuple[str, ...]]
    rows: int

    def column(self, name: str) -> tuple[str, ...]:
        """A column, or empty cells where the file has none of that name."""
        return self.columns.get(name, ("",) * self.rows)


def read_table(path: Path, required: Sequence[str], *, unique: str | None = None) -> Table:
    """Read a file. `unique` names a column of ids: each filled in, none twice.

    Raises NameInputError for a wrong encoding (named), a missing or doubled column, a line with
    another number of fields, an empty or doubled id. A byte-order mark and CRLF are passed over.
    """
    lines = _decode(path).replace("\r\n", "\n").split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    if not lines:
        raise NameInputError(path.name, 1, required[0] if required else "", "a line of names")
    header = lines[0].split("\t")
    for name in required:
        if name not in header:
            raise NameInputError(path.name, 1, name, "a column of this name")
    for name in header:
        if name and header.count(name) > 1:
            raise NameInputError(path.name, 1, name, "one column of this name, not several")
    cells = [line.split("\t") for line in lines[1:]]
    for number, row in enumerate(cells, start=2):
        if len(row) != len(header):
            expected = f"{len(header)} fields as in line 1, there are {len(row)}"
            raise NameInputError(path.name, number, header[min(len(row), len(header)) - 1], expected)
    columns = {name: tuple(row[k] for row in cells) for k, name in enumerate(header)}
    table = Table(path.name, columns, len(cells))
    if unique is not None:
        _check_ids(table, unique)
    return table


def _check_ids(table: Table, name: str) -> None:
    seen: dict[str, int] = {}
    for line, value in enumerate(table.column(name), start=2):
        if not value:
            raise NameInputError(table.file, line, name, "an id, the field is empty")
        if value in seen:
            expected = f"an id of its own, {value!r} stands in line {seen[value]} already"
            raise NameInputError(table.file, line, name, expected)
        seen[value] = line


def _decode(path: Path) -> str:
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _looks_like_utf16(data):
        raise NameInputError(path.name, 1, "encoding", "UTF-8, the file is UTF-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        expected = f"UTF-8, the file looks like {_guess(data)}"
        raise NameInputError(path.name, line, "encoding", expected) from None


def _looks_like_utf16(data: bytes) -> bool:
    head = data[:4096]
    return len(head) > 8 and head.count(0) > len(head) // 8


def _guess(data: bytes) -> str:
    """The eight-bit encoding in which most of the letters beyond ASCII are of its own script.

    Windows-1251 writes Cyrillic and Windows-1256 Arabic in the same bytes. In running Cyrillic
    text most such bytes are small letters (0xE0 to 0xFF); Arabic puts its commonest, alef to
    yeh, at 0xC7 to 0xED with vowels of French between them.
    """
    high = bytes(byte for byte in data if byte >= 0x80)
    if not high:
        return "another encoding"
    shares = {}
    for name, script in (("cp1251", Script.CYRILLIC), ("cp1256", Script.ARABIC)):
        text = high.decode(name, errors="replace")
        shares[name] = sum(script_of_character(ch) is script for ch in text) / len(high)
    best = max(shares, key=lambda name: shares[name])
    if shares["cp1251"] > 0.95 and shares["cp1256"] > 0.95:
        small = sum(byte >= 0xE0 for byte in high) / len(high)
        best = "cp1251" if small > 0.5 or small < 0.1 else "cp1256"  # capitals: 0xC0 to 0xDF
    if shares[best] < 0.6:
        return "another eight-bit encoding"
    return {"cp1251": "Windows-1251", "cp1256": "Windows-1256"}[best]
