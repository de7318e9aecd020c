"""What clearance says of a person is right the moment two mentions are joined or parted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jusan.clearance import queries
from jusan.core import clock
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge, undo
from jusan.core.claims.resolution import head_of, leaves_of
from jusan.core.people.operations import form_sibling_group
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from tests.casting import child_line, receive
from tests.clearance.conftest import child  # noqa: F401
from tests.clearance.road import event, grant_the_road
from tests.conftest import STORY_DAY

WORDS = (FactKind.CLEARED_FOR, FactKind.NOT_CLEARED)


@pytest.fixture
def twice(cast, child):  # noqa: F811
    """A cleared child, and an older mention about which a step was refused."""
    cast.child = child
    grant_the_road(cast, child)
    with clock.at(STORY_DAY - timedelta(days=20)):
        cast.older = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Noor"), tag="b")[0]
    with clock.at(STORY_DAY + timedelta(hours=1)):
        event(cast, cast.older, "X.mother_position", "revoked", outcome="withdrawn")
    return cast


def _judge(cast, hours, answer=Answer.SAME):
    with clock.at(STORY_DAY + timedelta(hours=hours)):
        return judge(
            actor=cast.tracing_officer,
            left=cast.child,
            right=cast.older,
            answer=answer,
            why="one register",
        )


def _word(person):
    return standing.newest_of(leaves_of(person), WORDS).kind


def test_a_joining_takes_the_word_back_and_undoing_it_gives_it_again(twice):
    cast = twice
    assert _word(cast.child) == FactKind.CLEARED_FOR
    row = _judge(cast, 2)
    assert head_of(cast.child) == cast.older
    assert _word(cast.older) == FactKind.NOT_CLEARED
    with clock.at(STORY_DAY + timedelta(hours=3)):
        undo(actor=cast.tracing_officer, judgement=row)
    assert _word(cast.child) == FactKind.CLEARED_FOR


def test_a_mention_that_was_cleared_only_through_another_is_cleared_no_more_when_parted(
    cast,
    child,  # noqa: F811
):
    cast.child = child
    with clock.at(STORY_DAY - timedelta(days=20)):
        cast.older = receive(cast.tracing_officer, cast.aqqu, child_line(2, "Noor"), tag="b")[0]
    row = _judge(cast, -1)
    grant_the_road(cast, child)
    assert _word(cast.older) == FactKind.CLEARED_FOR
    with clock.at(STORY_DAY + timedelta(hours=3)):
        undo(actor=cast.tracing_officer, judgement=row)
    assert _word(cast.older) == FactKind.NOT_CLEARED
    assert _word(child) == FactKind.CLEARED_FOR


def test_different_and_unsure_say_nothing_new(twice):
    before = standing.facts_of([twice.child, twice.older])
    _judge(twice, 2, Answer.UNSURE)
    assert standing.facts_of([twice.child, twice.older]) == before


def test_the_board_finds_the_sibling_group_by_any_mention(twice):
    cast = twice
    group = form_sibling_group(
        actor=cast.coordinator, operation=cast.aqqu.id, label="S1", children=[cast.child]
    )
    _judge(cast, 2)
    shown = queries.board(cast.legal_officer, cast.aqqu, date(2031, 4, 3), route="t")
    assert [(line.head, line.group) for line in shown["lines"]] == [(cast.older, str(group.id))]
