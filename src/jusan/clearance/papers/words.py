"""Whole numbers from 0 to 999 in words, for counts written "14 (fourteen)".

Every language uses the form for counting without a noun (masculine in Russian and Arabic), so
that nothing has to agree with the word beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

LARGEST: Final = 999

_EN_SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS: Final = [
    "-",
    "-",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]

_KK_ONES: Final = ["нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"]
_KK_TENS: Final = [
    "-",
    "он",
    "жиырма",
    "отыз",
    "қырық",
    "елу",
    "алпыс",
    "жетпіс",
    "сексен",
    "тоқсан",
]

_RU_SMALL: Final = [
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_RU_TENS: Final = [
    "-",
    "-",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
_RU_HUNDREDS: Final = [
    "-",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
]

_AR_SMALL: Final = (
    *["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"],
    *("أحد عشر", "اثنا عشر", "ثلاثة عشر", "أربعة عشر", "خمسة عشر"),
    *("ستة عشر", "سبعة عشر", "ثمانية عشر", "تسعة عشر"),
)
_AR_TENS: Final = [
    "-",
    "-",
    "عشرون",
    "ثلاثون",
    "أربعون",
    "خمسون",
    "ستون",
    "سبعون",
    "ثمانون",
    "تسعون",
]
_AR_HUNDREDS: Final = [
    "-",
    "مئة",
    "مئتان",
    "ثلاثمئة",
    "أربعمئة",
    "خمسمئة",
    "ستمئة",
    "سبعمئة",
    "ثمانمئة",
    "تسعمئة",
]


def _below_hundred(number: int, small: Sequence[str], tens: Sequence[str], joint: str) -> str:
    """Words for 1 to 99 in a language whose tens come first."""
    if number < 20:
        return small[number]
    ten, one = divmod(number, 10)
    return tens[ten] + (joint + small[one] if one else "")


def _english(number: int) -> str:
    hundred, rest = divmod(number, 100)
    parts = [f"{_EN_SMALL[hundred]} hundred"] if hundred else []
    if rest or not hundred:
        parts.append(_below_hundred(rest, _EN_SMALL, _EN_TENS, "-"))
    return " and ".join(parts)


def _kazakh(number: int) -> str:
    if not number:
        return _KK_ONES[0]
    hundred, rest = divmod(number, 100)
    ten, one = divmod(rest, 10)
    parts = []
    if hundred:
        parts.append("жүз" if hundred == 1 else f"{_KK_ONES[hundred]} жүз")
    if ten:
        parts.append(_KK_TENS[ten])
    if one:
        parts.append(_KK_ONES[one])
    return " ".join(parts)


def _russian(number: int) -> str:
    hundred, rest = divmod(number, 100)
    parts = [_RU_HUNDREDS[hundred]] if hundred else []
    if rest or not hundred:
        parts.append(_below_hundred(rest, _RU_SMALL, _RU_TENS, " "))
    return " ".join(parts)


def _arabic(number: int) -> str:
    """Units before tens, everything joined by waw: 345 = three hundred and five and forty."""
    hundred, rest = divmod(number, 100)
    parts = [_AR_HUNDREDS[hundred]] if hundred else []
    if rest < 20:
        parts += [_AR_SMALL[rest]] if rest or not hundred else []
    else:
        ten, one = divmod(rest, 10)
        parts += [_AR_SMALL[one], _AR_TENS[ten]] if one else [_AR_TENS[ten]]
    return " و".join(parts)


_LANGUAGES: Final[dict[str, Callable[[int], str]]] = {
    "en": _english,
    "kk": _kazakh,
    "ru": _russian,
    "ar": _arabic,
}


def in_words(number: int, language: str) -> str:
    """A whole number in words.

    >>> in_words(14, "en")
    'fourteen'
    >>> in_words(121, "ru")
    'сто двадцать один'

    Raises ValueError outside 0 to 999 and for a language other than en, kk, ru, ar.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"number in words: expected 0 to {LARGEST}, got {number}")
    if language not in _LANGUAGES:
        raise ValueError(f"number in words: expected en, kk, ru or ar, got {language!r}")
    return _LANGUAGES[language](number)
