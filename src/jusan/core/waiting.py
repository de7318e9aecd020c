"""One line of "what needs me today": every column offers its own, journey puts them in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any
from uuid import UUID


class Urgency(IntEnum):
    """Most urgent first. ALARM is for a child in danger or unaccounted for, and for dead papers."""

    ALARM = 0
    TODAY = 1
    SOON = 2
    OPEN = 3


@dataclass(frozen=True, slots=True)
class Item:
    """About whom or what, what to do, why now, by when, and the page with the one button.

    ``subject`` is a person's leaf whose label journey looks up under a logged read; ``thing`` is
    the name of anything else (a tube, a flight, a note). ``what`` and ``why`` are translated texts.
    """

    urgency: Urgency
    what: Any
    why: Any
    url_name: str
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)
    subject: UUID | None = None
    thing: str = ""
    due: date | None = None
