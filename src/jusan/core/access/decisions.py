"""The answer of every policy: allowed or not, and why, in words a person can use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jusan.core.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Decision:
    """``can_<verb>(user, object) -> Decision``."""

    allowed: bool
    reason: str = ""
    #: Codes of the roles whose work it is, where that is the reason.
    roles: tuple[str, ...] = ()
    #: What goes into the reason's placeholders.
    data: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise NotPermitted with the reason unless allowed."""
        if not self.allowed:
            raise NotPermitted(self.reason or "not permitted", roles=self.roles, **self.data)


YES = Decision(True)


def no(reason: str, **data: Any) -> Decision:
    """A refusal with its reason: a whole sentence, with ``%(name)s`` where ``data`` goes in."""
    return Decision(False, reason, data=data)
