"""Birth claims as distributions: what can be read, what is refused, what two claims say."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jusan.names import births
from jusan.names.births import pair_ln_lr, population, read_claim, tabulate

CHILDREN = population([read_claim(f"{age}@2019.5", "age") for age in range(1, 17)])


def ln_lr(first: tuple[str, str], second: tuple[str, str]) -> float:
    return pair_ln_lr(read_claim(*first), read_claim(*second), CHILDREN)


@pytest.mark.parametrize(
    ("raw", "kind", "flag", "refused"),
    [
        ("2011-02-31", "day", "no_such_date", True),
        ("1436-13", "hijri", "no_such_date", True),
        ("111@2019.8", "age", "no_such_date", True),
        ("1411-05-01", "day", "year_out_of_range", True),
        ("spring", "day", "unreadable_date", False),
        ("2011", "month", "unreadable_date", False),
        ("ten", "age", "unreadable_date", False),
        ("10", "age", "unreadable_date", False),
        ("2011", "zodiac", "unknown_kind", False),
        ("nan@2019", "age", "no_such_date", True),
    ],
)
def test_what_cannot_be_read_or_be_says_so_and_weighs_nothing(
    raw: str, kind: str, flag: str, refused: bool
) -> None:
    claim = read_claim(raw, kind)
    assert (claim.flag, claim.refused, claim.readable) == (flag, refused, False)
    assert claim.raw == raw and flag in births.REASONS
    assert pair_ln_lr(claim, read_claim("2011-07-03", "day"), CHILDREN) == 0.0


def test_a_birth_after_the_report_is_refused() -> None:
    assert read_claim("2021-01-01", "day", 2019.5).flag == "after_report"
    assert read_claim("2019-01-01", "day", 2019.5).readable


def test_nothing_said_is_no_fault() -> None:
    claim = read_claim(" ", "")
    assert claim.flag is None and not claim.readable


def test_arabic_digits_are_read() -> None:
    assert ln_lr(("٢٠١١-٠٧-٠٣", "day"), ("2011-07-03", "day")) > 7.0


def test_the_same_day_says_most_then_slips_then_coarser_claims() -> None:
    day = ("2011-07-03", "day")
    same = ln_lr(day, day)
    swapped = ln_lr(day, ("2011-03-07", "day"))
    slipped = ln_lr(day, ("2012-07-03", "day"))
    month = ln_lr(day, ("2011-07", "month"))
    year = ln_lr(day, ("2011", "year"))
    about = ln_lr(day, ("2011", "year~"))
    age = ln_lr(day, ("8@2019.8", "age"))
    assert same > max(swapped, slipped, month) > year > about > age > 0.0
    assert ln_lr(day, ("2016-11-20", "day")) < -2.0


def test_hijri_month_and_year_answer_the_day_within() -> None:
    # 3 July 2011 is 1 Shaban 1432
    day = ("2011-07-03", "day")
    assert ln_lr(day, ("1432-08", "hijri")) > ln_lr(day, ("1432", "hijri")) > 2.0
    assert ln_lr(day, ("1439-08", "hijri")) < -1.0


def test_ages_that_end_on_five_or_ten_say_less() -> None:
    day = ("2010-06-30", "day")
    at_ten = ln_lr(day, ("10@2020.8", "age"))
    at_nine = ln_lr(("2011-06-30", "day"), ("9@2020.8", "age"))
    assert 0.0 < at_ten < at_nine


def test_an_age_is_centred_half_a_year_before() -> None:
    claim = read_claim("9@2019.5", "age")
    assert claim.spread is not None
    years = births.FIRST_YEAR + (np.arange(births.MONTHS) + 0.5) / 12
    mean = float((years * claim.spread).sum() / claim.spread.sum())
    assert mean == pytest.approx(2019.5 - 9 - 0.5, abs=0.1)


def test_the_pair_sum_is_the_slow_sum_over_days() -> None:
    """The fast sum by month with points apart against a plain sum over every day."""
    one, other = read_claim("2011-07-03", "day"), read_claim("2011-07", "month")
    both = alone_one = alone_other = 0.0
    day = date(2000, 1, 1)
    while day < date(2025, 1, 1):
        month = 12 * (day.year - births.FIRST_YEAR) + day.month - 1
        chance = CHILDREN[month] / births.DAYS
        assert one.spread is not None and other.spread is not None
        says_one = one.spread[month] / births.DAYS + dict(one.points).get(day.toordinal(), 0.0)
        says_other = other.spread[month]
        both += chance * says_one * says_other
        alone_one += chance * says_one
        alone_other += chance * says_other
        day += timedelta(days=1)
    slow = math.log(both / alone_one / alone_other)
    assert pair_ln_lr(one, other, CHILDREN) == pytest.approx(slow, abs=0.05)


CLAIMS = st.one_of(
    st.dates(date(1950, 1, 1), date(2030, 12, 28)).map(lambda d: (d.isoformat(), "day")),
    st.dates(date(1950, 1, 1), date(2030, 12, 28)).map(lambda d: (f"{d:%Y-%m}", "month")),
    st.integers(1950, 2030).map(lambda y: (str(y), "year~")),
    st.tuples(st.integers(0, 60), st.floats(2010, 2030)).map(
        lambda t: (f"{t[0]}@{t[1]:.1f}", "age")
    ),
    st.integers(1370, 1450).map(lambda y: (str(y), "hijri")),
    st.tuples(st.text(max_size=12), st.sampled_from(["day", "age", "hijri", "month", ""])),
)


@given(CLAIMS, CLAIMS)
def test_symmetric_and_bounded_whatever_is_written(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    value = ln_lr(first, second)
    assert value == pytest.approx(ln_lr(second, first), abs=1e-9)
    assert births.FLOOR <= value <= births.CEILING and math.isfinite(value)


@given(st.lists(CLAIMS, min_size=2, max_size=8))
def test_a_batch_is_its_pairs(claims: list[tuple[str, str]]) -> None:
    read = [read_claim(*claim) for claim in claims]
    table = tabulate(read, CHILDREN)
    left, right = np.triu_indices(len(read), 1)
    for i, j, value in zip(left, right, table.ln_lr(left, right), strict=True):
        assert value == pytest.approx(pair_ln_lr(read[i], read[j], CHILDREN), abs=1e-9)


def test_the_population_sums_to_one_and_forbids_nobody() -> None:
    assert population([]).sum() == pytest.approx(1.0)
    assert CHILDREN.sum() == pytest.approx(1.0) and CHILDREN.min() > 0.0
