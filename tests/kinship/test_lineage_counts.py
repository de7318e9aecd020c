"""Frequencies of haplotypes: the exact bound, the augmented count, Brenner's kappa."""

import math

import pytest

from jusan.kinship.errors import HypothesisError
from jusan.kinship.lineage.counts import Counts, Estimator, frequency, upper_bound


def test_rule_of_three() -> None:
    """Never seen in n: the bound solves (1 - p)^n = 0.05."""
    assert upper_bound(0, 1000, 0.95) == pytest.approx(1 - 0.05 ** (1 / 1000), rel=1e-12)


@pytest.mark.parametrize(("seen", "size"), [(1, 20), (3, 50), (19, 20)])
def test_bound_is_exact(seen: int, size: int) -> None:
    """At the bound, so few or fewer have chance 5 %: summed from the binomial by hand."""
    p = upper_bound(seen, size, 0.95)
    tail = math.fsum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(seen + 1))
    assert tail == pytest.approx(0.05, rel=1e-9)
    assert upper_bound(size, size, 0.95) == 1.0


def test_kappa_by_hand() -> None:
    """95 singletons among 99, and the case's own: kappa 96/100, frequency 0.04/100."""
    counts = Counts(99, {"a": 0, "b": 2}, singletons=95)
    assert frequency(counts, "a", "kappa") == pytest.approx(0.04 / 100, rel=1e-12)
    assert frequency(counts, "b", "kappa") == pytest.approx(3 / 100, rel=1e-12)


def test_augmented_and_plain_count() -> None:
    counts = Counts(99, {"a": 0, "b": 2})
    assert frequency(counts, "a", "augmented") == pytest.approx(1 / 100)
    assert frequency(counts, "b", "count") == pytest.approx(2 / 99)
    assert frequency(counts, "a", "count") is None
    assert frequency(counts, "a", "kappa") is None


def test_counted_in_a_list_of_haplotypes() -> None:
    counts = Counts.of({"h1": 3, "h2": 1, "h3": 1}, {"a": "h1", "b": "h9"})
    assert (counts.size, counts.seen, counts.singletons) == (5, {"a": 3, "b": 0}, 2)


def test_methods_without_an_answer_are_refused_and_not_guessed() -> None:
    all_single = Counts(10, {"a": 0}, singletons=10)
    with pytest.raises(HypothesisError, match="'kappa' gives no frequency for 'a'"):
        Estimator("kappa").frequency(all_single, "a")
    with pytest.raises(HypothesisError, match="'count' gives no frequency"):
        Estimator("count").frequency(all_single, "a")
    with pytest.raises(HypothesisError, match="expected one of count"):
        Estimator("guess")  # type: ignore[arg-type]
    with pytest.raises(HypothesisError, match="confidence is 1"):
        Estimator(confidence=1.0)
    with pytest.raises(HypothesisError, match="count of 'a' is 11"):
        Counts(10, {"a": 11})
    with pytest.raises(HypothesisError, match="size is 0"):
        Counts(0, {})
