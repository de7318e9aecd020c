"""The main pages in a real browser: four languages, a desk and a phone, keyboard only."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jusan.core.claims.models import Judgement
from tests.access.rows_roof import _prepared
from tests.browser.conftest import DESKTOP, PHONE
from tests.casting import child_line, receive

pytestmark = pytest.mark.browser
LANGUAGES = ["en", "kk", "ru", "ar"]


@pytest.fixture
def work(cast):
    """A found child, a flight, and two mentions that may be one person."""
    story = _prepared(cast)
    receive(
        cast.tracing_officer,
        cast.aqqu,
        child_line(2, "Aisha Dawlat", mother="Samal"),
        child_line(3, "Айша Дәулетқызы", mother="Самал"),
        tag="pair",
    )
    cast.story = story
    return cast


def _pages(cast):
    place = {"operation": cast.aqqu.slug}
    child = {**place, "person": cast.story.child}
    return [
        ("journey:home", place),
        ("journey:children", place),
        ("journey:child", child),
        ("tracing:intakes", place),
        ("tracing:review", place),
        ("clearance:board", place),
        ("clearance:child", child),
        ("diplomacy:exchanges", place),
        ("repatriation:flight", {**place, "flight": "UT-1301"}),
        ("repatriation:custody", child),
        ("journey:record", place),
    ]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_main_page_is_readable_in_every_language(work, page_for, language, viewport):
    window = page_for(work.demonstration, language, viewport)
    for name, kwargs in _pages(work):
        answer = window.page.goto(reverse(name, kwargs=kwargs))
        assert answer.status == 200, name
        root = window.page.locator("html")
        assert root.get_attribute("lang") == language
        assert root.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        window.axe()
        window.snap(f"{name.replace(':', '-')}-{language}-{viewport['width']}")


def test_a_pair_is_answered_and_the_answer_undone_with_the_keyboard_alone(work, page_for):
    window = page_for(work.tracing_officer)
    page = window.page
    page.goto(reverse("tracing:review", kwargs={"operation": work.aqqu.slug}))
    page.keyboard.press("1")
    page.wait_for_load_state("networkidle")
    assert Judgement.objects.filter(answer="same").count() == 1
    page.goto(reverse("tracing:review", kwargs={"operation": work.aqqu.slug}))
    page.keyboard.press("u")
    page.wait_for_load_state("networkidle")
    from jusan.core.claims.resolution import live_judgements

    assert live_judgements().count() == 0


def test_the_first_tab_leads_past_the_rail_to_the_content(work, page_for):
    window = page_for(work.coordinator)
    window.page.goto(reverse("journey:home", kwargs={"operation": work.aqqu.slug}))
    window.page.keyboard.press("Tab")
    focused = window.page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#content"
