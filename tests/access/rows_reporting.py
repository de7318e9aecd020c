"""Who gets which page of the public account."""

from __future__ import annotations

from datetime import date
from typing import Any

from jusan.core.access.roles import Role
from jusan.reporting import operations, policies
from tests.access.rows import Row

EVERYBODY = frozenset(Role)


def _prepared(cast: Any) -> Any:
    if not hasattr(cast, "release"):
        cast.release = operations.draft_release(
            actor=cast.media_officer,
            operation=cast.aqqu,
            title="Home",
            audience="public",
            as_of=date(2031, 3, 1),
            counts={"children": 14},
            text="They are home.",
        )
    return cast


def _operation(cast: Any) -> dict[str, Any]:
    return {"operation": _prepared(cast).aqqu.slug}


def _release(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "release": _prepared(cast).release.id}


def _row(name: str, kwargs: Any, roles: tuple[Role, ...], method: str = "get") -> Row:
    allowed = frozenset({*roles, Role.DEMONSTRATION})
    return Row(f"reporting:{name}", kwargs, allowed, method, EVERYBODY - allowed)


ROWS = [
    _row("figures", _operation, policies.READERS),
    _row("draft", _operation, policies.DRAFTERS),
    _row("draft", _operation, policies.DRAFTERS, "post"),
    _row("brief", _operation, (Role.COORDINATOR, Role.DIPLOMAT)),
    _row("approve", _release, policies.APPROVERS, "post"),
]
