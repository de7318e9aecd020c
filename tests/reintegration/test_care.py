"""Goals, intakes, outcomes: who reads which words, which figures cannot be right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jusan.core import clock
from jusan.core.errors import BadInput, NotPermitted
from jusan.core.history import reads
from jusan.core.history.models import ReadEntry
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import NoPermit
from jusan.reintegration import growth, operations, queries
from jusan.reintegration.growth import Measures
from jusan.reintegration.models import Intake
from jusan.reintegration.sections import file_section
from tests.reintegration.conftest import ARRIVAL


def _goal(centre, domain, words, by=None, days=20):
    return operations.set_goal(
        actor=by or centre.cast.social_worker,
        operation=centre.cast.aqqu,
        child=centre.child,
        domain=domain,
        goal=words,
        owner="Centre",
        made_at=ARRIVAL,
        due_on=(ARRIVAL + timedelta(days=days)).date(),
        review_on=(ARRIVAL + timedelta(days=days + 10)).date(),
    )


def _plan(centre, user):
    _file, goals = queries.plan(user, centre.cast.aqqu, centre.child, route="t")
    return {view.goal.domain: view.words for view in goals}


def test_a_goal_is_read_only_where_its_compartment_is_open(centre):
    _goal(centre, "health", "teeth")
    _goal(centre, "protection", "quiet talks")
    _goal(centre, "education", "first letters")
    cast = centre.cast
    assert _plan(centre, cast.social_worker) == {
        "health": None,
        "protection": "quiet talks",
        "education": "first letters",
    }
    assert _plan(centre, cast.centre_worker)["protection"] is None
    assert _plan(centre, cast.medical)["health"] == "teeth"
    for role in ("legal_officer", "justice_officer", "laboratory"):
        with pytest.raises(NotPermitted):
            _plan(centre, getattr(cast, role))
    assert ReadEntry.objects.filter(purpose="care plan").count() == 3


def test_a_goal_is_overdue_until_it_is_reached(centre):
    goal = _goal(centre, "education", "first letters")
    late = ARRIVAL + timedelta(days=21)
    with clock.at(late):
        assert [bed.goals_due for bed in _beds(centre)] == [1]
        items = queries.waiting(centre.cast.social_worker, centre.cast.aqqu)
        assert [(item.subject, item.due) for item in items] == [
            (centre.child, (ARRIVAL + timedelta(days=20)).date())
        ]
        operations.step_goal(actor=centre.cast.social_worker, goal=goal, state="done")
        assert [bed.goals_due for bed in _beds(centre)] == [0]
        assert queries.waiting(centre.cast.social_worker, centre.cast.aqqu) == []
    assert queries.summary([centre.child])["plan_open"] == 0


def _beds(centre):
    sheet = queries.day_sheet(centre.cast.centre_worker, centre.cast.aqqu, route="t")
    return sheet["4"]


def test_the_day_sheet_is_grouped_by_the_newest_room(centre):
    with clock.at(ARRIVAL + timedelta(days=2)):
        operations.admit(
            actor=centre.cast.centre_worker,
            operation=centre.cast.aqqu,
            child=centre.child,
            room="7",
            admitted_at=clock.now(),
        )
    sheet = queries.day_sheet(centre.cast.centre_worker, centre.cast.aqqu, route="t")
    assert {room: [bed.label for bed in beds] for room, beds in sheet.items()} == {"7": ["Maryam"]}


def _intake(centre, by, kind="medical", **measures):
    with clock.at(ARRIVAL):
        return operations.record_intake(
            actor=by,
            operation=centre.cast.aqqu,
            child=centre.child,
            kind=kind,
            at=ARRIVAL,
            measures=measures,
            findings="tired",
        )


def test_only_a_doctor_enters_and_reads_a_medical_intake(centre):
    cast = centre.cast
    with pytest.raises(NotPermitted):
        _intake(centre, cast.psychologist, weight_kg="14")
    with pytest.raises(NotPermitted):
        _intake(centre, cast.medical, kind="psychological")
    _intake(centre, cast.medical, weight_kg="14", height_cm="1.02")
    with pytest.raises(NoPermit):
        _ = Intake.objects.get().body
    for opened, seen in ((Compartment.HEALTH, 1), (Compartment.LOCATION, 0)):
        both = frozenset({Compartment.IDENTITY, opened})
        with reads.reading(
            reader=cast.medical.id, purpose="t", subjects=[centre.child], compartments=both
        ):
            part = file_section(cast.medical, cast.aqqu, [centre.child], both)
            assert len(part["intakes"]) == seen
            if seen:
                assert part["intakes"][0]["flags"] == ("height_cm_range",)


def test_a_measure_that_is_no_number_is_refused(centre):
    with pytest.raises(BadInput, match="number"):
        _intake(centre, centre.cast.medical, weight_kg="much")


def test_flags_name_what_cannot_be_right():
    assert growth.flags(Measures(14, 98, 148)) == ()
    assert growth.flags(Measures(1400, 98, 148)) == ("weight_kg_range",)
    assert growth.flags(Measures(98, 100)) == ("body_mass",)
    assert growth.flags(Measures(14, 95), [Measures(13, 98)]) == ("height_shrank",)
    assert growth.flags(Measures(14, 97.5), [Measures(13, 98)]) == ()


@given(st.floats(0.5, 9999, allow_nan=False), st.floats(0.5, 9999, allow_nan=False))
def test_flags_are_about_limits_only(weight, height):
    found = growth.flags(Measures(weight, height))
    low, high = growth.LIMITS["weight_kg"]
    assert ("weight_kg_range" in found) == (not low <= weight <= high)


@given(st.text(max_size=12))
def test_reading_a_measure_gives_a_positive_number_nothing_or_a_refusal(text):
    try:
        value = growth.read_measure("weight_kg", text)
    except BadInput:
        return
    assert value is None or 0 < value < 10_000


def test_outcomes_have_a_denominator_and_count_the_newest_sighting_once(centre):
    cast = centre.cast
    for carer, holds, day in (
        (centre.other, False, 1),
        (centre.other, True, 20),
        (centre.child, False, 5),
    ):
        with clock.at(datetime(2031, 12, day, 12, tzinfo=UTC)):
            operations.record_carer_outcome(
                actor=cast.social_worker,
                operation=cast.aqqu,
                carer=carer,
                kind="employed",
                holds=holds,
                seen_on=clock.today(),
            )
    counts = {
        c.kind.value: (c.holds, c.seen) for c in queries.outcomes(cast.coordinator, cast.aqqu)
    }
    assert counts == {
        "employed": (1, 2),
        "child_at_school": (0, 0),
        "programme_attended": (0, 0),
    }
    with clock.at(datetime(2031, 12, 21, tzinfo=UTC)), pytest.raises(BadInput):
        operations.record_carer_outcome(
            actor=cast.social_worker,
            operation=cast.aqqu,
            carer=centre.other,
            kind="returned_to_secular_life",
            holds=True,
            seen_on=date(2031, 12, 1),
        )
