"""Entering proceedings, and the counted path of a court's order.

Events name no subject: a timeline of a person must not tell that a proceeding exists.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person, PersonKind
from jusan.justice import policies
from jusan.justice.models import (
    CourtAccess,
    CourtAccessApproval,
    CourtHandover,
    Hearing,
    Proceeding,
    ProceedingState,
    ProceedingStep,
    Sentence,
)


def enter_proceeding(
    *,
    actor: User,
    operation: Operation,
    person: UUID,
    number: str,
    court: str,
    matter: str,
    opened_on: date,
    state: str = "open",
) -> Proceeding:
    """Enter a proceeding against an adult; number, court and matter are sealed.

    Raises Refused for a child: nothing here accuses one (invariant H7).
    """
    policies.can_use_proceedings(actor, operation.id).require()
    children = Person.objects.filter(kind=PersonKind.CHILD)
    if children.filter(id__in=leaves_of(person)).exists():
        raise Refused("a proceeding is entered against an adult, never against a child")
    _require_past("opened_on", opened_on)
    row = Proceeding(
        operation=operation.id,
        person=person,
        opened_on=opened_on,
        entered_by=actor.id,
        body=_sealed(number=number, court=court, matter=matter),
    )
    with acts.act(actor=actor.id, kind="justice.enter_proceeding", chain=operation.id):
        row.save()
        acts.record("justice.proceeding_entered", payload={"proceeding": row.id})
        set_state(actor=actor, proceeding=row, state=state)
    return row


def set_state(*, actor: User, proceeding: Proceeding, state: str) -> ProceedingStep:
    """A proceeding is open, final or closed from now on."""
    policies.can_use_proceedings(actor, proceeding.operation).require()
    if state not in ProceedingState.values:
        raise BadInput("state: expected one of %(known)s", known=", ".join(ProceedingState.values))
    row = ProceedingStep(proceeding=proceeding.id, state=state, at=clock.now(), entered_by=actor.id)
    with acts.act(actor=actor.id, kind="justice.set_state", chain=proceeding.operation):
        row.save()
        acts.record("justice.state_set", payload={"proceeding": proceeding.id, "state": state})
    return row


def enter_sentence(
    *,
    actor: User,
    proceeding: Proceeding,
    on: date,
    sentence: str,
    final: bool,
    years: str = "",
    starts_on: str = "",
    ends_on: str = "",
) -> Sentence:
    """A sentence; its words and its length are sealed."""
    policies.can_use_proceedings(actor, proceeding.operation).require()
    _require_past("on", on)
    row = Sentence(
        proceeding=proceeding.id,
        person=proceeding.person,
        on=on,
        final=final,
        at=clock.now(),
        entered_by=actor.id,
        body=_sealed(sentence=sentence, years=years, starts_on=starts_on, ends_on=ends_on),
    )
    _enter(actor, proceeding, row, "sentence")
    return row


def enter_hearing(
    *,
    actor: User,
    proceeding: Proceeding,
    at: datetime,
    court: str,
    purpose: str,
    outcome: str = "",
) -> Hearing:
    """A hearing; where and why are sealed."""
    policies.can_use_proceedings(actor, proceeding.operation).require()
    row = Hearing(
        proceeding=proceeding.id,
        person=proceeding.person,
        at=at,
        entered_by=actor.id,
        body=_sealed(court=court, purpose=purpose, outcome=outcome),
    )
    _enter(actor, proceeding, row, "hearing")
    return row


def request_access(
    *, actor: User, operation: Operation, person: UUID, court: str, order_reference: str
) -> CourtAccess:
    """Enter a court's order. It opens nothing: a second human checks it, a third carries it out."""
    policies.can_use_proceedings(actor, operation.id).require()
    if not order_reference.strip() or not court.strip():
        raise BadInput("an order names its court and its reference", field="order_reference")
    row = CourtAccess(
        operation=operation.id,
        person=person,
        court=court[:120],
        order_reference=order_reference.strip()[:60],
        requester=actor.id,
        requester_human=actor.human,
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="justice.request_access", chain=operation.id):
        acts.lock_chain(operation.id)
        same = CourtAccess.objects.filter(
            operation=operation.id, person=person, order_reference=row.order_reference
        )
        if same.exists():
            raise Refused("this order is already entered", field="order_reference")
        row.save()
        acts.record("justice.access_requested", payload={"access": row.id})
    return row


def approve_access(*, actor: User, access: CourtAccess) -> CourtAccessApproval:
    """A second human checked the order against the court's paper."""
    policies.can_approve(actor, access).require()
    row = CourtAccessApproval(
        access=access.id, approver=actor.id, approver_human=actor.human, at=clock.now()
    )
    with acts.act(actor=actor.id, kind="justice.approve_access", chain=access.operation):
        acts.lock_chain(access.operation)
        if CourtAccessApproval.objects.filter(access=access.id).exists():
            raise Refused("this order is already checked")
        row.save()
        acts.record("justice.access_approved", payload={"access": access.id})
    return row


def carry_out(*, actor: User, access: CourtAccess, statements: int) -> CourtHandover:
    """How many statements were handed to the court under a checked order."""
    policies.can_carry_out(actor, access).require()
    if not 0 <= statements <= 10_000:
        raise BadInput("statements: expected a number from 0 to 10000", field="statements")
    with acts.act(actor=actor.id, kind="justice.carry_out", chain=access.operation):
        acts.lock_chain(access.operation)
        approval = CourtAccessApproval.objects.filter(access=access.id).first()
        if approval is None:
            raise Refused("a second person checks the order first")
        if approval.approver_human == actor.human:
            raise Refused("whoever checked the order does not carry it out")
        if CourtHandover.objects.filter(access=access.id).exists():
            raise Refused("this order is already carried out")
        row = CourtHandover(
            access=access.id,
            statements=statements,
            by=actor.id,
            by_human=actor.human,
            at=clock.now(),
        )
        row.save()
        acts.record(
            "justice.access_carried_out", payload={"access": access.id, "statements": statements}
        )
    return row


def _require_past(field: str, day: date) -> None:
    if day > clock.today():
        raise BadInput("this day is still to come", field=field)


def _enter(actor: User, proceeding: Proceeding, row: Sentence | Hearing, what: str) -> None:
    with acts.act(actor=actor.id, kind=f"justice.enter_{what}", chain=proceeding.operation):
        row.save()
        acts.record(f"justice.{what}_entered", payload={"proceeding": proceeding.id})


def _sealed(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)
