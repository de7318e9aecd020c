"""Opening operations and cases."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.errors import Refused
from jusan.core.history import acts
from jusan.core.history.models import OFFICE
from jusan.core.operations.models import Case, Operation


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
