"""The demonstration as a newcomer sees it, in a real browser, on the eve of the flight.

``JUSAN_PICTURES=docs/pictures ./run test tests/browser/test_demo_day.py`` makes the picture of
the README.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from jusan.core.claims.models import Mention, Report
from jusan.core.claims.resolution import head_of
from tests.browser.conftest import PHONE
from tests.walked import evening, user, walked

pytestmark = pytest.mark.browser
EVE = date(2031, 11, 26)
PLACE = {"operation": "aqqu"}


@pytest.fixture(scope="module")
def story(template, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    with django_db_blocker.unblock():
        yield from walked(template, tmp_path_factory.mktemp("walked"), EVE)


@pytest.fixture
def office(story) -> Path:
    """The walked installation stands in for the empty one."""
    return story


@pytest.fixture
def story_day() -> datetime:
    return evening(EVE)


def _child():
    report = Report.objects.get(file_name="host_list.xlsx")
    return head_of(Mention.objects.get(report=report.id, line=2).person)


def test_the_coordinator_sees_what_stands_between_the_children_and_the_flight(page_for):
    window = page_for(user("k.talasov"), viewport={"width": 1280, "height": 860})
    page = window.page
    page.goto(reverse("clearance:board", kwargs=PLACE) + "?flight=2031-11-27")
    assert page.locator("tbody tr").count() >= 14
    window.axe()
    window.picture("board")
    # The minister reads the same children as cleared, and by what measure.
    assert "For 14 more only the doctor's check of the last days is missing." in page.content()
    page.goto(reverse("reporting:brief", kwargs=PLACE))
    shown = page.locator("dt", has_text="Cleared but for the doctor's last check")
    assert shown.locator("xpath=following-sibling::dd[1]").inner_text() == "14"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_childs_whole_file_fits_a_phone(page_for, language):
    window = page_for(user("k.talasov"), language, PHONE)
    window.page.goto(reverse("journey:child", kwargs=PLACE | {"person": _child()}))
    window.assert_fits()
    window.axe()
    window.picture(f"child-phone-{language}")
