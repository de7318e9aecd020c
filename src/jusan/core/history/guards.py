"""Database triggers that refuse change, loss and replacement of guarded rows.

SQLite: REPLACE deletes without firing delete triggers unless ``recursive_triggers`` is on, and a
table rebuild of a migration drops triggers silently; so a BEFORE INSERT trigger refuses a used
identity by itself, everything is reinstalled after migrate, and ``missing`` is part of
``jusan check``. PostgreSQL: TRUNCATE passes row triggers, so it has one of its own; there the
application's role does not own the tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from jusan.core.history.models import Guarded

_PG_BODY = "BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END"
_PG_FUNCTION = (
    "CREATE OR REPLACE FUNCTION jusan_append_only() RETURNS trigger LANGUAGE plpgsql "
    f"AS $${_PG_BODY}$$"
)
#: A trigger counts only if it fires for everybody ("O", "A"), and through our function as we
#: wrote it; ``pg_get_triggerdef`` tells event and table.
_PG_PRESENT = """
SELECT tgname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
  AND p.proname = 'jusan_append_only' AND btrim(p.prosrc, E' \\n') = %s
"""


def guarded_models() -> list[type[models.Model]]:
    """Every concrete model whose table only grows."""
    return [model for model in apps.get_models() if issubclass(model, Guarded)]


def install(connection: BaseDatabaseWrapper) -> None:
    """(Re)install the triggers of every guarded table that exists."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTION)
        for model in guarded_models():
            if model._meta.db_table in present:
                for statement in _statements(connection.vendor, model):
                    cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should stand and do not: gone, switched off, or emptied."""
    present = _present(connection)
    wanted = {
        name: statement
        for model in guarded_models()
        for name, statement in _triggers(connection.vendor, model).items()
    }
    return [name for name, statement in wanted.items() if present.get(name) != statement]


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Triggers that work, by name, with the statement that makes them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_PRESENT, [_PG_BODY])
            return dict(cursor.fetchall())
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _statements(vendor: str, model: type[models.Model]) -> Iterator[str]:
    for name, statement in _triggers(vendor, model).items():
        if vendor == "postgresql":
            yield statement.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)
        else:
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield statement


def _triggers(vendor: str, model: type[models.Model]) -> dict[str, str]:
    """The triggers of one table: name -> the statement that makes it."""
    made = _postgres_triggers if vendor == "postgresql" else _sqlite_triggers
    return made(model._meta.db_table, model)


def _postgres_triggers(table: str, _model: type[models.Model]) -> dict[str, str]:
    # Spelled as pg_get_triggerdef spells it, so that a check can compare.
    kinds = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}
    return {
        f"{table}_no_{kind}": f"CREATE TRIGGER {table}_no_{kind} BEFORE {kind.upper()} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION jusan_append_only()"
        for kind, each in kinds.items()
    }


def _sqlite_triggers(table: str, model: type[models.Model]) -> dict[str, str]:
    refuse = f"SELECT RAISE(ABORT, 'append-only: {table}')"
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {_equal(columns)})" for columns in _identities(model)
    )
    when = {"update": "UPDATE", "delete": "DELETE", "reuse": "INSERT"}
    conditions = {"reuse": f"WHEN {taken} "}
    return {
        f"{table}_no_{kind}": f"CREATE TRIGGER {table}_no_{kind} BEFORE {event} ON {table} "
        f"{conditions.get(kind, '')}BEGIN {refuse}; END"
        for kind, event in when.items()
    }


def _identities(model: type[models.Model]) -> list[list[str]]:
    """Column sets that identify a row: each would let REPLACE overwrite one."""
    single = [[_column(model, f.name)] for f in model._meta.concrete_fields if f.unique]
    several = [
        [_column(model, name) for name in constraint.fields]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and not constraint.condition
    ]
    return single + several


def _column(model: type[models.Model], name: str) -> str:
    column = getattr(model._meta.get_field(name), "column", None)
    if not isinstance(column, str):
        raise TypeError(f"{model._meta.label}.{name} has no column")
    return column


def _equal(columns: list[str]) -> str:
    return " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)


def grant_to(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the application's PostgreSQL role what it needs and no more: guarded tables it may
    read and append to, the rest it may change; it owns nothing and truncates nothing."""
    guarded = {model._meta.db_table for model in guarded_models()}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            rights = "SELECT, INSERT" if table in guarded else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f"GRANT {rights} ON {quote(table)} TO {quote(role)}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quote(role)}")
