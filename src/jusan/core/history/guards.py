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

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION jusan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$
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
    """Names of triggers that should stand and do not."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for model in guarded_models() for name in _names(connection.vendor, model)
            if name not in present]  # fmt: skip


def _names(vendor: str, model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    last = "no_truncate" if vendor == "postgresql" else "no_reuse"
    return [f"{table}_no_update", f"{table}_no_delete", f"{table}_{last}"]


def _statements(vendor: str, model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    if vendor == "postgresql":
        for name, when in (("no_update", "UPDATE"), ("no_delete", "DELETE")):
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_{name} BEFORE {when} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION jusan_append_only()"
            )
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION jusan_append_only()"
        )
        return
    refuse = f"SELECT RAISE(ABORT, 'append-only: {table}')"
    for name in _names(vendor, model):
        yield f"DROP TRIGGER IF EXISTS {name}"
    yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse}; END"
    yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse}; END"
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {_equal(columns)})" for columns in _identities(model)
    )
    yield (
        f"CREATE TRIGGER {table}_no_reuse BEFORE INSERT ON {table} WHEN {taken} BEGIN {refuse}; END"
    )


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
