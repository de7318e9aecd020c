"""From lines of an alignment to a calibrated ln likelihood ratio: one curve for each kind of line.

A generalised additive model (Hastie and Tibshirani 1986) with monotone, piecewise linear curves:
the more alike two parts, the more the line says, a part that one name omits says no more than a
near contradiction would take away, and the lines simply add up. So the calibration is inside the
lines, and every figure can be shown with the part that it comes from. `training_weights` fits it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names.alignment import OMITTED_OWN, PAIRED, SEX, Lines
from jusan.names.links import Floats
from jusan.names.transducer import CEILING, FLOOR

Ints = NDArray[np.int64]
PARAMETERS = Path(__file__).with_name("parameters") / "weights.json"
#: ln LRs of two parts between which the curves are straight.
KNOTS = np.array([FLOOR, -8.0, -5.0, -3.0, -1.0, 1.0, 3.0, 5.0, 7.0, 9.0, CEILING])
#: Sets of curves: both names write their vowels (or neither does), or one is in Arabic script.
ALIKE, ABJAD = 0, 1
OMITTED_KINDS = SEX - OMITTED_OWN


@dataclass(frozen=True, slots=True)
class Weights:
    """`curves` (2, PAIRED, 11): ln LR of a line at each knot; `omitted` (2, 5) and `sex` (2, 2:

    differs, agrees): constants. The first index is the set.
    """

    curves: Floats
    omitted: Floats
    sex: Floats
    provenance: dict[str, Any] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write JSON with three decimals."""
        body = {
            "format": "jusan-name-weights/1",
            "knots": KNOTS.tolist(),
            "provenance": self.provenance,
            "curves": np.round(self.curves, 3).tolist(),
            "omitted": np.round(self.omitted, 3).tolist(),
            "sex": np.round(self.sex, 3).tolist(),
        }
        path.write_text(json.dumps(body) + "\n", encoding="utf-8")


def read_weights(path: Path) -> Weights:
    """Read what `Weights.save` wrote. Raises ValueError for another format."""
    body = json.loads(path.read_text(encoding="utf-8"))
    if body.get("format") != "jusan-name-weights/1" or body["knots"] != KNOTS.tolist():
        raise ValueError(f"{path.name}: weights of another comparison; fit them again")
    curves, omitted, sex = (np.array(body[name], float) for name in ("curves", "omitted", "sex"))
    return Weights(curves, omitted, sex, body["provenance"])


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that come with jusan."""
    return read_weights(PARAMETERS)


@njit(cache=True, nogil=True)
def _values(
    count: Ints, kind: Ints, abjad: Ints, ln_lr: Floats, group: Ints, knots: Floats,
    curves: Floats,
    omitted: Floats, sex: Floats, out: Floats,
) -> None:  # fmt: skip
    for p in range(len(count)):
        for line in range(count[p]):
            what, score = kind[p, line], ln_lr[p, line]
            g = abjad[p, line] if abjad[p, line] >= 0 else group[p]
            if what < PAIRED:
                k = 0
                while k < len(knots) - 2 and score > knots[k + 1]:
                    k += 1
                share = (score - knots[k]) / (knots[k + 1] - knots[k])
                low, high = curves[g, what, k], curves[g, what, k + 1]
                out[p, line] = low + share * (high - low)
            elif what < SEX:
                out[p, line] = omitted[g, what - OMITTED_OWN]
            elif what == SEX:
                out[p, line] = sex[g, 1 if score > 0.0 else 0]


def line_values(lines: Lines, group: Ints, weights: Weights) -> Floats:
    """What each line says (n, MOST_LINES), natural ln; their sum is the pair's ln LR.

    The set of curves goes by the scripts of the two parts; `group` (n) is that of the whole names,
    for lines that have no two parts.
    """
    out = np.zeros(lines.ln_lr.shape)
    _values(
        lines.count, lines.kind, lines.abjad, lines.ln_lr, group, KNOTS, weights.curves,
        weights.omitted, weights.sex, out,
    )  # fmt: skip
    return out
