"""Alleles that a weak sample lost or gained: drop-out and drop-in for a single person.

Each copy of an allele is lost with chance `rate`, independently; a foreign allele appears with
chance `drop_in`, drawn from the population. The qualitative model of Haned, Slooten and Gill
(2012), Forensic Sci Int Genet 6:762-774, for one contributor and one replicate.
"""

from dataclasses import dataclass

import numpy as np

from jusan.kinship.errors import GenotypeError
from jusan.kinship.lumping import States
from jusan.kinship.network import Array


@dataclass(frozen=True, slots=True)
class Dropout:
    """Chance that one allele copy is lost, and chance that one foreign allele appears."""

    rate: float
    drop_in: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.rate < 1 or not 0 <= self.drop_in < 1:
            raise GenotypeError(f"drop-out {self.rate}, drop-in {self.drop_in}: expected 0 to 1")


def seen_given_true(states: States, genotype: tuple[str, str | None], model: Dropout) -> Array:
    """P(these alleles are seen | true ordered alleles), shape (k, k) over the states.

    `(a, a)` and `(a, None)` both mean: only a was seen. A silent allele is never seen.
    """
    seen = sorted({states.state(allele) for allele in genotype if allele is not None})
    size = states.size
    copies = np.zeros((size, size, size))
    one, two = np.indices((size, size))
    for state in range(size):
        copies[state] = (one == state).astype(float) + (two == state)
    table = np.full((size, size), 1.0)
    foreign = np.zeros((size, size), dtype=bool)
    for state in range(size):
        if state == states.silent:
            continue
        lost = np.power(model.rate, copies[state])
        if state not in seen:
            table *= lost
            continue
        absent = copies[state] == 0
        table *= np.where(absent, model.drop_in * states.freqs[state], 1 - lost)
        foreign |= absent
    result: Array = table * np.where(foreign, 1.0, 1 - model.drop_in)
    return result
