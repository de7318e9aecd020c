"""Entering places of the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jusan.core.access.models import User
from jusan.core.history import acts
from jusan.core.history.models import OFFICE
from jusan.core.places.models import Place


def enter_places(*, actor: User, rows: Iterable[Mapping[str, str]]) -> int:
    """Add places that are not there yet (by slug); returns how many were new."""
    offered = {row["slug"]: Place(**row) for row in rows}
    with acts.act(actor=actor.id, kind="places.enter_places"):
        acts.lock_chain(OFFICE)
        known = set(Place.objects.values_list("slug", flat=True))
        fresh = [place for slug, place in offered.items() if slug not in known]
        if not fresh:
            return 0
        Place.objects.bulk_create(fresh)
        acts.record("places.entered", payload={"places": [place.slug for place in fresh]})
    return len(fresh)
