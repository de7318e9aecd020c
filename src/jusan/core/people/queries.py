"""Kinship and identity as the record holds them. Ids only, so no read log is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import models

from jusan.core.people.models import (
    Identity,
    IdentityStatus,
    ParentLink,
    ParentLinkRetraction,
    SiblingGroup,
    SiblingPlace,
    SiblingReason,
    SiblingSplit,
)
from jusan.core.vault import service


def live_parent_links(persons: Iterable[UUID]) -> models.QuerySet[ParentLink]:
    """Parent links that touch any of these leaves and were not retracted."""
    ids = list(persons)
    retracted = ParentLinkRetraction.objects.filter(link=models.OuterRef("pk"))
    touched = models.Q(child__in=ids) | models.Q(parent__in=ids)
    return ParentLink.objects.filter(touched).filter(~models.Exists(retracted))


def latest_identity(leaves: Iterable[UUID]) -> Identity | None:
    """The latest signed identity over a person's leaves, a withdrawal included."""
    rows = Identity.objects.filter(person__in=list(leaves))
    return rows.order_by("-at", "-recorded_at").first()


def identity_status(leaves: Iterable[UUID]) -> IdentityStatus:
    """The latest signed status over a person's leaves."""
    latest = latest_identity(leaves)
    return IdentityStatus(latest.status) if latest else IdentityStatus.UNKNOWN


def sibling_groups(leaves: Iterable[UUID]) -> models.QuerySet[SiblingGroup]:
    """Unsplit sibling groups in which any of these leaves has a place."""
    places = SiblingPlace.objects.filter(person__in=list(leaves)).values("group")
    split = SiblingSplit.objects.filter(group=models.OuterRef("pk"))
    return SiblingGroup.objects.filter(id__in=places).filter(~models.Exists(split))


def group_members(group: UUID) -> list[UUID]:
    """Leaves with a place in a group, in the order of joining."""
    places = SiblingPlace.objects.filter(group=group).order_by("at", "id")
    return list(places.values_list("person", flat=True))


def sibling_reasons(leaves: Iterable[UUID]) -> list[SiblingReason]:
    """Why a person is held to belong to its undivided groups, oldest first. Callers have logged
    the read."""
    people = list(leaves)
    rows = SiblingReason.objects.filter(person__in=people, group__in=sibling_groups(people))
    return [row for row in rows.order_by("at") if not service.store().is_destroyed(row.person)]


def groups_of(persons: Mapping[UUID, Iterable[UUID]]) -> dict[UUID, UUID]:
    """The undivided sibling group of each of many persons (leaves by head), in one query; without
    those who stand in none."""
    owner = {leaf: head for head, leaves in persons.items() for leaf in leaves}
    split = SiblingSplit.objects.filter(group=models.OuterRef("group"))
    places = SiblingPlace.objects.filter(~models.Exists(split), person__in=list(owner))
    return {
        owner[person]: group
        for person, group in places.order_by("-at", "-id").values_list("person", "group")
    }
