"""The record for those who watch it: links of the chain, reads by purpose; ids, never contents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.consent.retention import DATA_CLASSES
from jusan.core.errors import NotPermitted
from jusan.core.history.models import Link, ReadEntry
from jusan.core.operations.models import Operation

WATCHERS = (Role.AUDITOR, Role.DATA_PROTECTION_OFFICER)
LENGTH = 100


@dataclass(frozen=True, slots=True)
class Read:
    """One read as the auditor sees it: who, why, how many subjects, which compartments."""

    at: datetime
    reader: str
    purpose: str
    route: str
    subjects: int
    compartments: list[str]


def record(user: User, operation: Operation) -> dict[str, Any]:
    """Latest links and reads. Raises NotPermitted for everybody else."""
    if not scope.has_role_in(user, WATCHERS, operation.id):
        raise NotPermitted("the record is read by the auditor and the data-protection officer")
    links = list(Link.objects.filter(chain=operation.id).order_by("-position")[:LENGTH])
    entries = list(ReadEntry.objects.order_by("-at")[:LENGTH])
    ids = {link.actor for link in links} | {entry.reader for entry in entries}
    names = dict(User.objects.filter(id__in=ids).values_list("id", "display_name"))
    return {
        "links": [(link, names.get(link.actor, "")) for link in links],
        "reads": [
            Read(
                entry.at,
                names.get(entry.reader, ""),
                entry.purpose,
                entry.route,
                len(json.loads(entry.subjects)),
                json.loads(entry.compartments),
            )
            for entry in entries
        ],
        "data_classes": list(DATA_CLASSES.items()),
    }
