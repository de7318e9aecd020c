"""The one error tree of the Django part: a code, its data, and a sentence for a person.

Errors carry a stable ``code`` (for tests and programs) and plain data, never personal values:
an error text may reach a log, and a log must not hold what a key destruction cannot reach.
"""

from __future__ import annotations

from typing import Any


class JusanError(Exception):
    """Base of every refusal that jusan words itself."""

    code = "error"

    def __init__(self, message: str = "", **data: Any) -> None:
        super().__init__(message or self.code)
        self.message = message or self.code
        self.data = data


class NotVisible(JusanError):
    """The object does not exist for this user: the web answers 404."""

    code = "not_visible"


class NotPermitted(JusanError):
    """Visible, but this user may not do this: the web answers 403."""

    code = "not_permitted"


class Refused(JusanError):
    """A rule of the operation stands against the change: the web answers 409 with the reason."""

    code = "refused"


class BadInput(JusanError):
    """Input that cannot be taken as it is: file, line, field and what was expected."""

    code = "bad_input"
