"""Whether one of the three ways carries an identity."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import Refused
from jusan.core.people.models import Identity, IdentityStatus
from jusan.core.people.queries import identity_status
from jusan.identification.choices import InputKind, Kind, Verdict, Way
from jusan.identification.models import EvaluationProfile
from jusan.identification.reading.conclusions import holding
from jusan.identification.reading.evidence import blocked_under
from jusan.identification.reading.laboratory import (
    current_policy,
    genotypes_of,
    tubes_by_person,
)
from jusan.kinship.profiles import same_genotype


def check_identity_grounds(
    operation: UUID,
    *,
    child: UUID,
    way: Way,
    status: str,
    rests_on: Mapping[UUID, InputKind],
    second_sample: UUID | None,
    waiver: str,
) -> None:
    """Raise Refused unless the way carries the identity.

    Kinship report: a twice-signed, supported kinship of this child, and a second independent
    sample that agrees (or a waiver, which the two signatures cover). Registry evidence: a line or
    a paper. Provisional: only ever provisional. What was signed is withdrawn on its reasons alone.
    """
    if status == IdentityStatus.VOID:
        if identity_status(leaves_of(child)) not in Identity.STANDING:
            raise Refused("there is no signed identity to withdraw")
        return
    if status not in {IdentityStatus.CONFIRMED.value, IdentityStatus.PROVISIONAL.value}:
        raise Refused("an identity is drafted as confirmed or provisional")
    if way is Way.PROVISIONAL:
        if status != IdentityStatus.PROVISIONAL:
            raise Refused("the provisional way never confirms")
        return
    if way is Way.REGISTRY_EVIDENCE:
        if not {InputKind.LINE, InputKind.PAPER} & set(rests_on.values()):
            raise Refused("registry evidence names its record or paper")
        return
    _kinship_carries(child, rests_on)
    if status == IdentityStatus.CONFIRMED and current_policy(operation).second_sample:
        _second_sample(child, rests_on, second_sample, waiver)


def _kinship_carries(child: UUID, rests_on: Mapping[UUID, InputKind]) -> None:
    supported = {
        one.row.id
        for one in holding(leaves_of(child), Kind.KINSHIP)
        if one.row.verdict == Verdict.SUPPORTED
    }
    named = {ref for ref, kind in rests_on.items() if kind is InputKind.CONCLUSION}
    if not named & supported:
        raise Refused("a kinship report is a supported kinship of this child, signed twice")
    if blocked_under(named):
        raise Refused("this kinship was weighed on a tube in quarantine, void or under a question")


def _second_sample(
    child: UUID, rests_on: Mapping[UUID, InputKind], second: UUID | None, waiver: str
) -> None:
    if second is None:
        if not waiver.strip():
            raise Refused("a confirmed identity needs a second independent sample or a waiver")
        return
    tubes = {tube.sample.id: tube for tube in tubes_by_person([child])[child]}
    used = _used_samples(child, rests_on)
    chosen = tubes.get(second)
    if chosen is None or chosen.profile is None or not chosen.usable or second in used:
        raise Refused("the second sample is another usable tube of this child")
    first = next((tubes[one] for one in used if one in tubes and tubes[one].profile), None)
    if first is None or first.profile is None:
        raise Refused("the first sample of this child was never typed")
    one, two = genotypes_of(first.profile), genotypes_of(chosen.profile)
    shared = [name for name in one if one[name] and two.get(name)]
    if not shared or not all(same_genotype(one[name], two[name]) for name in shared):
        raise Refused("the second sample does not agree with the first")


def _used_samples(child: UUID, rests_on: Mapping[UUID, InputKind]) -> set[UUID]:
    leaves = leaves_of(child)
    evaluations = [
        one.row.evaluation
        for one in holding(leaves, Kind.KINSHIP)
        if one.row.id in rests_on and one.row.evaluation is not None
    ]
    rows = EvaluationProfile.objects.filter(evaluation__in=evaluations, person__in=leaves)
    return set(rows.values_list("sample", flat=True))
