"""Text made safe to print: nothing invisible that could turn a line around or hide a letter."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX 9).
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONG: Final = re.compile(r"\S{25,}")
_CHUNK: Final = 20
_BREAK: Final = "\u200b"  # zero width space: a place where a line may end


def printable(text: str) -> str:
    """Text without bidi and other controls, each run of white space one space, in NFC form."""
    spaced = re.sub(r"\s", " ", _BIDI.sub("", text))
    kept = "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cs", "Co"))
    return re.sub(" +", " ", unicodedata.normalize("NFC", kept)).strip()


def breakable(text: str) -> str:
    """Text in which a word of 25 letters or more may break, so that it stays on the paper."""
    return _LONG.sub(lambda match: _broken(match.group()), text)


def _broken(word: str) -> str:
    return _BREAK.join(word[at : at + _CHUNK] for at in range(0, len(word), _CHUNK))


def isolated(text: str) -> str:
    """Text that keeps its own direction inside a sentence of another (first strong isolate).

    The text must be printable: an isolate of its own would otherwise close this one early.
    """
    return f"\u2068{text}\u2069"
