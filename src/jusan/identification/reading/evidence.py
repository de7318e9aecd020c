"""The hash of the evidence that a conclusion rests on, as it stands now.

It covers what a signer has read: numbers by the hash of their inputs, the profiles that may be
used, open flags, other conclusions. Whatever changes them changes the hash, and voids the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from jusan.core.history import canonical
from jusan.identification.choices import InputKind
from jusan.identification.models import (
    Conclusion,
    ConclusionInput,
    Evaluation,
    EvaluationProfile,
    Sample,
)
from jusan.identification.reading.laboratory import tubes_by_person, tubes_of


def evidence_hash(
    *,
    child: UUID,
    relatives: Sequence[UUID],
    evaluation: UUID | None,
    refs: Iterable[UUID],
    second_sample: UUID | None,
) -> str:
    """Hash of the evidence about a child and its relatives at this moment."""
    tubes = [tube for part in tubes_by_person([child, *relatives]).values() for tube in part]
    usable = sorted(str(tube.profile.id) for tube in tubes if tube.usable and tube.profile)
    flags = sorted(str(flag.id) for tube in tubes for flag in tube.flags)
    weighed = Evaluation.objects.filter(id=evaluation).first() if evaluation else None
    rests_on = {
        str(row.id): row.evidence_hash for row in Conclusion.objects.filter(id__in=list(refs))
    }
    parts: dict[str, Any] = {
        "profiles": usable,
        "flags": flags,
        "evaluation": weighed.inputs_hash if weighed else "",
        "conclusions": rests_on,
        "refs": sorted(str(ref) for ref in refs),
        "second": str(second_sample or ""),
    }
    blocked = blocked_under(rests_on)
    if blocked:
        parts["blocked"] = blocked
    return canonical.digest(canonical.canonical(parts))


def current_hash(conclusion: Conclusion) -> str:
    """The evidence hash of a conclusion recomputed now."""
    inputs = list(ConclusionInput.objects.filter(conclusion=conclusion.id))
    return evidence_hash(
        child=conclusion.child,
        relatives=[row.ref for row in inputs if row.kind == InputKind.RELATIVE],
        evaluation=conclusion.evaluation,
        refs=[row.ref for row in inputs if row.kind != InputKind.RELATIVE],
        second_sample=conclusion.second_sample,
    )


def blocked_under(conclusions: Iterable[UUID | str]) -> list[str]:
    """Tubes on which these conclusions were weighed and which now count for nothing.

    Two signatures stay on a kinship whatever becomes of its tubes; what is built on it later
    does not stand on a tube that was put in quarantine, void or under an open question since.
    """
    weighed = Conclusion.objects.filter(id__in=list(conclusions)).exclude(evaluation=None)
    used = EvaluationProfile.objects.filter(evaluation__in=weighed.values("evaluation"))
    tubes = tubes_of(Sample.objects.filter(id__in=used.values("sample")))
    return sorted(str(tube.sample.id) for tube in tubes if tube.blocked)
