"""The references of the story: whose lines, whose tubes, and the dates that depend on traps."""

from __future__ import annotations

from dataclasses import dataclass

from .cast import Cast, Child

FLIGHT = "UT-1301"
HOST = "+03:00"
HOME = "+05:00"


@dataclass(frozen=True)
class Story:
    """What the writers of the later folders need to name people and tubes."""

    cast: Cast
    lines: dict[str, list[str]]
    tubes: dict[str, list[str]]

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
        return self.cast.has("A-T10") and child.key == self.cast.traps["A-T10"][1]

    def typed_relative(self, child: Child) -> str:
        """Whose sample carries the kinship of a child without a listed mother."""
        return self.cast.receiver(child.key).key


def at(day: str, clock: str = "10:00", zone: str = HOST) -> str:
    """An instant of the story's year."""
    return f"2031-{day}T{clock}:00{zone}"


def later(day: str, minutes: int, zone: str = HOST) -> str:
    """An instant some minutes after ten, so that lines of one day keep their order."""
    return at(day, f"{10 + minutes // 60:02d}:{minutes % 60:02d}", zone)
