"""Reading link proposals, two records side by side; and what waits in tracing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jusan.core.access.models import User
from jusan.core.claims import policies
from jusan.core.claims.models import PersonCard
from jusan.core.claims.queries import (
    PersonFile,
    PersonLine,
    list_people,
    open_file,
    visible_head,
)
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Operation
from jusan.core.people.models import PersonKind
from jusan.core.waiting import Item, Urgency
from jusan.matching.biography import Proposal
from jusan.matching.evidence import Evidence, Weighing
from jusan.tracing import intake_queries, proposals
from jusan.tracing.proposals import Candidate, Earlier

LN10 = math.log(10)
#: Children first; relatives and parents are linked on the same page.
_SHOWN = 200


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
    earlier: Earlier | None = None
    news: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[Any, Any]:
        """Both records, for the page that shows them side by side."""
        return self.a, self.b


def review(user: User, operation: Operation, place: int, *, route: str) -> Pair | None:
    """The proposal at a place of today's list, side by side; None when nothing waits."""
    policies.can_judge(user, operation.id).require()
    found = _for_children_first(operation, proposals.candidates(operation))
    if not found:
        return None
    place = min(max(place, 1), len(found))
    return _pair(user, operation, found[place - 1], place, len(found), route)


def pair_between(user: User, operation: Operation, left: UUID, right: UUID, *, route: str) -> Pair:
    """Two given persons side by side. Raises NotVisible, for two of one person too."""
    policies.can_judge(user, operation.id).require()
    heads = {visible_head(user, operation.id, one) for one in (left, right)}
    if len(heads) < 2:
        raise NotVisible("these two stand as the same person")
    return _pair(user, operation, proposals.between(*heads), 1, 1, route)


def others_like(
    user: User, operation: Operation, person: UUID, text: str, *, route: str
) -> tuple[PersonFile, list[PersonLine]]:
    """A person, and others found by name in any script to compare with. Raises NotVisible."""
    policies.can_judge(user, operation.id).require()
    file = open_file(user, operation.id, person, purpose="link review", route=route)
    if not text.strip():
        return file, []
    lines, _total = list_people(user, operation, kind="", text=text, route=route)
    return file, [line for line in lines if line.head != file.head]


def waiting(user: User, operation: Operation) -> list[Item]:
    """Pairs to look at and open lists, for those who judge."""
    if not policies.can_judge(user, operation.id):
        return []
    items = []
    count = sum(1 for found in proposals.candidates(operation) if found.waits)
    if count:
        items.append(
            Item(
                Urgency.OPEN,
                _("Compare mentions that may be one person"),
                ngettext(
                    "%(count)d pair waits for an answer",
                    "%(count)d pairs wait for an answer",
                    count,
                )
                % {"count": count},
                "tracing:review",
                {"operation": operation.slug},
                thing=_("Link review"),
            )
        )
    for line in intake_queries.intakes(user, operation):
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


def _for_children_first(operation: Operation, found: list[Candidate]) -> list[Candidate]:
    children = {
        str(head)
        for head in PersonCard.objects.filter(
            operation=operation.id, kind=PersonKind.CHILD
        ).values_list("head", flat=True)
    }
    ordered = sorted(
        found,
        key=lambda item: (not item.waits, not {item.proposal.a, item.proposal.b} <= children),
    )
    return ordered[:_SHOWN]


def _pair(
    user: User, operation: Operation, found: Candidate, place: int, count: int, route: str
) -> Pair:
    proposal = found.proposal
    a, b = (
        open_file(user, operation.id, UUID(one), purpose="link review", route=route)
        for one in (proposal.a, proposal.b)
    )
    return Pair(
        a=a,
        b=b,
        items=tuple(_item(item, proposal.weighing, found.news) for item in proposal.weighing.items),
        total=proposal.total / LN10,
        rivals=tuple(_rival(user, operation, proposal, rival) for rival in proposal.rivals),
        place=place,
        count=count,
        leaf_a=a.head,
        leaf_b=b.head,
        earlier=found.earlier,
        news=found.news,
    )


def _item(item: Evidence, weighing: Weighing, news: tuple[str, ...]) -> dict[str, Any]:
    """One piece of evidence as a person reads it."""
    return {
        "kind": item.kind,
        "log10": item.ln_lr / LN10,
        "detail": item.detail,
        "verdict": item.verdict,
        "discounted": item.kind in weighing.discounted,
        "new": item.kind in news,
    }


def _rival(
    user: User, operation: Operation, proposal: Proposal, rival: tuple[str, str, float]
) -> dict[str, Any]:
    left, right, total = rival
    shared = left if left in (proposal.a, proposal.b) else right
    other = right if shared == left else left
    file = open_file(user, operation.id, UUID(other), purpose="link review rival")
    return {
        "shared": UUID(shared),
        "head": file.head,
        "label": file.identity.get("label", ""),
        "log10": total / LN10,
    }


def visible(user: User, operation: Operation, person: UUID) -> UUID:
    """The head of a person of this operation whom this user may see. Raises NotVisible."""
    return visible_head(user, operation.id, person)
