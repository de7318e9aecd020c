"""Genotypes drawn from what a family's own profiles leave open, many families at once.

Person after person is drawn from the table of one peeling with that person left open; families in
which the same genotypes came up share one row of the next peeling. The candidate is drawn last,
once from the family (a true one), once from the population. Theta has `urn_simulation`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jusan.kinship.descent import Kind
from jusan.kinship.errors import GenotypeError, impossible_family
from jusan.kinship.loci import Marker
from jusan.kinship.network import Array
from jusan.kinship.observed import Numbers, Observed
from jusan.kinship.observing import observe, perhaps_silent, two_alleles
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import PLAIN, Setting, open_tables
from jusan.kinship.profiles import Genotype
from jusan.kinship.twins import one_of_each, united


@dataclass(frozen=True, slots=True)
class Ratios:
    """ln LR of "the missing person" over "unrelated", one for each simulation."""

    true: Array
    unrelated: Array


def simulate(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    asked: Sequence[str],
    missing: str,
    *,
    rng: np.random.Generator,
    size: int,
    setting: Setting = PLAIN,
) -> Ratios:
    """Type the persons `asked` at one marker, then the missing person, in `size` families.

    Autosomal, theta 0. A stranger is of the marker's own population unless `setting` names a table
    for the missing person. Raises HypothesisError if the genotypes at hand are impossible,
    GenotypeError for an X marker.
    """
    if marker.chromosome != "autosomal":
        raise GenotypeError(f"marker {marker.name}: open genotypes are autosomal only")
    profiles = {p: {marker.name: g} for p, g in genotypes.items() if p in pedigree}
    twins, first = pedigree.twins, one_of_each(pedigree.twins)
    missing = first.get(missing, missing)
    (known,) = observe(
        [marker], profiles, dropout=setting.dropout, lump=False, twins=twins, tables=[missing]
    )
    shown = {person for person, _ in known.kinds}
    # a twin of somebody typed tells nothing new
    asked = [p for p in dict.fromkeys(first.get(p, p) for p in asked) if p not in shown]
    pedigree, setting = united(pedigree), setting.united(twins)
    families = _Families(marker.name, known, pedigree, marker.silent_freq > 0, setting)
    rows = np.zeros(size, dtype=np.intp)
    for person in asked:
        tables = families.open(person)
        families.check(tables)
        one, two = drawn(tables, rows, rng)
        rows = families.type(person, rows, one, two)
    tables = families.open(missing)
    families.check(tables)
    population = known.freqs_of(setting.founder_tables.get(missing))[0]
    freqs = population / population.sum()
    unrelated = rng.choice(len(freqs), size=(2, size), p=freqs)
    ln_lr = ln_ratios(tables, np.outer(freqs, freqs)[None], marker.silent_freq > 0)
    return Ratios(
        true=ln_lr[rows, *drawn(tables, rows, rng)],
        unrelated=ln_lr[rows, *unrelated],
    )


class _Families:
    """Families in which somebody was typed in different ways: one row for each way."""

    def __init__(
        self, marker: str, known: Observed, pedigree: Pedigree, silent: bool, setting: Setting
    ) -> None:
        self._marker = marker
        self._setting = setting
        self._known = known
        self._pedigree = pedigree
        self._silent = known.width - 1 if silent else None
        self._typed: dict[str, Numbers] = {}
        self._count = 1

    def open(self, person: str) -> Array:
        """P(all others' genotypes and these two alleles of a person), (rows, n, n)."""
        typed = [p for p in self._typed if p != person]
        blank = np.zeros(self._count, dtype=bool)
        for other in typed:
            blank |= self._typed[other][:, 0] == self._silent
        tables = self._open(person, typed)
        # where nobody else is typed one row stands for all
        tables = np.array(np.broadcast_to(tables, (self._count, *tables.shape[1:])))
        for row in np.flatnonzero(blank):
            # two silent alleles show nothing: for this marker that person is untyped
            shown = [p for p in typed if self._typed[p][row, 0] != self._silent]
            tables[row] = self._open(person, shown, row)[0]
        if person in self._typed:  # an identical twin was asked
            tables *= self._shows(self._typed[person], tables.shape[1])
        return tables

    def _open(self, person: str, typed: Sequence[str], row: np.intp | None = None) -> Array:
        return open_tables(self._group(typed, row), self._pedigree, person, self._setting)

    def _shows(self, states: Numbers, size: int) -> Array:
        """1 for every two alleles that show as these, (rows, n, n)."""
        out = np.zeros((len(states), size, size))
        row, one, two = np.arange(len(states)), states[:, 0], states[:, 1]
        out[row, one, two] = out[row, two, one] = 1
        if self._silent is not None:
            alone = row[one == two]
            out[alone, one[alone], self._silent] = out[alone, self._silent, one[alone]] = 1
            out[one == self._silent] = 1
        return out

    def check(self, tables: Array) -> None:
        """Raises HypothesisError if what the family itself shows has no chance."""
        if (tables.sum(axis=(1, 2)) <= 0).any():
            raise impossible_family(self._marker, [person for person, _ in self._known.kinds])

    def type(self, person: str, rows: Numbers, one: Numbers, two: Numbers) -> Numbers:
        """Add a person with alleles drawn in each simulation; returns the new row of each."""
        low, high = np.minimum(one, two), np.maximum(one, two)
        if self._silent is not None:
            high = np.where(high == self._silent, low, high)  # one allele is seen, as if twice
        keys = np.stack([rows, low, high], axis=1)
        ways, found = np.unique(keys, axis=0, return_inverse=True)
        self._typed = {p: states[ways[:, 0]] for p, states in self._typed.items()}
        self._typed[person] = ways[:, 1:]
        self._count = len(ways)
        return np.asarray(found, dtype=np.intp).reshape(-1)

    def _group(self, persons: Sequence[str], row: np.intp | None = None) -> Observed:
        group = self._known
        every = np.arange(self._count) if row is None else np.array([row])
        for person in persons:
            states = self._typed[person][every]
            typed = (
                two_alleles(states)
                if self._silent is None
                else perhaps_silent(states, self._silent)
            )
            kind: Kind = "pair" if self._silent is None else "silent"
            group = group.also_typed(person, kind, typed)
        return group


def drawn(tables: Array, rows: Numbers, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Two ordered alleles for each simulation, in proportion to the table of its row."""
    count, size, _ = tables.shape
    one, two = np.divmod(picked(tables.reshape(count, -1), rows, rng), size)
    return one, two


def picked(weights: Array, rows: Numbers, rng: np.random.Generator) -> Numbers:
    """A column for each simulation, in proportion to the weights of its row; any column of a row
    without weights."""
    count, size = weights.shape
    sums = weights.cumsum(axis=1)
    sums[sums[:, -1] <= 0] = np.arange(1, size + 1)
    sums /= sums[:, -1:]
    sums += np.arange(count)[:, None]
    # all rows end to end: row i lies between i and i + 1
    place = np.minimum(rows + rng.random(len(rows)), np.nextafter(rows + 1.0, 0))
    cells: Numbers = np.searchsorted(sums.ravel(), place, side="right") - rows * size
    return cells


def ln_ratios(tables: Array, strangers: Array, silent: bool) -> Array:
    """ln LR of every two alleles as they show, (rows, n, n)."""
    shares = tables / tables.sum(axis=(1, 2), keepdims=True)
    others = strangers / strangers.sum(axis=(1, 2), keepdims=True)
    if silent:
        shares, others = _as_shown(shares), _as_shown(others)
    with np.errstate(divide="ignore", invalid="ignore"):
        ln_lr: Array = np.log(shares) - np.log(others)
    if silent:
        ln_lr[:, -1, -1] = 0.0  # no result weighs nothing
    return ln_lr


def _as_shown(tables: Array) -> Array:
    """Chances of the result that each two alleles show: A with a silent allele shows as A A."""
    out = tables.copy()
    seen = np.arange(tables.shape[1] - 1)
    alone = tables[:, seen, seen] + tables[:, seen, -1] + tables[:, -1, seen]
    out[:, seen, seen] = out[:, seen, -1] = out[:, -1, seen] = alone
    return out
