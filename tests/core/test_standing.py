"""Where columns meet: the newest fact of a kind, on the days it covers, over all mentions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jusan.core import clock
from jusan.core.history.errors import PlaintextInHistory
from jusan.core.standing.models import Fact, FactKind
from jusan.core.standing.operations import state_fact
from jusan.core.standing.queries import facts_of, holds_on, latest, newest_of
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY

DAY = STORY_DAY.date()


@pytest.fixture
def pair(cast):
    return receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"), child_line(3, "B"))


def _state(cast, subject, kind, *, hours=0, **more):
    with clock.at(STORY_DAY + timedelta(hours=hours)):
        return state_fact(
            actor=cast.coordinator,
            operation=cast.aqqu.id,
            subject=subject,
            kind=kind,
            column="clearance",
            **more,
        )


def test_a_fact_holds_between_its_days_and_only_while_it_is_the_newest(cast, pair):
    one, _ = pair
    _state(cast, one, FactKind.FIT_UNTIL, ends_on=DAY + timedelta(days=2))
    days = [DAY + timedelta(days=n) for n in (-1, 0, 2, 3)]
    held = [holds_on([one], FactKind.FIT_UNTIL, day) for day in days]
    assert held == [False, True, True, False]
    _state(cast, one, FactKind.FIT_UNTIL, hours=1, ends_on=DAY)
    assert not holds_on([one], FactKind.FIT_UNTIL, DAY + timedelta(days=1))
    assert Fact.objects.count() == 2


def test_the_newest_by_business_time_wins_over_all_leaves_and_kinds(cast, pair):
    one, two = pair
    late = _state(cast, two, FactKind.NOT_CLEARED, hours=5)
    early = _state(cast, one, FactKind.CLEARED_FOR, hours=1)
    kinds = (FactKind.CLEARED_FOR, FactKind.NOT_CLEARED)
    assert newest_of(pair, kinds) == late
    assert newest_of([one], kinds) == early
    assert facts_of(pair) == [early, late]
    assert latest([one], FactKind.NOT_CLEARED) is None
    assert not holds_on([one], FactKind.NOT_CLEARED, date(2031, 4, 1))


def test_a_fact_says_codes_not_prose(cast, pair):
    with pytest.raises(PlaintextInHistory):
        _state(cast, pair[0], FactKind.UNFIT, code="Nur has a fever since Monday night")
    assert Fact.objects.count() == 0
