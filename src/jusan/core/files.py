"""Small files that must be whole or absent: keys, ledgers, markers."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from uuid import uuid4


def make_once(path: Path, content: bytes) -> None:
    """Make a private file unless it is there already.

    Written aside and linked into place: of two processes that start together both read the same
    content afterwards, and neither reads half of it.
    """
    if path.exists():
        return
    aside = path.with_name(f"{path.name}.{uuid4().hex}")
    _write(aside, content, os.O_CREAT | os.O_EXCL)
    try:
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()


def append_line(path: Path, line: str) -> None:
    """Add one line, durable when this returns."""
    _write(path, f"{line}\n".encode(), os.O_CREAT | os.O_APPEND)


def _write(path: Path, content: bytes, flags: int) -> None:
    handle = os.open(path, os.O_WRONLY | flags, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
