"""Published totals: which agree, and which cannot both be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from jusan.reporting.errors import BadFacts
from jusan.reporting.reconcile import implied, read_facts, verdicts

FACTS = Path(__file__).resolve().parents[2] / "cases" / "rusafa-2019" / "facts.toml"


@pytest.fixture(scope="module")
def totals():
    return read_facts(FACTS)


def _by_code(totals, code):
    return [item for item in verdicts(totals) if item.code == code]


def test_parts_that_add_up(totals):
    sums = {item.first.of for item in _by_code(totals, "adds_up")}
    assert sums == {"Jusan, cumulative", "Jusan 2019", "Jusan to February 2021"}
    assert _by_code(totals, "does_not_add_up") == []


def test_the_rounded_article_agrees(totals):
    found = _by_code(totals, "rounds_to")
    assert {item.name for item in found} == {"persons", "children", "women"}
    assert _by_code(totals, "does_not_round_to") == []


def test_fifteen_men_cannot_follow_thirty_seven(totals):
    found = [item for item in _by_code(totals, "shrinks") if item.figures[0] == 37]
    assert [(item.name, item.figures) for item in found] == [("men", (37, 15))]
    assert found[0].second.of == "Jusan and Rusafa to March 2023"
    assert {item.name for item in _by_code(totals, "shrinks")} == {"men"}
    assert not found[0].agrees


def test_the_missing_part_is_implied_only_when_one_is_missing(totals):
    by_name = {total.of: total for total in totals}
    assert implied(by_name["Jusan and Rusafa to March 2023"])["men"] == 15
    assert "men" not in implied(by_name["Jusan stage 2"])


def test_a_planted_mistake_is_found(tmp_path):
    path = tmp_path / "facts.toml"
    path.write_text(
        '[[total]]\nof = "X"\npersons = 9\nchildren = 5\nwomen = 2\nmen = 1\nsource = "s"\n'
    )
    assert [item.code for item in verdicts(read_facts(path))] == ["does_not_add_up"]


@pytest.mark.parametrize(
    "text", ["[[total]]\npersons = 3\n", '[[total]]\nof="X"\nsource="s"\nmen="x"\n', "= ="]
)
def test_a_file_that_cannot_be_read_is_refused_with_its_entry(tmp_path, text):
    path = tmp_path / "facts.toml"
    path.write_text(text)
    with pytest.raises(BadFacts, match=r"facts\.toml"):
        read_facts(path)


def test_the_verb_says_which_figures_cannot_both_be_right():
    import json

    from click.testing import CliRunner

    from jusan.reporting.terminal import reconcile

    done = CliRunner().invoke(reconcile, [str(FACTS), "--json"])
    objects = [json.loads(line) for line in done.output.splitlines()]
    wrong = [item for item in objects if not item["agrees"]]
    assert {"men"} == {item["count"] for item in wrong}
    assert [37, 15] in [item["figures"] for item in wrong]
