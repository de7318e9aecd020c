"""What the pages show on which a determination is entered and brothers and sisters are parted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jusan.clearance import policies
from jusan.clearance.determinations import parted
from jusan.clearance.models import Determination, DeterminationKind, DeterminationOutcome
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.queries import open_file, visible_head
from jusan.core.claims.resolution import head_of, heads_of, leaves_of
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person, PersonKind
from jusan.core.people.policies import can_split_siblings
from jusan.core.people.queries import group_members, sibling_groups
from jusan.core.vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Determined:
    """A determination; what the child said and why it was so decided only for those who may read
    what is said for protection."""

    row: Determination
    childs_view: str
    why: str


@dataclass(frozen=True, slots=True)
class Parting:
    """A determination by which siblings can come apart: when, and about whom."""

    id: UUID
    at: datetime
    about: str


def child(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """A child and what panels determined about it, newest first. Raises NotVisible,
    NotPermitted."""
    head = _child_in(user, operation, person)
    policies.can_determine(user, operation.id, head).require()
    file = open_file(user, operation.id, head, purpose="determination", route=route)
    rows = Determination.objects.filter(child__in=file.leaves).order_by("-at", "-recorded_at")
    protected = Compartment.PROTECTION in file.opened
    return {
        "file": file,
        "protected": protected,
        "past": [
            Determined(
                row,
                row.childs_view if protected else "",
                row.why if protected else "",
            )
            for row in rows
        ],
    }


def siblings(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """A child, the sibling groups in which it stands, and the determinations that part them.
    Nobody hidden from the user is named. Raises NotVisible, NotPermitted."""
    head = _child_in(user, operation, person)
    can_split_siblings(user, operation.id).require()
    groups = list(sibling_groups(leaves_of(head)).order_by("label", "id"))
    members = {group.id: heads_of(group_members(group.id)) for group in groups}
    everybody = {head, *(one for part in members.values() for one in part.values())}
    names = claims.named(user, everybody, purpose="parting siblings", route=route)
    leaves = [leaf for part in members.values() for leaf in part]
    return {
        "person": head,
        "label": names.get(head, ""),
        "groups": [
            [names[one] for one in names if one in set(members[group.id].values())]
            for group in groups
        ],
        "partings": [
            Parting(row.id, row.at, names[head_of(row.child)])
            for row in _parting(user, operation, leaves)
            if head_of(row.child) in names and any(parted(row.id, group) for group in groups)
        ],
    }


def doors(user: User, operation: Operation, leaves: list[UUID]) -> dict[str, bool]:
    """Which of the two pages this user gets for a person: they are about children only."""
    if not _is_child(leaves):
        return {"determine": False, "part": False}
    grouped = sibling_groups(leaves).exists()
    return {
        "determine": bool(policies.can_determine(user, operation.id, leaves[0])),
        "part": grouped and bool(can_split_siblings(user, operation.id)),
    }


def _parting(user: User, operation: Operation, leaves: list[UUID]) -> list[Determination]:
    everyone = [leaf for head in set(heads_of(leaves).values()) for leaf in leaves_of(head)]
    rows = Determination.objects.filter(
        operation=operation.id,
        child__in=everyone,
        kind=DeterminationKind.BID,
        outcome=DeterminationOutcome.SIBLINGS_PART,
    )
    return list(scope.visible_to(user, rows, subject="child").order_by("-at", "-recorded_at"))


def _child_in(user: User, operation: Operation, person: UUID) -> UUID:
    head = visible_head(user, operation.id, person)
    if not _is_child(leaves_of(head)):
        raise NotVisible("there is no such child for you")
    return head


def _is_child(leaves: list[UUID]) -> bool:
    return Person.objects.filter(id__in=leaves, kind=PersonKind.CHILD).exists()
