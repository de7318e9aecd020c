"""Which day clearance looks at: the day of the planned flight, or thirty days from today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jusan.clearance import queries
from jusan.core import clock
from jusan.core.history import acts
from jusan.core.history.checking import first_faults
from jusan.core.standing.models import Fact, FactKind
from jusan.core.standing.operations import state_fact
from jusan.core.waiting import Urgency
from jusan.repatriation.operations import record_flight
from tests.access.walk import client_of
from tests.clearance.road import event, grant_the_road
from tests.conftest import STORY_DAY

TODAY = STORY_DAY.date()
FIRST, LATER = date(2031, 4, 13), date(2031, 4, 27)


def _fly(cast, kind, day, *, number="UT-1301", hours=0, said=None, reason=""):
    """What happened to a flight, entered some hours into the story (``said``: when it happened)."""
    departs = datetime(day.year, day.month, day.day, 13, tzinfo=UTC)
    with clock.at(STORY_DAY + timedelta(hours=hours)):
        return record_flight(
            actor=cast.coordinator,
            operation=cast.aqqu,
            number=number,
            kind=kind,
            at=said or clock.now(),
            aircraft="UT-4001",
            departs_at=departs,
            arrives_at=departs + timedelta(hours=4),
            reason=reason,
        )


def _page(cast, name="board", **query):
    kwargs = {"operation": cast.aqqu.slug}
    if name == "child":
        kwargs["person"] = cast.nur
    return client_of(cast.legal_officer).get(reverse(f"clearance:{name}", kwargs=kwargs), query)


@pytest.fixture
def cast(cast, child):
    cast.nur = child
    return cast


def test_without_a_flight_the_pages_look_thirty_days_ahead_and_say_so(cast):
    for name in ("board", "child"):
        page = _page(cast, name).content.decode()
        assert "1 May 2031" in page and "no flight is planned: 30 days ahead" in page


def test_a_planned_flight_sets_the_day_and_a_slip_moves_it(cast):
    _fly(cast, "planned", FIRST)
    for name in ("board", "child"):
        page = _page(cast, name).content.decode()
        assert "13 Apr 2031" in page and "planned flight UT-1301" in page
        assert "30 days ahead" not in page
    _fly(cast, "slipped", LATER, hours=1)
    for name in ("board", "child"):
        page = _page(cast, name).content.decode()
        assert "27 Apr 2031" in page and "13 Apr 2031" not in page
    assert first_faults() == []


def test_the_earliest_flight_still_to_come_counts(cast):
    _fly(cast, "planned", LATER, number="UT-1302")
    _fly(cast, "planned", FIRST)
    assert queries.flight_day(cast.aqqu).day == FIRST
    _fly(cast, "departed", FIRST, hours=1)
    assert queries.flight_day(cast.aqqu).flight == "UT-1302"
    typed = queries.flight_day(cast.aqqu, LATER)  # the very day of the flight, chosen by hand
    assert typed.flight == "UT-1302" and not typed.chosen
    with clock.at(STORY_DAY + timedelta(days=60)):
        later = queries.flight_day(cast.aqqu)
    assert (later.flight, later.day) == ("", TODAY + timedelta(days=90))


def test_a_cancelled_flight_sets_no_day_any_more(cast):
    _fly(cast, "planned", LATER, number="UT-1302")
    _fly(cast, "planned", FIRST)
    _fly(cast, "cancelled", FIRST, hours=1, reason="no permit")
    for name in ("board", "child"):
        page = _page(cast, name).content.decode()
        assert "planned flight UT-1302" in page and "13 Apr 2031" not in page
    _fly(cast, "cancelled", LATER, number="UT-1302", hours=2, reason="no permit")
    assert "no flight is planned: 30 days ahead" in _page(cast).content.decode()
    assert first_faults() == []


def test_news_that_is_entered_late_does_not_move_the_flight_back(cast):
    _fly(cast, "planned", FIRST)
    _fly(cast, "slipped", LATER, hours=2)
    _fly(cast, "confirmed", FIRST, hours=3, said=STORY_DAY + timedelta(hours=1))
    assert queries.flight_day(cast.aqqu).day == LATER


def test_a_flight_of_another_operation_sets_no_day_here(cast):
    departs = datetime(2031, 4, 13, 13, tzinfo=UTC)
    record_flight(
        actor=cast.stranger,
        operation=cast.kokmaisa,
        number="UT-1",
        kind="planned",
        at=clock.now(),
        aircraft="A",
        departs_at=departs,
        arrives_at=departs + timedelta(hours=4),
    )
    assert queries.flight_day(cast.aqqu).flight == ""


def test_a_flight_that_is_only_confirmed_tells_the_others_nothing_new(cast):
    _fly(cast, "planned", FIRST)
    told = Fact.objects.filter(kind=FactKind.FLIGHT_PLANNED)
    assert told.count() == 1
    _fly(cast, "confirmed", FIRST, hours=1)
    assert told.count() == 1


def test_a_paper_that_dies_before_the_flight_alarms_and_one_that_lasts_does_not(cast):
    """An exit permit lives ten days: it outlives a flight in five and not one in twenty."""
    grant_the_road(cast, cast.nur)

    def renewals():
        items = queries.waiting(cast.legal_officer, cast.aqqu)
        return {
            item.due for item in items if item.subject == cast.nur and item.urgency == Urgency.ALARM
        }

    _fly(cast, "planned", TODAY + timedelta(days=2))
    assert renewals() == set()
    _fly(cast, "slipped", TODAY + timedelta(days=20), hours=1)
    assert renewals() == {TODAY + timedelta(days=20)}


def test_a_day_that_the_reader_chose_is_named_as_such(cast):
    _fly(cast, "planned", FIRST)
    page = _page(cast, flight="2031-04-20").content.decode()
    assert "20 Apr 2031" in page and "the day you chose" in page


def test_the_childs_file_and_its_summary_look_at_the_same_day(cast):
    grant_the_road(cast, cast.nur)

    def blocking():
        return {item["requirement"] for item in queries.summary([cast.nur])["blockers"]}

    _fly(cast, "planned", TODAY + timedelta(days=2))
    assert blocking() == {"X.fit_to_fly"}
    _fly(cast, "slipped", TODAY + timedelta(days=20), hours=1)
    assert "X.exit_permit" in blocking()
    url = reverse("journey:child", kwargs={"operation": cast.aqqu.slug, "person": cast.nur})
    assert "planned flight UT-1301" in client_of(cast.legal_officer).get(url).content.decode()


def test_the_day_costs_one_query(cast):
    _fly(cast, "planned", FIRST)
    for number in range(5):
        _fly(cast, "planned", LATER, number=f"UT-2{number}")
    with CaptureQueriesContext(connection) as seen:
        queries.flight_day(cast.aqqu)
    assert len(seen) == 1


def _land(cast, after):
    """The child comes home; gives the moment at which somebody looks around."""
    with (
        clock.at(STORY_DAY + after),
        acts.act(actor=cast.coordinator.id, kind="test.landed", chain=cast.aqqu.id),
    ):
        state_fact(
            actor=cast.coordinator,
            operation=cast.aqqu.id,
            subject=cast.nur,
            kind=FactKind.LANDED,
            column="repatriation",
        )
        acts.record("test.landed", subjects=[cast.nur])
    return STORY_DAY + after


def test_a_child_that_came_home_waits_for_no_paper_any_more(cast):
    grant_the_road(cast, cast.nur)
    assert queries.waiting(cast.legal_officer, cast.aqqu) != []
    _land(cast, timedelta(hours=3))
    # A year later every permit has run out, and nobody has to renew one.
    with clock.at(STORY_DAY + timedelta(days=365)):
        assert queries.waiting(cast.legal_officer, cast.aqqu) == []
        page = _page(cast).content.decode()
        assert "1 child of this operation came home already" in page
        assert "Nobody waits for a flight." in page and "What blocks whom" not in page


def test_the_file_of_a_child_that_came_home_shows_the_day_of_its_arrival(cast):
    grant_the_road(cast, cast.nur)
    before = queries.summary([cast.nur])["requirements"]
    with clock.at(STORY_DAY + timedelta(days=365)):
        assert queries.summary([cast.nur])["requirements"] != before
    _land(cast, timedelta(hours=3))
    with clock.at(STORY_DAY + timedelta(days=365)):
        page = _page(cast, "child").content.decode()
        assert "1 Apr 2031" in page and "on this day the child came home" in page
        assert queries.summary([cast.nur])["requirements"] == before


def _words(cast):
    kinds = [FactKind.CLEARED_FOR, FactKind.NOT_CLEARED]
    rows = Fact.objects.filter(subject=cast.nur, kind__in=kinds)
    return list(rows.order_by("at", "recorded_at").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("requirement", "kind"),
    [("*", "authority_changed"), ("X.flight_permit", "expired"), ("X.exit_permit", "revoked")],
)
def test_what_happens_to_papers_later_takes_no_clearance_back_from_a_child_at_home(
    cast, requirement, kind
):
    grant_the_road(cast, cast.nur)
    before = _words(cast)
    assert before[-1] == FactKind.CLEARED_FOR
    _land(cast, timedelta(hours=3))
    subject = cast.nur if requirement == "X.exit_permit" else cast.aqqu.id
    with clock.at(STORY_DAY + timedelta(days=1)):
        event(cast, subject, requirement, kind)
    assert _words(cast) == before


def test_a_change_of_authority_still_takes_it_back_from_a_child_that_waits(cast):
    grant_the_road(cast, cast.nur)
    with clock.at(STORY_DAY + timedelta(days=1)):
        event(cast, cast.aqqu.id, "*", "authority_changed")
    assert _words(cast)[-1] == FactKind.NOT_CLEARED


def test_a_step_has_a_last_day_only_when_a_flight_is_planned_and_names_who_must_act(cast):
    grant_the_road(cast, cast.nur)
    for item in queries.waiting(cast.legal_officer, cast.aqqu):
        assert bool(item.due) == (item.urgency == Urgency.ALARM), "a paper that dies, or no day"
    _fly(cast, "planned", FIRST)
    items = queries.waiting(cast.legal_officer, cast.aqqu)
    assert items and {item.due for item in items} == {FIRST}
    assert all(item.why.startswith("who must act: ") for item in items)
