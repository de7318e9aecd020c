"""Case facts of one child and the small named guards over them.

A guard answers True, False or None. None means that the fact it rests on has not been recorded:
the requirement then blocks until somebody records it, because silence never clears a child.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

CONSENT_RULES = ("required", "heard_not_binding")
CITIZENSHIPS = ("citizen", "foreign", "stateless", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is recorded about one child (or adult) that decides which requirements apply.

    `born_from` and `born_to` bound the birth date. `stated` holds guards that were recorded
    directly and wins over what is derived from the other fields. None is "not recorded".
    """

    child: str
    family: str = ""
    batch: str = ""
    relatives: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    born_from: date | None = None
    born_to: date | None = None
    born_abroad: bool | None = None
    mother_living: bool | None = None
    mother_in_custody: bool | None = None
    parent_reachable: bool | None = None
    mother_citizenship: str | None = None
    father_citizenship: str | None = None
    passport_expires: date | None = None
    home_papers: bool = False
    provisional: bool = False
    kin_known: bool | None = None
    sentenced: bool = False
    consent_rule: str = "required"
    host_criminal_age: int = 9
    stated: Mapping[str, bool] = field(default_factory=dict)

    def oldest_age(self, on: date) -> int | None:
        """Completed years on a day if the child was born as early as recorded, else None."""
        if self.born_from is None:
            return None
        birthday = (self.born_from.month, self.born_from.day)
        return on.year - self.born_from.year - ((on.month, on.day) < birthday)

    def scope_ids(self, scope: str) -> tuple[str, ...]:
        """Ids under which events of a scope reach this child; one id except for kin."""
        if scope == "state":
            return ("state",)
        if scope == "mission":
            return (self.batch or "mission",)
        if scope == "family":
            return (self.family or self.child,)
        if scope == "relative":
            return self.relatives or ("",)
        if scope == "parent":
            return self.parents or (self.child,)
        return (self.child,)


Guard = Callable[[Facts, date], bool | None]


def _negate(value: bool | None) -> bool | None:
    return None if value is None else not value


def _reachable(facts: Facts, _on: date) -> bool | None:
    # Where nothing else is recorded, a living mother is reachable and a dead one leaves nobody.
    return facts.mother_living if facts.parent_reachable is None else facts.parent_reachable


def _at_least(facts: Facts, years: int, on: date) -> bool | None:
    age = facts.oldest_age(on)
    return None if age is None else age >= years


def _parents(facts: Facts) -> tuple[str, str] | None:
    if facts.mother_citizenship is None or facts.father_citizenship is None:
        return None
    return facts.mother_citizenship, facts.father_citizenship


def _pair(wanted: Callable[[tuple[str, str]], bool]) -> Guard:
    def guard(facts: Facts, _on: date) -> bool | None:
        pair = _parents(facts)
        return None if pair is None else wanted(pair)

    return guard


def _one_citizen_and(pair: tuple[str, str], others: tuple[str, ...]) -> bool:
    return pair.count("citizen") == 1 and any(status in others for status in pair)


def _father_not_citizen(facts: Facts, _on: date) -> bool | None:
    return None if facts.father_citizenship is None else facts.father_citizenship != "citizen"


def _passport_valid(facts: Facts, on: date) -> bool | None:
    return facts.passport_expires is not None and facts.passport_expires >= on


GUARDS: Mapping[str, Guard] = {
    "always": lambda facts, on: True,
    "mother_living": lambda facts, on: facts.mother_living,
    "mother_in_custody": lambda facts, on: facts.mother_in_custody,
    "parent_reachable": _reachable,
    "orphan_or_no_parent_reachable": lambda facts, on: _negate(_reachable(facts, on)),
    "father_foreign_or_unknown": _father_not_citizen,
    "citizenship_through_father_alone": _pair(lambda p: p[1] == "citizen" != p[0]),
    "both_parents_citizens": _pair(lambda p: p == ("citizen", "citizen")),
    "one_citizen_other_unknown": _pair(lambda p: _one_citizen_and(p, ("stateless", "unknown"))),
    "one_citizen_other_foreign": _pair(lambda p: _one_citizen_and(p, ("foreign",))),
    "no_citizen_parent": _pair(lambda p: "citizen" not in p),
    "born_abroad": lambda facts, on: facts.born_abroad,
    "has_valid_passport": _passport_valid,
    "has_home_papers": lambda facts, on: facts.home_papers or facts.passport_expires is not None,
    "provisional_declared": lambda facts, on: facts.provisional,
    "kin_known": lambda facts, on: facts.kin_known,
    "no_kin_known": lambda facts, on: _negate(facts.kin_known),
    "sentenced_minor": lambda facts, on: facts.sentenced,
    "child_12_plus": lambda facts, on: _at_least(facts, 12, on),
    "host_criminal_age": lambda facts, on: _at_least(facts, facts.host_criminal_age, on),
    "under_host_criminal_age": lambda facts, on: _negate(
        _at_least(facts, facts.host_criminal_age, on)
    ),
    "consent_binding": lambda facts, on: facts.consent_rule == "required",
    "consent_heard_only": lambda facts, on: facts.consent_rule == "heard_not_binding",
}


def applies(guard: str, facts: Facts, on: date) -> bool | None:
    """Whether a guard holds for a child on a day; None where its fact is not recorded."""
    if guard in facts.stated:
        return facts.stated[guard]
    return GUARDS[guard](facts, on)
