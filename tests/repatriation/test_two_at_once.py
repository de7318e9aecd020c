"""Two people of the mission at the same instant."""

from __future__ import annotations

import pytest

from jusan.core.access.roles import Role
from jusan.repatriation import operations
from jusan.repatriation.models import Boarding, ManifestApproval
from jusan.repatriation.reading import boarding, manifests
from tests.casting import make_user
from tests.core.test_two_officers_at_once import at_once, green
from tests.repatriation.test_mission_stateful import Mission, yard

__all__ = ["yard"]


@pytest.fixture
def ready(yard):
    """All five may fly; a manifest that lists them is drafted."""
    machine = Mission(yard)
    machine.draft()
    yard.cast.second = make_user(
        Role.FIELD_OFFICER, yard.cast.aqqu.id, by=yard.cast.root, login="second"
    )
    (held,) = machine.manifests.values()
    return yard, held.row


def _approve(user, manifest):
    return lambda: operations.approve_manifest(actor=user, manifest=manifest)


def _board(yard, user, number=0):
    return lambda: operations.board(
        actor=user, operation=yard.cast.aqqu, flight=yard.flight, child=yard.children[number]
    )


def _offload(yard, user, number=0):
    return lambda: operations.offload(
        actor=user,
        operation=yard.cast.aqqu,
        flight=yard.flight,
        child=yard.children[number],
        custodian=yard.prison,
        reason="fever",
    )


def test_one_manifest_approved_by_two(ready):
    yard, manifest = ready
    results, refused = at_once(
        _approve(yard.cast.field_officer, manifest), _approve(yard.cast.second, manifest)
    )
    assert (len(results), len(refused)) == (1, 1)
    assert ManifestApproval.objects.count() == 1
    green()


@pytest.mark.parametrize("attempt", range(2))
def test_a_manifest_approved_while_a_newer_one_is_drafted(ready, attempt):
    yard, manifest = ready
    at_once(
        _approve(yard.cast.field_officer, manifest),
        lambda: operations.draft_manifest(
            actor=yard.cast.coordinator, operation=yard.cast.aqqu, flight=yard.flight
        ),
    )
    listed = manifests.listed_children(yard.flight)
    assert set(listed) in (set(), set(yard.children))
    green()


@pytest.mark.parametrize("attempt", range(2))
def test_one_child_boards_and_is_offloaded(ready, attempt):
    """Whoever comes first, the group is off in the end: taken off again, or never on board."""
    yard, manifest = ready
    _approve(yard.cast.field_officer, manifest)()
    results, refused = at_once(
        _board(yard, yard.cast.field_officer), _offload(yard, yard.cast.second)
    )
    assert len(refused) <= 1 <= len(results)
    states = boarding.boarding_states(yard.flight)
    assert [states[child] for child in yard.children[:2]] == ["offloaded", "offloaded"]
    green()


def test_one_child_boards_by_two_and_a_group_is_offloaded_by_two(ready):
    yard, manifest = ready
    _approve(yard.cast.field_officer, manifest)()
    results, refused = at_once(
        _board(yard, yard.cast.field_officer, 4), _board(yard, yard.cast.second, 4)
    )
    assert (len(results), len(refused)) == (1, 1)
    results, refused = at_once(
        _offload(yard, yard.cast.field_officer, 0), _offload(yard, yard.cast.second, 1)
    )
    assert (len(results), len(refused)) == (1, 1)
    kinds = sorted(Boarding.objects.values_list("kind", flat=True))
    assert kinds == ["boarded", "offloaded", "offloaded"]
    green()
