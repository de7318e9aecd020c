"""Families for one child, side by side in their own words; no figure stands above them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims import queries as claims
from jusan.core.claims.resolution import heads_of, leaves_of
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.places.models import Place
from jusan.core.vault.compartments import Compartment
from jusan.reintegration import policies, queries
from jusan.reintegration.choices import RELATIONS
from jusan.reintegration.models import Candidate, FamilyAssessment, PlacementDecision


@dataclass(frozen=True, slots=True)
class Family:
    """One column of the page: who, since when, what was found, what was decided."""

    candidacy: Candidate
    label: str
    relation: str
    region: Place | None
    assessments: tuple[tuple[FamilyAssessment, str], ...]
    decision: PlacementDecision | None
    reason: str


def families(
    user: User, operation: Operation, person: UUID, *, route: str
) -> tuple[claims.PersonFile, list[Family]]:
    """Families in the order in which they applied. Raises NotVisible, NotPermitted.

    A regional officer is shown the family of the region; who else applied, and where, is not
    theirs to know.
    """
    head = claims.visible_head(user, operation.id, person)
    policies.can_assess(user, operation.id, head).require()
    file = claims.open_file(user, operation.id, head, purpose="placement", route=route)
    rows = list(Candidate.objects.filter(child__in=file.leaves).order_by("applied_at", "id"))
    readable = _readable(user, [row.candidate for row in rows], route)
    names = queries.names(user, set(heads_of(readable).values()), route=route, purpose="placement")
    heads = heads_of(readable)
    return file, [
        _family(row, names.get(heads[row.candidate], ""), file.opened)
        for row in rows
        if row.candidate in readable
    ]


def candidacy_for(user: User, operation: Operation, candidacy: UUID) -> Candidate:
    """One family's application, where this user sees child and family. Raises NotVisible."""
    row = scope.get_visible(Candidate.objects.filter(operation=operation.id), id=candidacy)
    claims.visible_head(user, operation.id, row.child)
    claims.visible_head(user, operation.id, row.candidate)
    return row


def _readable(user: User, candidates: list[UUID], route: str) -> set[UUID]:
    """Candidates whose assessment this user may read; the read is logged before it happens."""
    heads = heads_of(candidates)
    allowed = set(
        scope.subjects_for(user, Compartment.IDENTITY).filter(subject__in=set(heads.values()))
    )
    found = {leaf for leaf, head in heads.items() if head in allowed}
    if found:
        reads.open_for(
            reader=user.id,
            purpose="placement",
            subjects={leaf for one in found for leaf in leaves_of(one)} | found,
            compartments=[Compartment.IDENTITY],
            route=route,
        )
    return found


def _family(row: Candidate, label: str, opened: frozenset[Compartment]) -> Family:
    assessments = FamilyAssessment.objects.filter(candidacy=row.id).order_by("at")
    decision = (
        PlacementDecision.objects.filter(candidacy=row.id)
        .order_by("-decided_at", "-recorded_at")
        .first()
    )
    located = Compartment.LOCATION in opened
    return Family(
        candidacy=row,
        label=label,
        relation=str(RELATIONS.get(row.relation, row.relation)),
        region=Place.objects.filter(id=row.region).first() if row.region and located else None,
        assessments=tuple((item, item.summary) for item in assessments),
        decision=decision,
        reason=decision.reason if decision and located else "",
    )
