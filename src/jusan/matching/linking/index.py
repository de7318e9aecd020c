"""The records as arrays over their vocabularies, and retrieval of the pairs worth weighing.

Retrieval adds up what the answers of names are worth, field by field, over every record that
shares at least one answering name, whatever the script. No pair of records is cut away by one
field alone: a typing error in a given name leaves the parents, and the other way round.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.matching.linking import vocabulary
from jusan.matching.linking.records import Record
from jusan.matching.linking.vocabulary import Vocabulary

Ints = NDArray[np.int64]

#: Columns of `Index.names`, and the vocabulary that each is read in: a kunya names a child.
COLUMNS = ("given", "father", "mother", "surname", "kunya", "place")
VOCABULARIES = ("given", "father", "mother", "surname", "given", "place")
GIVEN, FATHER, MOTHER, SURNAME, KUNYA, PLACE = range(6)

#: An answer between two names counts from this score on.
ANSWERS = -2.0
#: What a name that both say and that does not answer takes off.
AGAINST = 1.0
#: What one phone adds: families share them.
PHONE = 3.0


@dataclass(frozen=True, slots=True)
class Index:
    """`names[k, i]`: word of record i in the vocabulary of COLUMNS[k], or -1.

    `words[k]` the vocabulary of that column; `by_word[k]` records sorted by word with `first[k]`
    where each word's begin. `phone[i]` numbers equal phones, -1 none, with `by_phone` likewise.
    """

    records: tuple[Record, ...]
    names: Ints
    words: tuple[Vocabulary, ...]
    by_word: tuple[Ints, ...]
    first: tuple[Ints, ...]
    phone: Ints
    by_phone: Ints
    first_phone: Ints

    def __len__(self) -> int:
        return len(self.records)


def build(records: Sequence[Record]) -> Index:
    """The index of `records`: every vocabulary weighed against itself."""
    made: dict[str, Vocabulary] = {}
    for kind in dict.fromkeys(VOCABULARIES):
        counts: Counter[str] = Counter()
        for column, vocabulary_of in zip(COLUMNS, VOCABULARIES, strict=True):
            if vocabulary_of == kind:
                counts.update(r.name(column) for r in records if r.name(column))
        words = sorted(counts)
        made[kind] = vocabulary.build(words, [counts[word] for word in words])
    return over(records, tuple(made[kind] for kind in VOCABULARIES))


def over(records: Sequence[Record], words: tuple[Vocabulary, ...]) -> Index:
    """The index of `records` over vocabularies that are known; a word outside them is -1."""
    names = np.full((len(COLUMNS), len(records)), -1, np.int64)
    by_word, first = [], []
    for k, column in enumerate(COLUMNS):
        position = words[k].index()
        names[k] = [position.get(record.name(column), -1) for record in records]
        order = np.argsort(names[k], kind="stable")
        by_word.append(order)
        first.append(np.searchsorted(names[k][order], np.arange(len(words[k].words) + 1)))
    phone = numbered([record.phone for record in records])
    by_phone = np.argsort(phone, kind="stable")
    first_phone = np.searchsorted(phone[by_phone], np.arange(int(phone.max(initial=-1)) + 2))
    return Index(
        tuple(records), names, words, tuple(by_word), tuple(first), phone, by_phone, first_phone
    )


def numbered(texts: Sequence[str]) -> Ints:
    """Equal texts have equal numbers from 0; '' is -1."""
    known: dict[str, int] = {"": -1}
    return np.array([known.setdefault(text, len(known) - 1) for text in texts], np.int64)


def joined(index: Index, records: Sequence[Record]) -> Index:
    """`index` with records added; vocabulary counts stay those of `index`."""
    words = []
    for kind in VOCABULARIES:
        new = [
            record.name(column)
            for column, known in zip(COLUMNS, VOCABULARIES, strict=True)
            if known == kind
            for record in records
            if record.name(column)
        ]
        words.append(vocabulary.extended(index.words[VOCABULARIES.index(kind)], new))
    return over((*index.records, *records), tuple(words))


def enough_for(n: int) -> float:
    """From which sum of ln on a pair among n records is weighed: chance grows with their number.

    Measured: what is kept of the true pairs at these values stands in docs/methods/linkage.md.
    """
    return min(4.0, max(0.5, 0.5 + 0.65 * math.log(max(1, n) / 2000.0)))


def candidates(
    index: Index, rows: Ints | None = None, enough: float | None = None
) -> tuple[Ints, Ints]:
    """Pairs (i, j) worth weighing, each once, i in `rows` (all by default) and j any other record.

    `enough` is by default that of as many records.
    """
    n = len(index)
    enough = enough_for(n) if enough is None else enough
    chosen = np.arange(n) if rows is None else np.asarray(rows, np.int64)
    mine = np.zeros(n, np.bool_)
    mine[chosen] = True
    lookups = [(GIVEN, GIVEN), (FATHER, FATHER), (MOTHER, MOTHER), (SURNAME, SURNAME)]
    lookups += [(KUNYA, GIVEN), (GIVEN, KUNYA), (KUNYA, KUNYA)]
    left: list[Ints] = []
    right: list[Ints] = []
    total = np.zeros(n, np.float32)
    for i in chosen:
        touched: list[Ints] = []
        for asked, answered in lookups:
            word = index.names[asked, i]
            if word >= 0:
                v = index.words[asked]
                touched.append(
                    _add(
                        total,
                        v.indices[v.starts[word] : v.starts[word + 1]],
                        v.scores[v.starts[word] : v.starts[word + 1]],
                        v.tails[v.starts[word] : v.starts[word + 1]],
                        index.by_word[answered],
                        index.first[answered],
                    )
                )
        if index.phone[i] >= 0:
            first, last = index.first_phone[index.phone[i] : index.phone[i] + 2]
            total[index.by_phone[first:last]] += PHONE
            touched.append(index.by_phone[first:last])
        if not touched:
            continue
        met = np.unique(np.concatenate(touched))
        met = met[(total[met] >= enough) & ((met > i) | ~mine[met]) & (met != i)]
        kept = met[_still_enough(index, i, met, total, enough)]
        for rows_met in touched:
            total[rows_met] = 0.0
        left.append(np.full(len(kept), i, np.int64))
        right.append(kept)
    if not left:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(left), np.concatenate(right)


def _still_enough(
    index: Index, i: int, met: Ints, total: NDArray[np.float32], enough: float
) -> NDArray[np.bool_]:
    """Whether the sum remains when names that both say and that do not answer are taken off."""
    left = total[met].copy()
    for column in (GIVEN, FATHER, MOTHER, SURNAME):
        word = index.names[column, i]
        if word >= 0:
            v = index.words[column]
            row = slice(v.starts[word], v.starts[word + 1])
            answers = np.zeros(len(v.words), np.bool_)
            answers[v.indices[row][v.scores[row] >= ANSWERS]] = True
            theirs = index.names[column, met]
            left[(theirs >= 0) & ~answers[theirs]] -= AGAINST
    return left >= enough


@njit(cache=True, nogil=True)
def _add(total, words, scores, tails, by_word, first):  # type: ignore[no-untyped-def]
    """Add what each answer is worth to every record that carries it; return those records."""
    size = 0
    for k in range(len(words)):
        if scores[k] >= ANSWERS:
            size += first[words[k] + 1] - first[words[k]]
    met = np.empty(size, np.int64)
    at = 0
    for k in range(len(words)):
        if scores[k] < ANSWERS:
            continue
        worth = min(scores[k] - ANSWERS, -tails[k])
        for p in range(first[words[k]], first[words[k] + 1]):
            j = by_word[p]
            total[j] += worth
            met[at] = j
            at += 1
    return met
