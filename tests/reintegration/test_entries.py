"""Care entered by hand: what a page takes, what it refuses, and where the words come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from jusan.core import clock
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.reintegration import placements, queries
from jusan.reintegration.models import (
    Admission,
    Candidate,
    CarerOutcome,
    Discharge,
    FamilyAssessment,
    GoalStep,
    Intake,
    SchoolEntry,
    Visit,
)
from tests.access.rows_reintegration import _applicant, _carer, _child, _family, _goal, _operation
from tests.access.rows_reintegration import _prepared as prepared
from tests.access.walk import client_of
from tests.casting import child_line, receive
from tests.reintegration.conftest import ARRIVAL


@pytest.fixture
def centre(cast):
    """The centre of the matrix, some days after the child came."""
    made = prepared(cast)
    with clock.at(ARRIVAL + timedelta(days=40)):
        yield made


def _send(centre, user, name, kwargs, **words):
    return client_of(user).post(reverse(f"reintegration:{name}", kwargs=kwargs(centre.cast)), words)


def _page(centre, user, name, kwargs, **asked):
    url = reverse(f"reintegration:{name}", kwargs=kwargs(centre.cast))
    return client_of(user).get(url, asked).content.decode()


def test_a_child_who_landed_is_found_and_admitted(centre):
    cast = centre.cast
    (child,) = receive(cast.tracing_officer, cast.aqqu, child_line(1, "Nurlan"), tag="landed")
    state_fact(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=child,
        kind=FactKind.LANDED,
        column="repatriation",
    )
    page = _page(centre, cast.centre_worker, "day", _operation)
    url = reverse("reintegration:admit", kwargs={"operation": cast.aqqu.slug, "person": child})
    assert "Nurlan" in page and url in page
    assert url in _page(centre, cast.centre_worker, "find_child", _operation, q="nurl")
    client = client_of(cast.centre_worker)
    answer = client.post(url, {"room": "12", "admitted_at": "2032-01-05T18:30"})
    assert answer.status_code == 302
    assert Admission.objects.filter(child=child, room="12").exists()
    page = _page(centre, cast.centre_worker, "day", _operation)
    assert "Landed, in no room yet" not in page and "Nurlan" in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"room": "12", "admitted_at": "2033-01-05T18:30"}, "still to come"),
        ({"room": "12", "admitted_at": "2013-12-01T10:00"}, "before the operation began"),
        ({"room": " ", "admitted_at": "2032-01-05T18:30"}, "required"),
    ],
)
def test_an_admission_that_cannot_be_comes_back_with_its_words(centre, words, says):
    before = Admission.objects.count()
    answer = _send(centre, centre.cast.centre_worker, "admit", _child, **words)
    page = answer.content.decode()
    assert answer.status_code == 400 and says in page
    assert words["admitted_at"] in page
    assert Admission.objects.count() == before


def test_a_doctor_enters_an_examination_and_is_told_of_a_figure_that_cannot_be_right(centre):
    cast = centre.cast
    items = queries.waiting(cast.medical, cast.aqqu)
    assert [item.url_name for item in items if item.subject == centre.child] == [
        "reintegration:plan",
        "reintegration:intake",
    ]
    words = {
        "kind": "medical",
        "at": "2031-12-01T10:00",
        "findings": "pale gums",
        "follow_up": "teeth",
    }
    odd = _send(centre, cast.medical, "intake", _child, weight_kg="a lot", **words)
    assert odd.status_code == 400 and "Write a number" in odd.content.decode()
    url = reverse("reintegration:intake", kwargs=_child(cast))
    client = client_of(cast.medical)
    answer = client.post(url, {**words, "weight_kg": "140,5", "height_cm": "98"}, follow=True)
    assert "A figure cannot be right" in answer.content.decode()
    assert Intake.objects.get().kind == "medical"
    assert not [i for i in queries.waiting(cast.medical, cast.aqqu) if "intake" in i.url_name]
    file = reverse("journey:child", kwargs=_child(cast))
    for user, reads in ((cast.medical, True), (cast.social_worker, False)):
        assert ("pale gums" in client_of(user).get(file).content.decode()) is reads


def test_each_clinician_is_offered_only_the_own_examination(centre):
    page = _page(centre, centre.cast.psychologist, "intake", _child)
    assert "psychological" in page and 'value="medical"' not in page
    words = {"kind": "medical", "at": "2031-12-01T10:00", "findings": "x"}
    answer = _send(centre, centre.cast.psychologist, "intake", _child, **words)
    assert answer.status_code == 400 and not Intake.objects.exists()


def test_a_school_place_and_an_outcome_of_a_carer_are_entered(centre):
    cast = centre.cast
    words = {
        "kind": "school",
        "state": "attending",
        "grade": "2",
        "enrolled_at": "2032-01-04T09:00",
    }
    assert _send(centre, cast.social_worker, "school", _child, **words).status_code == 302
    assert SchoolEntry.objects.get().grade == "2"
    late = _send(
        centre, cast.social_worker, "school", _child, **{**words, "enrolled_at": "2032-03-04T09:00"}
    )
    assert late.status_code == 400 and SchoolEntry.objects.count() == 1
    assert "Sabira" in _page(centre, cast.social_worker, "find_carer", _operation, q="Sabira")
    outcome = {"kind": "employed", "holds": "no", "seen_on": "2032-01-03"}
    assert _send(centre, cast.social_worker, "carer_outcome", _carer, **outcome).status_code == 302
    assert CarerOutcome.objects.get().holds is False
    ahead = {**outcome, "seen_on": "2032-02-03"}
    assert _send(centre, cast.social_worker, "carer_outcome", _carer, **ahead).status_code == 400
    assert CarerOutcome.objects.count() == 1


def test_an_outcome_is_never_recorded_of_a_child(centre):
    url = reverse("reintegration:carer_outcome", kwargs=_child(centre.cast))
    assert client_of(centre.cast.social_worker).get(url).status_code == 404
    page = _page(centre, centre.cast.social_worker, "find_carer", _operation, q="Maryam")
    assert url not in page and "Nobody of this name" in page


def test_a_family_applies_is_visited_and_chosen_by_hand(centre):
    cast = centre.cast
    officer = cast.guardianship_officer
    found = _page(centre, officer, "find_family", _child, q="Sabira")
    assert reverse("reintegration:apply", kwargs=_applicant(cast)) in found
    words = {"relation": "maternal_aunt", "applied_at": "2031-12-02T09:00"}
    assert _send(centre, officer, "apply", _applicant, **words).status_code == 302
    row = Candidate.objects.get(candidate=centre.relative)
    here = {"operation": cast.aqqu.slug, "candidacy": row.id}

    def family(_cast):
        return here

    choice = {"outcome": "chosen", "at": "2031-12-20T09:00", "body": "Body", "reason": "her wish"}
    early = _send(centre, officer, "decide", family, **choice)
    assert early.status_code == 400
    assert "assessed before it is chosen" in early.content.decode()
    assert "her wish" in early.content.decode()
    visit = {"at": "2031-12-05T09:00", "assessor": "A. Omarova", "summary": "a warm house"}
    assert _send(centre, officer, "assess", family, **visit).status_code == 302
    assert FamilyAssessment.objects.get().candidacy == row.id
    assert _send(centre, officer, "decide", family, **choice).status_code == 302
    assert placements.chosen_for(centre.child).id == row.id
    page = _page(centre, officer, "placement", _child)
    assert "mother&#x27;s sister" in page and "a warm house" in page


def test_leaving_before_the_minimum_stay_asks_for_a_determination_beside_its_field(centre):
    cast = centre.cast
    _choose(centre)
    page = _page(centre, cast.centre_worker, "discharge", _child)
    assert "28 Dec 2031" in page
    early = _send(centre, cast.centre_worker, "discharge", _child, at="2031-12-27T07:00")
    said = early.content.decode()
    assert early.status_code == 400 and "needs a determination" in said
    assert "2031-12-27T07:00" in said
    before = _send(
        centre, cast.centre_worker, "discharge", _child, at="2031-11-01T07:00", determination="B-1"
    )
    assert before.status_code == 400 and "after it was admitted" in before.content.decode()
    assert not Discharge.objects.exists()
    done = _send(centre, cast.centre_worker, "discharge", _child, at="2031-12-29T07:00")
    assert done.status_code == 302 and Discharge.objects.get().determination == ""


def test_without_a_chosen_family_nobody_leaves(centre):
    answer = _send(centre, centre.cast.centre_worker, "discharge", _child, at="2032-01-02T07:00")
    assert answer.status_code == 400 and "no family is chosen" in answer.content.decode()
    assert not Discharge.objects.exists()


def _choose(centre):
    with clock.at(ARRIVAL + timedelta(days=5)):
        placements.assess(
            actor=centre.cast.guardianship_officer,
            candidacy=centre.aunt,
            assessor="A. Omarova",
            summary="a warm house",
        )
        placements.decide(
            actor=centre.cast.guardianship_officer,
            candidacy=centre.aunt,
            outcome="chosen",
            body="Body",
            reason="her wish",
        )


def test_a_goal_is_opened_again_and_a_visit_to_come_is_refused(centre):
    cast = centre.cast
    for name in ("reach_goal", "reopen_goal"):
        url = reverse(f"reintegration:{name}", kwargs=_goal(cast))
        assert client_of(cast.social_worker).post(url).status_code == 302
    assert list(GoalStep.objects.order_by("recorded_at").values_list("state", flat=True)) == [
        "done",
        "open",
    ]
    words = {"kind": "wk1", "at": "2032-02-01T10:00", "outcome": "seen_well", "note": "sleeps"}
    answer = _send(centre, cast.social_worker, "visit", _child, **words)
    assert answer.status_code == 400 and "sleeps" in answer.content.decode()
    assert not Visit.objects.exists()


def test_the_doors_of_a_file_are_those_its_reader_may_open(centre):
    cast = centre.cast
    file = reverse("journey:child", kwargs=_child(cast))
    pages = {
        "centre_worker": {"admit", "set_goal", "visit", "school", "discharge"},
        "medical": {"intake", "set_goal"},
        "guardianship_officer": {"placement", "visit", "school"},
        "legal_officer": set(),
    }
    every = {name for names in pages.values() for name in names}
    for role, names in pages.items():
        page = client_of(getattr(cast, role)).get(file).content.decode()
        shown = {
            name
            for name in every
            if f'"{reverse(f"reintegration:{name}", kwargs=_child(cast))}"' in page
        }
        assert shown == names, role


def test_somebody_of_another_operation_is_not_reached_through_this_one(centre):
    """A user of both operations: the address of one does not write into the other."""
    from jusan.core.access.roles import Role
    from tests.casting import assign

    cast = centre.cast
    assign(cast.root, cast.social_worker, Role.SOCIAL_WORKER, cast.kokmaisa.id)
    for name in ("admit", "set_goal", "visit", "school", "discharge", "find_family"):
        kwargs = {"operation": cast.kokmaisa.slug, "person": centre.child}
        url = reverse(f"reintegration:{name}", kwargs=kwargs)
        assert client_of(cast.social_worker).get(url).status_code == 404, name
    assert _family(cast)["candidacy"] == centre.aunt.id
