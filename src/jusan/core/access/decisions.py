"""The answer of every policy: allowed or not, and why, in words a person can use."""

from __future__ import annotations

from dataclasses import dataclass

from jusan.core.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Decision:
    """``can_<verb>(user, object) -> Decision``."""

    allowed: bool
    reason: str = ""
    #: Codes of the roles whose work it is, where that is the reason.
    roles: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise NotPermitted with the reason unless allowed."""
        if not self.allowed:
            raise NotPermitted(self.reason or "not permitted", roles=self.roles)


YES = Decision(True)


def no(reason: str) -> Decision:
    """A refusal with its reason."""
    return Decision(False, reason)
