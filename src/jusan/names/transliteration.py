"""From any of the scripts to the common Latin key, and from the key to sound units.

A *key* is readable ("daulet", "shaymyrdynwfa"). *Units* are the same with one character a sound:
S sh, C ch, Z zh, X kh, G gh, T th, D dh, N ng. Comparison aligns units.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from jusan.names.alphabets import (
    APOSTROPHES,
    ARABIC,
    CYRILLIC,
    KAZAKH_2017,
    LATIN_LETTERS,
)
from jusan.names.scripts import Script, script_of, unmask

_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_ACUTE_2017 = re.compile("([agincosuy])['’ʼ]")

# Spelling habits of Latin writing, longest first: French, English, German.
_DIGRAPHS: tuple[tuple[str, str], ...] = (
    ("shch", "S"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("tsh", "C"), ("dzh", "j"),
    ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("kh", "X"), ("gh", "G"), ("th", "T"), ("dh", "D"),
    ("ng", "N"), ("dj", "j"), ("dsch", "j"), ("ph", "f"), ("ck", "k"), ("ou", "u"), ("oo", "u"),
    ("ee", "i"), ("x", "X"), ("q", "q"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_NOT_KEY = re.compile("[^a-z]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def latin_key(token: str) -> str:
    """Lower-case a-z key of one token in any script; '' where nothing can be read.

    Look-alike letters from another script are read as the token's own (see `scripts.unmask`).
    """
    token = unmask(token)
    lowered = unicodedata.normalize("NFC", token.lower())
    if script_of(lowered) is Script.LATIN:
        return _latin(lowered)
    return "".join(_letter(ch) for ch in lowered)


def _letter(character: str) -> str:
    for table in (CYRILLIC, ARABIC):
        if character in table:
            return table[character]
    return _latin(character)


def _latin(text: str) -> str:
    if _APOSTROPHE.search(text):
        text = _ACUTE_2017.sub(_acute, text)
        text = _APOSTROPHE.sub("", text)
    spelled = "".join(LATIN_LETTERS.get(ch, ch) for ch in text)
    plain = unicodedata.normalize("NFD", spelled)
    return _NOT_KEY.sub("", "".join(ch for ch in plain if not unicodedata.combining(ch)))


def _acute(match: re.Match[str]) -> str:
    # "Mas'ud" writes ain, not ш: only a consonant or the end may follow a 2017 letter s or c.
    following = match.string[match.end() : match.end() + 1]
    letter = match.group(1)
    if letter in "sc" and following in tuple("aeiouy") and match.start() > 0:
        return letter
    return KAZAKH_2017[f"{letter}'"]


@lru_cache(maxsize=65536)
def sound_units(key: str) -> str:
    """One character a sound; doubled sounds are one. Input is a `latin_key`."""
    units = key
    for letters, unit in _DIGRAPHS:
        units = units.replace(letters, unit)
    units = _SOFT_C.sub("s", units).replace("c", "k")
    return _DOUBLED.sub(r"\1", units)


def transliterate(text: str) -> str:
    """The key of every token of `text`, separated by spaces."""
    return " ".join(filter(None, (latin_key(token) for token in text.split())))
