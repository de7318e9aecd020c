"""Which script a character, a token or a whole entry is written in."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from functools import lru_cache


class Script(StrEnum):
    """Scripts that reports arrive in; everything else is OTHER."""

    ARABIC = "arabic"
    CYRILLIC = "cyrillic"
    LATIN = "latin"
    OTHER = "other"


_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x41, 0x5A, Script.LATIN),
    (0x61, 0x7A, Script.LATIN),
    (0xC0, 0x24F, Script.LATIN),
    (0x250, 0x2AF, Script.LATIN),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x400, 0x52F, Script.CYRILLIC),
    (0x600, 0x6FF, Script.ARABIC),
    (0x750, 0x77F, Script.ARABIC),
    (0x8A0, 0x8FF, Script.ARABIC),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFE, Script.ARABIC),
)

# Letters that look alike; read as Cyrillic inside a token that is mostly Cyrillic, and back.
_LATIN_LOOK = "ABCEHIKMOPTXYaceiopxyhk"
_CYRILLIC_LOOK = "АВСЕНІКМОРТХУасеіорхуһк"
_TO_CYRILLIC = str.maketrans(_LATIN_LOOK, _CYRILLIC_LOOK)
_TO_LATIN = str.maketrans(_CYRILLIC_LOOK, _LATIN_LOOK)


@lru_cache(maxsize=4096)
def script_of_character(character: str) -> Script:
    """Script of one character; digits, marks and punctuation are OTHER."""
    code = ord(character)
    for low, high, script in _RANGES:
        if low <= code <= high:
            return script if character.isalpha() else Script.OTHER
    return Script.OTHER


@lru_cache(maxsize=65536)
def script_of(text: str) -> Script:
    """The script of most letters of `text`; ties go to the first seen; no letter gives OTHER."""
    counts = Counter(script_of_character(ch) for ch in text if ch.isalpha())
    counts.pop(Script.OTHER, None)
    return counts.most_common(1)[0][0] if counts else Script.OTHER


def scripts_in(text: str) -> frozenset[Script]:
    """All scripts that letters of `text` belong to."""
    return frozenset(script_of_character(ch) for ch in text if ch.isalpha())


def unmask(token: str) -> str:
    """Replace look-alike letters of a minority script by those of the token's own script."""
    present = scripts_in(token)
    if not {Script.CYRILLIC, Script.LATIN} <= present:
        return token
    if script_of(token) is Script.CYRILLIC:
        return token.translate(_TO_CYRILLIC)
    return token.translate(_TO_LATIN)


_SEPARATORS = re.compile(r"\s*[/|;\n]\s*|\s+[=–—]\s+")


def split_forms(text: str) -> tuple[str, ...]:
    """Split an entry that gives one name in several forms, by separator and by change of script.

    "عائشة دولت / Aisha Dawlat" and "عائشة دولت Aisha Dawlat" both give two forms.
    """
    forms: list[str] = []
    for piece in _SEPARATORS.split(text):
        forms.extend(_split_by_script(piece))
    return tuple(form for form in forms if form)


def _split_by_script(piece: str) -> list[str]:
    runs: list[tuple[Script, list[str]]] = []
    for token in piece.split():
        script = script_of(token)
        if runs and script in (runs[-1][0], Script.OTHER):
            runs[-1][1].append(token)
        else:
            runs.append((script, [token]))
    return [" ".join(tokens) for _, tokens in runs]
