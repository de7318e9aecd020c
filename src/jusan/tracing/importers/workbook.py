"""Reading an XLSX list safely: sizes before parsing, formulas as data, structure refused whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import DEFUSEDXML, load_workbook

from jusan.core.errors import BadInput
from jusan.core.feeds.tables import Row

if not DEFUSEDXML:  # openpyxl reads through defusedxml where it is installed, and else without
    raise ImportError("defusedxml is needed: without it a list may hold entities that grow")

#: A list of some thousand lines unpacks to a few MB; a bomb to gigabytes.
MAX_UNPACKED = 64 * 1024 * 1024
MAX_ENTRIES = 200
MAX_RATIO = 200
MAX_ROWS = 50_000
#: A row is padded to this width, however far right a stray cell stands.
MAX_COLUMNS = 100
#: Parts that a plain list does not have: macros, links to other files, embedded objects.
_FOREIGN = ("vbaproject", "externallink", "embeddings/", "activex", "connections.xml")


def read_xlsx(file: str, content: bytes, required: frozenset[str]) -> Iterator[Row]:
    """Rows of the first sheet. Raises BadInput for anything that is not a plain list."""
    _check_archive(file, content)
    lines = _lines(file, content)
    header = next(lines, [])
    while header and not header[-1]:
        header.pop()
    _check_header(file, header, required)
    for number, texts in enumerate(lines, start=2):
        if number > MAX_ROWS:
            raise BadInput(
                "%(file)s, line %(number)s: at most %(most)s lines are taken",
                file=file,
                number=number,
                most=MAX_ROWS,
            )
        if any(texts):
            yield Row(file, number, dict(zip(header, texts, strict=False)))


def _lines(file: str, content: bytes) -> Iterator[list[str]]:
    """Every line of the first sheet as texts. A sheet may break in its middle, too."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        for cells in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
            yield [_text(cell) for cell in cells]
    except Exception as error:  # openpyxl raises many kinds for a broken workbook
        raise BadInput(
            "%(file)s: expected an XLSX workbook (%(fault)s)", file=file, fault=type(error).__name__
        ) from None


def _check_archive(file: str, content: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise BadInput("%(file)s: expected an XLSX workbook", file=file) from None
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise BadInput("%(file)s: unpacks to more than a list can be", file=file)
    if any(mark in entry.filename.lower() for entry in entries for mark in _FOREIGN):
        raise BadInput("%(file)s: expected a plain list without macros or links", file=file)


def _check_header(file: str, header: list[str], required: frozenset[str]) -> None:
    for name in sorted(required - set(header)):
        raise BadInput(
            "%(file)s, line 1: expected the column %(field)s", file=file, line=1, field=name
        )
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        raise BadInput(
            "%(file)s, line 1: the column %(field)s stands twice", file=file, line=1, field=name
        )


def _text(cell: Any) -> str:
    """A cell as text. A formula arrives as the text that it is, and is never computed."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    formula = getattr(cell, "ref", None)
    if formula is not None:  # array and table formulas arrive as objects, not as text
        return "=" + str(getattr(cell, "text", None) or "").lstrip("=")
    return str(cell).strip()
