"""The key folder: private, whole after two starts at once, and honest when something is lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import stat
import threading
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jusan.core.vault import envelope, permits, service
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import KeyDestroyed, NoPermit, SealBroken, VaultError
from jusan.core.vault.keystore import KeyStore

IDENTITY = Compartment.IDENTITY


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "keys"


def test_everything_in_the_key_folder_is_private_whatever_the_umask(folder):
    old = os.umask(0)
    try:
        store = KeyStore(folder)
        store.key(uuid4(), IDENTITY)
        store.destroy(uuid4(), at="2031-04-01")
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == dict.fromkeys(["root.key", "keys.sqlite3", "destroyed-keys.jsonl"], 0o600)


def _service_key(folder: str, barrier, found) -> None:
    barrier.wait()
    found.put(KeyStore(Path(folder)).service_key("chain"))


def test_processes_that_start_together_agree_on_the_keys(folder):
    spawn = multiprocessing.get_context("fork")
    barrier, found = spawn.Barrier(4), spawn.Queue()
    processes = [
        spawn.Process(target=_service_key, args=(str(folder), barrier, found)) for _ in range(4)
    ]
    for process in processes:
        process.start()
    keys = {found.get(timeout=30) for _ in processes}
    for process in processes:
        process.join()
    assert keys == {KeyStore(folder).service_key("chain")}
    assert not list(folder.glob("root.key.*"))


def test_a_lost_root_key_is_said_and_no_new_one_is_made(folder):
    KeyStore(folder).key(uuid4(), IDENTITY)
    (folder / "root.key").unlink()
    with pytest.raises(VaultError, match="missing"):
        KeyStore(folder)
    assert not (folder / "root.key").exists()


def test_the_root_key_of_another_installation_is_said(folder):
    subject = uuid4()
    KeyStore(folder).key(subject, IDENTITY)
    (folder / "root.key").write_bytes(bytes(32))
    with pytest.raises(VaultError, match="does not belong"):
        KeyStore(folder).key(subject, IDENTITY)


@pytest.mark.parametrize("line", ["{", "[]", "1", '{"subject": 5, "at": ""}', '{"at": ""}'])
def test_a_damaged_ledger_names_its_line_and_opens_nothing(folder, line):
    """Going on without a line would bring a destroyed key back from a backup."""
    KeyStore(folder).destroy(uuid4(), at="2031-04-01")
    with (folder / "destroyed-keys.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(VaultError, match="line 2"):
        KeyStore(folder)


def test_a_key_is_not_made_for_a_subject_destroyed_between_the_look_and_the_write(
    folder, monkeypatch
):
    store, other, subject = KeyStore(folder), KeyStore(folder), uuid4()
    monkeypatch.setattr(store, "is_destroyed", lambda _subject: False)
    other.destroy(subject, at="2031-04-01")
    store.ensure([subject], Compartment.HEALTH)
    with pytest.raises(KeyDestroyed):
        store.key(subject, Compartment.HEALTH)
    rows = sqlite3.connect(store.path).execute("SELECT wrapped FROM subject_key").fetchall()
    assert [row for row in rows if row[0] is not None] == []


def _destroy(folder: str, subject: str) -> None:
    KeyStore(Path(folder)).destroy(UUID(subject), at="2031-04-01")


def test_another_process_that_destroys_a_key_leaves_none_in_this_ones_cache(folder):
    store, subject, other = KeyStore(folder), uuid4(), uuid4()
    keys = {one: store.key(one, IDENTITY) for one in (subject, other)}
    assert store.key(subject, IDENTITY) == keys[subject]
    process = multiprocessing.get_context("fork").Process(
        target=_destroy, args=(str(folder), str(subject))
    )
    process.start()
    process.join()
    assert process.exitcode == 0
    with pytest.raises(KeyDestroyed):
        store.key(subject, IDENTITY)
    assert store.key(other, IDENTITY) == keys[other]


def test_another_thread_that_destroys_a_key_leaves_none_in_this_ones_cache(folder):
    store, subject = KeyStore(folder), uuid4()
    store.key(subject, IDENTITY)
    thread = threading.Thread(target=store.destroy, args=(subject,), kwargs={"at": "2031-04-01"})
    thread.start()
    thread.join()
    with pytest.raises(KeyDestroyed):
        store.key(subject, IDENTITY)


def test_threads_that_meet_a_new_subject_together_get_one_key(folder):
    store, subject = KeyStore(folder), uuid4()
    barrier, keys = threading.Barrier(4), []

    def work():
        barrier.wait()
        keys.append(store.key(subject, IDENTITY))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 4
    assert len(set(keys)) == 1


def test_destroying_twice_writes_one_line_and_changes_nothing(folder):
    store, subject = KeyStore(folder), uuid4()
    store.destroy(subject, at="2031-04-01")
    store.destroy(subject, at="2031-05-01")
    lines = (folder / "destroyed-keys.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"subject": str(subject), "at": "2031-04-01"}]


def test_no_wrapped_key_stands_in_the_clear(folder):
    store, subject = KeyStore(folder), uuid4()
    key = store.key(subject, IDENTITY)
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert key not in content
    assert store.service_key("chain") not in content


@given(st.text(), st.integers(0, 200))
def test_an_envelope_cut_short_anywhere_never_opens(text, length):
    sealed = envelope.seal(bytes(32), "c", text)
    with pytest.raises(SealBroken):
        envelope.unseal(bytes(32), "c", sealed[: min(length, len(sealed) - 1)])


class TestPermits:
    @pytest.fixture
    def sealed(self, office):
        subject = uuid4()
        return subject, service.seal(subject, IDENTITY, "table:row:field", "Amina")

    def test_an_envelope_opens_neither_in_another_table_compartment_nor_subject(self, sealed):
        subject, content = sealed
        with permits.holding(permits.system("t")):
            assert service.reveal(subject, IDENTITY, "table:row:field", content) == "Amina"
            for who, compartment, context in (
                (subject, IDENTITY, "other:row:field"),
                (subject, IDENTITY, "table:other:field"),
                (subject, IDENTITY, "table:row:other"),
                (subject, Compartment.DNA, "table:row:field"),
                (uuid4(), IDENTITY, "table:row:field"),
            ):
                with pytest.raises(SealBroken):
                    service.reveal(who, compartment, context, content)

    def test_a_destroyed_subject_still_needs_a_permit_to_be_seen_as_erased(self, sealed):
        subject, content = sealed
        service.store().destroy(subject, at="2031-04-01")
        with pytest.raises(NoPermit):
            service.reveal(subject, IDENTITY, "table:row:field", content)
        with permits.holding(permits.system("t")):
            opened = service.reveal(subject, IDENTITY, "table:row:field", content)
        assert (opened, opened.erased) == ("", True)

    def test_a_permit_does_not_reach_into_another_thread(self, sealed):
        subject, content = sealed
        outcome = []

        def work():
            try:
                outcome.append(service.reveal(subject, IDENTITY, "table:row:field", content))
            except NoPermit as error:
                outcome.append(error)

        with permits.holding(permits.system("t")):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
        assert isinstance(outcome[0], NoPermit)
