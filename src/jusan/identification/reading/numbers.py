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
    """The newest evaluation of each claim about a child: same relatives, same relations."""
    rows = list(Evaluation.objects.filter(child__in=list(leaves)).order_by("at", "id"))
    people: dict[UUID, list[EvaluationProfile]] = {}
    for row in EvaluationProfile.objects.filter(evaluation__in=[row.id for row in rows]).exclude(
        relation=""
    ):
        people.setdefault(row.evaluation, []).append(row)
    latest: dict[frozenset[tuple[UUID, str]], Evaluation] = {}
    for evaluation in rows:
        key = frozenset((row.person, row.relation) for row in people.get(evaluation.id, []))
        latest[key] = evaluation
    return [
        Weighed(row, json.loads(row.numbers), tuple(sorted((p for p, _ in key), key=str)))
        for key, row in latest.items()
    ]


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
