"""The custody part of a person card (compartment: location)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from jusan.core.custody import queries


def custody(leaves: Mapping[UUID, list[UUID]]) -> dict[UUID, dict[str, Any]]:
    """Who holds each head now, where, since when, how surely."""
    held = queries.now_held(leaves)
    names = queries.names_of(row.custodian for row in held.values())
    places = queries.places_of(row.place for row in held.values())
    return {
        head: {
            "custodian": names.get(row.custodian, "") if row.custodian else "",
            "place": places[row.place].slug if row.place in places else "",
            "place_name": str(places[row.place]) if row.place in places else "",
            "since": row.from_at.isoformat(),
            "state": row.state,
        }
        for head, row in held.items()
    }
