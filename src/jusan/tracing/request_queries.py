"""Reading families' requests: who asks, for whom, and the contacts that they had themselves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import policies
from jusan.core.claims.models import Mention, Report
from jusan.core.claims.queries import labels
from jusan.core.claims.resolution import heads_of, leaves_of
from jusan.core.claims.statements import said_about
from jusan.core.errors import NotVisible
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment
from jusan.tracing.models import ContactEntry
from jusan.web.words import relation_word

KIND = "family_requests"
_ASKED = ("request_no", "relation_claimed", "asked_for")


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody whom a family seeks: a child, or an adult."""

    head: UUID
    label: str
    role: str
    relation: str
    asks_for: str

    @property
    def relation_label(self) -> str:
        """What the claimant says to be to this person, in the reader's language."""
        return relation_word(self.relation)


@dataclass(frozen=True, slots=True)
class FamilyRequest:
    """One request: its claimant, whom they seek, how often they had contact themselves."""

    number: str
    received_on: Any
    claimant: UUID | None
    label: str
    sought: tuple[Sought, ...]
    contacts: int


def family_requests(user: User, operation: Operation, *, route: str) -> list[FamilyRequest]:
    """All requests in order of their numbers; the read is logged. Raises NotPermitted."""
    policies.can_take_report(user, operation.id).require()
    reports = Report.objects.filter(operation=operation.id, kind=KIND).in_bulk()
    mentions = list(
        scope.visible_to(
            user,
            Mention.objects.filter(report__in=list(reports)),
            subject="person",
            compartment=Compartment.IDENTITY,
        ).order_by("line")
    )
    heads = heads_of([mention.person for mention in mentions])
    reads.open_for(
        reader=user.id,
        purpose="family requests",
        subjects={*heads, *heads.values()},
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    told = _told(heads)
    names = labels(heads.values())
    groups: dict[tuple[UUID, str], list[Mention]] = {}
    for mention in mentions:
        number = told[mention.person].get("request_no", "")
        groups.setdefault((mention.report, number), []).append(mention)
    claimants = [mention.person for mention in mentions if mention.role == "claimant"]
    contacts = Counter(
        ContactEntry.objects.filter(claimant__in=claimants).values_list("claimant", flat=True)
    )
    found = [
        _request(number, reports[report], rows, heads, names, told, contacts)
        for (report, number), rows in groups.items()
    ]
    return sorted(found, key=lambda item: item.number)


def claimant_of(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """A claimant with the contacts of their family; the read is logged. Raises NotVisible.

    Stranger: not visible. Somebody who is not a claimant of this operation: not visible either.
    """
    leaves = leaves_of(person)
    reports = Report.objects.filter(operation=operation.id).values("id")
    claims = Mention.objects.filter(person__in=leaves, role="claimant", report__in=reports)
    visible = scope.subjects_for(user, Compartment.IDENTITY).filter(subject=person)
    if not visible.exists() or not claims.exists():
        raise NotVisible("there is no such family here")
    policies.can_take_report(user, operation.id).require()
    head = heads_of([person])[person]
    reads.open_for(
        reader=user.id,
        purpose="family's own contacts",
        subjects={head, *leaves},
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    return {
        "person": person,
        "head": head,
        "label": labels([head]).get(head, ""),
        "contacts": contacts_of(leaves),
    }


def contacts_of(leaves: Sequence[UUID]) -> list[dict[str, Any]]:
    """A family's own contacts, under the permit of its file."""
    rows = ContactEntry.objects.filter(claimant__in=leaves).order_by("on", "recorded_at")
    return [
        {
            "on": row.on,
            "direction": row.get_direction_display(),
            "channel": row.channel,
            "said": json.loads(row.said) if row.said else {},
        }
        for row in rows
    ]


def _told(leaves: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    told: dict[UUID, dict[str, str]] = {leaf: {} for leaf in leaves}
    for said in said_about(told, [Compartment.IDENTITY], only=_ASKED):
        told[said.person][said.property_name] = said.as_written
    return told


def _request(
    number: str,
    report: Report,
    rows: Sequence[Mention],
    heads: Mapping[UUID, UUID],
    names: Mapping[UUID, str],
    told: Mapping[UUID, Mapping[str, str]],
    contacts: Mapping[UUID, int],
) -> FamilyRequest:
    claimant = next((row.person for row in rows if row.role == "claimant"), None)
    sought = (
        Sought(
            head=heads[row.person],
            label=names.get(heads[row.person], ""),
            role=row.role,
            relation=told[row.person].get("relation_claimed", ""),
            asks_for=told[row.person].get("asked_for", ""),
        )
        for row in rows
        if row.role != "claimant"
    )
    return FamilyRequest(
        number=number,
        received_on=report.received_at,
        claimant=claimant,
        label=names.get(heads[claimant], "") if claimant else "",
        sought=tuple(sought),
        contacts=contacts.get(claimant, 0) if claimant else 0,
    )
