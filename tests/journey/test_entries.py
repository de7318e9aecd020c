"""Positions, legal bases, papers and parents are entered from a child's file, by hand."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from jusan.clearance.models import RequirementEvent
from jusan.core import clock
from jusan.core.access.roles import Role
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge
from jusan.core.consent.models import LegalBasis, LegalBasisEnd, Matter, Outcome, Position
from jusan.core.consent.operations import record_position
from jusan.core.consent.queries import latest_position
from jusan.core.documents.models import Document, DocumentState
from jusan.core.documents.queries import travel_papers
from jusan.core.history import reads
from jusan.core.history.models import ReadEntry
from jusan.core.people.models import ParentLink, ParentLinkRetraction
from jusan.core.people.operations import state_parent
from jusan.core.people.queries import live_parent_links
from jusan.core.vault.compartments import Compartment
from tests.access.walk import client_of
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY

NOW = "2031-04-01T08:00"


@pytest.fixture
def family(cast):
    """A child, its mother on record as claimed, and a woman whom nobody has linked to it."""
    cast.child, cast.mother, cast.other = receive(
        cast.tracing_officer,
        cast.aqqu,
        child_line(2, "Amina Serikova"),
        child_line(3, "Gulnar Serikova"),
        child_line(4, "Samal Abayeva"),
        tag="family",
    )
    cast.link = state_parent(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        child=cast.child,
        parent=cast.mother,
        nature="biological",
        basis="claimed",
    )
    return cast


def _url(cast, name, **more):
    kwargs = {"operation": cast.aqqu.slug, "person": cast.child, **more}
    return reverse(f"journey:{name}", kwargs=kwargs)


def _position(cast, **more):
    return {
        "matter": "return",
        "holder": str(cast.mother),
        "outcome": "consent",
        "taken_at": NOW,
        "language": "kk",
        "in_private": "yes",
        "witness": "R. Nasser",
        "cooling_off_hours": "72",
        "words": "Let her go to school.",
        **more,
    }


# -- positions ---------------------------------------------------------------------------------


def test_a_position_is_recorded_with_how_it_was_taken(family):
    cast = family
    client = client_of(cast.diplomat)
    assert client.post(_url(cast, "position"), _position(cast)).status_code == 302
    row = Position.objects.get()
    assert (row.subject, row.holder, row.outcome) == (cast.child, cast.mother, "consent")
    reads.open_for(
        reader=cast.diplomat.id,
        purpose="t",
        subjects=[cast.mother],
        compartments=[Compartment.IDENTITY],
        route="t",
    )
    assert json.loads(row.circumstances) == {
        "language": "kk",
        "in_private": "yes",
        "witness": "R. Nasser",
        "cooling_off_hours": "72",
        "words": "Let her go to school.",
    }
    page = client.get(_url(cast, "positions")).content.decode()
    assert "Let her go to school." in page and "R. Nasser" in page


def test_a_withdrawal_stands_and_the_consent_stays_on_record(family):
    cast = family
    client = client_of(cast.legal_officer)
    client.post(_url(cast, "position"), _position(cast, taken_at="2031-03-01T10:00"))
    client.post(_url(cast, "position"), _position(cast, outcome="withdrawn"))
    assert latest_position([cast.child], Matter.RETURN).outcome == Outcome.WITHDRAWN
    page = client.get(_url(cast, "positions")).content.decode()
    assert "has withdrawn" in page and "consents" in page


def test_older_positions_are_one_step_away_and_the_newest_stand_first(family):
    cast = family
    for day in range(31):
        record_position(
            actor=cast.diplomat,
            operation=cast.aqqu.id,
            subject=cast.child,
            holder=cast.mother,
            matter=Matter.RETURN,
            outcome=Outcome.CONSENT,
            taken_at=clock.now() - timedelta(days=day),
            circumstances={"words": f"said {day} days before"},
        )
    client = client_of(cast.diplomat)
    page = client.get(_url(cast, "positions")).content.decode()
    assert "said 0 days before" in page and "said 30 days before" not in page
    assert 'href="?all=1"' in page
    page = client.get(_url(cast, "positions"), {"all": "1"}).content.decode()
    assert "said 30 days before" in page and 'href="?all=1"' not in page


@pytest.mark.parametrize(
    "odd",
    [
        {"taken_at": "2031-04-02T10:00"},
        {"holder": "00000000-0000-4000-8000-000000000000"},
        {"matter": "placement"},
        {"outcome": "maybe"},
        {"taken_at": "0001-01-01T00:00"},
        {"cooling_off_hours": "-3"},
    ],
)
def test_a_position_that_cannot_be_is_refused_beside_its_field(family, odd):
    cast = family
    answer = client_of(cast.diplomat).post(_url(cast, "position"), _position(cast, **odd))
    assert answer.status_code == 400 and "errorlist" in answer.content.decode()
    assert not Position.objects.exists()


def test_somebody_who_is_not_near_the_child_is_found_by_name(family):
    cast = family
    client = client_of(cast.tracing_officer)
    value = f'value="{cast.other}"'
    assert value not in client.get(_url(cast, "positions")).content.decode()
    assert value in client.get(_url(cast, "positions"), {"q": "Samal"}).content.decode()
    post = _position(cast, holder=str(cast.other), matter="contact")
    assert client.post(_url(cast, "position"), post).status_code == 400
    assert client.post(f"{_url(cast, 'position')}?q=Samal", post).status_code == 302
    assert Position.objects.get().holder == cast.other


def test_who_reads_a_position_is_recorded_before_its_words_open(family):
    cast = family
    client_of(cast.diplomat).post(_url(cast, "position"), _position(cast))
    client_of(cast.coordinator).get(_url(cast, "positions"))
    entry = ReadEntry.objects.filter(reader=cast.coordinator.id)
    about = {subject for row in entry for subject in json.loads(row.subjects)}
    assert {str(cast.child), str(cast.mother)} <= about


@pytest.mark.parametrize("role", [Role.JUSTICE_OFFICER, Role.THEOLOGIAN, Role.CENTRE_WORKER])
def test_words_of_a_mother_are_not_for_those_who_hear_nobody(family, role):
    cast = family
    client = client_of(getattr(cast, role.value))
    assert client.get(_url(cast, "positions")).status_code == 403
    assert client.post(_url(cast, "position"), _position(cast)).status_code == 403
    page = client.get(_url(cast, "child")).content.decode()
    assert _url(cast, "positions") not in page


def test_who_hears_other_matters_records_no_position_on_the_return(family):
    cast = family
    client = client_of(cast.tracing_officer)
    assert client.post(_url(cast, "position"), _position(cast)).status_code == 400
    assert not Position.objects.exists()


def test_a_withdrawal_takes_effect_in_clearance_at_once(family):
    cast = family
    client = client_of(cast.diplomat)
    client.post(_url(cast, "position"), _position(cast, outcome="withdrawn"))
    event = RequirementEvent.objects.get()
    assert (event.requirement, event.subject) == ("X.mother_position", cast.child)
    assert (event.kind, event.outcome) == ("revoked", "withdrawn")
    assert event.reference == str(Position.objects.get().id)


@pytest.mark.parametrize("matter", [Matter.MEDIA, Matter.CONTACT])
def test_what_is_said_on_other_matters_clears_and_blocks_nobody(family, matter):
    cast = family
    post = _position(cast, outcome="refused", matter=matter.value)
    assert client_of(cast.social_worker).post(_url(cast, "position"), post).status_code == 302
    assert not RequirementEvent.objects.exists()


def test_a_consent_opens_no_step_by_itself(family):
    cast = family
    client_of(cast.diplomat).post(_url(cast, "position"), _position(cast))
    assert not RequirementEvent.objects.exists()


def test_the_step_falls_for_a_mother_on_record_only_and_by_whichever_mention(family):
    cast = family
    for holder in (cast.child, cast.other):
        record_position(
            actor=cast.diplomat,
            operation=cast.aqqu.id,
            subject=cast.child,
            holder=holder,
            matter=Matter.RETURN,
            outcome=Outcome.REFUSED,
            taken_at=clock.now(),
            circumstances={},
        )
    assert not RequirementEvent.objects.exists()
    judge(
        actor=cast.tracing_officer,
        left=cast.mother,
        right=cast.other,
        answer=Answer.SAME,
        why="x",
    )
    record_position(
        actor=cast.diplomat,
        operation=cast.aqqu.id,
        subject=cast.child,
        holder=cast.other,
        matter=Matter.RETURN,
        outcome=Outcome.REFUSED,
        taken_at=clock.now(),
        circumstances={},
    )
    assert RequirementEvent.objects.get().outcome == "refused"


# -- legal bases -------------------------------------------------------------------------------


def _basis(**more):
    return {
        "data_class": "dna",
        "basis": "court_order",
        "reference": "112/K/2031",
        "starts_on": "2031-03-01",
        **more,
    }


def test_a_ground_is_recorded_and_falls_away(family):
    cast = family
    client = client_of(cast.legal_officer)
    assert client.post(_url(cast, "basis"), _basis()).status_code == 302
    row = LegalBasis.objects.get()
    url = _url(cast, "end_basis", basis=row.id)
    assert url in client.get(_url(cast, "positions")).content.decode()
    assert client.post(url, {"reason_code": "because"}).status_code == 400
    assert client.post(url, {"reason_code": "order-lifted"}).status_code == 302
    assert LegalBasisEnd.objects.get().basis == row.id
    assert url not in client.get(_url(cast, "positions")).content.decode()
    assert client.post(url, {"reason_code": "order-lifted"}).status_code == 409


def test_who_takes_samples_does_not_record_the_ground(family):
    cast = family
    client = client_of(cast.field_officer)
    for order in ("court_order", "vital_interest", "public_task"):
        assert client.post(_url(cast, "basis"), _basis(basis=order)).status_code == 400
    assert not LegalBasis.objects.exists()
    # A consent is heard on the spot; by the laboratory never.
    assert client.post(_url(cast, "basis"), _basis(basis="consent")).status_code == 302
    laboratory = client_of(cast.laboratory)
    assert laboratory.post(_url(cast, "basis"), _basis(basis="consent")).status_code in {400, 403}
    assert LegalBasis.objects.count() == 1


def test_a_ground_that_ends_before_it_starts_is_refused_on_the_form(family):
    cast = family
    post = _basis(ends_on="2031-02-01")
    answer = client_of(cast.legal_officer).post(_url(cast, "basis"), post)
    assert answer.status_code == 400 and "before it starts" in answer.content.decode()


def test_a_ground_of_another_person_is_not_ended_from_this_file(family):
    cast = family
    client = client_of(cast.legal_officer)
    client.post(_url(cast, "basis", person=cast.other), _basis())
    url = _url(cast, "end_basis", basis=LegalBasis.objects.get().id)
    assert client.post(url, {"reason_code": "order-lifted"}).status_code == 404


# -- papers ------------------------------------------------------------------------------------


def _paper(**more):
    return {
        "kind": "passport",
        "number": "N 00112233",
        "issuer": "Migration service",
        "issued_on": "2031-01-01",
        "valid_until": "2036-01-01",
        **more,
    }


def test_a_paper_is_entered_and_ends(family):
    cast = family
    client = client_of(cast.diplomat)
    assert client.post(_url(cast, "paper"), _paper()).status_code == 302
    row = Document.objects.get()
    assert list(travel_papers([cast.child], STORY_DAY.date())) == [row]
    page = client.get(_url(cast, "papers")).content.decode()
    url = _url(cast, "paper_state", paper=row.id)
    assert "N 00112233" in page and url in page
    assert client.post(url, {"state": "eaten"}).status_code == 400
    assert client.post(url, {"state": "lost"}).status_code == 302
    assert client.post(url, {"state": "lost"}).status_code == 409
    assert DocumentState.objects.count() == 1
    assert list(travel_papers([cast.child], STORY_DAY.date())) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"issued_on": "2031-04-02"},
        {"valid_until": "2030-01-01"},
        {"issued_on": "0001-01-01"},
        {"kind": "diploma"},
        {"number": ""},
    ],
)
def test_a_paper_that_cannot_be_is_refused_beside_its_field(family, odd):
    cast = family
    answer = client_of(cast.diplomat).post(_url(cast, "paper"), _paper(**odd))
    assert answer.status_code == 400
    assert not Document.objects.exists()


def test_a_doctor_enters_the_doctors_paper_and_ends_none(family):
    cast = family
    client = client_of(cast.medical)
    assert client.post(_url(cast, "paper"), _paper()).status_code == 400
    assert client.post(_url(cast, "paper"), _paper(kind="fit_to_fly")).status_code == 302
    url = _url(cast, "paper_state", paper=Document.objects.get().id)
    assert client.post(url, {"state": "revoked"}).status_code == 403
    assert url not in client.get(_url(cast, "papers")).content.decode()


# -- parents -----------------------------------------------------------------------------------


def test_a_parent_is_stated_from_the_file_and_taken_back(family):
    cast = family
    client = client_of(cast.social_worker)
    post = {"parent": str(cast.other), "nature": "social", "basis": "claimed"}
    assert client.post(_url(cast, "parent"), post).status_code == 400
    assert client.post(f"{_url(cast, 'parent')}?q=Samal", post).status_code == 302
    link = ParentLink.objects.get(nature="social")
    assert (link.child, link.parent) == (cast.child, cast.other)
    url = _url(cast, "retract_parent", link=link.id)
    assert url in client.get(_url(cast, "parents")).content.decode()
    assert client.post(url, {"reason_code": "wrong-person"}).status_code == 302
    assert link not in live_parent_links([cast.child])
    page = client.get(_url(cast, "parents")).content.decode()
    assert url not in page and "Samal Abayeva" in page
    assert client.post(url, {"reason_code": "wrong-person"}).status_code == 404


def test_no_page_makes_a_parent_by_dna_or_undoes_one(family):
    from uuid import uuid4

    cast = family
    post = {"parent": str(cast.mother), "nature": "biological", "basis": "dna"}
    for user in (cast.laboratory, cast.tracing_officer, cast.demonstration):
        assert client_of(user).post(_url(cast, "parent"), post).status_code == 400
    link = state_parent(
        actor=cast.laboratory,
        operation=cast.aqqu.id,
        child=cast.child,
        parent=cast.mother,
        nature="biological",
        basis="dna",
        source=uuid4(),
    )
    url = _url(cast, "retract_parent", link=link.id)
    client = client_of(cast.coordinator)
    assert url not in client.get(_url(cast, "parents")).content.decode()
    assert client.post(url, {"reason_code": "wrong-person"}).status_code == 403
    assert not ParentLinkRetraction.objects.exists()


def test_a_link_of_another_child_is_not_taken_back_from_this_file(family):
    cast = family
    url = _url(cast, "retract_parent", link=cast.link.id, person=cast.other)
    answer = client_of(cast.coordinator).post(url, {"reason_code": "wrong-person"})
    assert answer.status_code == 404


def test_a_stranger_learns_nothing(family):
    cast = family
    client = client_of(cast.stranger)
    for name in ("positions", "papers", "parents"):
        assert client.get(_url(cast, name)).status_code == 404


@pytest.mark.parametrize(
    ("name", "role", "typed"),
    [
        ("position", "social_worker", {"taken_at": "2031-04-01T10:00", "words": "Yes, I will."}),
        ("position", "social_worker", {"taken_at": "1831-04-01T10:00", "words": "Yes, I will."}),
        ("paper", "diplomat", {"issued_on": "2031-04-02", "number": "N 77"}),
        ("basis", "legal_officer", {"starts_on": "0001-01-01", "reference": "order 5"}),
    ],
)
def test_a_day_that_cannot_be_comes_back_with_all_that_was_typed(family, name, role, typed):
    """Nothing is chosen beforehand either: what somebody said is chosen by who heard it."""
    user = getattr(family, role)
    answer = client_of(user).post(_url(family, name), typed)
    page = answer.content.decode()
    assert answer.status_code == 400 and "errorlist" in page
    assert all(words in page for words in typed.values())
    shown = {"position": "positions", "basis": "positions", "paper": "papers"}[name]
    fresh = client_of(user).get(_url(family, shown)).content.decode()
    choice = {"position": "outcome", "basis": "basis", "paper": "kind"}[name]
    options = fresh.partition(f'<select name="{choice}"')[2].partition("</select>")[0]
    assert '<option value="" selected>' in options
