"""A determination is entered on its page, and brothers and sisters part on one that says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from jusan.clearance.models import Determination
from jusan.clearance.operations import determine
from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.roles import Role
from jusan.core.history import reads
from jusan.core.history.checking import first_faults
from jusan.core.history.models import ReadEntry
from jusan.core.people.models import SiblingReason, SiblingSplit
from jusan.core.people.queries import group_members, sibling_groups
from jusan.identification.operations.kin import set_sibling_group
from tests.access.rows_determinations import grouped
from tests.access.walk import client_of
from tests.casting import assign, child_line, make_user, receive
from tests.conftest import STORY_DAY

PAGE = {
    "kind": "bid",
    "outcome": "return_together",
    "panel": "Zhanova Ulbosyn\n\n Aselova Perizat \n",
    "childs_view": "I want to go with my sister",
    "why": "they have nobody else",
}


@pytest.fixture
def three(cast):
    """Three children of one group, and a determination about the first."""
    cast.three = grouped(cast)
    cast.one, cast.two, cast.last = cast.three.children
    return cast


def _url(cast, name, person):
    return reverse(f"clearance:{name}", kwargs={"operation": cast.aqqu.slug, "person": person})


def _text(answer):
    return answer.content.decode()


def test_a_panel_s_determination_is_entered_and_shown_with_the_childs_view(three):
    cast = three
    client = client_of(cast.social_worker)
    assert client.post(_url(cast, "determine", cast.two), PAGE).status_code == 302
    row = Determination.objects.get(child=cast.two)
    assert (row.kind, row.outcome, row.panel) == (
        "bid",
        "return_together",
        "Zhanova Ulbosyn; Aselova Perizat",
    )
    page = _text(client.get(_url(cast, "determine", cast.two)))
    assert "I want to go with my sister" in page and "they have nobody else" in page
    assert "return home with brothers and sisters" in page
    assert first_faults() == []


def test_the_childs_view_and_the_reasons_open_for_protection_workers_only(three):
    """Who sat on the panel enters them; who may not read protection is not shown them again."""
    cast = three
    outsiders = (cast.coordinator, cast.guardianship_officer)
    for user in (*outsiders, cast.psychologist, cast.demonstration):
        page = _text(client_of(user).get(_url(cast, "determine", cast.one)))
        assert "brothers and sisters part" in page
        hidden = user in outsiders
        assert ("I go with grandmother" in page) != hidden
        assert ("can take one only" in page) != hidden
        assert ("hidden: " in page or "hidden-compartment" in page) == hidden
    file = reverse("journey:child", kwargs={"operation": cast.aqqu.slug, "person": cast.one})
    for role in Role:
        assert "I go with grandmother" not in _text(client_of(getattr(cast, role.value)).get(file))


def test_the_reading_is_recorded_before_it_happens(three, monkeypatch):
    before = ReadEntry.objects.count()
    url = _url(three, "determine", three.one)
    client_of(three.social_worker).get(url)
    entry = ReadEntry.objects.order_by("at").last()
    assert ReadEntry.objects.count() > before
    assert entry.purpose == "determination" and "protection" in entry.compartments

    def full(**_more):
        raise OSError("the disk is full")

    monkeypatch.setattr(reads, "record_read", full)
    answer = client_of(three.social_worker).get(url)
    assert answer.status_code == 500 and "I go with grandmother" not in _text(answer)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("kind", "verdict"),
        ("outcome", "sent away"),
        ("panel", "Zhanova Ulbosyn"),
        ("panel", "Zhanova Ulbosyn\nzhanova  ulbosyn"),
        ("panel", "\n".join(f"A name of twenty le {n:02d}" for n in range(18))),
        ("childs_view", " "),
        ("why", ""),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_typed_is_lost(three, field, value):
    known = Determination.objects.count()
    url = _url(three, "determine", three.two)
    answer = client_of(three.coordinator).post(url, PAGE | {field: value})
    page = _text(answer)
    assert answer.status_code == 400 and "errorlist" in page
    assert Determination.objects.count() == known
    kept = {name: words for name, words in PAGE.items() if name not in {field, "panel"}}
    assert all(words in page for name, words in kept.items() if name in {"childs_view", "why"})


def test_siblings_part_by_a_best_interests_determination_only(three):
    for kind in ("bia", "placement"):
        answer = client_of(three.social_worker).post(
            _url(three, "determine", three.two), PAGE | {"kind": kind, "outcome": "siblings_part"}
        )
        assert answer.status_code == 400
        assert "part by a best-interests determination only" in _text(answer)


def test_the_pages_are_about_children_and_of_this_operation(three):
    cast = three
    mother = receive(
        cast.tracing_officer, cast.aqqu, child_line(2, "Samal", kind="parent"), tag="mother"
    )[0]
    for name in ("determine", "part"):
        assert client_of(cast.social_worker).get(_url(cast, name, mother)).status_code == 404
        assert client_of(cast.social_worker).get(_url(cast, name, uuid4())).status_code == 404


def test_a_guardianship_officer_of_the_childs_region_determines_and_parts_nobody(three):
    """Whoever works for one child sits on its panel; a group is the operation's."""
    cast = three
    region = uuid4()
    scope.place(cast.two, [region])
    regional = make_user(None, None, by=cast.root, login="regional")
    assign(cast.root, regional, Role.GUARDIANSHIP_OFFICER, region)
    client = client_of(regional)
    assert client.post(_url(cast, "determine", cast.two), PAGE).status_code == 302
    assert client.get(_url(cast, "determine", cast.one)).status_code == 404
    assert client.get(_url(cast, "part", cast.two)).status_code == 404


# -- parting -----------------------------------------------------------------------------------


def test_the_one_whom_it_is_about_leaves_and_the_others_stay_one_group(three):
    cast = three
    client = client_of(cast.social_worker)
    page = _text(client.get(_url(cast, "part", cast.last)))
    assert "Aru, 1 Apr 2031" in page  # whom it is about, and when
    values = {"determination": str(cast.three.determination)}
    assert client.post(_url(cast, "part", cast.last), values).status_code == 302
    split = SiblingSplit.objects.get()
    assert (split.group, split.determination) == (cast.three.group.id, cast.three.determination)
    assert not sibling_groups([cast.one]).exists()
    rest = sibling_groups([cast.two]).get()
    assert set(group_members(rest.id)) == {cast.two, cast.last}
    assert SiblingReason.objects.filter(group=rest.id).count() == 2
    assert first_faults() == []
    # Nothing is left to part: the same determination parts the others no further.
    answer = client.post(_url(cast, "part", cast.last), values)
    assert answer.status_code == 400 and SiblingSplit.objects.count() == 1


def test_determinations_that_do_not_part_are_not_offered(three):
    cast = three
    for child, kind, outcome in (
        (cast.two, "bid", "return_together"),
        (cast.last, "bid", "brothers and sisters part"),
        (cast.last, "bia", "return"),
    ):
        _determined(cast, child, kind, outcome)
    page = _text(client_of(cast.coordinator).get(_url(cast, "part", cast.one)))
    choices = page.partition('name="determination"')[2].partition("</select>")[0]
    assert choices.count("<option") == 2  # the dash, and the one about the first child
    assert str(cast.three.determination) in choices


def _determined(cast, child, kind="bid", outcome="siblings_part"):
    return determine(
        actor=cast.social_worker,
        operation=cast.aqqu,
        child=child,
        kind=kind,
        outcome=outcome,
        panel=["A", "B"],
        childs_view="",
        why="x",
    ).id


def test_one_session_may_part_all_of_them(three):
    """The second determination was made before the rest became a group of their own."""
    cast = three
    second = _determined(cast, cast.two)
    client = client_of(cast.psychologist)
    for determination in (cast.three.determination, second):
        with clock.at(STORY_DAY + timedelta(days=1)):
            values = {"determination": str(determination)}
            assert client.post(_url(cast, "part", cast.last), values).status_code == 302
    assert not sibling_groups(cast.three.children).exists()


def test_a_determination_from_before_they_became_one_group_parts_nobody(cast):
    pair = receive(
        cast.tracing_officer, cast.aqqu, child_line(2, "Aru"), child_line(3, "Bota"), tag="late"
    )
    early = _determined(cast, pair[0])
    with clock.at(STORY_DAY + timedelta(days=3)):
        set_sibling_group(
            actor=cast.tracing_officer, operation=cast.aqqu.id, children=pair, why="found since"
        )
        client = client_of(cast.social_worker)
        page = _text(client.get(_url(cast, "part", pair[0])))
        assert "says that they part" in page and 'name="determination"' not in page
        answer = client.post(_url(cast, "part", pair[0]), {"determination": str(early)})
        assert answer.status_code == 400 and not SiblingSplit.objects.exists()


def test_the_file_leads_those_whose_work_it_is_to_both_pages(three):
    cast = three
    file = reverse("journey:child", kwargs={"operation": cast.aqqu.slug, "person": cast.one})
    links = [_url(cast, name, cast.one) for name in ("determine", "part")]
    for user, offered in ((cast.psychologist, True), (cast.diplomat, False)):
        page = _text(client_of(user).get(file))
        assert [link in page for link in links] == [offered, offered]
