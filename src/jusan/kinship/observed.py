"""What was seen at several markers of like results, and the tables that follow from it.

Markers at which the same persons have results of the same kind share one network; here their
alleles, frequencies and matrices stand side by side, one row a marker. Markers with fewer states
than the widest are filled up with states of frequency zero that nothing mutates into.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.descent import Allele, Kind, Kinds, Recipe
from jusan.kinship.dropout import Dropout, seen_given_true
from jusan.kinship.errors import GenotypeError, MarkerError
from jusan.kinship.loci import Marker
from jusan.kinship.lumping import States, states_of
from jusan.kinship.network import Array
from jusan.kinship.profiles import Genotype
from jusan.kinship.twins import Groups

Numbers = NDArray[np.intp]
Result = tuple[str, str | None]

#: Markers of up to so many states stand together; a wider one would make all others as wide.
_WIDTHS = (6, 12, 24, 40, 64, 96, 128)


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
        return _squeezed(self._steps(recipe, source, target), recipe.alleles)

    def half(self, recipe: Recipe) -> Array:
        """The same, times one half for the choice between two."""
        return self.step(recipe) / 2

    def either(self, recipe: Recipe) -> Array:
        """Chance of the child's allele from a typed parent, who passes on either of two."""
        one, two, target = recipe.alleles
        table = (self._steps(recipe, one, target) + self._steps(recipe, two, target)) / 2
        return _squeezed(table, (one, target))

    def _steps(self, recipe: Recipe, source: Allele, target: Allele) -> Array:
        matrix = self.male if recipe.side == "father" else self.female
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
    "weight": Observed.weight,
    "seen": Observed.seen,
    "inbred": Observed.inbred,
    "step": Observed.step,
    "half": Observed.half,
    "either": Observed.either,
}


def observe(
    markers: Sequence[Marker],
    genotypes: Mapping[str, Mapping[str, Genotype]],
    *,
    men: Collection[str] = (),
    dropout: Mapping[str, Dropout] | None = None,
    lump: bool = True,
    apart: bool = False,
    twins: Groups = (),
    tables: Collection[str] = (),
) -> list[Observed]:
    """The markers in groups of like results, autosomal and X apart.

    `genotypes` maps person -> marker name -> genotype; `men` have one allele at X markers.
    `lump=False` keeps alleles that nobody shows apart; `apart` makes a group of each marker.
    All results of a group of `twins` are those of its first member; persons of `tables` are seen
    as a table over all their alleles even where less would do.
    Raises GenotypeError for an unlisted allele.
    """
    groups: dict[tuple[object, ...], list[_Row]] = {}
    for position, marker in enumerate(markers):
        results: dict[str, Result] = {
            person: genotype
            for person, profile in genotypes.items()
            if (genotype := profile.get(marker.name)) is not None
        }
        seen = {allele for pair in results.values() for allele in pair if allele is not None}
        if not seen.issubset(marker.alleles):
            raise _unlisted(marker, results)
        sights = _united(results, twins, dropout or {}) if twins else {}
        row = _Row(position, results, states_of(marker, seen, lump=lump), sights)
        single = men if marker.chromosome == "X" else ()
        kinds = tuple(
            (person, _kind(pair, row, person, person in single, person in (dropout or ())))
            if person not in tables
            else (person, "table")
            for person, pair in results.items()
        )
        width = next((i for i, w in enumerate(_WIDTHS) if row.states.size <= w), row.states.size)
        key = (kinds, width, marker.chromosome, position if apart else None)
        groups.setdefault(key, []).append(row)
    return [_observed(key[0], rows, dropout or {}) for key, rows in groups.items()]  # type: ignore[arg-type]


def _unlisted(marker: Marker, results: Mapping[str, Result]) -> GenotypeError:
    """The error that names who shows an allele without a frequency."""
    person, allele = next(
        (person, allele)
        for person, pair in results.items()
        for allele in pair
        if allele is not None and allele not in marker.alleles
    )
    return GenotypeError(
        f"person {person!r}, marker {marker.name}: allele {allele!r} is not in the frequency table"
    )


@dataclass(slots=True)
class _Row:
    """A marker's results; `sights` has those of persons who are seen more than once, as twins."""

    position: int
    results: Mapping[str, Result]
    states: States
    sights: Mapping[str, Sequence[tuple[str, Result]]]


def _united(
    results: dict[str, Result], twins: Groups, weak: Collection[str]
) -> dict[str, list[tuple[str, Result]]]:
    """Moves the results of twins to the first of each group; returns those that do not agree."""
    out: dict[str, list[tuple[str, Result]]] = {}
    for group in twins:
        shown = [(twin, results.pop(twin)) for twin in group if twin in results]
        if not shown:
            continue
        results[group[0]] = shown[0][1]
        firm = not any(twin in weak for twin, _ in shown)
        if not firm or len({tuple(sorted(map(str, result))) for _, result in shown}) > 1:
            out[group[0]] = shown
    return out


def _kind(result: Result, row: _Row, person: str, single: bool, weak: bool) -> Kind:
    if person in row.sights:
        return "table"
    if single:
        return "single"
    if weak or result[1] is None:
        return "table"
    return "pair" if row.states.silent is None else "silent"


def _observed(kinds: Kinds, rows: Sequence[_Row], dropout: Mapping[str, Dropout]) -> Observed:
    states = tuple(row.states for row in rows)
    freqs, male, female = _side_by_side(states)
    typed: dict[str, Typed] = {}
    shown: dict[str, Array] = {}
    for person, kind in kinds:
        if kind == "table":
            shown[person] = _shown(person, rows, freqs.shape[1], dropout)
        else:
            results = [(row.states, row.results[person]) for row in rows]
            typed[person] = _TYPED[kind](results)
    positions = [row.position for row in rows]
    return Observed(positions, kinds, freqs, male, female, typed, shown, _others(states))


@lru_cache(maxsize=128)
def _side_by_side(states: tuple[States, ...]) -> tuple[Array, Array, Array]:
    width = max(one.size for one in states)
    freqs = np.zeros((len(states), width))
    male, female = np.zeros((2, len(states), width, width))
    for row, one in enumerate(states):
        freqs[row, : one.size] = one.freqs
        for whole, matrix in ((male, one.male), (female, one.female)):
            whole[row, : one.size, : one.size] = np.eye(one.size) if matrix is None else matrix
    return freqs, male, female


@lru_cache(maxsize=128)
def _others(states: tuple[States, ...]) -> dict[str, Array]:
    """Frequencies of the tables that all markers have, (rows, n) each."""
    names = set.intersection(*(set(one.tables) for one in states))
    width = max(one.size for one in states)
    out = {name: np.zeros((len(states), width)) for name in names}
    for name, table in out.items():
        for row, one in enumerate(states):
            table[row, : one.size] = one.tables[name]
    return out


_Results = Sequence[tuple[States, Result]]


def two_alleles(states: Numbers) -> Typed:
    """Two alleles seen, (rows, 2): either may be the father's."""
    het = states[:, 0] != states[:, 1]
    weight = np.ones((len(states), 2))
    weight[:, 1] = het
    merged = Typed(states[:, :1], states[:, 1:], (1.0 + het)[:, None])
    return Typed(states, states[:, ::-1], weight, merged)


def perhaps_silent(states: Numbers, silent: Numbers | int) -> Typed:
    """The same where one allele seen twice may be one allele and a silent one."""
    one, two = states[:, 0], states[:, 1]
    het = one != two
    hidden = np.where(het, one, silent)
    first = np.stack([one, two, hidden], axis=1)
    second = np.stack([two, hidden, one], axis=1)
    weight = np.stack([np.ones(len(states)), np.ones(len(states)), ~het], axis=1)
    doubled = np.where(het[:, None], [2.0, 0.0], [1.0, 2.0])
    merged = Typed(first[:, :2], np.where(het[:, None], second[:, :1], second[:, :2]), doubled)
    return Typed(first, second, weight, merged)


def _pair(results: _Results) -> Typed:
    return two_alleles(_seen_states(results))


def _silent(results: _Results) -> Typed:
    silent = np.array([states.silent for states, _ in results], dtype=np.intp)
    return perhaps_silent(_seen_states(results), silent)


def _seen_states(results: _Results) -> Numbers:
    return np.array([[s.state(a), s.state(b or a)] for s, (a, b) in results], dtype=np.intp)


def _single(results: _Results) -> Typed:
    states = np.array([[s.state(a)] for s, (a, _) in results], dtype=np.intp)
    return Typed(states, states, np.ones((len(states), 1)))


_TYPED = {"pair": _pair, "silent": _silent, "single": _single}


def _shown(person: str, rows: Sequence[_Row], width: int, dropout: Mapping[str, Dropout]) -> Array:
    """P(all that was seen of a person | both alleles), every sight a factor of its own."""
    table = np.zeros((len(rows), width, width))
    for number, row in enumerate(rows):
        states, inside = row.states, table[number, : row.states.size, : row.states.size]
        inside += 1
        for seen_as, result in row.sights.get(person, [(person, row.results[person])]):
            weak = dropout.get(seen_as)
            inside *= (
                _firm(states, result) if weak is None else seen_given_true(states, result, weak)
            )
    return table


def _firm(states: States, result: Result) -> Array:
    """1 where two ordered alleles are reported as this genotype by a sample that lost nothing."""
    table = np.zeros((states.size, states.size))
    first = states.state(result[0])
    if result[1] is None:
        table[first, :] = table[:, first] = 1
        return table
    second = states.state(result[1])
    table[first, second] = table[second, first] = 1
    if first == second and states.silent is not None:
        table[first, states.silent] = table[states.silent, first] = 1
    return table


def _squeezed(table: Array, alleles: Sequence[Allele]) -> Array:
    """The table without the axes of alleles that have one value only."""
    kept = [size for size, a in zip(table.shape[1:], alleles, strict=True) if a.axis is not None]
    return table if len(kept) == table.ndim - 1 else table.reshape(len(table), *kept)


@lru_cache(maxsize=256)
def _rows(count: int) -> Numbers:
    return np.arange(count)
