"""Every standard pedigree against the slow sum; the inbred ones against hand-made figures."""

import math

import pytest

from jusan.kinship.brute import likelihood
from jusan.kinship.catalogue import RELATIONSHIPS, pair_pedigree
from jusan.kinship.errors import HypothesisError
from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.peeling import ln_likelihood
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import RatioResult

SPEC = MutationSpec("equal", 0.02)
MARKER = Marker("L", ("8", "9"), (0.3, 0.7), mutation=Mutation(SPEC, MutationSpec("equal", 0.01)))
PLAIN = Marker("L", ("8", "9"), (0.3, 0.7))
# The slow sum takes every pair of alleles of everybody: eleven persons are too many for it.
SMALL = [name for name in RELATIONSHIPS if len(pair_pedigree(name).ids) <= 9]


@pytest.mark.parametrize("relationship", SMALL)
@pytest.mark.parametrize("sex", ["M", "F"])
def test_fast_equals_slow(relationship: str, sex: str) -> None:
    pedigree = pair_pedigree(relationship, sex_a="M" if sex == "M" else "F", sex_b="U")
    pair: dict[str, Genotype] = {"A": ("8", "9"), "B": ("8", "8")}
    assert math.exp(ln_likelihood(MARKER, pedigree, pair)) == pytest.approx(
        likelihood(MARKER, pedigree, pair), rel=1e-11
    )


def test_the_small_ones_are_nearly_all() -> None:
    assert set(RELATIONSHIPS) - set(SMALL) == {
        "double cousin",
        "cousin once removed",
        "second cousin",
        "full sibling, parents cousins",
    }


# Inbreeding of B: the chance of being homozygous by descent for one ancestral allele.
INBREEDING = {
    "parent by own child": 1 / 4,
    "parent by own sibling": 1 / 4,
    "parent by own parent": 1 / 4,
    "full sibling, parents cousins": 1 / 16,
    "full sibling, parents siblings": 1 / 4,
}


@pytest.mark.parametrize("relationship", INBREEDING)
@pytest.mark.parametrize("sex", ["M", "F"])
def test_homozygotes_of_the_inbred_child(relationship: str, sex: str) -> None:
    """P(88) = f p + (1 - f) p^2: Wright (1922), Am Nat 56:330."""
    pedigree = pair_pedigree(relationship, sex_a="M" if sex == "M" else "F")
    f, p = INBREEDING[relationship], 0.3
    seen = math.exp(ln_likelihood(PLAIN, pedigree, {"B": ("8", "8")}))
    assert seen == pytest.approx(f * p + (1 - f) * p * p, rel=1e-12)


def test_posterior_weighs_stated_priors() -> None:
    result = RatioResult({}, {"H1": math.log(0.02), "H2": math.log(0.001), "H3": None})
    posterior = result.posterior({"H1": 0.1, "H2": 0.8, "H3": 0.1})
    assert posterior == pytest.approx({"H1": 0.002 / 0.0028, "H2": 0.0008 / 0.0028, "H3": 0.0})


@pytest.mark.parametrize(
    ("priors", "message"),
    [
        ({"H1": 1.0}, "'H2' has none"),
        ({"H1": 0.5, "H2": 0.5, "H9": 0.0}, "'H9' is not among"),
        ({"H1": 1.5, "H2": -0.5}, "expected 0 to 1"),
        ({"H1": 0.5, "H2": 0.4}, "sum to 0.9"),
        ({"H1": 0.0, "H2": 1.0}, "impossible"),
        ({"H1": math.nan, "H2": 1.0}, "expected 0 to 1"),
    ],
)
def test_priors_are_checked(priors: dict[str, float], message: str) -> None:
    result = RatioResult({}, {"H1": -1.0, "H2": None})
    with pytest.raises(HypothesisError, match=message):
        result.posterior(priors)
