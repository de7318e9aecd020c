"""Opening operations and cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.history.models import OFFICE
from jusan.core.operations import policies
from jusan.core.operations.models import (
    REFERENCE_LENGTH,
    Case,
    CaseClosing,
    CaseReopening,
    ClosingReason,
    Operation,
)
from jusan.core.operations.queries import open_cases, standing_closings
from jusan.core.vault import service

#: A death has its certificate and a placement its decision on record already.
WITHOUT_REFERENCE = frozenset({ClosingReason.PLACED, ClosingReason.DECEASED})


def open_operation(
    *,
    actor: User,
    slug: str,
    name: str,
    home_state: str,
    host_profile: str,
    consent_rule: str,
    begins_on: date,
) -> Operation:
    """Open an operation; its id is the scope of grants and the name of its chain."""
    operation = Operation(
        slug=slug,
        name=name,
        home_state=home_state,
        host_profile=host_profile,
        consent_rule=consent_rule,
        begins_on=begins_on,
    )
    with acts.act(actor=actor.id, kind="operations.open", chain=operation.id):
        acts.lock_chain(OFFICE)
        if Operation.objects.filter(slug=slug).exists():
            raise Refused("an operation of this name is open already")
        operation.save()
        acts.record("operations.opened", payload={"operation": operation.id, "slug": slug})
    return operation


def open_case(*, actor: User, operation: Operation, person: UUID) -> Case:
    """Give a person a case and its number; asking twice gives the same case."""
    with acts.act(actor=actor.id, kind="operations.open_case", chain=operation.id):
        # Under the lock: two officers opening one case get one number, two cases get two.
        acts.lock_chain(operation.id)
        found = Case.objects.filter(person=person).first()
        if found is not None:
            return found
        number = Case.objects.filter(operation=operation.id).count() + 1
        code = f"{operation.slug[:2].upper()}-{number:03d}"
        case = Case(operation=operation.id, person=person, code=code)
        case.save()
        scope.place(person, [case.id])
        acts.record("operations.case_opened", subjects=[person], payload={"case": case.id})
    return case


def close_cases(
    *,
    actor: User,
    operation: Operation,
    leaves: Sequence[UUID],
    reason: str,
    reference: str,
    outcome: str,
) -> list[CaseClosing]:
    """End the open case of a person (its leaves). What else may stand against it is known to the
    roof (``journey.closing``), which asks first. Raises BadInput, Refused."""
    policies.can_close_case(actor, operation.id).require()
    _refuse_unsaid(reason, reference, outcome)
    with acts.act(actor=actor.id, kind="operations.close_case", chain=operation.id):
        acts.lock_chain(operation.id)
        cases = list(open_cases(operation.id).filter(person__in=leaves))
        if not cases:
            raise Refused("this person has no open case")
        _refuse_destroyed([case.person for case in cases])
        rows = [
            CaseClosing(
                operation=operation.id,
                case=case.id,
                person=case.person,
                reason=reason,
                reference=reference.strip(),
                at=clock.now(),
                closed_by=actor.id,
                outcome=outcome,
            )
            for case in cases
        ]
        acts.add_all(rows)
        acts.record(
            "operations.case_closed",
            subjects=[row.person for row in rows],
            payload={"closings": [row.id for row in rows], "reason": reason},
        )
    return rows


def reopen_cases(
    *, actor: User, operation: Operation, leaves: Sequence[UUID], why: str
) -> list[CaseReopening]:
    """Work for a person goes on: the closing stays on record and no longer holds."""
    policies.can_close_case(actor, operation.id).require()
    if not why.strip():
        raise BadInput("say why the case is opened again", field="why")
    with acts.act(actor=actor.id, kind="operations.reopen_case", chain=operation.id):
        acts.lock_chain(operation.id)
        held = standing_closings().filter(operation=operation.id, person__in=leaves)
        rows = [
            CaseReopening(
                closing=closing.id,
                person=closing.person,
                at=clock.now(),
                reopened_by=actor.id,
                why=why,
            )
            for closing in held
        ]
        if not rows:
            raise Refused("this person has no closed case")
        _refuse_destroyed([row.person for row in rows])
        acts.add_all(rows)
        acts.record(
            "operations.case_reopened",
            subjects=[row.person for row in rows],
            payload={"closings": [row.closing for row in rows]},
        )
    return rows


def _refuse_unsaid(reason: str, reference: str, outcome: str) -> None:
    if reason not in ClosingReason.values:
        raise BadInput("a case is closed for one of the known reasons", field="reason")
    if not outcome.strip():
        raise BadInput("say what became of this person", field="outcome")
    if len(reference) > REFERENCE_LENGTH:
        raise BadInput("a reference is the short name of a paper", field="reference")
    if not reference.strip() and reason not in WITHOUT_REFERENCE:
        raise BadInput(
            "this reason rests on a paper: a receipt, a plan, a referral", field="reference"
        )


def _refuse_destroyed(persons: Sequence[UUID]) -> None:
    if any(service.store().is_destroyed(person) for person in persons):
        raise Refused("the data of this person was destroyed")
