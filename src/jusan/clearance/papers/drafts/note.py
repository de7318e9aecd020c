"""F7: the note to the other state with its list of children.

Children stand on it whom the state recognises: identity signed, citizenship decided. To whom the
note goes, where the children are and when they would leave is for the diplomat to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jusan.clearance import board
from jusan.clearance.papers.gathering import Somebody, people, place_text, recognised, written
from jusan.clearance.papers.record import Head, Localised, NoteVerbale
from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.operations.models import Operation
from jusan.core.places.models import Place


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child with a case, and why it cannot stand on a note yet (nothing: it can)."""

    child: Somebody
    missing: tuple[str, ...]


def candidates(
    user: User, operation: Operation, heads: Iterable[UUID] | None = None, *, route: str
) -> list[Candidate]:
    """Every child with a case (or these), by case number, under one logged read."""
    asked = board.children_of(operation) if heads is None else list(heads)
    found = people(user, operation, asked, purpose="note verbale", route=route)
    rows = [
        Candidate(child, (*child.missing, *recognised(child.leaves))) for child in found.values()
    ]
    return sorted(rows, key=lambda row: (row.child.code, row.child.label, str(row.child.head)))


def named(children: Sequence[Somebody]) -> list[UUID]:
    """All leaves of everybody on the list."""
    return sorted({leaf for child in children for leaf in child.leaves}, key=str)


def paper(children: Sequence[Somebody], number: str, typed: Mapping[str, Any]) -> NoteVerbale:
    """The note. Raises RecordError where the record contradicts itself."""
    language = str(typed["language"])
    return NoteVerbale(
        head=Head(
            number=number, date=clock.today(), place=written(str(typed["written_at"]), language)
        ),
        sender_kind=typed["sender_kind"],
        sender=written(str(typed["sender"]), language),
        recipient=written(str(typed["recipient"]), language),
        custody=_place(typed["custody"]),
        flight=written(str(typed["flight"]), language) if typed.get("flight") else None,
        children=tuple(child.entry() for child in children),
        enclosures=tuple(written(line, language) for line in typed.get("enclosures", ())),
    )


def _place(place: Place) -> Localised:
    found = place_text(place)
    assert found is not None
    return found
