"""One object for each child that a user may see: the contract of ``jusan children --json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from jusan.clearance import queries as clearance
from jusan.core.access.models import User
from jusan.core.claims.queries import PersonLine, list_people
from jusan.core.claims.resolution import leaves_by_head
from jusan.core.operations.models import Operation
from jusan.core.people.queries import identity_status
from jusan.core.vault.compartments import Compartment
from jusan.identification import queries as identification
from jusan.reintegration import queries as reintegration
from jusan.repatriation.reading import one_child as repatriation


def children(user: User, operation: Operation) -> Iterator[dict[str, Any]]:
    """Every visible child, page by page; each page is one logged read."""
    page, seen, total = 1, 0, 1
    while seen < total:
        lines, total = list_people(user, operation, kind="child", page=page, route="children")
        leaves = leaves_by_head(line.head for line in lines)
        for line in lines:
            yield child(line, leaves[line.head])
        if not lines:
            return
        seen, page = seen + len(lines), page + 1


def child(line: PersonLine, leaves: list[UUID]) -> dict[str, Any]:
    """The object of one child under the permit of its page."""
    identity = line.identity
    return {
        "person": str(line.head),
        "case": identity.get("code", ""),
        "lines": len(leaves),
        "names": identity.get("names", []),
        "sex": identity.get("sex"),
        "birth": identity.get("birth"),
        "identity": _identity(line, leaves),
        "clearance": clearance.summary(leaves),
        "flight": repatriation.summary(leaves),
        "custody": _custody(line),
        "care": reintegration.summary(leaves),
        "health": _fitness(line, leaves),
    }


def _identity(line: PersonLine, leaves: list[UUID]) -> dict[str, Any]:
    status = identity_status(leaves).value
    if Compartment.DNA.value in line.hidden:
        return {"status": status, "hidden": Compartment.DNA.value}
    return {"status": status} | identification.summary(leaves)


def _custody(line: PersonLine) -> Any:
    if Compartment.LOCATION.value in line.hidden:
        return {"hidden": Compartment.LOCATION.value}
    return line.sections.get(Compartment.LOCATION.value, {}).get("custody")


def _fitness(line: PersonLine, leaves: list[UUID]) -> dict[str, Any] | None:
    if Compartment.HEALTH.value in line.hidden:
        return {"hidden": Compartment.HEALTH.value}
    return repatriation.fitness(leaves)
