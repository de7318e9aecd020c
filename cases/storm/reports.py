"""What the sources write about the persons: the scenario's noise, and the planted reports."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date

from hijridate import Gregorian

from .naming import SCRIPTS, Spoken
from .people import PLACES, PLANTED, TODAY, Person, World

SOURCES = {
    "hotline": 0.27, "relatives_letters": 0.11, "red_cross_tracing_requests": 0.16,
    "camp_registers": 0.22, "prison_lists": 0.05, "embassy": 0.06, "ngo_lists": 0.08,
    "social_media_reports": 0.05,
}  # fmt: skip
#: Which script a source writes, so that over all sources Arabic has .34, Russian .31, Kazakh .13,
#: Latin .22 of the records. Order as in SCRIPTS: kk_cyr, ru_cyr, latin, ar.
_SCRIPT_OF = {
    "hotline": (0.25, 0.62, 0.03, 0.10), "relatives_letters": (0.31, 0.62, 0.02, 0.05),
    "red_cross_tracing_requests": (0.02, 0.22, 0.56, 0.20),
    "camp_registers": (0.0, 0.02, 0.16, 0.82), "prison_lists": (0.0, 0.0, 0.08, 0.92),
    "embassy": (0.22, 0.45, 0.30, 0.03), "ngo_lists": (0.03, 0.10, 0.50, 0.37),
    "social_media_reports": (0.16, 0.36, 0.28, 0.20),
}  # fmt: skip
NOISE = {
    "name_variant": 0.55, "kunya_only": 0.12, "given_only": 0.07, "patronymic_missing": 0.38,
    "surname_gender_suffix": 0.20, "dob_missing": 0.34, "dob_year_only": 0.22, "dob_hijri": 0.06,
    "day_month_swap": 0.03, "dob_off_by_one_year": 0.08, "sex_wrong": 0.01, "place_variant": 0.5,
    "phone_shared_by_family": 0.3,
}  # fmt: skip
TWICE = 0.03  # assumption: a source lists one person a second time
MOTHER_NAMED = 0.75  # assumption: share of records of children that name the mother

COLUMNS = (
    "channel", "script", "given", "father", "surname", "mother", "sex", "birth", "birth_kind",
    "place", "phone", "reported", "rid",
)  # fmt: skip
_KUNYA = {
    "kk_cyr": ("Умм", "Абу"),
    "ru_cyr": ("Умм", "Абу"),
    "latin": ("Umm", "Abu"),
    "ar": ("أم", "أبو"),
}


@dataclass
class Line:
    """One record and, for tests alone, whom it is about and what was planted."""

    cells: dict[str, str]
    person: int
    family: int
    planted: str


def reports(world: World, records: int) -> list[Line]:
    """All lines in a drawn order, numbered in it."""
    rng = world.rng
    false, unusable = (world.scaled(PLANTED[k]) for k in ("false_report", "unusable"))
    contested = rng.sample(world.children(), world.scaled(PLANTED["two_families"]))
    plain = records - false - unusable - len(contested)
    lines = [_line(world, person, source) for person, source in _drawn(world, plain)]
    lines += [_claimed(world, child) for child in contested]
    lines += [_false(world, rng.choice(world.children()), k) for k in range(false)]
    lines += [_unusable(world, rng.choice(world.persons), k) for k in range(unusable)]
    rng.shuffle(lines)
    for number, line in enumerate(lines):
        line.cells["rid"] = f"S{number:05d}"
    return lines


def _drawn(world: World, wanted: int) -> list[tuple[Person, str]]:
    """Everybody once, children more often; a source rarely has somebody twice."""
    rng = world.rng
    sources, weights = list(SOURCES), list(SOURCES.values())
    told: list[tuple[Person, str]] = []
    heard: dict[int, Counter[str]] = {}
    queue = list(world.persons)[:wanted]
    children = world.children()
    while len(told) < wanted:
        person = (
            queue.pop() if queue else rng.choice(children if rng.random() < 0.6 else world.persons)
        )
        source = rng.choices(sources, weights)[0]
        before = heard.setdefault(person.number, Counter())
        if before[source] and rng.random() > TWICE:
            continue
        before[source] += 1
        told.append((person, source))
    return told


def _line(world: World, person: Person, source: str) -> Line:
    rng = world.rng
    script = rng.choices(SCRIPTS, _SCRIPT_OF[source])[0]
    earliest = max(person.birth, date(2031, 1, 1)).toordinal()
    reported = date.fromordinal(rng.randrange(earliest, TODAY.toordinal() + 1))
    birth, kind = _birth(person.birth, source, reported, rng)
    sex = person.sex if rng.random() >= NOISE["sex_wrong"] else {"M": "F", "F": "M"}[person.sex]
    cells = {
        "channel": source,
        "script": {"kk_cyr": "C", "ru_cyr": "C", "latin": "L", "ar": "A"}[script],
        "sex": sex,
        "birth": birth,
        "birth_kind": kind,
        "place": _place(person.place, script, rng),
        "phone": person.phone if rng.random() < NOISE["phone_shared_by_family"] else "",
        "reported": reported.isoformat(),
    }
    cells |= _names(person, script, rng)
    planted = "listed_dead" if "listed_dead" in person.planted and rng.random() < 0.4 else ""
    return Line(cells, person.number, person.family, planted)


def _names(person: Person, script: str, rng: random.Random) -> dict[str, str]:
    def written(name: Spoken) -> str:
        return name.written(script, rng, rng.random() < NOISE["name_variant"])

    if rng.random() < NOISE["given_only"]:
        return {"given": written(person.given), "father": "", "surname": "", "mother": ""}
    cells = {
        "given": written(person.given),
        "father": "" if rng.random() < NOISE["patronymic_missing"] else written(person.father),
        "surname": _surname(person, script, written(person.surname), rng),
        "mother": written(person.mother) if person.mother and rng.random() < MOTHER_NAMED else "",
    }
    if person.eldest is not None and rng.random() < NOISE["kunya_only"]:
        umm, abu = _KUNYA[script]
        if person.child:
            cells["mother"] = f"{umm} {written(person.eldest)}"
        else:
            cells["given"] = f"{abu if person.sex == 'M' else umm} {written(person.eldest)}"
            cells["surname"] = ""
    return cells


def _surname(person: Person, script: str, text: str, rng: random.Random) -> str:
    """With the ending of a woman where she is one, one time in five with the wrong one."""
    feminine = (person.sex == "F") != (rng.random() < NOISE["surname_gender_suffix"])
    return (
        text + {"kk_cyr": "а", "ru_cyr": "а", "latin": "a", "ar": "ا"}[script] if feminine else text
    )


def _birth(born: date, source: str, on: date, rng: random.Random) -> tuple[str, str]:
    if rng.random() < NOISE["dob_missing"]:
        return "", ""
    if rng.random() < NOISE["dob_off_by_one_year"]:
        born = born.replace(year=born.year + rng.choice((-1, 1)), day=min(born.day, 28))
    if source in ("camp_registers", "ngo_lists") and rng.random() < 0.6:
        return _age(born, on, rng), "age"
    kind = rng.random()
    if kind < NOISE["dob_year_only"]:
        return str(born.year), "year" if rng.random() < 0.5 else "year~"
    if kind < NOISE["dob_year_only"] + NOISE["dob_hijri"]:
        hijri = Gregorian(born.year, born.month, born.day).to_hijri()
        return f"{hijri.year}" + (f"-{hijri.month:02d}" if rng.random() < 0.5 else ""), "hijri"
    if kind < 0.40:
        return f"{born.year}-{born.month:02d}", "month"
    if rng.random() < NOISE["day_month_swap"] and born.day <= 12:
        born = born.replace(month=born.day, day=born.month)
    return born.isoformat(), "day"


def _age(born: date, on: date, rng: random.Random) -> str:
    years = max(0.0, (on - born).days / 365.25)
    age = max(0, int(years + rng.gauss(0.0, 0.3 + 0.06 * min(years, 20))))
    if age > 3 and rng.random() < 0.2:
        age = 5 * round(age / 5)
    return f"{age}@{on.year + (on.timetuple().tm_yday - 1) / 365.25:.1f}"


def _place(place: int, script: str, rng: random.Random) -> str:
    column = {"latin": 0, "kk_cyr": 1, "ru_cyr": 2, "ar": 3}[script]
    if rng.random() >= NOISE["place_variant"]:
        column = 0
    return PLACES[place][column]


def _claimed(world: World, child: Person) -> Line:
    """Another family claims the child: its own surname and mother, the child's name and birth."""
    line = _line(world, child, "relatives_letters")
    script = {"C": "ru_cyr", "L": "latin", "A": "ar"}[line.cells["script"]]
    line.cells["surname"] = world.pools.family(world.rng).usual[script]
    line.cells["mother"] = world.pools.given("F", world.rng).usual[script]
    line.planted = "two_families"
    return line


def _false(world: World, child: Person, number: int) -> Line:
    """A malicious report: a real child's name, everything else invented; about nobody."""
    line = _line(world, child, "social_media_reports")
    script = {"C": "ru_cyr", "L": "latin", "A": "ar"}[line.cells["script"]]
    line.cells["father"] = world.pools.given("M", world.rng).usual[script]
    line.cells["surname"] = world.pools.family(world.rng).usual[script]
    line.cells |= {"mother": "", "phone": "", "birth": "", "birth_kind": ""}
    return Line(line.cells, -1_000_000 - number, -1, "false_report")


def _unusable(world: World, person: Person, number: int) -> Line:
    """Nothing by which anybody could be known: "a boy of ours", a place at most."""
    line = _line(world, person, world.rng.choice(list(SOURCES)))
    for column in ("given", "father", "surname", "mother", "phone", "birth", "birth_kind"):
        line.cells[column] = ""
    return Line(line.cells, -2_000_000 - number, -1, "unusable")
