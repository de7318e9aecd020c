"""Allele tables, gene dropping through the true families, and the check that each trap bites.

Frequencies are invented: a bell over the repeat numbers that the marker is known to show.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

Genotype = tuple[str, str]
Profile = dict[str, Genotype]

#: marker -> (lowest repeat, highest, most common, width, extra alleles with a partial repeat)
_SHAPES: dict[str, tuple[int, int, float, float, tuple[str, ...]]] = {
    "CSF1PO": (7, 15, 11.3, 1.2, ()),
    "D10S1248": (9, 18, 14.0, 1.5, ()),
    "D12S391": (15, 26, 19.5, 2.4, ("17.3", "18.3")),
    "D13S317": (7, 15, 10.7, 1.9, ()),
    "D16S539": (8, 15, 11.2, 1.4, ()),
    "D18S51": (10, 24, 15.4, 2.6, ()),
    "D19S433": (10, 18, 14.0, 1.5, ("13.2", "14.2", "15.2")),
    "D1S1656": (10, 19, 14.5, 2.1, ("16.3", "17.3", "18.3")),
    "D21S11": (26, 35, 29.8, 1.5, ("31.2", "32.2", "33.2")),
    "D22S1045": (10, 18, 15.3, 1.6, ()),
    "D2S1338": (15, 27, 20.5, 2.8, ()),
    "D2S441": (9, 16, 11.7, 1.6, ("11.3",)),
    "D3S1358": (12, 20, 16.0, 1.4, ()),
    "D5S818": (7, 15, 11.4, 1.3, ()),
    "D7S820": (7, 14, 10.4, 1.5, ()),
    "D8S1179": (8, 18, 13.3, 1.8, ()),
    "FGA": (18, 29, 22.9, 2.2, ("22.2",)),
    "SE33": (12, 23, 17.8, 2.6, tuple(f"{n}.2" for n in range(24, 34))),
    "TH01": (5, 10, 7.4, 1.5, ("9.3",)),
    "TPOX": (7, 13, 9.4, 1.7, ()),
    "vWA": (13, 21, 16.9, 1.6, ()),
}
MARKERS = tuple(_SHAPES)
FEMALE_RATE, MALE_RATE, STEP_RANGE = 0.0005, 0.002, 0.1


def frequencies() -> dict[str, dict[str, float]]:
    """The fictional population's table: marker -> allele -> frequency, each marker summing to 1."""
    table = {}
    for marker, (low, high, centre, width, extra) in _SHAPES.items():
        names = [str(n) for n in range(low, high + 1)] + list(extra)
        names.sort(key=float)
        top = 0.45 if marker != "SE33" else 0.8
        weights = [
            math.exp(-0.5 * ((float(n) - centre) / width) ** 2) * (top if n in extra else 1.0)
            + (0.03 if n in extra else 0.004)
            for n in names
        ]
        total = sum(weights)
        units = [max(2, round(10_000 * w / total)) for w in weights]
        units[units.index(max(units))] += 10_000 - sum(units)  # rounded sums to exactly 1
        table[marker] = {n: u / 10_000 for n, u in zip(names, units, strict=True)}
    return table


FREQUENCIES = frequencies()


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a true pedigree: parents named or founder; sons carry the father's Y."""

    key: str
    sex: str
    father: str | None = None
    mother: str | None = None


def founder(rng: random.Random) -> Profile:
    """Two independent alleles at each marker."""
    return {m: (_draw(m, rng), _draw(m, rng)) for m in MARKERS}


def _draw(marker: str, rng: random.Random) -> str:
    alleles = FREQUENCIES[marker]
    return rng.choices(list(alleles), weights=list(alleles.values()))[0]


def child_of(father: Profile, mother: Profile, rng: random.Random) -> Profile:
    """One allele of each parent, paternal first; no mutation (mutations are planted)."""
    return {m: (rng.choice(father[m]), rng.choice(mother[m])) for m in MARKERS}


def drop(people: list[Person], rng: random.Random) -> dict[str, Profile]:
    """Genotypes of a pedigree given parents before children."""
    out: dict[str, Profile] = {}
    for person in people:
        if person.father is None or person.mother is None:
            out[person.key] = founder(rng)
        else:
            out[person.key] = child_of(out[person.father], out[person.mother], rng)
    return out


def y_marker(people: list[Person], rng: random.Random) -> dict[str, str]:
    """DYS391 of every male, from father to son."""
    out: dict[str, str] = {}
    for person in people:
        if person.sex == "M":
            inherited = out.get(person.father or "")
            out[person.key] = inherited or rng.choice(["9", "10", "10", "11", "11", "12"])
    return out


def inconsistent(parent: Profile, child: Profile) -> list[str]:
    """Markers at which parent and child share no allele."""
    return [m for m in MARKERS if not set(parent[m]) & set(child[m])]


# Transmission of the father's allele: q(x) = sum over typed kin of weight * P(x | that person's
# alleles) + rest * p(x). Weights follow from identity by descent.
def transmitted(marker: str, allele: str, sources: list[tuple[Profile, float]]) -> float:
    """Probability that the untyped parent passes ``allele`` given weighted typed kin."""
    rest = 1.0 - sum(weight for _, weight in sources)
    value = rest * FREQUENCIES[marker][allele]
    for profile, weight in sources:
        value += weight * profile[marker].count(allele) / 2
    return value


def log10_lr(
    child: Profile, sources: list[tuple[Profile, float]], mother: Profile | None = None
) -> float:
    """log10 of P(child | kin of the untyped parent) / P(child | unrelated), no mutation.

    ``mother`` is the typed other parent. Where she shares no allele the marker says nothing here.
    """
    total = 0.0
    for m in MARKERS:
        first, second = child[m]
        above = below = 0.0
        for a, b in {(first, second), (second, first)}:
            other = mother[m].count(b) / 2 if mother else FREQUENCIES[m][b]
            above += transmitted(m, a, sources) * other
            below += FREQUENCIES[m][a] * other
        if below == 0.0:
            continue
        if above == 0.0:
            return -math.inf
        total += math.log10(above / below)
    return total


def plant_step(
    mother: Profile, child: Profile, markers: Sequence[str]
) -> tuple[str, str, str] | None:
    """Replace the child's maternal allele by a one-step mutation that shares nothing with her.

    Tries the markers in their order. Returns (marker, allele of the mother, allele of the child)
    or None when no marker allows it.
    """
    for marker in markers:
        paternal, old = child[marker]
        for step in (1, -1):
            new = f"{float(old) + step:g}"
            known = new in FREQUENCIES[marker] and FREQUENCIES[marker][new] > 0.02
            if known and not {paternal, new} & set(mother[marker]):
                child[marker] = (paternal, new)
                return marker, old, new
    return None
