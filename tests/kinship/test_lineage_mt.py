"""mtDNA: what is compared, what is passed over, and the ratio by hand."""

import math

import pytest

from jusan.kinship.errors import GenotypeError, HypothesisError
from jusan.kinship.lineage.counts import Counts, Estimator
from jusan.kinship.lineage.mtdna import MtEvidence, MtSample
from jusan.kinship.pedigrees import Individual, Pedigree

HV1 = (16024, 16365)
HV2 = (73, 340)
MOTHER_CHILD = Pedigree.of([Individual("m", sex="F"), Individual("c", None, "m", "M")])
APART = Pedigree.of([Individual("m", sex="F"), Individual("c", sex="M")])


def evidence(
    one: tuple[str, ...],
    two: tuple[str, ...],
    ranges: tuple[tuple[int, int], ...] = (HV1, HV2),
    other: tuple[tuple[int, int], ...] | None = None,
    rate: float = 1e-5,
    theta: float = 0.0,
) -> MtEvidence:
    return MtEvidence(
        {"m": MtSample(ranges, one), "c": MtSample(other or ranges, two)},
        rate,
        Counts(1000, {"m": 4, "c": 5}),
        Estimator("count"),
        theta,
    )


def ln_lr(mt: MtEvidence, h1: Pedigree = MOTHER_CHILD, h2: Pedigree = APART) -> float:
    return mt.ln_likelihood(h1) - mt.ln_likelihood(h2)


READ = 342 + 268


def test_match_by_hand() -> None:
    mt = evidence(("16189C", "263G", "315.1C"), ("16189C", "263G", "315.1C"))
    assert mt.compare().compared == READ
    assert ln_lr(mt) == pytest.approx(READ * math.log(1 - 1e-5) - math.log(0.005), abs=1e-12)


def test_one_difference_by_hand() -> None:
    mt = evidence(("16189C", "263G"), ("16189C", "16093C", "263G"))
    assert mt.compare().between("m", "c") == ["16093"]
    expected = (READ - 1) * math.log(1 - 1e-5) + math.log(1e-5) - math.log(0.005)
    assert ln_lr(mt) == pytest.approx(expected, abs=1e-12)
    assert ln_lr(evidence(("263G",), (), rate=0.0)) == -math.inf


def test_only_what_both_read_is_compared() -> None:
    """The child's second range was not read: 73G there is no difference."""
    mt = evidence(("73G", "16189C"), ("16189C",), (HV1, HV2), (HV1,))
    assert mt.compare().compared == 342 and not mt.compare().differing
    with pytest.raises(GenotypeError, match="no position was read in every sample"):
        evidence((), (), (HV1,), (HV2,)).compare()


def test_a_range_may_run_over_the_end() -> None:
    sample = MtSample(((16024, 576),), ("16569A", "1A"))
    assert len(sample.positions()) == 16569 - 16024 + 1 + 576


@pytest.mark.parametrize(
    ("one", "two", "differences"),
    [
        (("309.1C",), (), []),
        (("309.1C", "309.2C"), ("309.1C",), []),
        (("16193.1C",), (), []),
        (("309DEL",), (), []),
        (("309T",), (), ["309"]),
        (("315.1C",), (), ["315.1"]),
        (("249DEL",), (), ["249"]),
        (("249del",), ("249d",), []),
        (("16093Y",), ("16093C",), []),
        (("16093Y",), (), []),
        (("T16093Y",), ("T16093C",), []),
        (("T16093Y",), ("16093G",), ["16093"]),
        (("T16093C",), ("16093C",), []),
        (("16093N",), ("16093C",), []),
        (("16093R",), ("16093C",), ["16093"]),
    ],
)
def test_stated_rules(one: tuple[str, ...], two: tuple[str, ...], differences: list[str]) -> None:
    compared = evidence(one, two).compare()
    shown = compared.between("m", "c") if compared.differing else []
    assert shown == differences


def test_unread_base_is_not_counted_as_compared() -> None:
    assert evidence(("16093N",), ()).compare().compared == READ - 1


def test_father_and_his_child_share_no_female_line() -> None:
    """Only the mother's line counts: a paternal hypothesis is not concerned."""
    father = Pedigree.of([Individual("m", sex="M"), Individual("c", "m", None, "M")])
    apart = Pedigree.of([Individual("m", sex="M"), Individual("c", sex="M")])
    assert ln_lr(evidence(("263G",), ("263G",)), father, apart) == 0.0


def test_grandmother_aunt_and_cousin_are_of_the_line() -> None:
    family = Pedigree.of(
        [
            Individual("gm", sex="F"),
            Individual("m", None, "gm", "F"),
            Individual("aunt", None, "gm", "F"),
            Individual("uncle", None, "gm", "M"),
            Individual("uncle's child", "uncle", None, "F"),
            Individual("cousin", None, "aunt", "M"),
            Individual("c", None, "m", "M"),
        ]
    )
    mates = evidence(("263G",), ("263G",)).line_mates(family)
    assert mates == [["gm", "m", "aunt", "uncle", "cousin", "c"]]


def test_more_meioses_make_a_difference_likelier() -> None:
    far = Pedigree.of(
        [Individual("m", sex="F"), Individual("x", None, "m", "F"), Individual("c", None, "x", "F")]
    )
    mt = evidence(("263G",), ())
    gain = mt.ln_likelihood(far) - mt.ln_likelihood(MOTHER_CHILD)
    assert gain == pytest.approx(math.log(2), abs=0.01)


def test_theta_between_lines() -> None:
    mt = evidence(("263G",), ("263G",), theta=0.1)
    assert mt.ln_likelihood(APART) == pytest.approx(math.log(0.004 * (0.1 + 0.9 * 0.005)))


@pytest.mark.parametrize(
    ("ranges", "variants", "message"),
    [
        ((HV1,), ("263G",), "'263G' lies outside"),
        ((HV1,), ("C16189",), "expected a form like"),
        ((HV1,), ("16189",), "expected a form like"),
        ((HV1,), ("16189C", "16189T"), "two variants"),
        (((0, 10),), (), "range 0-10"),
        ((HV1,), ("16570A",), "expected a form like"),
    ],
)
def test_faulty_samples_are_refused(
    ranges: tuple[tuple[int, int], ...], variants: tuple[str, ...], message: str
) -> None:
    with pytest.raises(GenotypeError, match=message):
        MtSample(ranges, variants)


def test_faulty_settings_are_refused() -> None:
    with pytest.raises(HypothesisError, match=r"rate is 0\.9"):
        evidence((), (), rate=0.9)
    with pytest.raises(HypothesisError, match="no count in the database for 'c'"):
        MtEvidence({"c": MtSample((HV1,))}, 0.0, Counts(10, {"m": 1}))
