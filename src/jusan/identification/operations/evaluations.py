"""Weighing stated kinship from usable profiles. Each weighing is kept once, with its inputs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import heads_of
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts, canonical
from jusan.identification.labpolicy import Policy
from jusan.identification.lineages import Relative
from jusan.identification.models import Evaluation, EvaluationProfile
from jusan.identification.reading.kin import Stated, claims_by_child
from jusan.identification.reading.laboratory import (
    Tube,
    best_tubes,
    current_frequencies,
    current_markers,
    current_policy,
    genotypes_of,
    sexes_of,
    tubes_by_person,
)
from jusan.identification.weighing import Question, weigh
from jusan.kinship.errors import KinshipError
from jusan.kinship.pedigrees import Sex


def evaluate_pair(
    *,
    actor: User,
    operation: UUID,
    child: UUID,
    relative: UUID,
    relation: str,
    rivals: Sequence[str] = (),
    tubes: Iterable[UUID] = (),
) -> Evaluation:
    """Weigh one relative. See ``evaluate_family``."""
    return evaluate_family(
        actor=actor,
        operation=operation,
        child=child,
        relatives={relative: relation},
        rivals=rivals,
        tubes=tubes,
    )


def evaluate_family(
    *,
    actor: User,
    operation: UUID,
    child: UUID,
    relatives: Mapping[UUID, str],
    rivals: Sequence[str] = (),
    tubes: Iterable[UUID] = (),
) -> Evaluation:
    """Weigh a child's relatives together, each link also by itself; kept once for its inputs.

    ``relatives`` maps a person to what they are to the child. Profiles in quarantine, void, or
    under an open flag are never used. ``tubes`` (sample ids) picks among usable ones.
    Raises Refused when somebody has no usable profile, BadInput for an impossible claim.
    """
    persons = [child, *relatives]
    heads = heads_of(persons)
    _refuse_own_relative(heads, persons)
    chosen = _choose(persons, set(tubes))
    asked = _Asked(child, relatives, chosen, heads, rivals)
    return _weighed(actor, operation, [asked])[0]


def evaluate_claims(*, actor: User, operation: UUID) -> list[Evaluation]:
    """Weigh every stated claim whose persons are typed: each relative alone, then all together.

    A claim whose profiles, policy and frequencies are what they were is not weighed again.
    """
    claims = claims_by_child(operation)
    typed = best_tubes({p for rows in claims.values() for s in rows for p in (s.child, s.relative)})
    asked = []
    for child, rows in claims.items():
        ready = [row for row in rows if child in typed and row.relative in typed]
        for group in _questions(ready):
            asked.append(_claimed(ready[0].leaf_child, child, group, typed))
    return _weighed(actor, operation, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question with all that it rests on; persons are the mentions that it was asked about."""

    child: UUID
    relatives: Mapping[UUID, str]
    chosen: Mapping[UUID, Tube]
    heads: Mapping[UUID, UUID]
    rivals: Sequence[str] = ()

    def key(self, policy: Policy, frequencies: str) -> str:
        """The hash of everything that the numbers follow from."""
        used = sorted(
            [
                str(self.heads[person]),
                self.relatives.get(person, ""),
                str(tube.profile and tube.profile.id),
            ]
            for person, tube in self.chosen.items()
        )
        parts = [self.heads[self.child], used, policy.version, frequencies, sorted(self.rivals)]
        return canonical.digest(canonical.canonical(parts))


def _claimed(leaf: UUID, child: UUID, rows: Sequence[Stated], typed: Mapping[UUID, Tube]) -> _Asked:
    """The question whether these rows, stated about one child, are true."""
    heads = {leaf: child} | {row.leaf_relative: row.relative for row in rows}
    _refuse_own_relative(heads, [leaf, *(row.leaf_relative for row in rows)])
    return _Asked(
        child=leaf,
        relatives={row.leaf_relative: row.relation for row in rows},
        chosen={person: typed[head] for person, head in heads.items()},
        heads=heads,
    )


def _weighed(actor: User, operation: UUID, asked: Sequence[_Asked]) -> list[Evaluation]:
    """The weighing of each question: the kept one, or a new one where something it rests on is."""
    if not asked:
        return []
    policy = current_policy(operation)
    frequencies = current_frequencies(operation).sha256
    by_key = {one.key(policy, frequencies): one for one in asked}
    kept = Evaluation.objects.filter(operation=operation, inputs_hash__in=list(by_key))
    found = {row.inputs_hash: row for row in kept}
    new = {key: one for key, one in by_key.items() if key not in found}
    sexes = sexes_of({one.child for one in new.values()})
    for key, one in new.items():
        numbers = _numbers(operation, one, sexes[one.child], policy)
        found[key] = _keep(actor, operation, one, key, policy, numbers)
    return [found[key] for key in by_key]


def _keep(
    actor: User,
    operation: UUID,
    asked: _Asked,
    key: str,
    policy: Policy,
    numbers: Mapping[str, Any],
) -> Evaluation:
    row = Evaluation(
        operation=operation,
        child=asked.child,
        relation=next(iter(asked.relatives.values())),
        relatives=len(asked.relatives),
        policy_version=policy.version,
        inputs_hash=key,
        numbers=json.dumps(numbers),
        at=clock.now(),
    )
    used = [
        EvaluationProfile(
            evaluation=row.id,
            profile=tube.profile.id,
            sample=tube.sample.id,
            person=person,
            relation=asked.relatives.get(person, ""),
        )
        for person, tube in asked.chosen.items()
        if tube.profile
    ]
    with acts.act(actor=actor.id, kind="identification.evaluate", chain=operation):
        # Somebody may have asked for the same sums while these were computed.
        acts.lock_chain(operation)
        found = Evaluation.objects.filter(operation=operation, inputs_hash=key).first()
        if found is not None:
            return found
        row.save()
        acts.add_all(used)
        acts.record(
            "identification.evaluated",
            subjects=[asked.child, *asked.relatives],
            payload={"evaluation": row.id, "policy": policy.version},
        )
    return row


def _questions(rows: Sequence[Stated]) -> list[list[Stated]]:
    """Each relative alone; and the family of all who claim different places."""
    ordered = sorted(rows, key=lambda row: (row.relation, str(row.relative)))
    singles = [[row] for row in ordered]
    # Two persons cannot hold one place: rival claimants are weighed alone, never together.
    family = [group[0] for _, group in _by_relation(ordered) if len(group) == 1]
    return [*singles, family] if len(family) > 1 else singles


def _by_relation(rows: Sequence[Stated]) -> list[tuple[str, list[Stated]]]:
    return [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.relation)]


def _refuse_own_relative(heads: Mapping[UUID, UUID], persons: Sequence[UUID]) -> None:
    if len({heads[person] for person in persons}) != len(persons):
        raise BadInput("nobody is their own relative")


def _choose(persons: Sequence[UUID], wanted: set[UUID]) -> dict[UUID, Tube]:
    chosen = {}
    for person, tubes in tubes_by_person(persons).items():
        usable = [tube for tube in tubes if tube.usable]
        named = [tube for tube in usable if tube.sample.id in wanted]
        if not usable or (wanted & {tube.sample.id for tube in tubes} and not named):
            raise Refused("a profile is missing, in quarantine, void or under an open flag")
        chosen[person] = (named or usable)[-1]
    return chosen


def _numbers(operation: UUID, asked: _Asked, sex: Sex, policy: Policy) -> dict[str, Any]:
    heads = asked.heads
    question = Question(
        child=str(heads[asked.child]),
        sex=sex,
        relatives=tuple(
            Relative(str(heads[person]), relation) for person, relation in asked.relatives.items()
        ),
        extra_rivals=tuple(asked.rivals),
    )
    genotypes = {
        str(heads[person]): genotypes_of(tube.profile)
        for person, tube in asked.chosen.items()
        if tube.profile
    }
    try:
        numbers = weigh(question, genotypes, current_markers(operation, policy), policy)
    except KinshipError as error:
        raise BadInput(str(error)) from None
    return numbers | {"tubes": [tube.sample.tube for tube in asked.chosen.values()]}
