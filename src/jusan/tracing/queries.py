"""Reading tracing: intakes with their open lists, requests, proposals side by side."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import policies
from jusan.core.claims.models import Mention, PersonCard, Report, Source
from jusan.core.claims.queries import open_file, visible_head
from jusan.core.claims.statements import unreadable
from jusan.core.errors import NotVisible
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.people.models import PersonKind
from jusan.core.vault.compartments import Compartment
from jusan.core.waiting import Item, Urgency
from jusan.matching.biography import Proposal, compare, default_policy
from jusan.tracing import proposals
from jusan.tracing.models import ContactEntry, PressItem

LN10 = math.log(10)
#: Children first; relatives and parents are linked on the same page.
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """One received file."""

    report: Report
    source: Source
    flagged: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """One value that could not be read, as received, with where it stands."""

    file_name: str
    line: int
    field: str
    flag: str
    as_written: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons side by side with the evidence; log10 because a person reads it."""

    a: Any
    b: Any
    items: tuple[dict[str, Any], ...]
    total: float
    rivals: tuple[dict[str, Any], ...]
    place: int
    count: int
    leaf_a: UUID
    leaf_b: UUID

    @property
    def sides(self) -> tuple[Any, Any]:
        """Both records, for the page that shows them side by side."""
        return self.a, self.b


def intakes(user: User, operation: Operation) -> list[IntakeLine]:
    """Received files, newest first. Raises NotPermitted."""
    policies.can_take_report(user, operation.id).require()
    reports = list(Report.objects.filter(operation=operation.id).order_by("-received_at"))
    sources = Source.objects.in_bulk({report.source for report in reports})
    flagged = _flagged_by_report(operation)
    return [
        IntakeLine(report, sources[report.source], flagged.get(report.id, 0)) for report in reports
    ]


def open_list(user: User, operation: Operation, report_id: UUID, *, route: str) -> list[Flagged]:
    """Unreadable values of one file; their reading is logged. Raises NotVisible."""
    policies.can_take_report(user, operation.id).require()
    report = scope.get_visible(Report.objects.filter(operation=operation.id), id=report_id)
    mentions = {row.id: row for row in Mention.objects.filter(report=report.id)}
    claims = list(unreadable(operation.id).filter(mention__in=list(mentions)))
    visible = set(scope.subjects_for(user, Compartment.IDENTITY))
    claims = [
        claim
        for claim in claims
        if claim.person in visible and claim.compartment == Compartment.IDENTITY
    ]
    reads.open_for(
        reader=user.id,
        purpose="open list",
        subjects=[claim.person for claim in claims],
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    return [
        Flagged(
            report.file_name,
            mentions[claim.mention].line,
            claim.field,
            claim.flag,
            claim.as_written,
        )
        for claim in claims
    ]


def review(user: User, operation: Operation, place: int, *, route: str) -> Pair | None:
    """The proposal at a place of today's list, side by side; None when nothing waits."""
    policies.can_judge(user, operation.id).require()
    found = _for_children_first(operation, proposals.propose(operation))
    if not found:
        return None
    place = min(max(place, 1), len(found))
    return _pair(user, operation, found[place - 1], place, len(found), route)


def pair_between(user: User, operation: Operation, left: UUID, right: UUID, *, route: str) -> Pair:
    """Two given persons side by side. Raises NotVisible."""
    policies.can_judge(user, operation.id).require()
    people = proposals.biographies([left, right])
    if len(people) < 2:
        raise NotVisible("there is no such pair")
    weighing = compare(people[left], people[right], default_policy())
    return _pair(user, operation, Proposal(str(left), str(right), weighing), 1, 1, route)


def press(user: User, operation: Operation) -> list[PressItem]:
    """Press items about the group: public words, no person's data."""
    policies.can_take_report(user, operation.id).require()
    return list(PressItem.objects.filter(operation=operation.id).order_by("published_on"))


def waiting(user: User, operation: Operation) -> list[Item]:
    """Pairs to look at and open lists, for those who judge."""
    if not policies.can_judge(user, operation.id):
        return []
    items = []
    count = len(proposals.propose(operation))
    if count:
        items.append(
            Item(
                Urgency.OPEN,
                _("Compare mentions that may be one person"),
                _("%(count)d pairs wait for an answer") % {"count": count},
                "tracing:review",
                {"operation": operation.slug},
                thing=_("Link review"),
            )
        )
    for line in intakes(user, operation):
        if line.flagged:
            items.append(
                Item(
                    Urgency.OPEN,
                    _("Read what could not be read"),
                    _("%(count)d values of this list weigh nothing yet") % {"count": line.flagged},
                    "tracing:open_list",
                    {"operation": operation.slug, "report": line.report.id},
                    thing=line.report.file_name,
                )
            )
    return items


def contacts_of(leaves: list[UUID]) -> list[dict[str, Any]]:
    """A family's own contacts, under the permit of its file."""
    rows = ContactEntry.objects.filter(claimant__in=leaves).order_by("on")
    return [
        {
            "on": row.on,
            "direction": row.get_direction_display(),
            "channel": row.channel,
            "said": json.loads(row.said) if row.said else {},
        }
        for row in rows
    ]


def _for_children_first(operation: Operation, found: list[Proposal]) -> list[Proposal]:
    children = {
        str(head)
        for head in PersonCard.objects.filter(
            operation=operation.id, kind=PersonKind.CHILD
        ).values_list("head", flat=True)
    }
    ordered = sorted(found, key=lambda item: not {item.a, item.b} <= children)
    return ordered[:_SHOWN]


def _pair(
    user: User, operation: Operation, proposal: Proposal, place: int, count: int, route: str
) -> Pair:
    a = open_file(user, UUID(proposal.a), purpose="link review", route=route)
    b = open_file(user, UUID(proposal.b), purpose="link review", route=route)
    if {a.operation, b.operation} != {operation.id}:
        raise NotVisible("there is no such pair here")
    return Pair(
        a=a,
        b=b,
        items=tuple(
            {
                "kind": item.kind,
                "log10": item.ln_lr / LN10,
                "detail": item.detail,
                "verdict": item.verdict,
                "discounted": item.kind in proposal.weighing.discounted,
            }
            for item in proposal.weighing.items
        ),
        total=proposal.total / LN10,
        rivals=tuple(_rival(user, proposal, rival) for rival in proposal.rivals),
        place=place,
        count=count,
        leaf_a=a.head,
        leaf_b=b.head,
    )


def _rival(user: User, proposal: Proposal, rival: tuple[str, str, float]) -> dict[str, Any]:
    left, right, total = rival
    shared = left if left in (proposal.a, proposal.b) else right
    other = right if shared == left else left
    file = open_file(user, UUID(other), purpose="link review rival")
    return {
        "side": "a" if shared == proposal.a else "b",
        "head": file.head,
        "label": file.identity.get("label", ""),
        "log10": total / LN10,
    }


def _flagged_by_report(operation: Operation) -> dict[UUID, int]:
    mentions = dict(
        Mention.objects.filter(
            report__in=Report.objects.filter(operation=operation.id).values("id")
        ).values_list("id", "report")
    )
    counts: dict[UUID, int] = {}
    for mention in unreadable(operation.id).values_list("mention", flat=True):
        counts[mentions[mention]] = counts.get(mentions[mention], 0) + 1
    return counts


def visible(user: User, person: UUID) -> UUID:
    """The head of a person this user may see. Raises NotVisible."""
    return visible_head(user, person)
