"""What two records say about each other, as numbers: one row a pair, one column a fact.

A score is the ln LR of two spellings; its *rarity* is -ln of the share of the registry that
answers as well by chance, from the side on which that share is larger. NaN: one side says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.matching.linking.index import (
    FATHER,
    GIVEN,
    KUNYA,
    MOTHER,
    PLACE,
    SURNAME,
    Index,
    numbered,
)
from jusan.matching.linking.records import Record, script_code
from jusan.matching.linking.vocabulary import FOREIGN, Vocabulary, find
from jusan.names.births import BirthClaim, Births, Floats, population, tabulate

Ints = NDArray[np.int64]

#: What a pair of spellings that is not in the table counts as.
UNKNOWN_TO_EACH_OTHER = FOREIGN - 1.0

NAMES = (
    "given", "given_rarity", "father", "father_rarity", "mother", "mother_rarity",
    "surname", "surname_rarity", "kunya", "kunya_rarity", "place", "phone",
    "kunya_of_other", "birth", "sex", "channel", "scripts", "said", "given_length",
)  # fmt: skip

#: Places whose names score this are one place, written in two ways.
SAME_PLACE = 0.0
#: Pairs whose names alone are worth this (sum of ln) teach how often places and phones agree.
SURE = 12.0
#: And whose given names score this, so that siblings are not among them.
SURE_GIVEN = 3.0


@dataclass(frozen=True, slots=True)
class Habits:
    """What the registry at hand teaches: how often two records of one person agree on a place and
    on a phone. A list in which places are noise then says so by itself (Fellegi and Sunter 1969,
    JASA 64:1183-1210: m probabilities, here counted among pairs whose names leave little doubt).
    """

    place: float = 0.5
    phone: float = 0.5


@dataclass(frozen=True, slots=True)
class Claims:
    """What the records say beside names, as arrays over the records."""

    births: Births
    birth: Ints
    sex: Ints
    channel: Ints
    script: Ints


def claims_of(records: Sequence[Record], births: Floats | None = None) -> Claims:
    """Arrays of `records`; `births` the population's, else that of the records themselves."""
    distinct: dict[BirthClaim, int] = {}
    birth = [distinct.setdefault(record.birth, len(distinct)) for record in records]
    counts = np.bincount(birth, minlength=len(distinct)) if birth else np.zeros(0)
    known = births if births is not None else population(list(distinct), [int(n) for n in counts])
    return Claims(
        births=tabulate(list(distinct), known),
        birth=np.array(birth, np.int64),
        sex=np.array([{"M": 1, "F": 2}.get(record.sex, 0) for record in records], np.int64),
        channel=numbered([record.channel for record in records]),
        script=np.array([script_code(_any_name(record)) for record in records], np.int64),
    )


def _any_name(record: Record) -> str:
    return record.given or record.father or record.mother or record.surname or record.kunya


def pair_features(
    index: Index, claims: Claims, habits: Habits, left: Ints, right: Ints
) -> NDArray[np.float32]:
    """(k, len(NAMES)) for the pairs (left[k], right[k]); the same with both exchanged."""
    out = np.full((len(left), len(NAMES)), np.nan, np.float32)
    for k, column in enumerate((GIVEN, FATHER, MOTHER, SURNAME, KUNYA)):
        _scored(out, 2 * k, index, column, left, right)
    out[:, NAMES.index("kunya_of_other")] = _best_of_kunyas(index, left, right)
    out[:, NAMES.index("birth")] = _birth(claims, left, right)
    out[:, NAMES.index("sex")] = _agree(claims.sex, left, right, 0)
    out[:, NAMES.index("place")] = _place(index, habits, left, right)
    out[:, NAMES.index("phone")] = _phone(index, habits, left, right)
    out[:, NAMES.index("channel")] = claims.channel[left] == claims.channel[right]
    one, other = claims.script[left], claims.script[right]
    out[:, NAMES.index("scripts")] = 4 * np.minimum(one, other) + np.maximum(one, other)
    said = (index.names[[GIVEN, FATHER, MOTHER, SURNAME]] >= 0).sum(axis=0)
    out[:, NAMES.index("said")] = np.minimum(said[left], said[right])
    length = np.array([len(record.given) for record in index.records], np.float32)
    out[:, NAMES.index("given_length")] = np.minimum(length[left], length[right])
    return out


def habits_of(index: Index, claims: Claims, left: Ints, right: Ints) -> Habits:
    """Habits from candidate pairs; without enough sure pairs each stays near one half."""
    rows = np.full((len(left), 8), np.nan, np.float32)
    for k, column in enumerate((GIVEN, FATHER, MOTHER, SURNAME)):
        _scored(rows, 2 * k, index, column, left, right)
    worth = np.minimum(rows[:, 0::2], rows[:, 1::2])
    against = np.where(rows[:, 0::2] < 0.0, rows[:, 0::2], worth)
    sure = (np.nansum(against, axis=1) >= SURE) & (rows[:, 0] >= SURE_GIVEN)
    place = np.full((int(sure.sum()), 2), np.nan, np.float32)
    _scored(place, 0, index, PLACE, left[sure], right[sure])
    phone = _agree(index.phone, left[sure], right[sure], -1)
    return Habits(
        _share(np.where(np.isnan(place[:, 0]), np.nan, place[:, 0] >= SAME_PLACE)), _share(phone)
    )


def _share(agrees: NDArray[np.float32]) -> float:
    """Share of ones among what is known, with two of each added: 0.02 to 0.98."""
    known = agrees[~np.isnan(agrees)]
    return float(np.clip((known.sum() + 2.0) / (len(known) + 4.0), 0.02, 0.98))


def _scored(
    out: NDArray[np.float32], at: int, index: Index, column: int, left: Ints, right: Ints
) -> None:
    v, names = index.words[column], index.names[column]
    _scores(out, at, left, right, names, names, v.starts, v.indices, v.scores, v.tails)


def _place(index: Index, habits: Habits, left: Ints, right: Ints) -> NDArray[np.float32]:
    """ln LR of two places: agreement counts by how rare the place is."""
    rows = np.full((len(left), 2), np.nan, np.float32)
    _scored(rows, 0, index, PLACE, left, right)
    share = index.words[PLACE].counts / max(1, index.words[PLACE].counts.sum())
    return _weighed(rows[:, 0] >= SAME_PLACE, rows[:, 1], np.isnan(rows[:, 0]), habits.place, share)


def _phone(index: Index, habits: Habits, left: Ints, right: Ints) -> NDArray[np.float32]:
    equal = _agree(index.phone, left, right, -1)
    counts = np.bincount(index.phone[index.phone >= 0]) if (index.phone >= 0).any() else np.ones(1)
    share = counts / counts.sum()
    rarity = -np.log(np.maximum(share[np.maximum(index.phone[left], 0)], 1e-9))
    return _weighed(equal == 1.0, rarity, np.isnan(equal), habits.phone, share)


def _weighed(
    agrees: NDArray[np.bool_],
    rarity: NDArray[Any],
    silent: NDArray[np.bool_],
    habit: float,
    share: NDArray[Any],
) -> NDArray[np.float32]:
    """ln(m / u) where they agree, ln((1 - m) / (1 - u)) where not, NaN where one is silent."""
    chance = min(0.95, float((share**2).sum()))
    for_it = math.log(habit) + rarity
    value = np.where(agrees, for_it, math.log((1.0 - habit) / (1.0 - chance)))
    return np.where(silent, np.nan, value).astype(np.float32)


def _birth(claims: Claims, left: Ints, right: Ints) -> NDArray[np.float32]:
    value = claims.births.ln_lr(claims.birth[left], claims.birth[right]).astype(np.float32)
    silent = np.array([not claim.readable for claim in claims.births.claims], np.bool_)
    value[silent[claims.birth[left]] | silent[claims.birth[right]]] = np.nan
    return value


def _agree(values: Ints, left: Ints, right: Ints, unknown: int) -> NDArray[np.float32]:
    """1 equal, 0 different, NaN where one side says nothing."""
    a, b = values[left], values[right]
    return np.where((a == unknown) | (b == unknown), np.nan, a == b).astype(np.float32)


def _best_of_kunyas(index: Index, left: Ints, right: Ints) -> NDArray[np.float32]:
    """The better of: one record's kunya names the other's given name. A parent is no child."""
    out = np.full((len(left), 4), np.nan, np.float32)
    v = index.words[GIVEN]
    kunya, given = index.names[KUNYA], index.names[GIVEN]
    table = (v.starts, v.indices, v.scores, v.tails)
    _scores(out, 0, left, right, kunya, given, *table)
    _scores(out, 2, left, right, given, kunya, *table)
    return np.fmax(out[:, 0], out[:, 2])


@njit(cache=True, nogil=True)
def _scores(out, at, left, right, mine, theirs, starts, indices, scores, tails):  # type: ignore[no-untyped-def]
    """Score and rarity of `mine[left]` against `theirs[right]` into columns `at`, `at + 1`."""
    for k in range(len(left)):
        a, b = mine[left[k]], theirs[right[k]]
        if a < 0 or b < 0:
            continue
        at_pair = find(starts, indices, a, b)
        if at_pair < 0:
            out[k, at] = UNKNOWN_TO_EACH_OTHER
            out[k, at + 1] = 0.0
            continue
        out[k, at] = scores[at_pair]
        out[k, at + 1] = -tails[at_pair]


def score_of(v: Vocabulary, a: int, b: int) -> float:
    """Score of two words by position; UNKNOWN_TO_EACH_OTHER where they are foreign."""
    at = int(find(v.starts, v.indices, a, b))
    return UNKNOWN_TO_EACH_OTHER if at < 0 else float(v.scores[at])
