"""What an importer hands over: lines with their mentions and claims, already parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jusan.core.vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """One property as written, and as understood (None: could not be understood, see ``flag``)."""

    property: str
    as_written: str
    normalised: str | None
    field: str = ""
    certainty: str = "stated"
    flag: str = ""
    compartment: Compartment = Compartment.IDENTITY
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class MentionDraft:
    """Somebody in a line: as whom, in which words, with which claims."""

    role: str
    kind: str
    words: Mapping[str, str]
    claims: tuple[ClaimDraft, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line of a report. A line without a mention is refused: nobody may get lost (H6)."""

    number: int
    mentions: tuple[MentionDraft, ...]
