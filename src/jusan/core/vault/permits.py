"""Nothing sealed is opened without a permit, and a permit exists only after its record does.

A permit is made by ``history.reads`` once the read-log row is committed, by an act in progress
(whose link records it), or by ``system`` for a rebuild of projections. It names the compartments,
and for a read the subjects too. So "if the record cannot be written the read does not happen" is
enforced where the bytes are opened, not in every view.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from uuid import UUID

from jusan.core.vault.compartments import ALL, Compartment
from jusan.core.vault.errors import NoPermit


@dataclass(frozen=True, slots=True)
class Permit:
    """Who may be opened in which compartments; ``subjects`` None means whoever is met."""

    purpose: str
    compartments: frozenset[Compartment]
    subjects: frozenset[UUID] | None = None

    def covers(self, subject: UUID, compartment: Compartment) -> bool:
        """Whether a value of this subject and compartment may be opened."""
        if compartment not in self.compartments:
            return False
        return self.subjects is None or subject in self.subjects


_held: ContextVar[tuple[Permit, ...]] = ContextVar("vault_permits", default=())


def grant(permit: Permit) -> Token[tuple[Permit, ...]]:
    """Add a permit to this context; give the token to ``revoke`` when the request ends."""
    return _held.set((*_held.get(), permit))


def revoke(token: Token[tuple[Permit, ...]]) -> None:
    """Take the context back to what it was before ``grant``."""
    _held.reset(token)


@contextmanager
def holding(permit: Permit) -> Iterator[None]:
    """Hold a permit for a block."""
    token = grant(permit)
    try:
        yield
    finally:
        revoke(token)


def system(purpose: str, compartments: frozenset[Compartment] = ALL) -> Permit:
    """A permit for the machine's own work (matching, rebuilding cards): no person reads."""
    return Permit(purpose=f"system:{purpose}", compartments=compartments)


def clear() -> Token[tuple[Permit, ...]]:
    """Start a request with no permit at all; returns the token that restores."""
    return _held.set(())


def require(subject: UUID, compartment: Compartment) -> None:
    """Raise NoPermit unless some held permit covers the value."""
    if not any(permit.covers(subject, compartment) for permit in _held.get()):
        raise NoPermit("no logged read covers this value", compartment=compartment.value)
