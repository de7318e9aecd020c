"""Pairs of names with labels: F1 by stratum, precision, calibration, and speed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jusan.bench.figures import PROCESSOR, Figure, best_of
from jusan.names import comparison, weights
from jusan.names.alignment import Lines
from jusan.names.encoded import encode_names
from jusan.names.parts import parse_name
from jusan.names.training_weights import fit_weights, half_of, read_pairs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GOALS = {
    "part_AL": 0.955, "part_CA": 0.95, "part_CL": 0.973, "real_AL": 0.95,
    "comp_AL": 0.91, "comp_CA": 0.89, "comp_CL": 0.96,
}  # fmt: skip
BINS = (-np.inf, -4.0, -2.0, 0.0, 2.0, 4.0, np.inf)
UNSEEN = "curves fitted on the half of the names that the row does not belong to"


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled rows with their texts."""

    stratum: NDArray[np.str_]
    label: Ints
    a: list[str]
    b: list[str]
    source: list[dict[str, str]]


def read(path: Path, quick: bool) -> Rows:
    """All rows of a file, or every fifth."""
    source = read_pairs(path, None)[:: 5 if quick else 1]
    return Rows(
        np.array([row["stratum"] for row in source]),
        np.array([int(row["label"]) for row in source]),
        [row["a"] for row in source],
        [row["b"] for row in source],
        source,
    )


def best_f1(score: Floats, label: Ints) -> float:
    """Highest F1 over all thresholds; equal scores stand or fall together."""
    order = np.argsort(-score, kind="stable")
    score, label = score[order], label[order]
    true = np.cumsum(label)
    f1 = 2 * true / (np.arange(1, len(label) + 1) + label.sum())
    ends = np.append(score[1:] != score[:-1], True)
    return float(f1[ends].max())


def precision_at(score: Floats, label: Ints, recall: float) -> float:
    """Precision of the shortest list, best first, that holds `recall` of the true pairs."""
    order = np.argsort(-score, kind="stable")
    true = np.cumsum(label[order])
    at = int(np.argmax(true >= recall * label.sum()))
    level = score[order][at]
    taken = score >= level
    return float(label[taken].mean())


def cllr(score: Floats, label: Ints) -> float:
    """Cost of the ln LRs in bits (Brümmer and du Preez 2006): 0 perfect, 1 as good as nothing."""
    same = np.logaddexp(0.0, -score[label == 1]).mean()
    other = np.logaddexp(0.0, score[label == 0]).mean()
    return float((same + other) / 2 / np.log(2.0))


def unseen_scores(rows: Rows) -> tuple[Floats, NDArray[np.bool_]]:
    """ln LR of each row under curves that no name of it was used for, and which rows have one.

    Rows whose two names belong to different halves have seen both, and drop out.
    """
    halves = [{half_of(row["ida"]), half_of(row["idb"])} for row in rows.source]
    lines, group = _lines(rows)
    score = np.zeros(len(halves))
    for half in (0, 1):
        fitted = fit_weights(
            [row for row, of in zip(rows.source, halves, strict=True) if of == {half}]
        )
        others = np.array([of == {1 - half} for of in halves])
        score[others] = weights.line_values(lines, group, fitted).sum(axis=1)[others]
    return score, np.array([len(of) == 1 for of in halves])


def _lines(rows: Rows) -> tuple[Lines, Ints]:
    names = [parse_name(text) for text in rows.a], [parse_name(text) for text in rows.b]
    return comparison.aligned(*names)


def figures(rows: Rows) -> Iterator[Figure]:
    """F1, precision, Cllr and reliability on unseen names, then speed."""
    score, kept = unseen_scores(rows)
    score, label, stratum = score[kept], rows.label[kept], rows.stratum[kept]
    how = f"{len(score)} pairs, {UNSEEN}"
    yield Figure("pairs: F1", best_f1(score, label), "", how, 0.96, at_most=False)
    precision = precision_at(score, label, 0.9)
    yield Figure("pairs: precision at recall .9", precision, "", how, 0.98, at_most=False)
    shipped = _shipped_scores(rows)
    yield Figure(
        "pairs: F1 of the shipped curves", best_f1(shipped, rows.label), "",
        f"all {len(shipped)} pairs, the curves have seen them",
    )  # fmt: skip
    for name in sorted(set(stratum.tolist())):
        here = stratum == name
        what = f"{int(here.sum())} pairs, {UNSEEN}"
        f1 = best_f1(score[here], label[here])
        yield Figure(f"pairs {name}: F1", f1, "", what, GOALS.get(name), at_most=False)
    for scripts in ("AL", "CA", "CL"):
        here = np.char.endswith(stratum, scripts)
        yield Figure(f"pairs {scripts}: Cllr", cllr(score[here], label[here]), "bits", how)
        yield from _reliability(scripts, score[here], label[here])
    yield _speed(rows)


def _reliability(scripts: str, score: Floats, label: Ints) -> Iterator[Figure]:
    """Share of true pairs in each range of ln LR, both labels weighing the same."""
    weight = np.where(label == 1, 0.5 / label.sum(), 0.5 / (1 - label).sum())
    chance = 1.0 / (1.0 + np.exp(-score))
    for low, high in pairwise(BINS):
        here = (score >= low) & (score < high)
        if not here.any():
            continue
        mass = weight[here].sum()
        seen = float((weight[here] * label[here]).sum() / mass)
        said = float((weight[here] * chance[here]).sum() / mass)
        name = f"reliability {scripts}, ln LR {low:g} to {high:g}"
        yield Figure(name, seen, "true", f"{int(here.sum())} pairs; the figures said {said:.3f}")


def _shipped_scores(rows: Rows) -> Floats:
    lines, group = _lines(rows)
    return comparison.totals(weights.line_values(lines, group, weights.shipped()))


def _speed(rows: Rows) -> Figure:
    """Pairs a second of one core, names taken apart beforehand as the verb does."""
    numbers: dict[str, int] = {}
    one = np.array([numbers.setdefault(text, len(numbers)) for text in rows.a])
    other = np.array([numbers.setdefault(text, len(numbers)) for text in rows.b])
    names = [parse_name(text) for text in numbers]
    coded, arabic = encode_names(names), comparison.scripts_of(names)

    def work() -> None:
        lines = comparison.align_rows(coded, one, other)
        group = comparison.groups(arabic, one, other)
        comparison.totals(weights.line_values(lines, group, weights.shipped()))

    speed = len(one) / best_of(2, work, PROCESSOR)
    how = f"{len(one)} pairs, one core, processor time, names already taken apart"
    return Figure("pairs a second", speed, "1/s", how, 50_000.0, at_most=False)
