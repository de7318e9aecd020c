"""Two officers at the same instant: exactly one of two contradictory acts stands."""

from __future__ import annotations

import json
import threading
from uuid import UUID

import pytest
from django.db import connections

from jusan.core import checks, clock
from jusan.core.claims.models import Answer, Claim, Report
from jusan.core.claims.operations import judge, register_source, retract_claim, undo
from jusan.core.claims.resolution import head_of
from jusan.core.custody import operations as custody
from jusan.core.custody import queries as custody_queries
from jusan.core.custody.models import Handover, HandoverSignature, PartyKind, Side
from jusan.core.errors import Refused
from jusan.core.operations.models import Case
from jusan.core.operations.operations import open_case
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY


def at_once(*works):
    """Run works in threads that start together; gives (results, refusals, other errors)."""
    barrier = threading.Barrier(len(works))
    results, refused, errors = [], [], []

    def run(work):
        try:
            with clock.at(STORY_DAY):
                barrier.wait()
                results.append(work())
        except Refused as error:
            refused.append(error)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return results, refused


def green():
    assert all(list(check()) == [] for check in checks.CHECKS.values())


def test_same_and_different_about_one_pair(cast):
    left, right = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"), child_line(3, "B"))

    def answer(user, said):
        return lambda: judge(actor=user, left=left, right=right, answer=said, why="x")

    results, refused = at_once(
        answer(cast.tracing_officer, Answer.SAME), answer(cast.coordinator, Answer.DIFFERENT)
    )
    assert (len(results), len(refused)) == (1, 1)
    green()


def test_two_signatures_on_one_side(cast):
    child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"))[0]
    hands = [
        custody.enter_party(
            actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.MISSION, name=name
        ).id
        for name in ("one", "two")
    ]
    handover = custody.hand_over(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=child,
        giver=hands[0],
        receiver=hands[1],
        place=None,
    )

    def sign(user, human):
        return lambda: custody.sign(
            actor=user, handover=handover, side=Side.RECEIVER, signer="x", human=UUID(int=human)
        )

    results, refused = at_once(sign(cast.field_officer, 1), sign(cast.coordinator, 2))
    assert (len(results), len(refused)) == (1, 1)
    assert HandoverSignature.objects.count() == 1
    green()


def test_one_file_taken_in_by_two(cast):
    def take(user):
        return lambda: receive(user, cast.aqqu, child_line(2, "A"), tag="one")

    receive(cast.tracing_officer, cast.aqqu, child_line(2, "Z"), tag="first")
    results, refused = at_once(take(cast.tracing_officer), take(cast.coordinator))
    assert refused == []
    assert results[0] == results[1]
    assert Report.objects.count() == 2
    green()


def test_one_source_and_one_party_entered_by_two(cast):
    def enter(user):
        return lambda: (
            register_source(
                actor=user, operation=cast.aqqu.id, channel="press", name="p", reliability="D"
            ).id,
            custody.enter_party(
                actor=user, operation=cast.aqqu.id, kind=PartyKind.MISSION, name="one"
            ).id,
        )

    results, refused = at_once(enter(cast.tracing_officer), enter(cast.coordinator))
    assert refused == []
    assert results[0] == results[1]
    green()


@pytest.mark.parametrize("attempt", range(4))
def test_a_joining_and_a_sighting_of_one_child(cast, attempt):
    left, right = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"), child_line(3, "B"))
    hands = [
        custody.enter_party(
            actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.MISSION, name=name
        ).id
        for name in ("one", "two")
    ]
    custody.first_sighting(
        actor=cast.field_officer,
        operation=cast.aqqu.id,
        subject=left,
        custodian=hands[0],
        place=None,
    )
    at_once(
        lambda: judge(
            actor=cast.tracing_officer, left=left, right=right, answer=Answer.SAME, why="x"
        ),
        lambda: custody.first_sighting(
            actor=cast.field_officer,
            operation=cast.aqqu.id,
            subject=right,
            custodian=hands[1],
            place=None,
        ),
    )
    # Whichever came first, the ledgers follow: refused, or joined and disputed.
    green()


@pytest.mark.parametrize("attempt", range(3))
def test_four_officers_join_and_part_one_family(cast, attempt):
    lines = [child_line(n, f"Child {n}") for n in range(2, 7)]
    a, b, c, d, e = receive(cast.tracing_officer, cast.aqqu, *lines)
    judge(actor=cast.coordinator, left=a, right=b, answer=Answer.SAME, why="x")
    judge(actor=cast.coordinator, left=c, right=d, answer=Answer.DIFFERENT, why="x")

    def answer(left, right, said=Answer.SAME):
        return lambda: judge(
            actor=cast.tracing_officer, left=left, right=right, answer=said, why="x"
        )

    results, refused = at_once(answer(b, c), answer(a, d), answer(b, e), answer(e, a))
    assert (len(results), len(refused)) == (3, 1)
    assert (head_of(c) == head_of(a)) != (head_of(d) == head_of(a))
    green()


def _hands(cast, *names):
    return [
        custody.enter_party(
            actor=cast.coordinator, operation=cast.aqqu.id, kind=PartyKind.MISSION, name=name
        ).id
        for name in names
    ]


def _handing(cast, child, giver, receiver, human):
    """One officer's whole handover: entered and signed by the receiver."""

    def work():
        row = custody.hand_over(
            actor=cast.field_officer, operation=cast.aqqu.id, subject=child, giver=giver,
            receiver=receiver, place=None,
        )  # fmt: skip
        return custody.sign(
            actor=cast.coordinator, handover=row, side=Side.RECEIVER, signer="x", human=human
        )

    return work


@pytest.mark.parametrize("attempt", range(3))
def test_one_child_handed_over_to_two_people(cast, attempt):
    """Both papers are kept. Nobody's hands win silently: one follows the other, or it alarms."""
    child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"))[0]
    one, two, three = _hands(cast, "one", "two", "three")
    custody.first_sighting(
        actor=cast.field_officer, operation=cast.aqqu.id, subject=child, custodian=one, place=None
    )
    results, refused = at_once(
        _handing(cast, child, one, two, UUID(int=1)), _handing(cast, child, one, three, UUID(int=2))
    )
    assert (len(results), refused) == (2, [])
    held = custody_queries.now_held([child])[child]
    follows = [json.loads(row.supersedes) for row in Handover.objects.filter(kind="transfer")]
    if follows[0] == follows[1]:
        assert held.state == "disputed"
        assert [alarm.code for alarm in custody_queries.alarms([child])] == ["disputed"]
    else:
        assert held.state == "agreed"
    green()


def test_one_answer_taken_back_by_two(cast):
    left, right = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"), child_line(3, "B"))
    row = judge(actor=cast.coordinator, left=left, right=right, answer=Answer.SAME, why="x")

    def back(user):
        return lambda: undo(actor=user, judgement=row)

    results, refused = at_once(back(cast.tracing_officer), back(cast.coordinator))
    assert (len(results), len(refused)) == (1, 1)
    assert head_of(left) != head_of(right)
    green()


def test_a_joining_taken_back_while_another_joins_the_same_child(cast):
    a, b, c = receive(
        cast.tracing_officer, cast.aqqu, child_line(2, "A"), child_line(3, "B"), child_line(4, "C")
    )
    row = judge(actor=cast.coordinator, left=a, right=b, answer=Answer.SAME, why="x")
    results, refused = at_once(
        lambda: undo(actor=cast.coordinator, judgement=row),
        lambda: judge(actor=cast.tracing_officer, left=b, right=c, answer=Answer.SAME, why="x"),
    )
    assert (len(results), refused) == (2, [])
    assert head_of(b) == head_of(c) != head_of(a)
    green()


def test_one_claim_retracted_by_two(cast):
    child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"))[0]
    claim = Claim.objects.get(person=child, property="name")

    def retract(user):
        return lambda: retract_claim(actor=user, claim=claim, reason_code="x")

    results, refused = at_once(retract(cast.tracing_officer), retract(cast.coordinator))
    assert (len(results), len(refused)) == (1, 1)
    green()


def test_one_case_opened_by_two(cast):
    child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"))[0]

    def opened(user):
        return lambda: open_case(actor=user, operation=cast.aqqu, person=child).code

    results, _ = at_once(opened(cast.tracing_officer), opened(cast.coordinator))
    assert results == ["AQ-001", "AQ-001"]
    assert Case.objects.count() == 1
