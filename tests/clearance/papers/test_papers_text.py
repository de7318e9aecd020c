"""What stands on the paper, read back from the PDF."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Sequence

import pdftext
import pytest

from jusan.clearance.papers import (
    ActOfTransfer,
    Language,
    MothersStatement,
    NoteVerbale,
    Paper,
    in_words,
    render,
    render_pages,
)
from jusan.clearance.papers.wording import LANGUAGES, wording


def words_of(text: str) -> list[str]:
    """The words of a sentence; Arabic ones with a ligature or vowel marks are left out.

    A PDF gives those letters in an order of its own (lam-alef is one glyph).
    """
    found = re.findall(r"[\w/.-]+", text)
    return [
        word
        for word in found
        if not re.search("ل[اأإآ]|[ىئ]", word)
        and not any(unicodedata.category(char) == "Mn" for char in word)
    ]


def assert_printed(page: str, sentences: Sequence[str], *, as_words: bool) -> None:
    for sentence in sentences:
        parts = words_of(sentence) if as_words else [sentence]
        missing = [part for part in parts if pdftext.squeeze(part).rstrip(".") not in page]
        assert not missing, f"{missing} of {sentence!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_stand_in_every_script_in_which_they_are_known(
    paper: Paper, language: Language
) -> None:
    page = pdftext.text_of(render(paper, language, pretty=True))
    for part in ("Amina Serikova", "Әмина Серікқызы Серікова"):
        assert pdftext.squeeze(part) in page
    for part in ("أمينة", "سيريكوفا", "يوسف"):
        assert part in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_stand_in_figures_and_in_words(act: ActOfTransfer, language: Language) -> None:
    children = [
        dataclasses.replace(
            act.children[0],
            case_id=f"S-{number}",
            wristband_no=f"W-{number}",
            document_no=f"C-{number}",
        )
        for number in range(23)
    ]
    page = pdftext.text_of(
        render(dataclasses.replace(act, children=tuple(children)), language, pretty=True)
    )
    say = wording(language)
    for count, key in ((24, "f10.count_listed"), (23, "f10.count_given"), (1, "f10.count_kept")):
        assert_printed(page, [say(key)], as_words=language == "ar")
        assert_printed(page, [in_words(count, language)], as_words=language == "ar")
        assert str(count) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_says_when_who_and_what(act: ActOfTransfer, language: Language) -> None:
    page = pdftext.text_of(render(act, language, pretty=True))
    say = wording(language)
    assert_printed(
        page,
        [
            say("f10.title"),
            say("f10.leg.host_to_mission"),
            say("condition.under_treatment"),
            say("reason.not_fit"),
            say("f10.giver"),
            say("f10.receiver"),
        ],
        as_words=language == "ar",
    )
    for value in ("S-0014", "W-771-K", "BM-14", "G-03", "01:30", "22:30", "Salbutamol", "39.1"):
        assert value in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_birth_date_shows_what_is_not_known(note: NoteVerbale, language: Language) -> None:
    page = pdftext.text_of(render(note, language, pretty=True))
    for value in ("09.03.2025", "XX.08.2027", "01.07.2029", "114/2031"):
        assert value in page
    say = wording(language)
    assert_printed(page, [say("child.incomplete"), say("child.known.year")], as_words=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_says_that_nothing_hangs_on_it(
    statement: MothersStatement, language: Language
) -> None:
    page = pdftext.text_of(render(statement, language, pretty=True))
    say = wording(language)
    sentences = [
        say("f2.no_link"),
        say("f2.rights"),
        say("f2.outcome.consent"),
        say("f2.outcome.refused"),
    ]
    assert_printed(page, sentences, as_words=language == "ar")
    assert pdftext.squeeze("Let her go to school.") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_opens_and_closes_as_notes_do(note: NoteVerbale, language: Language) -> None:
    page = pdftext.text_of(render(note, language, pretty=True))
    say = wording(language)
    sentences = [
        say("f7.opening_embassy"),
        *say.several("f7.requests"),
        say("f7.closing_embassy"),
        say("f7.confidential"),
    ]
    assert_printed(page, sentences, as_words=language == "ar")


def test_pages_are_numbered_to_the_last(act: ActOfTransfer) -> None:
    page = pdftext.text_of(render(act, "en", pretty=True))
    count = len(render_pages(act, "en", ppi=20))
    assert count > 1
    assert [f"Page{n}of{count}" in page for n in range(1, count + 2)] == [True] * count + [False]


def test_counts_stand_again_where_people_sign(act: ActOfTransfer) -> None:
    page = pdftext.text_of(render(act, "en", pretty=True))
    signed_page = page[page.index("Childrenonthelistandnottransferred#") :]
    assert "Childrentransferred:3(three)" in signed_page
    assert signed_page.index("Childrentransferred:3(three)") < signed_page.index("Signature")


def test_an_empty_leg_is_said_and_not_left_blank(act: ActOfTransfer) -> None:
    nobody = pdftext.text_of(render(dataclasses.replace(act, children=()), "en", pretty=True))
    everybody = pdftext.text_of(
        render(dataclasses.replace(act, not_transferred=()), "en", pretty=True)
    )
    assert "Nochildwastransferred." in nobody
    assert "Everychildonthelistwastransferred." in everybody


def test_the_four_languages_say_the_same_things() -> None:
    def keys(table: object, above: str = "") -> set[str]:
        if isinstance(table, dict):
            return {key for name in table for key in keys(table[name], f"{above}.{name}")}
        gaps = sorted(re.findall(r"\{\w+\}", table)) if isinstance(table, str) else []
        size = len(table) if isinstance(table, list) else 0
        return {f"{above} {size} {gaps}"}

    english = keys(wording("en").table)
    assert len(english) > 100
    for language in ("kk", "ru", "ar"):
        assert keys(wording(language).table) == english
