"""`jusan bench names`: what its figures count, on numbers worked by hand and a small register."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from jusan.bench import names
from jusan.bench.names import pairs, searching

SCORE = np.array([4.0, 3.0, 2.0, 1.0])
LABEL = np.array([1, 0, 1, 0])


def test_best_f1_is_taken_over_all_thresholds() -> None:
    assert pairs.best_f1(SCORE, LABEL) == pytest.approx(2 * 2 / (3 + 2))
    assert pairs.best_f1(np.zeros(4), LABEL) == pytest.approx(2 * 2 / (4 + 2))


def test_precision_counts_everybody_at_the_level() -> None:
    assert pairs.precision_at(SCORE, LABEL, 0.5) == 1.0
    assert pairs.precision_at(SCORE, LABEL, 0.9) == pytest.approx(2 / 3)


def test_cllr_is_one_bit_for_figures_that_say_nothing() -> None:
    assert pairs.cllr(np.zeros(4), LABEL) == pytest.approx(1.0)
    assert pairs.cllr(np.where(LABEL == 1, 30.0, -30.0), LABEL) == pytest.approx(0.0, abs=1e-9)
    assert pairs.cllr(np.full(4, math.log(3.0)), LABEL) == pytest.approx(
        (math.log2(4 / 3) + math.log2(4.0)) / 2
    )


def test_without_files_nothing_is_measured_and_it_is_said() -> None:
    (only,) = names.figures(files=None)
    assert only.value is None and "--files" in only.how


def test_recall_in_a_small_register(tmp_path: Path) -> None:
    home = ["Айша Маратқызы", "Ерлан Серікұлы", "Зубейір Оспанов", "Юсуф Әли", "Мәриям Ерсінқызы"]
    host = ["Aisha Marat", "Yerlan Serik", "Zubeir Ospanov", "يوسف علي", "مريم ارسين"]
    rows = "".join(f"{k}\t{name}\n" for k, name in enumerate(home))
    (tmp_path / "registry.tsv").write_text("rid\tname\n" + rows, encoding="utf-8")
    asked = "".join(f"{name}\t{k}\n" for k, name in enumerate(host))
    (tmp_path / "queries.tsv").write_text("name\trid\n" + asked, encoding="utf-8")
    found = {figure.name: figure.value for figure in searching.figures(tmp_path, quick=False)}
    assert found["search: recall @1 as shipped"] == 1.0
    assert found["search: queries a second"] > 0.0
