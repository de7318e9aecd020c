"""From a received list to drafts: bytes in, lines with mentions and claims out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.errors import BadInput
from jusan.core.feeds.tables import MAX_BYTES, Row, parse_csv
from jusan.core.vault.compartments import Compartment
from jusan.tracing.importers import values
from jusan.tracing.importers.layouts import LAYOUTS, Layout, Part
from jusan.tracing.importers.workbook import read_xlsx

_ZIP = b"PK\x03\x04"


def read_rows(file: str, content: bytes, required: frozenset[str]) -> list[Row]:
    """Rows of a list, by its content: a workbook or CSV text. Raises BadInput."""
    if len(content) > MAX_BYTES:
        raise BadInput(
            "%(file)s: %(size)s bytes, at most %(most)s are taken",
            file=file,
            size=len(content),
            most=MAX_BYTES,
        )
    read = read_xlsx if content.startswith(_ZIP) else parse_csv
    return list(read(file, content, required))


def parse_list(kind: str, file: str, content: bytes) -> list[LineDraft]:
    """Parse a whole list of a kind. Raises BadInput for its structure, never for a value."""
    layout = LAYOUTS.get(kind)
    if layout is None:
        raise BadInput("%(file)s: a list is one of %(known)s", file=file, known=", ".join(LAYOUTS))
    lines = [_line(layout, row) for row in read_rows(file, content, layout.required)]
    if not lines:
        raise BadInput("%(file)s: expected at least one line under the header", file=file)
    return lines


def _line(layout: Layout, row: Row) -> LineDraft:
    on = values.day_of(row[layout.dated_by])
    there = (part for part in layout.parts if _is_there(layout, part, row))
    mentions = tuple(_mention(part, row, on) for part in there)
    if not mentions:
        raise BadInput(
            "%(file)s, line %(line)s: expected the name or number of somebody",
            file=row.file,
            line=row.line,
        )
    return LineDraft(row.line, mentions)


def _is_there(layout: Layout, part: Part, row: Row) -> bool:
    if not any(row[column] for column in part.needs):
        return False
    if part.only is None or row[part.only[0]] == part.only[1]:
        return True
    return part.catches_rest and row[part.only[0]] not in layout.values_of(part.only[0])


def _mention(part: Part, row: Row, on: date | None) -> MentionDraft:
    words = {column: row[column] for column in _open_columns(part) if row[column]}
    return MentionDraft(part.role, part.kind.value, words, tuple(_claims(part, row, on)))


def _open_columns(part: Part) -> list[str]:
    """Columns whose words are kept with the mention. What belongs to another compartment (a place,
    a court case, what was said in confidence) is kept as written by its claim alone."""
    plain = (c for c, kept in part.plain.items() if kept.compartment is Compartment.IDENTITY)
    return sorted({*part.names, *plain, part.sex, part.birth, part.birth_kind} - {""})


def _claims(part: Part, row: Row, on: date | None) -> Iterator[ClaimDraft]:
    for column, property_name in part.names.items():
        if row[column]:
            yield values.name_claim(column, row[column], property_name=property_name)
    if part.only is not None and row[part.only[0]] != part.only[1]:
        yield values.unreadable("listed_as", part.only[0], row[part.only[0]], "unknown_kind")
    if part.sex and row[part.sex]:
        yield values.sex_claim(part.sex, row[part.sex])
    if part.birth and row[part.birth]:
        kind = part.birth_kind_fixed or row[part.birth_kind]
        yield values.birth_claim(part.birth, row[part.birth], kind, on)
    for column, plain in part.plain.items():
        if row[column]:
            yield values.text_claim(plain.property, column, row[column], plain.compartment)
    for property_name, value in part.constant.items():
        yield values.text_claim(property_name, "", value)
