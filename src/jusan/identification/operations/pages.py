"""Operations as the pages call them: what a person chose on a form, by ids that they were shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.errors import BadInput
from jusan.core.operations.models import Operation
from jusan.identification.choices import InputKind, State
from jusan.identification.models import Conclusion, Evaluation, EvaluationProfile
from jusan.identification.operations.conclusions import (
    IdentityDraft,
    KinshipDraft,
    countersign,
    draft_identity,
    draft_kinship,
    sign,
)
from jusan.identification.operations.families import close_claim
from jusan.identification.operations.samples import order_resampling, quarantine, release
from jusan.identification.reading.conclusions import DRAFT, conclusion_for


def decide_tubes(
    user: User, operation: Operation, *, tubes: Sequence[str], state: str, why: str
) -> None:
    """Quarantine, order new samples, or release."""
    facts: dict[str, Any] = {
        "actor": user,
        "operation": operation.id,
        "tubes": tubes,
        "why": why,
    }
    if state == State.QUARANTINED:
        quarantine(**facts)
    elif state == State.RESAMPLING:
        order_resampling(**facts)
    else:
        release(**facts, outcome=State(state))


def draft_on_result(
    user: User, operation: Operation, evaluation: UUID, *, verdict: str, why: str
) -> Conclusion:
    """Draft a kinship conclusion on the weighing that a page showed. Raises NotVisible."""
    rows = Evaluation.objects.filter(operation=operation.id)
    row = scope.get_visible(scope.visible_to(user, rows, subject="child"), id=evaluation)
    used = EvaluationProfile.objects.filter(evaluation=row.id).order_by("relation", "id")
    return draft_kinship(
        actor=user,
        operation=operation.id,
        draft=KinshipDraft(
            child=row.child,
            relation=row.relation,
            relatives=[one.person for one in used if one.relation],
            verdict=verdict,
            why=why,
            tubes=[one.sample for one in used],
        ),
    )


def draft_identity_of(
    user: User, operation: Operation, person: UUID, values: Mapping[str, Any]
) -> Conclusion:
    """Draft an identity from the form's values."""
    rests_on = {UUID(ref): InputKind.CONCLUSION for ref in values["kinships"]}
    rests_on |= {UUID(ref): InputKind.LINE for ref in values["lines"]}
    second = values["second_sample"]
    return draft_identity(
        actor=user,
        operation=operation.id,
        draft=IdentityDraft(
            child=person,
            way=values["way"],
            status=values["status"],
            why=values["why"],
            rests_on=rests_on,
            second_sample=UUID(second) if second else None,
            waiver=values["waiver"],
        ),
    )


def sign_next(user: User, operation: Operation, conclusion: UUID, *, read: str) -> None:
    """The signature that is due, over the evidence hash that the page showed."""
    one = conclusion_for(user, operation, conclusion)
    due = sign if one.state == DRAFT else countersign
    due(actor=user, conclusion=one.row.id, read=read)


def close_claim_of(
    user: User, operation: Operation, person: UUID, values: Mapping[str, Any]
) -> None:
    """Close a claim from the form's values."""
    teller = User.objects.filter(login=values["told_by"]).first()
    if teller is None:
        raise BadInput("nobody has this login")
    close_claim(
        actor=user,
        operation=operation.id,
        claimant=person,
        sought=UUID(values["child"]),
        outcome=values["outcome"],
        why=values["why"],
        told_by=teller,
        told_at=values["told_at"],
        another_sample_offered=values["another_sample_offered"],
    )
