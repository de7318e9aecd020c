"""Who gets which page of justice and of safeguarding."""

from __future__ import annotations

from datetime import date
from typing import Any

from jusan.core.access.roles import PERSON_READERS, Role
from jusan.justice import operations, policies
from jusan.justice.safeguarding import operations as safeguarding
from tests.access.rows import Row

EVERYBODY = frozenset(Role)


def _prepared(cast: Any) -> Any:
    if not hasattr(cast, "court_order"):
        from tests.casting import child_line, receive

        (person,) = receive(
            cast.tracing_officer, cast.aqqu, child_line(1, "Samal", kind="parent"), tag="court"
        )
        cast.accused = person
        cast.proceeding = operations.enter_proceeding(
            actor=cast.justice_officer,
            operation=cast.aqqu,
            person=person,
            number="12/2031",
            court="Court of Sabkha",
            matter="residence",
            opened_on=date(2031, 2, 1),
        )
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


def _accused(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "person": _prepared(cast).accused}


def _proceeding(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "proceeding": _prepared(cast).proceeding.id}


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
_DEPUTIES = (Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER)


def _entry(name: str, kwargs: Any, roles: tuple[Role, ...]) -> list[Row]:
    """An entry page: shown and sent by the same roles."""
    return [_row(name, kwargs, roles, EVERYBODY, method) for method in ("get", "post")]


ROWS = [
    _row("justice:proceedings", _operation, policies.READERS, EVERYBODY),
    _row("justice:find_adult", _operation, policies.READERS, EVERYBODY),
    _row("justice:find_person", _operation, policies.READERS, EVERYBODY),
    *_entry("justice:enter_proceeding", _accused, policies.READERS),
    *_entry("justice:enter_sentence", _proceeding, policies.READERS),
    *_entry("justice:enter_hearing", _proceeding, policies.READERS),
    *_entry("justice:set_state", _proceeding, policies.READERS),
    *_entry("justice:request_access", _accused, policies.READERS),
    _row("justice:orders", _operation, policies.ORDER_READERS, EVERYBODY),
    _row("justice:approve", _order, policies.APPROVERS, EVERYBODY, "post"),
    *_entry("justice:carry_out", _order, policies.CARRIERS),
    _row("safeguarding:raise", _operation, tuple(Role), EVERYBODY),
    _row("safeguarding:raise", _operation, tuple(Role), EVERYBODY, "post"),
    _row("safeguarding:raise_about", _accused, tuple(PERSON_READERS), frozenset()),
    _row("safeguarding:raise_about", _accused, tuple(PERSON_READERS), frozenset(), "post"),
    *_entry("safeguarding:managers", _operation, (Role.ADMINISTRATOR,)),
    _row("safeguarding:concerns", _operation, (*_LEADS, *_DEPUTIES), EVERYBODY),
    _row("safeguarding:concern", _concern, _LEADS, frozenset()),
    _row("safeguarding:concern", _concern, _LEADS, frozenset(), "post"),
    _row("safeguarding:keep_away", _concern, _LEADS, frozenset()),
    _row("safeguarding:keep_away", _concern, _LEADS, frozenset(), "post"),
]
