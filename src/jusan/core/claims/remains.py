"""What the database's own files may still hold of a destroyed subject.

Cards and search tokens are plaintext while a key lives. Deleting their rows is not enough: SQLite
keeps old pages in its write-ahead log while a reader holds its snapshot, PostgreSQL keeps dead row
versions until the table is rewritten, and a restored database brings old cards back. A marker in
the data folder stands from before the keys go until the files were swept; as long as it stands
``jusan check`` says so, and every start of a command tries again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from jusan.core import clock, files
from jusan.core.claims import cards
from jusan.core.claims.models import Head
from jusan.core.history import acts
from jusan.core.people.models import Person
from jusan.core.vault import service

#: How long a sweep waits for readers before it leaves the rest to the next try.
PATIENCE_MS = 2000
_TABLES = ("claims_personcard", "claims_searchtoken")


def expect() -> None:
    """Set the marker, before the first key goes."""
    files.make_once(_marker(), clock.machine_now().isoformat().encode())


def pending() -> bool:
    """Whether a sweep is owed."""
    return _marker().exists()


def settle() -> list[str]:
    """Finish what a crash or a restored database left behind. Gives what is still in the way."""
    stale = _stale_subjects()
    if stale:
        expect()
        purge(stale)
    return sweep() if pending() else []


def purge(subjects: list[UUID]) -> None:
    """Rebuild the cards and tokens of destroyed subjects: nothing of them opens any more."""
    chains = Person.objects.filter(id__in=subjects).values_list("operation", flat=True)
    with transaction.atomic():
        for chain in sorted(set(chains)):
            acts.lock_chain(chain)
        cards.refresh(subjects)


def sweep() -> list[str]:
    """Clean the database's files; the marker goes when nothing is in the way any more."""
    try:
        obstacles = list(_sweep_sqlite() if connection.vendor == "sqlite" else _sweep_postgres())
    except DatabaseError as error:
        obstacles = [f"the database's files could not be swept yet: {error}"]
    if not obstacles:
        _marker().unlink(missing_ok=True)
    return obstacles


def faults() -> Iterator[str]:
    """For ``jusan check``: keys that came back, plaintext that may be left. Changes nothing."""
    for subject in service.store().revived():
        yield f"a key of {subject} lives although it was destroyed"
    for subject in _stale_subjects():
        yield f"the card of {subject} still shows what was destroyed"
    if pending():
        yield f"remains of destroyed subjects: {_advice()}"


def _marker() -> Path:
    return Path(settings.JUSAN_DATA) / "remains-to-sweep"


def _stale_subjects() -> list[UUID]:
    destroyed = {line.subject for line in service.store().read_ledger()}
    heads = dict(Head.objects.filter(leaf__in=destroyed).values_list("leaf", "head"))
    return sorted(cards.differing(set(heads.values()))) if heads else []


def _sweep_sqlite() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        try:
            # secure_delete leaves traces where SQLite moved cells between pages; VACUUM does not.
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual}")
    if busy:
        yield _advice()


def _sweep_postgres() -> Iterator[str]:
    with connection.cursor() as cursor:
        if not _owns_tables(cursor):
            yield _advice()
            return
        cursor.execute(f"SET lock_timeout = {PATIENCE_MS}")
        try:
            # A plain VACUUM frees the space of dead rows without overwriting it. FULL writes new
            # files, after every transaction that has touched the tables has ended.
            for table in _TABLES:
                cursor.execute(f"VACUUM (FULL) {table}")
        finally:
            cursor.execute("RESET lock_timeout")


def _owns_tables(cursor: object) -> bool:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT bool_and(pg_has_role(current_user, relowner, 'USAGE')) FROM pg_class "
        "WHERE oid = ANY(%s::regclass[])",
        [list(_TABLES)],
    )
    return bool(cursor.fetchone()[0])  # type: ignore[attr-defined]


def _advice() -> str:
    if connection.vendor == "sqlite":
        return "close the programs that hold the database open, then run jusan check again"
    return "run jusan check once as the owner of the tables (JUSAN_DATABASE with the owner's name)"
