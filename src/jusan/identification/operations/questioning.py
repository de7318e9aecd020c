"""What a signed identity rests on may fall away. It is said at once, and answered by two signers.

The machine unconfirms nobody: it states a question, which stands in worklists, in the child's file,
on the board and on the manifest until two people confirm the identity again or withdraw it.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims.resolution import persons_of
from jusan.core.people.models import Identity
from jusan.core.people.queries import latest_identity
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind, Question
from jusan.core.standing.operations import state_fact
from jusan.identification.choices import InputKind, Kind, State
from jusan.identification.models import Conclusion, ConclusionInput, EvaluationProfile

#: A tube that never counts again, or that may hold somebody else's sample. One that is only kept
#: aside while somebody looks (quarantine) raises nothing yet.
FALLEN = frozenset({State.VOID, State.RESAMPLING})


def question(actor: User, operation: UUID, samples: Iterable[UUID]) -> None:
    """Put every identity in question that stands on one of these tubes (inside an act)."""
    signed = Identity.objects.filter(conclusion__in=_resting_on(set(samples)))
    people = persons_of(signed.values_list("person", flat=True))
    carried = set(signed.values_list("id", flat=True))
    asked = standing.questioned(people)
    for head in people.keys() - asked:
        newest = latest_identity(people[head])
        if newest is not None and newest.id in carried and newest.status in Identity.STANDING:
            _state(actor, operation, head, Question.OPEN)


def answer(actor: User, conclusion: Conclusion) -> None:
    """Two people have looked again, whatever they found (inside the second signature's act)."""
    (head, leaves), *_others = persons_of([conclusion.child]).items()
    if standing.questioned({head: leaves}):
        _state(actor, conclusion.operation, conclusion.child, Question.ANSWERED)


def _resting_on(samples: set[UUID]) -> set[UUID]:
    """Identity conclusions of which one of these tubes is a ground: weighed, or the second one."""
    weighed = EvaluationProfile.objects.filter(sample__in=samples).values("evaluation")
    kinships = Conclusion.objects.filter(kind=Kind.KINSHIP, evaluation__in=weighed).values("id")
    resting = ConclusionInput.objects.filter(kind=InputKind.CONCLUSION, ref__in=kinships)
    identities = Conclusion.objects.filter(kind=Kind.IDENTITY)
    return {
        *identities.filter(id__in=resting.values("conclusion")).values_list("id", flat=True),
        *identities.filter(second_sample__in=samples).values_list("id", flat=True),
    }


def _state(actor: User, operation: UUID, subject: UUID, code: Question) -> None:
    state_fact(
        actor=actor,
        operation=operation,
        subject=subject,
        kind=FactKind.IDENTITY_QUESTION,
        column="identification",
        code=code.value,
    )
