"""Weighing stated kinship from usable profiles. Each weighing is kept once, with its inputs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import head_of, heads_of
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
    chosen = _choose([child, *relatives], set(tubes))
    policy = current_policy(operation)
    key = _inputs(operation, child, relatives, chosen, policy, rivals)
    found = Evaluation.objects.filter(operation=operation, inputs_hash=key).first()
    if found is not None:
        return found
    numbers = _numbers(operation, child, relatives, chosen, policy, rivals)
    row = Evaluation(
        operation=operation,
        child=child,
        relation=next(iter(relatives.values())),
        relatives=len(relatives),
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
            relation=relatives.get(person, ""),
        )
        for person, tube in chosen.items()
        if tube.profile
    ]
    with acts.act(actor=actor.id, kind="identification.evaluate", chain=operation):
        row.save()
        acts.add_all(used)
        acts.record(
            "identification.evaluated",
            subjects=[child, *relatives],
            payload={"evaluation": row.id, "policy": policy.version},
        )
    return row


def evaluate_claims(*, actor: User, operation: UUID) -> list[Evaluation]:
    """Weigh every stated claim whose persons are typed: each relative alone, then all together."""
    claims = claims_by_child(operation)
    typed = best_tubes({p for rows in claims.values() for s in rows for p in (s.child, s.relative)})
    done = []
    for child, rows in claims.items():
        ready = [row for row in rows if child in typed and row.relative in typed]
        for group in _questions(ready):
            done.append(
                evaluate_family(
                    actor=actor,
                    operation=operation,
                    child=ready[0].leaf_child,
                    relatives={row.leaf_relative: row.relation for row in group},
                )
            )
    return done


def _questions(rows: Sequence[Stated]) -> list[list[Stated]]:
    """Each relative alone; and the family of all who claim different places."""
    ordered = sorted(rows, key=lambda row: (row.relation, str(row.relative)))
    singles = [[row] for row in ordered]
    # Two persons cannot hold one place: rival claimants are weighed alone, never together.
    family = [group[0] for _, group in _by_relation(ordered) if len(group) == 1]
    return [*singles, family] if len(family) > 1 else singles


def _by_relation(rows: Sequence[Stated]) -> list[tuple[str, list[Stated]]]:
    return [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.relation)]


def _choose(persons: Sequence[UUID], wanted: set[UUID]) -> dict[UUID, Tube]:
    if len({heads_of([person])[person] for person in persons}) != len(persons):
        raise BadInput("nobody is their own relative")
    chosen = {}
    for person, tubes in tubes_by_person(persons).items():
        usable = [tube for tube in tubes if tube.usable]
        named = [tube for tube in usable if tube.sample.id in wanted]
        if not usable or (wanted & {tube.sample.id for tube in tubes} and not named):
            raise Refused("a profile is missing, in quarantine, void or under an open flag")
        chosen[person] = (named or usable)[-1]
    return chosen


def _inputs(
    operation: UUID,
    child: UUID,
    relatives: Mapping[UUID, str],
    chosen: Mapping[UUID, Tube],
    policy: Policy,
    rivals: Sequence[str],
) -> str:
    heads = heads_of(chosen)
    used = sorted(
        [str(heads[person]), relatives.get(person, ""), str(tube.profile and tube.profile.id)]
        for person, tube in chosen.items()
    )
    frequencies = current_frequencies(operation).sha256
    parts = [head_of(child), used, policy.version, frequencies, sorted(rivals)]
    return canonical.digest(canonical.canonical(parts))


def _numbers(
    operation: UUID,
    child: UUID,
    relatives: Mapping[UUID, str],
    chosen: Mapping[UUID, Tube],
    policy: Policy,
    rivals: Sequence[str],
) -> dict[str, Any]:
    heads = heads_of(chosen)
    sexes = sexes_of([child])
    question = Question(
        child=str(heads[child]),
        sex=sexes[child],
        relatives=tuple(Relative(str(heads[p]), relation) for p, relation in relatives.items()),
        extra_rivals=tuple(rivals),
    )
    genotypes = {
        str(heads[person]): genotypes_of(tube.profile)
        for person, tube in chosen.items()
        if tube.profile
    }
    try:
        numbers = weigh(question, genotypes, current_markers(operation, policy), policy)
    except KinshipError as error:
        raise BadInput(str(error)) from None
    return numbers | {"tubes": [tube.sample.tube for tube in chosen.values()]}
