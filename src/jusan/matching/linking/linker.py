"""From records to weighed pairs: retrieval, a first weight alone, then with the other records.

What the registry teaches (vocabulary counts, births, habits) is a `Population`. With one that is
held fixed, a single new record is weighed exactly as in a batch of all records.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jusan.matching.linking import context, features
from jusan.matching.linking import index as indexing
from jusan.matching.linking.features import Claims, Habits, claims_of, habits_of, pair_features
from jusan.matching.linking.index import Index
from jusan.matching.linking.records import Record
from jusan.matching.linking.trees import Model, read_model

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MODEL = Path(__file__).with_name("model") / "linkage.npz"

#: Assumption: how many other records speak of the person of one record, on average.
PARTNERS = 1.2
#: Assumption: the most that a pair of records may say (ln LR); e^-18 is one in 66 million.
MOST = 18.0
#: First weights (ln posterior odds) under this are not kept: such a pair is nobody's evidence.
KEPT = -9.0
#: Records whose candidate pairs are weighed at once.
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Registry:
    """Records with everything that is needed to weigh their pairs.

    `size`: the number of records that vocabulary counts, births, habits and prior were taken from.
    """

    index: Index
    claims: Claims
    habits: Habits
    size: int

    def __len__(self) -> int:
        return len(self.index)

    @property
    def ln_prior_odds(self) -> float:
        """ln odds that two records taken blindly speak of one person."""
        return math.log(PARTNERS / max(1.0, self.size - 1.0))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Weighed pairs: positions in the registry, ln LR and probability, best first."""

    left: Ints
    right: Ints
    ln_lr: Floats
    probability: Floats

    def __len__(self) -> int:
        return len(self.left)


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The committed parameters."""
    return read_model(MODEL)


def registry_of(records: Sequence[Record]) -> Registry:
    """Vocabularies, births and habits, all from the records themselves."""
    index = indexing.build(records)
    claims = claims_of(records)
    blank = Registry(index, claims, Habits(), len(index))
    sample = np.arange(0, len(index), max(1, len(index) // 4000))
    pairs = indexing.candidates(index, sample)
    return replace(blank, habits=habits_of(index, claims, *pairs))


def joined(registry: Registry, records: Sequence[Record]) -> Registry:
    """The registry with records added, what it taught held as it is."""
    index = indexing.joined(registry.index, records)
    claims = claims_of(index.records, registry.claims.births.births)
    return Registry(index, claims, registry.habits, registry.size)


def link_new(
    registry: Registry,
    first: tuple[Ints, Ints, Floats],
    records: Sequence[Record],
    model: Model | None = None,
    *,
    least: float = 0.001,
) -> tuple[Registry, tuple[Ints, Ints, Floats], Pairs]:
    """Weigh new records against a registry whose `first_weights` are known.

    Returns the joined registry, its first weights, and the pairs of the new records: the same
    numbers as `link` of the joined registry gives.
    """
    known = model or shipped_model()
    whole = joined(registry, records)
    rows = np.arange(len(registry), len(whole))
    left, right, odds = first_weights(whole, known, rows)
    # each pair in the order of a batch: the earlier record first
    swapped = left > right
    left, right = np.where(swapped, right, left), np.where(swapped, left, right)
    weights = (
        np.concatenate([first[0], left]),
        np.concatenate([first[1], right]),
        np.concatenate([first[2], odds]),
    )
    return whole, weights, second_weights(whole, known, weights, least, rows)


def first_weights(
    registry: Registry,
    model: Model,
    rows: Ints | None = None,
    told: Callable[[int], None] | None = None,
) -> tuple[Ints, Ints, Floats]:
    """(left, right, ln posterior odds) of the candidate pairs of `rows` that are kept."""
    parts = list(weigh_blocks(registry, model, rows, told))
    if not parts:
        nothing = np.empty(0, np.int64)
        return nothing, nothing, np.empty(0)
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))  # type: ignore[return-value]


def weigh_blocks(
    registry: Registry,
    model: Model,
    rows: Ints | None = None,
    told: Callable[[int], None] | None = None,
) -> Iterator[tuple[Ints, Ints, Floats]]:
    """`first_weights`, block by block, so that memory stays bounded."""
    chosen = np.arange(len(registry)) if rows is None else np.asarray(rows, np.int64)
    for start in range(0, len(chosen), BLOCK):
        block = chosen[start : start + BLOCK]
        left, right = indexing.candidates(registry.index, block, indexing.enough_for(registry.size))
        later = right > left
        if rows is None:
            left, right = left[later], right[later]
        facts = pair_features(registry.index, registry.claims, registry.habits, left, right)
        odds = model.first.sum(facts) + registry.ln_prior_odds
        kept = odds >= KEPT
        if told:
            told(start + len(block))
        yield left[kept], right[kept], odds[kept]


def link(
    registry: Registry,
    model: Model | None = None,
    *,
    least: float = 0.001,
    told: Callable[[int], None] | None = None,
) -> Pairs:
    """Every pair of at least this probability, best first."""
    known = model or shipped_model()
    return second_weights(registry, known, first_weights(registry, known, None, told), least)


def second_weights(
    registry: Registry,
    model: Model,
    first: tuple[Ints, Ints, Floats],
    least: float,
    only: Ints | None = None,
) -> Pairs:
    """Weigh again with what the other records say. `only`: pairs with one of these records."""
    left, right, odds = first
    facts, asked = second_facts(registry, left, right, odds, only)
    ln_lr = capped(model.slope * model.second.sum(facts) + model.shift)
    probability = 1.0 / (1.0 + np.exp(-(ln_lr + registry.ln_prior_odds)))
    kept = np.flatnonzero(probability >= least)
    order = kept[np.lexsort((right[asked][kept], left[asked][kept], -ln_lr[kept]))]
    return Pairs(left[asked][order], right[asked][order], ln_lr[order], probability[order])


def capped(ln_lr: Floats) -> Floats:
    """Never above MOST, in the same order: copied lists and false reports look like sure pairs."""
    return np.asarray(ln_lr - np.logaddexp(0.0, ln_lr - MOST))


def second_facts(
    registry: Registry, left: Ints, right: Ints, odds: Floats, only: Ints | None = None
) -> tuple[NDArray[np.float32], Ints]:
    """Rows of features for the second weight, and the pairs (positions) that they are about."""
    asked = np.arange(len(left))
    if only is not None:
        asked = np.flatnonzero(np.isin(left, only) | np.isin(right, only))
    index, claims = registry.index, registry.claims
    house = context.households(index, claims)
    lists = context.lists_of(len(registry), left, right, odds.astype(np.float32))
    alone = pair_features(index, claims, registry.habits, left[asked], right[asked])
    around = context.context(index, claims, house, lists, left[asked], right[asked])
    return np.hstack([alone, around]), asked


FIRST_FEATURES = features.NAMES
SECOND_FEATURES = features.NAMES + context.NAMES
