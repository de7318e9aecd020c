"""Clearance from the record: events, decisions, standing facts, and who may do what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jusan.clearance import board, operations, queries
from jusan.clearance.models import Determination, NationalityDecision
from jusan.core import clock
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge
from jusan.core.claims.resolution import head_of
from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.people.operations import state_parent
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from tests.casting import child_line, receive
from tests.clearance.road import event, grant_the_road
from tests.conftest import STORY_DAY


def _newest(child):
    return standing.newest_of([child], [FactKind.CLEARED_FOR, FactKind.NOT_CLEARED])


def test_a_child_that_somebody_holds_has_a_case_and_stands_on_the_board(cast, child):
    shown = queries.board(cast.legal_officer, cast.aqqu, date(2031, 11, 27), route="t")
    assert [line.head for line in shown["lines"]] == [child]
    assert shown["cleared"] == 0
    assert shown["lines"][0].blockers


def test_clearance_is_told_to_the_others_when_it_comes_and_when_it_goes(cast, child):
    assert _newest(child) is None
    grant_the_road(cast, child)
    cleared = _newest(child)
    assert cleared.kind == FactKind.CLEARED_FOR
    # The flight permit lives three days, an exit permit ten: the first to die bounds the window.
    assert cleared.ends_on == STORY_DAY.date() + timedelta(days=3)
    with clock.at(STORY_DAY + timedelta(hours=2)):
        event(cast, child, "X.mother_position", "revoked", outcome="withdrawn", reason="rumour")
    gone = _newest(child)
    assert gone.kind == FactKind.NOT_CLEARED
    assert first_faults() == []


def test_a_cleared_child_joined_to_an_older_mention_is_told_to_be_cleared_no_more(cast, child):
    grant_the_road(cast, child)
    with clock.at(STORY_DAY - timedelta(days=20)):
        older = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Noor"), tag="b")[0]
    judge(
        actor=cast.tracing_officer, left=child, right=older, answer=Answer.SAME, why="one register"
    )
    assert head_of(child) == older
    with clock.at(STORY_DAY + timedelta(hours=2)):
        event(cast, child, "X.mother_position", "revoked", outcome="withdrawn", reason="rumour")
    told = standing.newest_of([child, older], [FactKind.CLEARED_FOR, FactKind.NOT_CLEARED])
    assert told.kind == FactKind.NOT_CLEARED


def test_readiness_of_many_children_costs_as_many_queries_as_of_one(cast, child):
    def cost(heads):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            board.readiness(cast.aqqu, heads, clock.today())
        return len(seen)

    others = receive(
        cast.tracing_officer,
        cast.aqqu,
        *(child_line(n, f"Child {n}") for n in range(10, 22)),
        tag="b",
    )
    for leaf in others:
        state_parent(
            actor=cast.tracing_officer,
            operation=cast.aqqu.id,
            child=leaf,
            parent=cast.mother,
            nature="biological",
            basis="claimed",
        )
    few = cost([child])
    assert cost([child, *others]) == few
    assert few <= 16


@pytest.mark.parametrize(("name", "most"), [("board", 34), ("child", 39)])
def test_the_pages_cost_few_queries(cast, child, name, most):
    grant_the_road(cast, child)
    kwargs = {"operation": cast.aqqu.slug} | ({"person": child} if name == "child" else {})
    browser = Client()
    browser.force_login(cast.legal_officer)
    browser.get(reverse(f"clearance:{name}", kwargs=kwargs))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert browser.get(reverse(f"clearance:{name}", kwargs=kwargs)).status_code == 200
    assert len(seen) <= most


def test_reinstating_restores_the_position_and_not_what_rested_on_it(cast, child):
    grant_the_road(cast, child)
    for hours, kind, outcome in ((2, "revoked", "withdrawn"), (4, "granted", "consent")):
        with clock.at(STORY_DAY + timedelta(hours=hours)):
            event(cast, child, "X.mother_position", kind, outcome=outcome)
    with clock.at(STORY_DAY + timedelta(days=1)):
        state = board.readiness(cast.aqqu, [child], clock.today())[child]
    assert state["X.mother_position"].status == "done"
    assert state["X.court_release"].status == "stale"
    assert _newest(child).kind == FactKind.NOT_CLEARED


def test_a_dead_mother_opens_the_guardians_road(cast, child):
    states = board.readiness(cast.aqqu, [child], clock.today())[child]
    assert states["X.guardian_host"].status == "not_applicable"
    state_fact(
        actor=cast.legal_officer,
        operation=cast.aqqu.id,
        subject=cast.mother,
        kind=FactKind.DECEASED,
        column="identification",
        code="certificate",
    )
    states = board.readiness(cast.aqqu, [child], clock.today())[child]
    assert states["X.mother_position"].status == "not_applicable"
    assert states["X.guardian_host"].status == "blocked"


def test_citizenship_is_decided_by_a_legal_officer_with_its_ground(cast, child):
    def decide(actor, basis="Citizenship Law, art. 13"):
        return operations.decide_nationality(
            actor=actor,
            operation=cast.aqqu,
            child=child,
            branch="mother_citizen_father_unknown",
            legal_basis=basis,
            citizenship="UTO",
            why="the mother's passport",
        )

    for user in (cast.laboratory, cast.coordinator, cast.stranger):
        with pytest.raises(NotPermitted):
            decide(user)
    with pytest.raises(Refused, match="legal basis"):
        decide(cast.legal_officer, basis=" ")
    decide(cast.legal_officer)
    assert NationalityDecision.objects.count() == 1


def test_a_panel_has_two_members_and_the_childs_view_is_for_protection_workers(cast, child):
    from jusan.core.vault import permits
    from jusan.core.vault.compartments import Compartment
    from jusan.core.vault.errors import NoPermit

    def determine(panel):
        return operations.determine(
            actor=cast.social_worker,
            operation=cast.aqqu,
            child=child,
            kind="bid",
            outcome="return with siblings",
            panel=panel,
            childs_view="I want to go with my sister",
            why="x",
        )

    with pytest.raises(Refused, match="two members"):
        determine(["A"])
    row = Determination.objects.get(id=determine(["A", "B"]).id)
    identity = permits.Permit("t", frozenset({Compartment.IDENTITY}), frozenset({child}))
    with permits.holding(identity), pytest.raises(NoPermit):
        _ = row.childs_view


def test_unknown_steps_odd_kinds_and_nameless_waivers_are_refused(cast, child):
    with pytest.raises(BadInput, match="no loaded pack"):
        event(cast, child, "X.nothing")
    with pytest.raises(BadInput, match="one of"):
        event(cast, child, "X.photo", "perhaps")
    with pytest.raises(Refused, match="waiver"):
        operations.enter_event(
            actor=cast.legal_officer,
            operation=cast.aqqu,
            requirement="X.farewell",
            subject=child,
            kind="waived",
            happened_at=clock.now(),
        )
    with pytest.raises(NotPermitted):
        event(cast, child, "X.photo", actor=cast.stranger)


def test_the_summary_holds_states_blockers_and_a_forecast(cast, child):
    found = queries.summary([child])
    assert found["requirements"]["X.handover"] == "blocked"
    days = [found["ready_on"][name] for name in ("p10", "p50", "p90")]
    assert days == sorted(days)
    assert found["blockers"]


def test_what_waits_names_the_child_and_the_step_for_those_who_read_the_board(cast, child):
    items = queries.waiting(cast.legal_officer, cast.aqqu)
    assert {item.subject for item in items} == {child}
    assert queries.waiting(cast.medical, cast.aqqu) == []


@pytest.mark.parametrize("step", ["R.admission", "M.sentence"])
def test_a_step_of_another_track_takes_no_childs_clearance_back(cast, child, step):
    """A paper that ran out after the landing says nothing about a child that is home."""
    grant_the_road(cast, child)
    told = _newest(child)
    with clock.at(STORY_DAY + timedelta(days=40)):
        event(cast, child, step)
    assert _newest(child) == told


def test_a_step_is_chosen_by_its_name_and_not_by_its_code(cast, child):
    browser = Client()
    browser.force_login(cast.legal_officer)
    kwargs = {"operation": cast.aqqu.slug, "person": child}
    page = browser.get(reverse("clearance:child", kwargs=kwargs)).content.decode()
    assert '<option value="X.exit_permit">Exit permit</option>' in page
    assert '<input type="date" name="valid_until"' in page


def test_the_form_offers_first_what_blocks(cast, child):
    grant_the_road(cast, child)
    browser = Client()
    browser.force_login(cast.legal_officer)
    kwargs = {"operation": cast.aqqu.slug, "person": child}
    answer = browser.get(reverse("clearance:child", kwargs=kwargs))
    blocking = answer.context["line"].blockers[0]["requirement"]
    assert blocking != answer.context["steps"][0][0]
    assert f'<option value="{blocking}" selected>' in answer.content.decode()
