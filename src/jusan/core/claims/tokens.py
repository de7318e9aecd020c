"""Folding names to searchable tokens, one key across scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jusan.names.transliteration import latin_key

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
# Spellings that differ between scripts and officers but not to the ear: Aysha, Aisha.
_FOLD = str.maketrans({"y": "i", "w": "u", "q": "k", "e": "a", "o": "u"})
_DOUBLED = re.compile(r"(.)\1+")


def tokens_of(texts: Iterable[str]) -> set[str]:
    """Latin keys of every word in these texts (at most 60 characters each)."""
    words = {word for text in texts for word in _WORD.findall(str(text))}
    return {folded(key)[:60] for word in words if (key := latin_key(word))}


def folded(key: str) -> str:
    """A Latin key with vowels and doubled letters folded together."""
    return _DOUBLED.sub(r"\1", key.translate(_FOLD))
