"""The vault of this installation: seal, open, destroy."""

from __future__ import annotations

import threading
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jusan.core.vault import envelope, permits
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import KeyDestroyed
from jusan.core.vault.keystore import KeyStore


class Erased(str):
    """What is left of a value whose key was destroyed: an empty text that knows why."""

    __slots__ = ()
    erased = True


ERASED = Erased("")

_stores: dict[Path, KeyStore] = {}
_lock = threading.Lock()


def store() -> KeyStore:
    """The key store of the data folder in force (one object for each folder)."""
    folder = Path(settings.JUSAN_DATA) / "keys"
    with _lock:
        found = _stores.get(folder)
        if found is None:
            found = _stores[folder] = KeyStore(folder)
    return found


def forget_stores() -> None:
    """Drop open key stores, as after a restore: the next use opens and replays the ledger."""
    with _lock:
        _stores.clear()


def seal(subject: UUID, compartment: Compartment, context: str, plaintext: str) -> bytes:
    """Seal a value under its subject's key. Raises KeyDestroyed for a destroyed subject."""
    return envelope.seal(store().key(subject, compartment), context, plaintext)


def reveal(subject: UUID, compartment: Compartment, context: str, sealed: bytes) -> str:
    """Open a value under a permit; ``ERASED`` when the key was destroyed."""
    permits.require(subject, compartment)
    try:
        key = store().key(subject, compartment)
    except KeyDestroyed:
        return ERASED
    return envelope.unseal(key, context, sealed)
