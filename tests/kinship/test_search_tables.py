"""Tables of the fast stage equal the exact engine, genotype by genotype."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jusan.kinship.catalogue import RELATIONSHIPS, pair_hypotheses, pair_pedigree
from jusan.kinship.errors import GenotypeError, HypothesisError, MarkerError
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import evaluate
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.hits import family_hypotheses
from jusan.kinship.search.tables import Sharing, family_table, pair_table, sharing
from tests.kinship import search_world as world
from tests.kinship.test_kinship_against_brute import draw_genotypes, markers, pedigrees

CLAIMS = [name for name in RELATIONSHIPS if name != "unrelated"]
PARENTS = {"parent", "father", "mother"}


def genotypes_of(marker: Marker) -> st.SearchStrategy[Genotype]:
    allele = st.sampled_from(marker.alleles)
    return st.one_of(st.tuples(allele, allele), st.tuples(allele, st.none()))


def normal(marker: Marker) -> Marker:
    """With frequencies that sum to one exactly: the closed form knows no others."""
    total = math.fsum(marker.freqs) + marker.silent_freq
    return replace(
        marker,
        freqs=tuple(f / total for f in marker.freqs),
        silent_freq=marker.silent_freq / total,
    )


def exact(marker: Marker, claim: str, elder: Genotype, younger: Genotype) -> float:
    result = evaluate([marker], {"A": {"L": elder}, "B": {"L": younger}}, pair_hypotheses(claim))
    value = result.ln_lr(claim, "unrelated")
    return -math.inf if value is None else value


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("mother", Sharing(0, 1, 0)),
        ("full sibling", Sharing(0.25, 0.5, 0.25)),
        ("paternal half sibling", Sharing(0.5, 0.5, 0)),
        ("maternal grandparent", Sharing(0.5, 0.5, 0)),
        ("maternal avuncular", Sharing(0.5, 0.5, 0)),
        ("half avuncular", Sharing(0.75, 0.25, 0)),
        ("cousin", Sharing(0.75, 0.25, 0)),
        ("unrelated", Sharing(1, 0, 0)),
    ],
)
def test_sharing_of_the_catalogue(claim: str, expected: Sharing) -> None:
    assert sharing(pair_pedigree(claim)) == expected


def test_no_sharing_for_the_inbred() -> None:
    family = Pedigree(
        (
            Individual("f", sex="M"),
            Individual("A", "f", None, "F"),
            Individual("B", "f", "A", "F"),
        )
    )
    assert sharing(family) is None


@settings(deadline=None, max_examples=150)
@given(st.data(), markers(), st.sampled_from(CLAIMS), st.booleans(), st.booleans())
def test_pair_table_equals_the_exact_engine(
    data: st.DataObject, marker: Marker, claim: str, query_is_elder: bool, mutates: bool
) -> None:
    # mutation is in the table where a relationship must share an allele, else it is not
    mutation = marker.mutation if mutates and claim in PARENTS else None
    marker = normal(replace(marker, mutation=mutation))
    query, person = (data.draw(genotypes_of(marker)) for _ in range(2))
    book = Codebook((marker,))
    table = pair_table(book, {"L": query}, claim, query_is_elder=query_is_elder)
    pair = (query, person) if query_is_elder else (person, query)
    assert table[book.code(0, person)] == pytest.approx(exact(marker, claim, *pair), abs=1e-9)


def test_inbreeding_claims_are_peeled(monkeypatch: pytest.MonkeyPatch) -> None:
    from jusan.kinship import catalogue

    def own_daughter(a: str, b: str) -> list[Individual]:
        mother = Individual("mother", "A", None, "F")
        return [Individual("A", sex="M"), mother, Individual("B", "A", "mother", "U")]

    monkeypatch.setitem(catalogue._CATALOGUE, "father of his daughter's child", own_daughter)
    (marker,) = world.markers(count=1)
    marker = replace(marker, name="L")
    book = Codebook((marker,))
    table = pair_table(book, {"L": ("9", "10")}, "father of his daughter's child")
    for person in (("9", "9"), ("9", "10"), ("9", "11"), ("11", "12")):
        wanted = exact(marker, "father of his daughter's child", ("9", "10"), person)
        assert table[book.code(0, person)] == pytest.approx(wanted, abs=1e-9)


@settings(deadline=None, max_examples=100)
@given(st.data(), markers(), pedigrees())
def test_family_table_equals_the_exact_engine(
    data: st.DataObject, marker: Marker, pedigree: Pedigree
) -> None:
    missing = data.draw(st.sampled_from(pedigree.ids))
    family = {p: {"L": g} for p, g in draw_genotypes(data, pedigree, marker).items()}
    family.pop(missing, None)
    book = Codebook((marker,))
    person = data.draw(genotypes_of(marker))
    hypotheses = family_hypotheses(pedigree, missing)
    result = evaluate([marker], {**family, missing: {"L": person}}, hypotheses)
    if "unrelated" in result.impossible:
        with pytest.raises(HypothesisError, match="check the pedigree"):
            family_table(book, pedigree, family, missing)
        return
    value = result.ln_lr("missing person", "unrelated")
    wanted = -math.inf if value is None else value
    table = family_table(book, pedigree, family, missing)
    assert table[book.code(0, person)] == pytest.approx(wanted, abs=1e-9)


@given(st.data(), markers())
def test_codes_read_back(data: st.DataObject, marker: Marker) -> None:
    book = Codebook((marker, replace(marker, name="M")))
    genotype = data.draw(genotypes_of(marker))
    row = book.encode([{"M": genotype}])[0]
    back = book.decode(row)
    assert back["L"] is None
    assert sorted(map(str, back["M"] or ())) == sorted(map(str, genotype or ()))
    assert row.nbytes == 8  # four codes: a row is padded to a multiple of four


def test_a_profile_of_24_markers_takes_48_bytes() -> None:
    loci = [Marker(f"M{i}", ("1", "2"), (0.5, 0.5)) for i in range(24)]
    assert Codebook(tuple(loci)).encode([{}]).nbytes == 48


def test_no_result_weighs_nothing() -> None:
    book = Codebook(tuple(world.markers()))
    table = pair_table(book, {}, "full sibling")
    assert not table.any()
    typed = pair_table(book, {"TH01": ("9", "9")}, "full sibling")
    assert typed[book.blank(1)[0]].sum() == 0


def test_refusals_name_marker_and_allele() -> None:
    loci = world.markers()
    book = Codebook(tuple(loci))
    with pytest.raises(GenotypeError, match="marker D3S1358: allele '99' has no frequency"):
        book.encode([{"D3S1358": ("99", "9")}])
    zero = Marker("Z", ("1", "2"), (1.0, 0.0))
    with pytest.raises(GenotypeError, match="marker Z: allele '2' has no frequency"):
        Codebook((zero,)).encode([{"Z": ("1", "2")}])
    with pytest.raises(HypothesisError, match="unrelated"):
        pair_table(book, {}, "unrelated")
    with pytest.raises(MarkerError, match="autosomal"):
        Codebook((Marker("X1", ("1", "2"), (0.5, 0.5), chromosome="X"),))
    many = tuple(str(i) for i in range(400))
    with pytest.raises(MarkerError, match="do not fit"):
        Codebook((Marker("huge", many, (1 / 400,) * 400),))
