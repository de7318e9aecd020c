"""What was written down stays: in Python, in SQL, through REPLACE, TRUNCATE and migrations."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from jusan.core.access.models import Grant
from jusan.core.history import acts, guards
from jusan.core.history.errors import AppendOnlyViolation, NoAct
from jusan.core.operations.models import Operation
from tests.conftest import POSTGRES

GUARDED = guards.guarded_models()


def _refused(sql: str, params: tuple = ()) -> None:
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)


def test_every_guarded_table_has_its_triggers(office):
    assert guards.missing(connection) == []


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_the_orm_refuses_update_delete_and_bulk_create(office, model):
    for forbidden in (
        lambda: model.objects.all().update(id=None),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_create([]),
    ):
        with pytest.raises(AppendOnlyViolation):
            forbidden()


def test_sql_update_and_delete_are_refused(cast):
    for table in ("operations_operation", "history_link", "history_leaf", "history_event"):
        _refused(f"UPDATE {table} SET id = id")
        _refused(f"DELETE FROM {table}")
    assert Operation.objects.count() == 2


def test_a_saved_row_cannot_be_saved_again(cast):
    operation = Operation.objects.first()
    operation.name = "another"
    with acts.act(actor=cast.root.id, kind="t"), pytest.raises(AppendOnlyViolation):
        operation.save()
    with pytest.raises(AppendOnlyViolation):
        operation.delete()


def test_a_row_outside_an_act_is_refused(cast):
    with pytest.raises(NoAct):
        Operation(slug="x", begins_on="2031-01-01").save()


@pytest.mark.skipif(POSTGRES, reason="REPLACE is SQLite's word")
class TestReplace:
    """INSERT OR REPLACE deletes without a DELETE trigger unless guarded by itself."""

    def _columns(self, row):
        names = [field.column for field in row._meta.concrete_fields]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {','.join(names)} FROM {row._meta.db_table} LIMIT 1")
            return names, list(cursor.fetchone())

    @pytest.mark.parametrize("recursive", ["ON", "OFF"])
    @pytest.mark.parametrize("same", ["id", "unique"])
    def test_replacing_by_id_or_by_a_unique_column_is_refused(self, cast, recursive, same):
        names, values = self._columns(Operation.objects.first())
        if same == "unique":
            values[names.index("id")] = "0" * 32
        marks = ",".join("%s" for _ in names)
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA recursive_triggers={recursive}")
        _refused(
            f"INSERT OR REPLACE INTO operations_operation ({','.join(names)}) VALUES ({marks})",
            tuple(values),
        )

    def test_a_rebuilt_table_loses_its_triggers_and_gets_them_back(self, cast):
        table = Grant._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE rebuilt AS SELECT * FROM {table}")
            for name in ("no_update", "no_delete"):
                cursor.execute(f"DROP TRIGGER {table}_{name}")
        assert guards.missing(connection) == [f"{table}_no_update", f"{table}_no_delete"]
        guards.install(connection)
        assert guards.missing(connection) == []


@pytest.mark.skipif(not POSTGRES, reason="roles and TRUNCATE are PostgreSQL's")
class TestPostgres:
    def test_the_application_owns_nothing_and_cannot_lift_the_guards(self, cast):
        _refused("TRUNCATE operations_operation")
        _refused("ALTER TABLE operations_operation DISABLE TRIGGER ALL")
        _refused("DROP TRIGGER operations_operation_no_delete ON operations_operation")
        _refused("DROP TABLE history_link CASCADE")

    def test_the_owner_too_is_refused_by_the_triggers(self, cast):
        import os

        import psycopg

        address = os.environ["JUSAN_OWNER_DATABASE"].rsplit("/", 1)[0]
        name = connection.settings_dict["NAME"]
        with psycopg.connect(f"{address}/{name}", autocommit=True) as owner:
            for statement in (
                "UPDATE operations_operation SET slug = 'x'",
                "DELETE FROM operations_operation",
                "TRUNCATE operations_operation",
            ):
                with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                    owner.execute(statement)
