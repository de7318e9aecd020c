"""In which order the records that a search compared in full are shown.

`comparison` weighs a pair against near names, brothers and fathers. In a register most others are
strangers, with whom a common father or family says much, and an omitted part is seldom chance. The
order is that of a conditional logit (McFadden 1974) over what the lines say, fitted by
`training_ranking`; the ln LR that is shown stays that of the comparison.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jusan.names.alignment import (
    ACROSS,
    ALONE,
    FAMILY_,
    FAMILY_VAGUE,
    FATHER,
    FATHER_VAGUE,
    GRANDFATHER_,
    OMITTED_OWN,
    SEX,
    SWAPPED_FAMILY,
    Lines,
)
from jusan.names.links import Floats
from jusan.names.rarity import UNKNOWN_CAP

PARAMETERS = Path(__file__).with_name("parameters") / "ranking.json"
FEATURES = (
    "ln_lr", "ln_lr_without_rarity", "own", "own_rarity", "father", "family", "grandfather",
    "moved", "other_father", "other_family", "omitted",
)  # fmt: skip
WORST = -8.0  # a contradiction counts no further than this


def features(lines: Lines, plain: Floats, earned: Floats, cap: Floats) -> Floats:
    """(n, 11) of FEATURES; `plain`, `earned`: values of lines without and with rarity, `cap`:

    that of each line (n, MOST_LINES).
    """
    there = np.arange(lines.kind.shape[1]) < lines.count[:, None]
    kind = np.where(there, lines.kind, -1)
    held = np.minimum(lines.ln_lr, cap)
    positive, negative = np.maximum(held, 0.0), np.clip(lines.ln_lr, WORST, 0.0)

    def total(low: int, high: int, value: Floats) -> Floats:
        found: Floats = np.where((kind >= low) & (kind <= high), value, 0.0).sum(axis=1)
        return found

    ones = np.ones_like(held)
    return np.stack(
        [
            earned.sum(axis=1),
            plain.sum(axis=1),
            total(0, ALONE, held),
            total(0, ALONE, np.where(held > 0.0, cap, 0.0)),
            total(FATHER, FATHER_VAGUE, positive),
            total(FAMILY_, FAMILY_VAGUE, positive),
            total(GRANDFATHER_, GRANDFATHER_, positive),
            total(ACROSS, SWAPPED_FAMILY, positive),
            total(FATHER, FATHER_VAGUE, negative),
            total(FAMILY_, FAMILY_VAGUE, negative),
            total(OMITTED_OWN, SEX - 1, ones),
        ],
        axis=1,
    )


def line_caps(lines: Lines, caps_a: Floats, caps_b: Floats, unknown: float = UNKNOWN_CAP) -> Floats:
    """Cap of each line (n, MOST_LINES): the lower one of its two parts."""
    rows = np.arange(len(lines.count))[:, None]
    lower = np.minimum(caps_a[rows, lines.a], caps_b[rows, lines.b])
    return np.where(np.isinf(lower), unknown, lower)


@lru_cache(maxsize=1)
def weights() -> NDArray[np.float64]:
    """One weight a feature."""
    body = json.loads(PARAMETERS.read_text(encoding="utf-8"))
    return np.array([body["weights"][name] for name in FEATURES])
