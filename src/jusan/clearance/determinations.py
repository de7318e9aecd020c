"""What a panel's determination allows in other rooms."""

from __future__ import annotations

from uuid import UUID

from jusan.clearance.models import Determination, DeterminationKind, DeterminationOutcome
from jusan.core.claims.resolution import leaves_of
from jusan.core.people.models import SiblingGroup, SiblingPlace


def parted(determination: UUID, group: SiblingGroup) -> set[UUID]:
    """Who leaves a sibling group by a determination: the mentions of the child whom it is about
    (domain: mission, M6). Nobody, unless it is a best-interests determination of the operation
    which says that brothers and sisters part, and which knew of the child's place in the group.
    """
    row = Determination.objects.filter(
        id=determination,
        operation=group.operation,
        kind=DeterminationKind.BID,
        outcome=DeterminationOutcome.SIBLINGS_PART,
    ).first()
    if row is None:
        return set()
    places = SiblingPlace.objects.filter(group=group.id, person__in=leaves_of(row.child))
    since = dict(places.values_list("person", "at"))
    return set(since) if all(at <= row.at for at in since.values()) else set()
