"""A sum of decision trees read from the project's own parameter file; the model behind a weight.

Boosted trees (Friedman 2001, Annals of Statistics 29:1189-1232). Training happens elsewhere
(`verification/linkage`); here they are arrays and a loop.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ARRAYS = ("roots", "feature", "threshold", "left", "right", "missing", "value")


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees in one numbering of nodes. `feature[i]` -1: a leaf with `value[i]`.

    Left where x <= threshold; an unknown x (NaN) goes left where `missing[i]` is 1.
    """

    features: tuple[str, ...]
    roots: Ints
    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    missing: Ints
    value: Floats

    def sum(self, rows: NDArray[np.float32]) -> Floats:
        """(k,) sums of leaf values for rows (k, features)."""
        return np.asarray(
            _sum(
                rows,
                self.roots,
                self.feature,
                self.threshold,
                self.left,
                self.right,
                self.missing,
                self.value,
            )
        )


@njit(cache=True, nogil=True)
def _sum(rows, roots, feature, threshold, left, right, missing, value):  # type: ignore[no-untyped-def]
    out = np.zeros(rows.shape[0])
    for k in range(rows.shape[0]):
        total = 0.0
        for root in roots:
            node = root
            while feature[node] >= 0:
                x = rows[k, feature[node]]
                go_left = missing[node] == 1 if np.isnan(x) else x <= threshold[node]
                node = left[node] if go_left else right[node]
            total += value[node]
        out[k] = total
    return out


@dataclass(frozen=True, slots=True)
class Model:
    """Two sums of trees: a pair alone, and with what other records say; `about` is their origin.

    The answer of `second`, times `slope`, plus `shift`, is ln LR.
    """

    first: Trees
    second: Trees
    slope: float
    shift: float
    about: Mapping[str, Any]


def read_model(path: Path) -> Model:
    """The parameter file: named arrays and a JSON text of origins; nothing in it is executed."""
    with np.load(path, allow_pickle=False) as held:
        about = json.loads(str(held["about"]))
        trees = {
            name: Trees(
                tuple(about["features"][name]),
                *(held[f"{name}_{part}"].astype(_kind(part)) for part in _ARRAYS),
            )
            for name in ("first", "second")
        }
        slope, shift = (float(x) for x in held["line"])
    return Model(trees["first"], trees["second"], slope, shift, about)


def _kind(part: str) -> type:
    return np.float64 if part in ("threshold", "value") else np.int64


def write_model(path: Path, model: Model) -> None:
    """Write the parameter file (compressed; thresholds and values as float32)."""
    about = dict(model.about)
    about["features"] = {"first": model.first.features, "second": model.second.features}
    arrays: dict[str, Any] = {
        "about": np.array(json.dumps(about)),
        "line": [model.slope, model.shift],
    }
    for name, trees in (("first", model.first), ("second", model.second)):
        for part in _ARRAYS:
            kept = np.float32 if _kind(part) is np.float64 else np.int32
            values = getattr(trees, part)
            if kept is np.float32:
                values = np.clip(values, -1e30, 1e30)
            arrays[f"{name}_{part}"] = values.astype(kept)
    np.savez_compressed(path, **arrays)


def joined(
    features: Sequence[str], nodes: Sequence[Sequence[tuple[int, float, int, int, int, float]]]
) -> Trees:
    """Trees from lists of (feature, threshold, left, right, missing, value), positions per tree."""
    roots: list[int] = []
    rows: list[tuple[int, float, int, int, int, float]] = []
    for tree in nodes:
        at = len(rows)
        roots.append(at)
        rows += [(f, t, a + at, b + at, m, v) for f, t, a, b, m, v in tree]
    columns = list(zip(*rows, strict=True))
    return Trees(
        tuple(features),
        np.array(roots, np.int64),
        np.array(columns[0], np.int64),
        np.array(columns[1], np.float64),
        np.array(columns[2], np.int64),
        np.array(columns[3], np.int64),
        np.array(columns[4], np.int64),
        np.array(columns[5], np.float64),
    )
