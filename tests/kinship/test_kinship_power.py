"""Whom to sample next."""

import math

import pytest

from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.errors import HypothesisError
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.power import (
    NOBODY,
    Question,
    cheapest_set,
    lowest,
    ranked,
    whom_to_sample,
)
from jusan.kinship.profiles import Genotype

FREQS = {"8": 0.2, "9": 0.3, "10": 0.5}
MARKERS = [Marker(f"L{i}", tuple(FREQS), tuple(FREQS.values())) for i in range(12)]
FAMILY = Pedigree.of(
    [
        Individual("grandfather", sex="M"),
        Individual("grandmother", sex="F"),
        Individual("uncle", "grandfather", "grandmother", "M"),
        Individual("mother", "grandfather", "grandmother", "F"),
        Individual("father", sex="M"),
        Individual("child", "father", "mother", "F"),
        Individual("neighbour", sex="F"),
    ]
)


def test_the_closer_relative_is_worth_more() -> None:
    grandmother: dict[str, Genotype] = {marker.name: ("8", "9") for marker in MARKERS}
    options = whom_to_sample(
        MARKERS,
        FAMILY,
        {"grandmother": grandmother},
        "child",
        ["neighbour", "uncle", "mother"],
        log10_threshold=2,
        simulations=400,
    )
    ranking = [option.relative for option in options]
    assert ranking[:2] == ["mother", "uncle"]
    worth = {option.relative: option for option in options}
    assert worth["mother"].p_pass_true > worth[NOBODY].p_pass_true
    assert worth["neighbour"].mean_log10_lr == pytest.approx(
        worth[NOBODY].mean_log10_lr, abs=5 * worth[NOBODY].standard_error
    )
    assert worth["mother"].share_impossible > 0.5


def test_expected_value_of_a_parent_agrees_with_enumeration() -> None:
    """One marker, mother typed by simulation, against the exact expectation by hand."""
    pair = pair_pedigree("mother", "mother", "child")
    (option, _) = whom_to_sample(
        MARKERS[:1],
        pair,
        {},
        "child",
        ["mother"],
        log10_threshold=2,
        simulations=40_000,
        seed=3,
    )
    expected = 0.0
    for a, pa in FREQS.items():
        for b, pb in FREQS.items():
            for c, pc in FREQS.items():
                # mother carries (a, b) and passes a; the child is (a, c)
                seen = pa * pc * (1 if a == c else 2)
                passes = {x: ((a == x) + (b == x)) / 2 for x in FREQS}
                given = passes[a] * pc if a == c else passes[a] * pc + passes[c] * pa
                expected += pa * pb * pc * math.log10(given / seen)
    assert option.relative == "mother"
    assert option.mean_log10_lr == pytest.approx(expected, abs=5 * option.standard_error)


def test_same_seed_same_answer() -> None:
    def once() -> object:
        return whom_to_sample(MARKERS[:3], FAMILY, {}, "child", ["mother"], log10_threshold=2)

    assert once() == once()


def test_a_typed_person_cannot_be_asked_again() -> None:
    with pytest.raises(HypothesisError, match="untyped"):
        whom_to_sample(MARKERS, FAMILY, {"mother": {}}, "child", ["mother"], log10_threshold=2)


def question(markers: list[Marker]) -> Question:
    grandmother: dict[str, Genotype] = {marker.name: ("8", "9") for marker in markers}
    return Question(markers, FAMILY, {"grandmother": grandmother}, "child", 1.5, 300)


def test_the_cheapest_set_is_enough_and_nothing_cheaper_is() -> None:
    asked = question(MARKERS)
    costs = {"uncle": 1.0, "neighbour": 0.5, "mother": 5.0, "father": 2.5}
    found = cheapest_set([asked], costs, wanted=0.8)
    assert found is not None and found.option.p_pass_true >= 0.8
    assert found.cost == sum(costs[person] for person in found.relatives)
    for person, cost in costs.items():
        if cost < found.cost:
            assert asked.ask([person]).p_pass_true < 0.8
    assert cheapest_set([asked], {"neighbour": 1.0}, wanted=0.99) is None
    easy = cheapest_set([asked], costs, wanted=0.001)
    assert easy is not None and easy.relatives == ()
    with pytest.raises(HypothesisError, match="cost of 'uncle'"):
        cheapest_set([asked], {"uncle": -1.0}, wanted=0.5)


def test_two_parents_tell_more_than_one() -> None:
    asked = question(MARKERS)
    both = asked.ask(["mother", "father"])
    assert both.relative == "mother + father"
    assert both.mean_log10_lr > asked.ask(["mother"]).mean_log10_lr + 0.5


def test_of_several_tables_the_lowest_is_shown_and_named() -> None:
    rare = {"8": 0.02, "9": 0.03, "10": 0.95}
    tables = {
        "dala": [Marker(m.name, tuple(rare), tuple(rare.values())) for m in MARKERS],
        "nahrain": MARKERS,
    }
    options = {name: ranked(question(list(m)), ["mother"]) for name, m in tables.items()}
    shown = lowest(options)
    for name, option in shown:
        values = {
            n: o.mean_log10_lr
            for n, one in options.items()
            for o in one
            if o.relative == option.relative
        }
        assert option.mean_log10_lr == min(values.values()) == values[name]
    assert {name for name, _ in shown} == {"nahrain"}
    # a set has to be enough under every table
    wanted = {n: question(list(m)).ask(["mother"]).p_pass_true for n, m in tables.items()}
    assert wanted["nahrain"] < wanted["dala"]
    between = (wanted["nahrain"] + wanted["dala"]) / 2
    both = [question(list(m)) for m in tables.values()]
    assert cheapest_set(both, {"mother": 1.0}, wanted=between) is None
    assert cheapest_set(both[:1], {"mother": 1.0}, wanted=between) is not None
