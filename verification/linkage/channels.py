"""Registries of several channels, generated: relatives, camps, prisons, a tracing service.

The channels' habits are counted from one half (by family) of a registry of this kind: who leaves
out the father, who says "Umm X", who counts ages. Names come from clusters of spellings of one
name (a file of JSON lines with lists C, L, A) and from `cases.storm`.
"""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hijridate import Gregorian

from cases.storm.naming import Pools, Spoken
from cases.storm.writing import slip

COLUMNS = (
    "channel", "script", "truth", "fam", "given", "father", "surname", "mother", "sex", "birth",
    "birth_kind", "place", "rid",
)  # fmt: skip
#: channel: (share of persons listed, scripts, father, surname, mother, place missing).
CHANNELS = {
    "relative": (0.62, "C", 0.0, 0.0, 0.16, 0.62),
    "relative2": (0.13, "C", 0.0, 0.0, 0.14, 0.77),
    "camp": (0.79, "AAALL", 0.36, 0.5, 0.26, 0.52),
    "icrc": (0.38, "L", 0.0, 0.42, 0.42, 1.0),
    "prison": (0.17, "A", 0.0, 0.55, 0.0, 1.0),
}
UMM, NISBA, SLIP, RENAMED, NO_GIVEN, NO_SEX, SEX_WRONG = 0.36, 0.24, 0.08, 0.015, 0.01, 0.012, 0.015
HOME = ("Aqtas", "Kokbel", "Sarysu", "Teniz")
AWAY = ("Sabkha", "Dar al-Sidr", "Wadi Naml", "Qaryat Tin", "Tell Rumm", "Bir Zayt", "Hosh")
_SCRIPT = {"C": ("ru_cyr", "kk_cyr"), "L": ("latin",), "A": ("ar",)}


@dataclass(frozen=True)
class Cluster:
    """Spellings of one name by script."""

    spellings: dict[str, tuple[str, ...]]

    def written(self, script: str, rng: random.Random) -> str:
        """One of them, capitalised as lists do."""
        return rng.choice(self.spellings[script]).title()


Name = Cluster | Spoken


class Names:
    """Clusters by their weight, and put-together Kazakh names."""

    def __init__(self, clusters: Path | None, rng: random.Random) -> None:
        self._pools = Pools(rng)
        self._clusters: list[Cluster] = []
        self._weights: list[float] = []
        if clusters is not None:
            with gzip.open(clusters, "rt", encoding="utf-8") as lines:
                rows = [json.loads(line) for line in lines]
            rows = [row for row in rows if row["A"] and row["C"] and row["L"]]
            for row in rng.sample(rows, min(len(rows), 1800)):
                self._clusters.append(Cluster({k: tuple(row[k]) for k in "ACL"}))
                self._weights.append((row["w"] + 1.0) ** 0.7)

    def draw(self, sex: str, rng: random.Random) -> Name:
        """A name; six in ten from the clusters where there are any."""
        if self._clusters and rng.random() < 0.6:
            return rng.choices(self._clusters, self._weights)[0]
        return self._pools.given(sex, rng)

    def family(self, rng: random.Random) -> Spoken:
        """A surname, masculine."""
        return self._pools.family(rng)


def write(name: Name, script: str, rng: random.Random) -> str:
    """As a clerk of that script writes it, slips of the pen included."""
    if isinstance(name, Cluster):
        text = name.written(script, rng)
    else:
        text = name.written(rng.choice(_SCRIPT[script]), rng, rng.random() < 0.5)
    return slip(text, rng) if rng.random() < SLIP else text


def registry(seed: int, records: int, clusters: Path | None) -> list[dict[str, str]]:
    """Lines with `truth` and `fam`; about `records` of them."""
    rng = random.Random(seed)
    names = Names(clusters, rng)
    surnames = [names.family(rng) for _ in range(60)]
    lines: list[dict[str, str]] = []
    family = person = 0
    while len(lines) < records:
        family += 1
        father, mother, surname = names.draw("M", rng), names.draw("F", rng), rng.choice(surnames)
        born = date(2004, 1, 1) + timedelta(days=rng.randrange(365 * 10))
        children: list[tuple[Name, str, date]] = []
        for _ in range(1 + min(5, int(rng.expovariate(0.7)))):
            sex = rng.choice("MF")
            children.append((names.draw(sex, rng), sex, born))
            born += timedelta(days=330 + rng.randrange(900))
        for given, sex, birth in children:
            person += 1
            for channel in CHANNELS:
                if rng.random() < CHANNELS[channel][0]:
                    cells = _line(names, channel, given, sex, birth, rng)
                    cells |= _family(
                        channel, cells["script"], father, mother, surname, sex, children[0][0], rng
                    )
                    lines.append(cells | {"truth": str(person), "fam": str(family)})
    rng.shuffle(lines)
    for number, line in enumerate(lines):
        line["rid"] = str(number)
    return lines


def _line(
    names: Names, channel: str, given: Name, sex: str, birth: date, rng: random.Random
) -> dict[str, str]:
    _, scripts, _, _, _, no_place = CHANNELS[channel]
    script = rng.choice(scripts)
    name = names.draw(sex, rng) if rng.random() < RENAMED else given
    said, kind = _birth(channel, birth, rng)
    shown = "" if rng.random() < NO_SEX else sex
    if shown and rng.random() < SEX_WRONG:
        shown = {"M": "F", "F": "M"}[shown]
    place = "" if rng.random() < no_place else rng.choice(HOME if rng.random() < 0.7 else AWAY)
    return {
        "channel": channel, "script": script, "sex": shown, "birth": said, "birth_kind": kind,
        "place": place,
        "given": "" if rng.random() < NO_GIVEN else write(name, script, rng),
    }  # fmt: skip


def _family(
    channel: str, script: str, father: Name, mother: Name, surname: Spoken, sex: str, eldest: Name,
    rng: random.Random,
) -> dict[str, str]:  # fmt: skip
    _, _, no_father, no_surname, no_mother, _ = CHANNELS[channel]
    family = "" if rng.random() < no_surname else write(surname, script, rng)
    if family and sex == "F" and script != "A" and rng.random() < 0.8:
        family += {"C": "а", "L": "a"}[script]
    if channel == "camp" and rng.random() < NISBA:
        family = {"A": "الكازاخي", "L": "al-Kazakhi"}[script]
    called = "" if rng.random() < no_mother else write(mother, script, rng)
    if channel == "camp" and rng.random() < UMM:
        called = {"A": "ام ", "L": "Umm "}[script] + write(eldest, script, rng)
    return {
        "father": "" if rng.random() < no_father else write(father, script, rng),
        "surname": family,
        "mother": called,
    }


def _birth(channel: str, born: date, rng: random.Random) -> tuple[str, str]:
    kind = rng.random()
    if channel == "camp" or (channel == "prison" and kind < 0.5):
        on = rng.choice((2018.9, 2019.3, 2019.8) if channel == "camp" else (2018.2, 2019.0))
        years = max(0.0, on - born.year - (born.timetuple().tm_yday - 1) / 365.25)
        age = max(0, round(years + rng.gauss(0.0, 0.5 + 0.12 * years)))
        if age > 6 and rng.random() < 0.08:
            age = 5 * round(age / 5)
        return f"{age}@{on}", "age"
    if channel == "prison":
        hijri = Gregorian(born.year, born.month, born.day).to_hijri()
        return f"{hijri.year}" + (f"-{hijri.month:02d}" if rng.random() < 0.5 else ""), "hijri"
    if kind < (0.37 if channel == "icrc" else 0.4):
        return born.isoformat(), "day"
    if channel != "icrc" and kind < 0.7:
        return f"{born.year}-{born.month:02d}", "month"
    return str(born.year + round(rng.gauss(0.0, 0.6))), "year~"
