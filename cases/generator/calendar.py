"""The days of the story. A shuffled story moves them all together, and a trap's own days apart.

Days are written as month and day of the story's year, as a whole date, or by a name of ``OWN``.
Births, passports and sentences lie before the story and do not move with it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

YEAR = 2031
HOST = "+03:00"
HOME = "+05:00"

#: Days that belong to a trap, as the scenario tells them.
OWN: dict[str, str] = {
    "told_apart": "04-27",  # A-T1: an officer answers that two names are two persons
    "sampled_again": "07-10",  # A-T2, A-T3: after the flags, before the second batch comes in
    "mother_excluded": "07-20",  # A-T4: the conclusion that she is not the mother by birth
    "claim_weighed": "07-22",  # A-T6
    "claimant_told": "07-24",
    "claim_closed": "07-25",
    "half_kin_weighed": "07-23",  # A-T7
    "late_consent": "08-17",  # A-T7: the relative who is found and sampled last
    "late_sample": "08-18",
    "early_certificate": "10-20",  # A-T8: valid for the first date, not for the second
    "early_certificate_ends": "11-19",
    "rumour": "10-27",  # A-T10
    "withdrawn": "10-29",
    "call": "11-10",
    "heard": "11-11",  # what families heard is written down
    "reinstated": "11-12",
    "panel_again": "11-14",
    "released_again": "11-17",
    "executed_again": "11-18",
    "farewell_again": "11-19",
    "day_agreed": "10-02",  # A-T12: an authority agrees one day for papers
    "family_chosen": "12-19",  # A-T13
    "charges_answered": "10-14",  # A-T15: after the others' answer, before the court's release
}


@dataclass(frozen=True)
class Calendar:
    """Where the days lie: moved by ``shift`` days, the traps' own days by name."""

    shift: int = 0
    own: dict[str, str] = field(default_factory=lambda: dict(OWN))

    def date(self, day: str) -> date:
        """``11-27``, ``2032-01-05`` or a name of ``OWN`` as a date of this story."""
        text = self.own.get(day, day)
        whole = text if len(text) == 10 else f"{YEAR}-{text}"
        return date.fromisoformat(whole) + timedelta(self.shift)

    def day(self, day: str) -> str:
        """The same as text."""
        return self.date(day).isoformat()

    def at(self, day: str, clock: str = "10:00", zone: str = HOST) -> str:
        """An instant of the story."""
        return f"{self.day(day)}T{clock}:00{zone}"

    def later(self, day: str, minutes: int, zone: str = HOST) -> str:
        """An instant some minutes after ten, so that lines of one day keep their order."""
        return self.at(day, f"{10 + minutes // 60:02d}:{minutes % 60:02d}", zone)


def drawn_calendar(rng: random.Random) -> Calendar:
    """Another calendar in which every trap still means the same."""
    days: dict[str, str] = {}

    def put(name: str, low: str, high: str) -> None:
        days[name] = _between(rng, low, high)

    def follow(name: str, after: str, days_later: int) -> None:
        days[name] = _plus(days[after], days_later)

    put("told_apart", "04-27", "05-02")
    put("sampled_again", "07-07", "07-13")
    put("mother_excluded", "07-05", "07-20")
    put("claim_weighed", "07-05", "07-22")
    follow("claimant_told", "claim_weighed", 2)
    follow("claim_closed", "claim_weighed", 3)
    put("half_kin_weighed", "07-08", "07-24")
    put("late_consent", "08-11", "08-20")
    follow("late_sample", "late_consent", 1)
    put("early_certificate", "10-15", "10-26")
    follow("early_certificate_ends", "early_certificate", 30)
    # After the ministry's own steps of 25 and 26 October: what it grants without a standing release
    # is not healed by reaffirming.
    put("withdrawn", "10-27", "11-03")
    follow("rumour", "withdrawn", -2)
    put("reinstated", "11-06", "11-12")
    follow("call", "reinstated", -2)
    follow("heard", "reinstated", -1)
    follow("panel_again", "reinstated", 2)
    # The court takes five days, and the first date passes without these children.
    days["released_again"] = max(_plus(days["reinstated"], 5), "11-14")
    follow("executed_again", "released_again", 1)
    follow("farewell_again", "released_again", 2)
    put("day_agreed", "09-25", "10-05")
    put("family_chosen", "12-10", "12-19")
    put("charges_answered", "10-09", "10-16")
    return Calendar(rng.randint(-60, 90), days)


def _between(rng: random.Random, low: str, high: str) -> str:
    return _plus(low, rng.randint(0, (_plain(high) - _plain(low)).days))


def _plus(day: str, days: int) -> str:
    return f"{_plain(day) + timedelta(days):%m-%d}"


def _plain(day: str) -> date:
    return date.fromisoformat(f"{YEAR}-{day}")
