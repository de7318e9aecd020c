"""Databases for tests: one migrated template a process, copied for each test, never flushed.

Append-only tables cannot be flushed, and a read must really be committed before data is fetched;
so every test gets a database of its own. JUSAN_DATABASE (and, for PostgreSQL, the owner's address
in JUSAN_OWNER_DATABASE) decides which engine is tested.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import django
import pytest
from xdist.scheduler import LoadScopeScheduling

_scratch = tempfile.mkdtemp(prefix="jusan-tests-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ["JUSAN_DATA"] = _scratch
os.environ["JUSAN_DEMO"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jusan.web.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

django.setup()

POSTGRES = bool(os.environ.get("JUSAN_DATABASE"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
_numbers = count(1)

#: The day on which the tests play, as the demonstration does.
STORY_DAY = datetime(2031, 4, 1, 9, 0, tzinfo=UTC)


class _ByFile(LoadScopeScheduling):
    """Tests of one file run in one process and share what it made once (a walked story).

    The odd inputs share nothing and are many: each may run anywhere.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file.endswith("test_odd_input.py") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _ByFile:
    """Not ``--dist loadgroup``: xdist 3.8 writes its groups where pytest 9 does not read them."""
    return _ByFile(config, log)


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """pytest-django's own database is not used."""


@pytest.fixture(scope="session")
def template(django_db_blocker) -> Iterator[str]:
    """A migrated database that nobody writes to."""
    with django_db_blocker.unblock():
        maker = _postgres_template if POSTGRES else _sqlite_template
        yield from maker()


@pytest.fixture
def office(template, django_db_blocker, tmp_path, settings) -> Iterator[Path]:
    """An empty, migrated installation: database, key folder, clock. Gives its data folder."""
    from jusan.core.vault import service

    settings.JUSAN_DATA = tmp_path
    service.forget_stores()
    with django_db_blocker.unblock():
        enter, leave = (_enter_postgres, _leave_postgres) if POSTGRES else (_enter_sqlite, _close)
        name = enter(template, tmp_path)
        try:
            yield tmp_path
        finally:
            leave(name)
            service.forget_stores()


@pytest.fixture
def cast(office) -> SimpleNamespace:
    """A fixed cast: two operations, one user for each role in the first, a stranger in the second.

    ``cast.<role>`` are users of "aqqu"; ``cast.stranger`` coordinates "kokmaisa" and sees nothing
    of the first. ``cast.qualified`` is a second laboratory user, a reporting scientist.
    """
    from tests.casting import make_cast

    return make_cast()


@pytest.fixture(autouse=True)
def english() -> None:
    """No test inherits the language of a page that an earlier one asked for."""
    from django.utils import translation

    translation.activate("en")


@pytest.fixture(autouse=True)
def story_clock(request) -> Iterator[None]:
    """Tests play on the story's day unless they set another."""
    if "office" not in request.fixturenames:
        yield
        return
    from jusan.core import clock
    from jusan.core.vault import permits

    held = permits.clear()
    with clock.at(STORY_DAY):
        yield
    permits.revoke(held)


# -- engines ---------------------------------------------------------------------------------


def _point_at(name: str) -> None:
    from django.db import connections

    connections.close_all()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def _close(_name: str) -> None:
    from django.db import connections

    connections.close_all()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _sqlite_template() -> Iterator[str]:
    path = str(Path(_scratch) / f"template-{WORKER}.sqlite3")
    _point_at(path)
    _migrate()
    _settle_wal()
    _close(path)
    yield path


def _settle_wal() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _enter_sqlite(template: str, folder: Path) -> str:
    name = str(folder / "jusan.sqlite3")
    shutil.copyfile(template, name)
    _point_at(name)
    return name


def _owner():
    import psycopg

    return psycopg.connect(os.environ["JUSAN_OWNER_DATABASE"], autocommit=True)


def _postgres_template() -> Iterator[str]:
    from django.db import connection, connections

    from jusan.core.history import guards
    from jusan.web.settings import _postgres

    name = f"jusan_template_{WORKER}"
    with _owner() as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name}")
        owner.execute(f"CREATE DATABASE {name}")
    application = dict(connections.settings["default"])
    connections.settings["default"].update(_postgres(os.environ["JUSAN_OWNER_DATABASE"]))
    _point_at(name)
    del connections["default"]
    _migrate()
    guards.grant_to(connection, application["USER"])
    connections.close_all()
    connections.settings["default"].update(application)
    del connections["default"]
    yield name
    with _owner() as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _enter_postgres(template: str, _folder: Path) -> str:
    name = f"jusan_test_{WORKER}_{next(_numbers)}"
    with _owner() as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name}")
        owner.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    _point_at(name)
    return name


def _leave_postgres(name: str) -> None:
    _close(name)
    with _owner() as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


END_OF_STORY = date(2032, 12, 31)
