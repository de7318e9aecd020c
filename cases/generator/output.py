"""Writes tables as CSV, XLSX and TOML, byte for byte the same for the same content."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

#: Columns and rows of one file; how they are written follows from the file's ending.
Table = tuple[list[str], list[dict[str, Any]]]
#: What a writer hands over: the path within the folder, and a table or a whole text.
Files = dict[str, Table | str]

#: A fixed time for everything that office formats want to stamp.
STAMP = datetime(2031, 3, 11)


def write(out: Path, files: Files) -> None:
    """Write files under ``out``: text as it is, tables as CSV, XLSX or tab-separated TXT."""
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_bytes(content.encode())
        else:
            path.write_bytes(_FORMATS[path.suffix](*content))


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> bytes:
    """UTF-8, comma, LF, header first; values as text."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _tsv(columns: list[str], rows: list[dict[str, Any]]) -> bytes:
    """UTF-8, tab, LF, no quoting."""
    lines = [columns, *([row[name] for name in columns] for row in rows)]
    return ("\n".join("\t".join(line) for line in lines) + "\n").encode()


def _xlsx(columns: list[str], rows: list[dict[str, Any]]) -> bytes:
    """One sheet of plain values; archive times and document times fixed."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = STAMP
    sheet = book.worksheets[0]
    sheet.title = "list"
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(c, "") or None for c in columns])
    raw = io.BytesIO()
    book.save(raw)
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for item in sorted(source.namelist()):
            info = zipfile.ZipInfo(item, date_time=(2031, 3, 11, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED  # deflate differs between zlib builds
            target.writestr(info, _unstamp(item, source.read(item)))
    return fixed.getvalue()


_FORMATS = {".csv": _csv, ".txt": _tsv, ".xlsx": _xlsx}


def _unstamp(name: str, data: bytes) -> bytes:
    """openpyxl writes the time of saving into core.xml; put the fixed one there."""
    if name != "docProps/core.xml":
        return data
    fixed = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ")
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fixed.encode(), data)


def toml_value(value: Any) -> str:
    """A TOML literal for str, bool, number, date and flat lists."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_value(v) for v in value) + "]"
    return str(value)


def toml_table(header: str, values: dict[str, Any]) -> str:
    """``[header]`` with its keys."""
    lines = [header] + [f"{k} = {toml_value(v)}" for k, v in values.items()]
    return "\n".join(lines) + "\n"
