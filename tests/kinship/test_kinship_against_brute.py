"""Every likelihood equals the slow sum over all genotypes, on random tiny pedigrees."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.brute import likelihood
from jusan.kinship.linkage import Link, ln_joint
from jusan.kinship.loci import Chromosome, Marker, Mutation, MutationSpec
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Setting, genotype_table, ln_likelihood
from jusan.kinship.profiles import Genotype

ALLELES = ("10", "11", "12.2", "13")
SPECS = (
    MutationSpec(),
    MutationSpec("equal", 0.05),
    MutationSpec("proportional", 0.05),
    MutationSpec("stepwise", 0.05, 0.01, 0.3),
    MutationSpec("onestep", 0.05),
    MutationSpec("dawid", 0.02, range=0.3),
    MutationSpec("stepwise", 0.05, 0.01, 0.3, transform="PM"),
    MutationSpec("stepwise", 0.05, 0.01, 0.3, transform="MH"),
)


@st.composite
def markers(draw: st.DrawFn, chromosome: Chromosome = "autosomal") -> Marker:
    size = draw(st.integers(2, 4))
    parts = draw(st.lists(st.integers(1, 9), min_size=size, max_size=size))
    silent = draw(st.sampled_from([0.0, 0.0, 0.1]))
    freqs = tuple(part / sum(parts) * (1 - silent) for part in parts)
    male, female = draw(st.sampled_from(SPECS)), draw(st.sampled_from(SPECS))
    return Marker("L", ALLELES[:size], freqs, silent, Mutation(male, female), chromosome)


@st.composite
def pedigrees(draw: st.DrawFn) -> Pedigree:
    """Two to four persons; parents may be close kin, and one parent may be unnamed."""
    people = [Individual("p0", sex="M"), Individual("p1", sex="F")]
    for number in range(2, draw(st.integers(2, 4))):
        fathers = [None, *(p.id for p in people if p.sex == "M")]
        mothers = [None, *(p.id for p in people if p.sex == "F")]
        people.append(
            Individual(
                f"p{number}",
                draw(st.sampled_from(fathers)),
                draw(st.sampled_from(mothers)),
                draw(st.sampled_from(["M", "F"])),
            )
        )
    return Pedigree.of(people)


def draw_genotypes(data: st.DataObject, pedigree: Pedigree, marker: Marker) -> dict[str, Genotype]:
    allele = st.sampled_from(marker.alleles)
    out: dict[str, Genotype] = {}
    for person in pedigree.individuals:
        kind = data.draw(st.sampled_from(["typed", "typed", "half", "untyped"]))
        first, second = data.draw(allele), data.draw(allele)
        if kind == "untyped":
            out[person.id] = None
        elif marker.chromosome == "X" and person.sex == "M":
            out[person.id] = (first, first)
        else:
            out[person.id] = (first, second) if kind == "typed" else (first, None)
    return out


def agree(ln_value: float, value: float) -> bool:
    return math.isclose(math.exp(ln_value), value, rel_tol=1e-10, abs_tol=1e-300)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers())
def test_autosomal(data: st.DataObject, pedigree: Pedigree, marker: Marker) -> None:
    genotypes = draw_genotypes(data, pedigree, marker)
    assert agree(
        ln_likelihood(marker, pedigree, genotypes),
        likelihood(marker, pedigree, genotypes),
    )


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers("X"))
def test_x_chromosome(data: st.DataObject, pedigree: Pedigree, marker: Marker) -> None:
    genotypes = draw_genotypes(data, pedigree, marker)
    assert agree(
        ln_likelihood(marker, pedigree, genotypes),
        likelihood(marker, pedigree, genotypes),
    )


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers(), st.sampled_from([0.01, 0.1, 0.5]))
def test_theta(data: st.DataObject, pedigree: Pedigree, marker: Marker, theta: float) -> None:
    genotypes = draw_genotypes(data, pedigree, marker)
    ln_lik = ln_likelihood(marker, pedigree, genotypes, Setting(theta))
    assert agree(ln_lik, likelihood(marker, pedigree, genotypes, theta=theta))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers(), st.sampled_from([0.0625, 0.25, 1.0]))
def test_founder_inbreeding(
    data: st.DataObject, pedigree: Pedigree, marker: Marker, inbreeding: float
) -> None:
    genotypes = draw_genotypes(data, pedigree, marker)
    inbred = {"p0": inbreeding}
    ln_lik = ln_likelihood(marker, pedigree, genotypes, Setting(0.0, inbred))
    assert agree(ln_lik, likelihood(marker, pedigree, genotypes, founder_inbreeding=inbred))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers())
def test_open_genotype_gives_every_candidate(
    data: st.DataObject, pedigree: Pedigree, marker: Marker
) -> None:
    """One peeling with a person left open answers for each of that person's genotypes."""
    genotypes = draw_genotypes(data, pedigree, marker)
    person = data.draw(st.sampled_from(pedigree.ids))
    table, ln_scale = genotype_table(marker, pedigree, genotypes, person)
    size = len(marker.alleles)
    for i in range(size):
        for j in range(i + 1, size):
            candidate = {**genotypes, person: (marker.alleles[i], marker.alleles[j])}
            cell = (table[i, j] + table[j, i]) * math.exp(ln_scale)
            slow = likelihood(marker, pedigree, candidate)
            assert math.isclose(cell, slow, rel_tol=1e-10, abs_tol=1e-300)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data(), pedigrees(), markers(), markers())
def test_markers_far_apart_multiply(
    data: st.DataObject, pedigree: Pedigree, one: Marker, two: Marker
) -> None:
    two = Marker("L2", two.alleles, two.freqs, two.silent_freq, two.mutation)
    first, second = (draw_genotypes(data, pedigree, m) for m in (one, two))
    both = {person: {"L": first[person], "L2": second[person]} for person in pedigree.ids}
    joint = ln_joint([one, two], [Link("L", "L2", 0.5)], pedigree, both)
    product = likelihood(one, pedigree, first) * likelihood(two, pedigree, second)
    assert agree(joint, product)
