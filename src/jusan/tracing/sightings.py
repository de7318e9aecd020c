"""Opening custody for somebody whom a list names: who is said to hold them, unverified."""

from __future__ import annotations

from uuid import UUID

from jusan.core.access.models import User
from jusan.core.custody import operations as custody
from jusan.core.custody import policies
from jusan.core.custody import queries as custody_queries
from jusan.core.custody.models import Handover, Party, PartyKind
from jusan.core.errors import BadInput, NotVisible, Refused
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person
from jusan.core.places.models import Place

#: Whoever holds a child before anybody of ours has seen it.
HOLDERS = (PartyKind.AUTHORITY, PartyKind.INSTITUTION)


def holders(user: User, operation: Operation) -> list[Party]:
    """Authorities and institutions that can be said to hold a child. Raises NotPermitted."""
    policies.can_hand_over(user, operation.id).require()
    kinds = [kind.value for kind in HOLDERS]
    return list(Party.objects.filter(operation=operation.id, kind__in=kinds).order_by("name"))


def record_sighting(
    *,
    actor: User,
    operation: Operation,
    person: UUID,
    holder: UUID | None,
    new_holder: str,
    place: UUID | None,
) -> Handover:
    """First knowledge of who holds somebody. The machine never infers this from a list.

    Raises Refused when somebody is known to hold them already: that is a handover.
    """
    policies.can_hand_over(actor, operation.id).require()
    if not Person.objects.filter(id=person, operation=operation.id).exists():
        raise NotVisible("there is no such person here")
    if place is not None and not Place.objects.filter(id=place).exists():
        raise BadInput("expected a place of the list of places")
    with acts.act(actor=actor.id, kind="tracing.record_sighting", chain=operation.id):
        # Under the lock: two officers may open one child's custody at the same moment.
        acts.lock_chain(operation.id)
        if custody_queries.ledger(person):
            raise Refused("custody is open already: what follows is a handover")
        return custody.first_sighting(
            actor=actor,
            operation=operation.id,
            subject=person,
            custodian=_holder(actor, operation, holder, new_holder.strip()),
            place=place,
        )


def _holder(actor: User, operation: Operation, holder: UUID | None, new_holder: str) -> UUID:
    if holder is not None and not new_holder:
        kinds = [kind.value for kind in HOLDERS]
        found = Party.objects.filter(id=holder, operation=operation.id, kind__in=kinds).first()
        if found is not None:
            return found.id
    if holder is not None or not new_holder:
        raise BadInput("expected one holder: one of the list, or the name of a new one")
    party = custody.enter_party(
        actor=actor, operation=operation.id, kind=PartyKind.AUTHORITY, name=new_holder
    )
    return party.id
