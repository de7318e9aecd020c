"""AES-GCM envelopes bound to the row and field that they belong to.

Layout: version byte | 12-byte nonce | ciphertext with tag. The version byte is there so that a
later algorithm can stand beside this one (crypto agility, ASVS 5.0 V11.2.2).
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jusan.core.vault.errors import SealBroken

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16


def seal(key: bytes, context: str, plaintext: str) -> bytes:
    """Seal text under a 32-byte key; ``context`` (table:row:field) is authenticated with it."""
    nonce = os.urandom(NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, plaintext.encode("utf-8"), context.encode("utf-8"))
    return VERSION + nonce + body


def unseal(key: bytes, context: str, sealed: bytes) -> str:
    """Open an envelope. Raises SealBroken when bytes, key or context do not fit together."""
    if sealed[:1] != VERSION:
        raise SealBroken("unknown envelope version")
    if len(sealed) < len(VERSION) + NONCE_BYTES + TAG_BYTES:
        raise SealBroken("the envelope was cut short")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        plain = AESGCM(key).decrypt(nonce, body, context.encode("utf-8"))
    except InvalidTag:
        raise SealBroken("the sealed value does not belong to this row and field") from None
    return plain.decode("utf-8")
