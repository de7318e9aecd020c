"""Mutation matrices: hand-computed rows, and what each transform promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.errors import MarkerError
from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.lumping import states_of
from jusan.kinship.mutation import (
    Matrix,
    expected_rate,
    is_stationary,
    mutation_matrices,
)

ALLELES = ("9", "10", "10.2", "11", "13")
FREQS = (0.1, 0.3, 0.2, 0.25, 0.15)


def matrix(spec: MutationSpec, alleles: tuple[str, ...] = ALLELES) -> Matrix:
    freqs = FREQS[: len(alleles) - 1]
    marker = Marker("L", alleles, (*freqs, 1 - sum(freqs)), mutation=Mutation(spec, spec))
    matrices = mutation_matrices(marker)
    assert matrices is not None
    return matrices[0]


def test_stepwise_row_by_hand() -> None:
    """From 9: steps to 10, 11 and 13 share the rate as 1, r, r^3; 10.2 is another class."""
    got = matrix(MutationSpec("stepwise", 0.01, 0.002, 0.5))[0]
    weights = np.array([0.5, 0.25, 0.0625])
    to = 0.01 * weights / weights.sum()
    np.testing.assert_allclose(got, [0.988, to[0], 0.002, to[1], to[2]], rtol=1e-13)


def test_lone_microvariant_never_makes_whole_steps() -> None:
    got = matrix(MutationSpec("stepwise", 0.01, 0.002, 0.5))[2]
    np.testing.assert_allclose(got, [0.0005, 0.0005, 0.998, 0.0005, 0.0005], rtol=1e-13)


def test_rate2_plays_no_part_with_one_class() -> None:
    got = matrix(MutationSpec("stepwise", 0.01, 0.002, 0.5), ("9", "10", "11"))
    np.testing.assert_allclose(np.diag(got), 0.99, rtol=1e-13)


def test_onestep_at_an_end_goes_the_open_way() -> None:
    got = matrix(MutationSpec("onestep", 0.01), ("9", "10", "11"))
    np.testing.assert_allclose(got[0], [0.99, 0.01, 0], atol=1e-15)
    np.testing.assert_allclose(got[1], [0.005, 0.99, 0.005], atol=1e-15)


def test_equal_and_proportional_rows_by_hand() -> None:
    np.testing.assert_allclose(matrix(MutationSpec("equal", 0.04))[0], [0.96] + [0.01] * 4)
    got = matrix(MutationSpec("proportional", 0.04))
    share = 1 - sum(f * f for f in FREQS)
    np.testing.assert_allclose(got[0, 1:], np.array(FREQS[1:]) * 0.04 / share)


@pytest.mark.parametrize("model", ["proportional", "dawid"])
def test_stationary_models_keep_the_population_and_the_rate(model: str) -> None:
    got = matrix(MutationSpec(model, 0.004, range=0.3))  # type: ignore[arg-type]
    assert is_stationary(got, np.array(FREQS))
    assert expected_rate(got, np.array(FREQS)) == pytest.approx(0.004, rel=1e-10)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(1, 50), min_size=5, max_size=5),
    st.sampled_from(["PM", "MH", "BA"]),
    st.sampled_from([0.1, 0.5]),
)
def test_transforms_are_stationary_at_the_old_rate(
    parts: list[int], transform: str, span: float
) -> None:
    freqs = np.array(parts) / sum(parts)
    before = MutationSpec("stepwise", 0.002, 1e-6, span)
    after = MutationSpec("stepwise", 0.002, 1e-6, span, transform)  # type: ignore[arg-type]

    def built(spec: MutationSpec) -> Matrix:
        marker = Marker("L", ALLELES, tuple(freqs), mutation=Mutation(spec, spec))
        matrices = mutation_matrices(marker)
        assert matrices is not None
        return matrices[0]

    old = built(before)
    try:
        new = built(after)
    except MarkerError:
        return  # the rate cannot be kept for such frequencies: refused, not wrong
    assert np.abs(freqs @ new - freqs).max() < 1e-12
    assert expected_rate(new, freqs) == pytest.approx(expected_rate(old, freqs), rel=1e-8)
    if transform in ("MH", "BA"):
        flow = freqs[:, None] * new
        np.testing.assert_allclose(flow, flow.T, atol=1e-15)


def test_custom_matrix_must_fit_the_alleles() -> None:
    with pytest.raises(MarkerError, match="custom mutation matrix has shape"):
        matrix(MutationSpec("custom", matrix=((1.0, 0.0), (0.0, 1.0))))


def test_rows_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(MarkerError, match="no stochastic matrix"):
        matrix(MutationSpec("custom", matrix=((0.5, 0.1), (0.0, 1.0))), ("9", "10"))


def test_unseen_alleles_are_merged_only_where_that_is_exact() -> None:
    def size(spec: MutationSpec) -> int:
        marker = Marker("L", ALLELES, FREQS, mutation=Mutation(spec, spec))
        return states_of(marker, {"9", "10"}).size

    assert size(MutationSpec()) == 3
    assert size(MutationSpec("equal", 0.01)) == 3
    assert size(MutationSpec("proportional", 0.01)) == 3
    assert size(MutationSpec("stepwise", 0.01, 0.001)) == 5
