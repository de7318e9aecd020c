"""A signed identity whose tube falls away later: nothing is undone, and people are told to look."""

from __future__ import annotations

import pytest

from jusan.core.access.roles import Role
from jusan.core.errors import Refused
from jusan.core.operations.operations import open_case
from jusan.core.people.models import IdentityStatus
from jusan.core.people.queries import identity_status
from jusan.core.standing import queries as standing
from jusan.core.waiting import Urgency
from jusan.identification.choices import InputKind, State
from jusan.identification.operations.conclusions import (
    IdentityDraft,
    countersign,
    draft_identity,
    sign,
)
from jusan.identification.operations.samples import order_resampling, quarantine, release
from jusan.identification.reading.worklist import waiting
from jusan.repatriation import operations as mission
from jusan.repatriation.reading.manifests import manifest_view
from tests.access.rows_mission import plan
from tests.access.walk import client_of, page_of
from tests.identification.test_conclusions import _identity, _signed, lab  # noqa: F401

LOOK = "Look at this identity again"
TOLD = (Role.COORDINATOR, Role.LABORATORY, Role.LEGAL_OFFICER)


@pytest.fixture
def signed(cast, lab):  # noqa: F811
    """A child identified on DNA by two signatures; gives it with its tube."""
    draft = _identity(cast, lab, _signed(cast, lab), waiver="no second swab could be taken")
    sign(actor=cast.coordinator, conclusion=draft.id)
    countersign(actor=cast.qualified, conclusion=draft.id)
    return lab.person("host_list.xlsx#2")


def _void(cast, tube="NM-0401", outcome=State.VOID):
    release(
        actor=cast.laboratory,
        operation=cast.aqqu.id,
        tubes=[tube],
        outcome=outcome,
        why="the tubes changed places",
    )


def _alarms(cast, role):
    items = waiting(getattr(cast, role.value), cast.aqqu)
    return [item for item in items if str(item.what) == LOOK]


def _questioned(child):
    return standing.questioned({child: [child]}) == {child}


@pytest.mark.parametrize("role", TOLD)
def test_a_void_tube_under_a_signed_identity_alarms(cast, signed, role):
    assert _alarms(cast, role) == []
    _void(cast)
    (item,) = _alarms(cast, role)
    assert item.urgency is Urgency.ALARM
    assert item.subject == signed
    assert identity_status([signed]) is IdentityStatus.CONFIRMED, "the machine unconfirms nobody"


def test_tubes_that_may_have_been_exchanged_alarm_too(cast, signed):
    quarantine(actor=cast.laboratory, operation=cast.aqqu.id, tubes=["NM-0401"], why="look")
    assert not _questioned(signed), "kept aside, and nothing found yet"
    order_resampling(actor=cast.laboratory, operation=cast.aqqu.id, tubes=["NM-0401"], why="swap")
    assert _questioned(signed)


def test_the_mothers_tube_carries_the_identity_as_well(cast, signed, lab):  # noqa: F811
    from jusan.identification.models import Sample

    tube = Sample.objects.get(donor=lab.person("host_mothers.csv#2")).tube
    _void(cast, tube)
    assert _questioned(signed)


def test_another_tube_of_nobody_identified_alarms_nobody(cast, signed, lab):  # noqa: F811
    from jusan.identification.models import Sample

    _void(cast, Sample.objects.get(donor=lab.person("host_list.xlsx#3")).tube)
    assert not _questioned(signed)
    assert _alarms(cast, Role.COORDINATOR) == []


def test_a_stranger_and_other_roles_hear_nothing(cast, signed):
    _void(cast)
    for user in (cast.medical, cast.media_officer, cast.auditor):
        assert [item for item in waiting(user, cast.aqqu) if str(item.what) == LOOK] == []
    assert waiting(cast.stranger, cast.kokmaisa) == []


def test_it_is_said_once_however_often_tubes_are_decided(cast, signed):
    _void(cast)
    _void(cast)
    assert len(_alarms(cast, Role.COORDINATOR)) == 1


def _again(cast, child, status, way="provisional", **more):
    draft = draft_identity(
        actor=cast.coordinator,
        operation=cast.aqqu.id,
        draft=IdentityDraft(child=child, way=way, status=status, why="looked at again", **more),
    )
    sign(actor=cast.coordinator, conclusion=draft.id)
    assert _questioned(child), "one signature answers nothing"
    countersign(actor=cast.qualified, conclusion=draft.id)


def test_two_signers_withdraw(cast, signed):
    _void(cast)
    _again(cast, signed, "void")
    assert identity_status([signed]) is IdentityStatus.VOID
    assert not _questioned(signed)
    assert _alarms(cast, Role.COORDINATOR) == []


def test_two_signers_confirm_again_on_other_grounds(cast, signed, lab):  # noqa: F811
    _void(cast)
    line = lab.person("host_list.xlsx#2")
    _again(cast, signed, "confirmed", "registry_evidence", rests_on={line: InputKind.LINE})
    assert identity_status([signed]) is IdentityStatus.CONFIRMED
    assert not _questioned(signed)


def test_nothing_is_withdrawn_that_was_never_signed(cast, lab):  # noqa: F811
    with pytest.raises(Refused, match="no signed identity"):
        draft_identity(
            actor=cast.coordinator,
            operation=cast.aqqu.id,
            draft=IdentityDraft(
                child=lab.person("host_list.xlsx#2"), way="provisional", status="void", why="x"
            ),
        )


def test_the_file_the_board_and_the_manifest_show_it(cast, signed):
    open_case(actor=cast.coordinator, operation=cast.aqqu, person=signed)
    flight = plan(cast, "UT-1303")
    mission.draft_manifest(actor=cast.coordinator, operation=cast.aqqu, flight=flight)
    client = client_of(cast.coordinator)
    pages = [
        f"/o/aqqu/children/{signed}/",
        "/o/aqqu/clearance/",
        "/o/aqqu/mission/UT-1303/",
    ]
    assert ["identity in question" in page_of(client, page) for page in pages] == [False] * 3
    _void(cast)
    assert ["identity in question" in page_of(client, page) for page in pages] == [True] * 3
    (seat,) = manifest_view(cast.coordinator, cast.aqqu, flight, route="t").seats
    assert seat.questioned


def test_a_withdrawal_is_offered_only_where_an_identity_stands(cast, signed, lab):  # noqa: F811
    client = client_of(cast.coordinator)
    other = lab.person("host_list.xlsx#3")
    page = "/o/aqqu/identification/identity/{}/"
    assert 'value="void"' in page_of(client, page.format(signed))
    assert 'value="void"' not in page_of(client, page.format(other))
    answer = client.post(
        page.format(signed),
        {"way": "provisional", "status": "void", "why": "another tube"},
    )
    assert answer.status_code == 302
