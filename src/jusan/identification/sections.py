"""Identification's part of a child's file, under the read that the file has logged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jusan.core.access.models import User
from jusan.core.operations.models import Operation
from jusan.core.people.queries import identity_status
from jusan.core.standing import queries as standing
from jusan.core.vault.compartments import Compartment
from jusan.identification import policies
from jusan.identification.choices import Kind
from jusan.identification.models import Conclusion
from jusan.identification.reading import words
from jusan.identification.reading.conclusions import standings
from jusan.identification.reading.laboratory import tubes_by_person
from jusan.identification.reading.numbers import newest


def file_section(
    user: User, operation: Operation, leaves: list[UUID], opened: frozenset[Compartment]
) -> dict[str, Any] | None:
    """Status and signatures for all who may read them; numbers where DNA is open."""
    if not leaves or Compartment.IDENTITY not in opened:
        return None
    shown = policies.can_read_conclusions(user, operation.id)
    rows = (
        Conclusion.objects.filter(child__in=leaves).order_by("-at", "-recorded_at") if shown else []
    )
    return {
        "operation": operation,
        "person": leaves[0],
        "status": identity_status(leaves),
        "questioned": bool(standing.questioned({leaves[0]: leaves})),
        "conclusions": standings(rows),
        "may_draft": bool(policies.can_conclude(user, operation.id, Kind.IDENTITY)),
        "may_sample": bool(policies.can_register_sample(user, operation.id)),
        "may_record_kin": bool(policies.can_record_kin(user, operation.id)),
        "hidden": "" if Compartment.DNA in opened else Compartment.DNA.value,
        **(_numbers(leaves) if Compartment.DNA in opened else {}),
    }


def _numbers(leaves: list[UUID]) -> dict[str, Any]:
    tubes = tubes_by_person(leaves[:1])[leaves[0]]
    return {
        "results": [
            {
                "id": one.row.id,
                "sentence": words.sentence(one.numbers),
                "rival": words.rival_sentence(one.numbers),
                "reading": words.reading(one.numbers["reading"]),
            }
            for one in newest(leaves)
        ],
        "tubes": tubes,
    }
