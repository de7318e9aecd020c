"""A child passes from phase to phase here and nowhere else, as a consequence of events."""

from __future__ import annotations

from jusan.clearance import operations as clearance
from jusan.clearance.models import EventKind
from jusan.core.access.models import User
from jusan.core.claims import cards, resolution
from jusan.core.claims.models import Answer
from jusan.core.consent.models import Matter, Outcome, Position
from jusan.core.history import dispatch
from jusan.core.operations.models import Case, Operation
from jusan.core.operations.operations import open_case
from jusan.core.people.models import Nature, Person, PersonKind
from jusan.core.people.queries import live_parent_links
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact

#: The step that a mother's position is, in every pack.
MOTHERS_POSITION = "X.mother_position"


def subscribe() -> None:
    """Register what follows from what (called once at start-up)."""
    dispatch.subscribe("custody.sighting_recorded", found)
    dispatch.subscribe("people.identity_recorded", identified)
    dispatch.subscribe("identification.death_recorded", died)
    dispatch.subscribe("consent.position_recorded", position_taken)
    dispatch.subscribe("claims.judged", joined_or_parted)
    dispatch.subscribe("claims.judgement_undone", joined_or_parted)


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


def position_taken(event: dispatch.Happened) -> None:
    """A parent who does not agree to the return stops clearance at once, whoever wrote it down
    where. A consent opens nothing by itself: an officer enters the step when it was given freely.
    """
    actor = User.objects.filter(id=event.actor).first()
    operation = Operation.objects.filter(id=event.chain).first()
    row = Position.objects.filter(id=str(event.payload.get("position", ""))).first()
    if actor is None or operation is None or row is None:
        return
    if row.matter != Matter.RETURN or row.outcome == Outcome.CONSENT or not _of_parent(row):
        return
    clearance.enter_event(
        actor=actor,
        operation=operation,
        requirement=MOTHERS_POSITION,
        subject=row.subject,
        kind=EventKind.REVOKED,
        happened_at=row.taken_at,
        outcome=row.outcome,
        reference=str(row.id),
    )


def joined_or_parted(event: dispatch.Happened) -> None:
    """When mentions become one person, or two again, what was said of their clearance is looked at
    again at once: it was said of somebody else."""
    if event.payload.get("answer", Answer.SAME) != Answer.SAME:
        return
    actor = User.objects.filter(id=event.actor).first()
    operation = Operation.objects.filter(id=event.chain).first()
    if actor is None or operation is None:
        return
    if Person.objects.filter(id__in=event.subjects, kind=PersonKind.CHILD).exists():
        clearance.restate_persons(actor=actor, operation=operation, persons=event.subjects)
    else:
        # A parent or a relative: whose clearance rests on them, nobody can say beforehand.
        clearance.restate(actor=actor, operation=operation)


def _of_parent(row: Position) -> bool:
    """Whether a parent by birth or by law spoke, by whichever mention."""
    children, parents = resolution.leaves_of(row.subject), resolution.leaves_of(row.holder)
    links = live_parent_links(children).exclude(nature=Nature.SOCIAL)
    return links.filter(child__in=children, parent__in=parents).exists()
