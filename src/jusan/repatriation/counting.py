"""Counting heads: two people, blind to each other, and every gap has a name."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import head_of
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.operations.models import Operation
from jusan.repatriation import policies
from jusan.repatriation.models import Absence, Count, Flight, Headcount, HeadcountClosing
from jusan.repatriation.reading import flights, headcounts

#: Two people count, blind to each other.
COUNTERS = 2


def open_headcount(
    *, actor: User, operation: Operation, flight: Flight, point: str, expected: int
) -> Headcount:
    """Open a count point. Raises Refused while an earlier one is not closed."""
    policies.can_count(actor, operation.id).require()
    if expected < 0:
        raise BadInput("a count is zero or more", field="expected")
    with acts.act(actor=actor.id, kind="repatriation.open_headcount", chain=operation.id):
        acts.lock_chain(operation.id)
        if flights.is_cancelled(flight):
            raise Refused("This flight was cancelled: nobody is counted for it.", field="point")
        pending = headcounts.open_headcount(flight)
        if pending is not None and pending.point != point:
            raise Refused(
                "count point %(point)s is not closed: nobody moves on",
                field="point",
                point=pending.point,
            )
        if pending is not None:
            return pending
        headcount = Headcount(flight=flight.id, point=point, at=clock.now(), expected=expected)
        headcount.save()
        acts.record("repatriation.headcount_opened", payload={"point": point})
    return headcount


def recount(
    *, actor: User, operation: Operation, headcount: Headcount, expected: int | None = None
) -> Headcount:
    """Two people counted and the point does not close: both count again; what they said stays.

    ``expected`` may only rise: a child that is not there is named, never subtracted.
    """
    policies.can_count(actor, operation.id).require()
    wanted = headcount.expected if expected is None else expected
    if wanted < headcount.expected:
        raise BadInput("a child that is not there is named, never subtracted", field="expected")
    with acts.act(actor=actor.id, kind="repatriation.recount", chain=operation.id):
        acts.lock_chain(operation.id)
        flight = Flight.objects.get(id=headcount.flight)
        if headcounts.open_headcount(flight) != headcount:
            raise Refused("this count point is already closed")
        if Count.objects.filter(headcount=headcount.id).count() != COUNTERS:
            raise Refused("two people count before a point is counted again")
        again = Headcount(flight=flight.id, point=headcount.point, at=clock.now(), expected=wanted)
        again.save()
        acts.record("repatriation.recounted", payload={"point": headcount.point})
    return again


def count(*, actor: User, operation: Operation, headcount: Headcount, counted: int) -> Count:
    """One counter enters a number, blind to the other's; each human once."""
    policies.can_count(actor, operation.id).require()
    if counted < 0:
        raise BadInput("a count is zero or more", field="counted")
    with acts.act(actor=actor.id, kind="repatriation.count", chain=operation.id):
        acts.lock_chain(operation.id)
        present = Count.objects.filter(headcount=headcount.id)
        if present.filter(human=actor.human).exists():
            raise Refused("the two counts are made by two different people")
        if present.count() >= COUNTERS:
            raise Refused("two people have counted at this point")
        row = Count(
            headcount=headcount.id,
            human=actor.human,
            counter=actor.id,
            counted=counted,
            at=clock.now(),
        )
        row.save()
        acts.record("repatriation.counted", payload={"headcount": headcount.id})
    return row


def close_headcount(
    *,
    actor: User,
    operation: Operation,
    headcount: Headcount,
    absent: Mapping[UUID, str] | None = None,
) -> HeadcountClosing:
    """Close a count point: two agreeing counts, and every gap to the expected has a name."""
    policies.can_count(actor, operation.id).require()
    missing = dict(absent or {})
    with acts.act(actor=actor.id, kind="repatriation.close_headcount", chain=operation.id):
        acts.lock_chain(operation.id)
        if HeadcountClosing.objects.filter(headcount=headcount.id).exists():
            raise Refused("this count point is already closed")
        _refuse_open_gap(headcount, missing)
        acts.add_all(
            Absence(headcount=headcount.id, child=head_of(child), reason=reason)
            for child, reason in missing.items()
        )
        closing = HeadcountClosing(headcount=headcount.id, at=clock.now())
        closing.save()
        acts.record(
            "repatriation.headcount_closed",
            subjects=list(missing),
            payload={"headcount": headcount.id, "point": headcount.point},
        )
    return closing


def _refuse_open_gap(headcount: Headcount, missing: Mapping[UUID, str]) -> None:
    counts = list(Count.objects.filter(headcount=headcount.id).values_list("counted", flat=True))
    if len(counts) != COUNTERS:
        raise Refused("two people count before a point is closed")
    if counts[0] != counts[1]:
        raise Refused("the two counts differ: both count again")
    if any(not reason.strip() for reason in missing.values()):
        raise Refused("every absent child is named with a reason")
    if counts[0] + len(missing) != headcount.expected:
        said = {"expected": headcount.expected, "counted": counts[0], "absent": len(missing)}
        raise Refused("%(expected)d expected, %(counted)d counted, %(absent)d named absent", **said)
