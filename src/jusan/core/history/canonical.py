"""Rows and events as RFC 8785 text, and the hashes over those bytes.

A sealed column enters as its envelope: random nonces make the hash a salted commitment, so a row
still proves itself after its subject's key was destroyed, and the hash says nothing about the text.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import rfc8785
from django.db import models

from jusan.core.history.errors import PlaintextInHistory
from jusan.core.vault.fields import SealedTextField

# RFC 8785 writes numbers as IEEE doubles: beyond this an integer goes as text, like a float.
_LARGEST_INT = 2**53 - 1
_SAFE_TEXT = re.compile(r"[A-Za-z0-9_.:/+#-]{0,120}")


def canonical(value: Any) -> str:
    """RFC 8785 text of plain data (floats are refused: write them as strings)."""
    return rfc8785.dumps(_plain(value)).decode("utf-8")


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, as hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def row_hash(row: models.Model) -> str:
    """The leaf of one row: table and every column, sealed ones as envelopes."""
    columns = {field.attname: _column(row, field) for field in row._meta.concrete_fields}
    return digest(canonical([row._meta.db_table, columns]))


def checked_payload(payload: dict[str, Any]) -> str:
    """Canonical text of an event's payload. Raises PlaintextInHistory for anything like prose."""
    _refuse_prose(payload)
    return canonical(payload)


def _column(row: models.Model, field: models.Field[Any, Any]) -> Any:
    if isinstance(field, SealedTextField):
        return field.envelope_of(row)
    # What the database will give back, not what the caller assigned ("5" and 5 are one).
    return field.to_python(getattr(row, field.attname))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (UUID, date)):
        return str(value)
    if isinstance(value, (float, Decimal)):
        return repr(float(value))
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and abs(value) > _LARGEST_INT:
        return str(value)
    return value


def _refuse_prose(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_prose(str(key))
            _refuse_prose(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_prose(item)
    elif isinstance(value, str) and not _SAFE_TEXT.fullmatch(value):
        raise PlaintextInHistory("an event's payload may hold ids and codes, not text")
