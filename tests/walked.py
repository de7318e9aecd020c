"""The committed scenario, walked once for a module: what a newcomer sees after ``./run demo``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from tests import conftest as engine

AQQU = Path(__file__).resolve().parents[1] / "cases" / "aqqu"


@contextmanager
def installation(template: str, home: Path) -> Iterator[Path]:
    """A fresh database and key folder outside the fixtures of one test; gives the data folder."""
    from jusan.core.vault import permits, service

    enter, leave = (
        (engine._enter_postgres, engine._leave_postgres)
        if engine.POSTGRES
        else (engine._enter_sqlite, engine._close)
    )
    before = settings.JUSAN_DATA
    settings.JUSAN_DATA = home
    service.forget_stores()
    name = enter(template, home)
    held = permits.clear()
    try:
        yield home
    finally:
        permits.revoke(held)
        leave(name)
        settings.JUSAN_DATA = before
        service.forget_stores()


def walked(template: str, home: Path, until: date | None = None) -> Iterator[Path]:
    """A replayed installation up to the end of a day; gives its data folder."""
    from jusan.journey import replay

    with installation(template, home):
        replay.load(AQQU, until=until)
        yield home


def evening(day: date) -> datetime:
    """The moment at which somebody looks around on a day of the story."""
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)


def user(login: str) -> Any:
    """A user of the scenario by login name."""
    from jusan.core.access.models import User

    return User.objects.get(login=login)
