"""A child's whole file, put together from what each column has, under one logged read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jusan.clearance import sections as clearance
from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import cards
from jusan.core.claims.queries import PersonFile, open_file
from jusan.core.claims.resolution import heads_of, leaves_by_head, leaves_of
from jusan.core.custody import queries as custody
from jusan.core.history import reads
from jusan.core.history.models import Event, EventSubject
from jusan.core.operations.models import CaseClosing, Operation
from jusan.core.operations.queries import standing_closings
from jusan.core.people.models import Nature, ParentLink, PersonKind, SiblingReason
from jusan.core.people.queries import (
    group_members,
    live_parent_links,
    sibling_groups,
    sibling_reasons,
)
from jusan.core.vault.compartments import Compartment
from jusan.identification import sections as identification
from jusan.identification.reading import tree
from jusan.journey import phases, sentences
from jusan.journey.details import detail
from jusan.justice import sections as justice
from jusan.reintegration import sections as reintegration
from jusan.repatriation import sections as repatriation
from jusan.tracing import sections as tracing

Section = Callable[[User, Operation, list[UUID], frozenset[Compartment]], Mapping[str, Any] | None]
#: In the order of the road: name and template of each column's part.
SECTIONS: tuple[tuple[str, str, Section], ...] = (
    ("tracing", "tracing/_file_section.html", tracing.file_section),
    ("identification", "identification/_file_section.html", identification.file_section),
    ("clearance", "clearance/_file_section.html", clearance.file_section),
    ("repatriation", "repatriation/_file_section.html", repatriation.file_section),
    ("reintegration", "reintegration/_file_section.html", reintegration.file_section),
    ("justice", "justice/_file_section.html", justice.file_section),
)
TIMELINE_LENGTH = 200
#: Births to adolescents are counted from ten years on (WHO, adolescent birth rate).
YOUNGEST_MOTHER_YEARS = 10


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline."""

    at: datetime
    kind: str
    sentence: Any
    detail: str
    actor: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A relative in the drawing: head, label, sex, how known."""

    id: UUID
    label: str
    sex: str


@dataclass(frozen=True, slots=True)
class ChildFile:
    """Everything of one child's page."""

    person: PersonFile
    phase: phases.Phase
    sections: tuple[tuple[str, str, Mapping[str, Any]], ...]
    happenings: tuple[Happening, ...]
    kin: tuple[Kin, ...]
    links: tuple[ParentLink, ...]
    typed: frozenset[UUID]
    dead: frozenset[UUID]
    siblings: tuple[Kin, ...]
    sibling_reasons: tuple[SiblingReason, ...]
    holdings: tuple[Any, ...]
    closed: tuple[CaseClosing, ...]

    @property
    def blockers(self) -> list[Any]:
        """What blocks the way home, with who must act; empty where nothing does."""
        parts = {name: part for name, _template, part in self.sections}
        line = parts.get("clearance", {}).get("line")
        return list(line.blockers) if line else []

    @property
    def may_be_mother(self) -> bool:
        """Whether a birth can be entered in this file: a woman, or one of unknown sex. A mother may
        be listed as a child herself: one who has a child already, or is not known to be too young.
        """
        if self.person.identity.get("sex") == "M":
            return False
        if self.person.kind != PersonKind.CHILD:
            return True
        has_children = any(link.parent == self.person.head for link in self.links)
        return has_children or not _too_young(self.person.identity.get("birth"))

    @property
    def phase_label(self) -> Any:
        """The phase in the reader's language."""
        return phases.LABELS[self.phase]

    @property
    def now(self) -> tuple[Any, ...]:
        """The holding in force, if this reader may see where."""
        return self.holdings[-1:]


def _too_young(birth: Mapping[str, str] | None) -> bool:
    """Whether somebody is known to be below the age from which births are counted."""
    if not birth or not birth.get("earliest"):
        return False
    born = date.fromisoformat(birth["earliest"])
    return (clock.today() - born).days < YOUNGEST_MOTHER_YEARS * clock.DAYS_OF_A_YEAR


def child_file(user: User, operation: Operation, person: UUID, *, route: str) -> ChildFile:
    """The file of one person. Raises NotVisible for a stranger and for another operation."""
    opened = open_file(user, operation.id, person, purpose="file", route=route)
    leaves = list(opened.leaves)
    kin, links, siblings = _kin(user, leaves, route)
    parts = (
        (name, template, build(user, operation, leaves, opened.opened))
        for name, template, build in SECTIONS
    )
    located = Compartment.LOCATION in opened.opened
    held = custody.ledger(opened.head)
    return ChildFile(
        person=opened,
        phase=phases.phases_of([opened.head], [opened.head] if held else [])[opened.head],
        sections=tuple((name, template, part) for name, template, part in parts if part),
        happenings=tuple(_happenings(operation, leaves, opened.opened)),
        kin=tuple(kin),
        links=tuple(links),
        typed=_typed(user, [person.id for person in kin], route),
        dead=tree.dead_among(person.id for person in kin),
        siblings=tuple(siblings),
        sibling_reasons=tuple(sibling_reasons(leaves)),
        holdings=tuple(_holdings(user, held, route)) if located else (),
        closed=tuple(standing_closings().filter(person__in=leaves).order_by("-at")[:1]),
    )


def _holdings(user: User, rows: list[Any], route: str) -> list[dict[str, Any]]:
    names = custody.called(user, [row.custodian for row in rows], purpose="custody", route=route)
    parties = custody.known(row.custodian for row in rows)
    persons = {party for party, row in parties.items() if row.person}
    places = custody.places_of(row.place for row in rows)
    return [
        {
            "from_at": row.from_at,
            "custodian": names.get(row.custodian, ""),
            # A child with its family lives there, not where the family took it over.
            "with_family": row.custodian in persons,
            "place": places.get(row.place),
            "state": row.state,
        }
        for row in rows
    ]


def _happenings(
    operation: Operation, leaves: list[UUID], opened: frozenset[Compartment]
) -> list[Happening]:
    ids = EventSubject.objects.filter(subject__in=leaves).values("event")
    events = list(Event.objects.filter(id__in=ids).order_by("-happened_at")[:TIMELINE_LENGTH])
    names = dict(
        User.objects.filter(id__in={event.actor for event in events}).values_list(
            "id", "display_name"
        )
    )
    return [
        Happening(
            event.happened_at,
            event.kind,
            sentences.sentence(event.kind),
            detail(operation, event),
            names.get(event.actor, ""),
        )
        for event in events
        if sentences.needs(event.kind) in opened
    ]


def _kin(
    user: User, leaves: list[UUID], route: str
) -> tuple[list[Kin], list[ParentLink], list[Kin]]:
    """Relatives two steps around the child, and its sibling group; their names are read, so
    their reading is logged too."""
    links = list(live_parent_links(leaves))
    nearest = {person for link in links for person in (link.child, link.parent)}
    wider = {leaf for person in nearest for leaf in leaves_of(person)}
    links = list(live_parent_links(wider))
    members = [leaf for group in sibling_groups(leaves) for leaf in group_members(group.id)]
    related = {person for link in links for person in (link.child, link.parent)}
    heads = _seen(user, [*related, *members])
    reads.open_for(
        reader=user.id,
        purpose="kin of a file",
        subjects=heads.values(),
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    people = _labels(set(heads.values()))
    drawn = [people[h] for h in {heads[leaf] for leaf in related if leaf in heads} if h in people]
    own = heads_of(leaves)
    siblings = {heads[leaf] for leaf in members if leaf in heads} - set(own.values())
    return drawn, _between_heads(links, heads), [people[h] for h in siblings if h in people]


def _typed(user: User, heads: list[UUID], route: str) -> frozenset[UUID]:
    """Relatives with a usable tube, of those whose DNA this reader may know of; the read is
    logged like any other."""
    everyone = {leaf: head for head, part in leaves_by_head(heads).items() for leaf in part}
    allowed = scope.subjects_for(user, Compartment.DNA).filter(subject__in=list(everyone))
    open_to = {everyone[row] for row in allowed.values_list("subject", flat=True)}
    if not open_to:
        return frozenset()
    reads.open_for(
        reader=user.id,
        purpose="kin of a file",
        subjects=open_to,
        compartments=[Compartment.DNA],
        route=route,
    )
    return tree.typed_among(open_to)


def _seen(user: User, persons: list[UUID]) -> dict[UUID, UUID]:
    """Heads of those of some relatives whom the reader may see: a regional officer who may open
    one child learns nothing of a brother in another region."""
    heads = heads_of(persons)
    leaves = leaves_by_head(set(heads.values()))
    everyone = [leaf for part in leaves.values() for leaf in part]
    allowed = set(scope.subjects_for(user, Compartment.IDENTITY).filter(subject__in=everyone))
    seen = {head for head, part in leaves.items() if allowed & set(part)}
    return {person: head for person, head in heads.items() if head in seen}


def _between_heads(links: list[ParentLink], heads: Mapping[UUID, UUID]) -> list[ParentLink]:
    """Links between heads, once each; biological before social before legal."""
    order = [Nature.BIOLOGICAL, Nature.SOCIAL, Nature.LEGAL]
    seen: dict[tuple[UUID, UUID], ParentLink] = {}
    for link in sorted(links, key=lambda item: order.index(Nature(item.nature))):
        if link.child not in heads or link.parent not in heads:
            continue
        pair = (heads[link.child], heads[link.parent])
        seen.setdefault(pair, ParentLink(child=pair[0], parent=pair[1], nature=link.nature))
    return list(seen.values())


def _labels(heads: set[UUID]) -> dict[UUID, Kin]:
    rows = {}
    for card in cards.of_heads(heads, Compartment.IDENTITY):
        body = json.loads(card.body)
        rows[card.head] = Kin(card.head, body.get("label", ""), body.get("sex") or "U")
    return rows
