"""A child born to a mother of the operation enters through an officer's observation, by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from jusan.core import checks
from jusan.core.claims.drafts import ClaimDraft
from jusan.core.claims.models import Mention, PersonCard, Report
from jusan.core.custody import operations as custody
from jusan.core.custody.models import PartyKind
from jusan.core.custody.queries import ledger
from jusan.core.documents.models import Document, DocumentKind
from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.operations.models import Case
from jusan.core.people.models import ParentLink, Person, SiblingGroup
from jusan.core.people.operations import state_parent
from jusan.core.people.queries import group_members
from jusan.core.places.models import Place
from jusan.core.places.operations import enter_places
from jusan.journey.births import record_birth
from tests.access.walk import client_of
from tests.casting import child_line, receive


@pytest.fixture
def mother(cast):
    """A mother in prison with one older child."""
    cast.mother, cast.older = receive(
        cast.tracing_officer,
        cast.aqqu,
        child_line(2, "Gulnar Serikova", kind="parent"),
        child_line(3, "Amina Serikova"),
    )
    state_parent(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        child=cast.older,
        parent=cast.mother,
        nature="biological",
        basis="claimed",
    )
    cast.prison = custody.enter_party(
        actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.AUTHORITY, name="Prison"
    )
    return cast


def _born(cast, **more):
    values = {
        "actor": cast.coordinator,
        "sex": "F",
        "earliest": date(2031, 3, 20),
        "latest": date(2031, 3, 22),
        "name": "Нұр",
        "birth_place": "prison ward",
        "order": 1,
        "siblings": [],
        **more,
    }
    return record_birth(operation=cast.aqqu, mother=cast.mother, **values)


def test_a_birth_is_a_person_with_an_interval_a_place_and_its_mother(mother):
    cast = mother
    child = _born(cast)
    card = PersonCard.objects.get(head=child, compartment="identity")
    assert card.kind == "child" and '"earliest": "2031-03-20"' in card.body
    assert Report.objects.get(kind="officer_observation").lines == 1
    assert Mention.objects.get(person=child).role == "child"
    link = ParentLink.objects.get(child=child)
    assert (link.parent, link.nature, link.basis) == (cast.mother, "biological", "claimed")
    assert list(checks.lines_and_persons()) == list(checks.person_cards()) == []
    assert first_faults() == []
    assert not Case.objects.filter(person=child).exists()


def test_the_same_birth_is_entered_once_and_a_twin_is_another_child(mother):
    first = _born(mother, name="")
    with pytest.raises(Refused, match="entered already"):
        _born(mother, name="")
    assert _born(mother, name="", order=2) != first


def test_the_mothers_other_children_and_the_newborn_are_one_group(mother):
    cast = mother
    child = _born(cast, siblings=[cast.older])
    group = SiblingGroup.objects.get()
    assert set(group_members(group.id)) == {child, cast.older}
    twin = _born(cast, siblings=[cast.older], order=2)
    assert set(group_members(group.id)) == {child, cast.older, twin}


def test_only_her_own_children_are_joined_with_the_newborn(mother):
    cast = mother
    other = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Maryam"), tag="b")[0]
    with pytest.raises(BadInput, match="her own children"):
        _born(cast, siblings=[other])
    assert not Report.objects.filter(kind="officer_observation").exists()


def test_a_certificate_is_kept_as_a_paper_and_is_the_ground_of_the_link(mother):
    cast = mother
    child = _born(
        cast, certificate={"number": "B-77", "issuer": "Registry", "issued_on": date(2031, 3, 30)}
    )
    paper = Document.objects.get()
    assert (paper.subject, paper.kind, paper.issuer) == (
        child,
        DocumentKind.BIRTH_RECORD,
        "Registry",
    )
    assert ParentLink.objects.get(child=child).basis == "document"


def test_whoever_holds_the_newborn_opens_custody_and_the_case(mother):
    cast = mother
    enter_places(actor=cast.coordinator, rows=[_place()])
    place = Place.objects.get()
    child = _born(cast, holder=cast.prison.id, place=place.id)
    (held,) = ledger(child)
    assert (held.custodian, held.place) == (cast.prison.id, place.id)
    assert Case.objects.filter(person=child).exists()


def _place():
    names = {f"name_{code}": "Ward" for code in ("en", "kk", "ru", "ar")}
    return {"slug": "ward", "kind": "prison", "region": "", **names}


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        ({"earliest": date(2031, 3, 23)}, "earliest"),
        ({"latest": date(2031, 4, 2)}, "latest"),
        ({"sex": "x"}, "sex"),
        ({"order": 0}, "order"),
        ({"earliest": date(2010, 3, 23)}, "earliest"),
    ],
)
def test_an_impossible_birth_is_refused(mother, odd, field):
    with pytest.raises(BadInput) as caught:
        _born(mother, **odd)
    assert caught.value.data["field"] == field
    assert Person.objects.count() == 2


def test_a_man_gave_birth_to_nobody(mother):
    cast = mother
    cast.mother = receive(
        cast.tracing_officer, cast.aqqu, child_line(2, "Yusuf", sex="M", kind="parent"), tag="m"
    )[0]
    with pytest.raises(Refused, match="mother"):
        _born(cast)


def test_births_are_entered_by_those_who_take_reports_and_write_kinship_down(mother):
    cast = mother
    for user in (cast.field_officer, cast.social_worker, cast.medical, cast.stranger):
        with pytest.raises(NotPermitted):
            _born(cast, actor=user)
    _born(cast, actor=cast.tracing_officer)


# -- the page ----------------------------------------------------------------------------------


def test_the_page_offers_the_mothers_children_and_enters_the_birth(mother):
    cast = mother
    kwargs = {"operation": cast.aqqu.slug, "person": cast.mother}
    url, client = reverse("journey:birth", kwargs=kwargs), client_of(cast.coordinator)
    page = client.get(url).content.decode()
    assert "Amina Serikova" in page and "checked" in page
    assert url in client.get(reverse("journey:child", kwargs=kwargs)).content.decode()
    sent = {
        "sex": "F",
        "earliest": "2031-03-20",
        "latest": "2031-03-22",
        "name": "Nur",
        "order": "1",
        "siblings": [str(cast.older)],
        "holder": str(cast.prison.id),
        "number": "B-77",
    }
    half = client.post(url, sent)
    assert half.status_code == 400 and "B-77" in half.content.decode()
    done = client.post(url, sent | {"issuer": "Registry", "issued_on": "2031-03-30"})
    child = ParentLink.objects.get(parent=cast.mother, basis="document").child
    assert done.status_code == 302 and str(child) in done.url


def test_who_may_not_hand_over_is_not_asked_who_holds_the_child(mother):
    cast = mother
    kwargs = {"operation": cast.aqqu.slug, "person": cast.mother}
    page = client_of(cast.tracing_officer).get(reverse("journey:birth", kwargs=kwargs))
    assert 'name="holder"' not in page.content.decode()


@pytest.mark.parametrize(
    ("born", "sex", "offered"),
    [
        (date(2015, 5, 1), "F", True),
        (date(2024, 5, 1), "F", False),
        (date(2015, 5, 1), "M", False),
        (None, "F", True),
    ],
)
def test_the_file_of_a_child_who_may_be_a_mother_leads_to_the_page(cast, born, sex, offered):
    line = child_line(2, "Amina", sex=sex)
    if born is not None:
        (mention,) = line.mentions
        interval = {"earliest": born.isoformat(), "latest": born.isoformat(), "how": "day"}
        claim = ClaimDraft("birth", born.isoformat(), json.dumps(interval), field="birth")
        line = replace(line, mentions=(replace(mention, claims=(*mention.claims, claim)),))
    girl = receive(cast.tracing_officer, cast.aqqu, line, tag="girl")[0]
    assert _is_offered(cast, girl) == offered


def test_a_child_who_has_a_child_is_a_mother_however_old_she_is_said_to_be(mother):
    cast = mother
    newborn = _born(cast)
    assert not _is_offered(cast, newborn)
    assert _is_offered(cast, cast.older)  # nobody has said when she was born
    state_parent(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        child=cast.older,
        parent=newborn,
        nature="biological",
        basis="claimed",
    )
    assert _is_offered(cast, newborn)


def _is_offered(cast, person):
    kwargs = {"operation": cast.aqqu.slug, "person": person}
    page = client_of(cast.coordinator).get(reverse("journey:child", kwargs=kwargs))
    assert page.status_code == 200
    return reverse("journey:birth", kwargs=kwargs) in page.content.decode()
