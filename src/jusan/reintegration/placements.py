"""Where a child will live: families, assessments, the guardianship body's decision, leaving.

Two families are shown side by side in words. Nothing here adds up to a figure: the body decides.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.reintegration import policies, regions
from jusan.reintegration.choices import LeavingKind, PlacementOutcome
from jusan.reintegration.models import (
    Candidate,
    Discharge,
    FamilyAssessment,
    PlacementDecision,
    Transfer,
)
from jusan.reintegration.stays import Stay, stays
from jusan.reintegration.timing import MINIMUM_STAY, require_happened

COLUMN = "reintegration"


def enter_candidate(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    candidate: UUID,
    relation: str,
    applied_at: datetime,
    region: UUID | None = None,
) -> Candidate:
    """A family applies to take a child in."""
    policies.can_assess(actor, operation.id, child).require()
    if candidate in leaves_of(child):
        raise BadInput("a child is not its own family", field="candidate")
    require_happened(operation, "applied_at", applied_at)
    row = Candidate(
        operation=operation.id,
        child=child,
        candidate=candidate,
        relation=relation[:40],
        region=region,
        applied_at=applied_at,
        entered_by=actor.id,
    )
    with acts.act(actor=actor.id, kind="reintegration.enter_candidate", chain=operation.id):
        row.save()
        acts.record(
            "reintegration.candidate_entered",
            subjects=[child],
            payload={"candidacy": row.id},
        )
    return row


def assess(
    *,
    actor: User,
    candidacy: Candidate,
    assessor: str,
    summary: str,
    at: datetime | None = None,
) -> FamilyAssessment:
    """What somebody who visited the family found, in words."""
    policies.can_assess(actor, candidacy.operation, candidacy.child).require()
    if not summary.strip():
        raise BadInput("an assessment is written in words", field="summary")
    row = FamilyAssessment(
        candidacy=candidacy.id,
        candidate=candidacy.candidate,
        at=at or clock.now(),
        assessor=assessor[:120],
        entered_by=actor.id,
        summary=summary,
    )
    with acts.act(actor=actor.id, kind="reintegration.assess", chain=candidacy.operation):
        row.save()
        acts.record(
            "reintegration.family_assessed",
            subjects=[candidacy.child],
            payload={"candidacy": candidacy.id},
        )
    return row


def decide(
    *,
    actor: User,
    candidacy: Candidate,
    outcome: str,
    body: str,
    reason: str,
    document: str = "",
    at: datetime | None = None,
) -> PlacementDecision:
    """The guardianship body decided about one family.

    Raises Refused for a family nobody assessed, or while another family is chosen.
    """
    policies.can_decide(actor, candidacy.operation, candidacy.child).require()
    if outcome not in PlacementOutcome.values:
        raise BadInput("a decision is one of %(known)s", known=", ".join(PlacementOutcome.values))
    if not body.strip() or not reason.strip():
        raise BadInput("a decision names the body that took it and its reason")
    row = PlacementDecision(
        candidacy=candidacy.id,
        child=candidacy.child,
        outcome=outcome,
        decided_at=at or clock.now(),
        body=body[:160],
        document=document[:60],
        entered_by=actor.id,
        reason=reason,
    )
    with acts.act(actor=actor.id, kind="reintegration.decide", chain=candidacy.operation):
        acts.lock_chain(candidacy.operation)
        if outcome == PlacementOutcome.CHOSEN:
            _refuse_choice(candidacy)
            state_fact(
                actor=actor,
                operation=candidacy.operation,
                subject=candidacy.child,
                kind=FactKind.PLACEMENT_AGREED,
                column=COLUMN,
                starts_on=row.decided_at.date(),
            )
        row.save()
        # The regional body follows the child for years: it sees it from the choice on.
        regions.follow([candidacy.child, candidacy.candidate])
        acts.record(
            "reintegration.placement_decided",
            subjects=[candidacy.child],
            payload={"candidacy": candidacy.id, "outcome": outcome},
        )
    return row


def chosen_for(child: UUID) -> Candidate | None:
    """The family that is chosen now, if any."""
    rows = Candidate.objects.filter(child__in=leaves_of(child))
    return next(iter(regions.chosen_among(rows)), None)


def discharge(
    *,
    actor: User,
    operation: Operation,
    child: UUID,
    at: datetime,
    determination: str = "",
) -> Discharge:
    """A child leaves for the chosen family; before the minimum stay only by a determination."""
    policies.can_discharge(actor, operation.id).require()
    require_happened(operation, "at", at)
    with acts.act(actor=actor.id, kind="reintegration.discharge", chain=operation.id):
        acts.lock_chain(operation.id)
        family = chosen_for(child)
        if family is None:
            raise Refused("no family is chosen: a child leaves with somebody, not with nobody")
        stay = _stay_to_end(child, at)
        if at < stay.admitted_at + MINIMUM_STAY and not determination.strip():
            raise Refused(
                "leaving before the minimum stay needs a determination", field="determination"
            )
        row = Discharge(
            operation=operation.id,
            child=child,
            candidacy=family.id,
            at=at,
            determination=determination[:60],
            entered_by=actor.id,
        )
        row.save()
        state_fact(
            actor=actor,
            operation=operation.id,
            subject=child,
            kind=FactKind.PLACED,
            column=COLUMN,
            starts_on=at.date(),
        )
        acts.record("reintegration.discharged", subjects=[child], payload={"discharge": row.id})
    return row


def transfer(*, actor: User, operation: Operation, child: UUID, at: datetime) -> Transfer:
    """A child leaves for another centre, where a stay of its own begins with its admission."""
    policies.can_discharge(actor, operation.id).require()
    require_happened(operation, "at", at)
    with acts.act(actor=actor.id, kind="reintegration.transfer", chain=operation.id):
        acts.lock_chain(operation.id)
        _stay_to_end(child, at)
        row = Transfer(operation=operation.id, child=child, at=at, entered_by=actor.id)
        row.save()
        acts.record("reintegration.transferred", subjects=[child], payload={"transfer": row.id})
    return row


def _stay_to_end(child: UUID, at: datetime) -> Stay:
    """The stay that a leaving ends. Raises Refused when there is none, BadInput before its last
    room was taken."""
    known = stays(leaves_of(child))
    if not known:
        raise Refused("this child was never admitted")
    stay = known[-1]
    if stay.left is not None and stay.left.kind == LeavingKind.TRANSFER:
        raise Refused("this child is not in the centre: it was transferred")
    if stay.left is not None:
        raise Refused("this child has already left the centre")
    if at < stay.rooms[-1].admitted_at:
        raise BadInput("a child leaves after it was admitted", field="at")
    return stay


def _refuse_choice(candidacy: Candidate) -> None:
    if not FamilyAssessment.objects.filter(candidacy=candidacy.id).exists():
        raise Refused("a family is assessed before it is chosen")
    other = chosen_for(candidacy.child)
    if other is not None and other.id != candidacy.id:
        raise Refused("another family is chosen: that decision is changed first")
