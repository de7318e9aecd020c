"""The slow sum over all ordered genotypes: the yardstick for every faster path.

Written to be read, not to be quick: every person takes every ordered pair of alleles, and the
products are summed one by one. Only for a handful of persons and alleles.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import product

from jusan.kinship.dropout import Dropout
from jusan.kinship.loci import Marker
from jusan.kinship.mutation import mutation_matrices
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.profiles import Genotype

Pair = tuple[int, ...]  # (paternal, maternal), or (maternal,) for a male at an X marker


def likelihood(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    *,
    theta: float = 0.0,
    founder_inbreeding: Mapping[str, float] | None = None,
    founder_tables: Mapping[str, str] | None = None,
    dropout: Mapping[str, Dropout] | None = None,
) -> float:
    """P(genotypes at one marker | pedigree), by summing over everything that nobody saw.

    `dropout`: autosomal samples that may have lost alleles. `founder_tables`: founders whose
    alleles come from another table of the marker.
    """
    silent = [marker.silent_freq] if marker.silent_freq > 0 else []
    names = [*marker.alleles] + (["silent"] if silent else [])
    freqs = [*marker.freqs, *silent]
    tables = {name: [*row, *silent] for name, row in marker.tables}
    own = {person: tables[name] for person, name in (founder_tables or {}).items()}
    chances = _mutation_rows(marker, len(names))
    order = _parents_first(pedigree)
    weak = {p: d for p, d in (dropout or {}).items() if genotypes.get(p) is not None}
    choices = [
        _choices(marker, person, None if person.id in weak else genotypes.get(person.id), names)
        for person in order
    ]
    copies = {twin: group[0] for group in pedigree.twins for twin in group[1:]}
    order_of_births = [person for person in order if person.id not in copies]
    known = dict(zip(names, freqs, strict=True))
    total = 0.0
    for pairs in product(*choices):
        carried = {person.id: pair for person, pair in zip(order, pairs, strict=True)}
        if any(carried[twin] != carried[first] for twin, first in copies.items()):
            continue
        value = _founders(order_of_births, carried, freqs, theta, founder_inbreeding or {}, own)
        for weak_person, model in weak.items():
            true = [names[i] for i in carried[weak_person]]
            value *= _seen(true, genotypes.get(weak_person), model, known)
        for person in order_of_births:
            if value == 0:
                break
            value *= _received(person, carried, chances)
        total += value
    return total


def _mutation_rows(marker: Marker, size: int) -> dict[str, list[list[float]]]:
    """Chance of each received allele for each parental allele; a silent allele stays silent."""
    matrices = mutation_matrices(marker)
    out = {}
    for number, role in enumerate(("father", "mother")):
        rows = [[float(i == j) for j in range(size)] for i in range(size)]
        if matrices is not None:
            for i in range(len(marker.alleles)):
                for j in range(len(marker.alleles)):
                    rows[i][j] = float(matrices[number][i, j])
        out[role] = rows
    return out


def _parents_first(pedigree: Pedigree) -> list[Individual]:
    done: list[Individual] = []
    waiting = list(pedigree.individuals)
    while waiting:
        known = {person.id for person in done}
        ready = [p for p in waiting if {p.father, p.mother} - {None} <= known]
        done += ready
        waiting = [p for p in waiting if p not in ready]
    return done


def _choices(
    marker: Marker, person: Individual, genotype: Genotype, names: Sequence[str]
) -> list[Pair]:
    size = len(names)
    if marker.chromosome == "X" and person.sex == "M":
        return [(i,) for i in range(size) if genotype is None or names[i] == genotype[0]]
    return [
        (i, j)
        for i in range(size)
        for j in range(size)
        if genotype is None or _shows(names[i], names[j], genotype)
    ]


def _shows(one: str, two: str, genotype: tuple[str, str | None]) -> bool:
    """Whether two alleles are reported as this genotype."""
    if genotype[1] is None:
        return genotype[0] in (one, two)
    visible = {allele for allele in (one, two) if allele != "silent"}
    return visible == set(genotype) and bool(visible)


def _seen(
    true: Sequence[str], genotype: Genotype, model: Dropout, freqs: Mapping[str, float]
) -> float:
    """Chance that a weak sample with these true alleles shows this genotype, copy by copy."""
    shown = {allele for allele in genotype or () if allele is not None}
    copies = [allele for allele in true if allele != "silent"]
    total = 0.0
    for kept in product((True, False), repeat=len(copies)):
        chance = math.prod(1 - model.rate if keeps else model.rate for keeps in kept)
        left = {allele for allele, keeps in zip(copies, kept, strict=True) if keeps}
        if left <= shown and not any(a in copies for a in shown - left):
            foreign = [model.drop_in * freqs[allele] for allele in shown - left]
            total += chance * (math.prod(foreign) if foreign else 1 - model.drop_in)
    return total


def _founders(
    order: Sequence[Individual],
    carried: Mapping[str, Pair],
    common: Sequence[float],
    theta: float,
    inbreeding: Mapping[str, float],
    own: Mapping[str, Sequence[float]],
) -> float:
    """Chance of all alleles that come from the population, drawn one after the other."""
    drawn: list[int] = []
    value = 1.0
    for person in order:
        pair = carried[person.id]
        freqs = own.get(person.id, common) if person.is_founder else common
        f = inbreeding.get(person.id, 0.0) if person.is_founder and len(pair) == 2 else 0.0
        if f > 0:
            one, two = pair
            value *= (1 - f) * freqs[one] * freqs[two] + f * freqs[one] * (one == two)
            continue
        for allele, parent in zip(pair, _parents(person, pair), strict=True):
            if parent is None:
                seen = drawn.count(allele)
                value *= (seen * theta + (1 - theta) * freqs[allele]) / (
                    1 + (len(drawn) - 1) * theta
                )
                drawn.append(allele)
    return value


def _parents(person: Individual, pair: Pair) -> tuple[str | None, ...]:
    return (person.mother,) if len(pair) == 1 else (person.father, person.mother)


def _received(
    person: Individual,
    carried: Mapping[str, Pair],
    chances: Mapping[str, list[list[float]]],
) -> float:
    pair = carried[person.id]
    roles = ("mother",) if len(pair) == 1 else ("father", "mother")
    value = 1.0
    for allele, parent, role in zip(pair, _parents(person, pair), roles, strict=True):
        if parent is not None:
            sources = carried[parent]
            value *= math.fsum(chances[role][s][allele] for s in sources) / len(sources)
    return value
