"""The pages of care: who gets them, that a form does what it says, that odd input is no 500."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jusan.core import clock
from jusan.reintegration import operations, placements
from jusan.reintegration.models import CarePlanGoal, GoalStep
from tests.access.rows_reintegration import ROWS, _applicant, _carer, _child, _family, _prepared
from tests.access.walk import client_of, wrong


def test_every_role_on_every_page(cast):
    _prepared(cast)
    assert wrong(ROWS, cast) == []


def test_a_goal_is_set_and_reached_by_hand(cast):
    centre = _prepared(cast)
    client = client_of(cast.social_worker)
    words = {
        "domain": "education",
        "goal": "reads a page",
        "owner": "School",
        "due_on": "2032-01-10",
        "review_on": "2032-01-20",
    }
    client.post(reverse("reintegration:set_goal", kwargs=_child(cast)), words)
    goal = CarePlanGoal.objects.exclude(id=centre.goal.id).get()
    page = client.get(reverse("reintegration:plan", kwargs=_child(cast))).content.decode()
    assert "reads a page" in page
    kwargs = {"operation": cast.aqqu.slug, "goal": goal.id}
    client.post(reverse("reintegration:reach_goal", kwargs=kwargs))
    assert GoalStep.objects.get().goal == goal.id


def test_a_file_leads_to_the_care_plan_only_those_who_may_read_it(cast):
    centre = _prepared(cast)
    plan = reverse("reintegration:plan", kwargs=_child(cast))
    file = reverse("journey:child", kwargs={"operation": cast.aqqu.slug, "person": centre.child})
    for user in (cast.social_worker, cast.coordinator):
        shown = f'href="{plan}"' in client_of(user).get(file).content.decode()
        assert shown == (client_of(user).get(plan).status_code == 200), user.login


def test_measures_are_named_in_words(cast):
    centre = _prepared(cast)
    operations.record_intake(
        actor=cast.medical,
        operation=cast.aqqu,
        child=centre.child,
        kind="medical",
        at=clock.now(),
        measures={"weight_kg": "14.5"},
        findings="tired",
    )
    file = reverse("journey:child", kwargs={"operation": cast.aqqu.slug, "person": centre.child})
    page = client_of(cast.medical).get(file).content.decode()
    assert "Weight, kg <bdi>14.5</bdi>" in page and "weight_kg" not in page


def test_the_guardianship_officer_decides_on_the_page(cast):
    centre = _prepared(cast)
    placements.assess(
        actor=cast.guardianship_officer,
        candidacy=centre.aunt,
        assessor="A. Omarova",
        summary="<b>kind</b>",
    )
    client = client_of(cast.guardianship_officer)
    page = client.get(reverse("reintegration:placement", kwargs=_child(cast))).content.decode()
    assert "&lt;b&gt;kind&lt;/b&gt;" in page
    words = {
        "outcome": "chosen",
        "at": "2031-04-01T08:00",
        "body": "Body",
        "reason": "she asked for it",
    }
    client.post(reverse("reintegration:decide", kwargs=_family(cast)), words)
    assert placements.chosen_for(centre.child).id == centre.aunt.id


@pytest.mark.parametrize("odd", ["", "\x00", "9" * 5000, "\u202e\ud7ff", "2031-02-31"])
def test_odd_input_is_refused_and_never_breaks(cast, odd):
    _prepared(cast)
    for name, kwargs, user in (
        ("set_goal", _child, cast.social_worker),
        ("visit", _child, cast.social_worker),
        ("discharge", _child, cast.social_worker),
        ("decide", _family, cast.guardianship_officer),
        ("assess", _family, cast.guardianship_officer),
        ("apply", _applicant, cast.guardianship_officer),
        ("admit", _child, cast.centre_worker),
        ("intake", _child, cast.medical),
        ("school", _child, cast.social_worker),
        ("carer_outcome", _carer, cast.social_worker),
    ):
        values = dict.fromkeys(("domain", "goal", "owner", "due_on", "kind", "outcome"), odd)
        values |= dict.fromkeys(("determination", "body", "reason", "document"), odd)
        values |= dict.fromkeys(("at", "room", "centre", "admitted_at", "weight_kg"), odd)
        values |= dict.fromkeys(("region", "grade", "state", "enrolled_at", "relation"), odd)
        values |= dict.fromkeys(("applied_at", "assessor", "summary", "holds", "seen_on"), odd)
        url = reverse(f"reintegration:{name}", kwargs=kwargs(cast))
        assert client_of(user).post(url, values).status_code in {302, 400, 409}


def test_the_list_pages_cost_few_queries_whatever_their_length(cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from jusan.reintegration import operations, queries
    from tests.casting import child_line, receive
    from tests.reintegration.conftest import ARRIVAL

    _prepared(cast)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.day_sheet(cast.centre_worker, cast.aqqu, route="t")
        return len(seen)

    few = cost()
    for leaf in receive(
        cast.tracing_officer,
        cast.aqqu,
        *(child_line(n, f"Child {n}") for n in range(1, 12)),
        tag="b",
    ):
        with clock.at(ARRIVAL):
            operations.admit(
                actor=cast.centre_worker,
                operation=cast.aqqu,
                child=leaf,
                room="9",
                admitted_at=ARRIVAL,
            )
    assert cost() <= few + 1
