"""Markers are weighed side by side by one plan: the same as each alone, by the slow sum or not."""

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.bench.kinship.likelihoods import three_loops
from jusan.bench.kinship.population import STEPWISE, family, kit
from jusan.kinship import peeling
from jusan.kinship.brute import likelihood
from jusan.kinship.errors import TooLargeError
from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.network import ln_total
from jusan.kinship.observed import Observed
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Evidence, Setting, ln_likelihood
from jusan.kinship.profiles import Genotype
from tests.kinship.test_kinship_against_brute import draw_genotypes, markers, pedigrees


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), st.lists(markers(), min_size=2, max_size=5), st.booleans())
def test_together_as_each_alone(
    data: st.DataObject, pedigree: Pedigree, drawn: list[Marker], x_linked: bool
) -> None:
    """Different widths, silent alleles, gaps and models in one call; an X marker among them."""
    kinds = ["autosomal"] * (len(drawn) - 1) + ["X" if x_linked else "autosomal"]
    kit = [
        Marker(f"L{i}", m.alleles, m.freqs, m.silent_freq, m.mutation, kind)  # type: ignore[arg-type]
        for i, (m, kind) in enumerate(zip(drawn, kinds, strict=True))
    ]
    seen = {marker.name: draw_genotypes(data, pedigree, marker) for marker in kit}
    profiles = {p: {name: seen[name][p] for name in seen} for p in pedigree.ids}
    found = Evidence(kit, profiles).ln_likelihoods(pedigree)
    for marker, ln_value in zip(kit, found, strict=True):
        slow = likelihood(marker, pedigree, seen[marker.name])
        assert math.isclose(math.exp(ln_value), slow, rel_tol=1e-10, abs_tol=1e-300)


def wide_family(children: int) -> Pedigree:
    """A couple nobody typed, their untyped children, and a grandchild of each."""
    people = [Individual("gf", sex="M"), Individual("gm", sex="F")]
    for i in range(children):
        people += [
            Individual(f"son{i}", "gf", "gm", "M"),
            Individual(f"wife{i}", sex="F"),
            Individual(f"boy{i}", f"son{i}", f"wife{i}", "M"),
            Individual(f"girl{i}", f"son{i}", f"wife{i}", "F"),
        ]
    return Pedigree.of(people)


@pytest.mark.parametrize("shape", ["loops", "sparse loops", "wide"])
def test_large_pedigrees_by_two_ways(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the slow sum: the plan over parts against the tables written out one by one."""
    pedigree = wide_family(6) if shape == "wide" else three_loops()
    typed = [p for p in pedigree.ids if p[:2] in ("he", "sh", "la", "bo", "gi")]
    typed = typed[::3] if shape == "sparse loops" else typed
    some = [m for m in kit(STEPWISE) if m.name in ("TPOX", "TH01", "D21S11")]
    profiles = family(some, pedigree, typed, gaps=0.1)
    profiles[typed[0]]["TPOX"] = (some[0].alleles[0], None)
    fast = Evidence(some, profiles).ln_likelihoods(pedigree)
    used: list[int] = []

    def counted(factors: list[object]) -> float:
        used.append(len(factors))
        return ln_total(factors)  # type: ignore[arg-type]

    monkeypatch.setattr(peeling, "_TINY", math.inf)
    monkeypatch.setattr(peeling, "ln_total", counted)
    slow = Evidence(some, profiles).ln_likelihoods(pedigree)
    assert len(used) == len(some)
    assert fast == pytest.approx(slow, abs=1e-10)


def test_likelihoods_too_small_for_a_number_are_still_told_from_impossible() -> None:
    """Every transmission mutates by 45 repeats: 1e-45 and rarer each, for twelve generations."""
    alleles = tuple(str(i) for i in range(1, 56))
    spec = MutationSpec("stepwise", 0.002, 0.0, 0.1)
    marker = Marker("L", alleles, (1 / 55,) * 55, mutation=Mutation(spec, spec))
    line = [Individual("p0", sex="M")]
    line += [Individual(f"p{i}", f"p{i - 1}", None, "M") for i in range(1, 13)]
    pedigree = Pedigree.of(line)
    genotypes: dict[str, Genotype] = {
        p.id: ("5", "5") if i % 2 else ("50", "50") for i, p in enumerate(line)
    }
    up = sum(0.1**step for step in range(1, 51)) + sum(0.1**step for step in range(1, 5))
    one_step = 0.002 * 0.1**45 / up
    back = (
        0.002
        * 0.1**45
        / (sum(0.1**step for step in range(1, 50)) + sum(0.1**step for step in range(1, 6)))
    )
    expected = 14 * math.log(1 / 55) + 6 * math.log(one_step) + 6 * math.log(back)
    assert expected < -1200
    assert ln_likelihood(marker, pedigree, genotypes) == pytest.approx(expected, abs=1e-9)


def test_a_sum_that_does_not_fit_is_refused() -> None:
    """Everybody of one generation marries into everybody's line: no order of summing is small."""
    rng = random.Random(4)
    people = [Individual(f"{sex}0_{i}", sex=sex) for sex in ("M", "F") for i in range(9)]
    for generation in range(1, 5):
        people += [
            Individual(
                f"{sex}{generation}_{i}",
                f"M{generation - 1}_{rng.randrange(9)}",
                f"F{generation - 1}_{rng.randrange(9)}",
                sex,
            )
            for sex in ("M", "F")
            for i in range(9)
        ]
    pedigree = Pedigree.of(people)
    (marker,) = (m for m in kit(STEPWISE) if m.name == "SE33")
    last = [p for p in pedigree.ids if p[1] == "4"]
    profiles = family([marker], pedigree, last)
    genotypes = {person: row[marker.name] for person, row in profiles.items()}
    with pytest.raises(TooLargeError, match="entries"):
        ln_likelihood(marker, pedigree, genotypes)


def test_theta_and_gaps_together() -> None:
    some = kit()[:3]
    pedigree = wide_family(1)
    profiles = family(some, pedigree, ["son0", "boy0", "girl0"])
    del profiles["boy0"][some[1].name]
    found = Evidence(some, profiles, Setting(0.02)).ln_likelihoods(pedigree)
    for marker, value in zip(some, found, strict=True):
        alone = {person: row.get(marker.name) for person, row in profiles.items()}
        assert value == pytest.approx(ln_likelihood(marker, pedigree, alone, Setting(0.02)))


def test_the_hash_of_a_marker_is_the_same_in_every_process() -> None:
    """Words hash differently in each process, and markers are sent to workers."""
    one, two = (Marker(name, ("8", "9"), (0.4, 0.6)) for name in ("TH01", "TPOX"))
    assert hash(one) == hash(two) and one != two


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.data(),
    pedigrees(),
    st.lists(markers(), min_size=2, max_size=4),
    st.sampled_from([1, 1 << 22]),
)
def test_theta_together_as_each_alone(
    data: st.DataObject, pedigree: Pedigree, drawn: list[Marker], at_once: int
) -> None:
    """One urn a marker, side by side; or, with no room for that, written out one by one."""
    kit = [replace(m, name=f"L{i}") for i, m in enumerate(drawn)]
    seen = {marker.name: draw_genotypes(data, pedigree, marker) for marker in kit}
    profiles = {p: {name: seen[name][p] for name in seen} for p in pedigree.ids}
    before, peeling.AT_ONCE = peeling.AT_ONCE, at_once
    try:
        found = Evidence(kit, profiles, Setting(0.07)).ln_likelihoods(pedigree)
    finally:
        peeling.AT_ONCE = before
    for marker, ln_value in zip(kit, found, strict=True):
        slow = likelihood(marker, pedigree, seen[marker.name], theta=0.07)
        assert math.isclose(math.exp(ln_value), slow, rel_tol=1e-10, abs_tol=1e-300)


def test_urns_in_parts_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many markers whose urns do not fit at once go in several runs, not marker by marker."""
    some, pedigree = kit()[:8], wide_family(1)
    profiles = family(some, pedigree, ["son0", "boy0", "girl0"], gaps=0.2)
    setting = Setting(0.03)
    whole = Evidence(some, profiles, setting).ln_likelihoods(pedigree)
    parts: list[slice] = []
    part = Observed.part
    monkeypatch.setattr(peeling, "_heavy", lambda *_: False)
    monkeypatch.setattr(peeling, "AT_ONCE", 1000)

    def counted(self: Observed, rows: slice) -> Observed:
        parts.append(rows)
        return part(self, rows)

    monkeypatch.setattr(Observed, "part", counted)
    assert Evidence(some, profiles, setting).ln_likelihoods(pedigree) == pytest.approx(whole)
    assert len(parts) > 1


def test_theta_over_too_many_untyped_founders_is_refused() -> None:
    marker = next(m for m in kit(STEPWISE) if m.name == "SE33")
    pedigree = wide_family(3)
    seen = {f"boy{i}": (marker.alleles[0], marker.alleles[1]) for i in range(3)}
    with pytest.raises(TooLargeError, match="theta above 0 couples"):
        ln_likelihood(marker, pedigree, seen, Setting(0.02))
