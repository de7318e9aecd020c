"""Counts in words, in four languages."""

from __future__ import annotations

import pytest

from jusan.clearance.papers import in_words


@pytest.mark.parametrize(
    ("number", "english", "kazakh", "russian", "arabic"),
    [
        (0, "zero", "нөл", "ноль", "صفر"),
        (2, "two", "екі", "два", "اثنان"),
        (10, "ten", "он", "десять", "عشرة"),
        (12, "twelve", "он екі", "двенадцать", "اثنا عشر"),
        (14, "fourteen", "он төрт", "четырнадцать", "أربعة عشر"),
        (20, "twenty", "жиырма", "двадцать", "عشرون"),
        (37, "thirty-seven", "отыз жеті", "тридцать семь", "سبعة وثلاثون"),
        (100, "one hundred", "жүз", "сто", "مئة"),
        (111, "one hundred and eleven", "жүз он бір", "сто одиннадцать", "مئة وأحد عشر"),
        (200, "two hundred", "екі жүз", "двести", "مئتان"),
        (
            599,
            "five hundred and ninety-nine",
            "бес жүз тоқсан тоғыз",
            "пятьсот девяносто девять",
            "خمسمئة وتسعة وتسعون",
        ),
    ],
)
def test_counts_as_a_clerk_writes_them(
    number: int, english: str, kazakh: str, russian: str, arabic: str
) -> None:
    assert [in_words(number, language) for language in ("en", "kk", "ru", "ar")] == [
        english,
        kazakh,
        russian,
        arabic,
    ]


@pytest.mark.parametrize("language", ["en", "kk", "ru", "ar"])
def test_no_two_numbers_share_their_words(language: str) -> None:
    words = [in_words(number, language) for number in range(1000)]
    assert len(set(words)) == 1000
    assert all(word == word.strip() and "-" not in word.split() for word in words)


@pytest.mark.parametrize(("number", "language"), [(-1, "en"), (1000, "ru"), (1, "de")])
def test_what_it_cannot_say_is_refused(number: int, language: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        in_words(number, language)
