"""Who may board on a day: a plain, deterministic rule with a sentence for each child left behind.

A child boards when it is cleared for the day, the position that must stand stands, it is fit, and a
paper is valid that day. A sibling group boards whole or not at all, unless a signed determination
splits it (house invariants H3 and H5). Seats go group by group in the order of the priorities
below; an optimising planner can replace this rule without changing its callers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

#: Adults for each child by age below this bound: domain practice, assumption in our own policy file
#: until an operation states its own (under 2 one to one, 2-4 1:2, 5-9 1:4, 10-17 1:6).
DEFAULT_RATIOS: tuple[tuple[int, int], ...] = ((2, 1), (5, 2), (10, 4), (18, 6))


@dataclass(frozen=True, slots=True)
class Passenger:
    """One child as the manifest sees it. ``reasons`` are the rules that stand against boarding."""

    id: str
    age: int
    group: str
    cleared: bool
    position_valid: bool
    fit: bool
    paper_valid: bool
    urgent_need: bool = False
    unaccompanied: bool = False
    waiting_days: int = 0

    def obstacles(self) -> tuple[str, ...]:
        """Codes of what stands against this child boarding, in the order of the road."""
        checks = (
            ("not_cleared", self.cleared),
            ("position", self.position_valid),
            ("paper", self.paper_valid),
            ("unfit", self.fit),
        )
        return tuple(code for code, ok in checks if not ok)

    def priority(self) -> tuple[bool, bool, int, int]:
        """Smaller first: urgent need, then unaccompanied, then younger, then waiting longest."""
        return (not self.urgent_need, not self.unaccompanied, self.age, -self.waiting_days)


@dataclass(frozen=True, slots=True)
class Left:
    """A child that stays, and why: its own obstacles, or the sibling it waits for, or no seat."""

    id: str
    codes: tuple[str, ...]
    because_of: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who boards, who stays and why, and how many carers the children need."""

    boarding: tuple[str, ...]
    left: tuple[Left, ...]
    carers_needed: int
    notes: tuple[str, ...] = field(default=())


def carers_needed(ages: Sequence[int], ratios: Sequence[tuple[int, int]] = DEFAULT_RATIOS) -> int:
    """Adults needed for children of these ages: each band is rounded up by itself."""
    total, lower = 0, 0
    for bound, children in ratios:
        in_band = sum(1 for age in ages if lower <= age < bound)
        total += ceil(in_band / children)
        lower = bound
    return total


def draft(passengers: Sequence[Passenger], *, seats: int | None = None) -> Manifest:
    """The manifest for one flight. ``seats`` are those for children; None: enough for all.

    A child without a group forms its own. Same input, same answer: ties go by id.
    """
    groups: dict[str, list[Passenger]] = {}
    for child in sorted(passengers, key=lambda item: item.id):
        groups.setdefault(child.group or child.id, []).append(child)
    order = sorted(groups.items(), key=lambda item: (min(p.priority() for p in item[1]), item[0]))
    boarding: list[Passenger] = []
    left: list[Left] = []
    free = len(passengers) if seats is None else seats
    for _, members in order:
        held = _held_back(members)
        if held:
            left += held
        elif len(members) > free:
            left += [Left(child.id, ("no_seat",)) for child in members]
        else:
            boarding += members
            free -= len(members)
    return Manifest(
        boarding=tuple(sorted(child.id for child in boarding)),
        left=tuple(sorted(left, key=lambda item: item.id)),
        carers_needed=carers_needed([child.age for child in boarding]),
    )


def _held_back(members: Sequence[Passenger]) -> list[Left]:
    """The whole group, when one of it may not board; each with its own reason."""
    held = [child for child in members if child.obstacles()]
    if not held:
        return []
    return [
        Left(child.id, child.obstacles())
        if child.obstacles()
        else Left(child.id, ("sibling",), because_of=held[0].id)
        for child in members
    ]


def contradictions(
    manifest: Sequence[str], passengers: Mapping[str, Passenger], boarded: Sequence[str]
) -> list[str]:
    """H3 said as code: ids of boarded children that were not on the manifest or may not fly."""
    listed = set(manifest)
    return sorted(
        child
        for child in boarded
        if child not in listed or child not in passengers or passengers[child].obstacles()
    )
