"""Writing down kinship, sibling groups and identity. Leaves only: heads are a projection."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.people import policies
from jusan.core.people.models import (
    Basis,
    Identity,
    IdentityStatus,
    Nature,
    ParentLink,
    ParentLinkRetraction,
    SiblingGroup,
    SiblingPlace,
    SiblingReason,
    SiblingSplit,
)
from jusan.core.people.queries import group_members
from jusan.core.vault import service

#: Which places of a sibling group this determination takes out of it; none: it parts nobody.
Parts = Callable[[UUID, SiblingGroup], Collection[UUID]]
_determinations: list[Parts] = []


def register_determinations(parts: Parts) -> None:
    """Let the room that keeps determinations say which of them part brothers and sisters."""
    if parts not in _determinations:
        _determinations.append(parts)


def state_parent(
    *,
    actor: User,
    operation: UUID,
    child: UUID,
    parent: UUID,
    nature: str,
    basis: str,
    source: UUID | None = None,
) -> ParentLink:
    """Record that somebody is a child's parent in one sense. Raises NotPermitted; Refused for
    oneself; BadInput for a sense or ground that is none."""
    policies.can_state_parent(actor, operation, basis, source).require()
    if nature not in Nature.values or basis not in Basis.values:
        raise BadInput("a parent is one in a known sense, on a known ground")
    if child == parent:
        raise Refused("nobody is their own parent")
    link = ParentLink(
        operation=operation,
        child=child,
        parent=parent,
        nature=nature,
        basis=basis,
        source=source,
        stated_at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="people.state_parent", chain=operation):
        link.save()
        acts.record(
            "people.parent_stated",
            subjects=[child, parent],
            payload={"nature": nature, "basis": basis, "link": link.id},
        )
    return link


def retract_parent(*, actor: User, link: ParentLink, reason_code: str) -> ParentLinkRetraction:
    """Mark a parent link as no longer held. Raises NotPermitted; Refused the second time."""
    policies.can_retract_parent(actor, link).require()
    retraction = ParentLinkRetraction(link=link.id, reason_code=reason_code, at=clock.now())
    with acts.act(actor=actor.id, kind="people.retract_parent", chain=link.operation):
        acts.lock_chain(link.operation)
        if ParentLinkRetraction.objects.filter(link=link.id).exists():
            raise Refused("this parent link was already retracted")
        retraction.save()
        acts.record(
            "people.parent_retracted",
            subjects=[link.child, link.parent],
            payload={"link": link.id, "reason": reason_code},
        )
    return retraction


def form_sibling_group(
    *, actor: User, operation: UUID, label: str, children: Sequence[UUID], why: str = ""
) -> SiblingGroup:
    """Form a sibling group of at least one child; ``why`` in the officer's words."""
    policies.can_group_siblings(actor, operation).require()
    if not children:
        raise Refused("a sibling group has at least one child")
    if len(set(children)) != len(children):
        raise Refused("a child has one place in a sibling group")
    group = SiblingGroup(operation=operation, label=label)
    with acts.act(actor=actor.id, kind="people.form_sibling_group", chain=operation):
        group.save()
        now = clock.now()
        acts.add_all(SiblingPlace(group=group.id, person=child, at=now) for child in children)
        _keep_reason(actor, group, children, why)
        acts.record(
            "people.sibling_group_formed", subjects=list(children), payload={"group": group.id}
        )
    return group


def join_sibling_group(
    *, actor: User, group: SiblingGroup, child: UUID, why: str = ""
) -> SiblingPlace:
    """Add a child to its sibling group; ``why`` in the officer's words."""
    policies.can_group_siblings(actor, group.operation).require()
    place = SiblingPlace(group=group.id, person=child, at=clock.now())
    with acts.act(actor=actor.id, kind="people.join_sibling_group", chain=group.operation):
        acts.lock_chain(group.operation)
        if SiblingPlace.objects.filter(group=group.id, person=child).exists():
            raise Refused("this child already has its place in the group")
        place.save()
        _keep_reason(actor, group, [child], why)
        acts.record("people.sibling_joined", subjects=[child], payload={"group": group.id})
    return place


def split_sibling_group(*, actor: User, group: SiblingGroup, determination: UUID) -> SiblingSplit:
    """Split a group on a best-interests determination that parts one of its children from the
    others (H5); those whom it is not about stay one group. Raises Refused without one: who keeps
    determinations is asked (``register_determinations``)."""
    policies.can_split_siblings(actor, group.operation).require()
    split = SiblingSplit(group=group.id, determination=determination, at=clock.now())
    with acts.act(actor=actor.id, kind="people.split_sibling_group", chain=group.operation):
        acts.lock_chain(group.operation)
        if SiblingSplit.objects.filter(group=group.id).exists():
            raise Refused("this group was already split")
        leaving = {leaf for parts in _determinations for leaf in parts(determination, group)}
        if not leaving:
            raise Refused(
                "siblings come apart only by a best-interests determination about one of them "
                "which says so",
                field="determination",
            )
        split.save()
        acts.record(
            "people.sibling_group_split",
            subjects=group_members(group.id),
            payload={"group": group.id, "determination": determination},
        )
        _stay_together(actor, group, leaving)
    return split


def _stay_together(actor: User, group: SiblingGroup, leaving: Collection[UUID]) -> None:
    """Those who were not parted are a group of their own, since when they were one before."""
    places = SiblingPlace.objects.filter(group=group.id).exclude(person__in=list(leaving))
    staying = list(places.order_by("at", "id"))
    if len(staying) < 2:
        return
    rest = SiblingGroup(operation=group.operation, label=group.label)
    rest.save()
    acts.add_all(SiblingPlace(group=rest.id, person=one.person, at=one.at) for one in staying)
    children = [one.person for one in staying]
    alive = [child for child in children if not service.store().is_destroyed(child)]
    _keep_reason(actor, rest, alive, _("the determination was about another of them"))
    acts.record("people.sibling_group_formed", subjects=children, payload={"group": rest.id})


def record_identity(
    *, actor: User, operation: UUID, person: UUID, status: IdentityStatus, conclusion: UUID
) -> Identity:
    """Record the identity that a twice-signed conclusion establishes (or withdraws)."""
    policies.can_record_identity(actor, operation).require()
    identity = Identity(
        operation=operation,
        person=person,
        status=status.value,
        conclusion=conclusion,
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="people.record_identity", chain=operation):
        identity.save()
        acts.record(
            "people.identity_recorded",
            subjects=[person],
            payload={"status": status.value, "conclusion": conclusion},
        )
    return identity


def _keep_reason(actor: User, group: SiblingGroup, children: Sequence[UUID], why: str) -> None:
    if why.strip():
        acts.add_all(
            SiblingReason(group=group.id, person=child, by=actor.id, at=clock.now(), why=why)
            for child in children
        )
