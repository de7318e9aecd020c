"""Families together: sums, shares and the best assignments over disjoint sets of found persons."""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from jusan.matching.family_table import FamilyTable, Filling, Pair


@dataclass(frozen=True, slots=True)
class Ranked:
    """Pairs made, their ln LR, and ln weight = ln LR plus prior, over "nobody belongs"."""

    pairs: tuple[Pair, ...]
    ln_lr: float
    ln_weight: float


@dataclass(frozen=True, slots=True)
class Combined:
    """`ln_total` sums all weights, `ln_bound` is at least that with what was not reached.

    `shares[(found, place)]` is the part of the total in which that pair occurs.
    """

    ranked: tuple[Ranked, ...]
    count: int
    ln_total: float
    ln_bound: float
    shares: Mapping[Pair, float]


@dataclass(frozen=True, slots=True)
class _Row:
    mask: int
    item: Ranked


def combine(
    tables: Sequence[FamilyTable],
    order: Mapping[str, int],
    pair_weights: Mapping[Pair, float],
    nobody_weights: Mapping[str, float],
    keep: int,
) -> Combined:
    """All combinations of one filling a family in which nobody is placed twice."""
    rows = [
        [_weighed(row, order, pair_weights, nobody_weights) for row in table.rows]
        for table in tables
    ]
    parts = [_component([rows[i] for i in group], keep) for group in _components(rows)]
    ln_total = math.fsum(part.ln_total for part in parts)
    ranked = [Ranked((), 0.0, 0.0)]
    for part in parts:
        ranked = _best_products(ranked, part.ranked, keep)
    bounds = [
        _ln_add(table.ln_unweighed, _ln_sum_rows(r)) for table, r in zip(tables, rows, strict=True)
    ]
    complete = all(table.complete for table in tables)
    return Combined(
        ranked=tuple(ranked),
        count=math.prod(part.count for part in parts),
        ln_total=ln_total,
        ln_bound=ln_total if complete else math.fsum(bounds),
        shares={pair: share for part in parts for pair, share in part.shares.items()},
    )


def _weighed(
    row: Filling,
    order: Mapping[str, int],
    pair_weights: Mapping[Pair, float],
    nobody_weights: Mapping[str, float],
) -> _Row:
    prior = sum(
        pair_weights.get(pair, 0.0) - nobody_weights.get(pair[0], 0.0) for pair in row.pairs
    )
    mask = sum(1 << order[found] for found, _ in row.pairs)
    return _Row(mask, Ranked(row.pairs, row.ln_lr, row.ln_lr + prior))


def _components(rows: Sequence[Sequence[_Row]]) -> list[list[int]]:
    """Groups of families that compete for somebody, by pairings that are possible."""
    graph: nx.Graph[int | str] = nx.Graph()
    for i, table in enumerate(rows):
        graph.add_node(i)
        for row in table:
            graph.add_edges_from((i, found) for found, _ in row.item.pairs)
    groups = [
        sorted(node for node in component if isinstance(node, int))
        for component in nx.connected_components(graph)
    ]
    return sorted(group for group in groups if group)


def _component(families: Sequence[Sequence[_Row]], keep: int) -> Combined:
    """One component: best lists for each set of used persons, sums from both ends."""
    best: dict[int, list[Ranked]] = {0: [Ranked((), 0.0, 0.0)]}
    counts = {0: 1}
    before: list[dict[int, float]] = [{0: 0.0}]
    for rows in families:
        best, counts = _extend(best, counts, rows, keep)
        before.append(_convolved(before[-1], _by_mask(rows)))
    after: list[dict[int, float]] = [{0: 0.0}]
    for rows in reversed(families):
        after.append(_convolved(after[-1], _by_mask(rows)))
    after.reverse()
    ln_total = _ln_sum(list(before[-1].values()))
    shares: dict[Pair, float] = {}
    for i, rows in enumerate(families):
        for pair, share in _shares(rows, before[i], after[i + 1], ln_total).items():
            shares[pair] = share
    everything = [item for ranked in best.values() for item in ranked]
    return Combined(
        tuple(sorted(everything, key=_rank)[:keep]),
        sum(counts.values()),
        ln_total,
        ln_total,
        shares,
    )


def _extend(
    best: Mapping[int, list[Ranked]],
    counts: Mapping[int, int],
    rows: Sequence[_Row],
    keep: int,
) -> tuple[dict[int, list[Ranked]], dict[int, int]]:
    """Add one family: for every set of used persons the best combinations and their number."""
    lists: dict[int, list[Ranked]] = {}
    numbers: dict[int, int] = {}
    for mask, ranked in best.items():
        for row in rows:
            if mask & row.mask:
                continue
            joined = mask | row.mask
            lists.setdefault(joined, []).extend(_joined(item, row.item) for item in ranked)
            numbers[joined] = numbers.get(joined, 0) + counts[mask]
    return {m: sorted(items, key=_rank)[:keep] for m, items in lists.items()}, numbers


def _joined(one: Ranked, two: Ranked) -> Ranked:
    return Ranked(one.pairs + two.pairs, one.ln_lr + two.ln_lr, one.ln_weight + two.ln_weight)


def _rank(item: Ranked) -> tuple[float, tuple[Pair, ...]]:
    return (-round(item.ln_weight, 9), tuple(sorted(item.pairs)))


def _by_mask(rows: Sequence[_Row]) -> dict[int, float]:
    out: dict[int, float] = {}
    for row in rows:
        out[row.mask] = _ln_add(out.get(row.mask, -math.inf), row.item.ln_weight)
    return out


def _convolved(one: Mapping[int, float], two: Mapping[int, float]) -> dict[int, float]:
    out: dict[int, float] = {}
    for a, x in one.items():
        for b, y in two.items():
            if not a & b:
                out[a | b] = _ln_add(out.get(a | b, -math.inf), x + y)
    return out


def _shares(
    rows: Sequence[_Row],
    before: Mapping[int, float],
    after: Mapping[int, float],
    ln_total: float,
) -> dict[Pair, float]:
    others = _convolved(before, after)
    out: dict[Pair, float] = {}
    free: dict[int, float] = {}
    for row in rows:
        if not row.mask:
            continue
        if row.mask not in free:
            free[row.mask] = _ln_sum([x for mask, x in others.items() if not mask & row.mask])
        share = math.exp(row.item.ln_weight + free[row.mask] - ln_total)
        for pair in row.item.pairs:
            out[pair] = out.get(pair, 0.0) + share
    return out


def _best_products(one: Sequence[Ranked], two: Sequence[Ranked], keep: int) -> list[Ranked]:
    """The `keep` best sums of two ranked lists, lazily from the best corner."""
    heap = [(-(one[0].ln_weight + two[0].ln_weight), 0, 0)]
    seen = {(0, 0)}
    out: list[Ranked] = []
    while heap and len(out) < keep:
        _, i, j = heapq.heappop(heap)
        out.append(_joined(one[i], two[j]))
        for a, b in ((i + 1, j), (i, j + 1)):
            if a < len(one) and b < len(two) and (a, b) not in seen:
                seen.add((a, b))
                heapq.heappush(heap, (-(one[a].ln_weight + two[b].ln_weight), a, b))
    return sorted(out, key=_rank)


def _ln_sum_rows(rows: Sequence[_Row]) -> float:
    return _ln_sum([row.item.ln_weight for row in rows])


def _ln_add(one: float, two: float) -> float:
    low, high = sorted((one, two))
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


def _ln_sum(values: Sequence[float]) -> float:
    top = max(values, default=-math.inf)
    if top == -math.inf:
        return top
    return top + math.log(math.fsum(math.exp(value - top) for value in values))
