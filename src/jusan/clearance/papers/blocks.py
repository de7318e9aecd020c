"""The few shapes from which every paper is built; `templates/blocks.typ` draws each of them.

Blocks are plain JSON: text travels to the typesetter as data and is never read as markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
Line = dict[str, str]


def line(text: str) -> Line:
    """One line of text with the direction of its own first strong letter (UAX 9, rule P2)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return {"text": text, "dir": "rtl"}
        if kind == "L":
            return {"text": text, "dir": "ltr"}
    return {"text": text, "dir": "auto"}


def lines(value: str | Sequence[str]) -> list[Line]:
    """A value of one or several lines."""
    return [line(value)] if isinstance(value, str) else [line(text) for text in value]


def para(text: str, style: str = "normal") -> Block:
    """A paragraph; style is normal, strong, small or notice (framed)."""
    return {"kind": "para", "style": style, "text": text}


def heading(text: str, *, new_page: bool = False) -> Block:
    """A heading, on a new page if asked."""
    return {"kind": "heading", "text": text, "new_page": new_page}


def fields(rows: Sequence[tuple[str, str | Sequence[str]]]) -> Block:
    """Labels with their values, one below the other."""
    return {"kind": "fields", "rows": [_field(label, value) for label, value in rows]}


def card(title: str, rows: Sequence[tuple[str, str | Sequence[str]]]) -> Block:
    """A framed card with two columns of labels and values, kept on one page where it fits."""
    return {
        "kind": "card",
        "title": title,
        "rows": [_field(label, value) for label, value in rows],
    }


def _field(label: str, value: str | Sequence[str]) -> dict[str, Any]:
    return {"label": label, "lines": lines(value)}


def table(
    widths: Sequence[float], header: Sequence[str], rows: Sequence[Sequence[str | Sequence[str]]]
) -> Block:
    """A table whose header is repeated on every page; widths are shares of the line."""
    return {
        "kind": "table",
        "widths": list(widths),
        "header": list(header),
        "rows": [[lines(cell) for cell in row] for row in rows],
    }


def bullets(texts: Sequence[str]) -> Block:
    """A numbered list."""
    return {"kind": "bullets", "lines": [line(text) for text in texts]}


def place(role: str, who: Sequence[str], *, seal: str = "") -> Block:
    """A place to sign: the role, who signs, and the words in the frame for a seal, if any."""
    return {"role": role, "lines": lines(who), "seal": seal}


def signatures(
    places: Sequence[Block], *, above: Sequence[str], signature: str, signed_on: str
) -> Block:
    """Places to sign, three side by side, each with room for date and time.

    The sentences `above` stand on the page that is signed, so that no signature stands alone.
    """
    return {
        "kind": "signatures",
        "above": list(above),
        "places": list(places),
        "signature": signature,
        "signed_on": signed_on,
    }
