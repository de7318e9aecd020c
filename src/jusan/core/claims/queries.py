"""Reading persons. Every function takes the user first and logs before it fetches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import cards
from jusan.core.claims.models import Head, PersonCard, SearchToken
from jusan.core.claims.resolution import head_of, heads_of, leaves_by_head, leaves_of
from jusan.core.claims.statements import Property, Said, properties, said_about
from jusan.core.claims.tokens import tokens_of
from jusan.core.errors import NotVisible
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.people.models import Person
from jusan.core.vault.compartments import Compartment

PAGE = 50
#: Properties that a page shows unfolded.
FIRST_SAID = frozenset({"name", "birth", "sex", "mother_name", "father_name", "statement"})


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of a list: the head, and what each open compartment's card holds."""

    head: UUID
    kind: str
    identity: Mapping[str, Any]
    sections: Mapping[str, Mapping[str, Any]]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person's claims as one user may see them."""

    head: UUID
    operation: UUID
    kind: str
    leaves: tuple[UUID, ...]
    opened: frozenset[Compartment]
    hidden: tuple[str, ...]
    said: tuple[Said, ...]
    properties: Mapping[str, Property]
    identity: Mapping[str, Any]

    @property
    def first_said(self) -> list[tuple[str, Property]]:
        """What tells who somebody is, what was said in confidence, and whatever is disputed."""
        found = self.properties.items()
        return [(name, said) for name, said in found if name in FIRST_SAID or said.conflicts]

    @property
    def also_said(self) -> list[tuple[str, Property]]:
        """All else that is said, folded: numbers of lists, relations, places of the day."""
        first = {name for name, _said in self.first_said}
        return [item for item in self.properties.items() if item[0] not in first]


def list_people(
    user: User,
    operation: Operation,
    *,
    kind: str = "child",
    text: str = "",
    page: int = 1,
    size: int = PAGE,
    route: str = "",
    within: frozenset[Compartment] = frozenset(Compartment),
) -> tuple[list[PersonLine], int]:
    """One page of visible heads of a kind (with how many there are in all); the read is logged.

    ``within``: compartments beyond which this page opens nothing, whatever its reader may see.
    """
    # Whoever may see one mention of a person sees the person: a joining hides nobody.
    visible = Head.objects.filter(leaf__in=scope.subjects_for(user, Compartment.IDENTITY))
    rows = PersonCard.objects.filter(
        operation=operation.id,
        compartment=Compartment.IDENTITY.value,
        head__in=visible.values("head"),
    )
    if kind:
        rows = rows.filter(kind=kind)
    for token in sorted(tokens_of([text])):
        rows = rows.filter(
            head__in=SearchToken.objects.filter(token__startswith=token).values("head")
        )
    total = rows.count()
    # Beyond the last page there is nothing; a page number may be any integer.
    start = min(max(page, 1) - 1, total) * size
    ordered = rows.order_by("sort_key", "head").values_list("head", flat=True)
    heads = list(ordered[start : start + size])
    parts = leaves_by_head(heads)
    opened = _opened_for_all(user, parts) & within
    leaves = [leaf for part in parts.values() for leaf in part]
    reads.open_for(
        reader=user.id, purpose="list", subjects=leaves, compartments=opened, route=route
    )
    return _lines(heads, opened), total


def open_file(
    user: User, operation: UUID, person: UUID, *, purpose: str, route: str = ""
) -> PersonFile:
    """A person's file. Raises NotVisible; logs the read; then opens what the user may see."""
    anchor = _person_here(operation, person)
    head, leaves = anchor.id, leaves_of(anchor.id)
    opened = _opened(scope.compartments_by_subject(user, leaves), leaves)
    if Compartment.IDENTITY not in opened:
        raise NotVisible("there is no such person for you")
    reads.open_for(
        reader=user.id, purpose=purpose, subjects=leaves, compartments=opened, route=route
    )
    said = said_about(leaves, opened)
    lines = _lines([head], opened)
    return PersonFile(
        head=head,
        operation=operation,
        kind=lines[0].kind if lines else anchor.kind,
        leaves=tuple(leaves),
        opened=opened,
        hidden=_hidden(opened),
        said=tuple(said),
        properties=properties(said),
        identity=lines[0].identity if lines else {},
    )


def visible_head(user: User, operation: UUID, person: UUID) -> UUID:
    """The head of a person of this operation whom this user may see. Raises NotVisible. Opens
    nothing.

    The operation is that of the address: by it permissions are decided and entries are filed, so
    somebody of another operation is nobody here, whatever this user may see there.
    """
    head = _person_here(operation, person).id
    if not scope.subjects_for(user).filter(subject__in=leaves_of(head)).exists():
        raise NotVisible("there is no such person for you")
    return head


def labels(heads: Iterable[UUID]) -> dict[UUID, str]:
    """Display labels of heads already covered by a logged read."""
    found = cards.of_heads(heads, Compartment.IDENTITY).values_list("head", "sort_key")
    return dict(found)


def named(user: User, people: Iterable[UUID], *, purpose: str, route: str) -> dict[UUID, str]:
    """Labels, by head and in their order, of those of these people whom a user may see; the read
    is logged."""
    parts = leaves_by_head(set(heads_of(people).values()))
    granted = scope.compartments_by_subject(user, [x for part in parts.values() for x in part])
    seen = [h for h, part in parts.items() if Compartment.IDENTITY in _opened(granted, part)]
    if not seen:
        return {}
    reads.open_for(
        reader=user.id,
        purpose=purpose,
        subjects=seen,
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    return dict(sorted(labels(seen).items(), key=lambda item: (item[1], str(item[0]))))


def all_heads(operation: UUID, kind: str = "") -> list[UUID]:
    """Every head of an operation, for the machine's own work. Ids only."""
    rows = PersonCard.objects.filter(
        operation=operation, compartment=Compartment.IDENTITY.value
    ).order_by("head")
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.values_list("head", flat=True))


def joined_leaves(head: UUID) -> int:
    """How many mentions are held to be this person."""
    return Head.objects.filter(head=head).count()


def _person_here(operation: UUID, person: UUID) -> Person:
    anchor = Person.objects.filter(id=head_of(person), operation=operation).first()
    if anchor is None:
        raise NotVisible("there is no such person here")
    return anchor


def _opened_for_all(user: User, parts: Mapping[UUID, list[UUID]]) -> frozenset[Compartment]:
    """Compartments that are open to this user for every one of these heads (with leaves)."""
    granted = scope.compartments_by_subject(
        user, [leaf for part in parts.values() for leaf in part]
    )
    opened = frozenset(Compartment)
    for part in parts.values():
        opened &= _opened(granted, part)
    return opened


def _opened(
    granted: Mapping[UUID, frozenset[Compartment]], leaves: Iterable[UUID]
) -> frozenset[Compartment]:
    """Compartments open for a person: whatever is open for any of their mentions."""
    found: frozenset[Compartment] = frozenset()
    return found.union(*(granted[leaf] for leaf in leaves))


def _lines(heads: list[UUID], opened: frozenset[Compartment]) -> list[PersonLine]:
    wanted = [compartment.value for compartment in opened]
    found: dict[UUID, dict[str, PersonCard]] = {head: {} for head in heads}
    for card in PersonCard.objects.filter(head__in=heads, compartment__in=wanted):
        found[card.head][card.compartment] = card
    lines = []
    for head in heads:
        bodies = {name: json.loads(card.body) for name, card in found[head].items()}
        identity = bodies.pop(Compartment.IDENTITY.value, {})
        kind = next(iter(found[head].values())).kind if found[head] else ""
        lines.append(PersonLine(head, kind, identity, bodies, _hidden(opened)))
    return lines


def _hidden(opened: frozenset[Compartment]) -> tuple[str, ...]:
    return tuple(c.value for c in Compartment if c not in opened)
