"""The shell in a real browser: four languages, desktop and phone, light and dark."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.casting import PASSWORD

pytestmark = pytest.mark.browser
VIEWS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "kk", "ru", "ar"])


@LANGUAGES
@VIEWS
def test_shell_and_components_are_accessible(cast, page_for, language, viewport) -> None:
    door = page_for(None, language, viewport)
    door.page.goto("/sign-in/")
    door.axe()
    door.assert_fits()
    door.snap(f"sign-in-{language}-{viewport['width']}")
    window = page_for(cast.demonstration, language, viewport)
    for address, name in (("/components/", "components"), ("/", "home")):
        window.page.goto(address)
        window.axe()
        window.assert_fits()
        window.snap(f"{name}-{language}-{viewport['width']}")
    assert window.page.locator("html").get_attribute("lang") == language


def test_dark_pages_are_accessible_too(cast, page_for) -> None:
    window = page_for(cast.demonstration, "en", dark=True)
    window.page.goto("/components/")
    ground = window.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(23, 26, 22)"
    window.axe()
    window.snap("components-dark")


def test_somebody_signs_in_and_out_by_keyboard(office, page_for) -> None:
    from jusan.core.access.operations import create_user

    create_user(actor=None, login="aigerim", display_name="Айгерім", password=PASSWORD)
    window = page_for(None, "en")
    page = window.page
    page.goto("/sign-in/")
    page.keyboard.type("aigerim")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("You are not assigned to an operation").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.goto("/")
    assert page.url.endswith("/sign-in/?next=/")


def test_the_first_tab_skips_to_the_content(cast, page_for) -> None:
    page = page_for(cast.demonstration).page
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_language_switch_turns_the_page_around(cast, page_for) -> None:
    page = page_for(cast.demonstration).page
    page.goto("/components/")
    page.select_option("select[name=language]", "ar")
    page.wait_for_selector("html[dir=rtl]")
    assert page.url.endswith("/components/")


def test_the_rail_stands_on_the_start_side_and_folds_on_a_phone(cast, page_for) -> None:
    for language, start in (("en", True), ("ar", False)):
        page = page_for(cast.demonstration, language).page
        page.goto("/")
        box = page.locator("nav.rail").bounding_box()
        assert (box["x"] == 0) is start
        assert page.locator("nav.rail a.item").first.is_visible()
    phone = page_for(cast.demonstration, "en", PHONE).page
    phone.goto("/")
    assert not phone.locator("nav.rail a.item").first.is_visible()
    phone.locator("nav.rail summary").click()
    assert phone.locator("nav.rail a.item").first.is_visible()


def test_the_harness_sees_a_request_that_leaves(cast, page_for) -> None:
    window = page_for(None)
    window.page.goto("/sign-in/")
    window.page.evaluate("fetch('http://192.0.2.1/').catch(() => 0)")
    assert window.foreign or window.complaints
    window.foreign.clear()
    window.complaints.clear()
