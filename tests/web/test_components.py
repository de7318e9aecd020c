"""Components escape what they get, keep scripts apart and say what is not known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jusan.core import clock
from tests.web.rendering import render

NOON = datetime(2031, 4, 1, 12, tzinfo=UTC)


def test_a_name_is_escaped_and_isolated() -> None:
    text = render("{% person_name name %}", name="<b>Айгүл</b>")
    assert text == "<bdi>&lt;b&gt;Айгүл&lt;/b&gt;</bdi>"


def test_a_name_carries_its_script_and_source() -> None:
    name = {"text": "عائشة", "script": "ar", "source": 'H"2'}
    assert render("{% person_name name %}", name=name) == '<bdi title="ar · H&quot;2">عائشة</bdi>'


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        ({"earliest": "2024-06-01", "latest": "2026-12-31"}, "about 5 (4 to 6)"),
        ({"earliest": "2025-01-01", "latest": "2025-01-31"}, "6 years"),
        ({"earliest": "2030-01-15", "latest": "2030-01-15"}, "1 year"),
        ({"earliest": "2031-09-01", "latest": "2031-10-01"}, "0 years"),
        (None, "age unknown"),
    ],
)
def test_an_age_keeps_its_uncertainty(birth: dict[str, str] | None, said: str) -> None:
    with clock.at(NOON):
        assert render("{% age birth %}", birth=birth) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2031, 4, 4), "4 Apr 2031 (in 3 days)"),
        (date(2031, 4, 2), "2 Apr 2031 (in 1 day)"),
        (date(2031, 4, 1), "1 Apr 2031 (today)"),
        (datetime(2031, 3, 31, 23, tzinfo=UTC), "31 Mar 2031 (1 day ago)"),
        (date(2032, 4, 1), "1 Apr 2032"),
        (None, ""),
    ],
)
def test_a_day_says_how_far_away_it_is(value: date | None, said: str) -> None:
    with clock.at(NOON):
        assert render("{% day value %}", value=value) == said


def test_days_count_in_the_forms_of_each_language() -> None:
    with clock.at(NOON):
        days = [date(2031, 4, n) for n in (2, 3, 6)]
        russian = [render("{% day d %}", "ru", d=d) for d in days]
        arabic = render("{% day d %}", "ar", d=days[1])
    assert ["день" in russian[0], "дня" in russian[1], "дней" in russian[2]] == [True] * 3
    assert "يومين" in arabic


def test_a_state_is_a_shape_and_a_word() -> None:
    assert render('{% state "blocked" %}') == '<span class="state blocked">blocked</span>'
    assert render("{% state code %}", code="x<y") == '<span class="state none">x&lt;y</span>'


def test_closed_compartments_are_said_aloud() -> None:
    text = render("{% hidden closed %}", closed=["health", "protection"])
    assert "hidden: health" in text
    assert "hidden: protection" in text


def test_evidence_bars_stand_on_the_side_of_their_sign() -> None:
    items = [{"kind": "name", "log10": 2.0}, {"kind": "<x>", "log10": -1.0}]
    text = render("{% evidence_bars items %}", items=items)
    assert text.count("bar-plus") == 1
    assert text.count("bar-minus") == 1
    assert "\u2066+2.00\u2069" in text
    assert "\u2066−1.00\u2069" in text
    assert "<x>" not in text


def test_evidence_bars_turn_with_the_page() -> None:
    items = [{"kind": "name", "log10": 1.0}]
    left, right = (render("{% evidence_bars items %}", lang, items=items) for lang in ("en", "ar"))
    assert 'class="bar-plus" x="330.0"' in left
    assert 'class="bar-plus" x="70.0"' in right


def test_the_order_of_a_table_lives_in_the_address() -> None:
    source = '{% sort_head "name" "Name" %}'
    fresh = render(source, address="/?q=ai&page=3")
    assert 'aria-sort="none"' in fresh
    assert 'href="?q=ai&amp;sort=name"' in fresh
    sorted_once = render(source, address="/?sort=name")
    assert 'aria-sort="ascending"' in sorted_once
    assert 'href="?sort=-name"' in sorted_once


def test_pages_keep_the_rest_of_the_address() -> None:
    text = render("{% pager 2 120 %}", address="/?q=ai&page=2")
    assert "?q=ai&amp;page=1" in text
    assert "?q=ai&amp;page=3" in text
    assert "2 of 3" in text
    assert render("{% pager 1 50 %}").strip() == ""


def test_the_page_of_components_shows_every_fault_of_a_form(cast) -> None:
    from tests.access.walk import client_of

    page = client_of(cast.auditor).get("/components/").content.decode()
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert page.count('id="id_name_error"') == 1
    assert "Aigul &lt;Serzhan&gt;" in page
