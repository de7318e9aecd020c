"""Keys of data subjects, in a file of their own.

One 32-byte key for each (subject, compartment), wrapped (RFC 3394) by the compartment's key, which
is wrapped by the root key. A destroyed key leaves a tombstone row and a line in the shred ledger,
a file that is kept apart from backups and replayed whenever a key store is opened: a restored
backup cannot bring a destroyed key back.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from jusan.core import files
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import KeyDestroyed, VaultError

KEY_BYTES = 32

_SCHEMA = """
CREATE TABLE IF NOT EXISTS compartment_key (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS subject_key (
  subject TEXT NOT NULL, compartment TEXT NOT NULL, wrapped BLOB,
  PRIMARY KEY (subject, compartment));
CREATE TABLE IF NOT EXISTS destroyed_subject (subject TEXT PRIMARY KEY, at TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Destruction:
    """One line of the shred ledger."""

    subject: UUID
    at: str


class KeyStore:
    """The key file; safe for threads (a connection each) and for several processes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = folder / "keys.sqlite3"
        self.ledger = folder / "destroyed-keys.jsonl"
        self._root = _root_key(folder / "root.key", new=not self.path.exists())
        self._local = threading.local()
        # Private before SQLite writes the first byte; its journal takes over the mode.
        self.path.touch(mode=0o600)
        self.path.chmod(0o600)
        self._connection().executescript(_SCHEMA)
        self.replay(self.read_ledger())

    # -- keys ------------------------------------------------------------------------------

    def key(self, subject: UUID, compartment: Compartment) -> bytes:
        """The subject's key in a compartment, made at first use. Raises KeyDestroyed."""
        cache = self._fresh_cache()
        found = cache.get((subject, compartment))
        if found is None:
            found = self._load_or_make(subject, compartment)
            cache[(subject, compartment)] = found
        return found

    def ensure(self, subjects: Iterable[UUID], compartment: Compartment) -> None:
        """Make the keys of many subjects in one durable write, as an import needs them."""
        wrapping = self._compartment_key(compartment.value)
        rows = [
            {
                "subject": str(subject),
                "compartment": compartment.value,
                "wrapped": aes_key_wrap(wrapping, os.urandom(KEY_BYTES)),
            }
            for subject in subjects
        ]
        connection = self._connection()
        # The tombstone is looked at in the statement that writes: a destruction by another
        # process between a look and a write would leave the dead subject with a living key.
        with connection:
            connection.executemany(
                "INSERT OR IGNORE INTO subject_key SELECT :subject, :compartment, :wrapped "
                "WHERE NOT EXISTS (SELECT 1 FROM destroyed_subject WHERE subject = :subject)",
                rows,
            )

    def service_key(self, name: str) -> bytes:
        """A key of the house itself (chain, read log), by name; never one of a subject."""
        return self._compartment_key(f"service:{name}")

    def is_destroyed(self, subject: UUID) -> bool:
        """Whether this subject's keys were destroyed."""
        row = self._connection().execute(
            "SELECT 1 FROM destroyed_subject WHERE subject = ?", (str(subject),)
        )
        return row.fetchone() is not None

    def revived(self) -> list[UUID]:
        """Destroyed subjects with a key all the same, as a file exchanged by hand may have."""
        rows = self._connection().execute(
            "SELECT DISTINCT subject FROM subject_key JOIN destroyed_subject USING (subject) "
            "WHERE wrapped IS NOT NULL ORDER BY subject"
        )
        return [UUID(subject) for (subject,) in rows]

    # -- destruction -----------------------------------------------------------------------

    def destroy(self, subject: UUID, *, at: str) -> None:
        """Destroy every key of a subject. The ledger line is durable before the keys go."""
        if not self.is_destroyed(subject):
            files.append_line(self.ledger, json.dumps({"subject": str(subject), "at": at}))
        self.replay([Destruction(subject, at)])

    def read_ledger(self) -> list[Destruction]:
        """Every destruction ever recorded here."""
        if not self.ledger.exists():
            return []
        lines = self.ledger.read_text(encoding="utf-8").splitlines()
        return [_destruction(line, number) for number, line in enumerate(lines, 1) if line]

    def replay(self, destructions: Iterable[Destruction]) -> None:
        """Apply destructions again (after a restore); doing it twice changes nothing."""
        connection = self._connection()
        with connection:
            for item in destructions:
                subject = str(item.subject)
                # Overwritten before the row is emptied, so that no page keeps the old bytes.
                connection.execute(
                    "UPDATE subject_key SET wrapped = zeroblob(length(wrapped)) WHERE subject = ?",
                    (subject,),
                )
                connection.execute(
                    "UPDATE subject_key SET wrapped = NULL WHERE subject = ?", (subject,)
                )
                connection.execute(
                    "INSERT OR IGNORE INTO destroyed_subject VALUES (?, ?)", (subject, item.at)
                )
        self._local.cache = {}

    # -- inside ----------------------------------------------------------------------------

    def _load_or_make(self, subject: UUID, compartment: Compartment) -> bytes:
        if self.is_destroyed(subject):
            raise KeyDestroyed(
                "the key was destroyed: everything about this person was erased",
                subject=str(subject),
            )
        wrapping = self._compartment_key(compartment.value)
        query = "SELECT wrapped FROM subject_key WHERE subject = ? AND compartment = ?"
        wanted = (str(subject), compartment.value)
        row = self._connection().execute(query, wanted).fetchone()
        if row is None:
            self.ensure([subject], compartment)
            row = self._connection().execute(query, wanted).fetchone()
        if row is None or row[0] is None:
            raise KeyDestroyed(
                "the key was destroyed: everything about this person was erased",
                subject=str(subject),
            )
        return _unwrapped(wrapping, row[0])

    def _compartment_key(self, name: str) -> bytes:
        connection = self._connection()
        query = "SELECT wrapped FROM compartment_key WHERE name = ?"
        row = connection.execute(query, (name,)).fetchone()
        if row is None:
            with connection:
                connection.execute(
                    "INSERT OR IGNORE INTO compartment_key VALUES (?, ?)",
                    (name, aes_key_wrap(self._root, os.urandom(KEY_BYTES))),
                )
            row = connection.execute(query, (name,)).fetchone()
        return _unwrapped(self._root, row[0])

    def _fresh_cache(self) -> dict[tuple[UUID, Compartment], bytes]:
        # data_version moves when another connection committed: a key destroyed by another
        # process must not live on in this one's cache.
        version = self._connection().execute("PRAGMA data_version").fetchone()[0]
        if getattr(self._local, "version", None) != version:
            self._local.version, self._local.cache = version, {}
        cache: dict[tuple[UUID, Compartment], bytes] = self._local.cache
        return cache

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None or getattr(self._local, "pid", None) != os.getpid():
            found = sqlite3.connect(self.path, timeout=20)
            # DELETE journal and secure_delete: a WAL or a free page would keep old key bytes.
            found.execute("PRAGMA journal_mode=DELETE")
            found.execute("PRAGMA secure_delete=ON")
            found.execute("PRAGMA synchronous=FULL")
            self._local.connection, self._local.pid = found, os.getpid()
            self._local.cache, self._local.version = {}, None
        return found


def _unwrapped(wrapping: bytes, wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap:
        raise VaultError("the root key does not belong to this key file") from None


def _root_key(path: Path, *, new: bool) -> bytes:
    if not path.exists():
        if not new:
            # A fresh root would open nothing and would hide that the real one is lost.
            raise VaultError("the root key file root.key is missing beside an existing key file")
        files.make_once(path, os.urandom(KEY_BYTES))
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise VaultError("the root key file is damaged: 32 bytes expected")
    return key


def _destruction(line: str, number: int) -> Destruction:
    try:
        row = json.loads(line)
        return Destruction(UUID(row["subject"]), str(row["at"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise VaultError(
            f"destroyed-keys.jsonl, line {number}: an object with subject and at was expected"
        ) from None
