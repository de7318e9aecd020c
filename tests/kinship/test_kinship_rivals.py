"""The strongest rival and the lowest figure over frequency tables are what gets reported."""

import pytest

from jusan.kinship.catalogue import pair_hypotheses
from jusan.kinship.errors import MarkerError
from jusan.kinship.frequencies import FrequencyTable, under_table
from jusan.kinship.loci import Marker, Mutation, MutationSpec, canonical_marker
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import evaluate, lowest_over_tables

COMMON = Marker("L", ("8", "9"), (0.5, 0.5))
RARE = Marker("L", ("8", "9"), (0.1, 0.9))
PAIR: dict[str, dict[str, Genotype]] = {"A": {"L": ("8", "8")}, "B": {"L": ("8", "8")}}


def test_nearest_kin_is_the_rival_and_not_a_stranger() -> None:
    hypotheses = pair_hypotheses(
        "paternal grandparent", rivals=("unrelated", "full sibling", "cousin")
    )
    result = evaluate([RARE], PAIR, hypotheses)
    assert result.strongest_rival("paternal grandparent") == "full sibling"
    against = result.ln_lr("paternal grandparent", "full sibling")
    assert against is not None and against < 0
    stranger = result.ln_lr("paternal grandparent", "unrelated")
    assert stranger is not None and stranger > 0


def test_no_rival_when_all_others_are_impossible() -> None:
    opposite: dict[str, dict[str, Genotype]] = {
        "A": {"L": ("8", "8")},
        "B": {"L": ("9", "9")},
    }
    result = evaluate([RARE], opposite, pair_hypotheses("unrelated", rivals=("mother",)))
    assert result.impossible == ("mother",)
    assert result.strongest_rival("unrelated") is None


def test_lowest_table_is_named() -> None:
    name, results = lowest_over_tables(
        {"dala": [RARE], "nahrain": [COMMON]}, PAIR, pair_hypotheses("mother")
    )
    assert name == "nahrain"
    low = results["nahrain"].ln_lr("mother", "unrelated")
    high = results["dala"].ln_lr("mother", "unrelated")
    assert low is not None and high is not None
    assert low == pytest.approx(0.693147, abs=1e-6) and high == pytest.approx(2.302585, abs=1e-6)


def test_another_table_keeps_silent_allele_mutation_and_chromosome() -> None:
    marker = Marker("TPOX", ("8", "9"), (0.5, 0.3), 0.2, chromosome="X")
    table = FrequencyTable("nahrain", {"TPOX": {"8": 0.25, "9": 0.25, "10": 0.5}})
    (other,) = under_table([marker], table)
    assert other == Marker("TPOX", ("8", "9", "10"), (0.2, 0.2, 0.4), 0.2, chromosome="X")


def test_a_custom_matrix_is_not_stretched_over_other_alleles() -> None:
    spec = MutationSpec("custom", matrix=((0.9, 0.1), (0.1, 0.9)))
    marker = Marker("L", ("8", "9"), (0.5, 0.5), mutation=Mutation(spec, spec))
    same = FrequencyTable("same", {"L": {"8": 0.1, "9": 0.9}})
    assert under_table([marker], same)[0].freqs == (0.1, 0.9)
    longer = FrequencyTable("longer", {"L": {"8": 0.1, "9": 0.8, "10": 0.1}})
    with pytest.raises(MarkerError, match="custom matrix belongs to other alleles"):
        under_table([marker], longer)


def test_tpox_is_read_where_it_is_spelt_with_a_nought() -> None:
    """CODIS files list both spellings."""
    assert canonical_marker("TP0X") == "TPOX"
