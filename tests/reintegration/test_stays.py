"""A child may come back to the centre: each stay has its own rooms, days and end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from jusan.core import clock
from jusan.core.errors import BadInput, Refused
from jusan.core.standing.models import FactKind
from jusan.core.standing.queries import newest_of
from jusan.reintegration import entry_queries, operations, placements, queries
from jusan.reintegration.stays import stays
from jusan.reporting.brief import brief
from tests.access.walk import client_of
from tests.reintegration.conftest import ARRIVAL
from tests.reintegration.test_placement import _assess, _decide, _leave

LEFT = ARRIVAL + timedelta(days=30)
BACK = ARRIVAL + timedelta(days=60)


@pytest.fixture
def placed(centre):
    """A child with the aunt since the thirtieth day."""
    _assess(centre, centre.aunt)
    _decide(centre, centre.aunt)
    _leave(centre, LEFT)
    return centre


def _admit(centre, at=BACK, again="placement_ended", room="9"):
    with clock.at(at):
        return operations.admit(
            actor=centre.cast.centre_worker,
            operation=centre.cast.aqqu,
            child=centre.child,
            room=room,
            admitted_at=at,
            again=again,
        )


def test_a_placement_that_broke_down_brings_the_child_back_for_a_stay_of_its_own(placed):
    _admit(placed)
    first, second = stays([placed.child])
    assert (first.admitted_at, first.left.at) == (ARRIVAL, LEFT)
    assert (second.admitted_at, second.left, second.again) == (BACK, None, "placement_ended")
    assert second.earliest_leave == (BACK + timedelta(days=30)).date()
    assert entry_queries.earliest_leave(placed.child) == second.earliest_leave
    with pytest.raises(Refused, match="minimum stay"):
        _leave(placed, BACK + timedelta(days=29))
    _leave(placed, BACK + timedelta(days=30))
    assert [stay.left is not None for stay in stays([placed.child])] == [True, True]
    with pytest.raises(Refused, match="already left"):
        _leave(placed, BACK + timedelta(days=40))


def test_coming_back_has_a_known_reason_and_a_move_to_another_room_has_none(placed):
    for again in ("", "homesick"):
        with pytest.raises(BadInput) as caught:
            _admit(placed, again=again)
        assert caught.value.data["field"] == "again"
    _admit(placed)
    _admit(placed, BACK + timedelta(days=1), again="", room="10")
    assert [len(stay.rooms) for stay in stays([placed.child])] == [1, 2]
    with pytest.raises(BadInput, match="lives in the centre"):
        _admit(placed, BACK + timedelta(days=2))


def test_no_visit_to_a_family_falls_due_while_the_child_is_back_and_all_do_afterwards(placed):
    cast = placed.cast
    with clock.at(LEFT + timedelta(days=7)):
        operations.record_visit(
            actor=cast.social_worker,
            operation=cast.aqqu,
            child=placed.child,
            kind="wk1",
            at=clock.now(),
            outcome="seen_well",
        )
    _admit(placed)
    with clock.at(BACK + timedelta(days=5)):
        assert queries.due_visits(cast.aqqu.id) == []
        assert brief(cast.coordinator, cast.aqqu).with_families == 0
    _leave(placed, BACK + timedelta(days=30))
    with clock.at(BACK + timedelta(days=38)):
        due = [item.kind.value for item in queries.due_visits(cast.aqqu.id)]
        assert due == ["wk1", "wk2"]
        assert brief(cast.coordinator, cast.aqqu).with_families == 1


def _transfer(centre, at):
    with clock.at(at):
        return placements.transfer(
            actor=centre.cast.centre_worker,
            operation=centre.cast.aqqu,
            child=centre.child,
            at=at,
        )


def test_a_transfer_needs_no_family_and_the_next_centre_counts_anew(centre):
    cast = centre.cast
    _transfer(centre, ARRIVAL + timedelta(days=5))
    assert queries.present(cast.aqqu.id) == {}
    told = newest_of([centre.child], [FactKind.ADMITTED, FactKind.PLACED])
    assert told.kind == FactKind.ADMITTED
    arriving = entry_queries.arrived(cast.centre_worker, cast.aqqu, route="t")
    assert [one.head for one in arriving] == [centre.child]
    with pytest.raises(Refused, match="not in the centre"):
        _transfer(centre, ARRIVAL + timedelta(days=6))
    back = ARRIVAL + timedelta(days=7)
    _admit(centre, back, again="transfer")
    assert stays([centre.child])[-1].earliest_leave == (back + timedelta(days=30)).date()
    assert entry_queries.arrived(cast.centre_worker, cast.aqqu, route="t") == []
    assert queries.due_visits(cast.aqqu.id) == []


def test_the_file_shows_both_stays_and_offers_what_can_be_entered_now(placed):
    cast = placed.cast
    kwargs = {"operation": cast.aqqu.slug, "person": placed.child}
    file, admit = (
        reverse("journey:child", kwargs=kwargs),
        reverse("reintegration:admit", kwargs=kwargs),
    )
    client = client_of(cast.centre_worker)
    with clock.at(BACK):
        page = client.get(file).content.decode()
        assert "Admit again" in page and "Leave the centre" not in page
        sent = {"room": "9", "admitted_at": BACK.strftime("%Y-%m-%dT%H:%M")}
        assert client.post(admit, sent).status_code == 400
        assert client.post(admit, sent | {"again": "placement_ended"}).status_code == 302
        page = client.get(file).content.decode()
    assert "Stay 1" in page and "Stay 2" in page and "the placement ended" in page
    assert "Move to another room" in page and "Leave the centre" in page
    leave = reverse("reintegration:transfer", kwargs=kwargs)
    with clock.at(BACK + timedelta(days=2)):
        at = clock.now().strftime("%Y-%m-%dT%H:%M")
        assert client.post(leave, {"at": at}).status_code == 302
