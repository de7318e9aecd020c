"""Questions to ask of a batch of profiles before any kinship is weighed.

Nothing here decides: every finding is a question for the laboratory. A parent-child inconsistency
is counted and shown, never a verdict, because one mutation in a true pair is ordinary.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from jusan.kinship.catalogue import pair_hypotheses
from jusan.kinship.loci import Marker
from jusan.kinship.profiles import Genotypes, Profile, same_genotype, typed_markers
from jusan.kinship.ratios import evaluate

SexAgainstMarker = Literal["conflict", "explained by Y marker", "no result"]
Y_MARKER = "DYS391"


@dataclass(frozen=True, slots=True)
class SexFlag:
    """A tube whose sex markers do not fit the recorded sex. It blocks until a person looks.

    `finding`: "conflict", or "explained by Y marker" (amelogenin X only in a boy who does show a
    Y marker: a known deletion; the quarantine stays all the same).
    """

    sample: str
    recorded_sex: str
    amelogenin: str
    y_marker: str | None
    finding: SexAgainstMarker
    reason: str


def sex_flags(genotypes: Genotypes, sexes: Mapping[str, str]) -> list[SexFlag]:
    """Tubes whose amelogenin or DYS391 speaks against the recorded sex (M or F).

    `sexes` maps tube to M, F or U; U and tubes without amelogenin result are passed over.
    """
    found = [_sex_flag(tube, genotypes[tube], sexes.get(tube, "U")) for tube in genotypes]
    return [flag for flag in found if flag is not None]


def _sex_flag(tube: str, profile: Profile, recorded: str) -> SexFlag | None:
    result = profile.get("AMEL")
    alleles = {allele for allele in result or () if allele}
    y_result = profile.get(Y_MARKER)
    y_seen = y_result[0] if y_result else None
    if recorded not in ("M", "F") or not (alleles or y_seen):
        return None
    marker_male = "Y" in alleles
    amelogenin = ",".join(sorted(alleles)) or "no result"

    def flag(finding: SexAgainstMarker, reason: str) -> SexFlag:
        return SexFlag(tube, recorded, amelogenin, y_seen, finding, reason)

    if recorded == "F" and (marker_male or y_seen):
        return flag("conflict", "recorded as female, but a Y-chromosome result was seen")
    if recorded == "M" and alleles and not marker_male:
        if y_seen:
            return flag("explained by Y marker", f"amelogenin shows no Y, but {Y_MARKER} does")
        return flag("conflict", f"recorded as male, but neither amelogenin Y nor {Y_MARKER}")
    return None


@dataclass(frozen=True, slots=True)
class SameProfile:
    """Two tubes that agree at every marker they share: one person twice, or identical twins."""

    first: str
    second: str
    markers_compared: int


def same_profiles(genotypes: Genotypes, *, min_markers: int = 8) -> list[SameProfile]:
    """Pairs of tubes without any difference over at least `min_markers` shared markers."""
    found = []
    for first, second in combinations(genotypes, 2):
        shared = [m for m in typed_markers(genotypes[first]) if genotypes[second].get(m)]
        if len(shared) >= min_markers and all(
            same_genotype(genotypes[first][m], genotypes[second][m]) for m in shared
        ):
            found.append(SameProfile(first, second, len(shared)))
    return found


@dataclass(frozen=True, slots=True)
class Inconsistencies:
    """Markers at which a parent and a child share no allele. A count, never a verdict."""

    parent: str
    child: str
    markers: tuple[str, ...]
    markers_compared: int


def parent_child_inconsistencies(
    parent: str,
    child: str,
    genotypes: Genotypes,
    *,
    skip: Sequence[str] = ("AMEL", Y_MARKER),
) -> Inconsistencies:
    """Count the markers without a shared allele; half-known results speak for nothing."""
    against, compared = [], 0
    for marker in typed_markers(genotypes[parent]):
        one, two = genotypes[parent][marker], genotypes[child].get(marker)
        if marker in skip or one is None or two is None or None in one or None in two:
            continue
        compared += 1
        if not set(one) & set(two):
            against.append(marker)
    return Inconsistencies(parent, child, tuple(against), compared)


@dataclass(frozen=True, slots=True)
class SwapHypothesis:
    """Two claimed mother-child pairs, neither supported, while the crossed pairs are.

    `swapped` says which tubes may have changed places; both readings fit the same numbers, so the
    proposal is always to take both samples again, never to relabel. ln LRs are parent against
    unrelated; None is an impossible pair.
    """

    claimed: tuple[tuple[str, str], tuple[str, str]]
    crossed: tuple[tuple[str, str], tuple[str, str]]
    ln_lr_claimed: tuple[float | None, float | None]
    ln_lr_crossed: tuple[float | None, float | None]
    proposal: str = "re-sample both"


def swap_hypotheses(
    markers: Sequence[Marker],
    genotypes: Genotypes,
    claimed_pairs: Sequence[tuple[str, str]],
    *,
    ln_support: float,
    ln_against: float = 0.0,
    theta: float = 0.0,
    unlisted_freq: float | None = None,
) -> list[SwapHypothesis]:
    """Look across a batch for crossed support.

    `claimed_pairs` are (mother tube, child tube). A pair is supported at ln LR >= `ln_support`
    and unsupported below `ln_against`; both thresholds are the case's policy.
    """
    usable = [pair for pair in claimed_pairs if pair[0] in genotypes and pair[1] in genotypes]

    def weigh(mother: str, child: str) -> float | None:
        profiles = {"A": genotypes[mother], "B": genotypes[child]}
        result = evaluate(
            markers,
            profiles,
            pair_hypotheses("mother"),
            theta,
            unlisted_freq=unlisted_freq,
        )
        return result.ln_lr("mother", "unrelated")

    weights = {pair: weigh(*pair) for pair in usable}
    doubtful = [pair for pair in usable if _or_minus(weights[pair]) < ln_against]
    found = []
    for one, two in combinations(doubtful, 2):
        crossed = ((one[0], two[1]), (two[0], one[1]))
        support = (weigh(*crossed[0]), weigh(*crossed[1]))
        if all(_or_minus(value) >= ln_support for value in support):
            found.append(SwapHypothesis((one, two), crossed, (weights[one], weights[two]), support))
    return found


def _or_minus(value: float | None) -> float:
    return -math.inf if value is None else value
