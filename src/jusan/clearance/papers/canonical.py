"""The record as canonical JSON (RFC 8785) and its hash, which every copy of the paper carries."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import Any

import rfc8785

from jusan.clearance.papers.errors import RecordError
from jusan.clearance.papers.record import Paper


def as_plain(value: object) -> Any:
    """A record as dictionaries, lists and text; dates and times in ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: as_plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, dt.date):  # a datetime is a date too
        return value.isoformat()
    return value


def canonical_json(paper: Paper) -> bytes:
    """The bytes over which the hash runs: form and record, keys sorted, no white space."""
    try:
        return rfc8785.dumps({"form": paper.form, "record": as_plain(paper)})
    except rfc8785.CanonicalizationError as error:
        raise RecordError(f"{paper.form}: expected text that is valid Unicode ({error})") from None


def record_hash(paper: Paper) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits; the same in every language."""
    return hashlib.sha256(canonical_json(paper)).hexdigest()
