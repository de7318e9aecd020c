"""Every guarded table, one by one: a row that stands there cannot be changed, lost or replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction

from jusan.core.history import guards
from jusan.core.history.errors import AppendOnlyViolation
from jusan.core.vault.fields import SealedTextField
from tests.conftest import POSTGRES
from tests.core.owner import owner_of_database

GUARDED = guards.guarded_models()
REFUSALS = (DatabaseError, AppendOnlyViolation)

#: A value for a column of each kind; one row a table is enough.
VALUES = {
    models.UUIDField: uuid4,
    models.BooleanField: lambda: True,
    models.DateTimeField: lambda: datetime(2031, 4, 1, tzinfo=UTC),
    models.DateField: lambda: date(2031, 4, 1),
    models.IntegerField: lambda: 1,
    models.FloatField: lambda: 1.0,
    models.DecimalField: lambda: Decimal(1),
    models.JSONField: dict,
    models.BinaryField: lambda: b"\x01" * 40,
    models.CharField: lambda: "x",
    models.TextField: lambda: "{}",
}


def _value(field: models.Field) -> object:
    target = field.target_field if field.is_relation else field
    make = next(VALUES[kind] for kind in type(target).__mro__ if kind in VALUES)
    plain = models.Field if isinstance(target, models.BinaryField) else type(target)
    return plain.get_db_prep_save(target, make(), connection)


def _columns(model: type[models.Model]) -> dict[str, object]:
    return {field.column: _value(field) for field in model._meta.concrete_fields}


def _insert(model: type[models.Model], row: dict[str, object], start="INSERT", end="") -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("%s" for _ in row)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{start} INTO {model._meta.db_table} ({names}) VALUES ({marks}) {end}",
            tuple(row.values()),
        )


@contextmanager
def _standing(model: type[models.Model]) -> Iterator[dict[str, object]]:
    """One row in the table, gone again afterwards by rollback alone."""
    with transaction.atomic():
        row = _columns(model)
        _insert(model, row)
        yield row
        assert model.objects.count() == 1
        transaction.set_rollback(True)


def _refused(work, *args, **kwargs) -> None:
    with pytest.raises(REFUSALS) as caught, transaction.atomic():
        work(*args, **kwargs)
    # On PostgreSQL the application's role is refused before any trigger fires.
    words = ("append-only", "permission denied") if POSTGRES else ("append-only",)
    assert any(word in str(caught.value) for word in words), caught.value


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _open_field(model: type[models.Model]) -> str:
    fields = model._meta.concrete_fields
    return next(f.name for f in fields if not (f.primary_key or isinstance(f, SealedTextField)))


@pytest.fixture
def every_table(office) -> Callable[[Callable[[type[models.Model]], None]], None]:
    """Run a check for each table in one database (a database a table would take minutes)."""

    def run(check: Callable[[type[models.Model]], None]) -> None:
        for model in GUARDED:
            try:
                check(model)
            except BaseException as error:
                error.add_note(f"table {model._meta.db_table}")
                raise

    return run


def test_sql_changes_nothing(every_table):
    @every_table
    def check(model):
        table = model._meta.db_table
        with _standing(model) as row:
            for column in row:
                _refused(_sql, f'UPDATE {table} SET "{column}" = "{column}"')
            _refused(_sql, f"DELETE FROM {table}")


def test_the_orm_changes_nothing_even_past_the_guarded_manager(every_table):
    @every_table
    def check(model):
        with _standing(model):
            held, plain = model.objects.get(), models.QuerySet(model)
            _refused(held.save)
            _refused(held.save_base)
            _refused(held.delete)
            _refused(plain.update, id=held.pk)
            _refused(plain._raw_delete, using="default")
            _refused(model.objects.bulk_update, [held], [_open_field(model)])


def test_an_upsert_does_not_overwrite(every_table):
    @every_table
    def check(model):
        upsert = 'ON CONFLICT ("id") DO UPDATE SET "id" = excluded."id"'
        with _standing(model) as row:
            _refused(_insert, model, row, end=upsert)


@pytest.mark.skipif(POSTGRES, reason="REPLACE is SQLite's word")
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replace_overwrites_by_no_identity(every_table, recursive):
    """By id, and by every other set of unique columns under a fresh id."""
    _sql(f"PRAGMA recursive_triggers={recursive}")

    @every_table
    def check(model):
        with _standing(model) as row:
            _refused(_insert, model, row, start="INSERT OR REPLACE")
            for unique in _unique_sets(model):
                other = _columns(model) | {column: row[column] for column in unique}
                _refused(_insert, model, other, start="INSERT OR REPLACE")


@pytest.mark.skipif(not POSTGRES, reason="TRUNCATE and roles are PostgreSQL's")
class TestPostgres:
    def test_the_application_can_neither_empty_a_table_nor_lift_its_guards(self, every_table):
        @every_table
        def check(model):
            table = model._meta.db_table
            for statement in (
                f"TRUNCATE {table} CASCADE",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
                f"DROP TRIGGER {table}_no_update ON {table}",
                f"DROP TABLE {table} CASCADE",
                f"ALTER TABLE {table} ADD COLUMN extra text",
                f"CREATE RULE quiet AS ON INSERT TO {table} DO INSTEAD NOTHING",
            ):
                with pytest.raises(DatabaseError), transaction.atomic():
                    _sql(statement)

    def test_the_triggers_refuse_the_owner_too(self, every_table):
        with owner_of_database() as owner:

            @every_table
            def check(model):
                with owner.transaction(force_rollback=True):
                    _owner_is_refused(owner, model)

    def test_the_application_cannot_switch_all_triggers_off(self, office):
        for statement in (
            "SET session_replication_role = replica",
            "CREATE OR REPLACE FUNCTION jusan_append_only() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NEW; END $$",
            "DROP FUNCTION jusan_append_only() CASCADE",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                _sql(statement)

    def test_a_disabled_trigger_is_reported_as_missing(self, office):
        with owner_of_database() as owner:
            owner.execute("ALTER TABLE history_link DISABLE TRIGGER history_link_no_update")
        assert guards.missing(connection) == ["history_link_no_update"]

    def test_a_function_that_was_emptied_is_reported_for_every_trigger(self, office):
        with owner_of_database() as owner:
            owner.execute(
                "CREATE OR REPLACE FUNCTION jusan_append_only() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NEW; END $$"
            )
        assert len(guards.missing(connection)) == 3 * len(GUARDED)

    def test_a_trigger_that_went_to_a_replica_only_is_reported_as_missing(self, office):
        with owner_of_database() as owner:
            owner.execute("ALTER TABLE history_link ENABLE REPLICA TRIGGER history_link_no_delete")
        assert guards.missing(connection) == ["history_link_no_delete"]


@pytest.mark.skipif(POSTGRES, reason="only SQLite rebuilds a table to alter it")
def test_a_table_that_a_migration_rebuilt_gets_its_triggers_back_after_migrate(office):
    from django.core.management import call_command

    model = next(m for m in GUARDED if m._meta.label == "people.Person")
    table = model._meta.db_table
    with connection.schema_editor() as editor:
        editor._remake_table(model)
    assert guards.missing(connection) == [
        f"{table}_no_update",
        f"{table}_no_delete",
        f"{table}_no_reuse",
    ]
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []
    with _standing(model):
        _refused(_sql, f"DELETE FROM {table}")


@pytest.mark.skipif(POSTGRES, reason="PostgreSQL: see above, through its function")
def test_a_trigger_of_the_right_name_that_refuses_nothing_is_reported(office):
    _sql("DROP TRIGGER history_link_no_delete")
    _sql("CREATE TRIGGER history_link_no_delete BEFORE DELETE ON history_link BEGIN SELECT 1; END")
    assert guards.missing(connection) == ["history_link_no_delete"]


def _owner_is_refused(owner: Any, model: type[models.Model]) -> None:
    from psycopg import sql
    from psycopg.errors import RaiseException

    table, row = sql.Identifier(model._meta.db_table), _columns(model)
    names = sql.SQL(",").join(map(sql.Identifier, row))
    marks = sql.SQL(",").join([sql.Placeholder()] * len(row))
    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, names, marks)
    owner.execute(insert, list(row.values()))
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with pytest.raises(RaiseException, match="append-only"), owner.transaction():
            owner.execute(sql.SQL(statement).format(table))


def _unique_sets(model: type[models.Model]) -> list[list[str]]:
    """Read from the database itself, not from the list that the guards are made of."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return [
        item["columns"] for item in found.values() if item["unique"] and not item["primary_key"]
    ]
