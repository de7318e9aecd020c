"""The allele states of one marker for one likelihood: silent allele, lumping of the unseen.

Alleles that nobody shows may be merged into one state exactly when the merged chain is again a
Markov chain: every unseen allele must mutate into each seen allele with the same chance (strong
lumpability, Kemeny and Snell 1976, theorem 6.3.2). That holds without mutation and for the equal
and proportional models, not for steps, so the condition is tested on the matrix itself.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import GenotypeError
from jusan.kinship.loci import Marker
from jusan.kinship.mutation import Matrix, mutation_matrices

#: Chances may differ by this part (rounding of the model's own arithmetic) and count as equal.
_EQUAL = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """What one allele variable may be: seen alleles, perhaps "other", perhaps silent.

    `freqs` (k,); `male`, `female` (k, k) or None without mutation; `index` from allele name to
    state; `silent` the state of the silent allele or None; `tables` frequencies (k,) of other
    populations. What lumping asks of a chain does not depend on where it starts.
    """

    marker: str
    freqs: NDArray[np.float64]
    male: Matrix | None
    female: Matrix | None
    index: dict[str, int]
    silent: int | None
    tables: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of states."""
        return len(self.freqs)

    def state(self, allele: str) -> int:
        """State of a seen allele; raises GenotypeError if the table does not list it."""
        try:
            return self.index[allele]
        except KeyError:
            raise GenotypeError(
                f"marker {self.marker}: allele {allele!r} is not in the frequency table"
            ) from None


def states_of(marker: Marker, seen: Collection[str], *, lump: bool = True) -> States:
    """States for a marker at which the alleles `seen` occur; `lump=False` keeps them all."""
    return _states(marker, frozenset(seen), lump)


@lru_cache(maxsize=4096)
def _states(marker: Marker, seen: frozenset[str], lump: bool) -> States:
    # The rival hypotheses of one question differ in who is whose child, never in this.
    male, female = mutation_matrices(marker) or (None, None)
    kept = [i for i, allele in enumerate(marker.alleles) if allele in seen]
    rest = [i for i, allele in enumerate(marker.alleles) if allele not in seen]
    if not lump or len(rest) < 2 or not all(_lumpable(m, kept, rest) for m in (male, female)):
        return _unmerged(marker)
    return _with_silent(marker, male, female, kept, rest)


@lru_cache(maxsize=4096)
def _unmerged(marker: Marker) -> States:
    male, female = mutation_matrices(marker) or (None, None)
    return _with_silent(marker, male, female, list(range(len(marker.alleles))), [])


def _with_silent(
    marker: Marker, male: Matrix | None, female: Matrix | None, kept: list[int], rest: list[int]
) -> States:
    def merged(row: tuple[float, ...]) -> NDArray[np.float64]:
        freqs = np.asarray(row)
        parts = [*freqs[kept]] + ([freqs[rest].sum()] if rest else [])
        return np.array(parts + ([marker.silent_freq] if marker.silent_freq > 0 else []))

    freqs = merged(marker.freqs)
    silent = len(freqs) - 1 if marker.silent_freq > 0 else None
    return States(
        marker=marker.name,
        freqs=freqs,
        male=_merged(male, kept, rest, silent),
        female=_merged(female, kept, rest, silent),
        index={marker.alleles[i]: state for state, i in enumerate(kept)},
        silent=silent,
        tables={table: merged(row) for table, row in marker.tables},
    )


def _lumpable(matrix: Matrix | None, kept: list[int], rest: list[int]) -> bool:
    if matrix is None or not kept:
        return True
    one, two = matrix.item(rest[0], kept[0]), matrix.item(rest[-1], kept[0])
    if abs(one - two) > _EQUAL * max(one, two):
        return False  # two entries settle most tables with steps
    block = matrix[np.ix_(rest, kept)]
    return bool((np.ptp(block, axis=0) <= _EQUAL * block.max(axis=0)).all())


def _merged(
    matrix: Matrix | None, kept: list[int], rest: list[int], silent: int | None
) -> Matrix | None:
    """The matrix over merged states; a silent allele stays silent and none becomes silent."""
    if matrix is None:
        return None
    rows = kept + rest[:1]
    table = np.column_stack(
        [matrix[np.ix_(rows, kept)]] + ([matrix[np.ix_(rows, rest)].sum(axis=1)] if rest else [])
    )
    if silent is None:
        return table
    extended = np.eye(silent + 1)
    extended[:silent, :silent] = table
    return extended
