"""The read log: the record is committed before anything is fetched, or nothing is fetched.

One row a request, with a keyed hash and a counter of this process, sealed into the office chain
every 1,000 rows or 10 seconds.
"""

from __future__ import annotations

import hmac
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import Token
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import models, transaction

from jusan.core import clock
from jusan.core.history import acts, canonical
from jusan.core.history.errors import UNREADABLE
from jusan.core.history.models import OFFICE, Leaf, Link, ReadEntry
from jusan.core.history.raw import RawText
from jusan.core.vault import permits, service
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.permits import Permit

SEAL_ROWS = 1000
SEAL_AGE = timedelta(seconds=10)
SEAL_KIND = "history.seal_reads"
READ_TABLE = ReadEntry._meta.db_table

_process: dict[int, tuple[UUID, Iterator[int]]] = {}


def record_read(
    *,
    reader: UUID,
    purpose: str,
    subjects: Iterable[UUID],
    compartments: Iterable[Compartment],
    route: str = "",
) -> Permit:
    """Commit one read-log row and return the permit it pays for.

    Raises whatever the database raises when the row cannot be written: the caller then has no
    permit and the vault opens nothing. Must run outside a transaction (``durable``).
    """
    subject_ids, opened = frozenset(subjects), frozenset(compartments)
    process, counter = _identity()
    entry = ReadEntry(
        at=clock.machine_now(),
        happened_at=clock.now(),
        reader=reader,
        purpose=purpose[:80],
        route=route[:120],
        subjects=canonical.canonical(sorted(str(i) for i in subject_ids)),
        compartments=canonical.canonical(sorted(opened)),
        process=process,
        counter=next(counter),
    )
    entry.mac = read_mac(entry)
    with transaction.atomic(durable=True):
        entry.save(force_insert=True)
    seal_if_due()
    return Permit(purpose=purpose, compartments=opened, subjects=subject_ids)


@contextmanager
def reading(
    *, reader: UUID, purpose: str, subjects: Iterable[UUID], compartments: Iterable[Compartment]
) -> Iterator[Permit]:
    """Record a read and hold its permit for a block (pages use ``open_for``)."""
    permit = record_read(
        reader=reader, purpose=purpose, subjects=subjects, compartments=compartments
    )
    with permits.holding(permit):
        yield permit


def open_for(
    *,
    reader: UUID,
    purpose: str,
    subjects: Iterable[UUID],
    compartments: Iterable[Compartment],
    route: str = "",
) -> Token[tuple[Permit, ...]]:
    """Record a read and hold its permit until the request ends (the middleware clears it)."""
    return permits.grant(
        record_read(
            reader=reader,
            purpose=purpose,
            subjects=subjects,
            compartments=compartments,
            route=route,
        )
    )


def seal_if_due() -> int:
    """Seal waiting rows into the chain when there are 1,000 or the oldest is 10 s old."""
    waiting = unsealed()
    oldest = waiting.order_by("at").values_list("at", flat=True).first()
    if oldest is None:
        return 0
    old_enough = clock.machine_now() - oldest >= SEAL_AGE
    return seal() if old_enough or waiting.count() >= SEAL_ROWS else 0


def seal() -> int:
    """Seal every waiting row now; returns how many."""
    with acts.act(actor=OFFICE, kind=SEAL_KIND, chain=OFFICE) as doing:
        acts.lock_chain(OFFICE)
        rows = list(unsealed().order_by("at", "counter")[:5000])
        for row in rows:
            doing.register(row)
    return len(rows)


def unsealed() -> models.QuerySet[ReadEntry]:
    """Read-log rows that no link covers yet."""
    covered = Leaf.objects.filter(table=READ_TABLE, row=models.OuterRef("pk"))
    waiting = ReadEntry.objects.filter(~models.Exists(covered))
    last = Link.objects.filter(chain=OFFICE, kind=SEAL_KIND).order_by("-position").first()
    # Rows a day older than the last seal are sealed: the log grows for years, this query must not.
    return waiting.filter(at__gte=last.recorded_at - timedelta(days=1)) if last else waiting


def forged() -> Iterator[str]:
    """Ids of read-log rows whose keyed hash is wrong, or that cannot even be read."""
    ids = ReadEntry.objects.values_list(RawText("pk"), flat=True).iterator(1000)
    while chunk := list(itertools.islice(ids, 1000)):
        yield from _forged_among(chunk)


def _forged_among(ids: Sequence[str]) -> list[str]:
    try:
        rows = list(ReadEntry.objects.filter(pk__in=ids))
        return [str(row.id) for row in rows if not acts.same_mac(row.mac, read_mac(row))]
    except UNREADABLE:
        if len(ids) == 1:
            return list(ids)
        return [found for one in ids for found in _forged_among([one])]


def read_mac(entry: ReadEntry) -> str:
    """Keyed hash over a read-log row."""
    parts = [entry.id, entry.at, entry.happened_at, entry.reader, entry.purpose, entry.route]
    parts += [entry.subjects, entry.compartments, entry.process, entry.counter]
    key = service.store().service_key("reads")
    return hmac.digest(key, canonical.canonical(parts).encode(), "sha256").hex()


def _identity() -> tuple[UUID, Iterator[int]]:
    # A forked worker must not go on counting under its parent's name.
    found = _process.get(os.getpid())
    if found is None:
        found = _process[os.getpid()] = (uuid4(), itertools.count(1))
    return found
