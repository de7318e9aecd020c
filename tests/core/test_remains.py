"""What the database's files may still hold of a destroyed subject, and who says so."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from django.db import connection, transaction

from jusan.core import checks, files
from jusan.core.claims import cards, remains
from jusan.core.claims.models import PersonCard, SearchToken
from jusan.core.claims.operations import destroy_subject
from jusan.core.errors import Refused
from jusan.core.vault import service
from jusan.core.vault.compartments import Compartment
from tests.casting import child_line, receive
from tests.conftest import POSTGRES
from tests.core.owner import acting_as_owner
from tests.core.test_destroyed_keys import _file_bytes, _table_text

CANARY = "Zylphqwertia"


@pytest.fixture
def child(cast):
    (person,) = receive(cast.tracing_officer, cast.aqqu, child_line(1, CANARY))
    return person


def _destroy(cast, child):
    destroy_subject(
        actor=cast.data_protection_officer,
        approver=cast.coordinator,
        person=child,
        reason_code="own-wish",
    )


def _told() -> list[str]:
    return list(checks.destroyed_subjects())


def test_a_destruction_that_could_be_rolled_back_is_refused_before_any_key_goes(cast, child):
    with pytest.raises(Refused, match="outside a transaction"), transaction.atomic():
        _destroy(cast, child)
    assert service.store().key(child, Compartment.IDENTITY)
    assert service.store().read_ledger() == []
    assert CANARY in _table_text()


@pytest.mark.skipif(POSTGRES, reason="the write-ahead log of SQLite")
class TestReaderWithASnapshot:
    @pytest.fixture
    def reader(self, cast, child, monkeypatch):
        monkeypatch.setattr(remains, "PATIENCE_MS", 1)
        reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM claims_personcard").fetchone()
        yield reader
        reader.close()

    def test_the_check_says_what_may_be_left_until_the_reader_has_gone(
        self, cast, child, reader, office
    ):
        _destroy(cast, child)
        assert CANARY.encode() in _file_bytes(office)
        assert len(_told()) == 1
        assert "close the programs" in _told()[0]
        assert remains.settle() != []
        assert remains.pending()

    def test_the_next_start_after_the_reader_sweeps(self, cast, child, reader, office):
        _destroy(cast, child)
        reader.close()
        assert remains.settle() == []
        assert CANARY.encode() not in _file_bytes(office)
        assert _told() == []
        assert not list(Path(office).glob("remains*"))


@pytest.mark.skipif(not POSTGRES, reason="roles of PostgreSQL")
def test_the_application_asks_for_the_owner_and_the_owner_sweeps(cast, child):
    _destroy(cast, child)
    assert CANARY not in _table_text()
    assert ["owner" in line for line in _told()] == [True]
    with acting_as_owner():
        assert remains.settle() == []
    assert _told() == []


def test_a_crash_after_the_keys_is_finished_by_the_next_start(cast, child, monkeypatch):
    def crash(subjects):
        raise SystemExit("power cut")

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(remains, "purge", crash)
        _destroy(cast, child)
    assert CANARY in _table_text()
    assert any("still shows what was destroyed" in line for line in _told())
    remains.settle()
    assert CANARY not in _table_text()
    assert cards.differences() == []


def test_search_tokens_of_a_destroyed_subject_are_found_and_taken_away(cast, child):
    _destroy(cast, child)
    SearchToken.objects.create(head=child, token=CANARY.lower())
    assert any("still shows" in line for line in _told())
    assert any("search tokens" in line for line in checks.person_cards())
    remains.settle()
    assert CANARY.lower() not in _table_text()


def test_a_key_that_came_back_is_said(cast, child):
    store = service.store()
    store.key(child, Compartment.IDENTITY)
    with sqlite3.connect(store.path) as rows:
        wrapped = rows.execute("SELECT wrapped FROM subject_key WHERE wrapped NOT NULL").fetchone()
    _destroy(cast, child)
    with sqlite3.connect(store.path) as rows:
        rows.execute(
            "UPDATE subject_key SET wrapped = ? WHERE subject = ?", (wrapped[0], str(child))
        )
    assert any(f"a key of {child} lives" in line for line in _told())


def test_an_untouched_office_owes_nothing(cast, child):
    assert remains.settle() == []
    assert _told() == []
    assert PersonCard.objects.exists()


def _make(path: Path, barrier, content: bytes) -> None:
    barrier.wait()
    files.make_once(path, content)


def test_processes_that_make_one_file_together_all_read_the_same(tmp_path):
    spawn = multiprocessing.get_context("fork")
    path, barrier = tmp_path / "secret.key", spawn.Barrier(4)
    contents = [bytes([65 + number]) * 5000 for number in range(4)]
    processes = [spawn.Process(target=_make, args=(path, barrier, text)) for text in contents]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert path.read_bytes() in contents
    assert [found.name for found in tmp_path.iterdir()] == ["secret.key"]
