"""Results of several markers read into `observed.Observed`: which stand together, and as what.

Twins' results are moved to one of them, samples that may have lost alleles become tables, and
markers whose results are of one kind are laid side by side.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from jusan.kinship.descent import Kind, Kinds
from jusan.kinship.dropout import Dropout, seen_given_true
from jusan.kinship.errors import GenotypeError
from jusan.kinship.loci import Marker
from jusan.kinship.lumping import States, states_of
from jusan.kinship.network import Array
from jusan.kinship.observed import Numbers, Observed, Typed
from jusan.kinship.profiles import Genotype
from jusan.kinship.twins import Groups

Result = tuple[str, str | None]

#: Markers of up to so many states stand together; a wider one would make all others as wide.
_WIDTHS = (6, 12, 24, 40, 64, 96, 128)


def observe(
    markers: Sequence[Marker],
    genotypes: Mapping[str, Mapping[str, Genotype]],
    *,
    men: Collection[str] = (),
    dropout: Mapping[str, Dropout] | None = None,
    lump: bool = True,
    twins: Groups = (),
    tables: Collection[str] = (),
) -> list[Observed]:
    """The markers in groups of like results, autosomal and X apart.

    `genotypes` maps person -> marker name -> genotype; `men` have one allele at X markers.
    `lump=False` keeps alleles that nobody shows apart.
    All results of a group of `twins` are those of its first member; persons of `tables` are seen
    as a table over all their alleles even where less would do.
    Raises GenotypeError for an unlisted allele.
    """
    groups: _Groups = {}
    for position, marker in enumerate(markers):
        results: dict[str, Result] = {
            person: genotype
            for person, profile in genotypes.items()
            if (genotype := profile.get(marker.name)) is not None
        }
        states = states_of(marker, _seen(marker, results), lump=lump)
        sights = _united(results, twins, dropout or {}) if twins else {}
        row = _Row(position, results, states, sights)
        single = men if marker.chromosome == "X" else ()
        _place(groups, row, marker, single=single, weak=dropout or (), tables=tables)
    return [_observed(key[0], rows, dropout or {}) for key, rows in groups.items()]


def observe_ways(
    marker: Marker,
    ways: Sequence[tuple[Mapping[str, Genotype], Collection[str]]],
    *,
    dropout: Mapping[str, Dropout] | None = None,
    twins: Groups = (),
    tables: Collection[str] = (),
) -> list[Observed]:
    """One autosomal marker at which persons were typed in many ways, a row for each.

    A way is the results by person, and alleles that stay states of their own though nobody shows
    them. Otherwise as `observe`; `markers` of a group are the numbers of its ways.
    """
    groups: _Groups = {}
    for number, (genotypes, named) in enumerate(ways):
        results: dict[str, Result] = {p: g for p, g in genotypes.items() if g is not None}
        states = states_of(marker, {*_seen(marker, results), *named})
        sights = _united(results, twins, dropout or {}) if twins else {}
        row = _Row(number, results, states, sights)
        _place(groups, row, marker, single=(), weak=dropout or (), tables=tables)
    return [_observed(key[0], rows, dropout or {}) for key, rows in groups.items()]


_Groups = dict[tuple[Kinds, int, str], list["_Row"]]


def _place(
    groups: _Groups,
    row: "_Row",
    marker: Marker,
    *,
    single: Collection[str],
    weak: Collection[str],
    tables: Collection[str],
) -> None:
    """Put a row among those of like results."""
    kinds: Kinds = tuple(
        (person, _kind(pair, row, person, person in single, person in weak))
        if person not in tables
        else (person, "table")
        for person, pair in row.results.items()
    )
    width = next((i for i, w in enumerate(_WIDTHS) if row.states.size <= w), row.states.size)
    groups.setdefault((kinds, width, marker.chromosome), []).append(row)


def _seen(marker: Marker, results: Mapping[str, Result]) -> set[str]:
    seen = {allele for pair in results.values() for allele in pair if allele is not None}
    if not seen.issubset(marker.alleles):
        raise _unlisted(marker, results)
    return seen


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
