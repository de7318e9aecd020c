"""Which region's guardianship body sees whom: the child and the family that was chosen for it.

A guardianship body follows a child for years (corrections, 18), from the moment on which the
decision for a family in its region is recorded, and no longer than that decision holds. Families
that merely apply open nothing: whoever applies in a region learns there neither that the child
exists nor where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from jusan.core.access import scope
from jusan.core.claims.resolution import leaves_by_head, leaves_of
from jusan.core.places.models import Place, PlaceKind
from jusan.reintegration.choices import PlacementOutcome
from jusan.reintegration.models import Candidate, PlacementDecision


def chosen_among(candidacies: Iterable[Candidate]) -> list[Candidate]:
    """Those that are chosen now: the newest decision of each holds."""
    rows = list(candidacies)
    decisions = PlacementDecision.objects.filter(candidacy__in=[row.id for row in rows])
    newest = dict(
        decisions.order_by("decided_at", "recorded_at").values_list("candidacy", "outcome")
    )
    return [row for row in rows if newest.get(row.id) == PlacementOutcome.CHOSEN]


def regions_of(leaves: Iterable[UUID]) -> set[UUID]:
    """Regions in which somebody lives by a decision, as the child or as its family."""
    ids = list(leaves)
    as_child = Candidate.objects.filter(child__in=ids)
    rows = as_child | Candidate.objects.filter(candidate__in=ids)
    return {row.region for row in chosen_among(rows) if row.region is not None}


def follow(persons: Iterable[UUID]) -> None:
    """Open these persons to the regions where they live now, and close them to all others."""
    every = _regions()
    for person in set(persons):
        leaves = leaves_of(person)
        wanted = regions_of(leaves) & every
        for leaf in leaves:
            held = scope.scopes_among(leaf, every)
            scope.place(leaf, wanted - held)
            scope.take_out(leaf, held - wanted)


def follow_heads(heads: set[UUID]) -> None:
    """Mentions were joined or parted: only people of whom a decision speaks are touched."""
    leaves = {leaf for part in leaves_by_head(heads).values() for leaf in part} | heads
    spoken = Candidate.objects.filter(child__in=leaves) | Candidate.objects.filter(
        candidate__in=leaves
    )
    if spoken.exists():
        follow(heads)


def differences() -> Iterator[str]:
    """Who stands open to a region without a decision, or closed to it in spite of one."""
    every = _regions()
    pairs = Candidate.objects.values_list("child", "candidate")
    known = {leaf for pair in pairs for person in pair for leaf in leaves_of(person)}
    for leaf in sorted(known | scope.subjects_in(every), key=str):
        if scope.scopes_among(leaf, every) != regions_of(leaves_of(leaf)) & every:
            yield f"leaf {leaf} is open to other regions than the decisions give"


def _regions() -> set[UUID]:
    return set(Place.objects.filter(kind=PlaceKind.REGION).values_list("id", flat=True))
