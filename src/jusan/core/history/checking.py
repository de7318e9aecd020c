"""Walk the chains and name the first broken link of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from jusan.core.history import acts, canonical, guards, merkle
from jusan.core.history.errors import UNREADABLE
from jusan.core.history.models import OFFICE, AppendOnly, Leaf, Link
from jusan.core.history.raw import RawText


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken link: where, and what is wrong with it."""

    chain: UUID
    position: int
    problem: str

    def __str__(self) -> str:
        return f"chain {self.chain}, link {self.position}: {self.problem}"


def first_faults() -> list[Fault]:
    """The first fault of each chain, and rows that no link covers. Empty when all is well."""
    faults = [fault for name in _chain_names() if (fault := _fault_of(name))]
    return faults + list(_linkless_leaves()) + list(_uncovered())


def _chain_names() -> list[str]:
    # As text: a chain whose name was overwritten must not stop the walk of the others.
    return sorted(set(Link.objects.values_list(RawText("chain"), flat=True)))


def _fault_of(name: str) -> Fault | None:
    try:
        chain = UUID(name)
    except UNREADABLE:
        return Fault(OFFICE, 0, "a link names no chain")
    return _first_fault(chain)


def _first_fault(chain: UUID) -> Fault | None:
    expected, previous = 1, acts.GENESIS
    keys = Link.objects.filter(chain=chain).order_by("position").values_list(RawText("pk"))
    for (key,) in keys.iterator(500):
        try:
            # One by one: among many, one unreadable link would hide which of them it is.
            link = Link.objects.get(pk=key)
            problem = _problem(link, expected, previous)
        except UNREADABLE as error:
            return Fault(chain, expected, f"something in it is unreadable ({type(error).__name__})")
        if problem:
            return Fault(chain, link.position, problem)
        expected, previous = link.position + 1, link.hash
    return None


def _problem(link: Link, expected: int, previous: str) -> str | None:
    if link.position != expected:
        return f"link {expected} is missing"
    if link.previous != previous:
        return "does not follow the link before it"
    if link.hash != acts.link_hash(link):
        return "the link itself was changed"
    if not acts.same_mac(link.mac, acts.link_mac(link.hash)):
        return "the link was forged: wrong keyed hash"
    leaves = list(Leaf.objects.filter(link=link.id).order_by("seq"))
    if [leaf.seq for leaf in leaves] != list(range(link.leaves)):
        return "the list of its rows was changed"
    if merkle.root([leaf.hash for leaf in leaves]) != link.root:
        return "the list of its rows was changed"
    return _changed_row(leaves)


def _changed_row(leaves: list[Leaf]) -> str | None:
    wanted: dict[str, dict[UUID, str]] = defaultdict(dict)
    for leaf in leaves:
        wanted[leaf.table][leaf.row] = leaf.hash
    tables = {model._meta.db_table: model for model in guards.guarded_models()}
    for table, rows in wanted.items():
        model = tables.get(table)
        if model is None:
            return f"table {table} is unknown"
        found = model._default_manager.in_bulk(list(rows))
        for key, leaf_hash in rows.items():
            if key not in found:
                return f"row {key} of {table} is gone"
            if canonical.row_hash(found[key]) != leaf_hash:
                return f"row {key} of {table} was changed"
    return None


def _linkless_leaves() -> Iterator[Fault]:
    """A leaf outside every link proves nothing, but would make a slipped-in row look covered."""
    linked = Link.objects.filter(id=models.OuterRef("link"))
    stray = Leaf.objects.filter(~models.Exists(linked))
    for leaf in stray.values_list(RawText("id"), flat=True)[:1]:
        yield Fault(OFFICE, 0, f"leaf {leaf} belongs to no link")


def _uncovered() -> Iterator[Fault]:
    """Append-only rows without a leaf: slipped in past the acts. Unsealed reads are not faults."""
    for model in guards.guarded_models():
        if not issubclass(model, AppendOnly):
            continue
        covered = Leaf.objects.filter(table=model._meta.db_table, row=models.OuterRef("pk"))
        stray = model._default_manager.filter(~models.Exists(covered))
        for key in stray.values_list(RawText("pk"), flat=True)[:1]:
            yield Fault(OFFICE, 0, f"row {key} of {model._meta.db_table} has no link")
