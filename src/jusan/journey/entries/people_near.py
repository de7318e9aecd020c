"""Whom a form about a child can name: kin on record, those who ask for it, and whoever is looked
for by name. One logged read shows their names; nobody hidden from the user is offered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from jusan.core.access import scope
from jusan.core.access.models import User
from jusan.core.claims.models import Mention, Report
from jusan.core.claims.queries import labels, list_people
from jusan.core.claims.resolution import heads_of, leaves_by_head
from jusan.core.history import reads
from jusan.core.operations.models import Operation
from jusan.core.people.queries import live_parent_links
from jusan.core.vault.compartments import Compartment

Choice = tuple[UUID, str]
FOUND = 20


def offered(
    user: User, operation: Operation, leaves: Sequence[UUID], text: str, *, route: str
) -> list[Choice]:
    """Kin and claimants of a person, then those whose name fits ``text``; never the person."""
    own = set(heads_of(leaves).values())
    near = named(user, {*_kin(leaves), *_claimants(leaves)} - own, route=route)
    known = {head for head, _label in near}
    if text.strip():
        lines, _total = list_people(user, operation, kind="", text=text, size=FOUND, route=route)
        near += [
            (line.head, str(line.identity.get("label", "")))
            for line in lines
            if line.head not in known | own
        ]
    return near


def named(user: User, heads: Iterable[UUID], *, route: str) -> list[Choice]:
    """Heads that this user may see with their names, by name, under a logged read."""
    parts = leaves_by_head(heads)
    everyone = [leaf for part in parts.values() for leaf in part]
    opened = scope.compartments_by_subject(user, everyone)
    seen = {
        head: part
        for head, part in parts.items()
        if any(Compartment.IDENTITY in opened[leaf] for leaf in part)
    }
    reads.open_for(
        reader=user.id,
        purpose="people near a file",
        subjects=[leaf for part in seen.values() for leaf in part],
        compartments=[Compartment.IDENTITY],
        route=route,
    )
    known = labels(seen)
    return sorted(
        ((head, known.get(head, "")) for head in seen), key=lambda one: (one[1], str(one[0]))
    )


def _kin(leaves: Sequence[UUID]) -> set[UUID]:
    links = live_parent_links(leaves)
    return set(heads_of(person for link in links for person in (link.child, link.parent)).values())


def _claimants(leaves: Sequence[UUID]) -> set[UUID]:
    """Who asks for these persons: a claimant stands at the line of a request or above it."""
    requests = Report.objects.filter(kind="family_requests").values("id")
    lines = Mention.objects.filter(person__in=list(leaves), report__in=requests)
    found: set[UUID] = set()
    for report, line in lines.values_list("report", "line"):
        above = Mention.objects.filter(report=report, role="claimant", line__lte=line)
        found |= set(above.order_by("-line").values_list("person", flat=True)[:1])
    return set(heads_of(found).values())
