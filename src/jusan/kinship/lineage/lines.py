"""Likelihood of what is inherited whole, along the male or the female lines of a pedigree.

A hypothesis cuts the typed persons into lines. In each line one haplotype of the population came
in at the top and was handed down with mutation; two lines are two draws from the population. At
one site the line is a tree, summed from its leaves (Felsenstein 1981, J Mol Evol 17:368-376).
Mutation is symmetric, so that the time of the ancestor does not matter and nothing is lost by
starting at the youngest ancestor of all typed persons of the line.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import GenotypeError, TooLargeError
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.twins import one_of_each, united

Array = NDArray[np.float64]
Side = Literal["father", "mother"]
#: Ways to choose one reference person in each line, when theta ties the lines together.
MAX_CHOICES = 1 << 14


@dataclass(frozen=True, slots=True)
class Line:
    """Persons of one line, parents first; `parent` names each one's parent inside the line."""

    members: tuple[str, ...]
    parent: Mapping[str, str]

    @property
    def top(self) -> str:
        """The eldest."""
        return self.members[0]

    def depth(self, person: str) -> int:
        """Meioses between the eldest and a member."""
        steps = 0
        while person in self.parent:
            person, steps = self.parent[person], steps + 1
        return steps


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One site: what each person may carry (0 or 1 for each state), and one meiosis (n, n).

    `times` counts sites that look alike and mutate alike.
    """

    shown: Mapping[str, Array]
    step: Array
    times: int = 1


@dataclass(frozen=True, slots=True)
class Population:
    """Chance of each typed person's haplotype in the population, and theta between lines.

    `haplotypes` says which persons show the same one.
    """

    frequencies: Mapping[str, float]
    haplotypes: Mapping[str, Hashable]
    theta: float = 0.0


def lines_of(pedigree: Pedigree, side: Side, typed: Sequence[str]) -> list[Line]:
    """The lines that hold somebody typed, cut to the youngest ancestor of the typed.

    By `father` only men count. Raises GenotypeError for a typed person who cannot be in a line.
    """
    for person in typed:
        if person not in pedigree:
            raise GenotypeError(f"typed person {person!r} is not in the pedigree")
        if side == "father" and pedigree[person].sex == "F":
            raise GenotypeError(f"{person!r} is female and has no Y haplotype")
    parent = {p.id: up for p in pedigree.individuals if (up := _parent(p, side, typed)) is not None}
    needed = set(typed)
    for person in typed:
        while person in parent:
            person = parent[person]
            needed.add(person)
    tops = [p for p in pedigree.ids if p in needed and p not in parent]
    return [_cut(top, parent, needed, set(typed), pedigree.ids) for top in tops]


def _parent(person: Individual, side: Side, typed: Sequence[str]) -> str | None:
    if side == "mother":
        return person.mother
    return person.father if person.sex != "F" else None


def _cut(
    top: str, parent: Mapping[str, str], needed: set[str], typed: set[str], ids: Sequence[str]
) -> Line:
    def children(person: str) -> list[str]:
        return [p for p in ids if p in needed and parent.get(p) == person]

    while top not in typed and len(children(top)) == 1:
        (top,) = children(top)
    members, waiting = [], [top]
    while waiting:
        person = waiting.pop(0)
        members.append(person)
        waiting += children(person)
    return Line(tuple(members), {p: parent[p] for p in members if p != top})


def line_mates(pedigree: Pedigree, side: Side, typed: Sequence[str]) -> list[list[str]]:
    """Everybody, typed or not, who by this pedigree carries the same haplotype but for mutation.

    One list for each line of a typed person: what a match cannot tell apart.
    """
    up = {p.id: _parent(p, side, typed) for p in pedigree.individuals}

    def eldest(person: str) -> str:
        while (parent := up[person]) is not None:
            person = parent
        return person

    tops = dict.fromkeys(eldest(person) for person in pedigree.ids if person in typed)
    carriers = [p.id for p in pedigree.individuals if side == "mother" or p.sex != "F"]
    return [[person for person in carriers if eldest(person) == top] for top in tops]


def ln_lines(
    pedigree: Pedigree,
    side: Side,
    sites: Sequence[Site],
    population: Population,
) -> float:
    """ln P(haplotypes | pedigree); minus infinity where mutation cannot explain a line.

    The haplotype that came in at the top counts at the frequency of the eldest typed person; of
    several equally near to an untyped eldest, at the mean of their terms.
    """
    if pedigree.twins:
        sites, population = _of_one_twin(pedigree, sites, population)
        if not all(shown.any() for site in sites for shown in site.shown.values()):
            return -math.inf
        pedigree = united(pedigree)
    lines = lines_of(pedigree, side, list(population.frequencies))
    terms = [_terms(line, sites, population) for line in lines]
    if math.prod(len(options) for options in terms) > MAX_CHOICES:
        raise TooLargeError(f"{len(lines)} lines have too many eldest typed persons to choose from")
    totals = [
        _ln_urn([person for person, _ in choice], population) + math.fsum(ln for _, ln in choice)
        for choice in product(*terms)
    ]
    return _ln_sum(totals)


def _of_one_twin(
    pedigree: Pedigree, sites: Sequence[Site], population: Population
) -> tuple[list[Site], Population]:
    """What identical twins show, as sights of the first of each group."""
    one = one_of_each(pedigree.twins)
    out = []
    for site in sites:
        shown: dict[str, Array] = {}
        for person, states in site.shown.items():
            who = one.get(person, person)
            shown[who] = shown[who] * states if who in shown else states
        out.append(replace(site, shown=shown))
    firsts = {one.get(p, p): p for p in reversed(list(population.frequencies))}
    return out, Population(
        {who: population.frequencies[p] for who, p in firsts.items()},
        {who: population.haplotypes[p] for who, p in firsts.items()},
        population.theta,
    )


def _terms(line: Line, sites: Sequence[Site], population: Population) -> list[tuple[str, float]]:
    """(reference person, ln of: its share of the choice times P(the others | it))."""
    typed = [person for person in line.members if person in population.frequencies]
    least = min(line.depth(person) for person in typed)
    eldest = [person for person in typed if line.depth(person) == least]
    sums = [(_ln(_tree_sum(line, site)) * site.times, site) for site in sites]
    return [
        (
            person,
            math.fsum(
                total - math.log(float(site.shown[person].sum())) * site.times
                for total, site in sums
            )
            - math.log(len(eldest)),
        )
        for person in eldest
    ]


def _tree_sum(line: Line, site: Site) -> float:
    """Sum over the states of everybody in the line, every state of the eldest alike."""
    below: dict[str, Array] = {}
    for person in reversed(line.members):
        own = below.get(person, np.ones(len(site.step)))
        if person in site.shown:
            own = own * site.shown[person]
        if person == line.top:
            return float(own.sum())
        parent = line.parent[person]
        below[parent] = below.get(parent, np.ones(len(site.step))) * (site.step @ own)
    raise AssertionError("a line has an eldest member")


def _ln_urn(people: Sequence[str], population: Population) -> float:
    """ln chance of these haplotypes as draws from a subpopulation: Balding and Nichols' urn."""
    theta, out = population.theta, 0.0
    drawn: list[Hashable] = []
    for number, person in enumerate(people):
        haplotype = population.haplotypes[person]
        seen = drawn.count(haplotype)
        chance = seen * theta + (1 - theta) * population.frequencies[person]
        out += _ln(chance / (1 + (number - 1) * theta))
        drawn.append(haplotype)
    return out


def _ln(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _ln_sum(values: Sequence[float]) -> float:
    top = max(values)
    if top == -math.inf:
        return top
    return top + math.log(math.fsum(math.exp(value - top) for value in values))
