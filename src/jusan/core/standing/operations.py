"""A column states a fact for the others."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.history import acts
from jusan.core.standing.models import Fact, FactKind


def state_fact(
    *,
    actor: User,
    operation: UUID,
    subject: UUID,
    kind: FactKind,
    column: str,
    code: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Fact:
    """State a fact about a leaf from a day on (default: today)."""
    fact = Fact(
        operation=operation,
        subject=subject,
        kind=kind.value,
        code=code,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
        column=column,
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="standing.state_fact", chain=operation):
        fact.save()
        acts.record(
            "standing.stated",
            subjects=[subject],
            payload={"kind": kind.value, "code": code, "column": column},
        )
    return fact
