"""Who is in the operation: families, relatives, and who plays which part.

A part is a trap's place (the child with the early certificate) or a place in the story (the
relative who is sampled last). Two modules fill the parts: ``told`` as the scenario tells it,
``casting`` with other persons from a seed; everything else asks the cast and knows no key.
Keys such as ``C01`` exist only inside the generator and in ``expected.toml``.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .calendar import Calendar

REGIONS = ("R-Aqtas", "R-Kokbel", "R-Sarysu", "R-Teniz")

#: The received files by kind, under the names that ``cases/README.md`` gives them.
DEFAULT_FILES = {"host_list": "host_list.xlsx"} | {
    kind: f"{kind}.csv"
    for kind in ("host_mothers", "family_requests", "orphanage_register", "red_cross",
                 "consular_interviews", "registry_extracts", "press_items", "contact_log")
}  # fmt: skip
SECOND_ROLL = "host_list_2.xlsx"


@dataclass(slots=True)
class Father:
    key: str
    given: str
    surname: str
    died: str  # YYYY-MM
    citizen: bool = True


@dataclass(slots=True)
class Mother:
    key: str
    given: str
    surname: str
    left: str  # YYYY-MM: when she left the home state
    born: int
    region: str
    father: Father
    register_no: int = 0


@dataclass(slots=True)
class Child:
    key: str
    given: str
    surname: str
    sex: str
    dob: date
    dob_known: str  # day | month | year | hijri
    born: str  # home | abroad
    mother: str | None  # who is said to be the mother
    father: str | None
    host_given: str = ""  # another given name used by the host, if any
    host_latin: str = ""  # what the host writes in Latin
    host_father: str = ""  # what the host writes as father, if not the father
    host_has_arabic: bool = False
    true_mother: str | None = None  # None: as said

    def age_on(self, day: date) -> int:
        """Whole years on a day."""
        before = (day.month, day.day) < (self.dob.month, self.dob.day)
        return day.year - self.dob.year - before


@dataclass(slots=True)
class Relative:
    key: str
    given: str
    surname: str
    sex: str
    born: int
    stated: str
    true: str
    region: str
    children: tuple[str, ...]
    via: str = ""  # key of the parent through whom he or she is kin
    receives: bool = True
    language: str = "kk"
    asks_adult: str = ""


@dataclass(frozen=True, slots=True)
class Passport:
    """A-T9: a home passport that ended before the operation began."""

    number: str = "U30011987"
    issued: str = "2024-04-10"
    ended: str = "2029-04-10"


@dataclass(frozen=True, slots=True)
class Foundling:
    """What the children's home wrote about the child without a name."""

    number: int = 41
    admitted: str = "2029-11-03"
    place: str = "Tell Aswad"


@dataclass(slots=True)
class Cast:
    """Everybody, the parts, and where and when the story writes them down."""

    seed: int
    mothers: dict[str, Mother] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)
    relatives: dict[str, Relative] = field(default_factory=dict)
    orphan_father: Father | None = None
    #: trap -> keys; their order is that of ``PARTS``
    traps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    late: str = ""  # the relative who is found and sampled last
    couple: tuple[str, ...] = ()  # the second family of a contested placement
    passport: Passport = Passport()
    foundling: Foundling = Foundling()
    fever: tuple[str, str] = ("39.1", "05:00")  # on the eve; the clock of the look next morning
    calendar: Calendar = field(default_factory=Calendar)
    names: dict[str, str] = field(default_factory=dict)  # file as this document calls it -> name
    second_roll_apart: bool = False  # A-T16: the second roll is a file of its own
    without: frozenset[str] = frozenset()
    shuffled: bool = False

    def has(self, trap: str) -> bool:
        """Is the trap planted in this folder?"""
        return trap not in self.without

    def plays(self, key: str, trap: str) -> bool:
        """Has this person a part in a trap that is planted?"""
        return self.has(trap) and key in self.traps[trap]

    def family(self, mother: str) -> list[Child]:
        """Children who are said to be this woman's, eldest first."""
        found = [c for c in self.children.values() if c.mother == mother]
        return sorted(found, key=lambda c: c.dob)

    def orphan(self) -> Child:
        """The foundling."""
        return self.children[self.traps["A-T7"][1]]

    def half_kin(self) -> Relative:
        """The relative of the foundling who is one step further away than he or she says."""
        return self.relatives[self.traps["A-T7"][0]]

    def kin_of(self, child: str) -> list[Relative]:
        """Relatives who say that they are this child's kin."""
        return [r for r in self.relatives.values() if child in r.children]

    def receiver(self, child: str) -> Relative:
        """The relative whose home receives the child."""
        return next(r for r in self.kin_of(child) if r.receives)

    def exchanged(self) -> dict[str, str]:
        """Label -> whose material is really in the tube of the first batch (A-T2, A-T3)."""
        out: dict[str, str] = {}
        for trap in ("A-T2", "A-T3"):
            if self.has(trap):
                one, two = self.traps[trap]
                out |= {one: two, two: one}
        return out

    def request_no(self, relative: str) -> str:
        """The number of a relative's request."""
        return f"FR-{list(self.relatives).index(relative) + 1:03d}"

    def file(self, name: str) -> str:
        """The name under which a file lies in its folder; ``name`` is a kind or a usual name."""
        usual = DEFAULT_FILES.get(name, name)
        return self.names.get(usual, usual)

    def kind(self, ref: str) -> str:
        """The kind of list that a reference points into."""
        name = ref.partition("#")[0]
        return next((k for k in DEFAULT_FILES if self.file(k) == name), "host_list")

    def order(self, of: str, items: Iterable[str]) -> list[str]:
        """The order in which a list names people: as they stand here, or shuffled."""
        found = list(items)
        if self.shuffled:
            random.Random(f"{self.seed}/{of}/order").shuffle(found)
        return found


#: Who plays each trap, in the order of its keys in ``Cast.traps`` and ``expected.toml``.
PARTS: dict[str, str] = {
    "A-T1": "two children of one name and two mothers",
    "A-T2": "two children of two mothers whose tubes were exchanged",
    "A-T3": "a boy and a girl of one mother whose tubes were exchanged",
    "A-T4": "a child, and the woman who raised but did not bear it",
    "A-T5": "a mother, and her child with one mutation",
    "A-T6": "a claimant who is not related, and the foundling",
    "A-T7": "a half brother or sister of the dead father who says full, and the foundling",
    "A-T8": "the child whose certificate was issued early",
    "A-T9": "the child with an old passport",
    "A-T10": "a mother who withdraws, and her children",
    "A-T11": "the children of a father of unknown nationality",
    "A-T12": "the child whose birth is known as a month of the hijri year",
    "A-T13": "the children for whom two families apply",
    "A-T14": "the child with the fever, and its brothers and sisters",
    "A-T15": "the eldest, above the host's age of criminal responsibility",
    "A-T16": "the child who stands on the list twice",
}
TRAPS = tuple(PARTS)
