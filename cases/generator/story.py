"""What the writers of the folder need in order to name people, tubes, files and days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .calendar import HOST
from .cast import Cast, Child

FLIGHT = "UT-1301"


@dataclass
class Story:
    """The cast, and what has been written so far: whose lines, whose tubes."""

    cast: Cast
    lines: dict[str, list[str]] = field(default_factory=dict)
    tubes: dict[str, list[str]] = field(default_factory=dict)

    # -- who -----------------------------------------------------------------------------------

    def learn(self, key: str, refs: Iterable[str]) -> None:
        """Somebody stands in these lines too."""
        self.lines.setdefault(key, []).extend(refs)

    def ref(self, key: str) -> str:
        """The line by which somebody is called: the host's, or a claimant's."""
        return self.lines[key][0]

    def tube(self, key: str) -> str:
        """The tube that counts: the last one taken."""
        return self.tubes[key][-1]

    def claimant(self, key: str) -> str:
        """The reference of a relative who asks."""
        return next(line for line in self.lines[key] if line.endswith(":claimant"))

    def true_mother_listed(self, child: Child) -> str | None:
        """The listed woman who is this child's mother by birth, if any (A-T4 has none)."""
        return None if child.true_mother else child.mother

    def consent_was_gone(self, child: Child) -> bool:
        """A-T10: whether the mother's consent was withdrawn before the first date."""
        return self.cast.plays(child.key, "A-T10")

    def typed_relative(self, child: Child) -> str:
        """Whose sample carries the kinship of a child without a listed mother."""
        return self.cast.receiver(child.key).key

    # -- when ----------------------------------------------------------------------------------

    def date(self, day: str) -> date:
        """See ``Calendar.date``."""
        return self.cast.calendar.date(day)

    def day(self, day: str) -> str:
        """See ``Calendar.day``."""
        return self.cast.calendar.day(day)

    def at(self, day: str, clock: str = "10:00", zone: str = HOST) -> str:
        """See ``Calendar.at``."""
        return self.cast.calendar.at(day, clock, zone)

    def later(self, day: str, minutes: int, zone: str = HOST) -> str:
        """See ``Calendar.later``."""
        return self.cast.calendar.later(day, minutes, zone)
