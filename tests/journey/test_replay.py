"""An operation's folder is replayed through the operations of the pages, whole or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jusan.core import checks, clock
from jusan.core.access.models import User
from jusan.core.claims.models import Judgement, Mention, Report
from jusan.core.errors import BadInput
from jusan.core.history.models import Event, Link
from jusan.core.operations.models import Case, Operation
from jusan.core.operations.queries import operation_for
from jusan.journey import feeds, overview, phases, replay, worklists

LATER = datetime(2031, 5, 1, tzinfo=UTC)


def _user(login):
    return User.objects.get(login=login)


def _swap(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_folder_becomes_an_operation_with_everything_at_its_time(office, folder):
    done = replay.load(folder)
    assert (done.slug, done.created) == ("little", True)
    assert Mention.objects.count() == 3
    judged = Event.objects.get(kind="claims.judged")
    assert judged.happened_at == datetime(2031, 4, 12, 6, tzinfo=UTC)
    assert judged.actor == _user("a.serik").id
    assert all(list(check()) == [] for check in checks.CHECKS.values())


def test_every_child_that_somebody_holds_has_one_case(office, folder):
    replay.load(folder)
    assert sorted(Case.objects.values_list("code", flat=True)) == ["LI-001", "LI-002"]


def test_a_second_import_adds_nothing_and_says_so(office, folder):
    replay.load(folder)
    before = (Event.objects.count(), Link.objects.count())
    assert replay.load(folder).created is False
    assert (Event.objects.count(), Link.objects.count()) == before


def test_the_story_stops_on_a_day(office, folder):
    replay.load(folder, until=date(2031, 4, 11))
    assert Report.objects.count() == 1
    assert Judgement.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("operation.toml", "slug", "slag", "operation.slug"),
        ("people/users.csv", "tracing_officer", "wizard", "people/users.csv, line 3, field role"),
        ("people/users.csv", "purpose", "porpoise", "line 1: expected the column purpose"),
        ("reports/index.csv", "host.csv", "../users.csv", "line 2, field file"),
        ("reports/index.csv", "2031-04-10T10:00:00+03:00", "April", "line 2, field received_at"),
        ("reports/host.csv", "register_no", "number", "host.csv, line 1"),
        ("decisions/decisions.csv", "judge_same", "marry", "line 2, field action"),
        ("decisions/decisions.csv", "host.csv#3", "host.csv#33", "host.csv#33"),
        ("mission/handovers.csv", "f.omar", "nobody", "mission/handovers.csv, line 2"),
    ],
)
def test_a_fault_refuses_everything_and_names_its_place(office, folder, name, old, new, says):
    _swap(folder, name, old, new)
    with pytest.raises(BadInput) as refused:
        replay.load(folder)
    assert says in refused.value.message
    assert Operation.objects.count() == 0
    assert Mention.objects.count() == 0
    assert User.objects.count() == 0


def test_each_action_of_the_documented_layout_that_a_room_takes_has_one_owner():
    names = [name for room in feeds._ROOMS for name in room.ACTIONS]
    assert len(names) == len(set(names))
    files = [feed.file for feed in feeds.all_feeds()]
    assert len(files) == len(set(files))


def test_children_as_objects_for_those_who_may_see_them(office, folder):
    replay.load(folder)
    with clock.at(LATER):
        coordinator = _user("k.nur")
        found = list(overview.children(coordinator, operation_for(coordinator, "little")))
        assert [child["case"] for child in found] == ["LI-001", "LI-002"]
        aisha = found[0]
        assert aisha["lines"] == 2
        assert aisha["custody"]["state"] == "agreed"
        assert aisha["health"] == {"hidden": "health"}
        assert aisha["identity"]["status"] == "unknown"
        assert aisha["clearance"]["requirements"]["X.handover"] == "blocked"
        auditor = _user("o.audit")
        assert list(overview.children(auditor, operation_for(auditor, "little"))) == []


def test_the_worklist_and_the_road_are_for_their_roles(office, folder):
    replay.load(folder)
    with clock.at(LATER):
        tracing = _user("a.serik")
        operation = operation_for(tracing, "little")
        lines = worklists.worklist(tracing, operation, route="t")
        assert [line.item.url_name for line in lines] == ["tracing:open_list"]
        assert worklists.road(tracing, operation) is None
        road = worklists.road(_user("k.nur"), operation)
        assert road[phases.Phase.IDENTIFY] == 2
