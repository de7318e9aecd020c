"""Folding names to searchable tokens, one key across scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jusan.names.parts import parse_name
from jusan.names.transliteration import latin_key

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
# Spellings that differ between scripts and officers but not to the ear: Aysha, Aisha.
_FOLD = str.maketrans({"y": "i", "w": "u", "q": "k", "e": "a", "o": "u"})
_DOUBLED = re.compile(r"(.)\1+")


def tokens_of(texts: Iterable[str]) -> set[str]:
    """Latin keys of every word in these texts (at most 60 characters each)."""
    words = {word for text in texts for word in _WORD.findall(str(text))}
    return {folded(key)[:60] for word in words if (key := latin_key(word))}


def stems_of(text: str) -> set[str]:
    """Folded stems of a name's parts: a patronymic's is the father's, a surname's has no ending."""
    stems = (latin_key(part.stem) for part in parse_name(text).parts)
    return {folded(key) for key in stems if key}


def folded(key: str) -> str:
    """A Latin key with vowels and doubled letters folded together."""
    return _DOUBLED.sub(r"\1", key.translate(_FOLD))
