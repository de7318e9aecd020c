"""Ending an operation's work for a child, and what stands against it in any phase.

The universe is conserved (H4): nobody is deleted, a case ends with a coded reason. What is open
about safeguarding is not asked here: the answer would tell that a concern exists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from jusan.clearance.models import NationalityDecision
from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims import cards
from jusan.core.claims.resolution import person_of
from jusan.core.custody import queries as custody
from jusan.core.custody.models import HoldingState
from jusan.core.documents.models import DocumentKind
from jusan.core.documents.queries import of_subjects
from jusan.core.errors import Refused
from jusan.core.history import acts
from jusan.core.operations import policies
from jusan.core.operations.models import CaseClosing, CaseReopening, ClosingReason, Operation
from jusan.core.operations.operations import close_cases, reopen_cases
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.core.vault import service
from jusan.core.vault.compartments import Compartment
from jusan.repatriation.reading import one_child as repatriation

COLUMN = "journey"
OF_AGE_YEARS = 18
#: A child who dies in the centre has left nobody's care.
MAY_LIVE_IN_THE_CENTRE = frozenset({ClosingReason.DECEASED})


@dataclass(frozen=True, slots=True)
class Past:
    """One closing of a person's case, and why it no longer holds (None: it does)."""

    row: CaseClosing
    reopening: CaseReopening | None

    @property
    def erased(self) -> bool:
        """Whether the words went with the person's data."""
        return service.store().is_destroyed(self.row.person)


def close(
    *,
    actor: User,
    operation: Operation,
    person: UUID,
    reason: str,
    reference: str,
    outcome: str,
) -> list[CaseClosing]:
    """Close a child's case. Raises Refused with everything that stands against it."""
    policies.can_close_case(actor, operation.id).require()
    head, leaves = person_of(person)
    with acts.act(actor=actor.id, kind="journey.close_case", chain=operation.id):
        acts.lock_chain(operation.id)
        against = list(obstacles(operation, head, leaves, reason))
        if against:
            flight = repatriation.awaited_on(operation, head)
            raise Refused(*against, field="reason", number=flight)
        rows = close_cases(
            actor=actor,
            operation=operation,
            leaves=leaves,
            reason=reason,
            reference=reference,
            outcome=outcome,
        )
        _state(actor, operation, head, FactKind.CLOSED, reason)
    return rows


def reopen(*, actor: User, operation: Operation, person: UUID, why: str) -> list[CaseReopening]:
    """Open a closed case again."""
    head, leaves = person_of(person)
    with acts.act(actor=actor.id, kind="journey.reopen_case", chain=operation.id):
        rows = reopen_cases(actor=actor, operation=operation, leaves=leaves, why=why)
        _state(actor, operation, head, FactKind.REOPENED)
    return rows


def history(leaves: list[UUID]) -> list[Past]:
    """Every closing of a person's case, newest first; their words are read under the file's
    permit."""
    rows = list(CaseClosing.objects.filter(person__in=leaves).order_by("-at", "-recorded_at"))
    gone = {
        row.closing: row
        for row in CaseReopening.objects.filter(closing__in=[row.id for row in rows])
    }
    return [Past(row, gone.get(row.id)) for row in rows]


def obstacles(operation: Operation, head: UUID, leaves: list[UUID], reason: str) -> Iterator[str]:
    """What stands against closing for a reason: sentences of a refusal, in English."""
    yield from _of_custody(head)
    yield from _of_the_journey(operation, head, leaves)
    if reason not in MAY_LIVE_IN_THE_CENTRE and _newest(leaves) == FactKind.ADMITTED:
        yield gettext_noop("the child lives in the centre: it leaves there first")
    yield from _of_reason(operation, head, leaves, reason)


def _of_custody(head: UUID) -> Iterator[str]:
    held = custody.now_held([head]).get(head)
    if held is not None and held.state != HoldingState.AGREED:
        yield gettext_noop("it is not sure who holds this child: settle custody first")
    if custody.half_signed([head]):
        yield gettext_noop("a handover waits for both signatures")


def _of_the_journey(operation: Operation, head: UUID, leaves: list[UUID]) -> Iterator[str]:
    flown = standing.newest_of(leaves, [FactKind.BOARDED, FactKind.LANDED])
    if repatriation.awaited_on(operation, head):
        yield gettext_noop(
            "the child stands on the approved list of flight %(number)s: offload it first"
        )
    elif flown is not None and flown.kind == FactKind.BOARDED and not _offloaded(leaves):
        yield gettext_noop("the child is on board of a flight that has not arrived")


def _of_reason(operation: Operation, head: UUID, leaves: list[UUID], reason: str) -> Iterator[str]:
    if reason == ClosingReason.PLACED and not _home_with_a_family(leaves):
        yield gettext_noop("the child has not arrived home and moved to a family")
    if reason == ClosingReason.DECEASED and not _certified(leaves):
        yield gettext_noop("a death closes a case on a certificate only")
    if reason == ClosingReason.OF_AGE and not _of_age(head):
        yield gettext_noop("nobody can say for sure that this person is eighteen")
    if reason == ClosingReason.NOT_OURS and _citizen(operation, leaves):
        yield gettext_noop("an officer decided that this child is a citizen")


def _newest(leaves: list[UUID]) -> str:
    """Whether a child lives in the centre or with a family: the newest word."""
    fact = standing.newest_of(leaves, [FactKind.ADMITTED, FactKind.PLACED])
    return fact.kind if fact is not None else ""


def _home_with_a_family(leaves: list[UUID]) -> bool:
    landed = standing.latest(leaves, FactKind.LANDED) is not None
    return landed and _newest(leaves) == FactKind.PLACED


def _offloaded(leaves: list[UUID]) -> bool:
    return bool(repatriation.summary(leaves)["status"] == "offloaded")


def _certified(leaves: list[UUID]) -> bool:
    if of_subjects(leaves).filter(kind=DocumentKind.DEATH_CERTIFICATE).exists():
        return True
    told = standing.latest(leaves, FactKind.DECEASED)
    return told is not None and told.code == "certificate"


def _of_age(head: UUID) -> bool:
    """By the latest day on which the person can have been born."""
    card = cards.of_heads([head], Compartment.IDENTITY).first()
    latest = (json.loads(card.body).get("birth") or {}).get("latest") if card else None
    if not latest:
        return False
    born, today = date.fromisoformat(latest), clock.today()
    birthday_passed = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not birthday_passed) >= OF_AGE_YEARS


def _citizen(operation: Operation, leaves: list[UUID]) -> bool:
    decided = NationalityDecision.objects.filter(child__in=leaves).order_by("-at").first()
    return decided is not None and decided.citizenship == operation.home_state


def _state(actor: User, operation: Operation, head: UUID, kind: FactKind, code: str = "") -> None:
    state_fact(
        actor=actor, operation=operation.id, subject=head, kind=kind, column=COLUMN, code=code
    )
