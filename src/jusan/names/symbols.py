"""Write a token as a row of symbol numbers, the form in which the transducer reads names.

Letters keep their script: nothing is romanised. Only spelling variants that never tell two names
apart are joined (Persian and Arabic kaf, rare Latin diacritics), so that every symbol is seen
often enough to learn its links. The original text is kept by the caller.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from jusan.names.alphabets import APOSTROPHES
from jusan.names.normalise import normalise
from jusan.names.scripts import Script, script_of, scripts_in, unmask

#: Longest row; a longer token is cut (no name part is longer, and time stays bounded).
MAX_SYMBOLS = 40

#: Scripts that the transducer knows, in the order of their numbers.
SCRIPTS: tuple[Script, ...] = (Script.LATIN, Script.CYRILLIC, Script.ARABIC)
OTHER = len(SCRIPTS)

# Symbol 0 stands for the edge of a token; the letters follow from 1.
ALPHABETS: tuple[str, ...] = (
    "abcdefghijklmnopqrstuvwxyz'áäāçćčéəğǵıíïńñóöōšşúüūýž",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёіәғқңөұүһўґї'",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآءؤئپچژگڤۆێەڭۇۋې",
)

# Letters of one sound and one shape class: Unicode names of the Arabic and Cyrillic blocks.
_JOINED = str.maketrans({
    "ک": "ك", "ڪ": "ك", "ګ": "گ", "ی": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ۃ": "ة",
    "ٱ": "ا", "ڵ": "ل", "ڕ": "ر", "ڑ": "ر", "ٹ": "ت", "ټ": "ت", "ڈ": "د", "ں": "ن", "ۈ": "ۇ",
    "ڨ": "ڤ", "ڠ": "غ", "ڙ": "ژ", "ҳ": "һ", "җ": "ж", "ҷ": "ч", "ӣ": "и", "ӯ": "у", "є": "е",
    "ѓ": "ґ", "ҫ": "с", "ҙ": "з", "ҡ": "қ",
    "ј": "й", "ў": "у", "ө": "ө", "ţ": "t", "ț": "t", "ș": "ş", "ł": "l", "đ": "d",
    "ð": "d", "ø": "o", "ŏ": "o", "ŭ": "ū", "ß": "s", "æ": "a", "œ": "o", "ż": "ž", "ź": "ž",
    "ś": "š", "ŝ": "š", "ģ": "g", "þ": "t", "ʙ": "b",
})  # fmt: skip
_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_NUMBERS: tuple[dict[str, int], ...] = tuple(
    {letter: number for number, letter in enumerate(alphabet, start=1)} for alphabet in ALPHABETS
)


def alphabet_sizes() -> tuple[int, ...]:
    """Symbols of each script, the edge included."""
    return tuple(len(alphabet) + 1 for alphabet in ALPHABETS)


@lru_cache(maxsize=262144)
def encode(token: str) -> tuple[int, bytes]:
    """Number of the script (3 = none that is known) and the row of symbols, at most 40.

    Letters of another script than most of the token's are passed over, look-alikes aside.
    Nothing that is written raises; a token without a known letter gives (3, b"").
    """
    text = token if token.isascii() or token.isalpha() else normalise(token).text
    text = text[: 4 * MAX_SYMBOLS]
    if len(scripts_in(text)) > 1:
        text = unmask(text)
    script = script_of(text)
    if script is Script.OTHER:
        return OTHER, b""
    number = SCRIPTS.index(script)
    known = _NUMBERS[number]
    lowered = unicodedata.normalize("NFC", text.lower()).translate(_APOSTROPHE).translate(_JOINED)
    row: list[int] = []
    for letter in lowered:
        symbol = known.get(letter)
        if symbol is None:
            symbol = known.get(unicodedata.normalize("NFD", letter)[0])
        if symbol is not None:
            row.append(symbol)
    row = row[:MAX_SYMBOLS]
    return (number, bytes(row)) if row else (OTHER, b"")


def encode_all(
    tokens: Sequence[str],
) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.int64]]:
    """Scripts (n), symbols (n, 40; zeros behind the end) and lengths (n) of tokens."""
    coded = [encode(token) for token in tokens]
    scripts = np.fromiter((script for script, _ in coded), np.int64, len(coded))
    lengths = np.fromiter((len(row) for _, row in coded), np.int64, len(coded))
    joined = b"".join(row.ljust(MAX_SYMBOLS, b"\0") for _, row in coded)
    symbols = np.frombuffer(joined, np.uint8).reshape(len(coded), MAX_SYMBOLS)
    return scripts, symbols, lengths
