"""Writes tables as CSV, XLSX and TOML, byte for byte the same for the same content."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

#: Columns and rows of one CSV file.
Table = tuple[list[str], list[dict[str, Any]]]

#: A fixed time for everything that office formats want to stamp.
STAMP = datetime(2031, 3, 11)


def write_csv(path: Path, columns: list[str], rows: list[dict[str, Any]]) -> None:
    """UTF-8, comma, LF, header first; values as text."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    _write(path, buffer.getvalue().encode())


def write_tsv(path: Path, columns: list[str], rows: list[list[str]]) -> None:
    """UTF-8, tab, LF, no quoting."""
    lines = ["\t".join(r) for r in [columns, *rows]]
    _write(path, ("\n".join(lines) + "\n").encode())


def write_text(path: Path, text: str) -> None:
    """UTF-8 text with LF."""
    _write(path, text.encode())


def write_xlsx(path: Path, columns: list[str], rows: list[dict[str, Any]]) -> None:
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
    _write(path, fixed.getvalue())


def _unstamp(name: str, data: bytes) -> bytes:
    """openpyxl writes the time of saving into core.xml; put the fixed one there."""
    if name != "docProps/core.xml":
        return data
    import re

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


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_tables(out: Path, tables: dict[str, Table]) -> None:
    """Several CSV files under ``out``."""
    for name, (columns, rows) in tables.items():
        write_csv(out / name, columns, rows)
