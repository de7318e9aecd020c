"""What the pages need on which samples, kinship, deaths and siblings are entered by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.queries import visible_head
from jusan.core.claims.resolution import head_of, heads_of, leaves_of
from jusan.core.consent import policies as consent
from jusan.core.consent.models import Matter
from jusan.core.consent.queries import bases_in_force, latest_position
from jusan.core.operations.models import Operation
from jusan.core.people.queries import group_members, live_parent_links, sibling_groups
from jusan.core.vault.compartments import Compartment
from jusan.identification import policies
from jusan.identification.choices import Relation
from jusan.identification.models import DeathRecord, KinStatement, Sample

GROWN = ("parent", "relative", "adult")


def sampling(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """A donor: grounds on which DNA may be taken now, what was said, tubes that are there."""
    head = visible_head(user, operation.id, person)
    policies.can_register_sample(user, operation.id).require()
    leaves = leaves_of(head)
    parents = [link.parent for link in live_parent_links(leaves) if link.child in leaves]
    names = claims.named(user, [head, *parents], purpose="sample", route=route)
    position = latest_position(leaves, Matter.DNA_SAMPLE)
    return {
        "person": head,
        "label": names.get(head, ""),
        "bases": list(bases_in_force(leaves, Compartment.DNA, clock.today())),
        "kinds": consent.bases_of(user, operation.id),
        "position": position,
        "said_by": names.get(head_of(position.holder), "") if position else "",
        "holders": names,
        "tubes": list(
            Sample.objects.filter(donor__in=leaves)
            .order_by("taken_at")
            .values_list("tube", flat=True)
        ),
    }


def kinship(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """A child, what is written down about its kin, and who can be its relative."""
    head = visible_head(user, operation.id, person)
    policies.can_record_kin(user, operation.id).require()
    rows = list(KinStatement.objects.filter(child__in=leaves_of(head)).order_by("at"))
    grown = _of_kinds(operation, (*GROWN, "child"))
    stated = heads_of([row.relative for row in rows])
    names = claims.named(user, [head, *grown, *stated], purpose="kinship", route=route)
    return {
        "person": head,
        "label": names.get(head, ""),
        "relatives": {one: label for one, label in names.items() if one != head},
        "stated": [
            {
                "relation": Relation(row.relation).label,
                "label": names.get(stated[row.relative], ""),
                "nature": row.nature,
                "at": row.at,
            }
            for row in rows
        ],
    }


def siblings(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """A child, its sibling group as it stands, and the other children."""
    head = visible_head(user, operation.id, person)
    policies.can_record_kin(user, operation.id).require()
    names = claims.named(
        user, [head, *_of_kinds(operation, ("child",))], purpose="siblings", route=route
    )
    group = sibling_groups(leaves_of(head)).first()
    members = set(heads_of(group_members(group.id)).values()) if group else set()
    return {
        "person": head,
        "label": names.get(head, ""),
        "group": group,
        "members": [label for one, label in names.items() if one in members],
        "others": {
            one: label for one, label in names.items() if one != head and one not in members
        },
    }


def death(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """Somebody, and what is recorded about their death. The grounds are not opened here."""
    head = visible_head(user, operation.id, person)
    policies.can_record_kin(user, operation.id).require()
    names = claims.named(user, [head], purpose="death", route=route)
    rows = DeathRecord.objects.filter(person__in=leaves_of(head)).order_by("-at", "-recorded_at")
    return {"person": head, "label": names.get(head, ""), "records": list(rows)}


def _of_kinds(operation: Operation, kinds: Sequence[str]) -> list[UUID]:
    return [head for kind in kinds for head in claims.all_heads(operation.id, kind=kind)]
