"""A list that names a child opens no custody by itself; an officer says who is said to hold it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from jusan.core.custody.models import Handover, Holding, Party, PartyKind
from jusan.core.custody.operations import enter_party
from jusan.core.custody.queries import ledger
from jusan.core.errors import BadInput, NotPermitted, NotVisible, Refused
from jusan.tracing.sightings import record_sighting
from tests.casting import child_line, receive


@pytest.fixture
def child(cast):
    (leaf,) = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Nur"))
    assert Holding.objects.count() == 0
    return leaf


def _record(cast, child, *, actor=None, holder=None, new_holder="", place=None):
    return record_sighting(
        actor=actor or cast.field_officer,
        operation=cast.aqqu,
        person=child,
        holder=holder,
        new_holder=new_holder,
        place=place,
    )


def test_custody_opens_with_an_authority_of_the_list_or_a_new_one(cast, child):
    (second,) = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Amir"), tag="b")
    _record(cast, child, new_holder=" Prison service ")
    party = Party.objects.get(name="Prison service")
    _record(cast, second, holder=party.id)
    assert [row.custodian for leaf in (child, second) for row in ledger(leaf)] == [party.id] * 2


def test_what_follows_a_sighting_is_a_handover(cast, child):
    _record(cast, child, new_holder="Prison service")
    with pytest.raises(Refused, match="handover"):
        _record(cast, child, new_holder="Another prison")
    assert Party.objects.count() == 1


def test_one_holder_is_named_and_no_person_of_ours(cast, child):
    ours = enter_party(
        actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.MISSION, name="team"
    )
    for said in ({}, {"holder": ours.id}, {"holder": uuid.uuid4(), "new_holder": "x"}):
        with pytest.raises(BadInput, match="one holder"):
            _record(cast, child, **said)
    with pytest.raises(BadInput, match="a place"):
        _record(cast, child, new_holder="Prison service", place=uuid.uuid4())
    assert Handover.objects.count() == 0


def test_only_keepers_and_only_their_own_operation(cast, child):
    for user in (cast.tracing_officer, cast.auditor, cast.stranger):
        with pytest.raises(NotPermitted):
            _record(cast, child, actor=user, new_holder="Prison service")
    with pytest.raises(NotVisible):
        _record(cast, uuid.uuid4(), new_holder="Prison service")


def test_the_page_opens_it_and_refuses_odd_input(cast, child):
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(cast.field_officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("tracing:sighting", kwargs={"operation": "aqqu", "person": child})
    for odd in ({"holder": "x"}, {"place": "x"}, {"new_holder": "y" * 121}, {}):
        assert client.post(url, odd).status_code == 400
    assert client.post(url, {"new_holder": "Prison service"}).status_code == 302
    assert client.post(url, {"new_holder": "Prison service"}).status_code == 409
    assert len(ledger(child)) == 1
