"""The record is written before anything is fetched; if it cannot be, nothing is fetched."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction

from jusan.core import clock
from jusan.core.claims.queries import list_people, open_file
from jusan.core.errors import NotVisible
from jusan.core.history import checking, reads
from jusan.core.history.models import ReadEntry
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import NoPermit
from tests.casting import child_line, receive


@pytest.fixture
def child(cast):
    return receive(cast.tracing_officer, cast.aqqu, child_line(1, "Amina"))[0]


def _entries_seen_by_another_connection() -> int:
    seen = []

    def look():
        seen.append(ReadEntry.objects.count())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return seen[0]


def test_the_row_is_committed_before_the_data_is_fetched(cast, child, monkeypatch):
    from jusan.core.claims import queries

    seen = []
    fetch = queries.said_about

    def spying(leaves, compartments):
        seen.append(_entries_seen_by_another_connection())
        return fetch(leaves, compartments)

    monkeypatch.setattr(queries, "said_about", spying)
    open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")
    assert seen == [1]


def test_every_read_says_who_why_whom_and_what(cast, child):
    open_file(cast.medical, cast.aqqu.id, child, purpose="fit to fly", route="x:y")
    entry = ReadEntry.objects.get()
    assert (entry.reader, entry.purpose, entry.route) == (cast.medical.id, "fit to fly", "x:y")
    assert str(child) in entry.subjects
    assert entry.compartments == '["health","identity"]'


@pytest.mark.parametrize("read", [open_file, None], ids=["file", "list"])
def test_if_the_record_cannot_be_written_nothing_is_read(cast, child, monkeypatch, read):
    def broken(self, *args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(ReadEntry, "save", broken)
    with pytest.raises(DatabaseError):
        if read:
            read(cast.coordinator, cast.aqqu.id, child, purpose="test")
        else:
            list_people(cast.coordinator, cast.aqqu)
    from jusan.core.claims.models import Claim

    with pytest.raises(NoPermit):
        _ = Claim.objects.filter(person=child).first().as_written


def test_a_stranger_gets_not_visible_and_leaves_no_read(cast, child):
    for user in (cast.stranger, cast.auditor, cast.administrator, cast.media_officer):
        with pytest.raises(NotVisible):
            open_file(user, cast.aqqu.id, child, purpose="curiosity")
    assert ReadEntry.objects.count() == 0


def test_a_read_inside_a_transaction_is_refused(cast, child):
    with transaction.atomic(), pytest.raises(RuntimeError):
        open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")


def test_reads_are_sealed_after_ten_seconds_or_a_thousand_rows(cast, child, monkeypatch):
    open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")
    assert reads.unsealed().count() == 1
    later = clock.machine_now() + timedelta(seconds=11)
    monkeypatch.setattr(clock, "machine_now", lambda: later)
    assert reads.seal_if_due() == 1
    assert reads.unsealed().count() == 0
    monkeypatch.setattr(reads, "SEAL_ROWS", 3)
    for _ in range(3):
        open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")
    assert reads.unsealed().count() == 0
    assert checking.first_faults() == []


def test_counters_of_a_process_are_unique_and_a_forged_row_is_found(cast, child):
    for _ in range(5):
        open_file(cast.coordinator, cast.aqqu.id, child, purpose="test")
    counters = list(ReadEntry.objects.values_list("counter", flat=True))
    assert len(set(counters)) == 5
    assert list(reads.forged()) == []
    entry = ReadEntry.objects.first()
    entry.purpose = "another"
    assert entry.mac != reads.read_mac(entry)


def test_a_permit_ends_with_its_block(cast, child):
    from jusan.core.claims.models import Claim

    row = Claim.objects.filter(person=child).first()
    with reads.reading(
        reader=cast.coordinator.id,
        purpose="t",
        subjects=[child],
        compartments=[Compartment.IDENTITY],
    ):
        assert row.as_written
    with pytest.raises(NoPermit):
        _ = Claim.objects.get(id=row.id).as_written
