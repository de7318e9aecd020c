"""The faults that planning reports. Each names the file, line and node it was found at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class PlanningError(Exception):
    """Base of every error raised by this package."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a file: where it stands, what was found, what was expected."""

    file: str
    line: int
    node: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.node}: {self.message}" if self.node else f"{where}: {self.message}"


class FileRefused(PlanningError):
    """A file that is refused whole; `faults` holds every reason that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class PackError(FileRefused):
    """A requirement pack, or a set of packs, that cannot be used."""


class FactsError(FileRefused):
    """A file of case facts that cannot be used."""


class UnknownRequirement(PlanningError):
    """A requirement id that no loaded pack defines."""
