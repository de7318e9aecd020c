"""Cell suppression for small two-way tables with published margins; exact, no estimates.

A cell with a small count is suppressed (primary); then the fewest further cells are suppressed so
that whoever knows every margin and every shown cell cannot narrow any suppressed cell to an
interval narrower than WIDTH. In a two-way table that interval is a pair of maximum flows over the
alternating cycles through the cell (the classical network form of the transportation polytope),
so it is found exactly and quickly. Policy: domain notes on statistics; thresholds are policy.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import combinations

Cell = tuple[int, int]
Table = Sequence[Sequence[int]]
#: A suppressed cell must stay open by at least this much.
WIDTH = 3
#: Above this many cells to choose from, complements are added one by one (each the best next).
EXACT_UP_TO = 16


class Undisclosable(ValueError):
    """No pattern protects this table: its margins alone tell too much."""


def primary(table: Table, *, smallest: int = 5) -> frozenset[Cell]:
    """Cells that hold 1 to ``smallest - 1``."""
    return frozenset(
        (i, j) for i, row in enumerate(table) for j, value in enumerate(row) if 0 < value < smallest
    )


def interval(table: Table, hidden: frozenset[Cell], cell: Cell) -> tuple[int, int]:
    """The exact range of a hidden cell for a reader of the margins and of all other cells.

    Args:
        table: true non-negative counts; all row and column sums are published.
        hidden: the suppressed cells.
        cell: one of them.
    """
    i, j = cell
    up = _flow(table, hidden - {cell}, source=("c", j), sink=("r", i), cap=None)
    down = _flow(table, hidden - {cell}, source=("r", i), sink=("c", j), cap=table[i][j])
    return table[i][j] - down, table[i][j] + up


def is_safe(table: Table, hidden: frozenset[Cell], *, width: int = WIDTH) -> bool:
    """Whether every hidden cell keeps an interval of at least ``width``."""
    for cell in hidden:
        low, high = interval(table, hidden, cell)
        if high - low < width:
            return False
    return True


def suppress(table: Table, *, smallest: int = 5, width: int = WIDTH) -> frozenset[Cell]:
    """The cells to hide. Raises Undisclosable when not even hiding all of them is enough."""
    needed = primary(table, smallest=smallest)
    if not needed or is_safe(table, needed, width=width):
        return needed
    others = [
        (i, j) for i, row in enumerate(table) for j in range(len(row)) if (i, j) not in needed
    ]
    if len(others) > EXACT_UP_TO:
        return _one_by_one(table, needed, others, width)
    for count in range(1, len(others) + 1):
        for extra in _cheapest(table, combinations(others, count)):
            hidden = needed | frozenset(extra)
            if is_safe(table, hidden, width=width):
                return hidden
    raise Undisclosable("the margins of this table tell a small cell by themselves")


def _cheapest(table: Table, choices: Iterable[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Patterns of one size, those that hide the fewest persons first."""
    return sorted(choices, key=lambda cells: (sum(table[i][j] for i, j in cells), cells))


def _one_by_one(
    table: Table, needed: frozenset[Cell], others: list[Cell], width: int
) -> frozenset[Cell]:
    hidden = needed
    for cell in sorted(others, key=lambda item: (table[item[0]][item[1]] == 0, _at(table, item))):
        hidden |= {cell}
        if is_safe(table, hidden, width=width):
            return hidden
    raise Undisclosable("the margins of this table tell a small cell by themselves")


def _at(table: Table, cell: Cell) -> int:
    return table[cell[0]][cell[1]]


Node = tuple[str, int]


def _flow(
    table: Table, hidden: frozenset[Cell], *, source: Node, sink: Node, cap: int | None
) -> int:
    """Maximum flow where a hidden cell may be raised without limit and lowered down to zero."""
    limit = sum(map(sum, table)) if cap is None else cap
    room: dict[Node, dict[Node, int]] = {}
    for i, j in hidden:
        row, column = ("r", i), ("c", j)
        room.setdefault(row, {})[column] = limit
        room.setdefault(column, {})[row] = table[i][j]
    total = 0
    while total < limit:
        path = _path(room, source, sink)
        if not path:
            break
        step = min(limit - total, *(room[a][b] for a, b in path))
        for a, b in path:
            room[a][b] -= step
            room[b][a] += step
        total += step
    return total


def _path(room: dict[Node, dict[Node, int]], source: Node, sink: Node) -> list[tuple[Node, Node]]:
    """A shortest path with room left, as arcs; empty when there is none."""
    came: dict[Node, Node] = {}
    queue = deque([source])
    while queue:
        node = queue.popleft()
        for after, left in room.get(node, {}).items():
            if left > 0 and after not in came and after != source:
                came[after] = node
                queue.append(after)
    if sink not in came:
        return []
    path = []
    node = sink
    while node != source:
        path.append((came[node], node))
        node = came[node]
    return path[::-1]
