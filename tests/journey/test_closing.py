"""A case is closed with a coded reason and what became of the child, or not at all."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from jusan.clearance import board
from jusan.clearance import operations as clearance
from jusan.core import clock
from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.claims.operations import destroy_subject
from jusan.core.custody import operations as custody
from jusan.core.custody.models import PartyKind, Side
from jusan.core.documents.models import DocumentKind
from jusan.core.documents.operations import enter_document
from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.operations.models import CaseClosing, CaseReopening, ClosingReason
from jusan.core.operations.operations import open_case
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.identification.operations.kin import set_sibling_group
from jusan.journey import closing
from jusan.journey.phases import Phase, phases_of
from jusan.repatriation import eligibility, operations
from tests.access.rows_mission import FLIGHT_DAY, ready
from tests.access.walk import client_of
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY


@pytest.fixture
def case(cast):
    """A found child in the hands of the prison, and another officer to sign what follows."""
    cast.child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Nur"))[0]
    cast.prison = custody.enter_party(
        actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.AUTHORITY, name="Prison"
    )
    custody.first_sighting(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=cast.child,
        custodian=cast.prison.id,
        place=None,
    )
    return cast


def _close(cast, reason="other_state", **more):
    values = {
        "actor": cast.coordinator,
        "reference": "REC-7",
        "outcome": "Her father's state took her in.",
        **more,
    }
    return closing.close(operation=cast.aqqu, person=cast.child, reason=reason, **values)


def _fact(cast, kind, *, hours=0, **more):
    with clock.at(STORY_DAY + timedelta(hours=hours)):
        state_fact(
            actor=cast.coordinator,
            operation=cast.aqqu.id,
            subject=cast.child,
            kind=kind,
            column="reintegration",
            **more,
        )


def _phase(cast):
    return phases_of([cast.child], [cast.child])[cast.child]


def test_a_closed_case_leaves_the_board_and_the_manifest_and_stays_on_record(case):
    cast = case
    assert board.children_of(cast.aqqu) == [cast.child]
    _close(cast)
    row = CaseClosing.objects.get()
    assert (row.reason, row.reference, row.closed_by) == (
        "other_state",
        "REC-7",
        cast.coordinator.id,
    )
    assert board.children_of(cast.aqqu) == []
    assert eligibility.passengers(cast.aqqu, date(2031, 4, 3)) == {}
    assert _phase(cast) == Phase.CLOSED
    assert first_faults() == []
    with pytest.raises(Refused, match="no open case"):
        _close(cast)


def test_a_closing_is_taken_back_by_a_reopening_and_both_stay(case):
    cast = case
    before = _phase(cast)
    _close(cast)
    with pytest.raises(BadInput, match="why"):
        closing.reopen(actor=cast.coordinator, operation=cast.aqqu, person=cast.child, why=" ")
    with clock.at(STORY_DAY + timedelta(hours=1)):
        closing.reopen(
            actor=cast.coordinator, operation=cast.aqqu, person=cast.child, why="no receipt came"
        )
        assert board.children_of(cast.aqqu) == [cast.child] and _phase(cast) == before
        with pytest.raises(Refused, match="no closed case"):
            closing.reopen(actor=cast.coordinator, operation=cast.aqqu, person=cast.child, why="x")
    with clock.at(STORY_DAY + timedelta(hours=2)):
        _close(cast)
    assert (CaseClosing.objects.count(), CaseReopening.objects.count()) == (2, 1)


def test_only_those_who_answer_for_the_whole_road_close_a_case(case):
    cast = case
    for user in (cast.tracing_officer, cast.medical, cast.administrator, cast.stranger):
        with pytest.raises(NotPermitted):
            _close(cast, actor=user)
    _close(cast, actor=cast.social_worker)


@pytest.mark.parametrize(
    "odd", [{"reason": "tired"}, {"outcome": " "}, {"reference": " "}, {"reference": "x" * 81}]
)
def test_a_case_is_not_closed_without_a_known_reason_an_outcome_and_its_paper(case, odd):
    with pytest.raises(BadInput):
        _close(case, **odd)
    assert not CaseClosing.objects.exists()


# -- what forbids it ---------------------------------------------------------------------------


def test_nobody_is_closed_of_whom_it_is_not_sure_who_holds_them(case):
    cast = case
    custody.lose_sight(actor=cast.field_officer, operation=cast.aqqu.id, subject=cast.child)
    with pytest.raises(Refused, match="who holds"):
        _close(cast)


def test_a_handover_that_waits_for_a_signature_holds_the_case_open(case):
    cast = case
    other = custody.enter_party(
        actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.INSTITUTION, name="Home"
    )
    row = custody.hand_over(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=cast.child,
        giver=cast.prison.id,
        receiver=other.id,
        place=None,
    )
    with pytest.raises(Refused, match="both signatures"):
        _close(cast)
    for side, actor in ((Side.GIVER, cast.coordinator), (Side.RECEIVER, cast.field_officer)):
        custody.sign(actor=actor, handover=row, side=side, signer=side, human=actor.human)
    _close(cast)


def test_a_child_of_an_approved_list_is_taken_off_first(case):
    cast = case
    ready(cast, cast.child)
    departs = datetime(2031, 4, FLIGHT_DAY.day, 13, tzinfo=UTC)
    flight = operations.record_flight(
        actor=cast.coordinator,
        operation=cast.aqqu,
        number="UT-1",
        kind="planned",
        at=clock.now(),
        aircraft="A",
        departs_at=departs,
        arrives_at=departs + timedelta(hours=4),
        seats=20,
    )
    manifest = operations.draft_manifest(actor=cast.coordinator, operation=cast.aqqu, flight=flight)
    operations.approve_manifest(actor=cast.diplomat, manifest=manifest)
    with pytest.raises(Refused, match="UT-1"):
        _close(cast)
    operations.offload(
        actor=cast.coordinator,
        operation=cast.aqqu,
        flight=flight,
        child=cast.child,
        custodian=cast.prison.id,
        reason="goes to another state",
    )
    _close(cast)


def test_nobody_is_closed_in_the_air(case):
    cast = case
    _fact(cast, FactKind.BOARDED)
    with pytest.raises(Refused, match="on board"):
        _close(cast)
    _fact(cast, FactKind.LANDED, hours=1)
    with clock.at(STORY_DAY + timedelta(hours=2)):
        _close(cast)


def test_a_child_that_lives_in_the_centre_leaves_it_first(case):
    cast = case
    _fact(cast, FactKind.ADMITTED)
    with pytest.raises(Refused, match="centre"):
        _close(cast)


def test_placed_means_home_and_with_a_family(case):
    cast = case
    with pytest.raises(Refused, match="family"):
        _close(cast, "placed")
    _fact(cast, FactKind.LANDED)
    _fact(cast, FactKind.ADMITTED, hours=1)
    _fact(cast, FactKind.PLACED, hours=2)
    with clock.at(STORY_DAY + timedelta(hours=3)):
        _close(cast, "placed", reference="")
    assert CaseClosing.objects.get().reason == ClosingReason.PLACED


def test_a_death_closes_a_case_on_a_certificate_only(case):
    cast = case
    _fact(cast, FactKind.DECEASED, code="hearsay")
    with pytest.raises(Refused, match="certificate"):
        _close(cast, "deceased", reference="")
    enter_document(
        actor=cast.diplomat,
        operation=cast.aqqu.id,
        subject=cast.child,
        kind=DocumentKind.DEATH_CERTIFICATE,
        number="D-1",
        issuer="registry",
        issued_on=date(2031, 3, 1),
    )
    _close(cast, "deceased", reference="")


def _born(latest):
    """A line about somebody born in a year that ended on this day, at the latest."""
    birth = {"earliest": "2012-01-01", "latest": latest, "how": "between"}
    claims = (ClaimDraft("birth", latest, json.dumps(birth), field="birth"),)
    return LineDraft(1, (MentionDraft("child", "child", {"birth": latest}, claims),))


@pytest.mark.parametrize(("latest", "sure"), [("2013-04-01", True), ("2013-04-02", False)])
def test_of_age_is_read_from_the_latest_day_on_which_the_person_can_be_born(case, latest, sure):
    cast = case
    with pytest.raises(Refused, match="eighteen"):
        _close(cast, "of_age", reference="PLAN-1")
    cast.child = receive(cast.tracing_officer, cast.aqqu, _born(latest), tag="b")[0]
    open_case(actor=cast.coordinator, operation=cast.aqqu, person=cast.child)
    if sure:
        _close(cast, "of_age", reference="PLAN-1")
    else:
        with pytest.raises(Refused, match="eighteen"):
            _close(cast, "of_age", reference="PLAN-1")


def test_whoever_was_decided_to_be_a_citizen_is_not_closed_as_not_ours(case):
    cast = case
    clearance.decide_nationality(
        actor=cast.legal_officer,
        operation=cast.aqqu,
        child=cast.child,
        branch="both_parents_citizens",
        legal_basis="Citizenship Law",
        citizenship="UTO",
        why="passports",
    )
    with pytest.raises(Refused, match="citizen"):
        _close(cast, "not_ours")


# -- the page ----------------------------------------------------------------------------------


def test_the_page_closes_and_reopens_and_keeps_what_was_typed(case):
    cast = case
    kwargs = {"operation": cast.aqqu.slug, "person": cast.child}
    client = client_of(cast.social_worker)
    url = reverse("journey:case", kwargs=kwargs)
    sent = {"reason": "other_state", "reference": "", "outcome": "Her father took her."}
    refused = client.post(url, sent)
    assert refused.status_code == 400 and "Her father took her." in refused.content.decode()
    assert client.post(url, sent | {"reference": "REC-7"}).status_code == 302
    page = client.get(url).content.decode()
    assert "REC-7" in page and "Her father took her." in page
    file = client.get(reverse("journey:child", kwargs=kwargs)).content.decode()
    assert "another state" in file and "Case closed" in file
    again = reverse("journey:reopen", kwargs=kwargs)
    assert client.post(again, {"why": ""}).status_code == 400
    assert client.post(again, {"why": "no receipt"}).status_code == 302
    assert "no receipt" in client.get(url).content.decode()


def test_the_pages_of_an_erased_child_still_say_that_the_case_was_closed(case):
    cast = case
    set_sibling_group(
        actor=cast.tracing_officer, operation=cast.aqqu.id, children=[cast.child], why="alone"
    )
    _close(cast)
    destroy_subject(
        actor=cast.data_protection_officer,
        approver=cast.coordinator,
        person=cast.child,
        reason_code="court-order",
    )
    kwargs = {"operation": cast.aqqu.slug, "person": cast.child}
    client = client_of(cast.coordinator)
    page = client.get(reverse("journey:case", kwargs=kwargs))
    assert page.status_code == 200 and "REC-7" in page.content.decode()
    assert "Her father" not in page.content.decode()
    assert client.get(reverse("journey:child", kwargs=kwargs)).status_code == 200
