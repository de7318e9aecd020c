"""What was seen at several markers of like results, and the tables that follow from it.

Markers at which the same persons have results of the same kind share one network; here their
alleles, frequencies and matrices stand side by side, one row a marker. Markers with fewer states
than the widest are filled up with states of frequency zero that nothing mutates into.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.descent import Allele, Kind, Kinds, Recipe, Side
from jusan.kinship.errors import MarkerError
from jusan.kinship.network import Array
from jusan.kinship.theta import urn_chances

Numbers = NDArray[np.intp]


@dataclass(slots=True)
class Typed:
    """Observed alleles of one person, (rows, choices) each: states of both, and 1 or 0 for each.

    `merged` is the same without the order of the two alleles.
    """

    first: Numbers
    second: Numbers
    weight: Array
    merged: "Typed | None" = None


@dataclass(slots=True)
class Observed:
    """Several markers with results of the same kinds. Tables have shape (rows, *scope).

    `markers` are the positions of the rows in the list that was asked about; `freqs` (rows, n),
    `others` the same by the name of another population's table, `male` and `female` (rows, n, n).
    """

    markers: list[int]
    kinds: Kinds
    freqs: Array
    male: Array
    female: Array
    typed: dict[str, Typed]
    shown: dict[str, Array]
    others: Mapping[str, Array] = field(default_factory=dict)
    _tables: dict[Recipe, Array] = field(default_factory=dict)
    _halves: dict[Side, Array] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Number of states of each row."""
        return int(self.freqs.shape[1])

    def also_typed(self, person: str, kind: Kind, typed: Typed) -> "Observed":
        """One marker's group with one more person typed in many ways, one row for each.

        Persons added before have as many rows; all else keeps its single row, which stands for all.
        """
        assert len(self.freqs) == 1
        return Observed(
            self.markers[:1] * len(typed.first),
            (*self.kinds, (person, kind)),
            self.freqs,
            self.male,
            self.female,
            {**self.typed, person: typed},
            self.shown,
            self.others,
        )

    def part(self, rows: slice) -> "Observed":
        """Some of the rows; what has a single row stands for all."""

        def cut(table: NDArray[Any]) -> NDArray[Any]:
            return table if len(table) == 1 else table[rows]

        def typed(one: Typed | None) -> Typed | None:
            return one and Typed(
                cut(one.first), cut(one.second), cut(one.weight), typed(one.merged)
            )

        return Observed(
            self.markers[rows],
            self.kinds,
            cut(self.freqs),
            cut(self.male),
            cut(self.female),
            {person: found for person, one in self.typed.items() if (found := typed(one))},
            {person: cut(table) for person, table in self.shown.items()},
            {name: cut(table) for name, table in self.others.items()},
        )

    def table(self, recipe: Recipe) -> Array:
        """The table of a recipe; worked out once and shared by all hypotheses."""
        found = self._tables.get(recipe)
        if found is None:
            found = self._tables[recipe] = _RECIPES[recipe.kind](self, recipe)
        return found

    def states(self, allele: Allele) -> Numbers | None:
        """States that an allele may be, (rows, choices); None for all of them."""
        if allele.person is None:
            return None
        typed = self._typed(allele.person, allele.phased)
        return typed.second if allele.second else typed.first

    def _typed(self, person: str, phased: bool) -> Typed:
        typed = self.typed[person]
        return typed if phased or typed.merged is None else typed.merged

    def freq(self, recipe: Recipe) -> Array:
        """Population frequencies of an allele."""
        return _squeezed(self._freqs(recipe.alleles[0], recipe.table), recipe.alleles)

    def freqs_of(self, table: str | None) -> Array:
        """Frequencies (rows, n) of a table; None is the markers' own. Raises MarkerError."""
        if table is None:
            return self.freqs
        if table not in self.others:
            raise MarkerError(f"no frequencies of table {table!r} were given")
        return self.others[table]

    def _freqs(self, allele: Allele, table: str | None) -> Array:
        states, freqs = self.states(allele), self.freqs_of(table)
        return freqs if states is None else np.take_along_axis(freqs, states, axis=1)

    def founder(self, recipe: Recipe) -> Array:
        """Chance of a typed founder's alleles; the weights too where the order is merged."""
        one, two = recipe.alleles
        freqs = self._freqs(one, recipe.table)
        table = freqs * self._freqs(two, recipe.table)
        if recipe.inbreeding > 0:
            same = self.states(one) == self.states(two)
            table = (1 - recipe.inbreeding) * table + recipe.inbreeding * same * freqs
        if not one.phased:
            assert recipe.person is not None
            table = table * self._typed(recipe.person, False).weight
        return _squeezed(table, (one,))

    def urn(self, recipe: Recipe) -> Array:
        """Chance of all founder alleles, drawn one after the other (see `theta`); the weights too
        where the order of a founder's two is merged."""
        axes = sorted({a.axis for a in recipe.alleles if a.axis is not None})

        def along(values: NDArray[Any], allele: Allele) -> NDArray[Any]:
            return values.reshape(len(values), *(-1 if a == allele.axis else 1 for a in axes))

        states = [self.range_of(allele) for allele in recipe.alleles]
        draws = [
            (along(own, allele), along(self._freqs(allele, None), allele))
            for own, allele in zip(states, recipe.alleles, strict=True)
        ]
        table = urn_chances(draws, recipe.theta)
        for allele in recipe.alleles:
            if not allele.phased and not allele.second and allele.person is not None:
                table = table * along(self._typed(allele.person, False).weight, allele)
        return np.broadcast_to(table, (len(table), *(self._size(a, recipe) for a in axes)))

    def range_of(self, allele: Allele) -> Numbers:
        """States that an allele may be, all of them written out too."""
        states = self.states(allele)
        return np.arange(self.width)[None] if states is None else states

    def _size(self, axis: int, recipe: Recipe) -> int:
        return max(len(self.range_of(a)[0]) for a in recipe.alleles if a.axis == axis)

    def weight(self, recipe: Recipe) -> Array:
        """1 for each way in which the two alleles may lie, 0 where rows are filled up."""
        assert recipe.person is not None
        return self.typed[recipe.person].weight

    def seen(self, recipe: Recipe) -> Array:
        """P(what the laboratory saw | both alleles, or the one allele of a man at an X marker)."""
        assert recipe.person is not None
        table = self.shown[recipe.person]
        return table if len(recipe.alleles) != 1 else np.einsum("rii->ri", table)

    def inbred(self, recipe: Recipe) -> Array:
        """Chance of both alleles of an untyped inbred founder."""
        freqs = self.freqs_of(recipe.table)
        table = (1 - recipe.inbreeding) * freqs[:, :, None] * freqs[:, None, :]
        diagonal = np.arange(self.width)
        table[:, diagonal, diagonal] += recipe.inbreeding * freqs
        return table

    def step(self, recipe: Recipe) -> Array:
        """Chance of the child's allele if the parent passes on this one."""
        source, target = recipe.alleles
        matrix = self.male if recipe.side == "father" else self.female
        return _squeezed(self._steps(matrix, source, target), recipe.alleles)

    def half(self, recipe: Recipe) -> Array:
        """The same, times one half for the choice between two."""
        source, target = recipe.alleles
        return _squeezed(self._steps(self._half(recipe.side), source, target), recipe.alleles)

    def _half(self, side: Side) -> Array:
        if side not in self._halves:
            self._halves[side] = (self.male if side == "father" else self.female) / 2
        return self._halves[side]

    def either(self, recipe: Recipe) -> Array:
        """Chance of the child's allele from a typed parent, who passes on either of two."""
        one, two, target = recipe.alleles
        half = self._half(recipe.side)
        table = self._steps(half, one, target) + self._steps(half, two, target)
        return _squeezed(table, (one, target))

    def _steps(self, matrix: Array, source: Allele, target: Allele) -> Array:
        rows, columns = self.states(source), self.states(target)
        row = _rows(len(matrix))
        if columns is None:
            return matrix if rows is None else matrix[row[:, None], rows]
        if rows is None:
            return matrix.transpose(0, 2, 1)[row[:, None], columns].transpose(0, 2, 1)
        return matrix[row[:, None, None], rows[:, :, None], columns[:, None, :]]


_RECIPES = {
    "freq": Observed.freq,
    "founder": Observed.founder,
    "urn": Observed.urn,
    "weight": Observed.weight,
    "seen": Observed.seen,
    "inbred": Observed.inbred,
    "step": Observed.step,
    "half": Observed.half,
    "either": Observed.either,
}


def _squeezed(table: Array, alleles: Sequence[Allele]) -> Array:
    """The table without the axes of alleles that have one value only."""
    kept = [size for size, a in zip(table.shape[1:], alleles, strict=True) if a.axis is not None]
    return table if len(kept) == table.ndim - 1 else table.reshape(len(table), *kept)


@lru_cache(maxsize=256)
def _rows(count: int) -> Numbers:
    return np.arange(count)
