"""Find written names in a register, whatever the script, without losing true pairs to blocking.

The parts of a query are weighed by the transducer against the register's vocabulary, of which a
coarse count of consonants leaves the plausible tenth; each record gets the sum of its best parts,
held under their rarity; the best few hundred records are then compared in full.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names import comparison, ranking, token_pairs, transducer, weights
from jusan.names.alignment import Lines
from jusan.names.encoded import Encoded, encode_names
from jusan.names.links import Floats, Rows, Tables
from jusan.names.parts import Name, parse_name
from jusan.names.transliteration import latin_key, sound_units

Ints = NDArray[np.int64]
Counts = NDArray[np.int8]

#: Classes of consonants that spellings exchange; sounds in none (vowels, h, w, y) do not count.
_CLASSES = ("bp", "vf", "tdTD", "kqgG", "szSZCj", "m", "nN", "l", "r")
_CLASS_OF = {sound: number for number, sounds in enumerate(_CLASSES) for sound in sounds}
#: Consonants that may differ between a query's part and a token that is weighed (assumption,
#: measured by `jusan bench names`).
MOST_DIFFERENT = 2
RESCORED = 700
#: A part that answers under another role counts for this share (assumption).
OTHER_ROLE = 0.6
LEAST_LN_LR = -2.0  # under this a token does not answer a part at all


@dataclass(frozen=True, slots=True)
class Hit:
    """A record by its row in the register, and its ln LR."""

    row: int
    ln_lr: float


def consonants(token: str) -> list[int]:
    """How many consonants of each class a token has; doubled ones count once."""
    counts = [0] * len(_CLASSES)
    for sound in sound_units(latin_key(token)):
        if sound in _CLASS_OF:
            counts[_CLASS_OF[sound]] += 1
    return counts


@dataclass(frozen=True, slots=True)
class _Words:
    """The register's vocabulary: what is known of each stem, and where it stands.

    `token` (V): its number in the encoded tokens, `counts` (V, 9): its consonants, `cap` (V): its
    rarity in ln; `start` (V + 1), `record`, `facts`: the records that have it, one after another.
    """

    token: Ints
    counts: Counts
    cap: Floats
    start: Ints
    record: Ints
    facts: Ints


@dataclass(frozen=True, slots=True)
class Index:
    """A register made ready for searching; built by `Index.of`, read by any number of threads."""

    texts: tuple[str, ...]
    ordered: tuple[str, ...]
    names: Encoded
    arabic: NDArray[np.bool_]
    cap: Floats
    words: _Words

    @staticmethod
    def of(texts: Sequence[str]) -> Index:
        """Index written names; those without a readable part are kept and never found."""
        parsed = [parse_name(text) for text in texts]
        names = encode_names(parsed)
        words = _vocabulary(names)
        by_token = np.full(len(names.tokens) + 1, np.inf)
        by_token[words.token] = words.cap
        cap = np.where(names.facts > 0, by_token[names.stem], np.inf)
        ordered = tuple(sorted(set(texts)))
        return Index(tuple(texts), ordered, names, comparison.scripts_of(parsed), cap, words)

    def search(self, text: str, top: int) -> list[Hit]:
        """The `top` best records for a written name, best first; none when it has no part.

        The ln LR is that of `comparison` with the rarity of names in this register, the order that
        of `ranking`.
        """
        query = parse_name(text)
        if query.is_empty() or not self.texts:
            return []
        rows, table, ln_lr = self.weighed(query, top)
        order = np.lexsort((rows, -np.round(table @ ranking.weights(), 9)))[:top]
        return [Hit(int(rows[k]), float(ln_lr[k])) for k in order]

    def weighed(self, query: Name, top: int) -> tuple[Ints, Floats, Floats]:
        """Rows compared in full, their features for the order, and their ln LR."""
        rough = self._rough(query)
        many = min(max(RESCORED, 2 * top), len(rough))
        rows = np.argpartition(-rough, many - 1)[:many]
        rows = rows[rough[rows] > 0.0]
        lines, group = self._compared(query, rows)
        plain = weights.line_values(lines, group, weights.shipped())
        unknown = np.full((len(rows), self.cap.shape[1]), np.inf)
        earned = plain.copy()
        comparison.earn(earned, lines, unknown, self.cap[rows])
        cap = ranking.line_caps(lines, unknown, self.cap[rows])
        table = ranking.features(lines, plain, earned, cap)
        return rows, table, comparison.totals(earned, earned=True)

    def _rough(self, query: Name) -> Floats:
        """Sum of the best answers to each part (n): what decides who is compared in full."""
        coded = encode_names([query])
        total = np.zeros(len(self.texts))
        tables, bias = transducer.shipped().stacked()
        for column in range(len(query.parts)):
            token = coded.stem[0, column]
            _add_part(
                coded.symbols[token], coded.length[token], coded.script[token],
                np.array(consonants(coded.tokens[token]), np.int8), coded.facts[0, column],
                self.names.symbols, self.names.length, self.names.script, self.words.token,
                self.words.counts, self.words.cap, self.words.start, self.words.record,
                self.words.facts, tables, bias, total,
            )  # fmt: skip
        return total

    def _compared(self, query: Name, rows: Ints) -> tuple[Lines, Ints]:
        """Lines of the query with some records, and the sets of curves that they belong to."""
        mine = encode_names([query])
        used, place = np.unique(
            np.concatenate([self.names.whole[rows], self.names.stem[rows]]), return_inverse=True
        )
        whole, stem = np.split(place.reshape(-1, self.names.whole.shape[1]), 2)
        own = len(mine.tokens)
        # The query's place among the sorted texts: before or behind each record, or equal to it.
        at = bisect_left(self.ordered, query.original)
        there = self.ordered[at : at + 1] == (query.original,)
        rank = 2 * self.names.rank[rows] - (2 * at if there else 2 * at - 1)
        both = Encoded(
            np.concatenate([mine.facts, self.names.facts[rows]]),
            np.concatenate([mine.whole, whole + own]),
            np.concatenate([mine.stem, stem + own]),
            np.concatenate([mine.sex, self.names.sex[rows]]),
            np.concatenate([[0], rank]),
            np.concatenate([mine.script, self.names.script[used]]),
            np.concatenate([mine.symbols, self.names.symbols[used]]),
            np.concatenate([mine.length, self.names.length[used]]),
            (),
        )
        left, right = np.zeros(len(rows), np.int64), np.arange(1, len(rows) + 1)
        arabic = np.concatenate([comparison.scripts_of([query]), self.arabic[rows]])
        lines = comparison.align_rows(both, left, right, remember=own)
        return lines, comparison.groups(arabic, left, right)


def _vocabulary(names: Encoded) -> _Words:
    row, column = np.nonzero(names.facts)
    token = names.stem[row, column]
    order = np.argsort(token, kind="stable")
    used, start = np.unique(token[order], return_index=True)
    counts = np.array([consonants(names.tokens[k]) for k in used], np.int8)
    many = np.diff(np.append(start, len(order)))
    cap = -np.log((many + 0.5) / (len(names.facts) + 1.0))
    return _Words(
        used,
        counts.reshape(len(used), len(_CLASSES)),
        np.maximum(cap, 0.1),
        np.append(start, len(order)),
        row[order],
        names.facts[row, column][order],
    )


@njit(cache=True, nogil=True)
def _add_part(
    x: Rows, n: int, s: int, counts: Counts, facts: int, symbols: Rows, length: Ints, script: Ints,
    token: Ints, word_counts: Counts, cap: Floats, start: Ints, record: Ints, record_facts: Ints,
    models: Tables, bias: Floats, total: Floats,
) -> None:  # fmt: skip
    """Add to each record what its best token says of one part of the query."""
    size = symbols.shape[1] + 1
    work, gaps_x, gaps_y = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    best = np.zeros(len(total))
    for word in range(len(token)):
        apart = 0
        for k in range(word_counts.shape[1]):
            apart += abs(word_counts[word, k] - counts[k])
        if apart > MOST_DIFFERENT:
            continue
        t = token[word]
        score = token_pairs.tokens_ln_lr(
            x, n, s, symbols[t], length[t], script[t], models, bias, work, gaps_x, gaps_y
        )
        if score <= LEAST_LN_LR:
            continue
        value = min(score, cap[word]) - LEAST_LN_LR
        for at in range(start[word], start[word + 1]):
            worth = value if record_facts[at] & facts else OTHER_ROLE * value
            if worth > best[record[at]]:
                best[record[at]] = worth
    for row in range(len(total)):
        total[row] += best[row]
