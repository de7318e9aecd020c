"""Pages on which care, justice and safeguarding are entered by hand, as a browser shows them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jusan.core.access.roles import Role
from jusan.core.places.models import Place
from jusan.reintegration.models import Admission
from tests.access import rows_justice, rows_reintegration
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser
care, court = rows_reintegration, rows_justice

#: Page, its arguments, whose work it is, and an entry that comes back.
PAGES = [
    ("reintegration:day", care._operation, Role.CENTRE_WORKER, None),
    ("reintegration:find_child", care._operation, Role.CENTRE_WORKER, None),
    ("reintegration:admit", care._child, Role.CENTRE_WORKER, None),
    ("reintegration:intake", care._child, Role.MEDICAL, {"weight_kg": "much"}),
    ("reintegration:plan", care._child, Role.SOCIAL_WORKER, None),
    ("reintegration:school", care._child, Role.SOCIAL_WORKER, None),
    ("reintegration:placement", care._child, Role.GUARDIANSHIP_OFFICER, None),
    ("reintegration:decide", care._family, Role.GUARDIANSHIP_OFFICER, None),
    ("reintegration:discharge", care._child, Role.CENTRE_WORKER, {"determination": ""}),
    ("reintegration:carer_outcome", care._carer, Role.SOCIAL_WORKER, None),
    ("journey:child", care._child, Role.CENTRE_WORKER, None),
    ("justice:proceedings", court._operation, Role.JUSTICE_OFFICER, None),
    ("justice:enter_sentence", court._proceeding, Role.JUSTICE_OFFICER, {"sentence": "ten years"}),
    ("justice:orders", court._operation, Role.JUSTICE_OFFICER, None),
    ("safeguarding:raise_about", court._accused, Role.CENTRE_WORKER, None),
    ("safeguarding:concerns", court._operation, Role.SAFEGUARDING_LEAD, None),
    ("safeguarding:concern", court._concern, Role.SAFEGUARDING_LEAD, {"kind": "closed"}),
]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_entry_page_is_readable(cast, page_for, language, viewport):
    Place.objects.create(slug="R-Aqtas", kind="region", name_en="Aqtas", name_ar="أقطاس")
    windows = {}
    for name, kwargs, role, words in PAGES:
        if role not in windows:
            windows[role] = page_for(getattr(cast, role.value), language, viewport)
        window = windows[role]
        page = window.page
        answer = page.goto(reverse(name, kwargs=kwargs(cast)))
        assert answer.status == 200, name
        if words is not None:
            _send(page, words)
            assert page.locator(".errorlist").count() > 0, name
        window.axe()
        window.assert_fits()
        window.snap(f"{name.replace(':', '-')}-{language}-{viewport['width']}")


def _send(page, words):
    """Send the page's form with these words, past the browser's own checks."""
    page.evaluate("document.querySelector('main form[method=post]').noValidate = true")
    for field, value in words.items():
        control = page.locator(f"main [name={field}]")
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.locator("main form[method=post] button").last.click()
    page.wait_for_load_state()


def test_a_child_is_admitted_with_the_keyboard_alone(cast, page_for):
    kwargs = care._child(cast)
    window = page_for(cast.centre_worker)
    page = window.page
    page.goto(reverse("reintegration:admit", kwargs=kwargs))
    page.focus("main [name=room]")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.wait_for_url("**/care/")
    assert Admission.objects.filter(room="7").count() == 1
