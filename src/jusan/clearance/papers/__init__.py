"""Official papers as PDF in English, Kazakh, Russian and Arabic, made from one record each.

F2 mother's statement, F7 note verbale with its annex of children, F10 act of transfer.
"""

from __future__ import annotations

from jusan.clearance.papers.canonical import record_hash
from jusan.clearance.papers.errors import (
    FontMissingError,
    PaperError,
    RecordError,
    TextMissingError,
    TypesettingError,
)
from jusan.clearance.papers.record import (
    ActOfTransfer,
    Birth,
    ChildEntry,
    ChildPosition,
    Head,
    Localised,
    MothersStatement,
    Names,
    NoteVerbale,
    NotTransferred,
    Paper,
    Party,
)
from jusan.clearance.papers.render import render, render_pages
from jusan.clearance.papers.wording import Language
from jusan.clearance.papers.words import in_words

__all__ = [
    "ActOfTransfer",
    "Birth",
    "ChildEntry",
    "ChildPosition",
    "FontMissingError",
    "Head",
    "Language",
    "Localised",
    "MothersStatement",
    "Names",
    "NotTransferred",
    "NoteVerbale",
    "Paper",
    "PaperError",
    "Party",
    "RecordError",
    "TextMissingError",
    "TypesettingError",
    "in_words",
    "record_hash",
    "render",
    "render_pages",
]
