"""H1 and H2: one state of carer and place at every instant, and two sides of every handover."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jusan.core import clock
from jusan.core.claims import cards
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge, undo
from jusan.core.claims.resolution import head_of
from jusan.core.custody import operations, queries
from jusan.core.custody.models import PartyKind, Side
from jusan.core.custody.projection import Node, project, tips
from jusan.core.errors import NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.vault.compartments import Compartment
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY

START = datetime(2031, 1, 1, tzinfo=UTC)
PARTIES = [UUID(int=n) for n in range(1, 5)]


@st.composite
def graphs(draw):
    """Any set of handovers: forks, late and unsigned ones, losses and settlements."""
    nodes = []
    for number in range(draw(st.integers(0, 8))):
        before = (
            draw(st.lists(st.sampled_from([n.id for n in nodes]), unique=True)) if nodes else []
        )
        kind = draw(st.sampled_from(["sighting", "transfer", "lost_sight", "settlement"]))
        signed = draw(st.booleans()) or kind != "transfer"
        hours = draw(st.integers(0, 20))
        nodes.append(
            Node(
                id=UUID(int=1000 + number),
                kind=kind,
                receiver=None if kind == "lost_sight" else draw(st.sampled_from(PARTIES)),
                place=None,
                supersedes=tuple(before),
                effective_at=START + timedelta(hours=hours) if signed else None,
                owner=UUID(int=9),
            )
        )
    return nodes


@given(graphs(), st.randoms())
def test_the_projection_has_no_gap_no_overlap_and_does_not_know_the_order_of_arrival(nodes, rng):
    rows = project(nodes)
    shuffled = list(nodes)
    rng.shuffle(shuffled)
    assert project(shuffled) == rows
    starts = [row.from_at for row in rows]
    assert all(a < b for a, b in pairwise(starts))
    effective = [node for node in nodes if node.effective_at is not None]
    assert len(rows) == len(effective)
    assert {row.state for row in rows} <= {"agreed", "disputed", "unknown"}
    for row in rows:
        assert row.owner == UUID(int=9)
        if row.state == "agreed":
            assert row.custodian is not None


@given(graphs())
def test_open_ends_are_exactly_the_effective_handovers_that_none_follows(nodes):
    effective = {node.id for node in nodes if node.effective_at is not None}
    followed = {p for n in nodes if n.effective_at is not None for p in n.supersedes}
    assert set(tips(nodes)) == effective - followed


@given(graphs())
def test_the_last_row_is_agreed_or_unknown_exactly_when_its_open_ends_name_one_holder(nodes):
    rows = project(nodes)
    if not rows:
        return
    ends = set(tips(nodes))
    hands = {node.receiver for node in nodes if node.id in ends}
    if len(hands) == 1:
        assert rows[-1].custodian in hands
        assert rows[-1].state == ("unknown" if hands == {None} else "agreed")
    else:
        assert rows[-1].state == "disputed"
        agreed = [row.custodian for row in rows[:-1] if row.state == "agreed"]
        assert not agreed or rows[-1].custodian == agreed[-1]


@given(graphs(), st.integers(0, 40))
def test_a_settlement_that_follows_every_open_end_ends_any_dispute(nodes, hours):
    settlement = Node(
        id=UUID(int=5000),
        kind="settlement",
        receiver=PARTIES[0],
        place=None,
        supersedes=tuple(tips(nodes)),
        effective_at=START + timedelta(hours=hours),
        owner=UUID(int=9),
    )
    last = project([*nodes, settlement])[-1]
    assert (last.state, last.custodian) == ("agreed", PARTIES[0])


def test_a_paper_signed_later_than_the_one_that_follows_it_is_no_dispute():
    def node(number, receiver, before, hours):
        at = START + timedelta(hours=hours)
        earlier = tuple(UUID(int=n) for n in before)
        return Node(UUID(int=number), "transfer", PARTIES[receiver], None, earlier, at, UUID(int=9))

    rows = project([node(100, 0, [], 0), node(101, 1, [100], 5), node(102, 2, [101], 3)])
    assert [(row.state, row.custodian) for row in rows] == [
        ("agreed", PARTIES[0]),
        ("disputed", PARTIES[0]),
        ("agreed", PARTIES[2]),
    ]


@pytest.fixture
def yard(cast):
    """A child in a prison, and three pairs of hands."""
    child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Nur"))[0]
    parties = {
        name: operations.enter_party(
            actor=cast.coordinator,
            operation=cast.aqqu.id,
            kind=PartyKind.AUTHORITY,
            name=name,
        ).id
        for name in ("prison", "mission", "centre")
    }
    operations.first_sighting(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=child,
        custodian=parties["prison"],
        place=None,
    )
    return cast, child, parties


def _hand(cast, child, giver, receiver, hours=1, **more):
    return operations.hand_over(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=child,
        giver=giver,
        receiver=receiver,
        place=None,
        at=STORY_DAY + timedelta(hours=hours),
        **more,
    )


def _sign(cast, handover, side, human, hours=1):
    return operations.sign(
        actor=cast.field_officer,
        handover=handover,
        side=side,
        signer="Office",
        human=UUID(int=human),
        at=STORY_DAY + timedelta(hours=hours),
    )


def _holder(child):
    head = head_of(child)
    return queries.now_held([head])[head]


def test_the_giver_holds_until_the_receiver_signs(yard):
    cast, child, parties = yard
    handover = _hand(cast, child, parties["prison"], parties["mission"])
    assert _holder(child).custodian == parties["prison"]
    _sign(cast, handover, Side.GIVER, 1)
    assert _holder(child).custodian == parties["prison"]
    _sign(cast, handover, Side.RECEIVER, 2)
    assert _holder(child).custodian == parties["mission"]
    assert queries.alarms([child]) == []
    assert first_faults() == []


def test_a_handover_moves_the_custody_card_alone_and_opens_nothing_said(yard, monkeypatch):
    cast, child, parties = yard
    handover = _hand(cast, child, parties["prison"], parties["mission"])

    def opened(*_args, **_more):
        raise AssertionError("a handover needs nobody's claims")

    monkeypatch.setattr(cards, "said_about", opened)
    _sign(cast, handover, Side.RECEIVER, 2)
    monkeypatch.undo()
    shown = cards.of_heads([child], Compartment.LOCATION).get()
    assert json.loads(shown.body)["custody"]["custodian"] == "mission"
    assert cards.differences() == []


def test_one_human_never_signs_both_sides_and_no_side_signs_twice(yard):
    cast, child, parties = yard
    handover = _hand(cast, child, parties["prison"], parties["mission"])
    _sign(cast, handover, Side.GIVER, 1)
    with pytest.raises(Refused, match="two different people"):
        _sign(cast, handover, Side.RECEIVER, 1)
    with pytest.raises(Refused, match="already signed"):
        _sign(cast, handover, Side.GIVER, 2)


def test_a_one_sided_handover_alarms_after_its_time_limit(yard):
    cast, child, parties = yard
    handover = _hand(cast, child, parties["prison"], parties["mission"], hours=0)
    _sign(cast, handover, Side.GIVER, 1, hours=0)
    assert queries.alarms([child]) == []
    with clock.at(STORY_DAY + queries.ONE_SIDED_LIMIT + timedelta(minutes=1)):
        assert [(a.subject, a.code) for a in queries.alarms([child])] == [(child, "one_sided")]


def _settle(cast, child, custodian, hours):
    return operations.settle(
        actor=cast.coordinator,
        operation=cast.aqqu.id,
        subject=child,
        custodian=custodian,
        place=None,
        at=STORY_DAY + timedelta(hours=hours),
    )


@pytest.mark.parametrize("side", [None, Side.GIVER, Side.RECEIVER])
def test_a_settlement_ends_the_alarm_of_the_one_sided_handover_that_it_settles(yard, side):
    cast, child, parties = yard
    handover = _hand(cast, child, parties["prison"], parties["mission"], hours=0)
    if side:
        _sign(cast, handover, side, 1, hours=0)
    with clock.at(STORY_DAY + timedelta(hours=7)):
        assert [alarm.code for alarm in queries.alarms([child])] == ["one_sided"]
        _settle(cast, child, parties["centre"], 7)
        assert queries.alarms([child]) == []
        assert _holder(child).custodian == parties["centre"]
    with clock.at(STORY_DAY + timedelta(days=40)):
        assert queries.alarms([child]) == []


def test_a_settlement_ends_no_alarm_of_a_handover_that_comes_after_it(yard):
    cast, child, parties = yard
    _settle(cast, child, parties["mission"], 1)
    _hand(cast, child, parties["mission"], parties["centre"], hours=2)
    with clock.at(STORY_DAY + timedelta(hours=9)):
        assert [alarm.code for alarm in queries.alarms([child])] == ["one_sided"]


def test_a_next_handover_ends_no_alarm_of_one_that_its_giver_never_signed(yard):
    cast, child, parties = yard
    first = _hand(cast, child, parties["prison"], parties["mission"], hours=0)
    _sign(cast, first, Side.RECEIVER, 1, hours=0)
    second = _hand(cast, child, parties["mission"], parties["centre"], hours=1)
    _sign(cast, second, Side.GIVER, 1, hours=1)
    _sign(cast, second, Side.RECEIVER, 2, hours=1)
    with clock.at(STORY_DAY + timedelta(hours=9)):
        assert [alarm.code for alarm in queries.alarms([child])] == ["one_sided"]
        _settle(cast, child, parties["centre"], 9)
        assert queries.alarms([child]) == []


def test_a_signature_that_comes_after_the_settlement_opens_no_dispute(yard):
    cast, child, parties = yard
    handover = _hand(cast, child, parties["prison"], parties["mission"], hours=0)
    _settle(cast, child, parties["centre"], 7)
    _sign(cast, handover, Side.RECEIVER, 2, hours=8)
    held = _holder(child)
    assert (held.state, held.custodian) == ("agreed", parties["centre"])


def test_two_papers_that_follow_the_same_one_are_a_dispute_until_settled(yard):
    cast, child, parties = yard
    sighting = [str(x) for x in tips(queries.nodes_of([child]))]
    for number, receiver in enumerate(("mission", "centre"), start=1):
        handover = _hand(
            cast,
            child,
            parties["prison"],
            parties[receiver],
            hours=number,
            supersedes=[UUID(sighting[0])],
        )
        _sign(cast, handover, Side.RECEIVER, number, hours=number)
    held = _holder(child)
    assert (held.state, held.custodian) == ("disputed", parties["mission"])
    assert [alarm.code for alarm in queries.alarms([child])] == ["disputed"]
    with pytest.raises(NotPermitted):
        operations.settle(
            actor=cast.field_officer,
            operation=cast.aqqu.id,
            subject=child,
            custodian=parties["centre"],
            place=None,
        )
    operations.settle(
        actor=cast.coordinator,
        operation=cast.aqqu.id,
        subject=child,
        custodian=parties["centre"],
        place=None,
        at=STORY_DAY + timedelta(hours=5),
    )
    held = _holder(child)
    assert (held.state, held.custodian) == ("agreed", parties["centre"])


def test_nobody_is_forced_to_invent_a_custodian_unknown_alarms_and_has_an_owner(yard):
    cast, child, _ = yard
    operations.lose_sight(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=child,
        at=STORY_DAY + timedelta(hours=2),
    )
    alarm = queries.alarms([child])[0]
    assert (alarm.code, alarm.owner) == ("unknown", cast.field_officer.id)
    assert _holder(child).custodian is None


def test_persons_in_different_hands_are_not_joined_in_the_same_hands_they_are(yard):
    cast, child, parties = yard
    other = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Noor"), tag="b")[0]

    def sighted(custodian):
        operations.first_sighting(
            actor=cast.field_officer,
            operation=cast.aqqu.id,
            subject=other,
            custodian=custodian,
            place=None,
        )

    sighted(parties["centre"])
    judge(actor=cast.tracing_officer, left=child, right=other, answer=Answer.DIFFERENT, why="x")
    with pytest.raises(Refused, match=r"different persons; .* custody"):
        judge(actor=cast.tracing_officer, left=child, right=other, answer=Answer.SAME, why="x")
    third = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Nour"), tag="c")[0]
    operations.first_sighting(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=third,
        custodian=parties["prison"],
        place=None,
    )
    row = judge(actor=cast.tracing_officer, left=child, right=third, answer=Answer.SAME, why="x")
    assert _holder(child).state == "agreed"
    assert len(queries.ledger(child)) == 2
    undo(actor=cast.tracing_officer, judgement=row)
    assert len(queries.ledger(child)) == len(queries.ledger(third)) == 1
    assert queries.disagreements() == []


def test_a_stranger_records_nothing(yard):
    cast, child, parties = yard
    with pytest.raises(NotPermitted):
        operations.hand_over(
            actor=cast.stranger,
            operation=cast.aqqu.id,
            subject=child,
            giver=parties["prison"],
            receiver=parties["mission"],
            place=None,
        )


def test_a_late_paper_takes_nobody_out_of_the_hands_that_hold_now(yard):
    """Seen with the prison now; a paper of seven hours ago must not end that silently."""
    cast, child, parties = yard
    late = _hand(cast, child, parties["prison"], parties["mission"], hours=-7)
    _sign(cast, late, Side.RECEIVER, 1, hours=-7)
    assert _holder(child).state == "disputed"
    assert [alarm.code for alarm in queries.alarms([child])] == ["one_sided", "disputed"]


def test_a_paper_begun_before_a_sighting_and_received_after_it_passes_the_child_on(yard):
    cast, child, parties = yard
    sheet = _hand(cast, child, parties["prison"], parties["mission"], hours=-1)
    _sign(cast, sheet, Side.GIVER, 1, hours=0)
    _sign(cast, sheet, Side.RECEIVER, 2, hours=0)
    assert (_holder(child).state, _holder(child).custodian) == ("agreed", parties["mission"])


def test_a_late_paper_stands_at_its_own_time(yard):
    """From prison to mission at one, known at once; from prison to centre at half past, found
    later: the centre held from then, and since one the two papers quarrel."""
    cast, child, parties = yard
    first = _hand(cast, child, parties["prison"], parties["mission"], hours=2)
    _sign(cast, first, Side.RECEIVER, 1, hours=2)
    late = _hand(cast, child, parties["prison"], parties["centre"], hours=1)
    _sign(cast, late, Side.RECEIVER, 2, hours=1)
    rows = [(row.state, row.custodian) for row in queries.ledger(child)]
    assert rows == [
        ("agreed", parties["prison"]),
        ("agreed", parties["centre"]),
        ("disputed", parties["centre"]),
    ]
