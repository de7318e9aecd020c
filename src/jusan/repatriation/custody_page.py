"""What the custody page of one child shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.claims.queries import open_file
from jusan.core.custody import queries
from jusan.core.custody.models import Handover, HandoverSignature
from jusan.core.errors import NotPermitted, NotVisible
from jusan.core.operations.models import Operation
from jusan.core.vault.compartments import Compartment


def custody(user: User, operation: Operation, person: UUID, *, route: str) -> dict[str, Any]:
    """Ledger and handovers. Raises NotVisible; NotPermitted where location is closed."""
    file = open_file(user, person, purpose="custody", route=route)
    if file.operation != operation.id:
        raise NotVisible("there is no such person here")
    if Compartment.LOCATION not in file.opened:
        raise NotPermitted("hidden: location")
    ledger = queries.ledger(file.head)
    handovers = list(Handover.objects.filter(subject__in=file.leaves).order_by("-happened_at"))
    signatures = list(HandoverSignature.objects.filter(handover__in=[row.id for row in handovers]))
    names = queries.names_of(
        [row.custodian for row in ledger] + [x for r in handovers for x in (r.giver, r.receiver)]
    )
    places = queries.places_of(row.place for row in ledger)
    return {
        "file": file,
        "alarms": queries.alarms([file.head]),
        "ledger": [
            (row, names.get(row.custodian, "") if row.custodian else "", _place(places, row.place))
            for row in ledger
        ],
        "handovers": [
            {
                "row": row,
                "giver": names.get(row.giver, "") if row.giver else "",
                "receiver": names.get(row.receiver, "") if row.receiver else "",
                "signatures": [item for item in signatures if item.handover == row.id],
            }
            for row in handovers
        ],
    }


def _place(places: dict[UUID, Any], place: UUID | None) -> Any:
    return places.get(place) if place else None
