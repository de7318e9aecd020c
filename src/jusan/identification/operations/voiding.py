"""A new fact voids every draft that it touches and that does not hold two signatures yet."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from jusan.core import clock
from jusan.core.claims.resolution import heads_of, leaves_by_head
from jusan.core.history import acts
from jusan.identification.choices import InputKind
from jusan.identification.models import Conclusion, ConclusionInput, ConclusionSignature, Voided
from jusan.identification.reading.evidence import blocked_under


def open_drafts() -> models.QuerySet[Conclusion]:
    """Conclusions that are neither void nor signed twice."""
    second = ConclusionSignature.objects.filter(conclusion=models.OuterRef("pk"), seq=2)
    void = Voided.objects.filter(conclusion=models.OuterRef("pk"))
    return Conclusion.objects.filter(~models.Exists(second), ~models.Exists(void))


def void_drafts(persons: Iterable[UUID], *, reason_code: str, fact: UUID) -> int:
    """Void open drafts about these persons (inside an act); returns how many."""
    heads = set(heads_of(persons).values())
    leaves = [leaf for part in leaves_by_head(heads).values() for leaf in part]
    as_relative = ConclusionInput.objects.filter(kind=InputKind.RELATIVE, ref__in=leaves)
    touched = open_drafts().filter(
        models.Q(child__in=leaves) | models.Q(id__in=as_relative.values("conclusion"))
    )
    drafts = [*touched, *_resting_on_blocked(leaves, {draft.id for draft in touched})]
    acts.add_all(
        Voided(conclusion=draft.id, reason_code=reason_code, fact=fact, at=clock.now())
        for draft in drafts
    )
    for draft in drafts:
        acts.record(
            "identification.draft_voided",
            subjects=[draft.child],
            payload={"conclusion": draft.id, "reason": reason_code},
        )
    return len(drafts)


def _resting_on_blocked(leaves: list[UUID], known: set[UUID]) -> list[Conclusion]:
    """Open drafts of identities that rest on a kinship of these persons whose tubes fell away."""
    as_relative = ConclusionInput.objects.filter(kind=InputKind.RELATIVE, ref__in=leaves)
    about = Conclusion.objects.filter(
        models.Q(child__in=leaves) | models.Q(id__in=as_relative.values("conclusion"))
    )
    resting: dict[UUID, list[UUID]] = {}
    inputs = ConclusionInput.objects.filter(kind=InputKind.CONCLUSION, ref__in=about.values("id"))
    for one in inputs:
        resting.setdefault(one.conclusion, []).append(one.ref)
    drafts = open_drafts().filter(id__in=list(resting)).exclude(id__in=known)
    return [draft for draft in drafts if blocked_under(resting[draft.id])]
