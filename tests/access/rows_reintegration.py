"""Who gets which page of care."""

from __future__ import annotations

from typing import Any

from jusan.core.access.roles import PERSON_READERS, Role
from jusan.reintegration import operations, policies
from tests.access.rows import Row

EVERYBODY = frozenset(Role)


def _prepared(cast: Any) -> Any:
    if not hasattr(cast, "centre"):
        from tests.reintegration.conftest import ARRIVAL, make_centre

        cast.centre = make_centre(cast)
        cast.centre.goal = operations.set_goal(
            actor=cast.social_worker,
            operation=cast.aqqu,
            child=cast.centre.child,
            domain="education",
            goal="first letters",
            owner="School",
            made_at=ARRIVAL,
            due_on=ARRIVAL.date(),
            review_on=ARRIVAL.date(),
        )
    return cast.centre


def _operation(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug}


def _child(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "person": _prepared(cast).child}


def _goal(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "goal": _prepared(cast).goal.id}


def _family(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "candidacy": _prepared(cast).aunt.id}


def _row(
    name: str, kwargs: Any, roles: tuple[Role, ...], within: frozenset[Role], method: str = "get"
) -> Row:
    allowed = frozenset({*roles, Role.DEMONSTRATION})
    return Row(f"reintegration:{name}", kwargs, allowed, method, within - allowed)


ROWS = [
    _row("day", _operation, policies.CENTRE, EVERYBODY),
    _row("visits", _operation, policies.VISITORS, EVERYBODY),
    _row("outcomes", _operation, (Role.SOCIAL_WORKER, Role.COORDINATOR), EVERYBODY),
    _row("plan", _child, policies.PLAN_READERS, PERSON_READERS),
    _row("placement", _child, policies.ASSESSORS, PERSON_READERS),
    _row("set_goal", _child, policies.PLANNERS, PERSON_READERS, "post"),
    _row("visit", _child, policies.VISITORS, PERSON_READERS, "post"),
    _row("discharge", _child, (Role.CENTRE_WORKER, Role.SOCIAL_WORKER), PERSON_READERS, "post"),
    _row("reach_goal", _goal, policies.PLANNERS, PERSON_READERS, "post"),
    _row("decide", _family, policies.DECIDERS, PERSON_READERS, "post"),
]
