"""One row of the access matrix: which roles get a page, which are told no; all others get 404."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jusan.core.access.roles import Role


@dataclass(frozen=True)
class Row:
    """A named URL, its arguments from the cast, and what each role gets.

    Roles in ``allowed`` get the page (or, for a post, anything but 403 and 404), roles in
    ``forbidden`` get 403, everybody else and every stranger gets 404.
    """

    name: str
    kwargs: Callable[[Any], dict[str, Any]]
    allowed: frozenset[Role]
    method: str = "get"
    forbidden: frozenset[Role] = frozenset()
