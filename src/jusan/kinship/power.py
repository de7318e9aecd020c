"""Whom to sample next: what one more typed relative would be worth.

Genotypes of the relative and of the missing person are drawn, marker by marker, from what the
family's own profiles leave open; the LR of "the missing person" against "unrelated" is then what a
true (or an unrelated) candidate would reach. Simulations are seeded and report their own error.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import HypothesisError
from jusan.kinship.loci import Marker
from jusan.kinship.network import Array
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import genotype_table
from jusan.kinship.profiles import Genotype, Genotypes

#: Base label of the option "sample nobody further".
NOBODY = "(nobody)"


@dataclass(frozen=True, slots=True)
class Option:
    """What typing `relative` would give; log10 because a person reads it.

    `mean_log10_lr`: over simulated true candidates, `standard_error` of that mean;
    `p_pass_true`, `p_pass_unrelated`: chance that a true or an unrelated candidate reaches the
    threshold. `share_impossible`: unrelated candidates with an LR of zero.
    """

    relative: str
    mean_log10_lr: float
    standard_error: float
    p_pass_true: float
    p_pass_unrelated: float
    share_impossible: float


def whom_to_sample(
    markers: Sequence[Marker],
    pedigree: Pedigree,
    genotypes: Genotypes,
    missing: str,
    relatives: Sequence[str],
    *,
    log10_threshold: float,
    simulations: int = 200,
    seed: int = 1,
) -> list[Option]:
    """Options ranked by expected log10 LR, with `(nobody)` (the family as it is) among them.

    `relatives` are untyped members of the pedigree who could be asked. Raises HypothesisError.
    """
    for person in (missing, *relatives):
        if person not in pedigree or person in genotypes:
            raise HypothesisError(f"{person!r} must be an untyped member of the pedigree")
    options = []
    for relative in (NOBODY, *relatives):
        draws = _Draws(np.random.default_rng(seed), simulations)
        for marker in markers:
            at_marker = {person: profile.get(marker.name) for person, profile in genotypes.items()}
            _simulate(marker, pedigree, at_marker, missing, relative, draws)
        options.append(_option(relative, draws, log10_threshold))
    return sorted(options, key=lambda option: -option.mean_log10_lr)


@dataclass(slots=True)
class _Draws:
    """Running totals of ln LR for true and unrelated candidates."""

    rng: np.random.Generator
    size: int
    true: Array = field(init=False)
    unrelated: Array = field(init=False)

    def __post_init__(self) -> None:
        self.true = np.zeros(self.size)
        self.unrelated = np.zeros(self.size)


def _simulate(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    missing: str,
    relative: str,
    draws: _Draws,
) -> None:
    """Add one marker: draw the relative, then the missing person given everybody."""
    picked: NDArray[np.intp] = np.zeros(draws.size, dtype=np.intp)
    if relative != NOBODY:
        table, _ = genotype_table(marker, pedigree, genotypes, relative)
        picked = _pick(table, draws.rng, draws.size)
    for cell in np.unique(picked):
        where = np.flatnonzero(picked == cell)
        known = dict(genotypes)
        if relative != NOBODY:
            known[relative] = _genotype(marker, int(cell))
        table, _ = genotype_table(marker, pedigree, known, missing)
        freqs = _freqs(marker)
        population = np.outer(freqs, freqs)
        with np.errstate(divide="ignore"):
            ln_lr = np.log(table / table.sum()) - np.log(population)
        draws.true[where] += ln_lr.flat[_pick(table, draws.rng, len(where))]
        draws.unrelated[where] += ln_lr.flat[_pick(population, draws.rng, len(where))]


def _freqs(marker: Marker) -> Array:
    silent = [marker.silent_freq] if marker.silent_freq > 0 else []
    freqs = np.array([*marker.freqs, *silent])
    scaled: Array = freqs / freqs.sum()
    return scaled


def _pick(table: Array, rng: np.random.Generator, size: int) -> NDArray[np.intp]:
    """Flat cells drawn in proportion to a table; impossible families raise HypothesisError."""
    weights = table.ravel()
    if weights.sum() <= 0:
        raise HypothesisError("the family's own genotypes are impossible: check the pedigree first")
    return rng.choice(len(weights), size=size, p=weights / weights.sum())


def _genotype(marker: Marker, cell: int) -> Genotype:
    """The genotype a laboratory would report for two ordered alleles."""
    size = len(marker.alleles) + (1 if marker.silent_freq > 0 else 0)
    names = [marker.alleles[i] for i in divmod(cell, size) if i < len(marker.alleles)]
    return (names[0], names[-1]) if names else None


def _option(relative: str, draws: _Draws, log10_threshold: float) -> Option:
    true = draws.true / math.log(10)
    unrelated = draws.unrelated / math.log(10)
    spread = float(true.std(ddof=1)) if draws.size > 1 else 0.0
    return Option(
        relative=relative,
        mean_log10_lr=float(true.mean()),
        standard_error=spread / math.sqrt(draws.size),
        p_pass_true=float((true >= log10_threshold).mean()),
        p_pass_unrelated=float((unrelated >= log10_threshold).mean()),
        share_impossible=float(np.isneginf(unrelated).mean()),
    )
