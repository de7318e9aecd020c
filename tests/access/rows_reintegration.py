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


def _applicant(cast: Any) -> dict[str, Any]:
    return {**_child(cast), "candidate": _prepared(cast).relative}


def _carer(cast: Any) -> dict[str, Any]:
    return {"operation": cast.aqqu.slug, "person": _prepared(cast).relative}


def _row(
    name: str, kwargs: Any, roles: tuple[Role, ...], within: frozenset[Role], method: str = "get"
) -> Row:
    allowed = frozenset({*roles, Role.DEMONSTRATION})
    return Row(f"reintegration:{name}", kwargs, allowed, method, within - allowed)


CENTRE_STAFF = (Role.CENTRE_WORKER, Role.SOCIAL_WORKER)


def _entry(name: str, kwargs: Any, roles: tuple[Role, ...]) -> list[Row]:
    """An entry page: shown and sent by the same roles."""
    return [_row(name, kwargs, roles, PERSON_READERS, method) for method in ("get", "post")]


ROWS = [
    _row("day", _operation, policies.CENTRE, EVERYBODY),
    _row("find_child", _operation, policies.CENTRE, EVERYBODY),
    _row("visits", _operation, policies.VISITORS, EVERYBODY),
    _row("outcomes", _operation, policies.OUTCOME_READERS, EVERYBODY),
    _row("find_carer", _operation, policies.OUTCOME_READERS, EVERYBODY),
    _row("plan", _child, policies.PLAN_READERS, PERSON_READERS),
    _row("placement", _child, policies.ASSESSORS, PERSON_READERS),
    _row("find_family", _child, policies.ASSESSORS, PERSON_READERS),
    *_entry("admit", _child, policies.CENTRE),
    *_entry("intake", _child, policies.EXAMINERS),
    *_entry("set_goal", _child, policies.PLANNERS),
    *_entry("visit", _child, policies.VISITORS),
    *_entry("school", _child, policies.VISITORS),
    *_entry("discharge", _child, CENTRE_STAFF),
    *_entry("transfer", _child, CENTRE_STAFF),
    *_entry("apply", _applicant, policies.ASSESSORS),
    *_entry("assess", _family, policies.ASSESSORS),
    *_entry("decide", _family, policies.DECIDERS),
    *_entry("carer_outcome", _carer, policies.OUTCOME_READERS),
    _row("reach_goal", _goal, policies.PLANNERS, PERSON_READERS, "post"),
    _row("reopen_goal", _goal, policies.PLANNERS, PERSON_READERS, "post"),
]
