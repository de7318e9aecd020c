"""Marker names, allele tables, the rule for unlisted alleles, and pedigree checks."""

from pathlib import Path

import pytest

from jusan.kinship.errors import (
    FileFormatError,
    GenotypeError,
    HypothesisError,
    MarkerError,
    PedigreeError,
)
from jusan.kinship.frequencies import FrequencyTable
from jusan.kinship.loci import (
    Marker,
    Mutation,
    MutationSpec,
    canonical_marker,
    with_unlisted,
)
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.ratios import Hypothesis, evaluate

TABLE = "marker,allele,freq\nTHO1,6,0.4\nTHO1,9.3,0.6\nPENTA_D,9,0.5\nPENTA_D,10,0.5\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "dala.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("THO1", "TH01"),
        ("th01", "TH01"),
        ("VWA", "vWA"),
        ("vWA", "vWA"),
        ("PENTA_D", "Penta D"),
        ("Penta-E", "Penta E"),
        ("d3s1358", "D3S1358"),
        ("Amelogenin", "AMEL"),
        ("dys391", "DYS391"),
        ("Own marker", "Own marker"),
    ],
)
def test_marker_aliases(written: str, canonical: str) -> None:
    assert canonical_marker(written) == canonical


def test_table_is_read_by_column_name(tmp_path: Path) -> None:
    spec = MutationSpec("stepwise", 0.002, 1e-6, 0.1)
    markers = FrequencyTable.read_csv(write(tmp_path, TABLE)).markers(mutation=spec)
    assert [marker.name for marker in markers] == ["TH01", "Penta D"]
    assert markers[0].freqs == (0.4, 0.6)
    assert markers[0].mutation == Mutation(spec, spec)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("marker,allele\nTH01,6\n", "line 1: column 'freq' is missing"),
        ("marker,allele,freq\nTH01,6,many\n", "line 2, field freq: 'many'"),
        ("marker,allele,freq\nTH01,6,0.4\n", "sum to 0.4"),
        (
            "marker,allele,freq\nTH01,6,0.4\nTHO1,6,0.6\n",
            "line 3: TH01 6 has two frequencies",
        ),
        ("marker,allele,freq\n", "no frequencies"),
    ],
)
def test_faulty_table_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FileFormatError, match=message):
        FrequencyTable.read_csv(write(tmp_path, text))


def test_unlisted_allele_is_added_and_the_rest_scaled() -> None:
    marker = with_unlisted(Marker("L", ("9", "11"), (0.4, 0.6)), ["10"])
    assert marker.alleles == ("9", "10", "11")
    assert marker.freqs == pytest.approx((0.3996, 0.001, 0.5994), rel=1e-12)


def test_unlisted_allele_without_a_rule_is_refused() -> None:
    marker = Marker("L", ("9", "11"), (0.4, 0.6))
    alone = [Hypothesis("H", Pedigree.of([Individual("a")]))]
    genotypes = {"a": {"L": ("9", "10")}}
    with pytest.raises(GenotypeError, match="'10' is not in the frequency table"):
        evaluate([marker], genotypes, alone)
    result = evaluate([marker], genotypes, alone, unlisted_freq=0.001)
    assert result.ln_total["H"] is not None


def test_frequencies_far_from_one_are_refused() -> None:
    with pytest.raises(MarkerError, match=r"sum to 0\.9"):
        Marker("L", ("9", "11"), (0.3, 0.6))


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ([Individual("a"), Individual("a")], "listed twice"),
        ([Individual("c", "x")], "father 'x' of 'c' is not listed"),
        ([Individual("w", sex="F"), Individual("c", "w")], "has sex F"),
        (
            [Individual("a", "b", sex="M"), Individual("b", "a", sex="M")],
            "their own ancestors",
        ),
    ],
)
def test_impossible_pedigrees_are_refused(people: list[Individual], message: str) -> None:
    with pytest.raises(PedigreeError, match=message):
        Pedigree.of(people)


def test_everybody_typed_must_be_in_every_hypothesis() -> None:
    marker = Marker("L", ("9", "11"), (0.4, 0.6))
    one = Pedigree.of([Individual("a")])
    both = Pedigree.of([Individual("a"), Individual("b")])
    profiles = {"a": {"L": ("9", "9")}, "b": {"L": ("9", "9")}}
    with pytest.raises(HypothesisError, match="'b' is not in its pedigree"):
        evaluate([marker], profiles, [Hypothesis("H1", both), Hypothesis("H2", one)])
