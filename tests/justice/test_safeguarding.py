"""A concern that the person concerned, their managers and whoever is in conflict cannot see."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from jusan.core import clock
from jusan.core.access.roles import Role
from jusan.core.errors import BadInput, NotPermitted, NotVisible, Refused
from jusan.core.history.checking import first_faults
from jusan.core.history.models import Event, EventSubject, Link, ReadEntry
from jusan.core.vault import permits
from jusan.core.vault.errors import NoPermit
from jusan.justice.safeguarding import operations, policies, queries
from jusan.justice.safeguarding.models import Concern
from tests.access.walk import client_of
from tests.casting import make_user


@pytest.fixture
def second(cast):
    """A second safeguarding lead."""
    return make_user(Role.SAFEGUARDING_LEAD, cast.aqqu.id, by=cast.root, login="second")


def _raise(cast, about=None, by=None):
    return operations.raise_concern(
        actor=by or cast.centre_worker, operation=cast.aqqu, text="he shouts at them", about=about
    )


def _seen(cast, user):
    return [view.concern.id for view in queries.concerns(user, cast.aqqu)]


def test_anybody_raises_and_only_leads_see(cast, second):
    rows = [
        _raise(cast, by=getattr(cast, role.value)).id
        for role in Role
        if role is not Role.DEMONSTRATION
    ]
    assert set(_seen(cast, second)) == set(rows)
    deputies = {Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER}
    for role in set(Role) - {Role.SAFEGUARDING_LEAD, Role.DEMONSTRATION, *deputies}:
        with pytest.raises(NotPermitted):
            queries.concerns(getattr(cast, role.value), cast.aqqu)
    assert _seen(cast, cast.coordinator) == []
    with pytest.raises(NotPermitted):
        _raise(cast, by=cast.stranger)
    assert first_faults() == []


def test_the_accused_lead_and_their_managers_do_not_see_it(cast, second):
    boss = make_user(Role.SAFEGUARDING_LEAD, cast.aqqu.id, by=cast.root, login="boss")
    top = make_user(Role.SAFEGUARDING_LEAD, cast.aqqu.id, by=cast.root, login="top")
    operations.set_manager(actor=cast.root, user=cast.safeguarding_lead, manager=boss)
    operations.set_manager(actor=cast.root, user=boss, manager=top)
    concern = _raise(cast, about=cast.safeguarding_lead)
    for kept in (cast.safeguarding_lead, boss, top):
        assert _seen(cast, kept) == []
        assert queries.waiting(kept, cast.aqqu) == []
        with pytest.raises(NotVisible):
            operations.close(actor=kept, concern=concern, outcome="nothing")
        with pytest.raises(NotVisible):
            queries.concern_for(kept, cast.aqqu, concern.id)
    assert _seen(cast, second) == [concern.id]
    assert len(queries.waiting(second, cast.aqqu)) == 1


def test_a_second_account_of_the_accused_is_kept_away_too(cast, second):
    twin = make_user(
        Role.SAFEGUARDING_LEAD,
        cast.aqqu.id,
        by=cast.root,
        login="twin",
        human=cast.safeguarding_lead.human,
    )
    _raise(cast, about=cast.safeguarding_lead)
    assert _seen(cast, twin) == []


def test_if_every_lead_is_concerned_the_coordinator_takes_over(cast):
    concern = _raise(cast, about=cast.safeguarding_lead)
    assert _seen(cast, cast.coordinator) == [concern.id]
    operations.set_manager(actor=cast.root, user=cast.coordinator, manager=cast.stranger)
    assert policies.managers_of(cast.coordinator.human) == {cast.stranger.human}


def test_a_concern_about_the_lead_of_the_coordinator_s_line_still_finds_a_reader(cast):
    """The lead's own manager is the only deputy: nobody would have read it."""
    operations.set_manager(actor=cast.root, user=cast.safeguarding_lead, manager=cast.coordinator)
    concern = _raise(cast, about=cast.safeguarding_lead)
    for kept in (cast.safeguarding_lead, cast.coordinator):
        assert _seen(cast, kept) == []
    assert _seen(cast, cast.data_protection_officer) == [concern.id]
    other = _raise(cast)
    assert _seen(cast, cast.data_protection_officer) == [concern.id]
    assert _seen(cast, cast.safeguarding_lead) == [other.id]


def test_the_only_lead_may_step_back_when_a_deputy_is_left(cast):
    concern = _raise(cast)
    lead = cast.safeguarding_lead
    operations.declare_conflict(actor=lead, concern=concern, user=lead)
    assert _seen(cast, lead) == []
    assert _seen(cast, cast.coordinator) == [concern.id]


def test_a_declared_conflict_keeps_somebody_away(cast, second):
    concern = _raise(cast)
    operations.declare_conflict(actor=second, concern=concern, user=cast.safeguarding_lead)
    assert _seen(cast, cast.safeguarding_lead) == []
    assert _seen(cast, second) == [concern.id]


def test_the_accused_sees_the_same_pages_with_and_without_a_concern(cast, second):
    accused = cast.safeguarding_lead
    client = client_of(accused)
    urls = [
        reverse("safeguarding:concerns", kwargs={"operation": cast.aqqu.slug}),
        reverse("journey:home", kwargs={"operation": cast.aqqu.slug}),
    ]

    def pages():
        return [
            [line for line in client.get(url).content.decode().splitlines() if "csrf" not in line]
            for url in urls
        ]

    before = pages()
    _raise(cast, about=accused)
    _seen(cast, second)
    assert pages() == before


def test_history_and_the_read_log_do_not_tell(cast, second):
    concern = _raise(cast, about=cast.auditor)
    operations.take(actor=second, concern=concern)
    operations.close(actor=second, concern=concern, outcome="talked to, moved to another site")
    _seen(cast, second)
    assert not Link.objects.filter(chain=cast.aqqu.id, kind__startswith="safeguarding").exists()
    links = Link.objects.filter(chain=operations.chain_of(cast.aqqu.id))
    assert set(links.values_list("kind", flat=True)) == {"safeguarding.act"}
    events = Event.objects.filter(chain=operations.chain_of(cast.aqqu.id))
    assert not EventSubject.objects.filter(event__in=events.values("id")).exists()
    assert set(events.values_list("payload", flat=True)) == {"{}"}
    entry = ReadEntry.objects.filter(reader=second.id).latest("at")
    assert (entry.purpose, entry.route) == ("protection", "")
    assert json.loads(entry.subjects) == [str(concern.subject)]


def test_the_words_are_sealed(cast):
    _raise(cast)
    held = permits.clear()
    with pytest.raises(NoPermit):
        _ = Concern.objects.get().body
    permits.revoke(held)


def test_a_closed_concern_keeps_its_outcome_and_takes_no_more_steps(cast):
    concern = _raise(cast)
    lead = cast.safeguarding_lead
    with pytest.raises(BadInput):
        operations.close(actor=lead, concern=concern, outcome=" ")
    operations.close(actor=lead, concern=concern, outcome="settled")
    (view,) = queries.concerns(lead, cast.aqqu)
    assert view.closed and view.steps[0][2] == "settled"
    assert queries.waiting(lead, cast.aqqu) == []
    with pytest.raises(Refused):
        operations.note(actor=lead, concern=concern, words="more")


def test_many_concerns_cost_no_more_queries_than_one(cast, django_assert_max_num_queries):
    for _ in range(5):
        _raise(cast, about=cast.field_officer)
    with django_assert_max_num_queries(12):
        assert len(queries.waiting(cast.safeguarding_lead, cast.aqqu)) == 5


def test_whoever_managed_the_accused_then_does_not_come_to_read_it_by_being_replaced(cast, second):
    """A change of managers after a concern was raised opens it to nobody."""
    boss, next_boss = (
        make_user(Role.SAFEGUARDING_LEAD, cast.aqqu.id, by=cast.root, login=login)
        for login in ("boss", "next")
    )
    accused = cast.centre_worker
    operations.set_manager(actor=cast.root, user=accused, manager=boss)
    with clock.at(clock.now() + timedelta(hours=1)):
        concern = _raise(cast, about=accused, by=cast.medical)
    with clock.at(clock.now() + timedelta(hours=2)):
        operations.set_manager(actor=cast.root, user=accused, manager=next_boss)
        assert policies.managers_of(accused.human) == {next_boss.human}
        assert _seen(cast, boss) == _seen(cast, next_boss) == []
        assert _seen(cast, second) == [concern.id]
        later = _raise(cast, about=accused, by=cast.medical)
        assert _seen(cast, boss) == [later.id], "a manager of the past is free of what came after"


def test_the_administrator_says_who_manages_whom(cast):
    client = client_of(cast.administrator)
    page = "/o/aqqu/managers/"
    answer = client.post(
        page, {"colleague": cast.safeguarding_lead.id, "manager": cast.coordinator.id}
    )
    assert answer.status_code == 302
    assert policies.managers_of(cast.safeguarding_lead.human) == {cast.coordinator.human}
    shown = client.get(page).content.decode()
    assert f"<bdi>{cast.coordinator.display_name}</bdi>" in shown
    concern = _raise(cast, about=cast.safeguarding_lead)
    assert _seen(cast, cast.coordinator) == []
    assert _seen(cast, cast.data_protection_officer) == [concern.id]
    assert str(concern.id) not in client.get(page).content.decode()


def test_nobody_manages_themselves_and_no_stranger_is_named(cast):
    client = client_of(cast.administrator)
    mine = cast.coordinator.id
    for manager in (mine, cast.stranger.id):
        answer = client.post("/o/aqqu/managers/", {"colleague": mine, "manager": manager})
        assert answer.status_code == 400
    assert policies.managers_of(cast.coordinator.human) == set()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SAFEGUARDING_LEAD])
def test_whoever_may_read_concerns_appoints_no_managers(cast, role):
    user = getattr(cast, role.value)
    with pytest.raises(NotPermitted):
        operations.appoint_manager(
            actor=user, operation=cast.aqqu, user=cast.medical, manager=cast.centre_worker
        )
