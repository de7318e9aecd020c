"""Who may record positions, grounds, papers, parents: decided by the policies, asked by the
operations themselves."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from jusan.core.access import scope
from jusan.core.access.roles import Role
from jusan.core.consent import operations as consent
from jusan.core.consent import policies as consent_policies
from jusan.core.consent.models import BasisKind, LegalBasis, Matter, Outcome, Position
from jusan.core.documents import operations as documents
from jusan.core.documents import policies as document_policies
from jusan.core.documents.models import Document, DocumentKind, DocumentState, DocumentStateKind
from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.core.people import operations as people
from jusan.core.people import policies as people_policies
from jusan.core.people.models import (
    Identity,
    IdentityStatus,
    ParentLink,
    ParentLinkRetraction,
    SiblingGroup,
    SiblingPlace,
    SiblingSplit,
)
from jusan.core.people.queries import live_parent_links
from jusan.core.vault.compartments import Compartment
from tests.casting import child_line, make_user, receive
from tests.conftest import STORY_DAY


@pytest.fixture
def family(cast):
    lines = [child_line(n, f"Person {n}") for n in (2, 3)]
    return cast, *receive(cast.tracing_officer, cast.aqqu, *lines)


def _position(family, actor, matter):
    cast, child, mother = family
    return consent.record_position(
        actor=actor,
        operation=cast.aqqu.id,
        subject=child,
        holder=mother,
        matter=matter,
        outcome=Outcome.CONSENT,
        taken_at=STORY_DAY,
        circumstances={},
    )


def _basis(family, actor):
    cast, child, _ = family
    return consent.record_basis(
        actor=actor,
        operation=cast.aqqu.id,
        subject=child,
        data_class=Compartment.DNA,
        basis=BasisKind.COURT_ORDER,
        reference="order",
        starts_on=date(2031, 4, 1),
    )


def _paper(family, actor, kind=DocumentKind.PASSPORT):
    cast, child, _ = family
    return documents.enter_document(
        actor=actor,
        operation=cast.aqqu.id,
        subject=child,
        kind=kind,
        number="1",
        issuer="Registry",
        issued_on=date(2031, 1, 1),
    )


def _parent(family, actor, **more):
    cast, child, mother = family
    facts = {"nature": "biological", "basis": "claimed", **more}
    return people.state_parent(
        actor=actor, operation=cast.aqqu.id, child=child, parent=mother, **facts
    )


def _everybody_but(cast, roles):
    others = [getattr(cast, role.value) for role in Role if role not in roles]
    return [user for user in others if user != cast.demonstration] + [cast.stranger]


@pytest.mark.parametrize("matter", list(Matter))
def test_each_matter_is_heard_by_those_whose_work_it_is_and_by_nobody_else(family, matter):
    cast = family[0]
    takers = consent_policies.TAKERS[matter]
    for role in takers:
        _position(family, getattr(cast, role.value), matter)
    kept = Position.objects.count()
    assert kept == len(takers)
    for user in _everybody_but(cast, takers):
        with pytest.raises(NotPermitted):
            _position(family, user, matter)
    assert Position.objects.count() == kept


def test_the_laboratory_that_types_neither_hears_the_donor_nor_makes_its_own_ground(family):
    cast = family[0]
    with pytest.raises(NotPermitted):
        _position(family, cast.laboratory, Matter.DNA_SAMPLE)
    with pytest.raises(NotPermitted):
        _basis(family, cast.laboratory)


def test_a_regional_officer_hears_the_families_of_the_own_region_only(family):
    cast, child, _ = family
    region = uuid4()
    regional = make_user(Role.GUARDIANSHIP_OFFICER, region, by=cast.root, login="regional")
    with pytest.raises(NotPermitted):
        _position(family, regional, Matter.PLACEMENT)
    scope.place(child, [region])
    assert _position(family, regional, Matter.PLACEMENT).subject == child
    assert _paper(family, regional).subject == child
    with pytest.raises(NotPermitted):
        _position(family, regional, Matter.RETURN)


def test_grounds_are_recorded_and_ended_by_the_lawyer_and_the_owner_of_the_data(family):
    cast = family[0]
    rows = [_basis(family, user) for user in (cast.legal_officer, cast.coordinator)]
    for user in _everybody_but(cast, consent_policies.BASIS_KEEPERS):
        with pytest.raises(NotPermitted):
            _basis(family, user)
        with pytest.raises(NotPermitted):
            consent.end_basis(actor=user, basis=rows[0], reason_code="lifted")
    assert LegalBasis.objects.count() == 2
    consent.end_basis(actor=cast.legal_officer, basis=rows[0], reason_code="lifted")


def test_papers_are_entered_by_those_who_handle_them(family):
    cast = family[0]
    paper = _paper(family, cast.diplomat)
    for user in _everybody_but(cast, document_policies.ENTERERS):
        with pytest.raises(NotPermitted):
            _paper(family, user)
    assert Document.objects.count() == 1
    for user in _everybody_but(cast, document_policies.ENDERS):
        with pytest.raises(NotPermitted):
            documents.change_state(actor=user, document=paper, state=DocumentStateKind.LOST)
    assert not DocumentState.objects.exists()


def test_a_profession_enters_its_own_paper_and_no_other(family):
    cast = family[0]
    own = {cast.medical: DocumentKind.FIT_TO_FLY, cast.laboratory: DocumentKind.KINSHIP_REPORT}
    for user, kind in own.items():
        assert _paper(family, user, kind).kind == kind
        with pytest.raises(NotPermitted):
            _paper(family, user, DocumentKind.COURT_DECISION)


def test_the_same_end_of_a_paper_is_written_down_once(family):
    cast = family[0]
    paper = _paper(family, cast.diplomat)
    who = {"actor": cast.diplomat, "document": paper}
    documents.change_state(**who, state=DocumentStateKind.LOST)
    with pytest.raises(Refused):
        documents.change_state(**who, state=DocumentStateKind.LOST)
    documents.change_state(**who, state=DocumentStateKind.REPLACED)
    assert DocumentState.objects.count() == 2


def test_parents_are_written_down_by_those_who_work_on_kinship(family):
    cast = family[0]
    link = _parent(family, cast.social_worker)
    for user in _everybody_but(cast, people_policies.KIN_WRITERS):
        with pytest.raises(NotPermitted):
            _parent(family, user)
        with pytest.raises(NotPermitted):
            people.retract_parent(actor=user, link=link, reason_code="wrong")
    assert ParentLink.objects.count() == 1
    assert not ParentLinkRetraction.objects.exists()


@pytest.mark.parametrize("odd", [{"nature": "spiritual"}, {"basis": "rumour"}, {"nature": ""}])
def test_a_parent_in_no_known_sense_is_not_taken(family, odd):
    with pytest.raises(BadInput):
        _parent(family, family[0].tracing_officer, **odd)
    assert not ParentLink.objects.exists()


def test_nobody_writes_down_a_parent_by_dna_without_a_conclusion(family):
    cast = family[0]
    for user in (cast.tracing_officer, cast.laboratory, cast.coordinator):
        with pytest.raises(NotPermitted, match="signatures"):
            _parent(family, user, basis="dna")
    with pytest.raises(NotPermitted):
        _parent(family, cast.tracing_officer, basis="dna", source=uuid4())
    assert _parent(family, cast.laboratory, basis="dna", source=uuid4()).basis == "dna"


def test_one_officer_does_not_undo_what_two_signed_a_qualified_scientist_does(family):
    cast, child, _ = family
    link = _parent(family, cast.laboratory, basis="dna", source=uuid4())
    for user in (cast.tracing_officer, cast.coordinator, cast.laboratory):
        with pytest.raises(NotPermitted):
            people.retract_parent(actor=user, link=link, reason_code="wrong")
    assert live_parent_links([child]).exists()
    people.retract_parent(actor=cast.qualified, link=link, reason_code="wrong-person")
    assert not live_parent_links([child]).exists()


def test_groups_and_identities_have_their_writers_too(family):
    cast, one, two = family
    grouping = {"operation": cast.aqqu.id, "label": "S1", "children": [one]}
    group = people.form_sibling_group(actor=cast.social_worker, **grouping)
    outsiders = (cast.media_officer, cast.medical, cast.administrator, cast.stranger)
    for user in outsiders:
        with pytest.raises(NotPermitted):
            people.form_sibling_group(actor=user, **grouping)
        with pytest.raises(NotPermitted):
            people.join_sibling_group(actor=user, group=group, child=two)
        with pytest.raises(NotPermitted):
            people.split_sibling_group(actor=user, group=group, determination=uuid4())
        with pytest.raises(NotPermitted):
            people.record_identity(
                actor=user,
                operation=cast.aqqu.id,
                person=one,
                status=IdentityStatus.CONFIRMED,
                conclusion=uuid4(),
            )
    assert SiblingGroup.objects.count() == 1 and SiblingPlace.objects.count() == 1
    assert not Identity.objects.exists() and not SiblingSplit.objects.exists()
