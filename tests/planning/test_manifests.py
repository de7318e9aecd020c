"""Who may board: H3 and H5 of the house as properties of the manifest."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jusan.planning.manifests import Passenger, carers_needed, contradictions, draft

READY = Passenger(
    id="a", age=7, group="", cleared=True, position_valid=True, fit=True, paper_valid=True
)

passengers = st.lists(
    st.builds(
        Passenger,
        id=st.uuids().map(str),
        age=st.integers(0, 17),
        group=st.sampled_from(["", "g1", "g2", "g3"]),
        cleared=st.booleans(),
        position_valid=st.booleans(),
        fit=st.booleans(),
        paper_valid=st.booleans(),
        urgent_need=st.booleans(),
        unaccompanied=st.booleans(),
        waiting_days=st.integers(0, 900),
    ),
    max_size=20,
    unique_by=lambda item: item.id,
)


@given(passengers, st.one_of(st.none(), st.integers(0, 20)))
def test_only_those_without_obstacles_board_and_groups_stay_whole(children, seats):
    manifest = draft(children, seats=seats)
    by_id = {child.id: child for child in children}
    boarding = set(manifest.boarding)
    assert boarding.isdisjoint(left.id for left in manifest.left)
    assert boarding | {left.id for left in manifest.left} == set(by_id)
    assert all(not by_id[child].obstacles() for child in boarding)
    for child in children:
        if child.group:
            mates = {other.id for other in children if other.group == child.group}
            assert mates <= boarding or mates.isdisjoint(boarding)
    if seats is not None:
        assert len(boarding) <= seats
    assert contradictions(manifest.boarding, by_id, manifest.boarding) == []


@given(passengers)
def test_the_order_of_the_input_does_not_matter(children):
    assert draft(children) == draft(list(reversed(children)))


def test_everybody_left_behind_has_a_reason_and_a_sibling_names_whom_it_waits_for():
    sick = replace(READY, id="sick", group="g", fit=False)
    well = replace(READY, id="well", group="g")
    left = {item.id: item for item in draft([sick, well, READY]).left}
    assert left["sick"].codes == ("unfit",)
    assert (left["well"].codes, left["well"].because_of) == (("sibling",), "sick")
    assert draft([sick, well, READY]).boarding == ("a",)


def test_a_group_that_does_not_fit_waits_whole_and_urgent_need_goes_first():
    pair = [replace(READY, id=name, group="pair") for name in ("p1", "p2")]
    urgent = replace(READY, id="urgent", age=12, urgent_need=True)
    manifest = draft([*pair, urgent], seats=2)
    assert manifest.boarding == ("urgent",)
    assert {item.codes for item in manifest.left} == {("no_seat",)}


def test_carers_are_counted_by_age_band():
    # domain/mission: under 2 one to one, 2-4 1:2, 5-9 1:4, 10-17 1:6
    assert carers_needed([1, 1]) == 2
    assert carers_needed([2, 3, 4]) == 2
    assert carers_needed([5, 6, 7, 8, 9]) == 2
    assert carers_needed([10, 13]) == 1
    assert carers_needed([1, 3, 7, 12]) == 4


def test_boarding_somebody_who_may_not_fly_is_a_contradiction():
    unfit = replace(READY, id="unfit", fit=False)
    known = {"a": READY, "unfit": unfit}
    assert contradictions(["a", "unfit"], known, ["a", "unfit"]) == ["unfit"]
    assert contradictions(["a"], known, ["unfit"]) == ["unfit"]
