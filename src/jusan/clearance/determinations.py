"""What a panel's determination allows in other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jusan.clearance.models import Determination, DeterminationKind
from jusan.core.claims.resolution import persons_of


def parts_siblings(determination: UUID, operation: UUID, children: Sequence[UUID]) -> bool:
    """Whether a determination parts these children: a best-interests determination of the
    operation about one of them (domain: mission, M6). An assessment is not one."""
    leaves = [leaf for part in persons_of(children).values() for leaf in part]
    return Determination.objects.filter(
        id=determination,
        operation=operation,
        kind=DeterminationKind.BID,
        child__in=leaves,
    ).exists()
