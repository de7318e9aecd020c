"""Official Latin spellings of Kazakh Cyrillic: the alphabets of 2017, 2018, 2021 and passports.

Sources: decree 569 of 26 October 2017 (apostrophes), decree 637 of 19 February 2018 (acutes), the
draft alphabet of January 2021 (umlauts, breve, cedilla), and the passport practice of ICAO
Doc 9303-3 for the Russian letters with k, g, n, o, u, i for the Kazakh ones.
"""

from __future__ import annotations

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "к": "k",
    "қ": "q", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "ұ": "u", "ф": "f", "х": "h", "һ": "h", "ь": "", "ъ": "", "э": "e",
}  # fmt: skip
_2017 = _COMMON | {
    "ә": "a'", "ғ": "g'", "и": "i'", "й": "i'", "і": "i", "ң": "n'", "ө": "o'", "у": "y'",
    "ү": "u'", "ы": "y", "ш": "s'", "щ": "s'", "ч": "c'", "ц": "ts", "ё": "i'o", "ю": "i'y'",
    "я": "i'a",
}  # fmt: skip
_2018 = _COMMON | {
    "ә": "á", "ғ": "ǵ", "и": "ı", "й": "ı", "і": "i", "ң": "ń", "ө": "ó", "у": "ý", "ү": "ú",
    "ы": "y", "ш": "sh", "щ": "sh", "ч": "ch", "ц": "ts", "ё": "ıo", "ю": "ıý", "я": "ıa",
}  # fmt: skip
_2021 = _COMMON | {
    "ә": "ä", "ғ": "ğ", "и": "i", "й": "i", "і": "ı", "ң": "ñ", "ө": "ö", "ұ": "ū", "у": "u",
    "ү": "ü", "ы": "y", "ш": "ş", "щ": "ş", "ч": "ç", "ц": "ts", "ё": "io", "ю": "iu", "я": "ia",
}  # fmt: skip
_PASSPORT = _COMMON | {
    "ә": "a", "ғ": "g", "қ": "k", "и": "i", "й": "y", "і": "i", "ң": "n", "ө": "o", "у": "u",
    "ү": "u", "ы": "y", "ж": "zh", "х": "kh", "ш": "sh", "щ": "shch", "ч": "ch", "ц": "ts",
    "ё": "yo", "ю": "yu", "я": "ya",
}  # fmt: skip

KAZAKH_LATIN: dict[str, dict[str, str]] = {
    "2017": _2017, "2018": _2018, "2021": _2021, "passport": _PASSPORT,
}  # fmt: skip


def kazakh_latin(text: str) -> tuple[str, ...]:
    """Lower-case spellings of a Cyrillic text in each alphabet, equal ones once."""
    lowered = text.lower()
    spelt = (
        "".join(table.get(letter, letter) for letter in lowered) for table in KAZAKH_LATIN.values()
    )
    return tuple(dict.fromkeys(spelt))
