"""`jusan bench link`: the measures by hand, and the figures of a small storm."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

from cases.storm.__main__ import storm, tables
from jusan.bench.link.measures import cllr, ranking, reliability, true_pairs
from jusan.cli import main


def test_a_ranking_by_hand() -> None:
    scores = np.array([1.0, 5.0, 4.0, 3.0])
    same = np.array([False, True, False, True])
    ranks = ranking(scores, same, 4)
    assert ranks.precision.tolist() == [1.0, 0.5, 2 / 3, 0.5]
    assert ranks.recall.tolist() == [0.25, 0.25, 0.5, 0.5]
    assert ranks.best_f1() == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))
    assert ranks.recall_at(0.99) == 0.25 and ranks.score_at(0.99) == 5.0
    assert ranks.score_at(0.6) == 3.0
    assert ranks.average_precision() == pytest.approx(0.25 + 0.25 * 2 / 3)


def test_ties_stand_together() -> None:
    ranks = ranking(np.array([2.0, 2.0, 1.0]), np.array([True, False, True]), 2)
    assert ranks.precision.tolist() == [0.5, 2 / 3]


def test_nothing_found() -> None:
    ranks = ranking(np.empty(0), np.empty(0, np.bool_), 3)
    assert ranks.best_f1() == 0.0 and ranks.average_precision() == 0.0
    assert ranks.recall_at(0.9) == 0.0 and math.isinf(ranks.score_at(0.9))


def test_pairs_cllr_and_reliability() -> None:
    assert true_pairs("aaabbc") == 4
    flat = cllr(np.zeros(4), np.array([True, True, False, False]))
    assert flat == pytest.approx(1.0)
    assert cllr(np.array([9.0, -9.0]), np.array([True, False])) < 0.001
    assert cllr(np.zeros(2), np.array([True, False]), 4, 9) == pytest.approx(1.0)
    rows = reliability(np.array([0.2, 0.2, 0.95]), np.array([True, False, True]))
    assert rows == [(pytest.approx(0.2), 0.5, 2), (pytest.approx(0.95), 1.0, 1)]


def bench(monkeypatch: pytest.MonkeyPatch, out: Path, *args: str) -> dict[str, dict[str, object]]:
    monkeypatch.setattr(sys, "argv", ["jusan", "bench", "link", "--json", "--out", str(out), *args])
    main()
    return {row["figure"]: row for row in map(json.loads, out.read_text().splitlines())}


def test_figures_of_a_small_storm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in tables(*storm(800, 5)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    rows = bench(monkeypatch, tmp_path / "out.jsonl", "--files", str(tmp_path))
    assert rows["registry of channels"]["value"] is None
    assert 0.8 < float(str(rows["storm: best F1"]["value"])) <= 1.0
    assert float(str(rows["storm: time"]["value"])) > 0.0


def test_without_a_folder_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = bench(monkeypatch, tmp_path / "out.jsonl")
    assert {row["value"] for row in rows.values()} == {None}
    assert all("--files DIR" in str(row["how"]) for row in rows.values())
