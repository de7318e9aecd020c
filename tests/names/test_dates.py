"""Births at the ends of the calendar: flagged, never an error."""

from __future__ import annotations

import pytest

from jusan.names.dates import parse_birth


@pytest.mark.parametrize("day", ["0001-01-01", "0001", "9999-12-31", "9999-12", "9999"])
@pytest.mark.parametrize("kind", [None, "about", "day", "year"])
def test_a_day_at_the_end_of_the_calendar_is_flagged(day, kind):
    reading = parse_birth(day, kind)
    assert reading.interval is None
    assert reading.flag in {"no_such_date", "year_out_of_range"}


def test_about_widens_a_year_either_side():
    interval = parse_birth("2019", "about").interval
    assert (interval.earliest.year, interval.latest.year) == (2018, 2020)
