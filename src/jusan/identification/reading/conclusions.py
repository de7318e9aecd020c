"""Where conclusions stand: draft, signed once, signed twice, void."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import NotVisible
from jusan.core.operations.models import Operation
from jusan.identification.choices import InputKind, Kind, Verdict
from jusan.identification.models import Conclusion, ConclusionInput, ConclusionSignature, Voided

DRAFT, ONCE, HOLDS, VOID = "draft", "signed_once", "holds", "void"


@dataclass(frozen=True, slots=True)
class Standing:
    """A conclusion with its signatures."""

    row: Conclusion
    signatures: tuple[ConclusionSignature, ...]
    voided: Voided | None

    @property
    def state(self) -> str:
        """draft, signed_once, holds or void."""
        if self.voided is not None:
            return VOID
        return (DRAFT, ONCE, HOLDS)[len(self.signatures)]


def standings(rows: Iterable[Conclusion]) -> list[Standing]:
    """Conclusions with where they stand, in two more queries."""
    conclusions = list(rows)
    ids = [row.id for row in conclusions]
    signatures: dict[UUID, list[ConclusionSignature]] = {}
    for one in ConclusionSignature.objects.filter(conclusion__in=ids).order_by("seq"):
        signatures.setdefault(one.conclusion, []).append(one)
    voided: Mapping[UUID, Voided] = {
        row.conclusion: row for row in Voided.objects.filter(conclusion__in=ids)
    }
    return [
        Standing(row, tuple(signatures.get(row.id, ())), voided.get(row.id)) for row in conclusions
    ]


def list_for(user: User, operation: Operation) -> list[Standing]:
    """Conclusions about persons that this user may see, newest first."""
    rows = Conclusion.objects.filter(operation=operation.id)
    visible = scope.visible_to(user, rows, subject="child")
    return standings(visible.order_by("-at", "-recorded_at")[:200])


def conclusion_for(user: User, operation: Operation, conclusion: UUID) -> Standing:
    """One conclusion. Raises NotVisible."""
    rows = Conclusion.objects.filter(operation=operation.id)
    row = scope.get_visible(scope.visible_to(user, rows, subject="child"), id=conclusion)
    return standings([row])[0]


def holding(children: Iterable[UUID], kind: Kind) -> list[Standing]:
    """Conclusions of a kind about these leaves that hold two signatures, oldest first."""
    rows = Conclusion.objects.filter(child__in=list(children), kind=kind.value)
    return [one for one in standings(rows.order_by("at", "id")) if one.state == HOLDS]


def not_supported_between(sought: UUID, claimant: UUID) -> Conclusion | None:
    """The twice-signed conclusion that a claimant's kinship is not supported, if there is one.

    It is about the child sought; where nobody ever found out which child a request means (its
    mention stands alone), it is about whichever child was tested.
    """
    asked = leaves_of(sought)
    about = ConclusionInput.objects.filter(kind=InputKind.RELATIVE, ref__in=leaves_of(claimant))
    rows = Conclusion.objects.filter(
        id__in=about.values("conclusion"), kind=Kind.KINSHIP, verdict=Verdict.NOT_SUPPORTED
    )
    held = [
        one.row for one in standings(rows.order_by("-at", "-recorded_at")) if one.state == HOLDS
    ]
    return next((row for row in held if row.child in asked or len(asked) == 1), None)


def require(conclusion: UUID) -> Conclusion:
    """A conclusion by id for an operation. Raises NotVisible."""
    row = Conclusion.objects.filter(id=conclusion).first()
    if row is None:
        raise NotVisible("there is no such conclusion")
    return row
