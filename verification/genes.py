"""Genes dropped through a pedigree, many times at once: what the likelihoods claim, acted out.

Nothing here asks the engine for a likelihood. Only the matrices of mutation are shared with it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.dropout import Dropout
from jusan.kinship.mutation import mutation_matrices
from jusan.kinship.pedigrees import Individual, Pedigree
from verification.models import Model

Numbers = NDArray[np.intp]
#: A person who shows nothing, or more alleles than a genotype can hold.
NOTHING, TOO_MANY = -1, -2


def drop(
    model: Model, pedigree: Pedigree, size: int, rng: np.random.Generator
) -> dict[str, Numbers]:
    """Alleles of everybody, (size, 2) from father and mother, (size, 1) for a man's X."""
    return drop_linked([model], [], pedigree, size, rng)[0]


def drop_linked(
    models: Sequence[Model],
    rhos: Sequence[float],
    pedigree: Pedigree,
    size: int,
    rng: np.random.Generator,
) -> list[dict[str, Numbers]]:
    """The same at markers along one chromosome: what a parent passes on at the next marker comes
    from the same grandparent but for a recombination, `rhos` for each interval."""
    urns = [_Urn(model, size, rng) for model in models]
    matrices = [mutation_matrices(model.marker) for model in models]
    first = {twin: group[0] for group in pedigree.twins for twin in group}
    carried: list[dict[str, Numbers]] = [{} for _ in models]
    for person in _parents_first(pedigree, first):
        parents: list[tuple[str | None, int]] = [(person.mother, 1)]
        if not (models[0].marker.chromosome == "X" and person.sex == "M"):
            parents.insert(0, (person.father, 0))
        columns: list[list[Numbers]] = [[] for _ in models]
        for parent, side in parents:
            if parent is None:
                for urn, column in zip(urns, columns, strict=True):
                    column.append(urn.draw())
                continue
            sources = [genes[first.get(parent, parent)] for genes in carried]
            chosen: Numbers = rng.integers(sources[0].shape[1], size=size)
            for number, source in enumerate(sources):
                if number and source.shape[1] > 1:
                    chosen = chosen ^ (rng.random(size) < rhos[number - 1])
                passed, tables = source[np.arange(size), chosen], matrices[number]
                changed = passed if tables is None else _mutated(passed, tables[side], rng)
                columns[number].append(changed)
        for genes, column in zip(carried, columns, strict=True):
            genes[person.id] = np.stack(column, axis=1)
    return [{p: genes[first.get(p, p)] for p in pedigree.ids} for genes in carried]


class _Urn:
    """Founder alleles, one after the other; theta makes a drawn allele likelier to come again."""

    def __init__(self, model: Model, size: int, rng: np.random.Generator) -> None:
        self.theta, self.size, self.rng = model.theta, size, rng
        silent = [model.marker.silent_freq] if model.marker.silent_freq > 0 else []
        self.freqs = np.array([*model.marker.freqs, *silent])
        self.drawn: list[Numbers] = []

    def draw(self) -> Numbers:
        fresh: Numbers = self.rng.choice(len(self.freqs), size=self.size, p=self.freqs)
        count = len(self.drawn)
        if count and self.theta > 0:
            again = self.rng.random(self.size) < count * self.theta / (1 + (count - 1) * self.theta)
            earlier = np.stack(self.drawn)[
                self.rng.integers(count, size=self.size), np.arange(self.size)
            ]
            fresh = np.where(again, earlier, fresh)
        self.drawn.append(fresh)
        return fresh


def _parents_first(pedigree: Pedigree, first: Mapping[str, str]) -> list[Individual]:
    """One of each group of twins, nobody before their parents."""
    waiting = [p for p in pedigree.individuals if first.get(p.id, p.id) == p.id]
    out: list[Individual] = []
    while waiting:
        known = {p.id for p in out}
        ready = [
            p
            for p in waiting
            if all(q is None or first.get(q, q) in known for q in (p.father, p.mother))
        ]
        out += ready
        waiting = [p for p in waiting if p not in ready]
    return out


def _mutated(alleles: Numbers, matrix: NDArray[np.float64], rng: np.random.Generator) -> Numbers:
    """The silent allele, one beyond the matrix, stays what it is."""
    rows = np.cumsum(matrix, axis=1)
    rows[:, -1] = 1.0
    listed = np.minimum(alleles, len(matrix) - 1)
    new = (rng.random(len(alleles))[:, None] > rows[listed]).sum(axis=1)
    return np.where(alleles < len(matrix), new, alleles)


def shown(
    model: Model, alleles: Numbers, weak: Dropout | None, rng: np.random.Generator
) -> Numbers:
    """The result of each family: low x n + high over the listed alleles, NOTHING or TOO_MANY."""
    n, size = len(model.marker.alleles), len(alleles)
    seen = np.zeros((size, n), dtype=bool)
    for column in alleles.T:
        kept = column < n
        if weak is not None:
            kept = kept & (rng.random(size) >= weak.rate)
        seen[np.flatnonzero(kept), column[kept]] = True
    count = seen.sum(axis=1)
    low = seen.argmax(axis=1)
    high = n - 1 - seen[:, ::-1].argmax(axis=1)
    return np.where(count == 0, NOTHING, np.where(count > 2, TOO_MANY, low * n + high))


def counted(results: Sequence[Numbers]) -> dict[tuple[int, ...], int]:
    """How often each combination of results came."""
    rows, numbers = np.unique(np.stack(results, axis=1), axis=0, return_counts=True)
    return {tuple(map(int, row)): int(k) for row, k in zip(rows, numbers, strict=True)}
