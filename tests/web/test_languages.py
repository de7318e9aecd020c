"""Four languages: nothing untranslated, no placeholder lost, direction and lang on every page."""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.utils import formats, translation
from hypothesis import example, given
from hypothesis import strategies as st

from jusan.web import catalogue, translations
from jusan.web.catalogue import Message

LANGUAGES = tuple(translations.PLURALS)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_untranslated(language: str) -> None:
    lacking = [f"{m.msgid!r} ({', '.join(m.places)})" for m in translations.missing(language)]
    assert lacking == [], "python -m jusan.web.translations collect, then translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    faults = []
    for message in catalogue.read(translations.path_of(language))[1:]:
        known = set(PLACEHOLDER.findall(message.msgid)) | set(PLACEHOLDER.findall(message.plural))
        for text in filter(None, message.strings):
            used = set(PLACEHOLDER.findall(text))
            if used - known or (not message.plural and used != known):
                faults.append((message.msgid, text))
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_all_forms(language: str) -> None:
    forms = translations.forms_of(language)
    plurals = [m for m in catalogue.read(translations.path_of(language)) if m.plural]
    assert plurals
    assert {len(message.strings) for message in plurals} == {forms}


def test_messages_of_code_and_templates_are_found() -> None:
    code = '_("one")\nngettext("a %(n)d", "b %(n)d", n)\npgettext("role", "x" "y")\n_(name)\n'
    page = (
        '{% load i18n %}{% trans "it\'s" %}{% trans \'two\' context "c" %}'
        "{% blocktrans count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}"
        '{% state "done" _("three") %}'
    )
    in_code = {(m.context, m.msgid, m.plural) for m in translations.messages_in_code(code, "c")}
    in_page = {(m.context, m.msgid, m.plural) for m in translations.messages_in_template(page, "p")}
    assert in_code == {("", "one", ""), ("", "a %(n)d", "b %(n)d"), ("role", "xy", "")}
    assert in_page == {
        ("", "it's", ""),
        ("c", "two", ""),
        ("", "%(n)s day", "%(n)s days"),
        ("", "three", ""),
    }


def test_collecting_keeps_translations_and_drops_what_nobody_says(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    said = [Message("", "kept", "", ()), Message("", "gone", "", ())]
    translations.update("ru", said)
    path = translations.path_of("ru")
    filled = path.read_text().replace('msgid "kept"\nmsgstr ""', 'msgid "kept"\nmsgstr "да"')
    path.write_text(filled)
    translations.update("ru", [said[0], Message("", "new", "", ())])
    rows = [(m.msgid, m.strings) for m in catalogue.read(path)[1:]]
    assert rows == [("kept", ("да",)), ("new", ("",))]


text = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x04"), min_size=1
)


@given(st.dictionaries(text, text, min_size=1, max_size=8))
@example({"0": "one\u2028two", "\u2029": "\u0085"})
def test_files_read_back_as_other_programs_read_them(tmp_path_factory, pairs) -> None:
    folder = tmp_path_factory.mktemp("po")
    head = translations.header("ru")
    messages = [head, *(Message("", key, "", (value,)) for key, value in pairs.items())]
    catalogue.write(folder / "a.po", messages)
    assert catalogue.read(folder / "a.po") == messages
    assert {e.msgid: e.msgstr for e in polib.pofile(str(folder / "a.po"))} == pairs
    loaded = gettext.GNUTranslations(io.BytesIO(catalogue.to_mo(messages)))
    assert {key: loaded.gettext(key) for key in pairs} == pairs


def test_a_spoilt_file_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "a"\nmsgstr b\n')
    with pytest.raises(ValueError, match="line 2"):
        catalogue.read(tmp_path / "a.po")


def test_catalogues_are_made_anew_only_when_old(tmp_path: Path) -> None:
    source, spare = tmp_path / "locale", tmp_path / "spare"
    path = source / "ru" / "LC_MESSAGES" / "django.po"
    catalogue.write(path, [translations.header("ru"), Message("", "yes", "", ("да",))])
    assert catalogue.compile_all(source, spare) == source
    made = path.with_suffix(".mo")
    first = made.stat().st_mtime_ns
    catalogue.compile_all(source, spare)
    assert made.stat().st_mtime_ns == first


def test_a_read_only_folder_is_compiled_into_the_data_folder(tmp_path, monkeypatch) -> None:
    source, spare = tmp_path / "locale", tmp_path / "spare"
    path = source / "ru" / "LC_MESSAGES" / "django.po"
    catalogue.write(path, [translations.header("ru"), Message("", "yes", "", ("да",))])
    monkeypatch.setattr(catalogue.os, "access", lambda *_: False)
    assert catalogue.compile_all(source, spare) == spare
    assert (spare / "ru" / "LC_MESSAGES" / "django.mo").exists()


@pytest.mark.parametrize(
    ("language", "direction", "word"),
    [
        ("en", "ltr", "Sign in"),
        ("kk", "ltr", "Кіру"),
        ("ru", "ltr", "Войти"),
        ("ar", "rtl", "دخول"),
    ],
)
def test_pages_name_their_language_and_direction(office, language, direction, word) -> None:
    client = Client()
    client.cookies["django_language"] = language
    page = client.get("/sign-in/").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert word in page


def test_the_language_switch_returns_to_the_page(office) -> None:
    client = Client()
    answer = client.post("/language/", {"language": "ar", "next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    assert 'dir="rtl"' in client.get("/sign-in/").content.decode()


def test_kazakh_dates_and_numbers_are_kazakh() -> None:
    from datetime import date

    with translation.override("kk"):
        assert formats.number_format(1234.5, 1) == "1234,5"
        assert formats.date_format(date(2031, 4, 9), "j b Y") == "9 сәу 2031"
