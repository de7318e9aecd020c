"""Words for what received lists say in codes: nobody has to know a column's name to read a page."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from jusan.core.places.models import Place
from jusan.tracing.importers.layouts import LAYOUTS
from jusan.web import words


def _columns():
    for layout in LAYOUTS.values():
        for part in layout.parts:
            yield from part.names
            yield from part.plain
            yield from (part.sex, part.birth, part.birth_kind)


def test_every_column_of_a_received_list_has_its_word():
    guessed = {column for column in _columns() if words.property_of(column) not in _worded()}
    assert guessed - {""} == set()


def _worded():
    """Properties that have a word of their own, not one made of their code."""
    plain = {one.property for it in LAYOUTS.values() for p in it.parts for one in p.plain.values()}
    known = {*plain, "name", "birth", "sex", "mother_name", "father_name", "spouse_name", "kunya"}
    with translation.override("ar"):
        return {
            name
            for name in known | {"birth_kind", "father_fate", "father_nationality"}
            if words.property_word(name) != name.replace("_", " ").capitalize()
        }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("relation_claimed", "maternal_uncle", "mother's brother"),
        ("claimant_relation", "paternal_grandfather", "father's father"),
        ("birth_kind", "age", "an age in years"),
        ("born_where", "home", "at home"),
        ("extract_kind", "birth_record", "birth record"),
        ("sought_sex", "F", "female"),
        ("siblings_said", "Ilyas;Sumaya", "Ilyas, Sumaya"),
        ("remarks", "home", "home"),
        ("relation_claimed", "second cousin", "second cousin"),
    ],
)
def test_a_code_is_said_in_words_and_free_words_stay(name, value, said):
    assert words.value_word(name, value) == said


def test_a_span_of_birth_is_said_as_short_as_it_is_known():
    assert words.compared_word("birth", "2024-06-10/2024-06-10") == "2024-06-10"
    assert words.compared_word("birth", "2026-01-01/2026-12-31") == "2026"
    assert words.compared_word("birth", "2026-03-01/2026-05-31") == "2026-03-01 – 2026-05-31"
    assert words.compared_word("name", "Aisha/Aysha") == "Aisha/Aysha"


def _said(name, value):
    context = Context({"request": RequestFactory().get("/"), "name": name, "value": value})
    return Template("{% load jusan %}{% said_word name value %}").render(context)


def test_a_place_is_called_by_its_name_in_the_readers_language(office):
    Place.objects.create(slug="P-WELL", kind="prison", name_en="The well", name_ar="البئر")
    assert _said("site", "P-WELL") == '<bdi title="P-WELL">The well</bdi>'
    with translation.override("ar"):
        assert "البئر" in _said("region", "P-WELL")
        assert "البئر" in _said("place_seen", "P-WELL")
        assert str(Place.objects.get(slug="P-WELL")) == "البئر"
    assert _said("remarks", "P-WELL") == "<bdi>P-WELL</bdi>"
    assert _said("site", "<b>") == "<bdi>&lt;b&gt;</bdi>"


def test_arabic_lists_have_the_arabic_comma():
    listed = Template("{% load jusan %}a{% comma %}b")
    assert listed.render(Context({})) == "a, b"
    with translation.override("ar"):
        assert listed.render(Context({})) == "a، b"
