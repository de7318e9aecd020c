"""Raising and handling concerns.

They are acts of a chain of their own with one kind for every step, and their events name no
subject: neither the operation's record nor a person's timeline tells that a concern exists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.history.models import OFFICE
from jusan.core.operations.models import Operation
from jusan.justice.safeguarding import policies
from jusan.justice.safeguarding.models import Concern, ConcernStep, Conflict, ManagerOf, StepKind

_NAMESPACE = UUID("6f0d3e1c-9a52-5f0e-8d3a-5af0c2b7e4d1")


def chain_of(operation: UUID) -> UUID:
    """The chain that holds an operation's concerns."""
    return uuid5(_NAMESPACE, str(operation))


def set_manager(*, actor: User, user: User, manager: User) -> ManagerOf:
    """Say who manages whom. Raises BadInput for one's own manager."""
    if user.human == manager.human:
        raise BadInput("nobody manages themselves", field="manager")
    row = ManagerOf(human=user.human, manager=manager.human, at=clock.now())
    with acts.act(actor=actor.id, kind="safeguarding.set_manager", chain=OFFICE):
        row.save()
        acts.record("safeguarding.manager_set", payload={"row": row.id})
    return row


def appoint_manager(*, actor: User, operation: Operation, user: User, manager: User) -> ManagerOf:
    """As ``set_manager``, by whoever runs the accounts of an operation."""
    policies.can_appoint(actor, operation.id).require()
    return set_manager(actor=actor, user=user, manager=manager)


def raise_concern(
    *,
    actor: User,
    operation: Operation,
    text: str,
    about: User | None = None,
    child: UUID | None = None,
) -> Concern:
    """Anybody raises a concern; everything of it is sealed. Raises BadInput for an empty one."""
    policies.can_raise(actor, operation.id).require()
    if not text.strip():
        raise BadInput("a concern is said in words", field="text")
    body = {
        "text": text,
        "raised_by": str(actor.id),
        "about": str(about.id) if about else "",
        "child": str(child) if child else "",
    }
    row = Concern(
        operation=operation.id,
        subject=uuid4(),
        about_human=about.human if about else None,
        raised_at=clock.now(),
        body=json.dumps(body, ensure_ascii=False),
    )
    with _quietly(actor, operation.id):
        row.save()
    return row


def take(*, actor: User, concern: Concern) -> ConcernStep:
    """A lead takes a concern in hand."""
    return _step(actor, concern, StepKind.TAKEN, "")


def note(*, actor: User, concern: Concern, words: str) -> ConcernStep:
    """A note on what was done."""
    if not words.strip():
        raise BadInput("a note has words", field="words")
    return _step(actor, concern, StepKind.NOTE, words)


def close(
    *, actor: User, concern: Concern, outcome: str, at: datetime | None = None
) -> ConcernStep:
    """Close a concern with what came of it; it stays on record."""
    if not outcome.strip():
        raise BadInput("a concern is closed with an outcome", field="words")
    return _step(actor, concern, StepKind.CLOSED, outcome, at)


def step(*, actor: User, concern: Concern, kind: StepKind, words: str) -> ConcernStep:
    """One step of any kind, as a page sends it."""
    if kind is StepKind.CLOSED:
        return close(actor=actor, concern=concern, outcome=words)
    if kind is StepKind.NOTE:
        return note(actor=actor, concern=concern, words=words)
    return _step(actor, concern, kind, words)


def declare_conflict(*, actor: User, concern: Concern, user: User) -> Conflict:
    """Keep somebody else away from a concern. Raises Refused if nobody would be left to act."""
    policies.require_reader(actor, concern)
    row = Conflict(concern=concern.id, human=user.human, at=clock.now())
    if not policies.left_without(concern, user.human):
        raise Refused("somebody must be left who can act on it", field="colleague")
    with _quietly(actor, concern.operation):
        row.save()
    return row


def _step(
    actor: User, concern: Concern, kind: StepKind, words: str, at: datetime | None = None
) -> ConcernStep:
    policies.require_reader(actor, concern)
    row = ConcernStep(
        concern=concern.id,
        subject=concern.subject,
        kind=kind,
        by=actor.id,
        at=at or clock.now(),
        words=words,
    )
    with _quietly(actor, concern.operation):
        acts.lock_chain(chain_of(concern.operation))
        if ConcernStep.objects.filter(concern=concern.id, kind=StepKind.CLOSED).exists():
            raise Refused("this concern is closed: raise a new one")
        row.save()
    return row


@contextmanager
def _quietly(actor: User, operation: UUID) -> Iterator[None]:
    """An act that looks like every other act of its chain."""
    if acts.current() is not None:
        raise Refused("a concern is an act of its own")
    with acts.act(actor=actor.id, kind="safeguarding.act", chain=chain_of(operation)):
        yield
        acts.record("safeguarding.acted")
