"""Somebody who owns the database: the guards are lifted for one statement and put back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

from tests.conftest import POSTGRES


def as_owner(statement: str, params: tuple[Any, ...] = ()) -> None:
    """Run one statement past every trigger, as a database administrator can."""
    if POSTGRES:
        with connection.wrap_database_errors, owner_of_database() as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute(statement, params)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        lifted = [row for row in cursor.fetchall() if row[1] in statement]
        for name, _, _ in lifted:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            cursor.execute(statement, params)
        finally:
            for _, _, made in lifted:
                cursor.execute(made)


def lose_table(name: str) -> None:
    """Take a table away, as a broken disk or a hostile administrator would."""
    if POSTGRES:
        as_owner(f"DROP TABLE {name}")
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")


@contextmanager
def owner_of_database() -> Iterator[Any]:
    """PostgreSQL: a connection of the owner's role to the database of this test."""
    import psycopg

    address = os.environ["JUSAN_OWNER_DATABASE"].rsplit("/", 1)[0]
    name = connection.settings_dict["NAME"]
    with psycopg.connect(f"{address}/{name}", autocommit=True) as owner:
        yield owner


@contextmanager
def acting_as_owner() -> Iterator[None]:
    """PostgreSQL: Django itself is connected as the owner, as an administrator's command is."""
    from jusan.web.settings import _postgres

    connection.close()
    application = dict(connection.settings_dict)
    owner = _postgres(os.environ["JUSAN_OWNER_DATABASE"])
    connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(application)


def raw_id(value: UUID) -> Any:
    """An id as the engine stores it."""
    return value if POSTGRES else value.hex
