"""Genotypes as small integers: one block of codes for each marker, no result included.

A code already carries its marker's offset, so that one flat table holds the weights of all
markers and a profile is a row of indices into it. Code 0 is the padding of a row: it weighs
nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import GenotypeError, MarkerError
from jusan.kinship.loci import Marker
from jusan.kinship.network import Array
from jusan.kinship.profiles import Genotype, Profile

Codes = NDArray[np.uint16]

#: A row is padded to a multiple of this many codes: few shapes, few compiled kernels.
ROW_MULTIPLE = 4
_MAX_CODES = 1 << 16


@dataclass(frozen=True)
class Codebook:
    """Which code stands for which genotype, for a fixed list of autosomal markers.

    The block of a marker with n alleles: first "no result", then the unordered pairs (i <= j) at
    1 + j (j + 1) / 2 + i, then the n half-known results. Raises MarkerError if the codes do not
    fit into 16 bits or a marker is not autosomal.
    """

    markers: tuple[Marker, ...]

    def __post_init__(self) -> None:
        for marker in self.markers:
            if marker.chromosome != "autosomal":
                raise MarkerError(f"marker {marker.name}: search is over autosomal markers only")
        if self.size > _MAX_CODES:
            raise MarkerError(
                f"{self.size:,} genotypes over {len(self.markers)} markers do not fit into "
                f"{_MAX_CODES:,} codes: search with fewer markers"
            )

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """First code of each marker's block (its "no result"), and the end of the last block."""
        ends = [1]
        for marker in self.markers:
            ends.append(ends[-1] + block_size(len(marker.alleles)))
        return tuple(ends)

    @property
    def size(self) -> int:
        """Number of codes, padding included: the length of every table of weights."""
        return self.offsets[-1]

    @property
    def width(self) -> int:
        """Codes in a row, padding included."""
        return -(-len(self.markers) // ROW_MULTIPLE) * ROW_MULTIPLE

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Position of each marker by name."""
        return {marker.name: i for i, marker in enumerate(self.markers)}

    @cached_property
    def _alleles(self) -> tuple[Mapping[str, int], ...]:
        # an allele of frequency zero has no weight: it counts as unlisted
        return tuple(
            {a: i for i, (a, f) in enumerate(zip(m.alleles, m.freqs, strict=True)) if f > 0}
            for m in self.markers
        )

    def blank(self, rows: int) -> Codes:
        """Rows without any result, shape (rows, width)."""
        row = np.zeros(self.width, dtype=np.uint16)
        row[: len(self.markers)] = self.offsets[:-1]
        return np.tile(row, (rows, 1))

    def code(self, position: int, genotype: Genotype) -> int:
        """The code of a result at one marker; raises GenotypeError for an unlisted allele."""
        base, marker = self.offsets[position], self.markers[position]
        if genotype is None:
            return base
        table, states = self._alleles[position], []
        for allele in genotype:
            if allele is not None:
                if allele not in table:
                    raise GenotypeError(f"marker {marker.name}: allele {allele!r} has no frequency")
                states.append(table[allele])
        size = len(marker.alleles)
        if len(states) == 1:
            return base + 1 + size * (size + 1) // 2 + states[0]
        low, high = sorted(states)
        return base + 1 + high * (high + 1) // 2 + low

    def encode(self, profiles: Sequence[Profile]) -> Codes:
        """Rows of codes; results at markers outside the codebook are passed over."""
        rows = self.blank(len(profiles))
        for row, profile in zip(rows, profiles, strict=True):
            for name, genotype in profile.items():
                position = self.positions.get(name)
                if position is not None:
                    row[position] = self.code(position, genotype)
        return rows

    def genotype(self, position: int, code: int) -> Genotype:
        """The result that a code stands for."""
        marker, rest = self.markers[position], code - self.offsets[position] - 1
        size = len(marker.alleles)
        pairs = size * (size + 1) // 2
        if rest < 0:
            return None
        if rest >= pairs:
            return (marker.alleles[rest - pairs], None)
        high = int((np.sqrt(8 * rest + 1) - 1) / 2)
        return (marker.alleles[rest - high * (high + 1) // 2], marker.alleles[high])

    def decode(self, row: Codes) -> dict[str, Genotype]:
        """The profile of a row, markers without a result included as None."""
        return {m.name: self.genotype(i, int(row[i])) for i, m in enumerate(self.markers)}

    def typed(self, rows: Codes) -> NDArray[np.bool_]:
        """Which markers have a result, shape (rows, markers)."""
        count = len(self.markers)
        shown: NDArray[np.bool_] = rows[:, :count] != np.array(self.offsets[:-1], dtype=np.uint16)
        return shown


def block_size(alleles: int) -> int:
    """Codes of one marker: no result, unordered pairs, half-known results."""
    return 1 + alleles * (alleles + 1) // 2 + alleles


def by_code(ordered: Array, alleles: int) -> Array:
    """Weights of one marker's codes after "no result", from weights of ordered allele pairs.

    `ordered` is (k, k) over the alleles and, last, the silent one if there is one: an allele seen
    twice may hide it. A half-known result is the sum over every pair that contains the allele.
    """
    both = ordered + ordered.T
    high, low = np.tril_indices(alleles)
    pairs = both[low, high].copy()
    homozygous = low == high
    pairs[homozygous] /= 2
    if len(ordered) > alleles:
        pairs[homozygous] += both[np.arange(alleles), alleles]
    half = both.sum(axis=1)[:alleles] - np.diag(ordered)[:alleles]
    result: Array = np.concatenate([pairs, half])
    return result
