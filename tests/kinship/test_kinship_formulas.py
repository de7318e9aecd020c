"""Textbook formulas, written out by hand."""

import math

import pytest

from jusan.kinship.catalogue import RELATIONSHIPS, chain, pair_hypotheses
from jusan.kinship.linkage import Link
from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Setting, ln_likelihood
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis, evaluate

P = {"8": 0.2, "9": 0.3, "10": 0.5}
MARKER = Marker("L", tuple(P), tuple(P.values()))
TRIO = Pedigree.of(
    [Individual("f", sex="M"), Individual("m", sex="F"), Individual("c", "f", "m", "M")]
)
OTHER_MAN = Pedigree.of(
    [
        Individual("f", sex="M"),
        Individual("x", sex="M"),
        Individual("m", sex="F"),
        Individual("c", "x", "m", "M"),
    ]
)


def lr(relationship: str, a: Genotype, b: Genotype, marker: Marker = MARKER) -> float:
    result = evaluate(
        [marker],
        {"A": {marker.name: a}, "B": {marker.name: b}},
        pair_hypotheses(relationship, sex_a="F", sex_b="M"),
    )
    ln_lr = result.ln_lr(relationship, "unrelated") if relationship != "unrelated" else 0.0
    return 0.0 if ln_lr is None else math.exp(ln_lr)


def test_paternity_trio_is_one_over_twice_p() -> None:
    genotypes = {
        "f": {"L": ("8", "9")},
        "m": {"L": ("10", "10")},
        "c": {"L": ("8", "10")},
    }
    result = evaluate(
        [MARKER],
        genotypes,
        [Hypothesis("father", TRIO), Hypothesis("other", OTHER_MAN)],
    )
    ln_lr = result.ln_lr("father", "other")
    assert ln_lr is not None and math.exp(ln_lr) == pytest.approx(1 / (2 * P["8"]), rel=1e-12)


# IBD coefficients (k0, k1, k2) of each relationship; Thompson (1975), Ann Hum Genet 39:173-188
KAPPA = {
    "parent": (0, 1, 0),
    "father": (0, 1, 0),
    "mother": (0, 1, 0),
    "full sibling": (0.25, 0.5, 0.25),
    "paternal half sibling": (0.5, 0.5, 0),
    "maternal half sibling": (0.5, 0.5, 0),
    "paternal grandparent": (0.5, 0.5, 0),
    "maternal grandparent": (0.5, 0.5, 0),
    "paternal avuncular": (0.5, 0.5, 0),
    "maternal avuncular": (0.5, 0.5, 0),
    "half avuncular": (0.75, 0.25, 0),
    "cousin": (0.75, 0.25, 0),
    "paternal three-quarter sibling": (3 / 8, 1 / 2, 1 / 8),
    "maternal three-quarter sibling": (3 / 8, 1 / 2, 1 / 8),
    "double cousin": (9 / 16, 6 / 16, 1 / 16),
    "half cousin": (7 / 8, 1 / 8, 0),
    "cousin once removed": (7 / 8, 1 / 8, 0),
    "second cousin": (15 / 16, 1 / 16, 0),
    "great-grandparent": (3 / 4, 1 / 4, 0),
    "great avuncular": (3 / 4, 1 / 4, 0),
}
# Here one or both of the pair are inbred, and (k0, k1, k2) does not describe them.
INBRED = (
    "parent by own child",
    "parent by own sibling",
    "parent by own parent",
    "full sibling, parents cousins",
    "full sibling, parents siblings",
)


def test_catalogue_is_complete() -> None:
    assert set(RELATIONSHIPS) == {*KAPPA, *INBRED, "unrelated"}


@pytest.mark.parametrize("relationship", KAPPA)
def test_pair_lr_follows_the_ibd_coefficients(relationship: str) -> None:
    k0, k1, k2 = KAPPA[relationship]
    p, q = P["8"], P["9"]
    # one allele shared of two heterozygotes: 1/(4p); both equal: one IBD (p+q)/(4pq), two 1/(2pq)
    assert lr(relationship, ("8", "9"), ("8", "10")) == pytest.approx(k0 + k1 / (4 * p))
    same = k0 + k1 * (p + q) / (4 * p * q) + k2 / (2 * p * q)
    assert lr(relationship, ("8", "9"), ("9", "8")) == pytest.approx(same)
    assert lr(relationship, ("8", "8"), ("8", "8")) == pytest.approx(k0 + k1 / p + k2 / p**2)
    assert lr(relationship, ("8", "8"), ("9", "9")) == pytest.approx(k0)


@pytest.mark.parametrize("relationship", [*KAPPA, *INBRED, "unrelated"])
def test_expected_lr_among_unrelated_is_one(relationship: str) -> None:
    """By enumeration of all genotype pairs at one marker, never by simulation."""
    spec = MutationSpec("proportional", 0.01)
    marker = Marker("L", tuple(P), tuple(P.values()), mutation=Mutation(spec, spec))
    genotypes = [(a, b) for i, a in enumerate(P) for b in list(P)[i:]]

    def chance(genotype: tuple[str, str]) -> float:
        a, b = genotype
        return P[a] * P[b] * (1 if a == b else 2)

    mean = math.fsum(
        chance(a) * chance(b) * lr(relationship, a, b, marker) for a in genotypes for b in genotypes
    )
    assert mean == pytest.approx(1, rel=1e-12)


def test_theta_formula_for_two_equal_heterozygotes() -> None:
    """P(AB, AB) of two unrelated persons after Balding and Nichols."""
    theta = 0.03
    p, q = P["8"], P["9"]
    pair = Pedigree.of([Individual("a"), Individual("b")])
    genotypes: dict[str, Genotype] = {"a": ("8", "9"), "b": ("8", "9")}
    ab = 2 * p * q * (1 - theta)
    again = 2 * (theta + (1 - theta) * p) * (theta + (1 - theta) * q)
    expected = ab * again / ((1 + theta) * (1 + 2 * theta))
    ln_lik = ln_likelihood(MARKER, pair, genotypes, Setting(theta))
    assert math.exp(ln_lik) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("rho", [0.0, 0.117, 0.5])
def test_linked_markers_of_a_grandparent(rho: float) -> None:
    """The child has the grandparent's allele at both, at neither, or at one of two markers."""
    two = Marker("K", MARKER.alleles, MARKER.freqs)
    profiles: dict[str, dict[str, Genotype]] = {
        "A": {"L": ("8", "9"), "K": ("8", "8")},
        "B": {"L": ("8", "10"), "K": ("9", "10")},
    }
    result = evaluate(
        [MARKER, two],
        profiles,
        pair_hypotheses("paternal grandparent", sex_a="M"),
        links=[Link("L", "K", rho)],
    )
    shared_l, shared_k = 1 / (4 * P["8"]), 0.0
    expected = (1 - rho) / 2 * (shared_l * shared_k + 1) + rho / 2 * (shared_l + shared_k)
    ln_lr = result.ln_lr("paternal grandparent", "unrelated")
    assert ln_lr is not None and math.exp(ln_lr) == pytest.approx(expected, rel=1e-12)


def test_chain_of_three_generations_reports_its_links_apart() -> None:
    profiles: dict[str, dict[str, Genotype]] = {
        "child": {"L": ("8", "9")},
        "mother": {"L": ("8", "10")},
        "grandmother": {"L": ("8", "8")},
    }
    result = evaluate([MARKER], profiles, chain("child", "mother", "grandmother"))
    p8, p9, p10 = P["8"], P["9"], P["10"]
    unrelated = p8**2 * (2 * p8 * p10) * (2 * p8 * p9)
    chained = p8**2 * p10 * (p9 / 2)
    total = result.ln_lr("chain", "unrelated")
    assert total is not None and math.exp(total) == pytest.approx(chained / unrelated)
    mother = result.ln_lr("mother only", "unrelated")
    assert mother is not None and math.exp(mother) == pytest.approx(1 / (4 * p8))
    grandmother = result.ln_lr("grandmother only", "unrelated")
    assert grandmother is not None
    assert math.exp(grandmother) == pytest.approx(0.5 + 0.5 / (2 * p8))


def test_untyped_ancestors_count_under_a_model_that_is_not_stationary() -> None:
    spec = MutationSpec("stepwise", 0.01, range=0.1)
    marker = Marker("L", tuple(P), tuple(P.values()), mutation=Mutation(spec, spec))
    profiles = {"f": {"L": ("8", "9")}, "c": {"L": ("8", "10")}}
    single = Pedigree.of([Individual("f", sex="M"), Individual("c", "f", None, "M")])
    hypotheses = [Hypothesis("kept", TRIO), Hypothesis("dropped", single)]
    exact = evaluate([marker], profiles, hypotheses)
    difference = exact.ln_lr("kept", "dropped")
    assert difference is not None and abs(difference) > 1e-4
    pruned = evaluate([marker], profiles, hypotheses, familias_compatible=True)
    assert pruned.ln_lr("kept", "dropped") == pytest.approx(0, abs=1e-12)


def test_likelihoods_below_the_smallest_float_stay_finite() -> None:
    """Three hundred unrelated persons, and a couple with sixty children, in natural logs."""
    rare = Marker("L", ("8", "9"), (1e-4, 1 - 1e-4))
    crowd = Pedigree.of([Individual(f"p{i}") for i in range(300)])
    ln_crowd = ln_likelihood(rare, crowd, dict.fromkeys(crowd.ids, ("8", "8")))
    assert ln_crowd == pytest.approx(600 * math.log(1e-4), rel=1e-12)
    spec = MutationSpec("equal", 1e-8)
    mutating = Marker("L", ("8", "9"), (0.5, 0.5), mutation=Mutation(spec, spec))
    parents = [Individual("f", sex="M"), Individual("m", sex="F")]
    children = [Individual(f"c{i}", "f", "m") for i in range(60)]
    genotypes: dict[str, Genotype] = {"f": ("8", "8"), "m": ("8", "8")}
    genotypes |= {child.id: ("9", "9") for child in children}
    ln_family = ln_likelihood(mutating, Pedigree.of([*parents, *children]), genotypes)
    assert ln_family == pytest.approx(4 * math.log(0.5) + 120 * math.log(1e-8), rel=1e-9)
