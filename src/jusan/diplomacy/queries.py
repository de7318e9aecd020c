"""Reading the diplomatic record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims import cards
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import heads_of
from jusan.core.errors import NotVisible
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.diplomacy import policies
from jusan.diplomacy.choices import Instrument, Step, word
from jusan.diplomacy.models import (
    Authority,
    Commitment,
    CommitmentOutcome,
    Exchange,
    ExchangeAbout,
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

    @property
    def lines(self) -> list[tuple[str, TransferStep]]:
        """Each step in the reader's language, in the order of the track."""
        known = list(Step.values)
        place = {code: known.index(code) if code in known else len(known) for code in self.steps}
        ordered = sorted(self.steps.items(), key=lambda item: (place[item[0]], item[0]))
        return [(word(Step, code), row) for code, row in ordered]


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


def treaties(
    user: User, operation: Operation
) -> tuple[list[str], list[tuple[str, list[Treaty | None]]]]:
    """Instruments, and for each pair of states the newest entry of each, None where none is."""
    policies.can_read(user, operation.id).require()
    newest: dict[tuple[str, str], Treaty] = {}
    for row in Treaty.objects.order_by("entered_at", "recorded_at"):
        newest[(f"{row.home} - {row.host}", row.instrument)] = row
    instruments = sorted({instrument for _, instrument in newest})
    pairs = sorted({pair for pair, _ in newest})
    words = [word(Instrument, name) for name in instruments]
    return words, [(pair, [newest.get((pair, name)) for name in instruments]) for pair in pairs]


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


def authorities(user: User, operation: Operation) -> list[Authority]:
    """Authorities of an operation by name. Raises NotPermitted."""
    policies.can_read(user, operation.id).require()
    return list(Authority.objects.filter(operation=operation.id).order_by("name_en", "code"))


def people(
    user: User, operation: Operation, kinds: Sequence[str], *, route: str
) -> dict[UUID, str]:
    """Heads and labels of the persons of these kinds; their reading is logged."""
    policies.can_write(user, operation.id).require()
    heads = [head for kind in kinds for head in claims.all_heads(operation.id, kind=kind)]
    return claims.named(user, heads, purpose="diplomacy", route=route)


def women(user: User, operation: Operation, *, route: str) -> dict[UUID, str]:
    """Grown persons whom no source calls a man; their reading is logged."""
    grown = people(user, operation, ("parent", "adult"), route=route)
    bodies = cards.of_heads(grown, Compartment.IDENTITY).values_list("head", "body")
    men = {head for head, body in bodies if json.loads(body).get("sex") == "M"}
    return {head: label for head, label in grown.items() if head not in men}


def exchange_page(
    user: User, operation: Operation, exchange_id: UUID, *, route: str
) -> dict[str, Any]:
    """One exchange: its sides, about whom, what was promised. Raises NotVisible."""
    row = exchange(user, operation, exchange_id)
    if row is None:
        raise NotVisible("there is no such exchange")
    names = _authority_names(operation.id)
    about = ExchangeAbout.objects.filter(exchange=row.id).values_list("person", flat=True)
    return {
        "exchange": row,
        "sender": names.get(row.sender, ""),
        "receiver": names.get(row.receiver, ""),
        "answers": Exchange.objects.filter(operation=operation.id, id=row.answers).first()
        if row.answers
        else None,
        "about": list(claims.named(user, list(about), purpose="exchange", route=route).values()),
        "promises": [p for p in promises(user, operation) if p.commitment.exchange == row.id],
    }


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
