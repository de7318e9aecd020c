"""What follows from two signatures: an identity and a fact, or a parent link on DNA."""

from __future__ import annotations

from jusan.core.access.models import User
from jusan.core.claims import cards
from jusan.core.claims.resolution import leaves_of
from jusan.core.history import acts
from jusan.core.people.models import Basis, IdentityStatus, Nature
from jusan.core.people.operations import record_identity, state_parent
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.identification.choices import InputKind, Kind, Relation, Verdict
from jusan.identification.models import Conclusion, ConclusionInput
from jusan.identification.operations.questioning import answer


def complete(*, actor: User, conclusion: Conclusion) -> None:
    """Carry out a conclusion that holds (inside the act of its second signature)."""
    if conclusion.kind == Kind.IDENTITY:
        _identify(actor, conclusion)
    elif conclusion.verdict == Verdict.SUPPORTED:
        _link_parent(actor, conclusion)
    acts.record(
        "identification.concluded",
        subjects=[conclusion.child],
        payload={
            "conclusion": conclusion.id,
            "kind": conclusion.kind,
            "verdict": conclusion.verdict,
        },
    )


def _identify(actor: User, conclusion: Conclusion) -> None:
    record_identity(
        actor=actor,
        operation=conclusion.operation,
        person=conclusion.child,
        status=IdentityStatus(conclusion.status),
        conclusion=conclusion.id,
    )
    # Whoever subscribes to the identity may have stated the fact already.
    known = standing.latest(leaves_of(conclusion.child), FactKind.IDENTIFIED)
    if known is None or known.code != conclusion.status:
        state_fact(
            actor=actor,
            operation=conclusion.operation,
            subject=conclusion.child,
            kind=FactKind.IDENTIFIED,
            column="identification",
            code=conclusion.status,
        )
    answer(actor, conclusion)
    cards.refresh([conclusion.child])


def _link_parent(actor: User, conclusion: Conclusion) -> None:
    """A supported mother or father becomes a parent on DNA. Non-support retracts nobody: who
    raised a child stays its social parent."""
    if conclusion.relation not in {Relation.MOTHER, Relation.FATHER}:
        return
    relatives = ConclusionInput.objects.filter(
        conclusion=conclusion.id, kind=InputKind.RELATIVE
    ).values_list("ref", flat=True)
    if len(relatives) == 1:
        state_parent(
            actor=actor,
            operation=conclusion.operation,
            child=conclusion.child,
            parent=relatives[0],
            nature=Nature.BIOLOGICAL.value,
            basis=Basis.DNA.value,
            source=conclusion.id,
        )
