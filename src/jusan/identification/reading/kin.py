"""Stated kinship: who is what to which child, by the newest statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jusan.core.claims.resolution import heads_of, leaves_by_head
from jusan.core.people.models import Nature, ParentLink
from jusan.core.people.queries import live_parent_links
from jusan.identification.choices import Relation
from jusan.identification.models import KinStatement


@dataclass(frozen=True, slots=True)
class Stated:
    """A biological claim between two heads; ``leaf_*`` are the mentions it was stated about."""

    child: UUID
    relative: UUID
    relation: str
    leaf_child: UUID
    leaf_relative: UUID


def stated_kin(operation: UUID) -> list[Stated]:
    """Biological claims of an operation; the newest statement about a pair holds."""
    rows = list(KinStatement.objects.filter(operation=operation).order_by("at", "id"))
    heads = heads_of({person for row in rows for person in (row.child, row.relative)})
    newest: dict[tuple[UUID, UUID], Stated | None] = {}
    for row in rows:
        child, relative = heads[row.child], heads[row.relative]
        biological = row.nature == Nature.BIOLOGICAL and row.relation != Relation.OTHER
        newest[(child, relative)] = (
            Stated(child, relative, row.relation, row.child, row.relative) if biological else None
        )
    return [stated for stated in newest.values() if stated is not None]


def claims_by_child(operation: UUID) -> dict[UUID, list[Stated]]:
    """Biological claims by the child's head."""
    found: dict[UUID, list[Stated]] = defaultdict(list)
    for stated in stated_kin(operation):
        found[stated.child].append(stated)
    return dict(found)


def stated_mothers(operation: UUID) -> list[tuple[UUID, UUID]]:
    """(child, mother) heads of stated biological maternities, from statements and parent links."""
    stated = stated_kin(operation)
    pairs = {(s.child, s.relative) for s in stated if s.relation == Relation.MOTHER}
    fathers = {(s.child, s.relative) for s in stated if s.relation == Relation.FATHER}
    links = ParentLink.objects.filter(operation=operation, nature=Nature.BIOLOGICAL)
    live = list(live_parent_links(links.values_list("child", flat=True)))
    heads = heads_of({person for link in live for person in (link.child, link.parent)})
    linked = {
        (heads[link.child], heads[link.parent]) for link in live if link.nature == Nature.BIOLOGICAL
    }
    return sorted((pairs | linked) - fathers)


def relation_between(children: Iterable[UUID], relative: UUID) -> str | None:
    """What a relative was last stated to be to a child (any of its leaves)."""
    theirs = leaves_by_head([heads_of([relative])[relative]])
    others = [leaf for part in theirs.values() for leaf in part]
    row = (
        KinStatement.objects.filter(child__in=list(children), relative__in=others)
        .order_by("-at", "-recorded_at")
        .first()
    )
    return row.relation if row else None
