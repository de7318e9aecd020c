"""Laws that hold for every pedigree, marker and genotype, whatever the numbers are."""

import math
from dataclasses import replace
from itertools import combinations_with_replacement, pairwise, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jusan.kinship.brute import likelihood
from jusan.kinship.dropout import Dropout
from jusan.kinship.linkage import Link
from jusan.kinship.loci import Chromosome, Marker
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Setting, ln_likelihood
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis, RatioResult, evaluate
from tests.kinship.test_kinship_against_brute import agree, draw_genotypes, markers, pedigrees

CHROMOSOMES: list[Chromosome] = ["autosomal", "X"]
law = settings(max_examples=60, deadline=None, derandomize=True)


def same(one: float | None, two: float | None) -> bool:
    """Equal but for rounding, or both impossible."""
    if one is None or two is None:
        return one is two
    return math.isclose(one, two, rel_tol=1e-11, abs_tol=1e-11)


def alike(one: float, two: float, tolerance: float = 1e-11) -> bool:
    return one == two or math.isclose(one, two, rel_tol=tolerance, abs_tol=tolerance)


Case = tuple[list[Marker], dict[str, dict[str, Genotype]], list[Hypothesis], float]


def draw_case(data: st.DataObject) -> Case:
    """One to three markers, and two pedigrees of the same persons; theta in every third."""
    theta = data.draw(st.sampled_from([0.0, 0.0, 0.05]))
    count = data.draw(st.integers(1, 3))
    kinds = [data.draw(st.sampled_from(CHROMOSOMES)) for _ in range(count)]
    kit = [replace(data.draw(markers(k)), name=f"L{i}") for i, k in enumerate(kinds)]
    one = data.draw(pedigrees())
    other = Pedigree.of(replace(p, father=None, mother=None) for p in one.individuals)
    genotypes: dict[str, dict[str, Genotype]] = {person: {} for person in one.ids}
    for marker in kit:
        for person, result in draw_genotypes(data, one, marker).items():
            genotypes[person][marker.name] = result
    return kit, genotypes, [Hypothesis("H1", one), Hypothesis("H2", other)], theta


def answered(case: Case) -> RatioResult:
    kit, genotypes, hypotheses, theta = case
    return evaluate(kit, genotypes, hypotheses, theta)


@law
@given(st.data())
def test_names_of_persons_mean_nothing(data: st.DataObject) -> None:
    kit, genotypes, hypotheses, theta = draw_case(data)
    ids = list(genotypes)
    new = dict(
        zip(ids, data.draw(st.permutations([f"x{i}" for i in range(len(ids))])), strict=True)
    )
    renamed = [Hypothesis(h.name, h.pedigree.renamed(new)) for h in hypotheses]
    profiles = {new[person]: profile for person, profile in genotypes.items()}
    before = answered((kit, genotypes, hypotheses, theta))
    after = answered((kit, profiles, renamed, theta))
    assert all(same(before.ln_total[h], after.ln_total[h]) for h in ("H1", "H2"))


@law
@given(st.data())
def test_order_of_markers_persons_and_alleles_means_nothing(data: st.DataObject) -> None:
    kit, genotypes, hypotheses, theta = draw_case(data)
    mixed = [
        Hypothesis(h.name, Pedigree.of(data.draw(st.permutations(h.pedigree.individuals))))
        for h in hypotheses
    ]
    turned: dict[str, dict[str, Genotype]] = {}
    for person in data.draw(st.permutations(list(genotypes))):
        turned[person] = {
            name: result if result is None or result[1] is None else (result[1], result[0])
            for name, result in genotypes[person].items()
        }
    before = answered((kit, genotypes, hypotheses, theta))
    after = answered((data.draw(st.permutations(kit)), turned, mixed, theta))
    for name in ("H1", "H2"):
        assert same(before.ln_total[name], after.ln_total[name])
        assert all(same(v, after.ln_lik[name][m]) for m, v in before.ln_lik[name].items())


@law
@given(st.data())
def test_order_of_the_allele_table_means_nothing(data: st.DataObject) -> None:
    """Repeat numbers are names: a table may list them in any order."""
    kit, genotypes, hypotheses, theta = draw_case(data)
    mixed = []
    for marker in kit:
        places = data.draw(st.permutations(range(len(marker.alleles))))
        mixed.append(
            replace(
                marker,
                alleles=tuple(marker.alleles[i] for i in places),
                freqs=tuple(marker.freqs[i] for i in places),
            )
        )
    before = answered((kit, genotypes, hypotheses, theta))
    after = answered((mixed, genotypes, hypotheses, theta))
    assert all(same(before.ln_total[h], after.ln_total[h]) for h in ("H1", "H2"))


@law
@given(st.data())
def test_swapped_hypotheses_give_the_ratio_turned_over(data: st.DataObject) -> None:
    kit, genotypes, hypotheses, theta = draw_case(data)
    forth = answered((kit, genotypes, hypotheses, theta))
    back = answered((kit, genotypes, hypotheses[::-1], theta))
    ratio = forth.ln_lr("H1", "H2")
    turned = back.ln_lr("H2", "H1")
    assert same(ratio, None if turned is None else -turned)
    assert set(forth.impossible) == set(back.impossible)
    priors = {"H1": 0.3, "H2": 0.7}
    assume(len(forth.impossible) < 2)
    assert forth.posterior(priors) == back.posterior(priors)


@law
@given(st.data())
def test_a_likelihood_of_zero_is_none_and_never_a_number(data: st.DataObject) -> None:
    """Impossible at one marker is impossible in all; the others keep their numbers."""
    result = answered(draw_case(data))
    for name in ("H1", "H2"):
        impossible = any(value is None for value in result.ln_lik[name].values())
        assert (result.ln_total[name] is None) == impossible == (name in result.impossible)
        assert all(v is None or math.isfinite(v) for v in result.ln_lik[name].values())
    if result.impossible:
        assert result.ln_lr("H1", "H2") is None
    if len(result.impossible) == 1:
        (gone,) = result.impossible
        assert result.posterior({"H1": 0.5, "H2": 0.5})[gone] == 0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    pedigrees(),
    st.sampled_from(CHROMOSOMES).flatmap(markers),
    st.sampled_from([0.0, 0.1]),
    st.data(),
)
def test_chances_of_everything_that_can_be_seen_sum_to_one(
    pedigree: Pedigree, marker: Marker, theta: float, data: st.DataObject
) -> None:
    marker = replace(
        marker,
        silent_freq=0.0,
        freqs=tuple(f / math.fsum(marker.freqs) for f in marker.freqs),
    )
    typed = data.draw(st.lists(st.sampled_from(pedigree.ids), min_size=1, max_size=2, unique=True))

    def results(person: str) -> list[tuple[str, str]]:
        if marker.chromosome == "X" and pedigree[person].sex == "M":
            return [(a, a) for a in marker.alleles]
        return list(combinations_with_replacement(marker.alleles, 2))

    total = math.fsum(
        math.exp(
            ln_likelihood(marker, pedigree, dict(zip(typed, seen, strict=True)), Setting(theta))
        )
        for seen in product(*map(results, typed))
    )
    assert math.isclose(total, 1, rel_tol=1e-10)


@law
@given(st.data(), st.sampled_from(CHROMOSOMES))
def test_untyped_descendants_mean_nothing(data: st.DataObject, chromosome: Chromosome) -> None:
    """Nobody typed below them: however many, with or without a named other parent."""
    marker = data.draw(markers(chromosome))
    pedigree = data.draw(pedigrees())
    genotypes = draw_genotypes(data, pedigree, marker)
    more = list(pedigree.individuals)
    for number in range(data.draw(st.integers(1, 4))):
        fathers = [None, *(p.id for p in more if p.sex == "M")]
        mothers = [None, *(p.id for p in more if p.sex == "F")]
        father, mother = data.draw(st.sampled_from(fathers)), data.draw(st.sampled_from(mothers))
        sex = data.draw(st.sampled_from(["M", "F"]))
        more.append(Individual(f"leaf{number}", father, mother, sex))
    for theta in (0.0, 0.05):
        setting = Setting(theta)
        before = ln_likelihood(marker, pedigree, genotypes, setting)
        assert alike(ln_likelihood(marker, Pedigree.of(more), genotypes, setting), before)


@law
@given(st.data(), st.sampled_from(CHROMOSOMES))
def test_theta_goes_to_zero_without_a_step(data: st.DataObject, chromosome: Chromosome) -> None:
    """The path of theta at next to nothing is the path without it."""
    marker = data.draw(markers(chromosome))
    pedigree = data.draw(pedigrees())
    genotypes = draw_genotypes(data, pedigree, marker)
    none = math.exp(ln_likelihood(marker, pedigree, genotypes))
    little = math.exp(ln_likelihood(marker, pedigree, genotypes, Setting(1e-10)))
    assert math.isclose(little, none, rel_tol=1e-6, abs_tol=1e-9)


@law
@given(st.data())
def test_half_recombination_is_no_linkage(data: st.DataObject) -> None:
    """Up to three markers in a chain, X and autosomal; totals as if nothing were linked."""
    kit, genotypes, hypotheses, _ = draw_case(data)
    chromosome = kit[0].chromosome
    assume(len(kit) > 1 and all(marker.chromosome == chromosome for marker in kit))
    names = [marker.name for marker in kit]
    links = [Link(a, b, 0.5) for a, b in pairwise(names)]
    apart = evaluate(kit, genotypes, hypotheses)
    chained = evaluate(kit, genotypes, hypotheses, links=links)
    assert all(same(apart.ln_total[h], chained.ln_total[h]) for h in ("H1", "H2"))


@law
@given(st.data(), pedigrees(), markers())
def test_weak_samples_are_the_slow_sum(
    data: st.DataObject, pedigree: Pedigree, marker: Marker
) -> None:
    genotypes = draw_genotypes(data, pedigree, marker)
    rates = st.sampled_from([Dropout(0.0), Dropout(0.1), Dropout(0.4, 0.05), Dropout(0.0, 0.1)])
    weak = data.draw(st.dictionaries(st.sampled_from(pedigree.ids), rates))
    slow = likelihood(marker, pedigree, genotypes, dropout=weak)
    assert agree(ln_likelihood(marker, pedigree, genotypes, Setting(dropout=weak)), slow)
