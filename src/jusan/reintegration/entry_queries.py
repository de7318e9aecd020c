"""About whom something may be entered: finding them, naming them, and the pages that are open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import head_of, heads_of, leaves_of
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person, PersonKind
from jusan.core.standing.models import Fact, FactKind
from jusan.reintegration import policies, queries
from jusan.reintegration.choices import LeavingKind
from jusan.reintegration.models import Admission, Candidate, Transfer
from jusan.reintegration.regions import chosen_among
from jusan.reintegration.stays import open_stay, stays


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody to enter something about: as one line of a list."""

    head: UUID
    label: str
    code: str = ""
    birth: Any = None


@dataclass(frozen=True, slots=True)
class Door:
    """A page on which this user may enter something about this child."""

    href: str
    label: str


def person_in(user: User, operation: Operation, person: UUID) -> UUID:
    """The head of somebody of this operation whom this user sees. Raises NotVisible."""
    return claims.visible_head(user, operation.id, person)


def child_in(user: User, operation: Operation, person: UUID) -> UUID:
    """As ``person_in``, for pages about a child: care is given to children. Raises NotVisible."""
    head = person_in(user, operation, person)
    children = Person.objects.filter(kind=PersonKind.CHILD)
    if not children.filter(id__in=leaves_of(head)).exists():
        raise NotVisible("there is no such child for you")
    return head


def adult_in(user: User, operation: Operation, person: UUID) -> UUID:
    """As ``person_in``, for pages about a carer. Raises NotVisible."""
    head = person_in(user, operation, person)
    if Person.objects.filter(kind=PersonKind.CHILD, id__in=leaves_of(head)).exists():
        raise NotVisible("there is no such adult for you")
    return head


def sees(user: User, person: UUID) -> bool:
    """Whether this user sees somebody (still)."""
    return scope.subjects_for(user).filter(subject__in=leaves_of(person)).exists()


def label_of(user: User, person: UUID, *, route: str) -> str:
    """How somebody is called, for the head of an entry page; the read is logged."""
    head = head_of(person)
    return queries.names(user, [head], route=route, purpose="entry").get(head, "")


def find(user: User, operation: Operation, text: str, *, adults: bool, route: str) -> list[Found]:
    """Children, or adults, by name in any script. Nobody without a name; the read is logged."""
    if not text.strip():
        return []
    kind = "" if adults else PersonKind.CHILD.value
    lines, _total = claims.list_people(user, operation, kind=kind, text=text, route=route)
    return [
        Found(
            line.head,
            line.identity.get("label", ""),
            line.identity.get("code", ""),
            line.identity.get("birth"),
        )
        for line in lines
        if not (adults and line.kind == PersonKind.CHILD)
    ]


def arrived(user: User, operation: Operation, *, route: str) -> list[Found]:
    """Children who landed, or left for another centre, and are in no room yet. Raises
    NotPermitted; the read is logged."""
    policies.can_admit(user, operation.id).require()
    landed = Fact.objects.filter(operation=operation.id, kind=FactKind.LANDED.value)
    admitted = Admission.objects.filter(operation=operation.id).values_list("child", flat=True)
    moving = Transfer.objects.filter(operation=operation.id)
    heads = heads_of({*landed.values_list("subject", flat=True), *admitted})
    roomless = set(heads.values()) - {heads[child] for child in admitted}
    roomless |= {
        head
        for head in set(heads_of(moving.values_list("child", flat=True)).values())
        if _on_the_way(head)
    }
    labels = queries.names(user, roomless, route=route, purpose="centre day")
    return sorted((Found(head, label) for head, label in labels.items()), key=lambda f: f.label)


def carers(user: User, operation: Operation, *, route: str) -> list[Found]:
    """Families chosen for a child of this operation; the read is logged."""
    policies.can_see_outcomes(user, operation.id).require()
    chosen = chosen_among(Candidate.objects.filter(operation=operation.id))
    heads = set(heads_of({row.candidate for row in chosen}).values())
    labels = queries.names(user, heads, route=route, purpose="outcomes of carers")
    return sorted((Found(head, label) for head, label in labels.items()), key=lambda f: f.label)


def doors(user: User, operation: Operation, head: UUID) -> list[Door]:
    """What this user may enter about a child now, in the order of the stay."""
    return [
        Door(reverse(f"reintegration:{name}", args=[operation.slug, head]), label)
        for name, label in _open_pages(user, operation, head)
    ]


def _open_pages(user: User, operation: Operation, head: UUID) -> Iterator[tuple[str, str]]:
    if policies.can_assess(user, operation.id, head):
        yield "placement", _("Families for this child")
    leaves = leaves_of(head)
    known = stays(leaves)
    if not known and not Fact.objects.filter(subject__in=leaves, kind=FactKind.LANDED).exists():
        return
    here = bool(known) and known[-1].left is None
    if policies.can_admit(user, operation.id):
        yield "admit", _admission_word(here, bool(known))
    if policies.can_examine_at_all(user, operation.id):
        yield "intake", _("Enter an examination")
    if policies.can_plan(user, operation.id, head):
        yield "set_goal", _("Add a goal")
    if policies.can_visit(user, operation.id, head):
        yield "visit", _("Enter a visit")
        yield "school", _("Enter a school place")
    if here and policies.can_discharge(user, operation.id):
        yield "discharge", _("Leave the centre")
        yield "transfer", _("Leave for another centre")


def _admission_word(here: bool, known: bool) -> str:
    if here:
        return _("Move to another room")
    return _("Admit again") if known else _("Admit to the centre")


def _on_the_way(head: UUID) -> bool:
    """Whether the last thing known of a child's stays is that it left for another centre."""
    last = stays(leaves_of(head))[-1].left
    return last is not None and last.kind == LeavingKind.TRANSFER


def earliest_leave(head: UUID) -> date | None:
    """The first day on which a child may leave its stay without a determination."""
    stay = open_stay(leaves_of(head))
    return stay.earliest_leave if stay else None
