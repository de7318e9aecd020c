"""Who gets which page of justice and of safeguarding."""

from __future__ import annotations

from typing import Any

from jusan.core.access.roles import Role
from jusan.justice import operations, policies
from jusan.justice.safeguarding import operations as safeguarding
from tests.access.rows import Row

EVERYBODY = frozenset(Role)


def _prepared(cast: Any) -> Any:
    if not hasattr(cast, "court_order"):
        from tests.casting import child_line, receive

        (person,) = receive(cast.tracing_officer, cast.aqqu, child_line(1, "Samal"), tag="court")
        cast.court_order = operations.request_access(
            actor=cast.justice_officer,
            operation=cast.aqqu,
            person=person,
            court="Court of Sabkha",
            order_reference="O-1",
        )
        cast.concern = safeguarding.raise_concern(
            actor=cast.centre_worker, operation=cast.aqqu, text="he shouts"
        )
    return cast


def _operation(cast: Any) -> dict[str, Any]:
    _prepared(cast)
    return {"operation": cast.aqqu.slug}


def _order(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "access": _prepared(cast).court_order.id}


def _concern(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "concern": _prepared(cast).concern.id}


def _row(
    name: str, kwargs: Any, roles: tuple[Role, ...], within: frozenset[Role], method: str = "get"
) -> Row:
    allowed = frozenset({*roles, Role.DEMONSTRATION})
    return Row(name, kwargs, allowed, method, within - allowed)


_LEADS = (Role.SAFEGUARDING_LEAD,)
ROWS = [
    _row("justice:proceedings", _operation, policies.READERS, EVERYBODY),
    _row("justice:orders", _operation, policies.ORDER_READERS, EVERYBODY),
    _row("justice:request_access", _operation, policies.READERS, EVERYBODY, "post"),
    _row("justice:approve", _order, policies.APPROVERS, EVERYBODY, "post"),
    _row("justice:carry_out", _order, policies.CARRIERS, EVERYBODY, "post"),
    _row("safeguarding:raise", _operation, tuple(Role), EVERYBODY),
    _row("safeguarding:raise", _operation, tuple(Role), EVERYBODY, "post"),
    _row("safeguarding:concerns", _operation, (*_LEADS, Role.COORDINATOR), EVERYBODY),
    _row("safeguarding:step", _concern, _LEADS, frozenset(), "post"),
]
