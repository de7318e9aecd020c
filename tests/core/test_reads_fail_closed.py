"""No record, no data: when the read log cannot be written, at the page too, nothing is shown."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections
from django.urls import reverse

from jusan.core import clock
from jusan.core.claims.models import Claim
from jusan.core.claims.queries import list_people, open_file
from jusan.core.history import acts, checking, reads
from jusan.core.history.models import OFFICE, Leaf, Link, ReadEntry
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import NoPermit
from tests.access.walk import client_of
from tests.casting import child_line, receive
from tests.core.owner import as_owner, lose_table

CANARY = "Zylphqwertia"


@pytest.fixture
def child(cast):
    return receive(cast.tracing_officer, cast.aqqu, child_line(1, CANARY))[0]


def _record(cast, child):
    return reads.record_read(
        reader=cast.coordinator.id,
        purpose="test",
        subjects=[child],
        compartments=[Compartment.IDENTITY],
    )


def test_without_the_table_there_is_no_permit_and_no_data(cast, child):
    lose_table("history_readentry")
    for ask in (
        lambda: open_file(cast.coordinator, cast.aqqu.id, child, purpose="test"),
        lambda: list_people(cast.coordinator, cast.aqqu),
        lambda: _record(cast, child),
    ):
        with pytest.raises(DatabaseError):
            ask()
    with pytest.raises(NoPermit):
        _ = Claim.objects.filter(person=child).first().as_written


@pytest.mark.parametrize("page", ["journey:child", "journey:children"])
def test_a_page_whose_read_cannot_be_recorded_shows_no_byte_of_the_child(cast, child, page):
    client = client_of(cast.coordinator)
    where = {"operation": cast.aqqu.slug}
    if page == "journey:child":
        where["person"] = child
    url = reverse(page, kwargs=where)
    assert CANARY in client.get(url).content.decode()
    lose_table("history_readentry")
    answer = client.get(url)
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()


def test_an_act_does_not_let_a_read_through_unrecorded(cast, child):
    """Inside an act the row would not be committed before the data is fetched."""
    with acts.act(actor=cast.root.id, kind="t"), pytest.raises(RuntimeError):
        _record(cast, child)
    assert ReadEntry.objects.count() == 0


def test_readers_at_once_each_have_their_own_place_and_are_sealed_once(cast, child, monkeypatch):
    monkeypatch.setattr(reads, "SEAL_ROWS", 3)
    errors = []

    def work():
        try:
            for _ in range(5):
                _record(cast, child)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reads.seal()
    assert errors == []
    places = set(ReadEntry.objects.values_list("process", "counter"))
    assert len(places) == ReadEntry.objects.count() == 20
    assert Leaf.objects.filter(table=reads.READ_TABLE).count() == 20
    assert checking.first_faults() == []


def test_a_forked_process_counts_under_a_name_of_its_own():
    parent, _ = reads._identity()
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.write(writer, reads._identity()[0].bytes)
        os._exit(0)
    os.waitpid(process, 0)
    assert os.read(reader, 16) != parent.bytes
    assert reads._identity()[0] == parent


def test_a_thousand_rows_are_sealed_at_once_and_not_one_fewer(cast, child):
    assert reads.SEAL_ROWS == 1000
    assert timedelta(seconds=10) == reads.SEAL_AGE
    _record(cast, child)
    first = ReadEntry.objects.get()
    with acts.transaction.atomic():
        for number in range(998):
            ReadEntry(
                at=first.at, happened_at=first.happened_at, reader=first.reader, purpose="t",
                route="", subjects="[]", compartments="[]", process=uuid4(), counter=number,
                mac="",
            ).save()  # fmt: skip
    assert reads.seal_if_due() == 0
    _record(cast, child)
    assert reads.unsealed().count() == 0
    link = Link.objects.filter(chain=OFFICE, kind=reads.SEAL_KIND).get()
    assert link.leaves == 1000


def test_a_read_is_not_sealed_before_ten_seconds(cast, child, monkeypatch):
    _record(cast, child)
    written = ReadEntry.objects.get().at
    for seconds, sealed in ((9.9, 0), (10, 1)):
        now = written + timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "machine_now", lambda now=now: now)
        assert reads.seal_if_due() == sealed


def test_a_sealed_read_that_vanishes_is_found(cast, child):
    _record(cast, child)
    reads.seal()
    as_owner("DELETE FROM history_readentry")
    assert "is gone" in str(checking.first_faults()[0])
