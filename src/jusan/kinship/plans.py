"""Orders of elimination, worked out once for a shape of pedigree and run for many markers at once.

A factor is a sum of parts, each a table over a few variables. A child's allele is either of the
parent's two with chance one half, so that transmission is two small tables and never one over all
three alleles; a sum over a variable goes through the parts one by one. A plan names tables by
number only: it holds for every marker, and every hypothesis, of the same shape. Tables carry a
leading axis, one row a marker.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import combinations, product
from string import ascii_letters
from typing import NamedTuple

import numpy as np

from jusan.kinship.errors import TooLargeError
from jusan.kinship.network import MAX_TABLE, Array

Scope = tuple[int, ...]  # variables in rising order: the axes of a table, after the leading one

#: Steps of a plan cost about this many products beside those that they compute.
_OVERHEAD = 200
#: A sum over products of sums has at most this many terms; beyond, sums are written out.
_TERMS = 16


class _Part(NamedTuple):
    scope: Scope
    slot: int


_Factor = tuple[_Part, ...]
_Index = tuple[slice | None, ...]


class Step(NamedTuple):
    """One operation: `slots` are its operands, the result gets the next free number."""

    kind: str  # "times", "plus", "matmul" or "einsum"
    slots: tuple[int, ...]
    spec: str = ""
    views: tuple[_Index, ...] = ()
    axes: tuple[Scope, Scope, Scope] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that reduce the tables 0, 1, ... to one over the kept variables, in rising order."""

    steps: tuple[Step, ...]
    largest: int

    def run(self, tables: Sequence[Array]) -> Array:
        """The sum over all variables that are not kept, shape (rows, *kept)."""
        slots = list(tables)
        for step in self.steps:
            slots.append(_RUN[step.kind](step, [slots[i] for i in step.slots]))
        return slots[-1]


@lru_cache(maxsize=2048)
def plan(
    factors: tuple[tuple[Scope, ...], ...],
    sizes: tuple[int, ...],
    keep: frozenset[int] = frozenset(),
    units: tuple[tuple[int, ...], ...] = (),
) -> Plan:
    """Eliminate all variables but `keep`, the cheapest next move first.

    `factors` are the scopes of the parts of each factor; parts are numbered through all factors.
    `units` are groups of variables that may be summed out in one move (an untyped person's two
    alleles). Raises TooLargeError.
    """
    draft = _Draft(factors, sizes)
    moves: list[Scope] = [(v,) for v in range(len(sizes)) if v not in keep]
    moves += [unit for unit in units if not keep.intersection(unit)]
    costs = {move: draft.cost(move) for move in moves}
    while costs:
        best = min(costs, key=lambda move: (costs[move], move))
        changed = draft.eliminate(best)
        costs = {move: cost for move, cost in costs.items() if not set(move) & set(best)}
        for move in costs:
            if changed.intersection(move):
                costs[move] = draft.cost(move)
    draft.finish(keep)
    if draft.largest > MAX_TABLE:
        raise TooLargeError(
            f"the exact sum needs a table of {draft.largest:,} entries (limit {MAX_TABLE:,})"
        )
    return Plan(tuple(draft.steps), draft.largest)


class _Draft:
    """The factors that are left, and the steps so far."""

    def __init__(self, factors: Sequence[Sequence[Scope]], sizes: Sequence[int]) -> None:
        numbers = iter(range(sum(map(len, factors))))
        self.sizes = sizes
        self.factors: list[_Factor] = [
            tuple(_Part(scope, next(numbers)) for scope in scopes) for scopes in factors
        ]
        self.slots = sum(map(len, factors))
        self.steps: list[Step] = []
        self.spent = 0
        self.largest = max((self._entries(p.scope) for f in self.factors for p in f), default=1)
        self._broad = 2 * max(sizes, default=1) ** 2

    def cost(self, move: Scope) -> int:
        """What a move would cost: products, and the entries that it leaves behind."""
        trial = copy(self)
        trial.steps, trial.spent = [], 0
        left = trial._without(move)
        return trial.spent + sum(self._entries(p.scope) for f in left for p in f)

    def eliminate(self, move: Scope) -> set[int]:
        """Sum some variables out; returns the variables whose surroundings changed."""
        changed = {v for f in self._touched(move) for p in f for v in p.scope}
        rest = [f for f in self.factors if not self._touches(f, move)]
        self.factors = rest + self._without(move)
        return changed

    def finish(self, keep: Collection[int]) -> None:
        """Multiply what is left into one table over the kept variables."""
        left = [self._written_out(factor) for factor in self.factors]
        if not left:
            raise ValueError("a plan needs at least one factor")
        whole = tuple(sorted(keep))
        result = reduce(self._times, left)
        if result.scope != whole:
            raise KeyError(f"no factor mentions variables {set(whole) - set(result.scope)}")
        if result.slot != self.slots - 1:
            self._step(Step("times", (result.slot,), views=(_view(whole, whole),)), whole, 1)

    def _touches(self, factor: _Factor, move: Scope) -> bool:
        return any(v in part.scope for part in factor for v in move)

    def _touched(self, move: Scope) -> list[_Factor]:
        return [factor for factor in self.factors if self._touches(factor, move)]

    def _without(self, move: Scope) -> list[_Factor]:
        """The factors that replace those touched by a move."""
        plain: list[_Part] = []
        sums: list[_Factor] = []
        for factor in self._touched(move):
            if len(factor) == 1 or self._entries(_union(factor)) <= self._broad:
                plain.append(self._written_out(factor))
            else:
                sums.append(factor)
        sums.sort(key=lambda factor: self._entries(_union(factor)))
        while math.prod(len(factor) for factor in sums) > _TERMS:
            plain.append(self._written_out(sums.pop(0)))
        if not sums:
            return [(part,) for part in self._contracted(plain, move)]
        if plain:
            plain = self._nested(plain)
        terms = [
            reduce(self._times, self._contracted([*plain, *choice], move))
            for choice in product(*sums)
        ]
        return [self._gathered(terms)]

    def _gathered(self, terms: Iterable[_Part]) -> _Factor:
        """Parts of one factor, those within another's variables added to it."""
        out: list[_Part] = []
        for term in sorted(terms, key=lambda part: -len(part.scope)):
            for i, other in enumerate(out):
                if set(term.scope) <= set(other.scope):
                    out[i] = self._plus(other.scope, (other, term))
                    break
            else:
                out.append(term)
        return tuple(out)

    def _contracted(self, operands: Sequence[_Part], move: Scope) -> list[_Part]:
        """The operands with the variables of a move summed out of their product."""
        left, pending = list(operands), set(move)
        while pending:
            variable = min(pending, key=lambda v: (self._width(left, v), v))
            touched = [part for part in left if variable in part.scope]
            left = [part for part in left if variable not in part.scope]
            elsewhere = {v for part in left for v in part.scope}
            drop = {v for v in pending if v not in elsewhere and v in _union(touched)}
            pending -= drop
            left.append(self._summed(touched, drop))
        return left

    def _width(self, parts: Sequence[_Part], variable: int) -> int:
        return self._entries(_union([part for part in parts if variable in part.scope]))

    def _nested(self, operands: Sequence[_Part]) -> list[_Part]:
        """Operands whose variables lie within another's, multiplied into it."""
        out: list[_Part] = []
        for part in sorted(operands, key=lambda part: -self._entries(part.scope)):
            for i, other in enumerate(out):
                if set(part.scope) <= set(other.scope):
                    out[i] = self._times(other, part)
                    break
            else:
                out.append(part)
        return out

    def _summed(self, operands: Sequence[_Part], drop: set[int]) -> _Part:
        """Sum over `drop` of the product of all operands."""
        parts = sorted(operands, key=lambda part: self._entries(part.scope))
        while len(parts) > 2:
            one, two = self._next_pair(parts)
            rest = [part for part in parts if part is not one and part is not two]
            parts = sorted([*rest, self._times(one, two)], key=lambda p: self._entries(p.scope))
        union = _union(parts)
        out = tuple(v for v in union if v not in drop)
        slots = tuple(part.slot for part in parts)
        if len(parts) == 2 and len(drop) == 1:
            axes = _matmul_axes(parts[0].scope, parts[1].scope, drop)
            if axes is not None:
                return self._step(Step("matmul", slots, axes=axes), out, self._entries(union) // 4)
        return self._step(
            Step("einsum", slots, _spelled([p.scope for p in parts], out)),
            out,
            self._entries(union),
        )

    def _next_pair(self, parts: Sequence[_Part]) -> tuple[_Part, _Part]:
        """Of parts in rising size, the first that lies within another, and that one."""
        for one, two in combinations(parts, 2):
            if set(one.scope) <= set(two.scope):
                return one, two
        return parts[0], parts[1]

    def _times(self, one: _Part, two: _Part) -> _Part:
        scope = _union((one, two))
        views = (_view(one.scope, scope), _view(two.scope, scope))
        step = Step("times", (one.slot, two.slot), views=views)
        return self._step(step, scope, self._entries(scope))

    def _written_out(self, factor: _Factor) -> _Part:
        return factor[0] if len(factor) == 1 else self._plus(_union(factor), factor)

    def _plus(self, scope: Scope, parts: Sequence[_Part]) -> _Part:
        views = tuple(_view(part.scope, scope) for part in parts)
        step = Step("plus", tuple(part.slot for part in parts), views=views)
        return self._step(step, scope, self._entries(scope))

    def _step(self, step: Step, scope: Scope, work: int) -> _Part:
        self.steps.append(step)
        self.spent += work + _OVERHEAD
        self.largest = max(self.largest, self._entries(scope))
        self.slots += 1
        return _Part(scope, self.slots - 1)

    def _entries(self, scope: Scope) -> int:
        return math.prod(self.sizes[v] for v in scope)


def _union(parts: Iterable[_Part]) -> Scope:
    return tuple(sorted({v for part in parts for v in part.scope}))


def _view(scope: Scope, whole: Scope) -> _Index:
    """The index that gives a table an axis of length one for each variable that it lacks."""
    return (slice(None), *(slice(None) if v in scope else None for v in whole))


def _spelled(scopes: Sequence[Scope], out: Scope) -> str:
    """The sum in the notation of einsum; Z is the leading axis."""
    letter = {v: ascii_letters[i] for i, v in enumerate(sorted({v for s in scopes for v in s}))}
    words = ["Z" + "".join(letter[v] for v in scope) for scope in (*scopes, out)]
    return ",".join(words[:-1]) + "->" + words[-1]


def _matmul_axes(left: Scope, right: Scope, drop: set[int]) -> tuple[Scope, Scope, Scope] | None:
    """Axis orders that make a sum over one variable a stack of matrix products.

    Both operands as (rows, shared, own, dropped) and (rows, shared, dropped, own); the third order
    brings the result back to rising variables. None unless each has just one variable of its own.
    """
    (v,) = drop
    shared = [i for i in left if i in right and i != v]
    mine, yours = [i for i in left if i not in right], [i for i in right if i not in left]
    if len(mine) != 1 or len(yours) != 1:
        return None
    result = [*shared, *mine, *yours]
    return (
        (0, *(left.index(i) + 1 for i in (*shared, *mine, v))),
        (0, *(right.index(i) + 1 for i in (*shared, v, *yours))),
        (0, *(result.index(i) + 1 for i in sorted(result))),
    )


def _run_times(step: Step, operands: list[Array]) -> Array:
    return reduce(np.multiply, map(_seen, operands, step.views))


def _run_plus(step: Step, operands: list[Array]) -> Array:
    return reduce(np.add, map(_seen, operands, step.views))


def _seen(table: Array, index: _Index) -> Array:
    seen: Array = table[index]
    return seen


def _run_matmul(step: Step, operands: list[Array]) -> Array:
    assert step.axes is not None
    left, right, back = step.axes
    result: Array = np.matmul(operands[0].transpose(left), operands[1].transpose(right))
    return result.transpose(back)


def _run_einsum(step: Step, operands: list[Array]) -> Array:
    result: Array = np.einsum(step.spec, *operands)
    return result


_RUN = {
    "times": _run_times,
    "plus": _run_plus,
    "matmul": _run_matmul,
    "einsum": _run_einsum,
}
