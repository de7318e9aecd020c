"""The requirement graph: what a pack says, and a plan made of several packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from jusan.planning.errors import Fault, PackError, UnknownRequirement

Scope = Literal["state", "mission", "family", "relative", "parent", "child"]
Validity = Literal["at_use", "at_flight"]
Text = Mapping[str, str]
LANGUAGES = ("en", "kk", "ru", "ar")


@dataclass(frozen=True, slots=True)
class Edge:
    """One prerequisite: its id, when its output must be valid, and whether any outcome will do."""

    to: str
    valid: Validity = "at_use"
    any_outcome: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar days a step takes: shortest, most likely, longest."""

    shortest: float
    likely: float
    longest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One step towards the flight (or after it), as its pack writes it."""

    id: str
    label: Text
    actor: Text
    document: Text
    scope: Scope
    duration: Duration
    requires: tuple[Edge, ...] = ()
    any_of: tuple[tuple[Edge, ...], ...] = ()
    when: str = "always"
    valid_d: int | None = None
    revocable: bool = False
    host_act: bool = False
    waivable: bool = False
    decision: bool = False
    outcomes: tuple[str, ...] = ()
    p_fail: float = 0.0
    retry_d: float | None = None
    evidence: str = "A"
    source: str = ""
    file: str = ""
    line: int = 1

    def edges(self) -> Iterator[Edge]:
        """Every prerequisite, members of OR groups included."""
        yield from self.requires
        for group in self.any_of:
            yield from group


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One file: requirements of one side, what it uses, and what it expects others to give."""

    name: str
    title: Text
    file: str
    requirements: tuple[Requirement, ...]
    profile: str = ""
    target: str = ""
    uses: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    all_applicable: bool = False


@dataclass(frozen=True)
class Plan:
    """Packs joined into one graph without cycles; `by_id` is in topological order."""

    packs: tuple[Pack, ...]
    target: str
    by_id: Mapping[str, Requirement] = field(repr=False)

    @classmethod
    def join(cls, packs: Iterable[Pack], target: str = "") -> Plan:
        """Join packs into a plan.

        Raises PackError for an id defined twice, a prerequisite nobody defines or a cycle.
        """
        packs = tuple(packs)
        found = [req for pack in packs for req in pack.requirements]
        by_id = {req.id: req for req in found}
        faults = _twice(found) + _missing(found, by_id)
        if faults:
            raise PackError(faults)
        order = topological(found)
        goal = target or next((pack.target for pack in packs if pack.target), order[-1])
        if goal not in by_id:
            raise UnknownRequirement(f"target {goal}: no loaded pack defines it")
        return cls(packs, goal, {node: by_id[node] for node in order})

    def __getitem__(self, node: str) -> Requirement:
        try:
            return self.by_id[node]
        except KeyError:
            raise UnknownRequirement(f"{node}: no loaded pack defines it") from None

    @cached_property
    def all_applicable(self) -> bool:
        """True if every applicable member of an OR group is needed (benchmark packs)."""
        return any(pack.all_applicable for pack in self.packs)

    @cached_property
    def rank(self) -> Mapping[str, int]:
        return {node: i for i, node in enumerate(self.by_id)}

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """Direct dependents of every requirement, in topological order."""
        result: dict[str, list[str]] = {node: [] for node in self.by_id}
        for req in self.by_id.values():
            for to in dict.fromkeys(edge.to for edge in req.edges()):
                result[to].append(req.id)
        return {node: tuple(ids) for node, ids in result.items()}

    @cached_property
    def last_steps(self) -> frozenset[str]:
        """Steps that the target itself requires of every child, whatever is recorded about it."""
        edges = self[self.target].requires
        return frozenset(edge.to for edge in edges if self[edge.to].when == "always")

    def upstream(self, target: str) -> tuple[str, ...]:
        """`target` and everything it rests on, in topological order."""
        seen: set[str] = set()
        todo = [self[target].id]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(edge.to for edge in self.by_id[node].edges())
        return tuple(node for node in self.by_id if node in seen)


def _twice(found: list[Requirement]) -> list[Fault]:
    first: dict[str, Requirement] = {}
    faults = []
    for req in found:
        other = first.setdefault(req.id, req)
        if other is not req:
            message = f"defined twice, first at {other.file}:{other.line}"
            faults.append(Fault(req.file, req.line, req.id, message))
    return faults


def _missing(found: list[Requirement], by_id: Mapping[str, Requirement]) -> list[Fault]:
    return [
        Fault(req.file, req.line, req.id, f"requires {edge.to}, which no loaded pack defines")
        for req in found
        for edge in req.edges()
        if edge.to not in by_id
    ]


def topological(found: Iterable[Requirement]) -> list[str]:
    """Ids in an order where every prerequisite comes first. Raises PackError on a cycle."""
    by_id = {req.id: req for req in found}
    sorter = TopologicalSorter(
        {req.id: [e.to for e in req.edges() if e.to in by_id] for req in by_id.values()}
    )
    try:
        return list(sorter.static_order())
    except CycleError as error:
        ring: list[str] = error.args[1]
        at = by_id[ring[0]]
        message = "cycle: " + " -> ".join(reversed(ring))
        raise PackError([Fault(at.file, at.line, at.id, message)]) from error
