"""Two clocks: business time (when it happened) and machine time (when we wrote it down).

Validity, ages and deadlines use business time; sessions and the chain use machine time
(rule "Clocks" of docs/architecture.md). A demonstration sets the business clock; it then runs
on from there at the machine's pace, so that a person can go on by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings

#: Mean length of a year of the Gregorian calendar: 146,097 days in 400 years.
DAYS_OF_A_YEAR = 365.2425

_override: ContextVar[datetime | None] = ContextVar("business_clock", default=None)


def machine_now() -> datetime:
    """The machine's own time, UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Business time, UTC: an override of this context, else the demo's clock, else the machine."""
    pinned = _override.get()
    if pinned is not None:
        return pinned
    setting = _read_setting(_setting_path())
    if setting is None:
        return machine_now()
    business, machine = setting
    return business + (machine_now() - machine)


def today() -> date:
    """The business date (UTC)."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Pin business time for the current context, as the replay of a story does."""
    _refuse_naive(moment)
    token = _override.set(moment)
    try:
        yield
    finally:
        _override.reset(token)


def set_demo_clock(moment: datetime) -> None:
    """Start the demonstration's business clock at ``moment``; it survives restarts."""
    _refuse_naive(moment)
    text = json.dumps({"business": moment.isoformat(), "machine": machine_now().isoformat()})
    path = _setting_path()
    # Moved into place: a page asking for the time must never meet half a file.
    aside = path.with_name(f"{path.name}.{uuid4().hex}")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def _refuse_naive(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a business time needs a time zone")


def is_shifted() -> bool:
    """True when business time is not machine time (the pages then show "as of")."""
    return _override.get() is not None or _setting_path().exists()


def _setting_path() -> Path:
    return Path(settings.JUSAN_DATA) / "clock.json"


def _read_setting(path: Path) -> tuple[datetime, datetime] | None:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return datetime.fromisoformat(raw["business"]), datetime.fromisoformat(raw["machine"])
