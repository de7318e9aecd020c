"""Numbers of evaluations, opened under the permit in force (the caller has logged the read)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jusan.core.people.queries import identity_status
from jusan.identification.models import Evaluation, EvaluationProfile
from jusan.identification.reading.laboratory import tubes_by_person


@dataclass(frozen=True, slots=True)
class Weighed:
    """The newest weighing of one claim."""

    row: Evaluation
    numbers: dict[str, Any]
    relatives: tuple[UUID, ...]


def newest(leaves: Iterable[UUID]) -> list[Weighed]:
    """The newest evaluation of each claim about children: same relatives, same relations."""
    rows = Evaluation.objects.filter(child__in=list(leaves)).order_by("at", "id")
    latest: dict[tuple[UUID, frozenset[tuple[UUID, str]]], Evaluation] = {}
    people = _people(rows)
    for row in rows:
        latest[(row.child, frozenset(people.get(row.id, [])))] = row
    return load(latest.values())


def load(rows: Iterable[Evaluation]) -> list[Weighed]:
    """Open the numbers of evaluations (under the permit in force)."""
    evaluations = list(rows)
    people = _people(evaluations)
    return [
        Weighed(row, json.loads(row.numbers), tuple(sorted(p for p, _ in people.get(row.id, []))))
        for row in evaluations
    ]


def _people(rows: Iterable[Evaluation]) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    used = EvaluationProfile.objects.filter(evaluation__in=[row.id for row in rows])
    for row in used.exclude(relation=""):
        found.setdefault(row.evaluation, []).append((row.person, row.relation))
    return found


def summary(leaves: Iterable[UUID]) -> dict[str, Any]:
    """Status, hypotheses and open flags of a child as plain data (natural logarithms)."""
    ids = list(leaves)
    tubes = tubes_by_person(ids[:1])[ids[0]] if ids else []
    return {
        "status": identity_status(ids).value,
        "hypotheses": [_hypothesis(weighed) for weighed in newest(ids)],
        "flags": sorted({flag.code for tube in tubes for flag in tube.flags}),
    }


def _hypothesis(weighed: Weighed) -> dict[str, Any]:
    numbers = weighed.numbers
    return {
        "relation": "+".join(sorted(one["relation"] for one in numbers["relatives"])),
        "relatives": [str(person) for person in weighed.relatives],
        "ln_lr": numbers["ln_lr"],
        "posterior": numbers["posterior"],
        "prior": numbers["prior"],
        "rival": numbers["rival"],
        "ln_lr_rival": numbers["ln_lr_rival"],
        "hypotheses": {
            one["name"].rsplit(":", 1)[-1]: one["ln_lr"] for one in numbers["hypotheses"]
        },
        "reading": numbers["reading"],
        "reading_rival": numbers["reading_rival"],
        "policy": weighed.row.policy_version,
    }
