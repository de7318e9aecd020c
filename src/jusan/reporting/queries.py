"""Reading releases, and what they give away together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.operations.models import Operation
from jusan.core.waiting import Item, Urgency
from jusan.reporting import disclosure, policies
from jusan.reporting.catalogue import CATALOGUE, Measure
from jusan.reporting.disclosure import Figures, Finding
from jusan.reporting.models import Audience, Release, ReleaseApproval


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release with its counts, its two humans, and what stands against it while a draft."""

    release: Release
    counts: tuple[tuple[Measure, int], ...]
    drafter: str
    approver: str
    approval: ReleaseApproval | None
    findings: tuple[Finding, ...]
    may_approve: bool


def counts_of(release: Release) -> Mapping[str, int]:
    """The counts of a release by name."""
    return dict(json.loads(release.counts))


def published(operation: UUID) -> list[Release]:
    """Public releases that are out, oldest first; those that a later one corrected are left out."""
    approved = ReleaseApproval.objects.filter(release=models.OuterRef("pk"))
    rows = list(
        Release.objects.filter(
            models.Exists(approved), operation=operation, audience=Audience.PUBLIC
        ).order_by("as_of", "drafted_at")
    )
    corrected = {row.corrects for row in rows if row.corrects}
    return [row for row in rows if row.id not in corrected]


def findings(release: Release) -> list[Finding]:
    """Everything that stands against a release now. Internal ones are checked for sense only."""
    counts = counts_of(release)
    public = release.audience == Audience.PUBLIC
    found = disclosure.check_alone(counts, public=public)
    if found or not public:
        return found
    earlier = [
        Figures(row.as_of, counts_of(row), row.title)
        for row in published(release.operation)
        if row.id not in {release.id, release.corrects}
    ]
    return disclosure.check_sequence(Figures(release.as_of, counts, release.title), earlier)


def releases(user: User, operation: Operation) -> list[ReleaseView]:
    """Every release and draft, newest first. Raises NotPermitted."""
    policies.can_read(user, operation.id).require()
    rows = list(Release.objects.filter(operation=operation.id).order_by("-as_of", "-drafted_at"))
    approvals = {
        row.release: row
        for row in ReleaseApproval.objects.filter(release__in=[row.id for row in rows])
    }
    ids = {row.drafter for row in rows} | {row.approver for row in approvals.values()}
    names = dict(User.objects.filter(id__in=ids).values_list("id", "display_name"))
    return [_view(user, row, approvals.get(row.id), names) for row in rows[:50]]


def release_for(user: User, operation: Operation, release: UUID) -> Release:
    """One release. Raises NotPermitted, NotVisible."""
    policies.can_read(user, operation.id).require()
    return scope.get_visible(Release.objects.filter(operation=operation.id), id=release)


def waiting(user: User, operation: Operation) -> list[Item]:
    """Drafts that wait for this user's approval."""
    if not policies.can_read(user, operation.id):
        return []
    approved = ReleaseApproval.objects.filter(release=models.OuterRef("pk"))
    rows = Release.objects.filter(~models.Exists(approved), operation=operation.id)
    return [
        Item(
            urgency=Urgency.SOON,
            what=_("Approve the release"),
            why=_("A second person approves every figure that goes out"),
            url_name="reporting:figures",
            url_kwargs={"operation": operation.slug},
            thing=row.title,
        )
        for row in rows.order_by("drafted_at")[:50]
        if policies.can_approve(user, row)
    ]


def _view(
    user: User, row: Release, approval: ReleaseApproval | None, names: Mapping[UUID, str]
) -> ReleaseView:
    counts = counts_of(row)
    against = () if approval else tuple(findings(row))
    return ReleaseView(
        release=row,
        counts=tuple((CATALOGUE[name], counts[name]) for name in CATALOGUE if name in counts),
        drafter=names.get(row.drafter, ""),
        approver=names.get(approval.approver, "") if approval else "",
        approval=approval,
        findings=against,
        may_approve=not approval and not against and bool(policies.can_approve(user, row)),
    )
