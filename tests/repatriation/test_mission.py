"""From a cleared child to a landed one; and what must not happen on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from jusan.core import clock
from jusan.core.consent.models import Matter, Outcome
from jusan.core.consent.operations import record_position
from jusan.core.custody import operations as custody
from jusan.core.custody.models import PartyKind
from jusan.core.documents.models import DocumentKind
from jusan.core.documents.operations import enter_document
from jusan.core.errors import NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.operations.operations import open_case
from jusan.core.people.operations import form_sibling_group
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.core.vault import permits
from jusan.repatriation import counting, operations
from jusan.repatriation.models import Boarding
from jusan.repatriation.reading import headcounts, manifests
from tests.casting import child_line, receive

FLIGHT_DAY = date(2031, 11, 27)
MORNING = datetime(2031, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def mission(cast):
    """Three ready children, two of them siblings, and a flight."""
    leaves = receive(
        cast.tracing_officer,
        cast.aqqu,
        child_line(1, "Maryam"),
        child_line(2, "Hafsa"),
        child_line(3, "Ilyas", sex="M"),
    )
    with clock.at(MORNING):
        for leaf in leaves:
            _ready(cast, leaf)
        form_sibling_group(
            actor=cast.coordinator, operation=cast.aqqu.id, label="G1", children=leaves[:2]
        )
        flight = _flight(cast, "planned")
        prison = custody.enter_party(
            actor=cast.coordinator,
            operation=cast.aqqu.id,
            kind=PartyKind.AUTHORITY,
            name="Prison",
        )
        yield SimpleNamespace(cast=cast, leaves=leaves, flight=flight, prison=prison)


def _ready(cast, leaf):
    open_case(actor=cast.coordinator, operation=cast.aqqu, person=leaf)
    state_fact(
        actor=cast.legal_officer,
        operation=cast.aqqu.id,
        subject=leaf,
        kind=FactKind.CLEARED_FOR,
        column="clearance",
        starts_on=date(2031, 11, 20),
        ends_on=date(2031, 12, 1),
    )
    state_fact(
        actor=cast.medical,
        operation=cast.aqqu.id,
        subject=leaf,
        kind=FactKind.FIT_UNTIL,
        column="repatriation",
        starts_on=date(2031, 11, 26),
        ends_on=date(2031, 11, 29),
    )
    enter_document(
        actor=cast.diplomat,
        operation=cast.aqqu.id,
        subject=leaf,
        kind=DocumentKind.CERTIFICATE_OF_RETURN,
        number="CR-1",
        issuer="EMB-UTO",
        issued_on=date(2031, 11, 20),
        valid_until=date(2031, 12, 19),
    )


def _flight(cast, kind, hour=13):
    departs = datetime(2031, 11, 27, hour, tzinfo=UTC)
    return operations.record_flight(
        actor=cast.coordinator,
        operation=cast.aqqu,
        number="UT-1301",
        kind=kind,
        at=clock.now(),
        aircraft="UT-4001",
        departs_at=departs,
        arrives_at=departs + timedelta(hours=4),
    )


def _draft(mission):
    cast = mission.cast
    return operations.draft_manifest(
        actor=cast.coordinator, operation=cast.aqqu, flight=mission.flight
    )


def _approved(mission):
    manifest = _draft(mission)
    operations.approve_manifest(actor=mission.cast.field_officer, manifest=manifest)
    return manifest


def test_the_ready_are_listed_approved_by_a_second_human_board_and_land(mission):
    cast = mission.cast
    manifest = _draft(mission)
    with pytest.raises(NotPermitted):
        operations.approve_manifest(actor=cast.coordinator, manifest=manifest)
    operations.approve_manifest(actor=cast.field_officer, manifest=manifest)
    assert set(manifests.listed_children(mission.flight)) == set(mission.leaves)
    for leaf in mission.leaves:
        operations.board(
            actor=cast.field_officer, operation=cast.aqqu, flight=mission.flight, child=leaf
        )
    with clock.at(MORNING + timedelta(days=1)):
        _flight(cast, "arrived")
    assert standing.latest([mission.leaves[0]], FactKind.LANDED) is not None
    assert first_faults() == []


def test_nobody_boards_who_is_not_on_the_approved_manifest(mission):
    _draft(mission)
    with pytest.raises(Refused, match="approved manifest"):
        operations.board(
            actor=mission.cast.field_officer,
            operation=mission.cast.aqqu,
            flight=mission.flight,
            child=mission.leaves[0],
        )


def test_a_fever_after_the_approval_stops_boarding_and_offloads_the_sibling_too(mission):
    cast = mission.cast
    _approved(mission)
    operations.check_fitness(
        actor=cast.medical,
        operation=cast.aqqu,
        flight=mission.flight,
        child=mission.leaves[1],
        at=MORNING + timedelta(hours=3),
        outcome="not_fit",
        findings={"temperature_c": "39.1"},
    )
    with pytest.raises(Refused, match="no doctor has found the child fit"):
        operations.board(
            actor=cast.field_officer,
            operation=cast.aqqu,
            flight=mission.flight,
            child=mission.leaves[1],
        )
    rows = operations.offload(
        actor=cast.field_officer,
        operation=cast.aqqu,
        flight=mission.flight,
        child=mission.leaves[1],
        custodian=mission.prison.id,
        reason="fever",
    )
    assert {row.child for row in rows} == set(mission.leaves[:2])
    assert all(row.custodian == mission.prison.id for row in rows)
    operations.board(
        actor=cast.field_officer,
        operation=cast.aqqu,
        flight=mission.flight,
        child=mission.leaves[2],
    )
    kinds = sorted(Boarding.objects.values_list("kind", flat=True))
    assert kinds == ["boarded", "offloaded", "offloaded"]


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.REFUSED, Outcome.UNABLE])
def test_a_position_that_does_not_stand_keeps_the_group_on_the_ground(mission, outcome):
    cast = mission.cast
    mother = receive(cast.tracing_officer, cast.aqqu, child_line(1, "Aigerim"), tag="mother")[0]
    for moment, said in ((0, Outcome.CONSENT), (1, outcome)):
        record_position(
            actor=cast.diplomat,
            operation=cast.aqqu.id,
            subject=mission.leaves[0],
            holder=mother,
            matter=Matter.RETURN,
            outcome=said,
            taken_at=MORNING + timedelta(hours=moment),
            circumstances={"in_private": "yes"},
        )
    manifest = _draft(mission)
    view = manifests.manifest_view(cast.coordinator, cast.aqqu, mission.flight, route="t")
    assert view.manifest.id == manifest.id
    assert [seat.head for seat in view.seats if seat.boards] == [mission.leaves[2]]


def test_a_draft_overtaken_by_a_new_fact_cannot_be_approved(mission):
    cast = mission.cast
    manifest = _draft(mission)
    state_fact(
        actor=cast.legal_officer,
        operation=cast.aqqu.id,
        subject=mission.leaves[0],
        kind=FactKind.NOT_CLEARED,
        column="clearance",
        code="X.court_release",
    )
    with pytest.raises(Refused, match="draft the manifest again"):
        operations.approve_manifest(actor=cast.field_officer, manifest=manifest)


def test_papers_must_be_valid_on_the_day_a_slip_empties_the_list(mission):
    cast = mission.cast
    operations.record_flight(
        actor=cast.coordinator,
        operation=cast.aqqu,
        number="UT-1301",
        kind="slipped",
        at=clock.now() + timedelta(minutes=1),
        aircraft="UT-4001",
        departs_at=datetime(2031, 12, 25, 13, tzinfo=UTC),
        arrives_at=datetime(2031, 12, 25, 17, tzinfo=UTC),
        reason="overflight refused",
    )
    _draft(mission)
    view = manifests.manifest_view(cast.coordinator, cast.aqqu, mission.flight, route="t")
    assert not any(seat.boards for seat in view.seats)
    assert all(len(seat.reasons) == 3 for seat in view.seats)


class TestHeadcount:
    """Two counts, blind to each other, and nobody moves on with a gap that has no name."""

    def _open(self, mission, expected=3, point="C1"):
        return counting.open_headcount(
            actor=mission.cast.field_officer,
            operation=mission.cast.aqqu,
            flight=mission.flight,
            point=point,
            expected=expected,
        )

    def _count(self, mission, headcount, user, counted):
        counting.count(
            actor=user, operation=mission.cast.aqqu, headcount=headcount, counted=counted
        )

    def _close(self, mission, headcount, absent=None):
        return counting.close_headcount(
            actor=mission.cast.field_officer,
            operation=mission.cast.aqqu,
            headcount=headcount,
            absent=absent,
        )

    def test_agreement_closes_and_the_next_point_may_open(self, mission):
        headcount = self._open(mission)
        self._count(mission, headcount, mission.cast.field_officer, 3)
        with pytest.raises(Refused, match="two people"):
            self._close(mission, headcount)
        self._count(mission, headcount, mission.cast.coordinator, 3)
        with pytest.raises(Refused, match="not closed"):
            self._open(mission, point="C2")
        self._close(mission, headcount)
        assert self._open(mission, point="C2").point == "C2"

    def test_one_human_does_not_count_twice(self, mission):
        headcount = self._open(mission)
        self._count(mission, headcount, mission.cast.field_officer, 3)
        with pytest.raises(Refused, match="two different people"):
            self._count(mission, headcount, mission.cast.field_officer, 3)

    def test_the_other_count_is_hidden_until_the_point_is_closed(self, mission):
        headcount = self._open(mission)
        self._count(mission, headcount, mission.cast.field_officer, 3)
        view = headcounts.headcounts(mission.cast.coordinator, mission.cast.aqqu, mission.flight,
                                  route="t")[0]  # fmt: skip
        assert view.mine is None
        assert view.counts == ()

    def test_a_gap_needs_the_child_by_name_and_a_reason(self, mission):
        headcount = self._open(mission)
        self._count(mission, headcount, mission.cast.field_officer, 2)
        self._count(mission, headcount, mission.cast.coordinator, 2)
        with pytest.raises(Refused, match="3 expected"):
            self._close(mission, headcount)
        with pytest.raises(Refused, match="reason"):
            self._close(mission, headcount, {mission.leaves[0]: " "})
        self._close(mission, headcount, {mission.leaves[0]: "stays with the doctor"})

    def test_two_different_counts_never_close(self, mission):
        headcount = self._open(mission)
        self._count(mission, headcount, mission.cast.field_officer, 3)
        self._count(mission, headcount, mission.cast.coordinator, 2)
        with pytest.raises(Refused, match="differ"):
            self._close(mission, headcount, {mission.leaves[0]: "asleep"})


def test_findings_are_for_doctors_only(mission):
    from jusan.core.vault.compartments import Compartment
    from jusan.repatriation import sections

    cast = mission.cast
    operations.check_fitness(
        actor=cast.medical,
        operation=cast.aqqu,
        flight=mission.flight,
        child=mission.leaves[0],
        at=MORNING,
        outcome="fit",
        findings={"note": "asthma"},
    )
    plain = sections.file_section(
        cast.coordinator, cast.aqqu, [mission.leaves[0]], frozenset({Compartment.IDENTITY})
    )
    assert plain["checks"][0]["findings"] is None
    opened = frozenset({Compartment.IDENTITY, Compartment.HEALTH})
    with permits.holding(permits.Permit("t", opened, frozenset(mission.leaves))):
        full = sections.file_section(cast.medical, cast.aqqu, [mission.leaves[0]], opened)
    assert full["checks"][0]["findings"] == {"note": "asthma"}


def test_only_a_doctor_says_who_is_fit(mission):
    cast = mission.cast
    with pytest.raises(NotPermitted):
        operations.check_fitness(
            actor=cast.coordinator,
            operation=cast.aqqu,
            flight=mission.flight,
            child=mission.leaves[0],
            at=MORNING,
            outcome="fit",
            findings={},
        )


def test_nobody_joins_the_team_before_being_vetted(cast):
    with pytest.raises(Refused, match="vetted"):
        operations.enter_team_member(
            actor=cast.coordinator,
            operation=cast.aqqu,
            name="N.N.",
            function="carer",
            vetted_on=date(2031, 6, 2),
            code_of_conduct_on=date(2031, 5, 1),
            joins_on=date(2031, 6, 1),
            leaves_on=date(2031, 12, 31),
        )
