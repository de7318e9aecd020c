"""From the graph of handovers to one holding at every instant: no gap, no overlap.

Pure: a function of the set of handovers and signatures. A handover counts from the moment that the
receiver signed (the giver holds until then). Two that follow the same one are a fork: the last
agreed holder stays, the state is disputed, until a settlement follows both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Node:
    """A handover as the projection sees it; ``effective_at`` None: not (fully) signed yet.

    ``happened_at`` is when it is said to have begun; None: no later than whatever follows it.
    """

    id: UUID
    kind: str
    receiver: UUID | None
    place: UUID | None
    supersedes: tuple[UUID, ...]
    effective_at: datetime | None
    owner: UUID
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One row of the projection."""

    from_at: datetime
    custodian: UUID | None
    place: UUID | None
    state: str
    handover: UUID
    owner: UUID


def project(nodes: Sequence[Node]) -> list[Held]:
    """Holdings in strictly rising order of time. Empty only when nobody was ever seen."""
    effective = sorted(
        (node for node in nodes if node.effective_at is not None),
        key=lambda node: (node.effective_at, str(node.id)),
    )
    rows: list[Held] = []
    followed: set[UUID] = set()
    open_ends: dict[UUID, Node] = {}
    agreed: Held | None = None
    begun = _beginnings(nodes)
    for node in effective:
        ended = _ended_by(node, begun)
        followed.update(ended)
        for previous in ended:
            open_ends.pop(previous, None)
        # A paper signed later than the one that follows it was over before it counted.
        if node.id not in followed:
            open_ends[node.id] = node
        row = _row(node, list(open_ends.values()), agreed, rows)
        rows.append(row)
        if row.state == "agreed":
            agreed = row
    return rows


def tips(nodes: Sequence[Node], *, by: datetime | None = None) -> list[UUID]:
    """Effective handovers (``by`` a moment) that no effective handover follows. More than one is
    a dispute."""
    ends = set(unfollowed(nodes, by=by))
    return [node.id for node in _by_id(nodes) if node.id in ends and node.effective_at is not None]


def unfollowed(nodes: Sequence[Node], *, by: datetime | None = None) -> list[UUID]:
    """The tips, and the handovers that nobody received yet: all that a settlement settles."""
    known = [n for n in nodes if by is None or n.effective_at is None or n.effective_at <= by]
    begun = _beginnings(nodes)
    effective = (node for node in known if node.effective_at is not None)
    followed = {previous for node in effective for previous in _ended_by(node, begun)}
    return [node.id for node in _by_id(known) if node.id not in followed]


def settled(nodes: Sequence[Node]) -> set[UUID]:
    """Handovers that a settlement follows, directly or through others."""
    before = {node.id: node.supersedes for node in nodes}
    reached: set[UUID] = set()
    frontier = {i for node in nodes if node.kind == "settlement" for i in node.supersedes}
    while frontier:
        reached |= frontier
        frontier = {i for node in frontier for i in before.get(node, ())} - reached
    return reached


def _by_id(nodes: Sequence[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: str(node.id))


def _beginnings(nodes: Sequence[Node]) -> dict[UUID, datetime | None]:
    return {node.id: node.happened_at for node in nodes}


def _ended_by(node: Node, begun: Mapping[UUID, datetime | None]) -> list[UUID]:
    """What this handover follows. A late paper ends nothing that began after it counted: where
    the two name different hands that is a dispute, not a silent change of hands."""
    assert node.effective_at is not None
    return [
        previous
        for previous in node.supersedes
        if (start := begun.get(previous)) is None or start <= node.effective_at
    ]


def _row(node: Node, ends: Sequence[Node], agreed: Held | None, rows: Sequence[Held]) -> Held:
    """The row that begins with ``node``: what its open ends say about the hands."""
    assert node.effective_at is not None
    start = node.effective_at
    if rows and start <= rows[-1].from_at:
        start = rows[-1].from_at + TICK
    # Two papers that name the same hands are no dispute.
    if len({end.receiver for end in ends}) != 1:
        holder, place, state = _kept(agreed, node), _kept_place(agreed, node), "disputed"
    elif ends[-1].receiver is None:
        holder, place, state = None, None, "unknown"
    else:
        holder, place, state = ends[-1].receiver, ends[-1].place, "agreed"
    return Held(start, holder, place, state, node.id, node.owner)


def _kept(agreed: Held | None, node: Node) -> UUID | None:
    return agreed.custodian if agreed else node.receiver


def _kept_place(agreed: Held | None, node: Node) -> UUID | None:
    return agreed.place if agreed else node.place
