"""What a paper says, before any language or layout: one frozen record per paper.

A record that contradicts itself is refused here, so that no paper can be printed from it. There is
no field for a genotype, a photograph or an opinion about anybody.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from jusan.clearance.papers.errors import RecordError

Sex = Literal["F", "M", "X"]
Precision = Literal["day", "month", "year", "unknown"]
Outcome = Literal["consent", "refused", "withdrawn", "unable"]
Leg = Literal["host_to_mission", "mission_to_centre", "centre_to_guardian"]
Sender = Literal["embassy", "ministry"]
Condition = Literal["no_complaint", "minor_complaint", "under_treatment", "needs_escort"]
Reason = Literal[
    "not_fit",
    "mother_position",
    "no_court_release",
    "paper_mismatch",
    "identity_open",
    "absent",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Localised:
    """A name of a place, body or office in the languages in which it is known."""

    en: str = ""
    kk: str = ""
    ru: str = ""
    ar: str = ""

    def __post_init__(self) -> None:
        if not (self.en or self.kk or self.ru or self.ar):
            raise RecordError("localised text: expected at least one language, got none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """A person's name in three scripts; a script in which it is not known stays empty."""

    latin: str = ""
    cyrillic: str = ""
    arabic: str = ""

    def __post_init__(self) -> None:
        if not (self.latin or self.cyrillic or self.arabic):
            raise RecordError("names: expected a name in at least one script, got none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A date of birth as far as it is known.

    Unknown parts are printed as fillers (ICAO Doc 9303-3). A conventional date is whole, and
    `precision` still says what is really known; it stands only on the signed decision of an
    authority, whose number is then given.
    """

    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None
    conventional: bool = False
    decision: str = ""

    def __post_init__(self) -> None:
        known = {"day": 3, "month": 2, "year": 1, "unknown": 0}[self.precision]
        given = [part is not None for part in (self.year, self.month, self.day)]
        if self.conventional:
            self._check_conventional()
        elif given != [index < known for index in range(3)]:
            raise RecordError(f"birth: parts given do not fit precision {self.precision!r}")
        if self.year is not None:
            try:
                dt.date(self.year, self.month or 1, self.day or 1)
            except ValueError as error:
                raise RecordError(f"birth: not a date of the calendar ({error})") from error

    def _check_conventional(self) -> None:
        if not self.decision.strip():
            raise RecordError("birth.decision: a conventional date needs the decision's number")
        if self.precision == "day" or None in (self.year, self.month, self.day):
            raise RecordError("birth: a conventional date is whole and known to less than a day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who signs: who they are, in what office, for which authority."""

    names: Names
    title: Localised
    authority: Localised
    id_document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildEntry:
    """One child on a paper."""

    case_id: str
    names: Names
    sex: Sex
    birth: Birth
    document_no: str = ""
    wristband_no: str = ""
    condition: Condition = "no_complaint"
    condition_note: str = ""
    body_map_ref: str = ""
    medicines: tuple[str, ...] = ()
    belongings: tuple[str, ...] = ()
    sibling_group: str = ""

    def __post_init__(self) -> None:
        if not self.case_id.strip():
            raise RecordError("child.case_id: expected the case number, got nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTransferred:
    """A child who is on the list but stays, and why."""

    case_id: str
    names: Names
    reason: Reason
    note: str = ""

    def __post_init__(self) -> None:
        if self.reason == "other" and not self.note.strip():
            raise RecordError(f"not transferred {self.case_id}.note: 'other' needs the reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Number, date and place of a paper."""

    number: str
    date: dt.date
    place: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPosition:
    """What the mother said about one child; `words` are her own, as they were noted."""

    child: ChildEntry
    outcome: Outcome
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MothersStatement:
    """F2: what a mother says about each of her children, and how she was heard."""

    form: ClassVar[str] = "F2"

    head: Head
    mother: Names
    mother_document: str
    taken_in_private: bool
    spoken_language: Localised
    interpreter: Names | None
    counsel: Party | None
    witness: Party | None
    officer: Party
    cooling_off_hours: int
    confirmed_after_cooling_off: bool
    read_back: bool
    positions: tuple[ChildPosition, ...]

    def __post_init__(self) -> None:
        _unique("F2", (position.child for position in self.positions))
        if self.cooling_off_hours < 0:
            raise RecordError("F2.cooling_off_hours: expected 0 or more")
        if any(position.outcome == "consent" for position in self.positions):
            self._check_consent()

    def _check_consent(self) -> None:
        """Consent counts only where it was free: alone, understood, and slept on."""
        conditions = {
            "taken_in_private": self.taken_in_private,
            "read_back": self.read_back,
            "counsel or witness": bool(self.counsel or self.witness),
            "cooling_off_hours": self.cooling_off_hours > 0,
            "confirmed_after_cooling_off": self.confirmed_after_cooling_off,
        }
        missing = [name for name, met in conditions.items() if not met]
        if missing:
            raise RecordError(f"F2: consent needs {', '.join(missing)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVerbale:
    """F7: the note to the other state with its list of children."""

    form: ClassVar[str] = "F7"

    head: Head
    sender_kind: Sender
    sender: Localised
    recipient: Localised
    custody: Localised
    flight: Localised | None
    children: tuple[ChildEntry, ...]
    enclosures: tuple[Localised, ...] = ()

    def __post_init__(self) -> None:
        _unique("F7", self.children)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOfTransfer:
    """F10: children pass from one pair of hands to another.

    `happened_at` carries its offset from UTC, so that both clocks can be printed.
    """

    form: ClassVar[str] = "F10"

    head: Head
    leg: Leg
    happened_at: dt.datetime
    giver: Party
    receiver: Party
    witness: Party
    children: tuple[ChildEntry, ...]
    not_transferred: tuple[NotTransferred, ...] = ()

    def __post_init__(self) -> None:
        if self.happened_at.utcoffset() is None:
            raise RecordError("F10.happened_at: expected a time with its offset from UTC")
        if self.happened_at.date() != self.head.date:
            raise RecordError("F10.head.date: expected the local date of the transfer")
        _unique("F10", self.children, also=[row.case_id for row in self.not_transferred])
        unbanded = [child.case_id for child in self.children if not child.wristband_no]
        if unbanded:
            raise RecordError(f"F10.wristband_no: missing for {', '.join(unbanded)}")


Paper = MothersStatement | NoteVerbale | ActOfTransfer


def _unique(form: str, children: Iterable[ChildEntry], also: Sequence[str] = ()) -> None:
    """Refuse a list in which a child, a wristband or a document stands twice, or nobody stands."""
    rows = list(children)
    if not rows and not also:
        raise RecordError(f"{form}.children: expected at least one child")
    columns = {
        "case_id": [row.case_id for row in rows] + list(also),
        "wristband_no": [row.wristband_no for row in rows if row.wristband_no],
        "document_no": [row.document_no for row in rows if row.document_no],
    }
    for field, values in columns.items():
        twice = [value for value, count in Counter(values).items() if count > 1]
        if twice:
            raise RecordError(f"{form}.{field}: stands more than once: {', '.join(twice)}")
