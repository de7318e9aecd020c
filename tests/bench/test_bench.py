"""`jusan bench`: what is short is called short; the C twin finds the same rows."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from jusan.bench import terminal
from jusan.bench.figures import Figure, best_of, in_turns
from jusan.bench.kinship import likelihoods, population, searching, twin
from jusan.cli import main
from jusan.kinship.ratios import Hypothesis, evaluate
from jusan.kinship.search import kernels
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.tables import pair_table


def some(quick: bool) -> Iterator[Figure]:
    """Figures of every kind."""
    yield Figure("good", 1.0, "ms", "counted", 2.0)
    yield Figure("slow", 3.0, "ms", "counted", 2.0)
    yield Figure("few", 3.0, "times", "counted", 4.0, at_most=False)
    yield Figure("none", None, "times", "no compiler", 4.0, at_most=False)
    yield Figure("free", 0.5 if quick else 5.0, "s", "counted")


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> None:
    monkeypatch.setattr(terminal, "AREAS", {"kinship": f"{__name__}:some"})
    monkeypatch.setattr(sys, "argv", ["jusan", "bench", *args])
    main()


def test_the_table_says_what_is_short(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "kinship")
    rows = {line.split("│")[1].strip(): line for line in capsys.readouterr().out.splitlines()
            if line.count("│") == 5}  # fmt: skip
    assert "<= 2: reached" in rows["good"]
    assert "<= 2: SHORT" in rows["slow"] and ">= 4: SHORT" in rows["few"]
    assert "not measured" in rows["none"] and "5 s" in rows["free"]


def test_json_objects(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = tmp_path / "bench.jsonl"
    run(monkeypatch, "--quick", "--json", "--out", str(out))
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["reached"] for row in rows] == [True, False, False, None, None]
    assert rows[2]["goal_is"] == "at least" and rows[3]["value"] is None
    assert rows[4]["value"] == 0.5 and {row["area"] for row in rows} == {"kinship"}


def test_an_unknown_area_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as stop:
        run(monkeypatch, "cooking")
    assert stop.value.code == 2


def test_clocks_count_after_a_first_call() -> None:
    calls: list[str] = []
    ticks = iter(range(100))
    clock = lambda: float(next(ticks))  # noqa: E731
    assert best_of(3, lambda: calls.append("a"), clock) == 1.0
    took = in_turns(2, {"b": lambda: calls.append("b"), "c": lambda: calls.append("c")}, clock)
    assert took == {"b": 1.0, "c": 1.0}
    assert "".join(calls) == "aaaabcbcbc"


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
def test_the_twin_finds_the_same_rows() -> None:
    book = Codebook(tuple(population.kit()))
    codes = searching._database(book, 5000)
    table = pair_table(book, book.decode(codes[7]), "full sibling").astype(np.float32)
    rows = np.empty(len(codes), np.int64)
    found, _ = kernels.single_kernel(24)(codes, table, np.float32(-2), rows, 0, len(codes))
    assert found > 5
    twins = twin.compiled()
    assert set(twins) == {"scan_plain", "scan_four"}
    for scan in twins.values():
        theirs = np.empty(len(codes), np.int64)
        assert scan(codes, table, -2.0, theirs) == found
        assert (theirs[:found] == rows[:found]).all()


def test_without_a_compiler_there_is_no_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert twin.compiled() == {}


def test_the_pedigrees_are_what_their_names_say() -> None:
    assert len(likelihoods.three_loops().ids) == 30
    pedigree = likelihoods.missing_person()
    markers = population.kit(count=3)
    typed = [*likelihoods.RELATIVES, "child"]
    profiles = population.family(markers, pedigree, typed)
    result = evaluate(markers, profiles, [Hypothesis("true", pedigree)])
    assert not result.impossible
    sizes = {m.name: len(m.alleles) for m in population.kit()}
    assert len(sizes) == 24 and sizes["SE33"] == 55


def test_own_cases_stand_in_for_the_bank(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Accuracy is measured on the repository's own cases too, with the shared bank or without."""
    monkeypatch.setattr(likelihoods, "_BANK", tmp_path)
    figures = likelihoods.figures(quick=True)
    bank, own = next(figures), next(figures)
    assert bank.name == "reference bank" and bank.value is None
    assert own.name == "own cases" and own.value is not None and own.value <= 1e-9
    assert "11 cases" in own.how
