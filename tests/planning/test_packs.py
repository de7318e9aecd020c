"""The shipped packs: they load without fault, speak four languages, and take up the corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from jusan.planning import checks
from jusan.planning.clearance import cleared_for, is_far, outstanding, slip
from jusan.planning.errors import PackError
from jusan.planning.events import Event
from jusan.planning.guards import Facts
from jusan.planning.packfile import PACKS, load_pack, load_plan, shipped_plan
from jusan.planning.readiness import evaluate
from jusan.planning.requirements import LANGUAGES

PLANS = ["iq_prison", "nes_camp", "arrival", "mothers", "adults"]
FLIGHT = date(2031, 11, 27)

#: A child born at home of two citizens, the mother alive in prison.
CHILD = Facts(
    child="c",
    batch="mission",
    parents=("m",),
    relatives=("r",),
    born_from=date(2022, 3, 2),
    born_to=date(2022, 3, 2),
    born_abroad=False,
    mother_living=True,
    mother_in_custody=True,
    parent_reachable=True,
    mother_citizenship="citizen",
    father_citizenship="citizen",
    kin_known=True,
)


def _scope(step):
    return {"state": "state", "mission": "mission", "parent": "m", "relative": "r"}.get(
        step.scope, "c"
    )


def road(plan, *, without=(), last=FLIGHT - timedelta(days=1)):
    """Every step granted in order, two days apart, ending the day before the flight."""
    steps = [plan[node] for node in plan.by_id if node != plan.target and node not in without]
    begin = last - timedelta(days=len(steps))
    return [
        Event(
            requirement=step.id,
            scope_id=_scope(step),
            kind="granted",
            at=begin + timedelta(days=place + 1),
            by="an officer",
            ref="paper",
            outcome="consent" if step.outcomes else "",
            valid_until=FLIGHT + timedelta(days=20) if step.valid_d else None,
        )
        for place, step in enumerate(steps)
    ]


def _clear(events, facts=CHILD, flight=FLIGHT, as_of=FLIGHT - timedelta(days=1)):
    plan = shipped_plan("iq_prison")
    return cleared_for(evaluate(plan, facts, events, as_of), flight)


@pytest.mark.parametrize("name", PLANS)
def test_every_pack_loads_and_can_be_satisfied_by_every_kind_of_child(name):
    plan = shipped_plan(name)
    assert checks.plan_faults(plan) == []
    assert checks.never_satisfied(plan) == []


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_text_stands_in_four_languages(path):
    for step in load_pack(path).requirements:
        for text in (step.label, step.actor, step.document):
            assert sorted(text) == sorted(LANGUAGES)
            assert all(words.strip() for words in text.values())
        assert step.source
        assert step.evidence in "KIA"


def test_nothing_of_the_womens_track_is_a_precondition_of_a_childs():
    for name in ("iq_prison", "nes_camp", "arrival"):
        assert not [node for node in shipped_plan(name).by_id if node.startswith("M.")]


def test_a_pack_with_a_cycle_or_an_unknown_step_is_refused_with_its_line(tmp_path):
    text = (PACKS / "adults.yaml").read_text(encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(text.replace("[A.identity]", "[A.nowhere]", 1))
    with pytest.raises(PackError, match=r"bad\.yaml:\d+: A\.\w+: requires A\.nowhere"):
        load_plan(tmp_path / "bad.yaml")
    circular = text.replace("    revocable: true\n", "", 1).replace(
        "    scope: child\n", "    scope: child\n    requires: [A.handover]\n", 1
    )
    (tmp_path / "circle.yaml").write_text(circular)
    with pytest.raises(PackError, match="cycle"):
        load_plan(tmp_path / "circle.yaml")


def test_the_whole_road_clears():
    plan = shipped_plan("iq_prison")
    clearance = _clear(road(plan))
    assert clearance.outstanding == ()
    assert clearance.cleared


def test_registry_papers_are_a_way_to_identity_without_dna():
    plan = shipped_plan("iq_prison")
    dna = ("H.kin_report", "X.child_profile", "X.legalise", "X.dna_sent", "X.host_verify")
    events = road(plan, without=dna)
    assert not _clear(events).cleared
    assert _clear(events, replace(CHILD, home_papers=True)).cleared


def test_a_child_without_known_kin_flies_on_an_alternative_care_plan():
    plan = shipped_plan("iq_prison")
    without = ("H.family_agreed", "H.family_assessed")
    nobody = replace(CHILD, kin_known=False)
    assert _clear(road(plan, without=without), nobody).cleared
    assert not _clear(road(plan, without=(*without, "H.alternative_care")), nobody).cleared


def test_an_agreed_family_that_was_not_assessed_is_not_enough():
    plan = shipped_plan("iq_prison")
    events = road(plan, without=("H.family_assessed", "H.alternative_care"))
    assert "H.family_assessed" in [b.requirement for b in _clear(events).outstanding]


class TestTraps:
    """Behaviour that the planted traps of the demonstration rely on."""

    def test_a_slip_kills_permit_certificate_and_fitness_and_says_so(self):
        plan = shipped_plan("iq_prison")
        short = {"H.etd": FLIGHT - timedelta(days=8), "X.exit_permit": FLIGHT - timedelta(days=4)}
        events = [
            replace(event, valid_until=short.get(event.requirement, event.valid_until))
            for event in road(plan, last=FLIGHT - timedelta(days=15))
        ]
        readiness = evaluate(plan, CHILD, events, FLIGHT - timedelta(days=15))
        first = FLIGHT - timedelta(days=14)
        assert cleared_for(readiness, first).cleared
        dying = {item.requirement for item in slip([readiness], first, FLIGHT)["c"]}
        assert dying == {"H.etd", "X.exit_permit"}
        assert not cleared_for(readiness, FLIGHT).cleared

    def test_an_expired_passport_says_who_but_does_not_travel(self):
        plan = shipped_plan("iq_prison")
        old = replace(CHILD, passport_expires=date(2029, 4, 1))
        valid = replace(CHILD, passport_expires=date(2035, 4, 1))
        events = road(plan, without=("H.etd", "X.child_profile", "H.kin_report", "X.host_verify",
                                     "X.dna_sent", "X.legalise"))  # fmt: skip
        assert {b.requirement for b in _clear(events, old).outstanding} >= {"H.etd"}
        assert _clear(events, valid).cleared

    def test_a_withdrawn_consent_makes_the_release_stale_and_a_new_one_does_not_restore_it(self):
        plan = shipped_plan("iq_prison")
        day = FLIGHT - timedelta(days=1)

        def event(requirement, kind, outcome=""):
            return Event(
                requirement=requirement, scope_id="c", kind=kind, at=day, outcome=outcome,
                by="a judge", ref="paper", seq=1,
            )  # fmt: skip

        base = road(plan, without=("X.court_override",), last=FLIGHT - timedelta(days=3))
        withdrawn = [*base, replace(event("X.mother_position", "revoked", "withdrawn"),
                                    at=FLIGHT - timedelta(days=2))]  # fmt: skip
        state = evaluate(plan, CHILD, withdrawn, day)
        assert state["X.court_release"].status == "stale"
        again = [*withdrawn, event("X.mother_position", "granted", "consent")]
        state = evaluate(plan, CHILD, again, day)
        assert state["X.mother_position"].status == "done"
        assert state["X.court_release"].status == "stale"
        assert not cleared_for(state, FLIGHT).cleared

    def test_a_permit_that_was_taken_back_is_good_until_no_day(self):
        plan = shipped_plan("iq_prison")
        base = road(plan, last=FLIGHT - timedelta(days=3))
        back = Event(
            requirement="X.exit_permit", scope_id="c", kind="refused", outcome="refused",
            at=FLIGHT - timedelta(days=2), by="the directorate", ref="letter", seq=1,
        )  # fmt: skip
        day = FLIGHT - timedelta(days=1)
        assert evaluate(plan, CHILD, base, day)["X.exit_permit"].valid_until is not None
        state = evaluate(plan, CHILD, [*base, back], day)["X.exit_permit"]
        assert (state.status, state.since, state.valid_until) == ("refused", None, None)

    def test_citizenship_is_a_signed_decision_with_its_ground_never_automatic(self):
        plan = shipped_plan("iq_prison")
        unknown = replace(CHILD, father_citizenship="unknown")
        unsigned = [
            replace(event, by="", ref="") if event.requirement == "H.nationality" else event
            for event in road(plan)
        ]
        blocked = _clear(unsigned, unknown)
        assert [b.action for b in blocked.blockers if b.requirement == "H.nationality"] == ["sign"]
        assert _clear(road(plan), unknown).cleared

    def test_silence_about_charges_blocks(self):
        plan = shipped_plan("iq_prison")
        older = replace(CHILD, born_from=date(2018, 4, 19), born_to=date(2018, 4, 19))
        silent = _clear(road(plan, without=("X.security",)), older)
        assert "X.security" in [b.requirement for b in silent.outstanding]

    def test_where_consent_does_not_bind_a_heard_refusal_lets_the_court_release(self):
        plan = shipped_plan("iq_prison")
        events = [
            replace(event, kind="refused", outcome="refused")
            if event.requirement == "X.mother_position"
            else event
            for event in road(plan, without=("X.court_override",))
        ]
        assert not _clear(events).cleared
        heard = replace(CHILD, consent_rule="heard_not_binding")
        assert _clear(events, heard).cleared

    def test_an_orphan_goes_by_the_guardian_order(self):
        plan = shipped_plan("iq_prison")
        orphan = replace(
            CHILD, mother_living=False, mother_in_custody=False, parent_reachable=False
        )
        skipped = ("X.mother_position", "X.court_override", "X.position_heard", "X.farewell")
        assert _clear(road(plan, without=skipped), orphan).cleared
        assert not _clear(road(plan, without=(*skipped, "X.guardian_host")), orphan).cleared


@pytest.mark.parametrize("name", ["iq_prison", "nes_camp"])
def test_a_child_called_far_is_outstanding_whatever_else_happened(name):
    plan, rng = shipped_plan(name), Random(7)
    assert plan.last_steps
    told = []
    for _ in range(300):
        kept = [event for event in road(plan) if rng.random() < rng.choice((0.6, 0.95, 1.0))]
        facts = replace(CHILD, mother_living=rng.choice((True, False, None)), born_from=None)
        state = evaluate(plan, rng.choice((CHILD, facts)), kept, FLIGHT - timedelta(days=1))
        heard = {event.requirement for event in kept}
        far = is_far(plan, heard)
        told.append(far)
        if far:
            assert set(outstanding(state, FLIGHT)) >= plan.last_steps - heard != set()
        whole = cleared_for(state, FLIGHT).outstanding
        assert outstanding(state, FLIGHT) == tuple(blocker.requirement for blocker in whole)
    assert set(told) == {True, False}


def test_a_child_whose_target_was_heard_of_is_never_called_far():
    plan = shipped_plan("iq_prison")
    assert is_far(plan, set())
    assert not is_far(plan, {plan.target})
    assert not is_far(plan, plan.last_steps)
    assert not is_far(plan, plan.last_steps - {"X.fit_to_fly"}, besides="X.fit_to_fly")
