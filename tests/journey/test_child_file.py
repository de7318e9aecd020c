"""What a reader sees on a child's page: hands, the timeline, what contradicts what."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from jusan.clearance.models import EventKind
from jusan.core.claims.cards import of_heads
from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.custody import operations as custody
from jusan.core.custody.models import Party, PartyKind
from jusan.core.history.models import Event
from jusan.core.places.models import Place
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.core.vault.compartments import Compartment
from jusan.journey.details import REPORTED, detail
from tests.access.walk import client_of
from tests.casting import child_line, receive
from tests.clearance.road import event


@pytest.fixture
def held(cast):
    """A child in the hands of an aunt, whom the record knows by a line of a file."""
    cast.child, cast.aunt = receive(
        cast.tracing_officer,
        cast.aqqu,
        child_line(2, "Nur"),
        child_line(3, "Saule", kind="relative"),
    )
    party = custody.enter_party(
        actor=cast.coordinator,
        operation=cast.aqqu.id,
        kind=PartyKind.PERSON,
        name="family_requests.csv#3:claimant",
        person=cast.aunt,
    )
    custody.first_sighting(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=cast.child,
        custodian=party.id,
        place=None,
    )
    return cast


def _page(cast, user, name="child", **kwargs):
    url = reverse(f"journey:{name}", kwargs={"operation": cast.aqqu.slug, **kwargs})
    return client_of(user).get(url).content.decode()


def test_a_private_person_who_holds_a_child_is_called_by_name_and_never_by_a_line(held):
    page = _page(held, held.coordinator, person=held.child)
    assert "Held by: <bdi>Saule</bdi>" in page and "#3:claimant" not in page


def test_a_child_with_its_family_is_not_where_the_family_took_it_over(held):
    (child,) = receive(held.tracing_officer, held.aqqu, child_line(4, "Rim"), tag="b")
    centre = Place.objects.create(slug="P-ROOM", kind="centre", name_en="The reception room")
    custody.first_sighting(
        actor=held.field_officer,
        operation=held.aqqu.id,
        subject=child,
        custodian=Party.objects.get(person=held.aunt).id,
        place=centre.id,
    )
    page = _page(held, held.coordinator, person=child)
    assert "with a family" in page and "The reception room" not in page
    ledger = f"/o/{held.aqqu.slug}/custody/{child}/"
    assert ledger in page
    told = client_of(held.coordinator).get(ledger).content.decode()
    assert "with a family" in told and "The reception room" not in told


def test_the_list_names_no_private_person_as_the_place_of_a_child(held):
    page = _page(held, held.coordinator, "children")
    assert "with a family" in page and "#3:claimant" not in page
    for card in of_heads([held.child], Compartment.LOCATION):
        assert "claimant" not in card.body and "Saule" not in card.body


def test_the_timeline_says_which_step_changed_and_how(held):
    event(held, held.child, "X.exit_permit", kind="requested")
    page = _page(held, held.coordinator, person=held.child)
    assert "A requirement changed: Exit permit: requested" in page


@pytest.mark.parametrize("kind", FactKind)
def test_a_phase_that_reports_says_what_and_never_how_somebody_is(held, kind):
    state_fact(
        actor=held.coordinator,
        operation=held.aqqu.id,
        subject=held.child,
        kind=kind,
        column="repatriation",
    )
    told = Event.objects.filter(kind="standing.stated").order_by("happened_at").last()
    about_health = {FactKind.FIT_UNTIL, FactKind.UNFIT}
    about_flights = {
        FactKind.FLIGHT_PLANNED,
        FactKind.FLIGHT_LEFT,
        FactKind.FLIGHT_CANCELLED,
    }
    assert bool(detail(held.aqqu, told)) == (kind not in about_health | about_flights)
    assert bool(REPORTED.get(kind)) == bool(detail(held.aqqu, told))


def test_every_kind_of_step_event_has_its_words(held):
    for kind in EventKind:
        told = Event(
            kind="clearance.requirement_changed",
            payload=json.dumps({"requirement": "X.exit_permit", "kind": kind.value}),
        )
        assert detail(held.aqqu, told) == f"Exit permit: {kind.label}"
    told.payload = json.dumps({"requirement": "X.of_another_pack", "kind": "granted"})
    assert detail(held.aqqu, told) == ""


def test_the_head_of_a_file_says_what_blocks_and_rare_words_are_folded(held):
    name = ClaimDraft("name", "Rim", json.dumps({"text": "Rim", "script": "latin"}), field="name")
    number = ClaimDraft("register_no", "4411", json.dumps("4411"), field="register_no")
    line = LineDraft(5, (MentionDraft("child", "child", {"name": "Rim"}, (name, number)),))
    (child,) = receive(held.tracing_officer, held.aqqu, line, tag="c")
    custody.first_sighting(
        actor=held.field_officer,
        operation=held.aqqu.id,
        subject=child,
        custodian=Party.objects.get(person=held.aunt).id,
        place=None,
    )
    page = _page(held, held.coordinator, person=child)
    head = page[page.index('class="filehead"') : page.index("Who says what")]
    assert "What blocks: " in head and "<small>(" in head
    before, folded = page.split("What else is said", 1)
    assert "<h3>Name</h3>" in before and "<h3>Name</h3>" not in folded
    assert "<h3>Register number</h3>" in folded and "<h3>Register number</h3>" not in before
