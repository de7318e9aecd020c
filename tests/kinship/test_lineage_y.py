"""Y haplotypes: by hand, against a slow sum over everybody, and laws of the line."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.errors import GenotypeError, HypothesisError, MarkerError
from jusan.kinship.lineage.counts import Counts, Estimator
from jusan.kinship.lineage.ystr import YEvidence, YLocus, canonical_locus, ln_same_line
from jusan.kinship.pedigrees import Individual, Pedigree

LOCUS = YLocus("DYS391", 0.02, 0.1)
TWICE = YLocus("DYS385", 0.03, 0.1, copies=2)


def man(name: str, father: str | None = None) -> Individual:
    return Individual(name, father, None, "M")


def evidence(
    haplotypes: dict[str, tuple[tuple[str, ...], ...]],
    loci: tuple[YLocus, ...] = (LOCUS,),
    seen: dict[str, int] | None = None,
    theta: float = 0.0,
) -> YEvidence:
    return YEvidence(
        loci,
        {p: dict(zip((x.name for x in loci), h, strict=True)) for p, h in haplotypes.items()},
        counts=Counts(100, seen or dict.fromkeys(haplotypes, 4)),
        estimator=Estimator("count"),
        theta=theta,
    )


FATHER_SON = Pedigree.of([man("f"), man("s", "f")])
APART = Pedigree.of([man("f"), man("s")])


def ln_lr(y: YEvidence, h1: Pedigree = FATHER_SON, h2: Pedigree = APART) -> float:
    return y.ln_likelihood(h1) - y.ln_likelihood(h2)


@pytest.mark.parametrize(
    ("son", "chance"),
    [
        ("10", 1 - 0.02),
        ("11", 0.02 / 2 * 0.9),
        ("9", 0.02 / 2 * 0.9),
        ("12", 0.02 / 2 * 0.9 * 0.1),
        ("13", 0.02 / 2 * 0.9 * 0.1**2),
    ],
)
def test_father_and_son_by_hand(son: str, chance: float) -> None:
    """LR = P(son's haplotype | father's) / its frequency; each further repeat ten times rarer."""
    y = evidence({"f": (("10",),), "s": ((son,),)}, seen={"f": 4, "s": 5})
    assert ln_lr(y) == pytest.approx(math.log(chance / 0.05), abs=1e-9)


def test_a_microvariant_is_not_reached_by_steps() -> None:
    assert ln_lr(evidence({"f": (("10",),), "s": (("10.2",),)})) == -math.inf


def test_copies_are_read_in_either_order() -> None:
    same = evidence({"f": (("11", "14"),), "s": (("14", "11"),)}, (TWICE,))
    once = evidence({"f": (("11", "14"),), "s": (("11", "15"),)}, (TWICE,))
    assert ln_lr(same) == pytest.approx(math.log(0.97**2 / 0.04), abs=1e-6)
    step = 0.03 / 2 * 0.9
    assert ln_lr(once) == pytest.approx(math.log(0.97 * step / 0.04), abs=1e-4)


def test_copies_that_are_equal_can_part() -> None:
    """(11, 11) to (11, 12): either copy may be the one that changed."""
    y = evidence({"f": (("11", "11"),), "s": (("11", "12"),)}, (TWICE,))
    step = 0.03 / 2 * 0.9
    assert ln_lr(y) == pytest.approx(math.log(2 * 0.97 * step / 0.04), abs=1e-6)


def test_only_loci_read_in_everybody_are_compared() -> None:
    y = YEvidence(
        (LOCUS, TWICE),
        {
            "f": {"DYS391": ("10",), "DYS385": ("11", "14")},
            "s": {"DYS391": ("10",), "DYS385": None},
        },
        counts=Counts(100, {"f": 4, "s": 4}),
        estimator=Estimator("count"),
    )
    assert [locus.name for locus in y.compared] == ["DYS391"]
    assert ln_lr(y) == pytest.approx(math.log(0.98 / 0.04), abs=1e-9)


def test_line_may_pass_through_a_woman_only_as_its_end() -> None:
    """A maternal grandfather is not in the child's line: the hypotheses do not concern Y."""
    people = [man("gf"), Individual("m", "gf", None, "F"), Individual("c", None, "m", "M")]
    y = evidence({"gf": (("10",),), "c": (("10",),)})
    apart = Pedigree.of([man("gf"), man("c")])
    assert ln_lr(y, Pedigree.of(people), apart) == pytest.approx(0, abs=1e-12)


def test_every_man_of_the_line_is_named() -> None:
    men = [man("gf"), man("f", "gf"), man("uncle", "gf"), man("cousin", "uncle"), man("c", "f")]
    family = Pedigree.of([*men, Individual("aunt", "gf", None, "F")])
    y = evidence({"gf": (("10",),), "c": (("10",),)})
    assert y.line_mates(family) == [["gf", "f", "uncle", "cousin", "c"]]


def test_theta_makes_a_chance_match_likelier() -> None:
    """P(h, h) of two lines is f (theta + (1 - theta) f)."""
    haplotypes = {"f": (("10",),), "s": (("10",),)}
    shared = evidence(haplotypes, theta=0.1).ln_likelihood(APART)
    assert shared == pytest.approx(math.log(0.04 * (0.1 + 0.9 * 0.04)), abs=1e-12)
    different = evidence({"f": (("10",),), "s": (("11",),)}, theta=0.1).ln_likelihood(APART)
    assert different == pytest.approx(math.log(0.04 * 0.9 * 0.04), abs=1e-12)


@pytest.mark.parametrize("meioses", [1, 2, 5, 11])
def test_pedigree_and_count_of_meioses_agree(meioses: int) -> None:
    chain = [man("m0"), *(man(f"m{n}", f"m{n - 1}") for n in range(1, meioses + 1))]
    last = f"m{meioses}"
    y = evidence({"m0": (("10",), ("11", "14")), last: (("11",), ("11", "14"))}, (LOCUS, TWICE))
    line = y.ln_likelihood(Pedigree.of(chain)) - math.log(0.04)
    pair = ln_same_line(y.haplotypes["m0"], y.haplotypes[last], (LOCUS, TWICE), meioses)
    assert line == pytest.approx(pair, abs=1e-9)


def test_chances_of_every_son_sum_to_one() -> None:
    """Over all alleles within reach; what lies further is rarer than the tolerance."""
    first = {"DYS391": ("10",)}
    total = math.fsum(
        math.exp(ln_same_line(first, {"DYS391": (str(n),)}, (LOCUS,), 1)) for n in range(3, 18)
    )
    assert total == pytest.approx(1, abs=1e-7)


# -- the slow sum ------------------------------------------------------------------------------

SMALL = YLocus("L", 0.2, 0.3)
REACH = range(4, 19)


def slow(line: list[Individual], seen: dict[str, int], root_weight: float) -> float:
    """Sum over the repeats of every untyped man, the eldest taking any number alike."""

    def step(one: int, two: int) -> float:
        far = abs(one - two)
        return 1 - SMALL.rate if far == 0 else SMALL.rate / 2 * 0.7 * 0.3 ** (far - 1)

    total = 0.0
    choices = [[seen[p.id]] if p.id in seen else list(REACH) for p in line]
    for states in product(*choices):
        carried = {p.id: s for p, s in zip(line, states, strict=True)}
        total += math.prod(step(carried[p.father], carried[p.id]) for p in line if p.father)
    return total * root_weight


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_line_equals_the_slow_sum(data: st.DataObject) -> None:
    line = [man("p0")]
    for number in range(1, data.draw(st.integers(2, 5))):
        line.append(man(f"p{number}", f"p{data.draw(st.integers(0, number - 1))}"))
    typed = data.draw(
        st.lists(st.sampled_from([p.id for p in line]), min_size=2, max_size=5, unique=True)
    )
    seen = {person: data.draw(st.integers(10, 12)) for person in sorted(typed)}
    y = YEvidence(
        (SMALL,),
        {person: {"L": (str(repeats),)} for person, repeats in seen.items()},
        counts=Counts(100, dict.fromkeys(seen, 1)),
        estimator=Estimator("count"),
    )
    fast = math.exp(y.ln_likelihood(Pedigree.of(line)))
    assert fast == pytest.approx(slow(line, seen, 0.01), rel=1e-3)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("DYS385a/b", "DYS385"),
        ("dys 385", "DYS385"),
        ("DYS389II", "DYS389II"),
        ("Y-GATA-H4", "Y-GATA-H4"),
        ("YGATAH4", "Y-GATA-H4"),
        ("DYF387S1a/b", "DYF387S1"),
    ],
)
def test_spellings_of_loci(written: str, name: str) -> None:
    assert canonical_locus(written) == name


def test_refusals_name_person_and_locus() -> None:
    with pytest.raises(MarkerError, match=r"DYS391: rate is -0\.1"):
        YLocus("DYS391", -0.1)
    with pytest.raises(MarkerError, match="copies are 4"):
        YLocus("DYS464", 0.01, copies=4)
    with pytest.raises(GenotypeError, match="DYS391 of 'f': 2 alleles, expected 1"):
        evidence({"f": (("10", "11"),)})
    with pytest.raises(GenotypeError, match="allele 'OL' is no repeat number"):
        evidence({"f": (("OL",),)})
    with pytest.raises(GenotypeError, match="'s' is female"):
        female = Pedigree.of([man("f"), Individual("s", "f", None, "F")])
        evidence({"f": (("10",),), "s": (("10",),)}).ln_likelihood(female)
    with pytest.raises(HypothesisError, match="no count in the database for 's'"):
        evidence({"f": (("10",),), "s": (("10",),)}, seen={"f": 1}).ln_likelihood(APART)
    with pytest.raises(GenotypeError, match="'s' is not in the pedigree"):
        evidence({"s": (("10",),)}).ln_likelihood(Pedigree.of([man("f")]))
