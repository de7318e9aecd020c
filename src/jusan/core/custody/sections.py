"""The custody part of a person card (compartment: location)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from jusan.core.custody import queries
from jusan.core.custody.models import Party


def custody(leaves: Mapping[UUID, list[UUID]]) -> dict[UUID, dict[str, Any]]:
    """Who holds each head now, where, since when, how surely. A card calls no private person by
    name: who reads it may not be allowed to know it."""
    held = queries.now_held(leaves)
    parties = queries.known(row.custodian for row in held.values())
    places = queries.places_of(row.place for row in held.values())
    return {
        head: {
            **_hands(parties.get(row.custodian) if row.custodian else None),
            "place": places[row.place].slug if row.place in places else "",
            "place_name": places[row.place].name_en if row.place in places else "",
            "since": row.from_at.isoformat(),
            "state": row.state,
        }
        for head, row in held.items()
    }


def _hands(party: Party | None) -> dict[str, str]:
    if party is None:
        return {"custodian": "", "kind": ""}
    return {"custodian": "" if party.person else party.name, "kind": party.kind}
