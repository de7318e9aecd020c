"""Which part of one name answers which part of another, for many pairs of names at once.

Parts are assigned one to one so that the sum of their ln LRs, less what it costs to read two
different facts as one, is highest. What is left over contradicts where both names state a fact,
and is omitted where one does. The result is a list of lines for each pair; `combination` turns
lines into a calibrated figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jusan.names import encoded as facts_of
from jusan.names.encoded import Encoded
from jusan.names.joining import join, join_free
from jusan.names.links import Floats, Rows, Tables
from jusan.names.parts import MAX_PARTS
from jusan.names.scripts import Script
from jusan.names.symbols import MAX_SYMBOLS, SCRIPTS
from jusan.names.token_pairs import remembered
from jusan.names.transducer import Transducer

Ints = NDArray[np.int64]

_OWN, _FATHER, _GRANDFATHER = facts_of.GIVEN, facts_of.FATHER, facts_of.GRANDFATHER
_ARABIC = SCRIPTS.index(Script.ARABIC)
_FAMILY, _CHILD = facts_of.FAMILY, facts_of.CHILD

#: Kinds of lines. Two parts by the fact that they share: own name (ALONE where both names
#: are a single part), father, grandfather, family, child. MIXED: one of the two parts might state
#: another fact, VAGUE: both might. Parts of different facts: ACROSS, and SWAPPED with a given name.
OWN, ALONE, FATHER, FATHER_MIXED, FATHER_VAGUE, GRANDFATHER_, FAMILY_, FAMILY_MIXED = range(8)
FAMILY_VAGUE, CHILD_, ACROSS, SWAPPED, SWAPPED_FAMILY = range(8, 13)
PAIRED = 13  # kinds below this have a part on both sides
OMITTED_OWN, OMITTED_FATHER, OMITTED_GRANDFATHER, OMITTED_FAMILY, OMITTED_CHILD = range(13, 18)
SEX, JOINED = 18, 19
KINDS = 20
MOST_LINES = 2 * MAX_PARTS + 1

# Costs of the assignment alone (assumptions): what a match across facts must be better by.
COST_ACROSS = 2.0
COST_SWAPPED = 3.5


@dataclass(frozen=True, slots=True)
class Lines:
    """For each of n pairs `count` lines: kind, part of a, part of b (-1: none) and ln LR.

    `abjad`: 1 where just one of two parts is in Arabic script, 0 where both or none, -1 where
    there are no two parts.
    """

    count: Ints
    kind: Ints
    a: Ints
    b: Ints
    abjad: Ints
    ln_lr: Floats


@njit(cache=True, nogil=True)
def _part_table(
    one: int, other: int, facts: Ints, whole: Ints, stem: Ints, script: Ints, symbols: Rows,
    length: Ints, models: Tables, bias: Floats, work: Floats, gaps_x: Floats, gaps_y: Floats,
    memo: Floats, out: Floats,
) -> None:  # fmt: skip
    """ln LR of every part of one name against every part of the other.

    Where both have an ending or an article, only the stems are compared; where one has, the
    better of the two readings counts.
    """
    for i in range(MAX_PARTS):
        if facts[one, i] == 0:
            break
        w, c = whole[one, i], stem[one, i]
        for j in range(MAX_PARTS):
            if facts[other, j] == 0:
                break
            v, d = whole[other, j], stem[other, j]
            if w == c or v == d:
                out[i, j] = remembered(w, v, script, symbols, length, models, bias, work,
                                        gaps_x, gaps_y, memo)  # fmt: skip
                if w == c and v == d:
                    continue
            cut = remembered(c, d, script, symbols, length, models, bias, work, gaps_x, gaps_y,
                              memo)  # fmt: skip
            if (w != c and v != d) or cut > out[i, j]:
                out[i, j] = cut


@njit(cache=True, nogil=True)
def _worth(ln_lr: float, mine: int, theirs: int) -> float:
    """What matching two parts is worth to the assignment."""
    if mine & theirs:
        return ln_lr
    if (mine | theirs) & _CHILD:
        return -1.0
    return ln_lr - (COST_SWAPPED if (mine | theirs) & _OWN else COST_ACROSS)


@njit(cache=True, nogil=True)
def _assign(
    n: int, m: int, facts_a: Ints, facts_b: Ints, score: Floats, best: Floats, step: Ints,
    match: Ints,
) -> None:  # fmt: skip
    """One-to-one matches with the largest total worth; match[i] = j or -1.

    Dynamic programme over sets of parts of b: at most 8 rows and 256 sets.
    """
    sets = 1 << m
    best[0, :sets] = -1e9
    best[0, 0] = 0.0
    for i in range(n):
        best[i + 1, :sets] = best[i, :sets]
        step[i, :sets] = -1
        for j in range(m):
            worth = _worth(score[i, j], facts_a[i], facts_b[j])
            if worth <= 0.0:
                continue
            bit = 1 << j
            for used in range(sets):
                if used & bit and best[i, used ^ bit] + worth > best[i + 1, used]:
                    best[i + 1, used] = best[i, used ^ bit] + worth
                    step[i, used] = j
    used = int(np.argmax(best[n, :sets]))
    for i in range(n - 1, -1, -1):
        match[i] = step[i, used]
        if match[i] >= 0:
            used ^= 1 << match[i]


@njit(cache=True, nogil=True)
def _kind(mine: int, theirs: int, alone: bool) -> int:
    """Kind of a line that matches or contradicts two parts."""
    shared = mine & theirs
    several = (_bits(mine) > 1) + (_bits(theirs) > 1)
    if shared & _OWN:
        return ALONE if alone else OWN
    if shared & _FATHER:
        return FATHER + several
    if shared & _FAMILY:
        return FAMILY_ + several
    if shared & _GRANDFATHER:
        return GRANDFATHER_
    if shared & _CHILD:
        return CHILD_
    if (mine | theirs) & _OWN:
        return SWAPPED_FAMILY if (mine | theirs) & _FAMILY else SWAPPED
    return ACROSS


@njit(cache=True, nogil=True)
def _omitted(facts: int) -> int:
    if facts & _OWN:
        return OMITTED_OWN
    if facts & _CHILD:
        return OMITTED_CHILD
    if facts & _FATHER:
        return OMITTED_FATHER
    if facts & _FAMILY:
        return OMITTED_FAMILY
    return OMITTED_GRANDFATHER


@njit(cache=True, nogil=True)
def _turned_facts(n: int, facts: Ints, theirs: Ints, match: Ints, out: Ints) -> None:
    """Facts of a name of which another part answered the other's given name.

    It was written family name first, so that its first part may be the family's.
    """
    turned = False
    for i in range(n):
        out[i] = facts[i]
        if match[i] >= 0 and not facts[i] & theirs[match[i]] and facts[i] & _FAMILY:
            turned = turned or theirs[match[i]] & _OWN > 0
    for i in range(n):
        if turned and facts[i] & _OWN:
            out[i] |= _FAMILY


@njit(cache=True, nogil=True)
def _contradictions(
    n: int, m: int, facts_a: Ints, facts_b: Ints, free_a: Ints, free_b: Ints, score: Floats,
    match: Ints,
) -> None:  # fmt: skip
    """Set left-over parts that state one fact against each other; the plainest statements first."""
    for fact in (_OWN, _FATHER, _FAMILY, _GRANDFATHER, _CHILD):
        while True:
            found_i, found_j, best = -1, -1, 1e9
            for i in range(n):
                for j in range(m):
                    if free_a[i] != 1 or free_b[j] != 1 or not facts_a[i] & facts_b[j] & fact:
                        continue
                    # Fewer facts are plainer, then earlier parts, then the better agreement.
                    rank = 100.0 * (_bits(facts_a[i]) + _bits(facts_b[j])) + i + j
                    rank -= 0.01 * score[i, j]
                    if rank < best:
                        found_i, found_j, best = i, j, rank
            if found_i < 0:
                break
            match[found_i] = found_j
            free_a[found_i] = 0
            free_b[found_j] = 0


@njit(cache=True, nogil=True)
def _bits(facts: int) -> int:
    total = 0
    for k in range(5):
        total += (facts >> k) & 1
    return total


@njit(cache=True, nogil=True)
def _parts_in(facts: Ints) -> int:
    for k in range(MAX_PARTS):
        if facts[k] == 0:
            return k
    return MAX_PARTS


@njit(cache=True, nogil=True)
def _answered(n: int, match: Ints, back: Ints) -> None:
    """The mirror image of `match`: back[j] = i where match[i] = j, else -1."""
    back[:] = -1
    for i in range(n):
        if match[i] >= 0:
            back[match[i]] = i


@njit(cache=True, nogil=True)
def _write_lines(
    n: int, m: int, one: int, other: int, facts: Ints, whole: Ints, sex: Ints, script: Ints,
    match: Ints, free_a: Ints, free_b: Ints, facts_a: Ints, facts_b: Ints, score: Floats,
    kind: Ints, part_a: Ints, part_b: Ints, abjad: Ints, ln_lr: Floats,
) -> int:  # fmt: skip
    """Write the lines of one pair; how many."""
    lines = 0
    for i in range(n):
        part_a[lines] = i
        part_b[lines] = -1
        if match[i] >= 0:
            j = match[i]
            part_b[lines] = j
            kind[lines] = _kind(facts_a[i], facts_b[j], n == 1 and m == 1)
            ln_lr[lines] = score[i, j]
            mine, theirs = script[whole[one, i]] == _ARABIC, script[whole[other, j]] == _ARABIC
            abjad[lines] = 1 if mine != theirs else 0
        else:
            kind[lines] = JOINED if free_a[i] == 2 else _omitted(facts[one, i])
        lines += 1
    for j in range(m):
        if free_b[j] > 0:
            part_a[lines], part_b[lines] = -1, j
            kind[lines] = JOINED if free_b[j] == 2 else _omitted(facts[other, j])
            lines += 1
    if sex[one] and sex[other]:
        part_a[lines], part_b[lines] = -1, -1
        kind[lines] = SEX
        ln_lr[lines] = 1.0 if sex[one] == sex[other] else -1.0
        lines += 1
    return lines


@njit(cache=True, nogil=True)
def _align_all(
    left: Ints, right: Ints, facts: Ints, whole: Ints, stem: Ints, sex: Ints, script: Ints,
    symbols: Rows, length: Ints, models: Tables, bias: Floats, count: Ints,
    kind: Ints, part_a: Ints, part_b: Ints, abjad: Ints,
    ln_lr: Floats, memo: Floats,
) -> None:  # fmt: skip
    size = MAX_SYMBOLS + 1
    work, gaps_x, gaps_y = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    row = np.zeros(MAX_SYMBOLS, np.uint8)
    score = np.zeros((MAX_PARTS, MAX_PARTS))
    best = np.zeros((MAX_PARTS + 1, 1 << MAX_PARTS))
    step = np.zeros((MAX_PARTS, 1 << MAX_PARTS), np.int64)
    match, back = np.zeros(MAX_PARTS, np.int64), np.zeros(MAX_PARTS, np.int64)
    free_a, free_b = np.zeros(MAX_PARTS, np.int64), np.zeros(MAX_PARTS, np.int64)
    facts_a, facts_b = np.zeros(MAX_PARTS, np.int64), np.zeros(MAX_PARTS, np.int64)
    for p in range(len(left)):
        one, other = left[p], right[p]
        n, m = _parts_in(facts[one]), _parts_in(facts[other])
        if n == 0 or m == 0:
            continue
        _part_table(one, other, facts, whole, stem, script, symbols, length, models, bias,
                    work, gaps_x, gaps_y, memo, score)  # fmt: skip
        _assign(n, m, facts[one], facts[other], score, best, step, match)
        _answered(n, match, back)
        for i in range(n):
            free_a[i] = 1 if match[i] < 0 else 0
        for j in range(m):
            free_b[j] = 1 if back[j] < 0 else 0
        join(free_a, match, n, m, one, other, whole, script, symbols, length, models, bias,
              work, gaps_x, gaps_y, row, score, False)  # fmt: skip
        join(free_b, back, m, n, other, one, whole, script, symbols, length, models, bias,
              work, gaps_x, gaps_y, row, score, True)  # fmt: skip
        join_free(free_a, free_b, match, n, m, one, other, whole, script, symbols, length,
                   models, bias, work, gaps_x, gaps_y, row, score, False)  # fmt: skip
        join_free(free_b, free_a, match, m, n, other, one, whole, script, symbols, length,
                   models, bias, work, gaps_x, gaps_y, row, score, True)  # fmt: skip
        _answered(n, match, back)
        _turned_facts(n, facts[one], facts[other], match, facts_a)
        _turned_facts(m, facts[other], facts[one], back, facts_b)
        _contradictions(n, m, facts_a, facts_b, free_a, free_b, score, match)
        count[p] = _write_lines(
            n, m, one, other, facts, whole, sex, script, match, free_a, free_b, facts_a, facts_b,
            score, kind[p], part_a[p], part_b[p], abjad[p], ln_lr[p],
        )  # fmt: skip


def align(
    names: Encoded, left: Ints, right: Ints, model: Transducer, *, remember: int = 0
) -> Lines:
    """Lines for pairs (left[k], right[k]) of names; none where one of the two is empty.

    The first `remember` tokens meet each other token once only: right when one name is compared
    with many.
    """
    n = len(left)
    lines = Lines(
        np.zeros(n, np.int64),
        np.zeros((n, MOST_LINES), np.int64),
        np.full((n, MOST_LINES), -1, np.int64),
        np.full((n, MOST_LINES), -1, np.int64),
        np.full((n, MOST_LINES), -1, np.int64),
        np.zeros((n, MOST_LINES)),
    )
    tables, bias = model.stacked()
    memo = np.full((remember, len(names.length) if remember else 0), np.nan)
    _align_all(
        left, right, names.facts, names.whole, names.stem, names.sex, names.script,
        names.symbols, names.length, tables, bias, lines.count, lines.kind, lines.a,
        lines.b, lines.abjad, lines.ln_lr, memo,
    )  # fmt: skip
    return lines
