"""How a Kazakh or Arabic name is written by a clerk of another script: the usual way and others.

Letter tables from general knowledge of the alphabets; each letter lists the ways it is written,
the usual one first.
"""

from __future__ import annotations

import random

RU = {
    "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и",
}  # fmt: skip

LATIN: dict[str, tuple[str, ...]] = {
    "а": ("a",), "ә": ("a", "a", "ae", "e"), "б": ("b",), "в": ("v", "w"), "г": ("g",),
    "ғ": ("g", "gh"), "д": ("d",), "е": ("e", "e", "ye"), "ё": ("yo", "io"), "ж": ("zh", "j"),
    "з": ("z",), "и": ("i",), "й": ("y", "i"), "к": ("k",), "қ": ("k", "q"), "л": ("l",),
    "м": ("m",), "н": ("n",), "ң": ("n", "ng"), "о": ("o",), "ө": ("o", "u"), "п": ("p",),
    "р": ("r",), "с": ("s",), "т": ("t",), "у": ("u", "w"), "ұ": ("u", "u", "o"),
    "ү": ("u", "u", "i"), "ф": ("f",), "х": ("kh", "h"), "һ": ("h",), "ц": ("ts",),
    "ч": ("ch",), "ш": ("sh",), "щ": ("shch", "sh"), "ы": ("y", "i"), "і": ("i", "y"),
    "э": ("e",), "ю": ("yu", "iu"), "я": ("ya", "ia"), "ь": ("",), "ъ": ("",),
}  # fmt: skip

ARABIC: dict[str, tuple[str, ...]] = {
    "а": ("ا", "ا", ""), "ә": ("ا", "ا", "ي"), "б": ("ب",), "в": ("ف", "و"), "г": ("غ", "ك", "ج"),
    "ғ": ("غ",), "д": ("د",), "е": ("ي", "", "ا"), "ё": ("يو",), "ж": ("ج", "ج", "ز"),
    "з": ("ز",), "и": ("ي",), "й": ("ي",), "к": ("ك",), "қ": ("ق", "ق", "ك"), "л": ("ل",),
    "м": ("م",), "н": ("ن",), "ң": ("نغ", "ن", "نك"), "о": ("و",), "ө": ("و",), "п": ("ب",),
    "р": ("ر",), "с": ("س", "س", "ص"), "т": ("ت", "ت", "ط"), "у": ("و",), "ұ": ("و",),
    "ү": ("و",), "ф": ("ف",), "х": ("خ", "ح"), "һ": ("ه",), "ц": ("تس",), "ч": ("تش",),
    "ш": ("ش",), "щ": ("ش",), "ы": ("ي", ""), "і": ("ي", ""), "э": ("ا",), "ю": ("يو",),
    "я": ("يا",), "ь": ("",), "ъ": ("",),
}  # fmt: skip
_ARABIC_START = {
    "а": ("أ", "ا"), "ә": ("أ", "ا"), "е": ("ي", "إ"), "э": ("إ", "ا"), "и": ("إ", "ا"),
    "і": ("إ", "ا"), "о": ("أو", "او"), "ө": ("أو", "او"), "у": ("أو", "او"), "ұ": ("أو", "او"),
    "ү": ("أو", "او"), "ы": ("إ", "ا"),
}  # fmt: skip


def russian(kazakh: str, rng: random.Random | None = None) -> str:
    """Kazakh Cyrillic in Russian letters: one usual way."""
    del rng
    return "".join(RU.get(letter, letter) for letter in kazakh)


def latin(kazakh: str, rng: random.Random | None = None) -> str:
    """Cyrillic in Latin letters; with `rng` each letter in one of its ways."""
    return "".join(_one(LATIN.get(letter, (letter,)), rng) for letter in kazakh)


def arabic(kazakh: str, rng: random.Random | None = None) -> str:
    """Cyrillic in Arabic letters; a last а is always written."""
    out = []
    for at, letter in enumerate(kazakh):
        ways = ARABIC.get(letter, (letter,))
        if at == 0:
            ways = _ARABIC_START.get(letter, ways)
        elif at == len(kazakh) - 1 and letter in "аә":
            ways = ("ا", "ا", "ه")
        out.append(_one(ways, rng))
    return "".join(out)


def _one(ways: tuple[str, ...], rng: random.Random | None) -> str:
    return ways[0] if rng is None else rng.choice(ways)


def slip(text: str, rng: random.Random) -> str:
    """One slip of the pen: two letters exchanged, one lost or one doubled."""
    if len(text) < 3:
        return text
    at = rng.randrange(len(text) - 1)
    kind = rng.random()
    if kind < 0.4:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind < 0.8:
        return text[: at + 1] + text[at + 2 :]
    return text[: at + 1] + text[at] + text[at + 1 :]
