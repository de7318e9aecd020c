"""Reading concerns: for readers only; for everybody else there are none, and no count of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import Grant, User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import heads_of, leaves_by_head
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.operations.queries import near_scopes
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
    #: The child it is about, for a reader who sees that child: head and name.
    child: UUID | None = None
    child_name: str = ""


def concerns(user: User, operation: Operation) -> list[ConcernView]:
    """Concerns this user sees, newest first. Raises NotPermitted for whoever can never see one."""
    policies.can_look(user, operation.id).require()
    return _opened(user, _seen(user, operation))


def concern_view(user: User, operation: Operation, concern: UUID) -> ConcernView:
    """One concern with its words. Raises NotVisible for everybody who is kept from it."""
    (view,) = _opened(user, [concern_for(user, operation, concern)])
    return view


def _opened(user: User, seen: list[Concern]) -> list[ConcernView]:
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
    return _views(user, seen)


def concern_for(user: User, operation: Operation, concern: UUID) -> Concern:
    """One concern. Raises NotVisible for everybody who is kept from it."""
    row = scope.get_visible(Concern.objects.filter(operation=operation.id), id=concern)
    policies.require_reader(user, row)
    return row


def colleagues(operation: Operation) -> list[User]:
    """Everybody who holds a role here or in a region of its children: whom a concern can be about.

    All of them are offered to all: only who is named can be kept from reading it.
    """
    granted = Grant.objects.values_list("scope", flat=True).distinct()
    near = {operation.id, *near_scopes(operation.id, granted)}
    held = Grant.objects.filter(scope__in=near).values("user")
    return list(User.objects.filter(id__in=held).order_by("display_name"))


def colleague(operation: Operation, user: str) -> User | None:
    """One of them by the id that a form offered."""
    return next((one for one in colleagues(operation) if str(one.id) == user), None)


def managed(user: User, operation: Operation) -> list[tuple[User, str]]:
    """Everybody who works here, each with who manages them now. Raises NotPermitted."""
    policies.can_appoint(user, operation.id).require()
    people = colleagues(operation)
    said = policies.said_managers()
    newest = {human: manager for human, manager, _at in said}
    known = User.objects.filter(human__in=set(newest.values())).order_by("-display_name")
    names = dict(known.values_list("human", "display_name"))
    return [(one, names.get(newest.get(one.human, one.id), "")) for one in people]


def child_of(user: User, operation: Operation, person: UUID) -> UUID:
    """Somebody of this operation whom this user sees. Raises NotVisible. Reads and logs nothing:
    that somebody opened this page is not to be seen in the record of reads."""
    return claims.visible_head(user, operation.id, person)


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
            url_name="safeguarding:concern",
            url_kwargs={"operation": operation.slug, "concern": row.id},
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


def _children(user: User, bodies: Iterable[Mapping[str, str]]) -> dict[str, tuple[UUID, str]]:
    """Head and name of each child named, where this reader sees it; the read is logged."""
    named = {UUID(body["child"]) for body in bodies if body.get("child")}
    heads = heads_of(named)
    leaves = leaves_by_head(set(heads.values()))
    everyone = [leaf for part in leaves.values() for leaf in part]
    allowed = set(scope.subjects_for(user, Compartment.IDENTITY).filter(subject__in=everyone))
    seen = {head for head, part in leaves.items() if allowed & set(part)}
    if not seen:
        return {}
    reads.open_for(
        reader=user.id,
        purpose="protection",
        subjects=seen,
        compartments=[Compartment.IDENTITY],
    )
    labels = claims.labels(seen)
    return {str(leaf): (head, labels.get(head, "")) for leaf, head in heads.items() if head in seen}


def _views(user: User, rows: list[Concern]) -> list[ConcernView]:
    ids = [row.id for row in rows]
    steps = list(ConcernStep.objects.filter(concern__in=ids).order_by("at", "recorded_at"))
    names = {str(key): name for key, name in User.objects.values_list("id", "display_name")}
    closed = _closed(ids)
    bodies: dict[UUID, dict[str, str]] = {
        row.id: json.loads(row.body) if row.body else {} for row in rows
    }
    children = _children(user, bodies.values())
    views = []
    for row in rows:
        body = bodies[row.id]
        child, child_name = children.get(body.get("child", ""), (None, ""))
        own = [step for step in steps if step.concern == row.id]
        views.append(
            ConcernView(
                concern=row,
                body=body,
                about=names.get(body.get("about", ""), ""),
                raised_by=names.get(body.get("raised_by", ""), ""),
                steps=tuple((step, names.get(str(step.by), ""), step.words) for step in own),
                closed=row.id in closed,
                child=child,
                child_name=child_name,
            )
        )
    return views
