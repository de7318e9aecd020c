"""Fit the curves of `weights`: ``python -m jusan.names.training_weights --pairs FILE``.

FILE is tab-separated with columns stratum, label, a, b, ida, idb. With ``--half`` only pairs of
which both names belong to one half (by a hash of their ids) are read, so that figures can be
reported on the other half.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from jusan.names.alignment import (
    ALONE,
    CHILD_,
    FAMILY_,
    FAMILY_VAGUE,
    FATHER,
    FATHER_VAGUE,
    GRANDFATHER_,
    OMITTED_OWN,
    OWN,
    PAIRED,
    SEX,
    Lines,
)
from jusan.names.comparison import aligned
from jusan.names.links import Floats
from jusan.names.parts import parse_name
from jusan.names.weights import KNOTS, OMITTED_KINDS, PARAMETERS, Weights

Ints = NDArray[np.int64]

#: Knot at which a line counts as a contradiction: there it may say no more than an omission.
TURN = 4
STEPS = len(KNOTS) - 1
WIDTH = 1 + STEPS  # level at TURN below the omission, then a step for each interval
RIDGE = 0.2
_OMITTED_OF = np.zeros(PAIRED, np.int64) - 1
for _kinds, _number in (
    (range(OWN, ALONE + 1), 0),
    (range(FATHER, FATHER_VAGUE + 1), 1),
    (range(GRANDFATHER_, GRANDFATHER_ + 1), 2),
    (range(FAMILY_, FAMILY_VAGUE + 1), 3),
    (range(CHILD_, CHILD_ + 1), 4),
):
    _OMITTED_OF[list(_kinds)] = _number

# Layout of the parameters: omitted constants, then WIDTH for each kind, then sex (differs, agrees).
_CURVES = OMITTED_KINDS
_SEX = _CURVES + PAIRED * WIDTH
SIZE = _SEX + 2


def design(lines: Lines) -> Floats:
    """(n, SIZE) matrix whose product with the parameters is the sum of all lines."""
    matrix = np.zeros((len(lines.count), SIZE))
    for column in range(lines.kind.shape[1]):
        rows = np.flatnonzero(lines.count > column)
        kinds, scores = lines.kind[rows, column], lines.ln_lr[rows, column]
        for kind in range(PAIRED):
            here = kinds == kind
            if here.any():
                _add_curve(matrix, rows[here], kind, scores[here])
        # A row stands once at most in `rows`, so that plain addition is right.
        for number in range(OMITTED_KINDS):
            matrix[rows[kinds == OMITTED_OWN + number], number] += 1.0
        matrix[rows[(kinds == SEX) & (scores < 0)], _SEX] += 1.0
        matrix[rows[(kinds == SEX) & (scores > 0)], _SEX + 1] += 1.0
    return matrix


def _add_curve(matrix: Floats, rows: Ints, kind: int, scores: Floats) -> None:
    at = _CURVES + kind * WIDTH
    if _OMITTED_OF[kind] >= 0:
        matrix[rows, _OMITTED_OF[kind]] += 1.0
    matrix[rows, at] += 1.0
    for step in range(STEPS):
        low, high = KNOTS[step], KNOTS[step + 1]
        share = np.clip((scores - low) / (high - low), 0.0, 1.0)
        matrix[rows, at + 1 + step] += share - (1.0 if step < TURN else 0.0)


def fit(matrix: Floats, label: Floats) -> Floats:
    """Parameters by penalised logistic regression; both labels weigh the same (prior odds 1)."""
    weight = np.where(label > 0.5, 0.5 / label.mean(), 0.5 / (1.0 - label.mean()))
    sign = np.where(label > 0.5, -1.0, 1.0)

    def loss(at: Floats) -> tuple[float, Floats]:
        score = matrix @ at
        chance = 1.0 / (1.0 + np.exp(-score))
        value = (weight * np.logaddexp(0.0, sign * score)).sum() + RIDGE * (at**2).sum()
        return float(value), matrix.T @ (weight * (chance - label)) + 2 * RIDGE * at

    result = minimize(loss, np.zeros(SIZE), jac=True, bounds=_bounds(), method="L-BFGS-B",
                      options={"maxiter": 500})  # fmt: skip
    found: Floats = result.x
    return found


def _bounds() -> list[tuple[float | None, float | None]]:
    """Omissions and the level of a contradiction at most 0, every step upwards at least 0."""
    bounds: list[tuple[float | None, float | None]] = [(None, 0.0)] * OMITTED_KINDS
    for _ in range(PAIRED):
        bounds += [(None, 0.0), *[(0.0, None)] * STEPS]
    return [*bounds, (None, 0.0), (0.0, None)]


def unpack(at: Floats) -> tuple[Floats, Floats, Floats]:
    """Curves (PAIRED, 11), omitted (5) and sex (2) of one set."""
    omitted = at[:OMITTED_KINDS]
    curves = np.zeros((PAIRED, len(KNOTS)))
    for kind in range(PAIRED):
        own = at[_CURVES + kind * WIDTH : _CURVES + (kind + 1) * WIDTH]
        level = own[0] + (omitted[_OMITTED_OF[kind]] if _OMITTED_OF[kind] >= 0 else 0.0)
        steps = np.concatenate([[0.0], np.cumsum(own[1:])])
        curves[kind] = level + steps - steps[TURN]
    # More parts never make a given name say more than it says alone.
    curves[ALONE] = np.maximum(curves[ALONE], curves[OWN])
    return curves, omitted, at[_SEX:]


def half_of(identifier: str) -> int:
    """0 or 1 for a name's id; cN and dN are the two names of one composed pair."""
    number = identifier[1:] if identifier[:1] in "cd" and identifier[1:].isdigit() else identifier
    return zlib.crc32(f"x{number}".encode()) & 1


def read_pairs(path: Path, half: int | None) -> list[dict[str, str]]:
    """Rows of a file of labelled pairs; of one half only when asked for."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if half is None:
        return rows
    return [row for row in rows if {half_of(row["ida"]), half_of(row["idb"])} == {half}]


def fit_weights(rows: Sequence[dict[str, str]]) -> Weights:
    """Both sets of curves from labelled rows."""
    names = [(parse_name(row["a"]), parse_name(row["b"])) for row in rows]
    lines, group = aligned([a for a, _ in names], [b for _, b in names])
    matrix = design(lines)
    label = np.array([float(row["label"]) for row in rows])
    sets = [unpack(fit(matrix[group == number], label[group == number])) for number in (0, 1)]
    curves, omitted, sex = (np.stack([one[k] for one in sets]) for k in range(3))
    return Weights(curves, omitted, sex)


def main() -> None:
    """Read pairs, fit, write the weights with their provenance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--out", type=Path, default=PARAMETERS)
    arguments = parser.parse_args()
    rows = read_pairs(arguments.pairs, arguments.half)
    weights = fit_weights(rows)
    half = "" if arguments.half is None else f" --half {arguments.half}"
    weights.provenance.update(
        data=arguments.pairs.name,
        sha256=hashlib.sha256(arguments.pairs.read_bytes()).hexdigest(),
        command=f"python -m jusan.names.training_weights --pairs {arguments.pairs.name}{half}",
        pairs=len(rows),
        date=time.strftime("%Y-%m-%d"),
    )
    weights.save(arguments.out)


if __name__ == "__main__":
    main()
