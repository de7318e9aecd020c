"""Numbers in words; a policy file that is anything but a policy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.core.errors import BadInput
from jusan.identification import labpolicy
from jusan.identification.choices import Reading
from jusan.identification.reading.words import WIDTH, bars, sentence, times
from tests.identification.lab import AQQU

POLICY = (AQQU / "laboratory/policy.toml").read_text()


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(4.04e7, "40 million times"), (1.26e9, "1.3 billion times"), (310.0, "310 times")],
)
def test_times(ratio, words) -> None:
    assert times(math.log(ratio)) == words
    assert times(-math.log(ratio)) == words


@given(st.floats(min_value=-2000, max_value=2000))
def test_times_says_something_about_any_number(ln_lr) -> None:
    assert times(ln_lr).endswith(("time", "times"))


def test_the_sentence_of_an_impossible_claim() -> None:
    numbers = {"relatives": [{"relation": "mother"}], "ln_lr": None}
    assert "cannot occur" in sentence(numbers)


@given(st.dictionaries(st.text(max_size=5), st.none() | st.floats(-50, 50), max_size=6))
def test_bars_stay_in_their_box(per_marker) -> None:
    for bar in bars(per_marker):
        assert bar.start >= -0.01 and bar.start + bar.length <= WIDTH + 0.01
        assert bar.against == (bar.log10 is None or bar.log10 < 0)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_a_policy_or_bad_input(text) -> None:
    with pytest.raises(BadInput):
        labpolicy.parse(text)


def test_readings_of_the_policy() -> None:
    policy = labpolicy.parse(POLICY)
    assert policy.reading(math.log(1e4) + 0.1) is Reading.STRONG
    assert policy.reading(math.log(500)) is Reading.SUPPORT
    assert policy.reading(0.0) is Reading.INCONCLUSIVE
    # a single exclusion is no verdict: only the whole counts, and impossible is the limit of it
    assert policy.reading(math.log(0.01)) is Reading.INCONCLUSIVE
    assert policy.reading(None) is Reading.AGAINST
