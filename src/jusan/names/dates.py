"""Birth claims as intervals: day, month, year, "about", age on a date, Hijri month or year.

A value that cannot be read is flagged, never guessed and never an error: one 31 February does not
lose fourteen children.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Hijri

from jusan.names.normalise import western_digits

#: "About 2026" is taken as one year either side (assumption; the forecast of ages shows it).
ABOUT_YEARS = 1
FIRST_YEAR, LAST_YEAR = 1900, 2100
#: The calendar library's range, in Hijri years.
HIJRI_FIRST, HIJRI_LAST = 1343, 1500
OLDEST = 110

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"(\d{4})")
_AGE = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?")
_ABOUT = re.compile(r"^(?:about|ca\.?|circa|около|шамамен|نحو|حوالي|~)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BirthInterval:
    """First and last possible day of birth, and from what kind of statement."""

    earliest: date
    latest: date
    how: str


@dataclass(frozen=True, slots=True)
class BirthReading:
    """An interval, or the flag that says why there is none."""

    interval: BirthInterval | None
    flag: str | None = None


def parse_birth(
    raw: str, kind: str | None = None, *, reported_on: date | None = None
) -> BirthReading:
    """Read a birth claim. ``kind`` is day, month, year, about, age, hijri or None (by its form).

    ``reported_on`` is the day on which an age was counted.
    """
    text = western_digits(raw).strip()
    if not text:
        return BirthReading(None)
    about = _ABOUT.match(text) is not None or kind == "about"
    text = _ABOUT.sub("", text).strip()
    try:
        interval = _read(text, kind if kind != "about" else None, reported_on)
        if interval is not None and about:
            interval = _widened(interval)
    except (ValueError, OverflowError):
        return BirthReading(None, "no_such_date")
    if interval is None:
        return BirthReading(None, "unreadable_date")
    if not FIRST_YEAR <= interval.earliest.year <= LAST_YEAR:
        return BirthReading(None, "year_out_of_range")
    return BirthReading(interval)


def _read(text: str, kind: str | None, reported_on: date | None) -> BirthInterval | None:
    if kind == "age":
        return _age(text, reported_on)
    if kind == "hijri":
        return _hijri(text)
    if match := _DAY.fullmatch(text):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return BirthInterval(day, day, "day")
    if match := _DOTTED.fullmatch(text):
        day = date(int(match[3]), int(match[2]), int(match[1]))
        return BirthInterval(day, day, "day")
    if match := _MONTH.fullmatch(text):
        return _month(int(match[1]), int(match[2]))
    if match := _YEAR.fullmatch(text):
        year = int(match[1])
        return BirthInterval(date(year, 1, 1), date(year, 12, 31), "year")
    return None


def _month(year: int, month: int) -> BirthInterval:
    last = monthrange(year, month)[1]
    return BirthInterval(date(year, month, 1), date(year, month, last), "month")


def _age(text: str, reported_on: date | None) -> BirthInterval | None:
    """Completed years on a day: born between that many years and one more before it."""
    match = _AGE.fullmatch(text)
    if match is None or reported_on is None:
        return None
    low, high = int(match[1]), int(match[2] or match[1])
    if high > OLDEST or low > high:
        raise ValueError("no such age")
    earliest = _years_before(reported_on, high + 1) + timedelta(days=1)
    return BirthInterval(earliest, _years_before(reported_on, low), "age")


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _hijri(text: str) -> BirthInterval | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?", text)
    if match is None:
        return None
    year = int(match[1])
    if not HIJRI_FIRST <= year < HIJRI_LAST:
        raise ValueError("outside the calendar's range")
    first, last = (int(match[2]), int(match[2])) if match[2] else (1, 12)
    start = Hijri(year, first, 1).to_gregorian()
    end = Hijri(year, last, Hijri(year, last, 1).month_length()).to_gregorian()
    return BirthInterval(
        date(start.year, start.month, start.day), date(end.year, end.month, end.day), "hijri"
    )


def _widened(interval: BirthInterval) -> BirthInterval:
    year = timedelta(days=365 * ABOUT_YEARS)
    return BirthInterval(interval.earliest - year, interval.latest + year, "about")
