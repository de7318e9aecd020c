"""What a reader of all releases could work out."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.reporting.disclosure import Figures, check_alone, check_sequence, derivable

FIRST, SECOND = date(2031, 12, 1), date(2032, 2, 1)


def _codes(found):
    return {(item.code, item.name) for item in found}


def test_one_release_by_itself():
    assert check_alone({"persons": 3, "children": 2, "women": 0, "flights": 1}, public=True) == []
    assert _codes(check_alone({"women": 3, "orphans": 9, "girls": 40}, public=True)) == {
        ("small", "women"),
        ("small", "orphans"),
        ("internal", "girls"),
    }
    assert check_alone({"women": 3, "girls": 8, "boys": 6}, public=False) == []
    assert _codes(check_alone({"radicals": 7}, public=False)) == {("undefined", "radicals")}
    assert _codes(check_alone({"children": -1}, public=False)) == {("impossible", "children")}


def test_the_difference_of_two_harmless_releases_is_a_disclosure():
    earlier = [Figures(FIRST, {"children": 40, "women": 20})]
    found = check_sequence(Figures(SECOND, {"children": 47, "women": 21}), earlier)
    assert [(item.name, item.since, item.until, item.low, item.high) for item in found] == [
        ("women", FIRST, SECOND, 1, 1)
    ]
    assert check_sequence(Figures(SECOND, {"children": 47, "women": 27}), earlier) == []


def test_a_missing_part_follows_from_the_others():
    found = check_sequence(Figures(FIRST, {"persons": 62, "children": 40, "women": 20}), [])
    assert ("derivable", "men") in _codes(found)


def test_the_order_of_days_does_not_hide_it():
    later = [Figures(SECOND, {"women": 21})]
    found = check_sequence(Figures(FIRST, {"women": 20}), later)
    assert ("derivable", "women") in _codes(found)


def test_three_releases_together_tell_what_no_two_tell():
    middle = date(2032, 1, 1)
    earlier = [Figures(FIRST, {"women": 20}), Figures(SECOND, {"persons": 90, "women": 30})]
    draft = Figures(middle, {"women": 28})
    assert ("derivable", "women") in _codes(check_sequence(draft, earlier))


def test_figures_that_cannot_all_be_right_are_said_to_contradict():
    earlier = [Figures(FIRST, {"women": 20})]
    assert _codes(check_sequence(Figures(SECOND, {"women": 19}), earlier)) == {("contradicts", "")}
    both = Figures(SECOND, {"persons": 10, "children": 20})
    assert _codes(check_sequence(both, [])) == {("contradicts", "")}


def test_what_earlier_releases_gave_away_is_not_laid_at_the_drafts_door():
    told = [Figures(FIRST, {"women": 20}), Figures(SECOND, {"women": 21})]
    assert check_sequence(Figures(date(2032, 3, 1), {"women": 30}), told) == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(0, 12)),
        min_size=1,
        max_size=3,
    ),
    st.sets(st.sampled_from(["persons", "children", "women", "men"]), min_size=1),
)
def test_true_releases_never_contradict_and_no_small_newcomer_group_is_told(groups, said):
    """The attack on random histories: newcomers by period, releases checked one after the other."""
    out: list[Figures] = []
    totals = [0, 0, 0]
    for number, newcomers in enumerate(groups):
        totals = [a + b for a, b in zip(totals, newcomers, strict=True)]
        true = dict(zip(("children", "women", "men"), totals, strict=True))
        true["persons"] = sum(totals)
        draft = Figures(date(2032, 1 + number, 1), {name: true[name] for name in said})
        found = check_sequence(draft, out)
        assert not [item for item in found if item.code == "contradicts"]
        if not found:
            out.append(draft)
    assert derivable(out) == []
    if "women" in said:
        days = [release.counts["women"] for release in out]
        steps = [b - a for a, b in zip([0, *days], days, strict=False)]
        assert not [step for step in steps if 0 < step < 5]
