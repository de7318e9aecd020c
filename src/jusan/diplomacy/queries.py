"""Reading the diplomatic record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import heads_of
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.diplomacy import policies
from jusan.diplomacy.models import (
    Authority,
    Commitment,
    CommitmentOutcome,
    Exchange,
    TransferStep,
    Treaty,
)

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment with its outcome, if it has one."""

    commitment: Commitment
    by: str
    outcome: CommitmentOutcome | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Track:
    """One woman's track: the newest state of each step."""

    head: UUID
    label: str
    steps: dict[str, TransferStep]


def exchanges(user: User, operation: Operation) -> list[tuple[Exchange, str, str]]:
    """Exchanges, newest first, with the names of both sides. Raises NotPermitted."""
    policies.can_read(user, operation.id).require()
    rows = list(Exchange.objects.filter(operation=operation.id).order_by("-at")[:200])
    names = _authority_names(operation.id)
    return [(row, names.get(row.sender, ""), names.get(row.receiver, "")) for row in rows]


def promises(user: User, operation: Operation) -> list[Promise]:
    """Commitments by due date; overdue means due, open and past."""
    policies.can_read(user, operation.id).require()
    rows = list(Commitment.objects.filter(operation=operation.id).order_by("due", "code"))
    outcomes = {
        row.commitment: row
        for row in CommitmentOutcome.objects.filter(commitment__in=[row.id for row in rows])
    }
    names, today = _authority_names(operation.id), clock.today()
    return [
        Promise(
            row,
            names.get(row.by, ""),
            outcomes.get(row.id),
            row.id not in outcomes and row.due < today,
        )
        for row in rows
    ]


def treaties(user: User, operation: Operation) -> tuple[list[str], list[tuple[str, list[Treaty]]]]:
    """Instruments, and for each pair of states the newest entry of each instrument."""
    policies.can_read(user, operation.id).require()
    newest: dict[tuple[str, str], Treaty] = {}
    for row in Treaty.objects.order_by("entered_at", "recorded_at"):
        newest[(f"{row.home} - {row.host}", row.instrument)] = row
    instruments = sorted({instrument for _, instrument in newest})
    pairs = sorted({pair for pair, _ in newest})
    return instruments, [
        (pair, [newest[(pair, name)] for name in instruments if (pair, name) in newest])
        for pair in pairs
    ]


def transfers(user: User, operation: Operation, *, route: str) -> list[Track]:
    """The women's track; their names are read, and that is logged."""
    policies.can_read(user, operation.id).require()
    rows = list(TransferStep.objects.filter(operation=operation.id).order_by("at", "recorded_at"))
    heads = heads_of(row.woman for row in rows)
    reads.open_for(
        reader=user.id,
        purpose="women's track",
        subjects=heads.values(),
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    labels = claims.labels(heads.values())
    tracks: dict[UUID, dict[str, TransferStep]] = {}
    for row in rows:
        tracks.setdefault(heads[row.woman], {})[row.step] = row
    return [Track(head, labels.get(head, ""), steps) for head, steps in tracks.items()]


def waiting(user: User, operation: Operation) -> list[Item]:
    """Commitments that are due or overdue, for those who may write."""
    if not policies.can_write(user, operation.id):
        return []
    today = clock.today()
    items = []
    for promise in promises(user, operation):
        if promise.outcome is None and promise.commitment.due <= today + SOON:
            items.append(_item(operation, promise, today))
    return items[:50]


def exchange(user: User, operation: Operation, exchange_id: UUID) -> Exchange | None:
    """One exchange of an operation."""
    policies.can_read(user, operation.id).require()
    return Exchange.objects.filter(operation=operation.id, id=exchange_id).first()


def open_commitment(user: User, operation: Operation, commitment: UUID) -> Commitment | None:
    """One commitment of an operation that has no outcome yet."""
    policies.can_read(user, operation.id).require()
    closed = CommitmentOutcome.objects.filter(commitment=models.OuterRef("pk"))
    rows = Commitment.objects.filter(~models.Exists(closed), operation=operation.id)
    return rows.filter(id=commitment).first()


def _item(operation: Operation, promise: Promise, today: date) -> Item:
    return Item(
        urgency=Urgency.TODAY if promise.overdue else Urgency.SOON,
        what=_("Ask about a commitment"),
        why=promise.commitment.what,
        url_name="diplomacy:exchanges",
        url_kwargs={"operation": operation.slug},
        thing=promise.by,
        due=promise.commitment.due,
    )


def _authority_names(operation: UUID) -> dict[UUID, str]:
    return dict(Authority.objects.filter(operation=operation).values_list("id", "name_en"))
