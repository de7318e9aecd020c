"""Whom to sample next: what one more typed relative would be worth.

Genotypes of the relative and of the missing person are drawn, marker by marker, from what the
family's own profiles leave open; the LR of "the missing person" against "unrelated" is then what a
true (or an unrelated) candidate would reach. Simulations are seeded and report their own error.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from jusan.kinship.errors import HypothesisError, ImpossibleFamilyError, TooLargeError
from jusan.kinship.linkage import Link, linkage_groups
from jusan.kinship.linked_simulation import simulate_linked
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import PLAIN, Setting
from jusan.kinship.profiles import Genotypes
from jusan.kinship.simulation import Ratios, simulate
from jusan.kinship.twins import refuse_conflicts
from jusan.kinship.urn_simulation import simulate_from_urn

#: Base label of the option "sample nobody further".
NOBODY = "(nobody)"


@dataclass(frozen=True, slots=True)
class Option:
    """What typing `relative` would give; log10 because a person reads it.

    `mean_log10_lr`: over simulated true candidates, `standard_error` of that mean;
    `p_pass_true`, `p_pass_unrelated`: chance that a true or an unrelated candidate reaches the
    threshold. `share_impossible`: unrelated candidates with an LR of zero. `without_theta`: markers
    at which theta was taken as 0.
    """

    relative: str
    mean_log10_lr: float
    standard_error: float
    p_pass_true: float
    p_pass_unrelated: float
    share_impossible: float
    without_theta: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleSet:
    """Relatives to be typed together, what that costs, and what it would give at the least."""

    relatives: tuple[str, ...]
    cost: float
    option: Option


@dataclass(frozen=True, slots=True)
class Question:
    """Who is missing from which family, and what counts as enough.

    `genotypes` are the family's own; `links` join markers whose results are drawn together. Under
    theta nothing mutates. Linked groups, markers with a silent allele, and those at which the
    family itself shows a mutation are taken with theta 0, and named. Raises HypothesisError.
    """

    markers: Sequence[Marker]
    pedigree: Pedigree
    genotypes: Genotypes
    missing: str
    log10_threshold: float
    simulations: int = 200
    seed: int = 1
    setting: Setting = PLAIN
    links: Sequence[Link] = ()

    def ask(self, relatives: Sequence[str]) -> Option:
        """What typing all of some relatives would give; their names joined by " + "."""
        for person in (self.missing, *relatives):
            if person not in self.pedigree or person in self.genotypes:
                raise HypothesisError(f"{person!r} must be an untyped member of the pedigree")
        refuse_conflicts(self.pedigree, self.markers, self.genotypes)
        rng = np.random.default_rng(self.seed)
        true, unrelated = np.zeros((2, self.simulations))
        without: list[str] = []
        for group in self._groups():
            one = self._under_theta(group, relatives, rng) if self.setting.theta > 0 else None
            if one is None:
                without += [marker.name for marker in group]
                one = self._simulated(group, relatives, rng)
            true += one.true
            unrelated += one.unrelated
        name = " + ".join(relatives) or NOBODY
        left_out = tuple(without) if self.setting.theta > 0 else ()
        return _option(name, Ratios(true, unrelated), self.log10_threshold, left_out)

    def _groups(self) -> list[list[Marker]]:
        """Markers that are drawn together, in the order given."""
        linked = linkage_groups(self.links, [marker.name for marker in self.markers])
        group_of = {name: group for group in linked for name in group}
        out: dict[tuple[str, ...], list[Marker]] = {}
        for marker in self.markers:
            out.setdefault(tuple(group_of.get(marker.name, [marker.name])), []).append(marker)
        return list(out.values())

    def _under_theta(
        self, group: Sequence[Marker], relatives: Sequence[str], rng: np.random.Generator
    ) -> Ratios | None:
        """A marker alone, without mutation; None where that cannot be done."""
        if len(group) > 1 or group[0].silent_freq > 0:
            return None
        marker = replace(group[0], mutation=None)
        seen = {person: profile.get(marker.name) for person, profile in self.genotypes.items()}
        try:
            return simulate_from_urn(
                marker,
                self.pedigree,
                seen,
                relatives,
                self.missing,
                rng=rng,
                size=self.simulations,
                setting=self.setting,
            )
        except (ImpossibleFamilyError, TooLargeError):
            return None

    def _simulated(
        self, group: Sequence[Marker], relatives: Sequence[str], rng: np.random.Generator
    ) -> Ratios:
        setting = replace(self.setting, theta=0.0)
        if len(group) == 1:
            (marker,) = group
            seen = {person: profile.get(marker.name) for person, profile in self.genotypes.items()}
            return simulate(
                marker,
                self.pedigree,
                seen,
                relatives,
                self.missing,
                rng=rng,
                size=self.simulations,
                setting=setting,
            )
        names = {marker.name for marker in group}
        seen_together = {
            person: {name: result for name, result in profile.items() if name in names}
            for person, profile in self.genotypes.items()
        }
        return simulate_linked(
            group,
            [link for link in self.links if link.marker1 in names],
            self.pedigree,
            seen_together,
            relatives,
            self.missing,
            rng=rng,
            size=self.simulations,
            setting=setting,
        )


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
    setting: Setting = PLAIN,
    links: Sequence[Link] = (),
) -> list[Option]:
    """Options ranked by expected log10 LR, with `(nobody)` (the family as it is) among them.

    `relatives` are untyped members of the pedigree who could be asked. Raises HypothesisError.
    """
    question = Question(
        markers, pedigree, genotypes, missing, log10_threshold, simulations, seed, setting, links
    )
    return ranked(question, relatives)


def ranked(question: Question, relatives: Sequence[str]) -> list[Option]:
    """One relative at a time, and nobody, by expected log10 LR."""
    options = [question.ask([]), *(question.ask([relative]) for relative in relatives)]
    return sorted(options, key=lambda option: -option.mean_log10_lr)


def lowest(tables: Mapping[str, Sequence[Option]]) -> list[tuple[str, Option]]:
    """For each relative the table under which typing them gives least, ranked by that.

    `tables` maps the name of a frequency table to the options under it.
    """
    least: dict[str, tuple[str, Option]] = {}
    for name, options in tables.items():
        for option in options:
            held = least.get(option.relative)
            if held is None or option.mean_log10_lr < held[1].mean_log10_lr:
                least[option.relative] = (name, option)
    return sorted(least.values(), key=lambda pair: -pair[1].mean_log10_lr)


def cheapest_set(
    questions: Sequence[Question], costs: Mapping[str, float], *, wanted: float, largest: int = 3
) -> SampleSet | None:
    """The cheapest relatives after whom a true candidate passes the threshold often enough.

    `questions` are one question under one or more frequency tables: a set must be enough under
    each. `costs` names who can be asked and what each costs; `wanted` is the chance (0 to 1) with
    which a true candidate must reach the threshold. Sets of at most `largest` are tried by rising
    cost, fewer persons first. None if no set is enough. Raises HypothesisError.
    """
    if not 0 < wanted <= 1:
        raise HypothesisError(f"wanted: {wanted} is no chance above 0 and up to 1")
    for person, cost in costs.items():
        if not (math.isfinite(cost) and cost >= 0):
            raise HypothesisError(f"cost of {person!r} is {cost}, expected 0 or more")
    sets = [c for size in range(largest + 1) for c in combinations(costs, size)]
    for relatives in sorted(sets, key=lambda c: (math.fsum(costs[p] for p in c), len(c))):
        least = min((q.ask(relatives) for q in questions), key=lambda o: o.p_pass_true)
        if least.p_pass_true >= wanted:
            return SampleSet(relatives, math.fsum(costs[p] for p in relatives), least)
    return None


def _option(
    relative: str, ratios: Ratios, log10_threshold: float, without_theta: tuple[str, ...]
) -> Option:
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
        without_theta=without_theta,
    )
