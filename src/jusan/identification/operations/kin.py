"""Writing down kinship, a death with the grade of its evidence, sibling groups."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import head_of, heads_of, leaves_of
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.people.models import Basis, Nature, SiblingGroup
from jusan.core.people.operations import (
    form_sibling_group,
    join_sibling_group,
    retract_parent,
    state_parent,
)
from jusan.core.people.queries import group_members, live_parent_links, sibling_groups
from jusan.identification import policies
from jusan.identification.choices import Grade, Relation
from jusan.identification.models import DeathRecord, KinStatement, LabPolicy, Profile
from jusan.identification.operations.review import review

PARENTS = frozenset({Relation.MOTHER.value, Relation.FATHER.value})


def record_kin(
    *,
    actor: User,
    operation: UUID,
    child: UUID,
    relative: UUID,
    relation: str,
    nature: str = Nature.BIOLOGICAL.value,
    basis: str,
) -> KinStatement:
    """Write down what a relative is to a child; a parent becomes a parent link too.

    When both are typed already, the machine weighs the claim at once.
    """
    policies.can_record_kin(actor, operation).require()
    if relation not in Relation.values or relation == Relation.UNRELATED:
        raise BadInput(
            "%(relation)s is no relation that can be stated", relation=relation or "nothing"
        )
    if nature not in Nature.values or not basis.strip() or child == relative:
        raise BadInput("a kinship joins two persons, in a known sense, on stated grounds")
    row = KinStatement(
        operation=operation,
        child=child,
        relative=relative,
        relation=relation,
        nature=nature,
        basis=basis,
        by=actor.id,
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="identification.record_kin", chain=operation):
        row.save()
        acts.record(
            "identification.kin_recorded",
            subjects=[child, relative],
            payload={"relation": relation, "nature": nature, "statement": row.id},
        )
        if relation in PARENTS:
            if nature == Nature.SOCIAL:
                _no_longer_biological(actor, child, relative)
            state_parent(
                actor=actor,
                operation=operation,
                child=child,
                parent=relative,
                nature=nature,
                basis=Basis.CLAIMED.value,
                source=row.id,
            )
        if _typed(operation, child, relative):
            review(actor=actor, operation=operation)
    return row


def _no_longer_biological(actor: User, child: UUID, relative: UUID) -> None:
    """An officer who records a social parent takes back the claim that she is one by birth."""
    children, parents = leaves_of(child), leaves_of(relative)
    for link in live_parent_links(children).filter(
        child__in=children, parent__in=parents, nature=Nature.BIOLOGICAL, basis=Basis.CLAIMED
    ):
        retract_parent(actor=actor, link=link, reason_code="social-not-biological")


def _typed(operation: UUID, child: UUID, relative: UUID) -> bool:
    known = LabPolicy.objects.filter(operation=operation).exists()
    return known and all(
        Profile.objects.filter(donor__in=leaves_of(person)).exists() for person in (child, relative)
    )


def record_death(
    *, actor: User, operation: UUID, person: UUID, grade: str, when_said: str, basis: str
) -> DeathRecord:
    """Record that somebody is said, witnessed or certified to have died."""
    policies.can_record_kin(actor, operation).require()
    if grade not in Grade.values or not basis.strip():
        raise BadInput("a death has a grade (hearsay, witness, certificate) and grounds")
    row = DeathRecord(
        operation=operation,
        person=person,
        grade=grade,
        when_said=when_said,
        basis=basis,
        by=actor.id,
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="identification.record_death", chain=operation):
        row.save()
        acts.record(
            "identification.death_recorded",
            subjects=[person],
            payload={"grade": grade, "record": row.id},
        )
    return row


def set_sibling_group(
    *, actor: User, operation: UUID, children: Sequence[UUID], why: str
) -> SiblingGroup:
    """Form a sibling group: children who travel and live together, whatever the DNA says."""
    policies.can_record_kin(actor, operation).require()
    _refuse_no_reason(why)
    with acts.act(actor=actor.id, kind="identification.set_sibling_group", chain=operation):
        acts.lock_chain(operation)
        number = SiblingGroup.objects.filter(operation=operation).count() + 1
        return form_sibling_group(
            actor=actor, operation=operation, label=f"S{number:02d}", children=children, why=why
        )


def _refuse_no_reason(why: str) -> None:
    if not why.strip():
        raise BadInput("say why these children are one group", field="why")


def group_siblings(
    *, actor: User, operation: UUID, children: Sequence[UUID], why: str
) -> SiblingGroup:
    """Children who travel and live together: a new group, or those who are not in it yet join.

    Raises Refused when they stand in two groups already, or when there is nobody to join.
    """
    policies.can_record_kin(actor, operation).require()
    _refuse_no_reason(why)
    with acts.act(actor=actor.id, kind="identification.group_siblings", chain=operation):
        acts.lock_chain(operation)
        leaves = [leaf for child in children for leaf in leaves_of(child)]
        groups = list(sibling_groups(leaves))
        if len(groups) > 1:
            raise Refused("these children stand in two sibling groups already", field="children")
        if not groups:
            number = SiblingGroup.objects.filter(operation=operation).count() + 1
            return form_sibling_group(
                actor=actor,
                operation=operation,
                label=f"S{number:02d}",
                children=children,
                why=why,
            )
        placed = set(heads_of(group_members(groups[0].id)).values())
        joining = [child for child in children if head_of(child) not in placed]
        if not joining:
            raise Refused("these children are one group already", field="children")
        for child in joining:
            join_sibling_group(actor=actor, group=groups[0], child=child, why=why)
        return groups[0]
