"""Bring a written name to one canonical form and say what was changed.

Normal forms follow Unicode Standard Annex 15; the bidirectional controls are those of Annex 9.
The caller keeps the original: this module only returns a cleaned copy and its notes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 400  # no person's name is longer; what lies beyond is noted and not compared

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = re.compile("[\u00ad\u200b\u200d\u2060\ufeff]")
# U+200C joins nothing in Persian and Kurdish: it stands where another script writes a space.
_NON_JOINER = re.compile("\u200c")
_TATWEEL = re.compile("\u0640")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")

_STEPS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("bidi controls removed", _BIDI, ""),
    ("zero-width characters removed", _ZERO_WIDTH, ""),
    ("zero-width non-joiner read as a space", _NON_JOINER, " "),
    ("control characters removed", _CONTROLS, ""),
    ("tatweel removed", _TATWEEL, ""),
    ("vowel marks removed", _ARABIC_MARKS, ""),
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A cleaned text and the notes on everything that was found in the original."""

    text: str
    notes: tuple[str, ...]


def normalise(raw: str) -> Normalised:
    """Clean `raw` of invisible characters and presentation forms; never raises.

    NFKC turns Arabic presentation forms and full-width letters into plain ones. Notes name each
    class of character found, because a direction control inside a list can hide or reorder text.
    """
    notes: list[str] = []
    text = raw
    if len(text) > MAX_CHARACTERS:
        notes.append(f"only the first {MAX_CHARACTERS} of {len(text)} characters are compared")
        text = text[:MAX_CHARACTERS]
    # Marks go before NFKC composes them: alef with madda or hamza are letters and stay.
    for note, pattern, replacement in _STEPS:
        if pattern.search(text):
            text = pattern.sub(replacement, text)
            notes.append(note)
    composed = unicodedata.normalize("NFKC", text)
    if composed != unicodedata.normalize("NFC", text):
        notes.append("compatibility forms replaced")
    # A presentation form may unfold into a tatweel with a mark.
    composed = _ARABIC_MARKS.sub("", _TATWEEL.sub("", composed))
    return Normalised(_SPACES.sub(" ", composed).strip(), tuple(notes))


_DIGITS = {
    ord(ch): str(value)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
    for value, ch in enumerate(digits)
}


def western_digits(text: str) -> str:
    """Replace Arabic-Indic and Persian digits by 0-9."""
    return text.translate(_DIGITS)
