"""The index of events by subject, against the events themselves.

The index may be rewritten, so a line taken out of it would hide an event from a child's timeline.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from jusan.core.history.errors import UNREADABLE
from jusan.core.history.models import Event, EventSubject


def differences() -> Iterator[str]:
    """Events whose subjects and index disagree. Empty when all is well."""
    indexed: Counter[tuple[str, str]] = Counter(
        (str(event), str(subject))
        for event, subject in EventSubject.objects.values_list("event", "subject").iterator(2000)
    )
    wanted: Counter[tuple[str, str]] = Counter()
    for named, subjects in Event.objects.values_list("id", "subjects").iterator(2000):
        wanted.update((str(named), subject) for subject in _subjects(subjects))
    wrong = {event for event, _ in (indexed - wanted) | (wanted - indexed)}
    for event in sorted(wrong):
        yield f"event {event} is indexed under other subjects than it names"


def _subjects(text: str) -> list[str]:
    try:
        return [str(UUID(subject)) for subject in json.loads(text)]
    except UNREADABLE:
        return []
