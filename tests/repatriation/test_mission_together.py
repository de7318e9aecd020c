"""Ways in which H3 and H5 were once broken: each was found by the machine of the mission."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest

from jusan.core import clock
from jusan.core.errors import Refused
from jusan.core.people.operations import join_sibling_group
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.repatriation import operations
from jusan.repatriation.reading import boarding, manifests
from tests.repatriation.test_mission_stateful import DEPARTS, MORNING, Mission, yard

__all__ = ["yard"]


@pytest.fixture
def ready(yard):
    """All five may fly; a manifest that lists them is drafted."""
    machine = Mission(yard)
    machine.draft()
    with clock.at(machine.now + timedelta(minutes=1)):
        yield machine


def _approve(machine):
    (held,) = machine.manifests.values()
    operations.approve_manifest(actor=machine.cast.field_officer, manifest=held.row)


def _board(machine, number, flight=None):
    operations.board(
        actor=machine.cast.field_officer,
        operation=machine.cast.aqqu,
        flight=flight or machine.yard.flight,
        child=machine.children[number],
    )


def _offload(machine, number):
    return operations.offload(
        actor=machine.cast.field_officer,
        operation=machine.cast.aqqu,
        flight=machine.yard.flight,
        child=machine.children[number],
        custodian=machine.yard.prison,
        reason="fever",
    )


def _uncleared(machine, number):
    state_fact(
        actor=machine.cast.legal_officer,
        operation=machine.cast.aqqu.id,
        subject=machine.children[number],
        kind=FactKind.NOT_CLEARED,
        column="clearance",
    )


def test_a_manifest_of_another_day_is_not_approved(ready):
    operations.record_flight(
        actor=ready.cast.coordinator,
        operation=ready.cast.aqqu,
        number="UT-1301",
        kind="slipped",
        at=clock.now(),
        aircraft="UT-4001",
        departs_at=DEPARTS + timedelta(days=90),
        arrives_at=DEPARTS + timedelta(days=90, hours=4),
    )
    with pytest.raises(Refused):
        _approve(ready)


def test_a_brother_who_joined_the_group_since_the_draft_stops_the_approval(ready):
    """The fifth child becomes the brother of the first two, and may not fly."""
    _uncleared(ready, 4)
    operations.draft_manifest(
        actor=ready.cast.coordinator, operation=ready.cast.aqqu, flight=ready.yard.flight
    )
    newest = manifests.newest_manifest(ready.yard.flight)
    group = ready.yard.rows["G1"]
    join_sibling_group(actor=ready.cast.coordinator, group=group, child=ready.children[4])
    with pytest.raises(Refused):
        operations.approve_manifest(actor=ready.cast.field_officer, manifest=newest)


def test_nobody_boards_whose_brother_may_not(ready):
    _approve(ready)
    _uncleared(ready, 1)
    with pytest.raises(Refused):
        _board(ready, 0)


def test_a_group_is_offloaded_after_one_of_it_boarded(ready):
    """Otherwise the sick one can neither board nor be offloaded, and the flight never leaves."""
    _approve(ready)
    _board(ready, 0)
    _uncleared(ready, 1)
    with pytest.raises(Refused):
        _board(ready, 1)
    _offload(ready, 1)
    states = boarding.boarding_states(ready.yard.flight)
    assert [states[child] for child in ready.children[:2]] == ["offloaded", "offloaded"]


def test_nobody_is_listed_on_a_second_flight_while_on_board_of_the_first(ready):
    _approve(ready)
    _board(ready, 4)
    second = operations.record_flight(
        actor=ready.cast.coordinator,
        operation=ready.cast.aqqu,
        number="UT-1302",
        kind="planned",
        at=clock.now(),
        aircraft="UT-4002",
        departs_at=DEPARTS + timedelta(hours=1),
        arrives_at=DEPARTS + timedelta(hours=5),
    )
    again = operations.draft_manifest(
        actor=ready.cast.coordinator, operation=ready.cast.aqqu, flight=second
    )
    operations.approve_manifest(actor=ready.cast.field_officer, manifest=again)
    with pytest.raises(Refused):
        _board(ready, 4, flight=second)


def test_a_newer_manifest_keeps_whoever_is_on_board(ready):
    _approve(ready)
    _board(ready, 4)
    with clock.at(MORNING + timedelta(hours=5)):
        _uncleared(ready, 4)
        newer = operations.draft_manifest(
            actor=ready.cast.coordinator, operation=ready.cast.aqqu, flight=ready.yard.flight
        )
        with contextlib.suppress(Refused):
            operations.approve_manifest(actor=ready.cast.field_officer, manifest=newer)
        listed = manifests.listed_children(ready.yard.flight)
    assert set(boarding.boarding_states(ready.yard.flight)) <= set(listed)
