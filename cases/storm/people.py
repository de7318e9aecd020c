"""Who there truly is: families with their children, other adults, and the planted likenesses."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from .naming import Pools, Spoken

TODAY = date(2031, 9, 1)
#: The scenario's numbers, for 20,000 records; other sizes scale them.
RECORDS, PERSONS, CHILDREN, NATIONAL_CHILDREN = 20_000, 12_850, 4_100, 1_260
PLANTED = {
    "same_name_same_year": 320, "twins": 60, "siblings_same_initial": 900, "false_report": 150,
    "two_families": 85, "listed_dead": 12, "aged_out": 40, "unusable": 500,
}  # fmt: skip
PLACES = (
    ("Aqtas", "Ақтас", "Актас", "أقطاس"),
    ("Kokbel", "Көкбел", "Кокбель", "كوكبل"),
    ("Sarysu", "Сарысу", "Сарысу", "ساريسو"),
    ("Teniz", "Теңіз", "Тениз", "تنيز"),
    ("Sabkha", "Сабха", "Сабха", "السبخة"),
    ("Dar al-Sidr", "Дар-эс-Сидр", "Дар-эс-Сидр", "دار السدر"),
    ("Beit al-Zahra", "Бейт-аз-Захра", "Бейт-аз-Захра", "بيت الزهراء"),
    ("Wadi Naml", "Вади-Намл", "Вади-Намл", "وادي نمل"),
    ("Qaryat Tin", "Карьят-Тин", "Карьят-Тин", "قرية تين"),
)


@dataclass
class Person:
    """Somebody. `planted` names what was planted in them; `family` numbers the household."""

    number: int
    family: int
    given: Spoken
    sex: str
    birth: date
    father: Spoken
    mother: Spoken | None
    surname: Spoken
    eldest: Spoken | None
    place: int
    phone: str
    child: bool
    national: bool
    planted: list[str] = field(default_factory=list)


class World:
    """Persons drawn from a seed; `scale` 1.0 is the whole scenario."""

    def __init__(self, seed: int, records: int) -> None:
        self.rng = random.Random(seed)
        self.scale = records / RECORDS
        self.pools = Pools(self.rng)
        self.persons: list[Person] = []
        self._families = 0
        self._houses: dict[int, list[Person]] = {}
        children = self.scaled(CHILDREN)
        while sum(p.child for p in self.persons) < children:
            self._family(children)
        while len(self.persons) < self.scaled(PERSONS):
            self._loner()
        self._plant()

    def scaled(self, number: int) -> int:
        """A number of the scenario at this size, at least 1."""
        return max(1, round(number * self.scale))

    def children(self) -> list[Person]:
        """All children."""
        return [person for person in self.persons if person.child]

    def _family(self, limit: int) -> None:
        rng, pools = self.rng, self.pools
        self._families += 1
        national = rng.random() < NATIONAL_CHILDREN / CHILDREN
        father, mother = pools.given("M", rng), pools.given("F", rng)
        surname, place = pools.family(rng), rng.randrange(len(PLACES))
        phone = f"7{rng.randrange(10**9):09d}"
        size = 1 + min(7, int(rng.expovariate(0.55)))
        sexes = [rng.choice("MF") for _ in range(size)]
        names: list[Spoken] = []
        for sex in sexes:
            name = pools.given(sex, rng)
            while any(name.kazakh == given.kazakh for given in names):
                name = pools.given(sex, rng)
            names.append(name)
        born = date(2014, 1, 1) + timedelta(days=rng.randrange(365 * 12))
        parents = (
            (father, "M", pools.given("M", rng), surname, 26),
            (mother, "F", pools.given("M", rng), surname, 22),
        )
        for given, sex, grandfather, family, age in parents:
            when = born - timedelta(days=int(365 * (age + 8 * rng.random())))
            self._add(given, sex, when, grandfather, None, family, names[0], place, phone, national)
        for name, sex in zip(names, sexes, strict=True):
            if sum(p.child for p in self.persons) < limit and born < TODAY:
                self._add(
                    name, sex, born, father, mother, surname, names[0], place, phone, national
                )
            born += timedelta(days=330 + rng.randrange(900))

    def _loner(self) -> None:
        rng, pools = self.rng, self.pools
        self._families += 1
        sex = rng.choice("MF")
        when = date(1965, 1, 1) + timedelta(days=rng.randrange(365 * 40))
        first = pools.given(rng.choice("MF"), rng) if rng.random() < 0.5 else None
        self._add(
            pools.given(sex, rng), sex, when, pools.given("M", rng), None, pools.family(rng),
            first, rng.randrange(len(PLACES)), f"7{rng.randrange(10**9):09d}", rng.random() < 0.3,
        )  # fmt: skip

    def _add(
        self, given: Spoken, sex: str, birth: date, father: Spoken, mother: Spoken | None,
        surname: Spoken, eldest: Spoken | None, place: int, phone: str, national: bool,
    ) -> None:  # fmt: skip
        self.persons.append(
            Person(
                len(self.persons), self._families, given, sex, birth, father, mother, surname,
                eldest, place, phone, mother is not None, national,
            )
        )  # fmt: skip

    def _has(self, family: int, name: Spoken, apart: Person) -> bool:
        """Whether another child of the family is called so: parents do not give a name twice."""
        return any(
            child.given.kazakh == name.kazakh and child is not apart
            for child in self._houses[family]
        )

    def _plant(self) -> None:
        """Likenesses between different persons; records about them come in `reports`."""
        rng, children = self.rng, self.children()
        for child in children:
            self._houses.setdefault(child.family, []).append(child)
        born = [child for child in children if child.birth.year < TODAY.year]
        wanted = self.scaled(PLANTED["same_name_same_year"])
        while wanted:
            one, other = rng.sample(born, 2)
            if one.family == other.family or self._has(other.family, one.given, other):
                continue
            wanted -= 1
            other.given, other.sex, other.father = one.given, one.sex, one.father
            other.birth = one.birth.replace(month=rng.randint(1, 12), day=rng.randint(1, 28))
            one.planted.append("same_name_same_year")
            other.planted.append("same_name_same_year")
        houses = self._houses
        pairs = [house for house in houses.values() if len(house) > 1]
        for house in rng.sample(pairs, min(len(pairs), self.scaled(PLANTED["twins"]))):
            house[1].birth = house[0].birth
            for twin in house[:2]:
                twin.planted.append("twin")
        self._same_initials(pairs)
        grown = [child for child in children if child.birth.year <= 2016]
        for child in rng.sample(grown, min(len(grown), self.scaled(PLANTED["aged_out"]))):
            child.birth = date(2013, 1, 1) + timedelta(days=rng.randrange(240))
            child.planted.append("aged_out")
        for child in rng.sample(children, self.scaled(PLANTED["listed_dead"])):
            child.planted.append("listed_dead")

    def _same_initials(self, pairs: list[list[Person]]) -> None:
        rng = self.rng
        wanted = self.scaled(PLANTED["siblings_same_initial"])
        for house in rng.sample(pairs, len(pairs)):
            for one, other in pairwise(house):
                if wanted == 0:
                    return
                for _ in range(60):
                    name = self.pools.given(other.sex, rng)
                    same_initial = name.kazakh[0] == one.given.kazakh[0]
                    if same_initial and not self._has(one.family, name, other):
                        other.given = name
                        other.planted.append("sibling_same_initial")
                        wanted -= 1
                        break
