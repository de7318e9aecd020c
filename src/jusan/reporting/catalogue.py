"""The counts that may be released, each with its definition. What is not here is not released."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """How a count is protected."""

    #: National and stage totals: released as they are.
    TOTAL = "total"
    #: Women and men: never 1 to 4.
    CATEGORY = "category"
    #: A property of children that only grows over an operation: never below 10.
    PART = "part"
    #: A property of children that comes and goes: never below 10.
    STATUS = "status"
    #: No person is counted.
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Measure:
    """A count's definition; ``internal`` ones never leave the office."""

    name: str
    kind: Kind
    definition: Any
    internal: bool = False


_ALL = [
    Measure("persons", Kind.TOTAL, _("everybody who landed in the home state by the day named")),
    Measure("children", Kind.TOTAL, _("under 18 on the day of landing")),
    Measure("women", Kind.CATEGORY, _("women of 18 and older on the day of landing")),
    Measure("men", Kind.CATEGORY, _("men of 18 and older on the day of landing")),
    Measure("girls", Kind.PART, _("children recorded as female"), internal=True),
    Measure("boys", Kind.PART, _("children recorded as male"), internal=True),
    Measure("orphans", Kind.PART, _("children both of whose parents are recorded as dead")),
    Measure("in_centre", Kind.STATUS, _("children who stay in the centre on the day named")),
    Measure("with_families", Kind.STATUS, _("children who live with the chosen family")),
    Measure("at_school", Kind.STATUS, _("children who attend school or kindergarten")),
    Measure("flights", Kind.THING, _("flights that landed with children on board")),
]
CATALOGUE: dict[str, Measure] = {measure.name: measure for measure in _ALL}
#: The smallest figure that may be released, by kind (zero women or men may be said).
SMALLEST = {Kind.CATEGORY: 5, Kind.PART: 10, Kind.STATUS: 10}
