"""Bars of ratios and distributions: what is drawn is what was given."""

import math

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from jusan.kinship.pictures import distributions, ratio_bars
from jusan.kinship.pictures.axis import ticks, written

SVG = "{http://www.w3.org/2000/svg}"
TEN = math.log(10)


def bars(svg: str) -> list[tuple[float, float, str]]:
    """(x, width, fill) of every bar."""
    found = [r for r in fromstring(svg).findall(f"{SVG}rect") if r.get("height") == "13"]
    return [(float(r.get("x")), float(r.get("width")), r.get("fill")) for r in found]


def test_bars_go_right_for_and_left_against() -> None:
    (up, down, total) = bars(ratio_bars.draw({"L": 2 * TEN, "K": -TEN}))
    assert up[1] == pytest.approx(2 * down[1], abs=0.02)
    assert up[0] == pytest.approx(down[0] + down[1], abs=0.02)
    assert up[2] == "#111" and down[2] == "url(#ratios-hatch)"
    assert total[1] == pytest.approx(down[1], abs=0.02)


def test_impossible_marker_has_no_bar_and_says_so() -> None:
    svg = ratio_bars.draw({"L": TEN, "K": None})
    assert len(bars(svg)) == 1
    assert [t.text for t in fromstring(svg).iter(f"{SVG}text")].count("impossible") == 2
    assert "K: impossible; total: impossible" in svg


def test_total_can_be_given_because_linked_markers_do_not_add_up() -> None:
    assert "total: 5" in ratio_bars.draw({"L": TEN, "K": TEN}, total=5 * TEN)
    assert "total: impossible" in ratio_bars.draw({"L": TEN}, total=None)


def test_names_are_escaped() -> None:
    fromstring(ratio_bars.draw({'<b a="1">&': 0.0}))


@given(st.floats(-400, 400), st.floats(0, 500))
def test_ticks_enclose_the_data(low: float, width: float) -> None:
    marks = ticks(low, low + width)
    assert marks[0] <= low + 1e-6 and marks[-1] >= low + width - 1e-6
    assert 2 <= len(marks) <= 12 and marks == sorted(marks)


def test_numbers_are_written_plainly() -> None:
    assert [written(v) for v in (-1.5, 0.0, -0.001, 12.0, 1234.5)] == [
        "\u22121.5",
        "0",
        "0",
        "12",
        "1234",
    ]


def test_distribution_counts_every_simulation() -> None:
    true, unrelated = [1.0, 2.0, 3.0, 5.0], [-math.inf, -2.0, -1.0, 0.5]
    svg = distributions.draw(true, unrelated, threshold=2.5)
    shares = distributions._shares(unrelated, [-2.0, 5.0], 7)
    assert math.fsum(shares) == pytest.approx(1) and shares[0] == 0.25
    desc = fromstring(svg).find(f"{SVG}desc").text
    assert "if related: 4, median log10 LR 3, 50 % >= 2.5" in desc
    assert "if unrelated: 4, median log10 LR \u22121, 0 % >= 2.5" in desc


@pytest.mark.parametrize("sample", [[], [math.nan], [math.inf]])
def test_samples_without_meaning_are_refused(sample: list[float]) -> None:
    with pytest.raises(ValueError, match="true: expected log10 LRs"):
        distributions.draw(sample, [0.0])


@pytest.mark.parametrize("sample", [[-math.inf, -math.inf], [2.0, 2.0], [0.0]])
def test_samples_without_spread_are_drawn(sample: list[float]) -> None:
    svg = distributions.draw(sample, sample)
    assert "nan" not in svg and svg == distributions.draw(sample, sample)
    fromstring(svg)
