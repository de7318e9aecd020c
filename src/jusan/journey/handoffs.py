"""A child passes from phase to phase here and nowhere else, as a consequence of events."""

from __future__ import annotations

from jusan.core.access.models import User
from jusan.core.claims import cards, resolution
from jusan.core.history import dispatch
from jusan.core.operations.models import Case, Operation
from jusan.core.operations.operations import open_case
from jusan.core.people.models import Person, PersonKind
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact


def subscribe() -> None:
    """Register what follows from what (called once at start-up)."""
    dispatch.subscribe("custody.sighting_recorded", found)
    dispatch.subscribe("people.identity_recorded", identified)
    dispatch.subscribe("identification.death_recorded", died)


def found(event: dispatch.Happened) -> None:
    """A child somebody holds gets a case and its number: from now on nobody can lose it."""
    operation = Operation.objects.filter(id=event.chain).first()
    actor = User.objects.filter(id=event.actor).first()
    if operation is None or actor is None:
        return
    children = Person.objects.filter(id__in=event.subjects, kind=PersonKind.CHILD)
    for child in children:
        leaves = resolution.leaves_of(child.id)
        if not Case.objects.filter(person__in=leaves).exists():
            open_case(actor=actor, operation=operation, person=child.id)
            cards.refresh([child.id])


def identified(event: dispatch.Happened) -> None:
    """A signed identity is the fact on which clearance and the others build."""
    actor = User.objects.filter(id=event.actor).first()
    if actor is None:
        return
    status = str(event.payload.get("status", ""))
    for person in event.subjects:
        known = standing.latest(resolution.leaves_of(person), FactKind.IDENTIFIED)
        if known is None or known.code != status:
            state_fact(
                actor=actor,
                operation=event.chain,
                subject=person,
                kind=FactKind.IDENTIFIED,
                column="identification",
                code=status,
            )


def died(event: dispatch.Happened) -> None:
    """A parent's death, with the grade of its evidence, decides which road a child takes."""
    actor = User.objects.filter(id=event.actor).first()
    if actor is None:
        return
    for person in event.subjects:
        state_fact(
            actor=actor,
            operation=event.chain,
            subject=person,
            kind=FactKind.DECEASED,
            column="identification",
            code=str(event.payload.get("grade", "")),
        )
