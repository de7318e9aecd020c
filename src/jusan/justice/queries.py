"""Reading proceedings and the register of orders. Identity and allegations only: see the wall."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import head_of, heads_of, leaves_of
from jusan.core.errors import NotVisible
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person, PersonKind
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
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

#: All that a page of justice may ever open, whatever else its reader's roles would open.
OPENED = frozenset({Compartment.IDENTITY, Compartment.ALLEGATIONS})


@dataclass(frozen=True, slots=True)
class ProceedingView:
    """A proceeding with what was decided in it."""

    proceeding: Proceeding
    head: UUID
    label: str
    body: Mapping[str, str]
    state: str
    sentences: tuple[tuple[Sentence, Mapping[str, str]], ...]
    hearings: tuple[tuple[Hearing, Mapping[str, str]], ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order in the register: no name of whom it is about."""

    access: CourtAccess
    requester: str
    approval: CourtAccessApproval | None
    handover: CourtHandover | None


@dataclass(frozen=True, slots=True)
class OrderCounts:
    """What the auditor counts."""

    requested: int
    approved: int
    carried_out: int
    statements: int


def proceedings(user: User, operation: Operation, *, route: str) -> list[ProceedingView]:
    """Every proceeding against somebody this user sees. Raises NotPermitted; logs the read."""
    policies.can_use_proceedings(user, operation.id).require()
    rows = list(Proceeding.objects.filter(operation=operation.id).order_by("opened_on", "id"))
    heads = heads_of([row.person for row in rows])
    allowed = set(
        scope.subjects_for(user, Compartment.ALLEGATIONS).filter(subject__in=set(heads.values()))
    )
    seen = [row for row in rows if heads[row.person] in allowed]
    if not seen:
        return []
    reads.open_for(
        reader=user.id,
        purpose="proceedings",
        subjects={row.person for row in seen} | {heads[row.person] for row in seen},
        compartments=OPENED,
        route=route,
    )
    return views_of(seen, heads)


def proceeding_for(
    user: User, operation: Operation, proceeding: UUID, *, route: str
) -> ProceedingView:
    """One proceeding, for an entry about it. Raises NotPermitted, NotVisible; logs the read."""
    policies.can_use_proceedings(user, operation.id).require()
    row = scope.get_visible(Proceeding.objects.filter(operation=operation.id), id=proceeding)
    head = accused(user, operation, row.person)
    reads.open_for(
        reader=user.id,
        purpose="proceedings",
        subjects={row.person, head},
        compartments=OPENED,
        route=route,
    )
    (view,) = views_of([row], {row.person: head})
    return view


def accused(user: User, operation: Operation, person: UUID) -> UUID:
    """The head of somebody of this operation whose allegations are open to this user."""
    head = head_of(person)
    opened = scope.subjects_for(user, Compartment.ALLEGATIONS).filter(subject__in=leaves_of(head))
    if not opened.exists():
        raise NotVisible("there is no such person for you")
    scope.get_visible(Person.objects.filter(operation=operation.id), id=head)
    return head


def adult(user: User, operation: Operation, person: UUID) -> UUID:
    """As ``accused``, for a proceeding: a child is never accused. Raises NotVisible."""
    head = accused(user, operation, person)
    if Person.objects.filter(kind=PersonKind.CHILD, id__in=leaves_of(head)).exists():
        raise NotVisible("there is no such adult for you")
    return head


def find(
    user: User, operation: Operation, text: str, *, children: bool, route: str
) -> list[claims.PersonLine]:
    """People by name in any script, with nothing but their identity. Raises NotPermitted."""
    policies.can_use_proceedings(user, operation.id).require()
    if not text.strip():
        return []
    lines, _total = claims.list_people(
        user, operation, kind="", text=text, route=route, within=OPENED
    )
    return [line for line in lines if children or line.kind != PersonKind.CHILD]


def label_of(user: User, head: UUID, *, route: str) -> str:
    """How somebody is called; the read is logged."""
    reads.open_for(
        reader=user.id,
        purpose="proceedings",
        subjects=[head],
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    return claims.labels([head]).get(head, "")


def views_of(rows: list[Proceeding], heads: Mapping[UUID, UUID]) -> list[ProceedingView]:
    """Proceedings opened under the permit of the caller."""
    ids = [row.id for row in rows]
    labels = claims.labels(set(heads.values()))
    states = dict(
        ProceedingStep.objects.filter(proceeding__in=ids)
        .order_by("at", "recorded_at")
        .values_list("proceeding", "state")
    )
    sentences = list(Sentence.objects.filter(proceeding__in=ids).order_by("on", "recorded_at"))
    hearings = list(Hearing.objects.filter(proceeding__in=ids).order_by("at", "recorded_at"))
    return [
        ProceedingView(
            proceeding=row,
            head=heads[row.person],
            label=labels.get(heads[row.person], ""),
            body=_body(row.body),
            state=_state_word(states.get(row.id)),
            sentences=tuple((s, _body(s.body)) for s in sentences if s.proceeding == row.id),
            hearings=tuple((h, _body(h.body)) for h in hearings if h.proceeding == row.id),
        )
        for row in rows
    ]


def orders(user: User, operation: Operation) -> list[OrderView]:
    """The register of court orders, newest first. Raises NotPermitted."""
    policies.can_read_orders(user, operation.id).require()
    rows = list(CourtAccess.objects.filter(operation=operation.id).order_by("-at"))
    ids = [row.id for row in rows]
    approvals = {row.access: row for row in CourtAccessApproval.objects.filter(access__in=ids)}
    handovers = {row.access: row for row in CourtHandover.objects.filter(access__in=ids)}
    people = User.objects.filter(id__in={row.requester for row in rows})
    names = dict(people.values_list("id", "display_name"))
    return [
        OrderView(row, names.get(row.requester, ""), approvals.get(row.id), handovers.get(row.id))
        for row in rows
    ]


def order_counts(views: Iterable[OrderView]) -> OrderCounts:
    """How often the wall was opened by a court."""
    rows = list(views)
    return OrderCounts(
        requested=len(rows),
        approved=sum(row.approval is not None for row in rows),
        carried_out=sum(row.handover is not None for row in rows),
        statements=sum(row.handover.statements for row in rows if row.handover),
    )


def order_for(user: User, operation: Operation, access: UUID) -> CourtAccess:
    """One order. Raises NotPermitted, NotVisible."""
    policies.can_read_orders(user, operation.id).require()
    return scope.get_visible(CourtAccess.objects.filter(operation=operation.id), id=access)


def waiting(user: User, operation: Operation) -> list[Item]:
    """Orders to check or to carry out; hearings of the coming days."""
    items: list[Item] = []
    if policies.can_read_orders(user, operation.id):
        items += _order_items(user, operation)
    if policies.can_use_proceedings(user, operation.id):
        items += _hearing_items(operation)
    return items[:50]


def summary(leaves: list[UUID]) -> dict[str, Any]:
    """Nothing of this column leaves its compartment."""
    del leaves
    return {}


def _order_items(user: User, operation: Operation) -> list[Item]:
    items = []
    for view in orders(user, operation):
        if view.handover is not None:
            continue
        if view.approval is None and policies.can_approve(user, view.access):
            what = _("Check the court's order")
        elif view.approval is not None and policies.can_carry_out(user, view.access):
            what = _("Carry out the court's order")
        else:
            continue
        items.append(
            Item(
                urgency=Urgency.TODAY,
                what=what,
                why=_("Each order passes two persons and is counted"),
                url_name="justice:orders",
                url_kwargs={"operation": operation.slug},
                thing=view.access.order_reference,
            )
        )
    return items


def _hearing_items(operation: Operation) -> list[Item]:
    ids = Proceeding.objects.filter(operation=operation.id).values("id")
    rows = Hearing.objects.filter(proceeding__in=ids, at__gte=clock.now()).order_by("at")[:10]
    return [
        Item(
            urgency=Urgency.SOON,
            what=_("A hearing is coming"),
            why=_("Proceedings"),
            url_name="justice:proceedings",
            url_kwargs={"operation": operation.slug},
            due=row.at.date(),
        )
        for row in rows
    ]


def _state_word(code: str | None) -> str:
    return str(ProceedingState(code).label) if code else ""


def _body(text: str) -> dict[str, str]:
    return dict(json.loads(text)) if text else {}
