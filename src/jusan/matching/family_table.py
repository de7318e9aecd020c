"""One family: the likelihood of every way to fill its missing places with found persons."""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.peeling import ln_likelihood
from jusan.kinship.profiles import Genotype
from jusan.matching.errors import ImpossibleFamilyError

Profile = Mapping[str, Genotype]
Pair = tuple[str, str]  # (found, place)


@dataclass(frozen=True, slots=True)
class Filling:
    """Some places of one family filled: ln LR over "none of these persons belongs here"."""

    pairs: tuple[Pair, ...]
    ln_lr: float


@dataclass(frozen=True, slots=True)
class FamilyTable:
    """Every filling with a likelihood above zero, the empty one first.

    `ln_empty`: the family's own data; `complete` False after the time limit, and then
    `ln_unweighed` is an upper bound of ln of the summed LRs of fillings not reached.
    """

    rows: tuple[Filling, ...]
    ln_empty: float
    complete: bool
    ln_unweighed: float


class Deadline:
    """A time limit in seconds from now, or none."""

    def __init__(self, limit_s: float | None) -> None:
        self._end = math.inf if limit_s is None else time.monotonic() + limit_s

    def passed(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end


def ln_single(markers: Sequence[Marker], profile: Profile, sex: Sex) -> float:
    """ln probability of one person's genotypes, unrelated to everybody."""
    alone = Pedigree((Individual("person", sex=sex),))
    return math.fsum(ln_likelihood(m, alone, {"person": profile.get(m.name)}) for m in markers)


class _Weigher:
    """ln likelihood of a filling, every marker's part remembered by the genotypes in it."""

    def __init__(
        self,
        markers: Sequence[Marker],
        pedigree: Pedigree,
        references: Mapping[str, Profile],
    ) -> None:
        self._markers = list(enumerate(markers))
        self._pedigree = pedigree
        self._references = references
        self._known: dict[tuple[int, frozenset[tuple[str, Genotype]]], float] = {}

    def ln_lik(self, placed: Mapping[str, Profile]) -> float:
        """ln P(relatives' and placed persons' genotypes); stops at the first impossible marker."""
        parts = []
        for place, (number, marker) in enumerate(self._markers):
            at_marker = {i: _ordered(profile.get(marker.name)) for i, profile in placed.items()}
            part = self._part(number, marker, at_marker)
            if part == -math.inf:
                # a marker that excludes once is likely to exclude again: look there first
                self._markers.insert(0, self._markers.pop(place))
                return part
            parts.append(part)
        return math.fsum(parts)

    def _part(self, number: int, marker: Marker, placed: Mapping[str, Genotype]) -> float:
        key = (
            number,
            frozenset(item for item in placed.items() if item[1] is not None),
        )
        if key not in self._known:
            genotypes = {i: profile.get(marker.name) for i, profile in self._references.items()}
            self._known[key] = ln_likelihood(marker, self._pedigree, {**genotypes, **placed})
        return self._known[key]


def fill_family(
    name: str,
    *,
    markers: Sequence[Marker],
    pedigree: Pedigree,
    references: Mapping[str, Profile],
    candidates: Mapping[str, Sequence[str]],
    profiles: Mapping[str, Profile],
    singles: Mapping[str, float],
    deadline: Deadline,
) -> FamilyTable:
    """Weigh every filling. `candidates` maps place -> found persons allowed there.

    A filling that is impossible stays so when more places are filled, so its branch ends.
    Raises ImpossibleFamilyError if the relatives' own genotypes contradict the pedigree.
    """
    weigher = _Weigher(markers, pedigree, references)
    ln_empty = weigher.ln_lik({})
    if ln_empty == -math.inf:
        raise ImpossibleFamilyError(
            f"family {name}: the relatives' own genotypes cannot occur in this pedigree; "
            "check the pedigree and the samples before any search"
        )
    places = [place for place in candidates if candidates[place]]
    rows = [Filling((), 0.0)]
    unweighed: list[float] = []
    waiting = [(0, rows[0])]
    while waiting:
        start, base = waiting.pop()
        if deadline.passed():
            unweighed.append(_ceiling(base, places[start:], candidates, singles))
            continue
        for position, pairs in _one_more(base, places, candidates, start):
            placed = {place: profiles.get(found, {}) for found, place in pairs}
            ln_apart = ln_empty + math.fsum(singles[found] for found, _ in pairs)
            value = weigher.ln_lik(placed) - ln_apart
            if value > -math.inf:
                rows.append(Filling(pairs, value))
                waiting.append((position + 1, rows[-1]))
    return FamilyTable(tuple(rows), ln_empty, not unweighed, _ln_sum(unweighed))


def _one_more(
    base: Filling,
    places: Sequence[str],
    candidates: Mapping[str, Sequence[str]],
    start: int,
) -> Iterator[tuple[int, tuple[Pair, ...]]]:
    """The filling with one more person, at the place `start` or a later one."""
    used = {found for found, _ in base.pairs}
    for position in range(start, len(places)):
        for found in candidates[places[position]]:
            if found not in used:
                yield position, (*base.pairs, (found, places[position]))


def _ceiling(
    base: Filling,
    rest: Sequence[str],
    candidates: Mapping[str, Sequence[str]],
    singles: Mapping[str, float],
) -> float:
    """Upper bound of ln of the summed LRs of all larger fillings of a branch that was not entered.

    Adding a person can only lower the joint probability, so one more person multiplies the LR by
    at most 1 / P(their genotypes alone).
    """
    used = {found for found, _ in base.pairs}
    gains = [
        _ln_sum([0.0, *(-singles[f] for f in candidates[place] if f not in used)]) for place in rest
    ]
    return base.ln_lr + math.fsum(gains)


def _ordered(genotype: Genotype) -> Genotype:
    if genotype is None or genotype[1] is None or genotype[0] <= genotype[1]:
        return genotype
    return (genotype[1], genotype[0])


def _ln_sum(values: Sequence[float]) -> float:
    top = max(values, default=-math.inf)
    if top == -math.inf:
        return top
    return top + math.log(math.fsum(math.exp(value - top) for value in values))
