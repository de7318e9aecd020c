"""Groups respect what people answered, and say when answers cannot hold together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jusan.matching.clusters import clusters
from jusan.matching.errors import ContradictedAnswersError


def test_pairs_that_add_up_are_one_group() -> None:
    assert clusters("abcd", {("a", "b"): 4.0, ("b", "c"): 3.5, ("a", "c"): -0.5}) == [
        ["a", "b", "c"]
    ]


def test_a_chain_of_weak_pairs_does_not_pull_strangers_together() -> None:
    assert clusters("abc", {("a", "b"): 5.0, ("b", "c"): 1.0}) == [["a", "b"]]


def test_a_different_is_never_crossed() -> None:
    odds = {("a", "b"): 8.0, ("b", "c"): 8.0, ("a", "c"): 8.0}
    found = clusters("abc", odds, different=[("c", "a")])
    assert found in ([["a", "b"]], [["b", "c"]])


def test_a_same_holds_without_any_evidence() -> None:
    assert clusters("abc", {("a", "b"): -7.0}, same=[("b", "a")]) == [["a", "b"]]


def test_answers_that_contradict_are_named() -> None:
    with pytest.raises(ContradictedAnswersError, match="b and c are answered as the same person"):
        clusters("abc", {}, same=[("a", "b"), ("b", "c")], different=[("a", "c")])


NAMES = "abcdefgh"
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1])


@given(
    st.dictionaries(PAIRS, st.floats(-9, 9)),
    st.lists(PAIRS, max_size=5),
    st.lists(PAIRS, max_size=3),
)
def test_laws(
    odds: dict[tuple[str, str], float],
    different: list[tuple[str, str]],
    same: list[tuple[str, str]],
) -> None:
    try:
        found = clusters(NAMES, odds, same=same, different=different)
    except ContradictedAnswersError:
        return
    together = {(a, b) for group in found for a in group for b in group if a < b}
    assert not together & set(different)
    assert set(same) <= together
    members = [name for group in found for name in group]
    assert len(members) == len(set(members))
    turned = {(b, a): value for (a, b), value in odds.items()}
    assert clusters(NAMES, turned, same=same, different=different) == found
