"""Whom to sample next."""

import math

import pytest

from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.errors import HypothesisError
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.power import NOBODY, whom_to_sample
from jusan.kinship.profiles import Genotype

FREQS = {"8": 0.2, "9": 0.3, "10": 0.5}
MARKERS = [Marker(f"L{i}", tuple(FREQS), tuple(FREQS.values())) for i in range(12)]
FAMILY = Pedigree.of(
    [
        Individual("grandfather", sex="M"),
        Individual("grandmother", sex="F"),
        Individual("uncle", "grandfather", "grandmother", "M"),
        Individual("mother", "grandfather", "grandmother", "F"),
        Individual("father", sex="M"),
        Individual("child", "father", "mother", "F"),
        Individual("neighbour", sex="F"),
    ]
)


def test_the_closer_relative_is_worth_more() -> None:
    grandmother: dict[str, Genotype] = {marker.name: ("8", "9") for marker in MARKERS}
    options = whom_to_sample(
        MARKERS,
        FAMILY,
        {"grandmother": grandmother},
        "child",
        ["neighbour", "uncle", "mother"],
        log10_threshold=2,
        simulations=400,
    )
    ranking = [option.relative for option in options]
    assert ranking[:2] == ["mother", "uncle"]
    worth = {option.relative: option for option in options}
    assert worth["mother"].p_pass_true > worth[NOBODY].p_pass_true
    assert worth["neighbour"].mean_log10_lr == pytest.approx(
        worth[NOBODY].mean_log10_lr, abs=5 * worth[NOBODY].standard_error
    )
    assert worth["mother"].share_impossible > 0.5


def test_expected_value_of_a_parent_agrees_with_enumeration() -> None:
    """One marker, mother typed by simulation, against the exact expectation by hand."""
    pair = pair_pedigree("mother", "mother", "child")
    (option, _) = whom_to_sample(
        MARKERS[:1],
        pair,
        {},
        "child",
        ["mother"],
        log10_threshold=2,
        simulations=40_000,
        seed=3,
    )
    expected = 0.0
    for a, pa in FREQS.items():
        for b, pb in FREQS.items():
            for c, pc in FREQS.items():
                # mother carries (a, b) and passes a; the child is (a, c)
                seen = pa * pc * (1 if a == c else 2)
                passes = {x: ((a == x) + (b == x)) / 2 for x in FREQS}
                given = passes[a] * pc if a == c else passes[a] * pc + passes[c] * pa
                expected += pa * pb * pc * math.log10(given / seen)
    assert option.relative == "mother"
    assert option.mean_log10_lr == pytest.approx(expected, abs=5 * option.standard_error)


def test_same_seed_same_answer() -> None:
    def once() -> object:
        return whom_to_sample(MARKERS[:3], FAMILY, {}, "child", ["mother"], log10_threshold=2)

    assert once() == once()


def test_a_typed_person_cannot_be_asked_again() -> None:
    with pytest.raises(HypothesisError, match="untyped"):
        whom_to_sample(MARKERS, FAMILY, {"mother": {}}, "child", ["mother"], log10_threshold=2)
