"""Handovers as the pages enter them: hands are found or entered, and a pen has a human."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from jusan.core.access.models import User
from jusan.core.claims.queries import visible_head
from jusan.core.claims.resolution import leaves_of
from jusan.core.custody import operations as custody
from jusan.core.custody import policies
from jusan.core.custody.models import (
    Handover,
    HandoverSignature,
    Party,
    PartyKind,
    Side,
)
from jusan.core.errors import BadInput
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.repatriation import operations
from jusan.repatriation import policies as mission_policies
from jusan.repatriation.models import Boarding, Flight


def hand_over(
    *, actor: User, operation: Operation, child: UUID, giver: str, values: dict[str, Any]
) -> Handover:
    """Begin a handover sheet: who gives, who receives. Nobody has signed it yet."""
    policies.can_hand_over(actor, operation.id).require()
    with acts.act(actor=actor.id, kind="repatriation.hand_over", chain=operation.id):
        return custody.hand_over(
            actor=actor,
            operation=operation.id,
            subject=child,
            giver=holder(actor=actor, operation=operation, chosen=giver),
            receiver=_chosen(actor, operation, values),
            place=_place(values),
            at=values["at"],
        )


def settle(*, actor: User, operation: Operation, child: UUID, values: dict[str, Any]) -> Handover:
    """A coordinator says who holds the child from now on."""
    policies.can_settle(actor, operation.id).require()
    with acts.act(actor=actor.id, kind="repatriation.settle", chain=operation.id):
        return custody.settle(
            actor=actor,
            operation=operation.id,
            subject=child,
            custodian=_chosen(actor, operation, values),
            place=_place(values),
            at=values["at"],
        )


def offload(
    *, actor: User, operation: Operation, flight: Flight, child: UUID, values: dict[str, Any]
) -> list[Boarding]:
    """A listed child stays, with its sibling group, in the hands that the form names."""
    mission_policies.can_plan(actor, operation.id).require()
    with acts.act(actor=actor.id, kind="repatriation.offload", chain=operation.id):
        return operations.offload(
            actor=actor,
            operation=operation,
            flight=flight,
            child=child,
            custodian=_chosen(actor, operation, values),
            reason=values["reason"],
        )


def sign(
    *, actor: User, handover: Handover, side: Side, signer: str, myself: bool
) -> HandoverSignature:
    """One side signs: the user's own hand, or somebody on paper before the user."""
    return custody.sign(
        actor=actor,
        handover=handover,
        side=side,
        signer=signer,
        human=_human(actor, handover, side, signer, myself=myself),
    )


def holder(
    *, actor: User, operation: Operation, chosen: str, new_name: str = "", new_kind: str = ""
) -> UUID:
    """A party by id, a known person (``person:<id>``), or a new party by name. Raises BadInput."""
    if chosen.startswith("person:"):
        return _person_party(actor, operation, UUID(chosen.removeprefix("person:")))
    if chosen:
        if not Party.objects.filter(operation=operation.id, id=chosen).exists():
            raise BadInput("these hands are not known here", field="holder")
        return UUID(chosen)
    if not new_name.strip():
        raise BadInput("Choose somebody of the list, or name somebody new.", field="holder")
    kind = PartyKind(new_kind or PartyKind.AUTHORITY.value)
    name = " ".join(new_name.split())
    return custody.enter_party(actor=actor, operation=operation.id, kind=kind, name=name).id


def _chosen(actor: User, operation: Operation, values: dict[str, Any]) -> UUID:
    return holder(
        actor=actor,
        operation=operation,
        chosen=values["holder"],
        new_name=values["new_holder"],
        new_kind=values["new_kind"],
    )


def _person_party(actor: User, operation: Operation, person: UUID) -> UUID:
    head = visible_head(actor, operation.id, person)
    leaves = leaves_of(head)
    known = Party.objects.filter(operation=operation.id, person__in=leaves).first()
    if known is not None:
        return known.id
    # A private name is personal data and stays in the person's own record.
    return custody.enter_party(
        actor=actor,
        operation=operation.id,
        kind=PartyKind.PERSON,
        name=f"person {head}",
        person=head,
    ).id


def _human(actor: User, handover: Handover, side: Side, signer: str, *, myself: bool) -> UUID:
    name = " ".join(signer.split()).casefold()
    if myself or name == actor.display_name.casefold():
        return actor.human
    party = handover.giver if side is Side.GIVER else handover.receiver
    known = Party.objects.filter(id=party) if party else Party.objects.none()
    person = known.values_list("person", flat=True).first()
    # Somebody of another house has no account: the same name there is the same hand.
    return person or uuid5(handover.operation, name)


def _place(values: dict[str, Any]) -> UUID | None:
    return values["place"].id if values["place"] else None
