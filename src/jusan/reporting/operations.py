"""Drafting and approving releases. Nothing goes out that the policy of small figures forbids."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts, canonical
from jusan.core.operations.models import Operation
from jusan.reporting import disclosure, policies, queries
from jusan.reporting.models import Audience, Release, ReleaseApproval


def draft_release(
    *,
    actor: User,
    operation: Operation,
    title: str,
    audience: str,
    as_of: date,
    counts: Mapping[str, int],
    text: str,
    corrects: UUID | None = None,
) -> Release:
    """Draft a release. Raises BadInput for a count without definition or a day to come."""
    policies.can_draft(actor, operation.id).require()
    if audience not in Audience.values:
        raise BadInput("audience: expected public or internal", field="audience")
    if not title.strip() or as_of > clock.today():
        raise BadInput("a release has a title and a day that has come", field="as_of")
    if any(isinstance(value, bool) or not isinstance(value, int) for value in counts.values()):
        raise BadInput("counts: expected whole numbers", field="counts")
    wrong = [
        finding.name
        for finding in disclosure.check_alone(counts, public=False)
        if finding.code in {"undefined", "impossible"}
    ]
    if wrong:
        raise BadInput(
            "counts: expected defined counts, found %(measure)s", field="counts", measure=wrong[0]
        )
    release = Release(
        operation=operation.id,
        title=title[:200],
        audience=audience,
        as_of=as_of,
        counts=canonical.canonical(dict(counts)),
        text=text,
        drafter=actor.id,
        drafter_human=actor.human,
        drafted_at=clock.now(),
        corrects=corrects,
    )
    with acts.act(actor=actor.id, kind="reporting.draft_release", chain=operation.id):
        release.save()
        acts.record("reporting.release_drafted", payload={"release": release.id})
    return release


def approve_release(*, actor: User, release: Release) -> ReleaseApproval:
    """A second human approves, after the check against every release that is out.

    Raises NotPermitted for the drafter, Refused with the findings' codes.
    """
    policies.can_approve(actor, release).require()
    with acts.act(actor=actor.id, kind="reporting.approve_release", chain=release.operation):
        acts.lock_chain(release.operation)
        if ReleaseApproval.objects.filter(release=release.id).exists():
            raise Refused("this release is already out")
        findings = queries.findings(release)
        if findings:
            reasons = ", ".join(sorted({f"{item.code} {item.name}".strip() for item in findings}))
            raise Refused(
                "this release would tell too much: %(reasons)s", findings=findings, reasons=reasons
            )
        approval = ReleaseApproval(
            release=release.id,
            approver=actor.id,
            approver_human=actor.human,
            at=clock.now(),
        )
        approval.save()
        acts.record("reporting.release_approved", payload={"release": release.id})
    return approval
