"""Every self-check of the core, for ``jusan check``: triggers, chains, reads, projections."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection

from jusan.core.claims import cards, remains, resolution
from jusan.core.claims.models import Head, Mention
from jusan.core.custody import queries as custody
from jusan.core.history import checking, guards, reads, subject_index
from jusan.core.people.models import Person


def triggers() -> Iterator[str]:
    """Guards that should stand on the tables and do not."""
    for name in guards.missing(connection):
        yield f"trigger {name} is missing"


def chains() -> Iterator[str]:
    """The first broken link of each chain."""
    for fault in checking.first_faults():
        yield str(fault)


def read_log() -> Iterator[str]:
    """Read-log rows with a wrong keyed hash."""
    for entry in reads.forged():
        yield f"read-log row {entry} was changed"


def heads() -> Iterator[str]:
    """Leaves whose stored head is not what the judgements give."""
    wanted = resolution.projection()
    stored = dict(Head.objects.values_list("leaf", "head"))
    for leaf in sorted(wanted.keys() | stored.keys(), key=str):
        if wanted.get(leaf) != stored.get(leaf):
            yield f"leaf {leaf} stands under the wrong person"


def person_cards() -> Iterator[str]:
    """Cards that differ from a rebuild."""
    yield from cards.differences()


def holdings() -> Iterator[str]:
    """Custody ledgers that differ from what the handovers give."""
    for subject in custody.disagreements():
        yield f"holdings of {subject} differ from its handovers"


def lines_and_persons() -> Iterator[str]:
    """H6: no person without a line (every leaf was opened by one mention)."""
    spoken = set(Mention.objects.values_list("person", flat=True))
    for person in Person.objects.exclude(id__in=spoken).values_list("id", flat=True):
        yield f"person {person} comes from no received line"


def events_by_subject() -> Iterator[str]:
    """Events that the index would hide from a child's timeline, or show in another's."""
    yield from subject_index.differences()


def destroyed_subjects() -> Iterator[str]:
    """Keys or plaintext that are left of a destroyed subject."""
    yield from remains.faults()


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "append-only triggers": triggers,
    "history chains": chains,
    "read log": read_log,
    "events by subject": events_by_subject,
    "persons follow the judgements": heads,
    "person cards": person_cards,
    "destroyed subjects": destroyed_subjects,
    "custody ledgers": holdings,
    "lines and persons": lines_and_persons,
}


def register(name: str, run: Callable[[], Iterator[str]]) -> None:
    """Let a higher room have its own projection compared."""
    CHECKS[name] = run
