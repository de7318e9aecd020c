"""The pages on which an office works by hand, in a real browser: they fit and can be read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jusan.repatriation import counting
from tests.access import rows_readings, rows_roof
from tests.access.rows_mission import mission
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser
WINDOWS = [("en", DESKTOP), ("en", PHONE), ("ar", DESKTOP), ("ar", PHONE)]


@pytest.fixture
def work(cast):
    rows_roof._prepared(cast)
    story = mission(cast)
    rows_readings._prepared(cast)
    headcount = counting.open_headcount(
        actor=cast.field_officer,
        operation=cast.aqqu,
        flight=story.flight,
        point="C1",
        expected=1,
    )
    for user, number in ((cast.field_officer, 1), (cast.coordinator, 1)):
        counting.count(actor=user, operation=cast.aqqu, headcount=headcount, counted=number)
    return cast


def _pages(cast):
    place = {"operation": cast.aqqu.slug}
    flight = {**place, "flight": "UT-1302"}
    child = {**place, "person": cast.mission.child}
    seat = {**flight, "person": cast.mission.child}
    sheet = {**child, "handover": cast.mission.handover.id}
    return [
        ("repatriation:mission", place, ""),
        ("repatriation:team_member", place, ""),
        ("repatriation:new_flight", place, ""),
        ("repatriation:flight", flight, ""),
        ("repatriation:flight_event", flight, ""),
        ("repatriation:slip", flight, "?day=2031-04-20"),
        ("repatriation:offload", seat, ""),
        ("repatriation:fitness", flight, ""),
        ("repatriation:headcounts", flight, ""),
        ("repatriation:custody", child, ""),
        ("repatriation:hand_over", child, ""),
        ("repatriation:sheet", sheet, ""),
        ("repatriation:settle", child, ""),
        ("repatriation:lose_sight", child, ""),
        ("tracing:intakes", place, ""),
        ("tracing:open_list", {**place, "report": rows_readings.report_of(cast)}, ""),
        ("tracing:read_value", {**place, "claim": cast.flagged.id}, ""),
        ("diplomacy:exchanges", place, ""),
        ("diplomacy:authorities", place, ""),
        ("diplomacy:new_exchange", place, ""),
        ("diplomacy:treaty", place, ""),
        ("diplomacy:transfer_step", place, ""),
        ("identification:sample", child, ""),
        ("identification:kin", child, ""),
        ("identification:siblings", child, ""),
        ("identification:death", child, ""),
        ("identification:batch", place, ""),
        ("identification:table", place, ""),
    ]


@pytest.mark.parametrize(("language", "viewport"), WINDOWS)
def test_the_forms_fit_and_can_be_read(work, page_for, language, viewport):
    window = page_for(work.demonstration, language, viewport)
    for name, kwargs, query in _pages(work):
        answer = window.page.goto(reverse(name, kwargs=kwargs) + query)
        assert answer.status == 200, name
        window.assert_fits()
        window.axe()
        window.snap(f"{name.replace(':', '-')}-{language}-{viewport['width']}")
