"""Coordinates: the order is kept, parents stand over their children, nobody closer than a gap.

Each line in turn is moved to where it is pulled, subject to the order: a weighted isotonic
regression, solved exactly by pooling (Barlow and others 1972). Couples that are neighbours move as
one. Repeated down and up until nothing moves.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from jusan.kinship.pictures.ordering import Graph, Meeting, Node, Port, Rows, blocks_of, is_port

#: Widths in units of one person's place.
PERSON, PORT = 1.0, 0.3
_SWEEPS = 60


def places_of(rows: Rows, graph: Graph) -> dict[Node, float]:
    """The middle of every node, in units of one person's place, leftmost at half a place."""
    x: dict[Node, float] = {}
    for row in rows:
        at = 0.0
        for node in row:
            half = _half(node)
            x[node] = at + half
            at += 2 * half
        for node in row:
            x[node] -= at / 2
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            _settle(row, rows, graph, x)
    _straighten(rows, graph, x)
    left = min((x[node] - _half(node) for node in x), default=0.0)
    return {node: round(value - left, 3) for node, value in x.items()}


def _half(node: Node) -> float:
    return (PORT if isinstance(node, Port) and not node.partner else PERSON) / 2


def _settle(row: Sequence[Node], rows: Rows, graph: Graph, x: dict[Node, float]) -> None:
    blocks = blocks_of(row, graph)
    wishes, weights, offsets, widths = [], [], [], []
    for block in blocks:
        inner = [0.0]
        for one, two in pairwise(block):
            inner.append(inner[-1] + _half(one) + _half(two))
        offsets.append(inner)
        widths.append(inner[-1] + _half(block[0]) + _half(block[-1]))
        pulls = _pulls(block, rows, graph, x)
        start = x[block[0]]
        if pulls:
            mean = sum(pull * weight for pull, weight in pulls) / sum(w for _, w in pulls)
            wishes.append(start + mean)
            weights.append(sum(weight for _, weight in pulls))
        else:
            wishes.append(start)
            weights.append(0.01)
    shifts = [0.0]
    for number in range(1, len(blocks)):
        left, right = blocks[number - 1], blocks[number]
        reach = offsets[number - 1][-1] + _half(left[-1]) + _half(right[0])
        shifts.append(shifts[-1] + reach)
    free = [wish - shift for wish, shift in zip(wishes, shifts, strict=True)]
    for number, value in enumerate(_isotonic(free, weights)):
        for node, offset in zip(blocks[number], offsets[number], strict=True):
            x[node] = value + shifts[number] + offset


@dataclass(frozen=True, slots=True)
class Drop:
    """Where a couple's children hang: `beside` each other, `over` the heads between, or `under`.

    `span`: the places of the two partners.
    """

    kind: Literal["beside", "over", "under"]
    x: float
    span: tuple[float, float]


def drop_of(meeting: Meeting, rows: Rows, graph: Graph, x: Mapping[Node, float]) -> Drop:
    """How a couple is joined. Over the heads only of people who hang from nothing themselves."""
    row = rows[graph.level[meeting.at[0]]]
    first, last = sorted(row.index(node) for node in (meeting.at[0], meeting.at[-1]))
    left, right = x[row[first]], x[row[last]]
    between = row[first + 1 : last]
    if all(isinstance(node, Port) and not node.partner for node in between):
        return Drop("beside", (left + right) / 2, (left, right))
    if not any(node in graph.hanging for node in between):
        steps = [*pairwise(row[first : last + 1])][::-1]
        # not where a couple of neighbours already has its children
        free = [pair for pair in steps if not any(set(pair) == {*at} for at in graph.couples)]
        one, two = (free or steps)[0]
        return Drop("over", (x[one] + x[two]) / 2, (left, right))
    ends = [x[node] for node in meeting.starts]
    wish = (min(ends) + max(ends)) / 2
    return Drop("under", min(max(wish, left), right), (left, right))


def _pulls(
    block: Sequence[Node], rows: Rows, graph: Graph, x: Mapping[Node, float]
) -> list[tuple[float, float]]:
    """(how far, how strongly) the lines above and below want to move a block."""
    pulls: list[tuple[float, float]] = []
    own = set(block)
    for meeting in graph.meetings:
        if not own & {*meeting.at, *meeting.starts}:
            continue
        drop = drop_of(meeting, rows, graph, x)
        ends = [x[node] for node in meeting.starts]
        away = drop.x - (min(ends) + max(ends)) / 2
        if inside := own & set(meeting.starts):
            pulls.append((away, len(inside) / len(ends)))
        if inside := own & set(meeting.at):
            pulls.append((-away, len(inside) / len(meeting.at)))
            if drop.kind != "beside" and len(inside) == 1:
                near = drop.span[1] - drop.span[0]
                pulls.append((-near if x[next(iter(inside))] == drop.span[1] else near, 0.2))
    for above, below in graph.links:
        away = x[below] - x[above] - _aside(above, below, x)
        if above in own:
            pulls.append((away, 2.0))
        if below in own:
            pulls.append((-away, 2.0))
    return pulls


def _aside(above: Node, below: Node, x: Mapping[Node, float]) -> float:
    """A partner's long line leaves the symbol sideways; all others go straight down."""
    if isinstance(below, Port) and below.partner and isinstance(above, str):
        return 0.5 if x[below] >= x[above] else -0.5
    return 0.0


def _straighten(rows: Rows, graph: Graph, x: dict[Node, float]) -> None:
    """Small jogs out of lines, where there is room to step aside."""
    for above, below in reversed(graph.links):
        port, other = (above, below) if is_port(above) else (below, above)
        if not _aside(above, below, x):
            _step_to(port, x[other], rows[graph.level[port]], x)
    for meeting in graph.meetings:
        if len(meeting.starts) == 1:
            (node,) = meeting.starts
            row = rows[graph.level[node]]
            if not any(node in other.at and len(other.at) == 2 for other in graph.meetings):
                drop = drop_of(meeting, rows, graph, x)
                _step_to(node, drop.x, row, x)


def _step_to(node: Node, wish: float, row: Sequence[Node], x: dict[Node, float]) -> None:
    at = row.index(node)
    low = x[row[at - 1]] + _half(row[at - 1]) + _half(node) if at else -math.inf
    high = x[row[at + 1]] - _half(row[at + 1]) - _half(node) if at + 1 < len(row) else math.inf
    if low <= wish <= high:
        x[node] = wish


def _isotonic(wishes: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The rising sequence nearest to the wishes in weighted squares: pool adjacent violators."""
    pools: list[tuple[float, float, int]] = []
    for wish, weight in zip(wishes, weights, strict=True):
        value, mass, count = wish, weight, 1
        while pools and pools[-1][0] > value:
            other, heavy, more = pools.pop()
            value = (value * mass + other * heavy) / (mass + heavy)
            mass, count = mass + heavy, count + more
        pools.append((value, mass, count))
    return [value for value, _, count in pools for _ in range(count)]
