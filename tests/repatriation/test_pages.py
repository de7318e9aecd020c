"""The mission worked by hand: every step through its page, and what the pages refuse."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from jusan.core import clock
from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.custody import operations as custody_operations
from jusan.core.custody import queries as custody
from jusan.core.custody.models import Handover, HandoverSignature, Party, PartyKind
from jusan.core.history.checking import first_faults
from jusan.core.people.operations import form_sibling_group
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.repatriation.models import (
    Absence,
    Boarding,
    Count,
    FitnessCheck,
    Flight,
    FlightEvent,
    Headcount,
    HeadcountClosing,
    TeamMember,
)
from jusan.repatriation.reading import flights
from tests.access.rows_mission import mission, ready
from tests.access.walk import client_of
from tests.casting import child_line, receive

MEMBER = {
    "name": "Farida Nurgali",
    "function": "carer",
    "sex": "F",
    "login": "",
    "vetted_on": "2031-03-01",
    "code_of_conduct_on": "2031-03-02",
    "joins_on": "2031-04-10",
    "leaves_on": "2031-05-01",
}
TIMES = {
    "aircraft": "UT-4001",
    "seats": "20",
    "departs_at": "2031-04-03T13:00",
    "arrives_at": "2031-04-03T17:00",
    "from_place": "",
    "to_place": "",
}


@pytest.fixture
def work(cast):
    mission(cast)
    return cast


def _at(cast, name, **more):
    return reverse(f"repatriation:{name}", kwargs={"operation": cast.aqqu.slug, **more})


def _flight(cast, name, **more):
    return _at(cast, name, flight="UT-1302", **more)


def _page(answer):
    return answer.content.decode()


class TestTeam:
    """Who is near children is vetted and bound, and the page says since when."""

    def test_a_vetted_member_joins_with_the_children_that_know_them(self, work):
        client = client_of(work.coordinator)
        values = MEMBER | {"buddy_of": [str(work.mission.child)]}
        assert client.post(_at(work, "team_member"), values).status_code == 302
        row = TeamMember.objects.get()
        assert (row.vetted_on, row.code_of_conduct_on) == (date(2031, 3, 1), date(2031, 3, 2))
        page = _page(client.get(_at(work, "mission")))
        assert "Farida Nurgali" in page
        assert "1 Mar 2031" in page
        assert "Zeynep" in page

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("vetted_on", "2031-04-20"),
            ("vetted_on", ""),
            ("code_of_conduct_on", "2031-04-11"),
            ("leaves_on", "2031-04-01"),
            ("joins_on", "2031-02-01"),
            ("buddy_of", "00000000-0000-4000-8000-000000000000"),
        ],
    )
    def test_who_is_not_vetted_and_bound_cannot_join_and_nothing_typed_is_lost(
        self, work, field, value
    ):
        answer = client_of(work.coordinator).post(_at(work, "team_member"), MEMBER | {field: value})
        assert answer.status_code == 400
        assert TeamMember.objects.count() == 0
        assert 'value="Farida Nurgali"' in _page(answer)
        assert "errorlist" in _page(answer)


class TestFlight:
    """A flight is planned, slips with a reason, departs with everybody accounted for, lands."""

    def test_a_flight_is_planned(self, work):
        client = client_of(work.diplomat)
        done = client.post(_at(work, "new_flight"), TIMES | {"number": "UT-1400"})
        assert done.status_code == 302
        event = FlightEvent.objects.get(flight=Flight.objects.get(number="UT-1400").id)
        assert (event.kind, event.seats) == ("planned", 20)

    @pytest.mark.parametrize(
        "odd",
        [
            {"number": "UT-1302"},
            {"number": "UT 14/00"},
            {"arrives_at": "2031-04-03T12:00"},
            {"departs_at": "9999-12-31T23:59"},
        ],
    )
    def test_what_cannot_be_a_flight_is_said_beside_its_field(self, work, odd):
        answer = client_of(work.diplomat).post(
            _at(work, "new_flight"), TIMES | {"number": "UT-1400"} | odd
        )
        assert answer.status_code == 400
        assert not Flight.objects.filter(number="UT-1400").exists()
        assert "UT-4001" in _page(answer)

    def test_a_flight_without_a_list_asks_only_those_who_may_draft_one(self, work):
        client_of(work.diplomat).post(_at(work, "new_flight"), TIMES | {"number": "UT-1400"})
        url = reverse("repatriation:flight", args=[work.aqqu.slug, "UT-1400"])
        asked = _page(client_of(work.coordinator).get(url))
        assert "Draft the manifest" in asked and "Draft one from what is known" in asked
        told = _page(client_of(work.medical).get(url))
        assert "No manifest yet." in told and "Draft one" not in told

    def test_a_slip_shows_what_dies_and_needs_a_reason(self, work):
        client = client_of(work.coordinator)
        shown = _page(client.get(_flight(work, "slip"), {"day": "2031-04-20"}))
        assert "Zeynep" in shown
        assert "no travel paper is valid on this day" in shown
        assert f"CR-{str(work.mission.child)[:6]}" in shown
        assert "Zeynep" not in _page(client.get(_flight(work, "slip"), {"day": "2031-04-04"}))
        assert FlightEvent.objects.count() == 1
        slipped = TIMES | {
            "kind": "slipped",
            "at": "2031-04-01T08:59",
            "departs_at": "2031-04-20T13:00",
            "arrives_at": "2031-04-20T17:00",
        }
        with clock.at(clock.now() + timedelta(hours=1)):
            assert client.post(_flight(work, "flight_event"), slipped).status_code == 400
            slipped |= {"reason": "overflight refused", "at": "2031-04-01T09:30"}
            assert client.post(_flight(work, "flight_event"), slipped).status_code == 302
        state = flights.flight_state(work.mission.flight)
        assert (state.kind, state.departs_at.date()) == ("slipped", date(2031, 4, 20))

    def test_nobody_departs_before_every_listed_child_is_on_board_or_offloaded(self, work):
        client = client_of(work.coordinator)
        event = TIMES | {"kind": "departed", "at": "2031-04-01T09:00"}
        refused = client.post(_flight(work, "flight_event"), event)
        assert refused.status_code == 400
        assert "neither on board nor offloaded" in _page(refused)
        board = client.post(_flight(work, "board", person=work.mission.child))
        assert board.status_code == 302
        with clock.at(clock.now() + timedelta(days=3)):
            later = {"at": "2031-04-03T13:10"}
            assert client.post(_flight(work, "flight_event"), event | later).status_code == 302
            landed = event | {"kind": "arrived", "at": "2031-04-04T08:00"}
            assert client.post(_flight(work, "flight_event"), landed).status_code == 302
            again = client.post(_flight(work, "flight_event"), landed)
            assert again.status_code == 400
            page = _page(client.get(_flight(work, "flight")))
        for name in ("draft", "slip", "flight_event"):
            assert _flight(work, name) not in page, name
        assert standing.latest([work.mission.child], FactKind.LANDED) is not None
        assert first_faults() == []


class TestBoarding:
    """Boarded is the list minus the offloaded, each with hands and a reason (H3)."""

    def test_an_offloaded_child_stays_in_named_hands_with_its_sibling(self, work):
        sister = receive(work.tracing_officer, work.aqqu, child_line(3, "Meryem"), tag="s")[0]
        ready(work, sister)
        form_sibling_group(
            actor=work.coordinator,
            operation=work.aqqu.id,
            label="G",
            children=[work.mission.child, sister],
        )
        client = client_of(work.coordinator)
        client.post(_flight(work, "draft"))
        client_of(work.field_officer).post(_flight(work, "approve"))
        url = _flight(work, "offload", person=work.mission.child)
        assert "Meryem" in _page(client.get(url))
        stay = {"holder": "", "new_holder": "Embassy", "new_kind": "mission", "reason": "fever"}
        assert client.post(url, stay).status_code == 302
        rows = Boarding.objects.all()
        assert {row.child for row in rows} == {work.mission.child, sister}
        assert {row.custodian for row in rows} == {Party.objects.get(name="Embassy").id}
        refused = client.post(url, stay)
        assert refused.status_code == 400
        assert 'value="fever"' in _page(refused)

    @pytest.mark.parametrize(
        "odd",
        [
            {"reason": ""},
            {"reason": "   "},
            {"new_holder": ""},
            {"holder": "00000000-0000-4000-8000-000000000000", "new_holder": ""},
            {"holder": "person:00000000-0000-4000-8000-000000000000", "new_holder": ""},
        ],
    )
    def test_nobody_is_offloaded_without_hands_and_a_reason(self, work, odd):
        stay = {"holder": "", "new_holder": "Embassy", "new_kind": "mission", "reason": "fever"}
        url = _flight(work, "offload", person=work.mission.child)
        parties = Party.objects.count()
        assert client_of(work.coordinator).post(url, stay | odd).status_code == 400
        assert (Boarding.objects.count(), Party.objects.count()) == (0, parties)

    def test_a_child_that_is_not_listed_is_not_there(self, work):
        other = receive(work.tracing_officer, work.aqqu, child_line(3, "Other"), tag="o")[0]
        client = client_of(work.coordinator)
        assert client.post(_flight(work, "board", person=other)).status_code == 404
        assert client.get(_flight(work, "offload", person=other)).status_code == 404

    def test_a_child_found_unfit_after_the_approval_does_not_board(self, work):
        checked = {
            "child": str(work.mission.child),
            "at": "2031-04-01T09:00",
            "outcome": "not_fit",
            "temperature_c": "39.1",
            "note": "ear",
        }
        assert client_of(work.medical).post(_flight(work, "fitness"), checked).status_code == 302
        answer = client_of(work.coordinator).post(_flight(work, "board", person=work.mission.child))
        assert answer.status_code == 409
        assert "no doctor has found the child fit" in _page(answer)


class TestFitness:
    """The doctor's word, with its moment; the findings are the doctor's alone."""

    def test_a_finding_holds_three_days_and_nobody_else_reads_the_note(self, work):
        client = client_of(work.medical)
        checked = {
            "child": str(work.mission.child),
            "at": "2031-04-01T07:30",
            "outcome": "fit_with_escort",
            "temperature_c": "36.6",
            "note": "asthma spray in hand luggage",
        }
        assert client.post(_flight(work, "fitness"), checked).status_code == 302
        row = FitnessCheck.objects.get()
        assert (row.at.hour, row.at.minute) == (7, 30)
        fact = standing.newest_of([work.mission.child], [FactKind.FIT_UNTIL])
        assert fact.ends_on == date(2031, 4, 4)
        page = _page(client.get(_flight(work, "fitness")))
        assert "2031-04-01 07:30" in page
        flight = _page(client_of(work.coordinator).get(_flight(work, "flight")))
        assert "asthma" not in page + flight

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("outcome", ""),
            ("at", "2031-04-02T07:30"),
            ("temperature_c", "366"),
            ("child", "00000000-0000-4000-8000-000000000000"),
        ],
    )
    def test_nothing_is_found_by_default_nor_in_the_future(self, work, field, value):
        checked = {
            "child": str(work.mission.child),
            "at": "2031-04-01T07:30",
            "outcome": "fit",
            "note": "keep me",
        }
        answer = client_of(work.medical).post(_flight(work, "fitness"), checked | {field: value})
        assert answer.status_code == 400
        assert FitnessCheck.objects.count() == 0
        assert "keep me" in _page(answer)


class TestCounts:
    """Two blind counts; a gap has a name; counts that differ are made again."""

    def _open(self, work, **more):
        return client_of(work.field_officer).post(
            _flight(work, "open_point"), {"point": "C1", "expected": "1"} | more
        )

    def _count(self, work, user, number):
        return client_of(user).post(_flight(work, "count"), {"counted": number})

    def test_a_point_opens_is_counted_twice_and_closes(self, work):
        assert self._open(work).status_code == 302
        assert self._count(work, work.field_officer, "1").status_code == 302
        blind = _page(client_of(work.coordinator).get(_flight(work, "headcounts")))
        assert "You counted" not in blind
        assert self._count(work, work.field_officer, "1").status_code == 400
        assert self._count(work, work.coordinator, "1").status_code == 302
        third = self._count(work, work.social_worker, "1")
        assert third.status_code == 400
        assert Count.objects.count() == 2
        client = client_of(work.field_officer)
        assert client.post(_flight(work, "close_point"), {}).status_code == 302
        assert HeadcountClosing.objects.count() == 1
        assert 'value="C2" selected' in _page(client.get(_flight(work, "headcounts")))

    def test_a_gap_is_closed_with_a_name_and_a_reason_only(self, work):
        self._open(work)
        for user in (work.field_officer, work.coordinator):
            self._count(work, user, "0")
        client = client_of(work.coordinator)
        refused = client.post(_flight(work, "close_point"), {})
        assert refused.status_code == 400
        assert "1 expected, 0 counted, 0 named absent" in _page(refused)
        named = {f"absent-{work.mission.child}": "with the doctor"}
        assert client.post(_flight(work, "close_point"), named).status_code == 302
        assert Absence.objects.get().child == work.mission.child

    def test_counts_that_differ_are_made_again_and_the_first_stay(self, work):
        self._open(work)
        self._count(work, work.field_officer, "1")
        client = client_of(work.coordinator)
        early = client.post(_flight(work, "recount"), {"expected": "1"})
        assert early.status_code == 400
        self._count(work, work.coordinator, "0")
        page = _page(client.get(_flight(work, "headcounts")))
        assert "the two counts differ" in page
        lower = client.post(_flight(work, "recount"), {"expected": "0"})
        assert "named, never subtracted" in _page(lower)
        assert client.post(_flight(work, "recount"), {"expected": "1"}).status_code == 302
        assert Headcount.objects.count() == 2
        assert Count.objects.count() == 2
        for user in (work.field_officer, work.coordinator):
            assert self._count(work, user, "1").status_code == 302
        assert client.post(_flight(work, "close_point"), {}).status_code == 302
        assert "counted again" in _page(client.get(_flight(work, "headcounts")))
        assert first_faults() == []

    def test_nobody_moves_on_while_a_point_is_open(self, work):
        self._open(work)
        answer = self._open(work, point="C2")
        assert answer.status_code == 400
        assert "C1 is not closed" in _page(answer)


class TestCustody:
    """A handover sheet with two signatures, by two humans; settlements; a lost child."""

    def _post(self, cast, user, name, values, **more):
        url = _at(cast, name, person=cast.mission.child, **more)
        return client_of(user).post(url, values)

    def _sheet(self, work):
        begin = {
            "giver": str(work.mission.prison.id),
            "holder": str(work.mission.mission.id),
            "new_holder": "",
            "at": "2031-04-01T08:30",
        }
        answer = self._post(work, work.field_officer, "hand_over", begin)
        assert answer.status_code == 302
        return Handover.objects.latest("recorded_at")

    def _sign(self, work, sheet, side, pen, signer="Captain Saleh, prison", user=None):
        values = {"side": side, "signer": signer, "pen": pen}
        who = user or work.field_officer
        return self._post(work, who, "sheet", values, handover=sheet.id)

    def _holder(self, work):
        return custody.now_held([work.mission.child])[work.mission.child].custodian

    def test_a_sheet_passes_the_child_when_both_sides_have_signed(self, work):
        sheet = self._sheet(work)
        assert self._sign(work, sheet, "giver", "another").status_code == 302
        assert self._holder(work) == work.mission.prison.id
        assert self._sign(work, sheet, "receiver", "me", "F. Officer").status_code == 302
        assert self._holder(work) == work.mission.mission.id
        page = _page(client_of(work.coordinator).get(
            _at(work, "sheet", person=work.mission.child, handover=sheet.id)
        ))  # fmt: skip
        assert "Captain Saleh, prison" in page
        assert "not signed" not in page
        assert first_faults() == []

    @pytest.mark.parametrize(
        ("pen", "signer"),
        [("me", "Other name"), ("another", "Field_Officer"), ("another", " field_officer ")],
    )
    def test_one_human_signs_one_side_whatever_name_is_typed(self, work, pen, signer):
        sheet = self._sheet(work)
        self._sign(work, sheet, "giver", "me", "F. Officer")
        answer = self._sign(work, sheet, "receiver", pen, signer)
        assert answer.status_code == 400
        assert "two different people" in _page(answer)
        assert HandoverSignature.objects.filter(handover=sheet.id).count() == 1

    def test_the_same_name_on_paper_is_the_same_hand(self, work):
        sheet = self._sheet(work)
        self._sign(work, sheet, "giver", "another", "Captain  SALEH, prison")
        answer = self._sign(work, sheet, "receiver", "another", "captain saleh, prison")
        assert answer.status_code == 400

    def test_a_side_signs_once_and_needs_a_pen(self, work):
        sheet = self._sheet(work)
        assert self._sign(work, sheet, "giver", "").status_code == 400
        assert self._sign(work, sheet, "nobody", "me").status_code == 400
        self._sign(work, sheet, "giver", "another")
        assert self._sign(work, sheet, "giver", "me").status_code == 400

    @pytest.mark.parametrize(
        "odd",
        [
            {"holder": ""},
            {"giver": ""},
            {"new_holder": "Also a new one"},
            {"at": "2031-04-02T08:30"},
        ],
    )
    def test_a_sheet_without_two_sides_or_from_tomorrow_is_not_made(self, work, odd):
        begin = {
            "giver": str(work.mission.prison.id),
            "holder": str(work.mission.mission.id),
            "new_holder": "",
            "at": "2031-04-01T08:30",
        }
        before = Handover.objects.count()
        assert self._post(work, work.field_officer, "hand_over", begin | odd).status_code == 400
        assert Handover.objects.count() == before

    def test_a_relative_receives_a_child_and_their_name_stays_in_their_own_record(self, work):
        mention = MentionDraft(
            "relative",
            "relative",
            {"name": "Samal Apa"},
            (ClaimDraft("name", "Samal Apa", '{"text": "Samal Apa", "script": "latin"}'),),
        )
        line = LineDraft(1, (mention,))
        aunt = receive(work.tracing_officer, work.aqqu, line, tag="kin")[0]
        begin = {
            "giver": str(work.mission.prison.id),
            "holder": f"person:{aunt}",
            "new_holder": "",
            "at": "2031-04-01T08:30",
        }
        answer = self._post(work, work.field_officer, "hand_over", begin)
        party = Party.objects.get(person=aunt)
        assert "Samal" not in party.name
        assert "Samal Apa" in _page(client_of(work.field_officer).get(answer.url))

    def test_a_lost_child_alarms_until_a_coordinator_settles(self, work):
        lost = self._post(work, work.field_officer, "lose_sight", {"at": "2031-04-01T09:00"})
        assert lost.status_code == 302
        assert [alarm.code for alarm in custody.alarms([work.mission.child])] == ["unknown"]
        url = _at(work, "custody", person=work.mission.child)
        assert "Nobody can say where this child is" in _page(client_of(work.coordinator).get(url))
        found = {
            "holder": "",
            "new_holder": "Children's  home",
            "new_kind": "institution",
            "at": "2031-04-01T09:00",
        }
        refused = self._post(work, work.field_officer, "settle", found)
        assert refused.status_code == 403
        assert self._post(work, work.coordinator, "settle", found).status_code == 302
        assert custody.alarms([work.mission.child]) == []
        assert self._holder(work) == Party.objects.get(name="Children's home").id

    def test_an_old_one_sided_handover_is_settled_through_the_page(self, work):
        sheet = self._sheet(work)
        self._sign(work, sheet, "giver", "another")
        with clock.at(datetime.fromisoformat("2031-04-02T12:00+00:00")):
            assert {a.code for a in custody.alarms([work.mission.child])} == {"one_sided"}
            held = {
                "holder": str(work.mission.prison.id),
                "new_holder": "",
                "at": "2031-04-02T12:00",
            }
            assert self._post(work, work.coordinator, "settle", held).status_code == 302
            assert custody.alarms([work.mission.child]) == []

    def test_a_sheet_of_another_child_is_not_there(self, work):
        other = receive(work.tracing_officer, work.aqqu, child_line(3, "Other"), tag="o")[0]
        hands = custody_operations.enter_party(
            actor=work.coordinator,
            operation=work.aqqu.id,
            kind=PartyKind.INSTITUTION,
            name="Home",
        )
        custody_operations.first_sighting(
            actor=work.field_officer,
            operation=work.aqqu.id,
            subject=other,
            custodian=hands.id,
            place=None,
        )
        url = _at(work, "sheet", person=other, handover=work.mission.handover.id)
        assert client_of(work.coordinator).get(url).status_code == 404
