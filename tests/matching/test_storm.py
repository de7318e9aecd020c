"""Scenario C: what is planted is there, at any size, the same bytes from the same seed."""

from __future__ import annotations

from collections import Counter

import pytest

from cases.storm.__main__ import storm, tables
from cases.storm.people import PLANTED, RECORDS
from cases.storm.reports import SOURCES

WORLD, LINES = storm(4000, 3)
SCALE = 4000 / RECORDS


def planted(kind: str) -> int:
    return sum(kind in person.planted for person in WORLD.persons)


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert tables(*storm(500, 9)) == tables(*storm(500, 9))
    assert tables(*storm(500, 9)) != tables(*storm(500, 10))


def test_records_persons_and_children_are_as_many_as_the_scenario_says() -> None:
    assert len(LINES) == 4000
    assert len(WORLD.persons) == pytest.approx(12850 * SCALE, abs=8)
    assert len(WORLD.children()) == round(4100 * SCALE)
    told = {line.person for line in LINES if line.person >= 0}
    assert told == {person.number for person in WORLD.persons}


@pytest.mark.parametrize(("source", "share"), SOURCES.items())
def test_sources_have_their_shares(source: str, share: float) -> None:
    found = sum(line.cells["channel"] == source for line in LINES) / len(LINES)
    assert found == pytest.approx(share, abs=0.03)


def test_scripts_have_their_shares() -> None:
    found = Counter(line.cells["script"] for line in LINES)
    wanted = {"A": 0.34, "C": 0.44, "L": 0.22}
    for script, share in wanted.items():
        assert found[script] / len(LINES) == pytest.approx(share, abs=0.03)


def test_planted_reports() -> None:
    found = Counter(line.planted for line in LINES)
    for kind in ("false_report", "two_families", "unusable"):
        assert found[kind] == round(PLANTED[kind] * SCALE)
    false = [line for line in LINES if line.planted == "false_report"]
    assert len({line.person for line in false}) == len(false)  # about nobody twice
    for line in LINES:
        if line.planted == "unusable":
            assert not any(line.cells[c] for c in ("given", "father", "mother", "birth", "phone"))


def test_planted_persons() -> None:
    assert planted("listed_dead") == max(1, round(12 * SCALE))
    assert planted("twin") == 2 * round(60 * SCALE)
    assert planted("aged_out") == round(40 * SCALE)
    assert planted("sibling_same_initial") >= 0.9 * round(900 * SCALE)
    assert planted("same_name_same_year") >= round(320 * SCALE)


def test_no_family_has_a_name_twice_and_twins_share_a_birth() -> None:
    houses: dict[int, list[str]] = {}
    for child in WORLD.children():
        houses.setdefault(child.family, []).append(child.given.kazakh)
    doubled = sum(len(names) - len(set(names)) for names in houses.values())
    assert doubled <= 2  # a planted same name may meet a later one
    twins = [p for p in WORLD.children() if "twin" in p.planted]
    births = {
        family: [t.birth for t in twins if t.family == family]
        for family in {t.family for t in twins}
    }
    assert sum(len(set(days)) == 1 for days in births.values()) >= 0.8 * len(births)


def test_nobody_is_reported_before_birth() -> None:
    for line in LINES:
        if line.cells["birth_kind"] == "day" and line.person >= 0:
            assert WORLD.persons[line.person].birth.isoformat() <= line.cells["reported"]
