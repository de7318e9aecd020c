"""Reading concerns: for readers only; for everybody else there are none, and no count of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import Grant, User
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.justice.safeguarding import policies
from jusan.justice.safeguarding.models import Concern, ConcernStep, StepKind


@dataclass(frozen=True, slots=True)
class ConcernView:
    """A concern with its words and steps."""

    concern: Concern
    body: Mapping[str, str]
    about: str
    raised_by: str
    steps: tuple[tuple[ConcernStep, str, str], ...]
    closed: bool


def concerns(user: User, operation: Operation) -> list[ConcernView]:
    """Concerns this user sees, newest first. Raises NotPermitted for whoever can never see one."""
    policies.can_look(user, operation.id).require()
    seen = _seen(user, operation)
    if not seen:
        return []
    # The purpose is that of every protection read, and no route: the read is on record without
    # telling whoever watches the record that a concern exists.
    reads.open_for(
        reader=user.id,
        purpose="protection",
        subjects=[row.subject for row in seen],
        compartments=[Compartment.PROTECTION],
    )
    return _views(seen)


def concern_for(user: User, operation: Operation, concern: UUID) -> Concern:
    """One concern. Raises NotVisible for everybody who is kept from it."""
    row = scope.get_visible(Concern.objects.filter(operation=operation.id), id=concern)
    policies.require_reader(user, row)
    return row


def colleagues(operation: Operation) -> list[User]:
    """Everybody who holds a role here: whom a concern can be about."""
    held = Grant.objects.filter(scope=operation.id).values("user")
    return list(User.objects.filter(id__in=held).order_by("display_name"))


def waiting(user: User, operation: Operation) -> list[Item]:
    """Open concerns, for those who see them."""
    if not policies.can_look(user, operation.id):
        return []
    rows = _seen(user, operation)
    closed = _closed([row.id for row in rows])
    return [
        Item(
            urgency=Urgency.ALARM,
            what=_("Look at a concern"),
            why=_("It is open"),
            url_name="safeguarding:concerns",
            url_kwargs={"operation": operation.slug},
            due=clock.today(),
        )
        for row in rows
        if row.id not in closed
    ][:50]


def _seen(user: User, operation: Operation) -> list[Concern]:
    rows = list(
        Concern.objects.filter(operation=operation.id).order_by("-raised_at", "-recorded_at")
    )
    seeing = policies.readers(rows, policies.circle_of(operation.id))
    return [row for row in rows if user.human in seeing[row.id]]


def _closed(ids: list[UUID]) -> set[UUID]:
    rows = ConcernStep.objects.filter(concern__in=ids, kind=StepKind.CLOSED)
    return set(rows.values_list("concern", flat=True))


def _views(rows: list[Concern]) -> list[ConcernView]:
    ids = [row.id for row in rows]
    steps = list(ConcernStep.objects.filter(concern__in=ids).order_by("at", "recorded_at"))
    names = {str(key): name for key, name in User.objects.values_list("id", "display_name")}
    closed = _closed(ids)
    views = []
    for row in rows:
        body: dict[str, str] = json.loads(row.body) if row.body else {}
        own = [step for step in steps if step.concern == row.id]
        views.append(
            ConcernView(
                concern=row,
                body=body,
                about=names.get(body.get("about", ""), ""),
                raised_by=names.get(body.get("raised_by", ""), ""),
                steps=tuple((step, names.get(str(step.by), ""), step.words) for step in own),
                closed=row.id in closed,
            )
        )
    return views
