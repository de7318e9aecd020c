"""The text of a PDF made with `pretty=True`, by way of each font's ToUnicode map.

Enough of the format for the papers' own PDFs, no more. Glyphs come in the order in which they
stand on the page, left to right; `reading` turns Arabic runs round again.
"""

from __future__ import annotations

import re
import unicodedata

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.S)
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
# A literal string may hold balanced parentheses; glyph numbers never nest them deeper than this.
_IN_0 = rb"(?:\\.|[^\\()])*"
_IN_1 = rb"(?:\\.|[^\\()]|\(" + _IN_0 + rb"\))*"
_IN_2 = rb"(?:\\.|[^\\()]|\(" + _IN_1 + rb"\))*"
_LITERAL = rb"\(" + _IN_2 + rb"\)"
_PIECE = re.compile(
    rb"/(f\d+) [\d.-]+ Tf"
    rb"|(\[(?:" + _LITERAL + rb"|[^\](])*\]) TJ"
    rb"|(<[0-9A-Fa-f]*>|" + _LITERAL + rb") Tj"
    rb"|(ET)",
    re.S,
)
_STRING = re.compile(rb"<([0-9A-Fa-f]*)>|\((" + _IN_2 + rb")\)", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _unescape(match: re.Match[bytes]) -> bytes:
    found = match.group(1)
    return bytes([int(found, 8)]) if found.isdigit() else _PLAIN.get(found, found)


def _glyphs(text: bytes) -> list[int]:
    raw = b"".join(
        bytes.fromhex(hexa.decode()) if hexa else _ESCAPE.sub(_unescape, literal)
        for hexa, literal in _STRING.findall(text)
    )
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def _characters(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = bytes.fromhex(text.decode()).decode("utf-16-be")
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = first[:-1] + chr(ord(first[-1]) + step)
    return found


def runs(pdf: bytes) -> list[str]:
    """The runs of text of all pages, in the order in which they are drawn."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    found = []
    for page in objects.values():
        if b"/Type /Page\n" in page:
            contents = objects[_reference(page, b"Contents")]
            fonts = _fonts_of(objects[_reference(page, b"Resources")], objects)
            found += _runs_of_page(contents, fonts)
    return found


def _reference(body: bytes, key: bytes) -> int:
    match = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert match, f"no {key!r} in {body[:80]!r}"
    return int(match.group(1))


def _fonts_of(resources: bytes, objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    return {
        name: _characters(objects[_reference(objects[int(number)], b"ToUnicode")])
        for name, number in _FONT.findall(resources)
    }


def _runs_of_page(body: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    found, font, current = [], b"", ""
    for match in _PIECE.finditer(body):
        name, several, single, end = match.groups()
        if name:
            font = name
        elif end:
            found.append(current)
            current = ""
        else:
            codes = _glyphs(several or single)
            current += "".join(fonts[font].get(code, "\ufffd") for code in codes)
    return found


def reading(run: str) -> str:
    """A run in reading order: one of Arabic letters is turned round, marks after their letter."""
    if not any(unicodedata.bidirectional(char) == "AL" for char in run):
        return run
    return run[::-1]


def text_of(pdf: bytes) -> str:
    """All text, without spaces and invisible characters: layout puts those where it likes."""
    text = "".join(reading(run) for run in runs(pdf))
    return squeeze(text)


def squeeze(text: str) -> str:
    """Text without spaces, vowel marks and invisible characters."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in "Mn Cf")
