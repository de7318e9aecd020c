"""What can go wrong when names are read: structure only, never a bad value."""

from __future__ import annotations


class NamesError(Exception):
    """Base of every error of the names package."""


class NameInputError(NamesError):
    """A file that cannot be read as a table of names; the message names file, line and field."""

    def __init__(self, file: str, line: int, field: str, expected: str) -> None:
        super().__init__(f"{file}, line {line}, field {field!r}: expected {expected}")
        self.file = file
        self.line = line
        self.field = field
        self.expected = expected
