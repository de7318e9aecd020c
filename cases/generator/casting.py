"""Another cast for the same parts: other families, other persons in every trap, other names.

Families are drawn first (how many children, of which sex, born when and where). Then the parts are
dealt, each to somebody who can play it; a draw in which a part finds nobody is thrown away.
Relatives, names, days and files follow. What a part demands stands in ``_deal`` alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from . import naming
from .calendar import drawn_calendar
from .cast import REGIONS, Cast, Child, Father, Foundling, Mother, Passport, Relative

_SIZES = (3, 3, 2, 2, 2, 1)  # thirteen children of six women; the fourteenth is the foundling
_GIRLS, _BOYS = 8, 6
_FIRST_BIRTH, _LAST_BIRTH = date(2017, 12, 1), date(2029, 8, 31)
#: Whoever is born until then is far above the host's age of criminal responsibility.
_ELDEST_BY = date(2019, 3, 31)
_PRISON = date(2029, 10, 31)  # the women are held from November 2029
_KIN = ("grandmother", "grandfather", "aunt", "uncle")


class NoCast(Exception):
    """No families were drawn in which every part finds somebody."""


def shuffled_cast(seed: int) -> Cast:
    """The cast of a seed, never that of the told story."""
    for attempt in range(2000):
        rng = random.Random(f"{seed}/cast/{attempt}")
        cast = _families(seed, rng)
        if _deal(cast, rng):
            break
    else:
        raise NoCast(seed)
    _play(cast, rng)
    _relatives(cast, rng)
    naming.give_names(cast, rng)
    cast.calendar = drawn_calendar(rng)
    return cast


# -- families ----------------------------------------------------------------------------------


def _families(seed: int, rng: random.Random) -> Cast:
    """Six women with their children, and the foundling; nobody has a name yet."""
    cast = Cast(seed, shuffled=True)
    sexes = rng.sample("F" * _GIRLS + "M" * _BOYS, _GIRLS + _BOYS)
    foreign = rng.randrange(len(_SIZES))
    base = rng.randint(12, 88) * 100
    place = rng.randint(0, len(_SIZES))  # the foundling stands anywhere among the families
    for number, size in enumerate(rng.sample(_SIZES, len(_SIZES)), start=1):
        if number - 1 == place:
            _found(cast, rng, sexes.pop())
        _family(cast, rng, number, [sexes.pop() for _ in range(size)], number - 1 == foreign)
        cast.mothers[f"M{number}"].register_no = base + number
    if cast.orphan_father is None:
        _found(cast, rng, sexes.pop())
    cast.traps["A-T11"] = tuple(c.key for c in cast.family(f"M{foreign + 1}"))
    return cast


def _found(cast: Cast, rng: random.Random, sex: str) -> None:
    """The foundling, of parents whom nobody on the lists knows."""
    born = _between(rng, date(2024, 6, 1), date(2028, 10, 31))
    key, father = f"C{len(cast.children) + 1:02d}", "F7"
    cast.children[key] = Child(key, "", "", sex, born, "year", "abroad", None, father)
    cast.children[key].true_mother = "W8"
    cast.orphan_father = Father(father, "", "", f"{_between(rng, born, _PRISON):%Y-%m}")
    cast.traps |= {"A-T6": ("", key), "A-T7": ("", key)}


def _family(cast: Cast, rng: random.Random, number: int, sexes: list[str], foreign: bool) -> None:
    """One woman: who was born at home before she left, and who abroad until the father died.

    A husband from elsewhere was met abroad: all his children are born there.
    """
    mother, father = f"M{number}", f"F{number}"
    left = _between(rng, date(2024, 2, 1), date(2025, 6, 1))
    home = 0 if foreign else rng.randint(0, min(2, len(sexes)))
    births = _spaced(rng, home, _FIRST_BIRTH, left - timedelta(60), 450)
    births += _spaced(rng, len(sexes) - home, left + timedelta(60), _LAST_BIRTH, 330)
    died = _between(rng, max(date(2027, 6, 1), births[-1] - timedelta(180)), _PRISON)
    husband = Father(father, "", "", f"{died:%Y-%m}", not foreign)
    born = births[0].year - rng.randint(19, 25)
    cast.mothers[mother] = Mother(
        mother, "", "", f"{left:%Y-%m}", born, rng.choice(REGIONS), husband
    )
    for place, (sex, dob) in enumerate(zip(sexes, births, strict=True)):
        key = f"C{len(cast.children) + 1:02d}"
        known = "day" if place < home else rng.choice(("month", "month", "month", "day", "year"))
        where = "home" if place < home else "abroad"
        cast.children[key] = Child(key, "", "", sex, dob, known, where, mother, father)


def _spaced(rng: random.Random, count: int, low: date, high: date, gap: int) -> list[date]:
    """So many births in order, at least ``gap`` days apart."""
    while True:
        days = sorted(_between(rng, low, high) for _ in range(count))
        if all((b - a).days >= gap for a, b in pairwise(days)):
            return days


def _between(rng: random.Random, low: date, high: date) -> date:
    return low + timedelta(rng.randint(0, (high - low).days))


# -- parts -------------------------------------------------------------------------------------


def _deal(cast: Cast, rng: random.Random) -> bool:
    """Give every part to somebody who can play it; False when a part finds nobody."""
    held = [c for c in cast.children.values() if c.mother]  # whoever is in the prison
    foreign = cast.traps["A-T11"]
    parts = _Parts(cast, rng)

    # Raised by a woman who did not bear it: a younger child, and its father is a citizen.
    parts.one("A-T4", [
        (c.key, c.mother or "") for c in held
        if c.born == "abroad" and c.key not in foreign and c != cast.family(c.mother or "")[0]
    ])  # fmt: skip
    raised = parts.who("A-T4")
    # Exchanged tubes: one sex and near in age, or the laboratory would see it at once.
    parts.one("A-T2", [
        (a.key, b.key) for a, b in _pairs(rng, held)
        if a.mother != b.mother and a.sex == b.sex and abs((a.dob - b.dob).days) <= 700
        and not {a.key, b.key} & raised
    ])  # fmt: skip
    # Exchanged within one family, a boy with a girl: only the sex marker can tell.
    parts.one("A-T3", [
        (a.key, b.key) for a, b in _pairs(rng, held)
        if a.mother == b.mother and (a.sex, b.sex) == ("M", "F")
        and not {a.key, b.key} & (raised | parts.who("A-T2"))
    ])  # fmt: skip
    # One name, one sex, one year of birth, two mothers.
    parts.one("A-T1", [
        (a.key, b.key) for a, b in _pairs(rng, held)
        if a.mother != b.mother and a.sex == b.sex and a.dob.year == b.dob.year
        and a.born == b.born == "abroad" and not {a.key, b.key} & (raised | parts.who("A-T2"))
    ])  # fmt: skip
    # A mutation between mother and child; her tube and the child's stay undisputed.
    disputed = raised | parts.who("A-T2") | parts.who("A-T3")
    parts.one("A-T5", [(c.mother or "", c.key) for c in held if c.key not in disputed])
    # Papers of the home state: born there, early enough for a passport before leaving.
    parts.one("A-T9", [(c.key,) for c in held if _passport_days(cast, c)])
    # A mother withdraws for all her children, so all of them must be hers.
    parts.one("A-T10", [
        (key, *(c.key for c in cast.family(key)))
        for key in cast.mothers if not raised & {c.key for c in cast.family(key)}
    ])  # fmt: skip
    # An early certificate dies with the slip: the child could have flown on the first date.
    parts.one("A-T8", [(c.key,) for c in held if c.key not in parts.who("A-T10")])
    # A month of the hijri year is all that is known: neither day, nor year alone.
    parts.one("A-T12", [
        (c.key,) for c in held if c.born == "abroad" and c.key not in parts.who("A-T1")
    ])  # fmt: skip
    # Both sides of the family apply, so both parents and their kin are known.
    parts.one("A-T13", [
        tuple(c.key for c in cast.family(key)) for key, mother in cast.mothers.items()
        if mother.father.citizen and not raised & {c.key for c in cast.family(key)}
    ])  # fmt: skip
    # A fever keeps a child and its brothers and sisters on the ground together.
    parts.one("A-T14", [
        (c.key, *(s.key for s in cast.family(c.mother or "") if s != c))
        for c in held if len(cast.family(c.mother or "")) > 1
    ])  # fmt: skip
    eldest = min(held, key=lambda c: c.dob)
    parts.one("A-T15", [(eldest.key,)] if eldest.dob <= _ELDEST_BY else [])
    parts.one("A-T16", [(c.key,) for c in held])
    return parts.complete


class _Parts:
    """Deals a part to one of those who can play it."""

    def __init__(self, cast: Cast, rng: random.Random) -> None:
        self.cast, self.rng, self.complete = cast, rng, True

    def one(self, trap: str, able: Sequence[tuple[str, ...]]) -> None:
        """One of the able plays the trap; nobody able makes the whole draw worthless."""
        self.complete = self.complete and bool(able)
        self.cast.traps[trap] = self.rng.choice(able) if able else ()

    def who(self, trap: str) -> set[str]:
        """Who plays a trap that was dealt before."""
        return set(self.cast.traps[trap])


def _pairs(rng: random.Random, children: Sequence[Child]) -> list[tuple[Child, Child]]:
    """Every pair both ways round, so that either may be named first."""
    both = [*combinations(children, 2), *combinations(children[::-1], 2)]
    return rng.sample(both, len(both))


def _passport_days(cast: Cast, child: Child) -> tuple[date, date] | None:
    """Days on which a child's passport can have been issued before it left the home state."""
    left = date.fromisoformat(cast.mothers[child.mother or ""].left + "-01")
    first, last = max(child.dob + timedelta(90), left - timedelta(300)), left - timedelta(10)
    return (first, last) if child.born == "home" and first <= last else None


def _play(cast: Cast, rng: random.Random) -> None:
    """What a part makes of who somebody is, and the things that belong to it."""
    children, orphan = cast.children, cast.orphan()
    for key in cast.traps["A-T1"]:
        children[key].dob_known = "year"
        children[key].host_has_arabic = True
    for key, written in zip(cast.traps["A-T1"], ("Abdallah", "Abdullah"), strict=True):
        children[key].host_father = written
    children[cast.traps["A-T4"][0]].true_mother = "W7"
    children[cast.traps["A-T12"][0]].dob_known = "hijri"
    days = _passport_days(cast, children[cast.traps["A-T9"][0]])
    assert days is not None
    issued = _between(rng, *days)
    ended = issued.replace(year=issued.year + 5, day=min(issued.day, 28))
    cast.passport = Passport(
        f"U3{rng.randint(1000000, 9999999)}", issued.isoformat(), ended.isoformat()
    )
    cast.foundling = Foundling(
        rng.randint(11, 97),
        _between(rng, max(orphan.dob + timedelta(200), date(2029, 3, 1)), _PRISON).isoformat(),
        rng.choice(("Tell Aswad", "Wadi Sidr", "Bir Zahra", "Khan Amar")),
    )
    orphan.host_has_arabic = True
    cast.fever = (f"{rng.uniform(38.5, 39.7):.1f}", f"04:{rng.randint(20, 59)}")
    cast.second_roll_apart = rng.random() < 0.5


# -- relatives ---------------------------------------------------------------------------------


def _relatives(cast: Cast, rng: random.Random) -> None:
    """A receiving relative for each family, the second family of A-T13, the foundling's three."""
    for key in rng.sample([*cast.mothers, ""], len(cast.mothers) + 1):
        if key:
            _of_a_family(cast, rng, key)
        else:
            _of_the_orphan(cast, rng)


def _of_a_family(cast: Cast, rng: random.Random, key: str) -> None:
    father, children = cast.mothers[key].father.key, tuple(c.key for c in cast.family(key))
    side, kin = _receiver(cast, rng, children)
    _add(cast, rng, f"{side}_{kin}", children, father if side == "paternal" else key)
    if children == cast.traps["A-T13"]:
        other, via = ("maternal", key) if side == "paternal" else ("paternal", father)
        cast.couple = tuple(
            _add(cast, rng, f"{other}_{kin}", children, via, receives=False)
            for kin in ("grandfather", "grandmother")
        )


def _receiver(cast: Cast, rng: random.Random, children: tuple[str, ...]) -> tuple[str, str]:
    """Side and kin. Nobody knows an unknown father's family; a child that its mother did not bear
    has grandparents on the father's side alone, and only they are near enough to show it."""
    if cast.traps["A-T4"][0] in children:
        return "paternal", rng.choice(_KIN[:2])
    if set(cast.traps["A-T11"]) == set(children):
        return "maternal", rng.choice(_KIN)
    return rng.choice(("maternal", "paternal")), rng.choice(_KIN)


def _of_the_orphan(cast: Cast, rng: random.Random) -> None:
    """A stranger who claims the child, the dead father's half brother or sister, and his mother.

    The half kin shares the grandfather: the product's relations cannot say which grandparent a
    half uncle shares and always mean him, so a shared grandmother is not yet a story it can read.
    """
    orphan = cast.orphan()
    only, via = (orphan.key,), orphan.father or ""
    stranger = _add(cast, rng, f"maternal_{rng.choice(_KIN)}", only, "", receives=False)
    cast.relatives[stranger].true = "unrelated"
    kin = rng.choice(_KIN[2:])
    near = _add(cast, rng, f"paternal_{kin}", only, via, receives=False)
    cast.relatives[near].true = f"paternal_half_{kin}"
    cast.late = _add(cast, rng, "paternal_grandmother", only, via)
    cast.traps["A-T6"], cast.traps["A-T7"] = (stranger, orphan.key), (near, orphan.key)


def _add(
    cast: Cast, rng: random.Random, stated: str, children: tuple[str, ...], via: str,
    receives: bool = True,
) -> str:  # fmt: skip
    """One more relative, still without a name; whoever receives asks for the lost parent too."""
    key = f"R{len(cast.relatives) + 1:02d}"
    sex = "F" if stated.endswith(("mother", "aunt")) else "M"
    parent = cast.mothers.get(cast.children[children[0]].mother or "")
    year = parent.born if parent else 1996
    born = year - rng.randint(21, 32) if "grand" in stated else year + rng.randint(-6, 6)
    cast.relatives[key] = Relative(
        key, "", "", sex, born, stated, stated, rng.choice(REGIONS), children, via, receives,
        rng.choice(("kk", "kk", "ru", "kk-Latn")), via if receives else "",
    )  # fmt: skip
    return key
