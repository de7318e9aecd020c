"""A destroyed subject in a running house, in temporary files, and in a restored older backup."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from django.db import connection, connections

from jusan.core import checks
from jusan.core.claims import cards, remains
from jusan.core.claims.models import Answer, Claim, Mention
from jusan.core.claims.operations import destroy_subject, judge
from jusan.core.claims.queries import open_file
from jusan.core.history import checking
from jusan.core.vault import permits, service
from tests.casting import child_line, receive
from tests.conftest import POSTGRES
from tests.core.test_destroyed_keys import _file_bytes, _table_text

CANARY, MOTHER = "Zylphqwertia", "Brunhildexyz"
WORDS = (CANARY, MOTHER)


@pytest.fixture
def child(cast):
    lines = [child_line(number, CANARY, mother=MOTHER) for number in (1, 2)]
    first, second = receive(cast.tracing_officer, cast.aqqu, *lines)
    judge(
        actor=cast.tracing_officer, left=first, right=second, answer=Answer.SAME, why=f"{CANARY}!"
    )
    receive(cast.tracing_officer, cast.aqqu, child_line(3, "Somebody"), tag="other")
    return first


def _destroy(cast, child):
    destroy_subject(
        actor=cast.data_protection_officer,
        approver=cast.coordinator,
        person=child,
        reason_code="own-wish",
    )


def _found(content: bytes) -> set[str]:
    low = content.lower()
    return {
        word
        for word in WORDS
        for code in ("utf-8", "utf-16-le")
        if word.lower().encode(code) in low
    }


@pytest.mark.skipif(POSTGRES, reason="the files of SQLite")
def test_nothing_is_left_in_file_or_wal_while_others_hold_the_database_open(cast, child, office):
    name = connection.settings_dict["NAME"]
    others = [sqlite3.connect(name) for _ in range(2)]
    for other in others:
        other.execute("SELECT count(*) FROM claims_personcard").fetchone()
    assert _found(_file_bytes(office)) == set(WORDS)
    _destroy(cast, child)
    assert Path(f"{name}-wal").exists()
    assert _found(_file_bytes(office)) == set()
    for other in others:
        other.close()


def test_nothing_is_left_in_logs_and_temporary_files(cast, child, tmp_path, monkeypatch, caplog):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    caplog.set_level(logging.DEBUG)
    open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")
    _destroy(cast, child)
    open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")
    logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert _found(logged.encode()) == set()
    assert _found(_file_bytes(folder)) == set()


def test_history_and_cards_stay_green_and_others_stay_readable(cast, child):
    _destroy(cast, child)
    assert checking.first_faults() == []
    assert cards.differences() == []
    assert _found(_table_text().encode()) == set()
    assert "Somebody" in _table_text()
    with permits.holding(permits.system("t")):
        words = [mention.words for mention in Mention.objects.order_by("report", "line")]
    assert sum(bool(text) for text in words) == 1


def _restore(office: Path, backup: Path) -> None:
    """Database and keys go back to the older copy; the ledger stays, as it is kept apart."""
    connections.close_all()
    service.forget_stores()
    for path in office.glob("jusan.sqlite3*"):
        path.unlink()
    shutil.copyfile(backup / "jusan.sqlite3", office / "jusan.sqlite3")
    for name in ("keys.sqlite3", "root.key"):
        shutil.copyfile(backup / name, office / "keys" / name)


@pytest.mark.skipif(POSTGRES, reason="a backup of SQLite through its own backup call")
class TestRestoredBackup:
    @pytest.fixture
    def restored(self, cast, child, office, tmp_path_factory):
        backup = tmp_path_factory.mktemp("backup")
        with sqlite3.connect(backup / "jusan.sqlite3") as target:
            sqlite3.connect(connection.settings_dict["NAME"]).backup(target)
        for name in ("keys.sqlite3", "root.key"):
            shutil.copyfile(office / "keys" / name, backup / name)
        _destroy(cast, child)
        _restore(office, backup)
        return child

    def test_what_was_sealed_stays_erased(self, restored):
        with permits.holding(permits.system("t")):
            names = [claim.as_written for claim in Claim.objects.filter(person=restored)]
        assert names
        assert all(name == "" and name.erased for name in names)

    def test_the_self_checks_see_the_plain_cards_of_the_old_copy(self, restored):
        assert list(checks.person_cards())

    def test_the_next_start_takes_the_last_plaintext_away(self, restored, office):
        assert _found(_file_bytes(office)) == set(WORDS)
        remains.settle()
        assert _found(_file_bytes(office)) == set()
        assert cards.differences() == []
        assert checking.first_faults() == []
        assert _found(_table_text().encode()) == set()
