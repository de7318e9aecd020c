"""Weak samples: drop-out and drop-in, checked by hand and by total probability."""

import itertools
import math

import pytest

from jusan.kinship.catalogue import pair_hypotheses
from jusan.kinship.dropout import Dropout, seen_given_true
from jusan.kinship.errors import GenotypeError
from jusan.kinship.loci import Marker
from jusan.kinship.lumping import states_of
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import evaluate

MARKER = Marker("L", ("8", "9", "10"), (0.2, 0.3, 0.5))


def test_one_allele_seen_by_hand() -> None:
    """P(only 8 seen): 8/8 keeps one copy of two; 8/9 keeps the 8 and loses the 9."""
    states = states_of(MARKER, set(MARKER.alleles), lump=False)
    table = seen_given_true(states, ("8", "8"), Dropout(0.1, 0.05))
    assert table[0, 0] == pytest.approx((1 - 0.01) * 0.95)
    assert table[0, 1] == pytest.approx(0.9 * 0.1 * 0.95)
    assert table[1, 2] == pytest.approx(0.1 * 0.1 * 0.05 * 0.2)


def test_chances_of_all_results_sum_to_one_without_drop_in() -> None:
    states = states_of(MARKER, set(MARKER.alleles), lump=False)
    seen = [
        ("8", "8"),
        ("9", "9"),
        ("10", "10"),
        *itertools.combinations(MARKER.alleles, 2),
    ]
    total = sum(seen_given_true(states, g, Dropout(0.2)) for g in seen)
    nothing = 0.2**2
    assert total == pytest.approx(1 - nothing)


def lr(father: Genotype, child: Genotype, dropout: dict[str, Dropout]) -> float:
    result = evaluate(
        [MARKER],
        {"A": {"L": father}, "B": {"L": child}},
        pair_hypotheses("father", sex_a="M"),
        dropout=dropout,
    )
    ln_lr = result.ln_lr("father", "unrelated")
    return 0.0 if ln_lr is None else math.exp(ln_lr)


def test_a_lost_allele_explains_an_apparent_exclusion() -> None:
    assert lr(("8", "8"), ("9", "9"), {}) == 0
    assert 0 < lr(("8", "8"), ("9", "9"), {"B": Dropout(0.1)}) < 1
    assert lr(("8", "8"), ("8", "8"), {"B": Dropout(0.0)}) == pytest.approx(1 / 0.2)


def test_impossible_rates_are_refused() -> None:
    with pytest.raises(GenotypeError, match="expected 0 to 1"):
        Dropout(1.2)
