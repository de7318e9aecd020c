"""Conditional simulation draws what the slow sum says, however many persons are typed first."""

import math
from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np
import pytest

from jusan.kinship import peeling
from jusan.kinship.brute import likelihood
from jusan.kinship.errors import GenotypeError, HypothesisError
from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Setting
from jusan.kinship.profiles import Genotype
from jusan.kinship.simulation import simulate

SPEC = MutationSpec("stepwise", 0.05, 0.01, 0.3)
SILENT = Marker("L", ("8", "9"), (0.5, 0.3), 0.2, Mutation(SPEC, SPEC))
PLAIN = Marker("L", ("8", "9", "10"), (0.2, 0.3, 0.5), mutation=Mutation(SPEC, SPEC))
FAMILY = Pedigree.of(
    [
        Individual("grandmother", sex="F"),
        Individual("uncle", None, "grandmother", "M"),
        Individual("father", None, "grandmother", "M"),
        Individual("child", "father", None, "F"),
    ]
)
KNOWN: dict[str, Genotype] = {"grandmother": ("8", "9")}


def chance(marker: Marker, genotypes: dict[str, Genotype]) -> float:
    return likelihood(marker, FAMILY, genotypes)


def ways(
    marker: Marker, known: dict[str, Genotype], person: str
) -> Iterator[tuple[Genotype, float]]:
    """Every result of a person with its chance given the others'; the rest shows nothing."""
    whole, left = chance(marker, known), 1.0
    for pair in combinations_with_replacement(marker.alleles, 2):
        share = chance(marker, {**known, person: pair}) / whole
        left -= share
        yield pair, share
    yield None, left


def expected(marker: Marker, asked: list[str]) -> float:
    """E ln LR of a true child, by enumeration of everybody's results."""

    def below(known: dict[str, Genotype], rest: list[str], weight: float) -> float:
        if rest:
            return math.fsum(
                below({**known, rest[0]: result}, rest[1:], weight * share)
                for result, share in ways(marker, known, rest[0])
                if share > 1e-15
            )
        alone = chance(marker, known)
        total = 0.0
        for pair, share in ways(marker, known, "child"):
            if pair is not None:
                stranger = likelihood(marker, Pedigree.of([Individual("child")]), {"child": pair})
                joint = chance(marker, {**known, "child": pair}) / alone
                total += weight * share * math.log(joint / stranger)
        return total

    return below(dict(KNOWN), asked, 1.0)


@pytest.mark.parametrize("marker", [PLAIN, SILENT], ids=["three alleles", "a silent one"])
@pytest.mark.parametrize("asked", [[], ["uncle"], ["uncle", "father"]], ids=len)
def test_the_mean_is_the_exact_one(marker: Marker, asked: list[str]) -> None:
    rng = np.random.default_rng(11)
    found = simulate(marker, FAMILY, KNOWN, asked, "child", rng=rng, size=60_000)
    error = found.true.std() / math.sqrt(len(found.true))
    assert found.true.mean() == pytest.approx(expected(marker, asked), abs=4.5 * error)
    ratios = np.exp(found.unrelated)
    # E[LR | unrelated] is one over all results; a child who shows nothing counts as one instead
    nothing = dict(ways(marker, KNOWN, "child"))[None]
    mean = 1 - nothing + marker.silent_freq**2
    assert ratios.mean() == pytest.approx(mean, abs=4.5 * ratios.std() / math.sqrt(len(ratios)))


def test_rows_in_several_runs_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def once() -> list[float]:
        rng = np.random.default_rng(5)
        drawn = simulate(SILENT, FAMILY, KNOWN, ["uncle", "father"], "child", rng=rng, size=300)
        return [*drawn.true, *drawn.unrelated]

    whole = once()
    monkeypatch.setattr(peeling, "AT_ONCE", 20)
    assert once() == pytest.approx(whole, abs=1e-12)


def test_an_impossible_family_is_refused() -> None:
    marker = Marker("L", ("8", "9", "10"), (0.2, 0.3, 0.5))
    known: dict[str, Genotype] = {"grandmother": ("8", "8"), "father": ("9", "10")}
    with pytest.raises(HypothesisError, match="impossible"):
        simulate(marker, FAMILY, known, ["uncle"], "child", rng=np.random.default_rng(1), size=10)


def test_an_x_marker_is_refused_and_not_taken_for_another() -> None:
    marker = Marker("L", ("8", "9"), (0.4, 0.6), chromosome="X")
    with pytest.raises(GenotypeError, match="autosomal only"):
        simulate(marker, FAMILY, KNOWN, [], "child", rng=np.random.default_rng(1), size=5)


def test_founder_inbreeding_counts() -> None:
    """Nobody else typed: with F = 1 the grandmother carries one allele twice in every draw."""
    plain = Marker("L", ("8", "9", "10"), (0.2, 0.3, 0.5))
    rng = np.random.default_rng(2)
    setting = Setting(founder_inbreeding={"grandmother": 1.0})
    drawn = simulate(plain, FAMILY, {}, [], "grandmother", rng=rng, size=4000, setting=setting)
    # a true candidate is homozygous: ln LR is ln(p / p^2) and never that of a heterozygote
    values = {round(float(value), 9) for value in drawn.true}
    assert values == {round(-math.log(p), 9) for p in plain.freqs}
