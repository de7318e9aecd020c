"""A found child's road through the requirements, for the tests of clearance."""

from __future__ import annotations

from jusan.clearance import board, operations
from jusan.core import clock


def event(cast, subject, requirement, kind="granted", **more):
    """Enter an event as an officer does."""
    return operations.enter_event(
        actor=more.pop("actor", cast.legal_officer),
        operation=cast.aqqu,
        requirement=requirement,
        subject=subject,
        kind=kind,
        happened_at=clock.now(),
        by="an authority",
        reference="paper",
        **more,
    )


def grant_the_road(cast, child):
    """Grant every step but the doctor's word and the handover."""
    plan = board.plan_for("IQ_PRISON")
    for node, step in plan.by_id.items():
        if node in {plan.target, "X.fit_to_fly"}:
            continue
        if node == "X.court_override":
            continue
        subjects = {"state": cast.aqqu.id, "mission": cast.aqqu.id, "parent": cast.mother}
        outcome = "consent" if step.outcomes else ""
        event(cast, subjects.get(step.scope, child), node, outcome=outcome)
