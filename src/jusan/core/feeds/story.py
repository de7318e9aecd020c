"""What a column needs to replay its own files: who, what, where, by the names in the files.

Each column offers ``feeds.py`` with FEEDS (its files) and ACTIONS (decisions of officers); the roof
merges them in order of time and calls the very operations that the pages call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims.models import Mention, Report
from jusan.core.custody.models import Party
from jusan.core.errors import BadInput
from jusan.core.feeds.tables import Row
from jusan.core.operations.models import Operation
from jusan.core.places.models import Place


@dataclass
class Story:
    """One operation being replayed from its folder."""

    folder: Path
    operation: Operation
    settings: Mapping[str, Any]
    remembered: dict[tuple[str, str], Any] = field(default_factory=dict)

    def user(self, login: str) -> User:
        """A user by login, read once: no row of a folder changes an account. Raises BadInput."""
        known = self.remembered.get(("user", login))
        user: User = known or self._found("user", login, User.objects.filter(login=login).first())
        self.remember("user", login, user)
        return user

    def person(self, ref: str) -> UUID:
        """The leaf that ``file#line[:role]`` names, for ever the same. Raises BadInput."""
        leaf: UUID = self.remembered.get(("line", ref)) or self._leaf(ref)
        self.remember("line", ref, leaf)
        return leaf

    def _leaf(self, ref: str) -> UUID:
        file, _, rest = ref.partition("#")
        line, _, role = rest.partition(":")
        report = Report.objects.filter(operation=self.operation.id, file_name=file).first()
        if report is None or not line.isdigit():
            raise BadInput(
                "%(ref)s: expected a line of a received file, like host_list.xlsx#5", ref=ref
            )
        rows = list(Mention.objects.filter(report=report.id, line=int(line)))
        main = [row for row in rows if row.role == role] if role else _main(rows)
        return UUID(str(self._found("line", ref, main[0].person if main else None)))

    def persons(self, refs: Iterable[str]) -> list[UUID]:
        """Leaves of several references."""
        return [self.person(ref) for ref in refs]

    def place(self, slug: str) -> UUID | None:
        """A place by its id in places.csv; None for an empty cell."""
        if not slug:
            return None
        found = Place.objects.filter(slug=slug).values_list("id", flat=True).first()
        return UUID(str(self._found("place", slug, found)))

    def party(self, ref: str) -> UUID:
        """A custody party by ``authority:ID``, ``user:LOGIN`` or a person reference."""
        found = self.remembered.get(("party", ref))
        if found is None:
            row = Party.objects.filter(operation=self.operation.id, name=ref).first()
            found = self._found("party", ref, row.id if row else None)
        return UUID(str(found))

    def remember(self, kind: str, key: str, value: Any) -> None:
        """Keep what a file's own name stands for (a document's number, a flight, a key)."""
        self.remembered[(kind, key)] = value

    def recall(self, kind: str, key: str) -> Any:
        """What a name of the files stands for. Raises BadInput."""
        return self._found(kind, key, self.remembered.get((kind, key)))

    def _found(self, kind: str, key: str, value: Any) -> Any:
        if value is None:
            raise BadInput("%(kind)s %(key)s is named but was never received", kind=kind, key=key)
        return value


def _main(rows: list[Mention]) -> list[Mention]:
    """The main role of a line: anybody but those who merely speak or claim in it."""
    aside = {"claimant", "speaker", "father"}
    return [row for row in rows if row.role not in aside]


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant of a row; ``phase`` tells several instants of the same row apart."""

    at: datetime
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One file of the folder: its required columns, when its rows happen, what they do."""

    file: str
    required: frozenset[str]
    moments: Callable[[Row], list[Moment]]
    apply: Callable[[Story, Row, str], None]


#: A decision of an officer, by the action's name in decisions.csv.
Action = Callable[[Story, User, Mapping[str, Any]], None]


def once(name: str) -> Callable[[Row], list[Moment]]:
    """Rows that happen once, at the instant in a column."""
    return lambda row: [Moment(row.instant(name))]
