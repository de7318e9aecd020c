"""Whom to sample next: what one more typed relative would be worth.

Genotypes of the relative and of the missing person are drawn, marker by marker, from what the
family's own profiles leave open; the LR of "the missing person" against "unrelated" is then what a
true (or an unrelated) candidate would reach. Simulations are seeded and report their own error.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jusan.kinship.errors import HypothesisError
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.profiles import Genotypes
from jusan.kinship.simulation import Ratios, simulate

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
        asked = [] if relative == NOBODY else [relative]
        rng = np.random.default_rng(seed)
        ratios = _over_markers(markers, pedigree, genotypes, asked, missing, rng, simulations)
        options.append(_option(relative, ratios, log10_threshold))
    return sorted(options, key=lambda option: -option.mean_log10_lr)


def _over_markers(
    markers: Sequence[Marker],
    pedigree: Pedigree,
    genotypes: Genotypes,
    asked: Sequence[str],
    missing: str,
    rng: np.random.Generator,
    size: int,
) -> Ratios:
    """ln LR over all markers, taken as unlinked."""
    true, unrelated = np.zeros(size), np.zeros(size)
    for marker in markers:
        at_marker = {person: profile.get(marker.name) for person, profile in genotypes.items()}
        one = simulate(marker, pedigree, at_marker, asked, missing, rng=rng, size=size)
        true += one.true
        unrelated += one.unrelated
    return Ratios(true, unrelated)


def _option(relative: str, ratios: Ratios, log10_threshold: float) -> Option:
    true = ratios.true / math.log(10)
    unrelated = ratios.unrelated / math.log(10)
    spread = float(true.std(ddof=1)) if len(true) > 1 else 0.0
    return Option(
        relative=relative,
        mean_log10_lr=float(true.mean()),
        standard_error=spread / math.sqrt(len(true)),
        p_pass_true=float((true >= log10_threshold).mean()),
        p_pass_unrelated=float((unrelated >= log10_threshold).mean()),
        share_impossible=float(np.isneginf(unrelated).mean()),
    )
