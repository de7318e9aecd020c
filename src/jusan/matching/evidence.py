"""One piece of evidence, and how pieces add up without counting one fact twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was compared, the natural log of its likelihood ratio, in words, and from where.

    ``fact`` names what the evidence is about: pieces about one fact are not independent.
    """

    kind: str
    ln_lr: float
    detail: str
    provenance: str = ""
    fact: str = ""
    verdict: str = "agree"


@dataclass(frozen=True, slots=True)
class Weighing:
    """Pieces of evidence with their total; ``discounted`` are the kinds that counted less."""

    items: tuple[Evidence, ...]
    total: float
    discounted: tuple[str, ...] = ()


def weigh(items: Sequence[Evidence]) -> Weighing:
    """Add what is independent. Of several pieces about one fact only the one that says most counts:
    father, patronymic and surname are one fact, said three times (stated rule, design/names)."""
    strongest: dict[str, Evidence] = {}
    for item in items:
        key = item.fact or item.kind
        if key not in strongest or abs(item.ln_lr) > abs(strongest[key].ln_lr):
            strongest[key] = item
    counted = set(map(id, strongest.values()))
    return Weighing(
        items=tuple(items),
        total=sum(item.ln_lr for item in strongest.values()),
        discounted=tuple(item.kind for item in items if id(item) not in counted),
    )
