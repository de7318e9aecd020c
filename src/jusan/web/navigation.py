"""What the shell's rail offers: each room registers its pages, and each user sees their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jusan.core.access.models import User
from jusan.core.access.roles import Role
from jusan.core.operations.models import Operation

Counter = Callable[[User, Operation], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail: shown to these roles, in a group, with what waits there.

    ``near``: the page also serves whoever works in the operation for some children only, by a
    grant on a case or a region.
    """

    url_name: str
    label: Any
    group: str
    roles: frozenset[Role]
    count: Counter | None = None
    near: bool = False


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Offer a page; registering it twice replaces it."""
    _entries[entry.url_name] = entry


def entries_for(roles: Iterable[Role], near: Iterable[Role] = ()) -> list[Entry]:
    """Pages for somebody with these roles here, or near, in the order of registration."""
    held, beside = set(roles), set(near)
    sees_all = Role.DEMONSTRATION in held
    return [
        entry
        for entry in _entries.values()
        if sees_all or entry.roles & held or (entry.near and entry.roles & beside)
    ]
