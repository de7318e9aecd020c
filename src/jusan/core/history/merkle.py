"""Merkle root over the leaves of one act (RFC 6962 hashing: 0x00 for leaves, 0x01 for nodes)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[str]) -> str:
    """Root of hex leaves, in order. The root of nothing is the hash of nothing (RFC 6962, 2.1)."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    return _subtree([_leaf(leaf) for leaf in leaves]).hex()


def _leaf(leaf: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest()


def _subtree(nodes: Sequence[bytes]) -> bytes:
    if len(nodes) == 1:
        return nodes[0]
    cut = 1 << ((len(nodes) - 1).bit_length() - 1)
    left, right = _subtree(nodes[:cut]), _subtree(nodes[cut:])
    return hashlib.sha256(b"\x01" + left + right).digest()
