"""Keeping what was issued: the bytes of every copy, openable only while everybody named is kept.

The bytes themselves are kept, not the record alone: sentences, fonts and the typesetter change with
the program, and what was handed to a ministry must come out as it was handed over. They are sealed
under a key of the paper, and that key is cut into shares, one for each person named (exclusive or:
every share is needed, and all but one of them say nothing).
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import reduce
from uuid import UUID

from jusan.clearance.models import IssuedPaper, PaperCopy, PaperShare
from jusan.core.errors import Refused
from jusan.core.history.models import AppendOnly
from jusan.core.vault import envelope

KEY_BYTES = 32


def sealed_rows(
    paper: IssuedPaper, copies: Mapping[str, bytes], named: Sequence[UUID]
) -> list[AppendOnly]:
    """The rows that keep a paper's copies by language; ``named`` are all leaves of all named."""
    if not named:
        raise Refused("a paper names at least one person")
    key = os.urandom(KEY_BYTES)
    rows: list[AppendOnly] = [
        PaperShare(paper=paper.id, person=person, share=share.hex())
        for person, share in zip(named, _shares(key, len(named)), strict=True)
    ]
    for language, content in sorted(copies.items()):
        copy = PaperCopy(paper=paper.id, language=language, sha256=sha256(content))
        text = base64.b64encode(content).decode("ascii")
        copy.sealed = envelope.seal(key, _context(copy), text)
        rows.append(copy)
    return rows


def open_copy(paper: IssuedPaper, language: str) -> bytes | None:
    """The bytes of a copy as they were issued, under a permit for everybody named; None for a
    language in which there is none. Raises Refused when the data of somebody named is gone."""
    copy = PaperCopy.objects.filter(paper=paper.id, language=language).first()
    if copy is None:
        return None
    shares = [row.share for row in PaperShare.objects.filter(paper=paper.id)]
    if not all(shares):
        raise Refused("the data of somebody named in this paper was destroyed")
    key = reduce(_xor, (bytes.fromhex(share) for share in shares))
    content = base64.b64decode(envelope.unseal(key, _context(copy), bytes(copy.sealed)))
    if sha256(content) != copy.sha256:
        raise Refused("this is not what was issued: its hash differs")
    return content


def sha256(content: bytes) -> str:
    """64 hexadecimal digits over the bytes of a PDF."""
    return hashlib.sha256(content).hexdigest()


def _shares(key: bytes, count: int) -> list[bytes]:
    drawn = [os.urandom(KEY_BYTES) for _ in range(count - 1)]
    return [*drawn, reduce(_xor, drawn, key)]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _context(copy: PaperCopy) -> str:
    return f"{copy._meta.db_table}:{copy.pk}:sealed"
