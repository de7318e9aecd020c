"""Two officers at the same instant: exactly one of two contradictory acts stands."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest
from django.db import connections

from jusan.core import checks, clock
from jusan.core.claims.models import Answer, Claim, Report
from jusan.core.claims.operations import judge, register_source, retract_claim
from jusan.core.claims.resolution import head_of
from jusan.core.custody import operations as custody
from jusan.core.custody.models import HandoverSignature, PartyKind, Side
from jusan.core.errors import Refused
from jusan.core.operations.models import Case
from jusan.core.operations.operations import open_case
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY


def _at_once(*works):
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


def _green():
    assert all(list(check()) == [] for check in checks.CHECKS.values())


def test_same_and_different_about_one_pair(cast):
    left, right = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"), child_line(3, "B"))

    def answer(user, said):
        return lambda: judge(actor=user, left=left, right=right, answer=said, why="x")

    results, refused = _at_once(
        answer(cast.tracing_officer, Answer.SAME), answer(cast.coordinator, Answer.DIFFERENT)
    )
    assert (len(results), len(refused)) == (1, 1)
    _green()


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

    results, refused = _at_once(sign(cast.field_officer, 1), sign(cast.coordinator, 2))
    assert (len(results), len(refused)) == (1, 1)
    assert HandoverSignature.objects.count() == 1
    _green()


def test_one_file_taken_in_by_two(cast):
    def take(user):
        return lambda: receive(user, cast.aqqu, child_line(2, "A"), tag="one")

    receive(cast.tracing_officer, cast.aqqu, child_line(2, "Z"), tag="first")
    results, refused = _at_once(take(cast.tracing_officer), take(cast.coordinator))
    assert refused == []
    assert results[0] == results[1]
    assert Report.objects.count() == 2
    _green()


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

    results, refused = _at_once(enter(cast.tracing_officer), enter(cast.coordinator))
    assert refused == []
    assert results[0] == results[1]
    _green()


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
    _at_once(
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
    _green()


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

    results, refused = _at_once(answer(b, c), answer(a, d), answer(b, e), answer(e, a))
    assert (len(results), len(refused)) == (3, 1)
    assert (head_of(c) == head_of(a)) != (head_of(d) == head_of(a))
    _green()


def test_one_claim_retracted_by_two(cast):
    child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"))[0]
    claim = Claim.objects.get(person=child, property="name")

    def retract(user):
        return lambda: retract_claim(actor=user, claim=claim, reason_code="x")

    results, refused = _at_once(retract(cast.tracing_officer), retract(cast.coordinator))
    assert (len(results), len(refused)) == (1, 1)
    _green()


def test_one_case_opened_by_two(cast):
    child = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"))[0]

    def opened(user):
        return lambda: open_case(actor=user, operation=cast.aqqu, person=child).code

    results, _ = _at_once(opened(cast.tracing_officer), opened(cast.coordinator))
    assert results == ["AQ-001", "AQ-001"]
    assert Case.objects.count() == 1
