"""After a key is destroyed no plaintext is left anywhere, and the record still proves itself."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from jusan.core import checks
from jusan.core.claims import remains
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import destroy_subject, judge
from jusan.core.claims.queries import open_file
from jusan.core.errors import NotPermitted, Refused
from jusan.core.vault import permits, service
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import KeyDestroyed
from tests.casting import child_line, receive
from tests.conftest import POSTGRES
from tests.core.owner import acting_as_owner

CANARY = "Zylphqwertia"
MOTHER = "Brunhildexyz"


def _table_text() -> str:
    """Every column of every row of every table, as text and as decoded bytes."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                for cell in row:
                    if isinstance(cell, (bytes, memoryview)):
                        found.append(bytes(cell).decode("utf-8", "replace"))
                    else:
                        found.append(str(cell))
    return "\n".join(found)


def _file_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _all_green() -> dict[str, list[str]]:
    return {name: list(check()) for name, check in checks.CHECKS.items()}


@pytest.fixture
def child(cast):
    """One child under two mentions judged the same; its plaintext is in the projections."""
    first, second = receive(
        cast.tracing_officer,
        cast.aqqu,
        child_line(1, CANARY, mother=MOTHER),
        child_line(2, CANARY, mother=MOTHER),
    )
    judge(
        actor=cast.tracing_officer,
        left=first,
        right=second,
        answer=Answer.SAME,
        why=f"both lines say {CANARY}",
        evidence={"name": CANARY},
    )
    return first


def _destroy(cast, child):
    destroy_subject(
        actor=cast.data_protection_officer,
        approver=cast.coordinator,
        person=child,
        reason_code="own-wish",
    )


def test_no_plaintext_is_left_in_tables_files_and_logs(cast, child, office, caplog):
    caplog.set_level(logging.DEBUG)
    assert CANARY in _table_text()
    open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")
    _destroy(cast, child)
    assert CANARY not in _table_text()
    assert MOTHER not in _table_text()
    assert CANARY not in caplog.text
    if POSTGRES:
        with acting_as_owner():
            remains.settle()
    else:
        connection.close()
    content = _file_bytes(office)
    assert CANARY.encode() not in content
    assert CANARY.lower().encode() not in content
    assert all(faults == [] for faults in _all_green().values()), _all_green()


def test_the_file_of_a_destroyed_subject_opens_empty(cast, child):
    _destroy(cast, child)
    file = open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")
    assert all(said.as_written == "" for said in file.said)
    assert file.properties["name"].best is None
    assert file.identity["erased"] is True


def test_a_restored_backup_stays_unreadable(cast, child, office, tmp_path_factory):
    backup = tmp_path_factory.mktemp("backup")
    keys = office / "keys"
    shutil.copyfile(keys / "keys.sqlite3", backup / "keys.sqlite3")
    _destroy(cast, child)
    shutil.copyfile(backup / "keys.sqlite3", keys / "keys.sqlite3")
    service.forget_stores()
    with pytest.raises(KeyDestroyed):
        service.store().key(child, Compartment.IDENTITY)


def test_a_key_destroyed_elsewhere_does_not_live_on_in_this_cache(office):
    from uuid import uuid4

    subject = uuid4()
    here = service.store()
    here.key(subject, Compartment.IDENTITY)
    service.forget_stores()
    service.store().destroy(subject, at="2031-01-01")
    with pytest.raises(KeyDestroyed):
        here.key(subject, Compartment.IDENTITY)


def test_the_wrapped_key_itself_is_gone_from_the_key_file(office):
    from uuid import uuid4

    subject = uuid4()
    store = service.store()
    store.key(subject, Compartment.HEALTH)
    rows = sqlite3.connect(store.path)
    wrapped = rows.execute("SELECT wrapped FROM subject_key").fetchone()[0]
    assert wrapped in store.path.read_bytes()
    store.destroy(subject, at="2031-01-01")
    assert wrapped not in store.path.read_bytes()


def test_it_takes_the_officer_and_a_second_human(cast, child):
    with pytest.raises(NotPermitted):
        destroy_subject(
            actor=cast.coordinator,
            approver=cast.data_protection_officer,
            person=child,
            reason_code="x",
        )
    with pytest.raises(Refused, match="two different"):
        destroy_subject(
            actor=cast.data_protection_officer,
            approver=cast.data_protection_officer,
            person=child,
            reason_code="x",
        )


def test_new_values_cannot_be_sealed_for_a_destroyed_subject(cast, child):
    _destroy(cast, child)
    with permits.holding(permits.system("t")), pytest.raises(KeyDestroyed):
        service.seal(child, Compartment.IDENTITY, "context", "again")
