"""A flight that never flies: its list is void, its children are free, nothing happens to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from jusan.core import clock
from jusan.core.errors import NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.journey import closing
from jusan.repatriation import counting, operations
from jusan.repatriation.models import FlightEvent, Headcount, Manifest
from jusan.repatriation.reading import flights, manifests, one_child, waiting
from tests.access.rows_mission import mission, plan
from tests.access.walk import client_of
from tests.conftest import STORY_DAY

DEPARTS = datetime(2031, 4, 3, 13, tzinfo=UTC)
FORM = {
    "aircraft": "UT-4001",
    "seats": "",
    "departs_at": "2031-04-03T13:00",
    "arrives_at": "2031-04-03T17:00",
    "from_place": "",
    "to_place": "",
    "kind": "cancelled",
    "at": "2031-04-01T08:00",
    "reason": "the other state withdrew the permit",
}


@pytest.fixture
def work(cast):
    """A ready child on the approved list of UT-1302."""
    mission(cast)
    cast.flight, cast.child = cast.mission.flight, cast.mission.child
    return cast


def _record(cast, kind, *, by=None, reason="no permit", hours=0, number="UT-1302", **more):
    with clock.at(STORY_DAY + timedelta(hours=hours)):
        return operations.record_flight(
            actor=by or cast.coordinator,
            operation=cast.aqqu,
            number=number,
            kind=kind,
            at=more.pop("at", clock.now()),
            aircraft="UT-4001",
            departs_at=DEPARTS,
            arrives_at=DEPARTS + timedelta(hours=4),
            reason=reason,
        )


def _url(cast, name="flight", **more):
    kwargs = {"operation": cast.aqqu.slug, "flight": "UT-1302", **more}
    return reverse(f"repatriation:{name}", kwargs=kwargs)


def _text(answer):
    return answer.content.decode()


def test_the_page_cancels_a_flight_and_says_that_its_list_is_void(work):
    cast = work
    client = client_of(cast.coordinator)
    assert "on the list" in _text(client.get(_url(cast)))
    assert client.post(_url(cast, "flight_event"), FORM).status_code == 302
    page = _text(client.get(_url(cast)))
    assert "void: the flight was cancelled" in page and "was on the list" in page
    assert "the other state withdrew the permit" in page
    for action in ("draft", "approve"):
        assert _url(cast, action) not in page
    for action in ("board", "offload"):
        assert _url(cast, action, person=cast.child) not in page
    table = _text(client.get(reverse("repatriation:mission", args=[cast.aqqu.slug])))
    assert "cancelled" in table
    assert Manifest.objects.count() == 1  # what two people signed stays on record
    assert first_faults() == []


def test_a_flight_cancelled_before_it_had_a_list_says_so(work):
    _record(work, "planned", number="UT-1399")
    _record(work, "cancelled", number="UT-1399", hours=1)
    page = _text(client_of(work.coordinator).get(_url(work, flight="UT-1399")))
    assert "It never had a list." in page


def test_the_plan_ends_for_the_other_phases(work):
    cast = work
    assert standing.next_flight(cast.aqqu.id, clock.today()).code == "UT-1302"
    _record(cast, "cancelled")
    assert standing.next_flight(cast.aqqu.id, clock.today()) is None
    told = standing.flights_told(cast.aqqu.id)["UT-1302"]
    assert told.kind == FactKind.FLIGHT_CANCELLED


def test_a_cancellation_needs_a_reason_and_keeps_what_was_typed(work):
    answer = client_of(work.coordinator).post(
        _url(work, "flight_event"), FORM | {"reason": " ", "aircraft": "UT-7777"}
    )
    assert answer.status_code == 400 and "cancelled with a reason" in _text(answer)
    assert 'value="UT-7777"' in _text(answer)
    assert not flights.is_cancelled(work.flight)


def test_who_speaks_for_the_operation_cancels_and_a_field_officer_does_not(work):
    cast = work
    with pytest.raises(NotPermitted):
        _record(cast, "cancelled", by=cast.field_officer)
    client = client_of(cast.field_officer)
    assert 'value="cancelled"' not in _text(client.get(_url(cast, "flight_event")))
    assert client.post(_url(cast, "flight_event"), FORM).status_code == 400
    assert client_of(cast.diplomat).post(_url(cast, "flight_event"), FORM).status_code == 302


@pytest.mark.parametrize("kind", ["slipped", "confirmed", "departed", "arrived", "cancelled"])
def test_nothing_happens_to_a_cancelled_flight_any_more(work, kind):
    _record(work, "cancelled")
    with pytest.raises(Refused, match="was cancelled"):
        _record(work, kind, hours=1)
    assert flights.flight_state(work.flight).cancelled


@pytest.mark.parametrize("kinds", [("departed",), ("departed", "arrived")])
def test_a_flight_that_left_is_not_cancelled(work, kinds):
    cast = work
    operations.board(
        actor=cast.coordinator, operation=cast.aqqu, flight=cast.flight, child=cast.child
    )
    for hours, kind in enumerate(kinds):
        _record(cast, kind, hours=hours)
    with pytest.raises(Refused, match=r"departed|arrived"):
        _record(cast, "cancelled", hours=5)


def test_a_flight_nobody_planned_is_not_cancelled(work):
    with pytest.raises(Refused, match="no such flight"):
        _record(work, "cancelled", number="UT-9")
    assert FlightEvent.objects.count() == 1


def test_whoever_is_on_board_is_taken_off_first_into_named_hands(work):
    cast = work
    seat = {"actor": cast.coordinator, "operation": cast.aqqu, "flight": cast.flight}
    operations.board(**seat, child=cast.child)
    with pytest.raises(Refused, match="on board"):
        _record(cast, "cancelled")
    operations.offload(
        **seat, child=cast.child, custodian=cast.mission.prison.id, reason="it does not fly"
    )
    _record(cast, "cancelled")
    assert flights.is_cancelled(cast.flight)


def test_neither_list_nor_boarding_nor_fitness_nor_count_for_a_cancelled_flight(work):
    cast = work
    unsigned = operations.draft_manifest(
        actor=cast.coordinator, operation=cast.aqqu, flight=cast.flight
    )
    assert [item.thing for item in waiting.waiting(cast.field_officer, cast.aqqu) if item.thing]
    _record(cast, "cancelled")
    about = {"actor": cast.coordinator, "operation": cast.aqqu, "flight": cast.flight}
    attempts = [
        lambda: operations.draft_manifest(**about),
        lambda: operations.approve_manifest(actor=cast.field_officer, manifest=unsigned),
        lambda: operations.board(**about, child=cast.child),
        lambda: operations.offload(
            **about, child=cast.child, custodian=cast.mission.prison.id, reason="x"
        ),
        lambda: operations.check_fitness(
            **about | {"actor": cast.medical},
            child=cast.child,
            at=clock.now(),
            outcome="fit",
            findings={},
        ),
        lambda: counting.open_headcount(**about, point="C0", expected=1),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="was cancelled"):
            attempt()
    assert not Headcount.objects.exists() and Manifest.objects.count() == 2
    # Nobody is asked to approve a list of a flight that never flies.
    assert not [item for item in waiting.waiting(cast.field_officer, cast.aqqu) if item.thing]


def test_the_children_of_its_list_are_free_for_another(work):
    cast = work
    assert one_child.awaited_on(cast.aqqu, cast.child) == "UT-1302"
    _record(cast, "cancelled")
    assert manifests.listed_children(cast.flight) == []
    assert one_child.awaited_on(cast.aqqu, cast.child) == ""
    leaves = [cast.child]
    against = list(closing.obstacles(cast.aqqu, cast.child, leaves, "other_state"))
    assert not [one for one in against if "flight" in one]
    assert one_child.summary(leaves)["status"] == "cancelled"
    file = reverse("journey:child", args=[cast.aqqu.slug, cast.child])
    assert "UT-1302: <span" in _text(client_of(cast.coordinator).get(file))

    with clock.at(STORY_DAY + timedelta(hours=2)):
        other = plan(cast, "UT-1303")
        listed = operations.draft_manifest(
            actor=cast.coordinator, operation=cast.aqqu, flight=other
        )
        operations.approve_manifest(actor=cast.field_officer, manifest=listed)
        operations.board(
            actor=cast.coordinator, operation=cast.aqqu, flight=other, child=cast.child
        )
    _record(cast, "departed", number="UT-1303", hours=3)
    _record(cast, "arrived", number="UT-1303", hours=8)
    assert one_child.summary(leaves) | {"at": ""} == {
        "flight": "UT-1303", "status": "boarded", "at": "",
    }  # fmt: skip
    assert standing.latest(leaves, FactKind.LANDED) is not None
    assert first_faults() == []


def test_news_entered_before_does_not_bring_a_cancelled_flight_back(work):
    """It was cancelled at eight; at nine somebody had confirmed it, not knowing."""
    _record(work, "confirmed", at=STORY_DAY + timedelta(hours=3), hours=3)
    _record(work, "cancelled", at=STORY_DAY + timedelta(hours=1), hours=4)
    assert flights.flight_state(work.flight).cancelled
    assert standing.next_flight(work.aqqu.id, clock.today()) is None
