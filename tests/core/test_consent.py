"""Legal bases and positions: two things, each with its own history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jusan.core.consent.models import BasisKind, Matter, Outcome, Position
from jusan.core.consent.operations import end_basis, record_basis, record_position
from jusan.core.consent.queries import bases_in_force, latest_position, positions
from jusan.core.consent.retention import DATA_CLASSES
from jusan.core.errors import Refused
from jusan.core.vault.compartments import Compartment
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY

DAY = STORY_DAY.date()


@pytest.fixture
def child(cast):
    return receive(cast.tracing_officer, cast.aqqu, child_line(2, "Nur"))[0]


def _basis(cast, subject, **more):
    return record_basis(
        actor=cast.legal_officer,
        operation=cast.aqqu.id,
        subject=subject,
        data_class=Compartment.DNA,
        basis=BasisKind.COURT_ORDER,
        reference=more.pop("reference", "order 12"),
        starts_on=DAY,
        **more,
    )


def _in_force(child, day, data_class=Compartment.DNA):
    return bases_in_force([child], data_class, day).count()


def test_a_basis_holds_for_its_class_between_its_days_and_until_it_falls(cast, child):
    row = _basis(cast, child, ends_on=DAY + timedelta(days=10))
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=10), DAY + timedelta(days=11)]
    assert [_in_force(child, day) for day in days] == [0, 1, 1, 0]
    assert _in_force(child, DAY, Compartment.HEALTH) == 0
    end_basis(actor=cast.legal_officer, basis=row, reason_code="order-lifted")
    assert _in_force(child, DAY) == 0


def test_a_basis_of_the_operation_covers_its_persons_and_no_others(cast, child):
    _basis(cast, cast.aqqu.id)
    assert _in_force(child, DAY) == 1
    theirs = receive(cast.stranger, cast.kokmaisa, child_line(2, "A"), tag="b")[0]
    assert _in_force(theirs, DAY) == 0


def test_a_basis_names_its_document(cast, child):
    with pytest.raises(Refused, match="document"):
        _basis(cast, child, reference=" ")


def test_the_latest_position_stands_and_the_earlier_ones_stay(cast, child):
    for hours, outcome in enumerate((Outcome.CONSENT, Outcome.WITHDRAWN, Outcome.CONSENT)):
        record_position(
            actor=cast.diplomat,
            operation=cast.aqqu.id,
            subject=child,
            holder=child,
            matter=Matter.RETURN,
            outcome=outcome,
            taken_at=STORY_DAY + timedelta(hours=hours),
            circumstances={"in_private": "yes"},
        )
    said = [row.outcome for row in positions([child], Matter.RETURN)]
    assert said == ["consent", "withdrawn", "consent"]
    assert latest_position([child], Matter.RETURN).outcome == Outcome.CONSENT
    assert latest_position([child], Matter.MEDIA) is None
    assert Position.objects.count() == 3


def test_every_class_of_data_has_an_owner_a_term_and_a_way_to_correct_it():
    assert set(DATA_CLASSES) == set(Compartment)
    for rule in DATA_CLASSES.values():
        assert str(rule.correction)
        assert rule.keep_days is None or rule.keep_days > 0


def test_a_basis_ends_once_and_never_before_it_starts(cast, child):
    with pytest.raises(Refused, match="before it starts"):
        _basis(cast, child, ends_on=DAY - timedelta(days=1))
    row = _basis(cast, child)
    end_basis(actor=cast.legal_officer, basis=row, reason_code="lifted")
    with pytest.raises(Refused, match="already"):
        end_basis(actor=cast.legal_officer, basis=row, reason_code="lifted")


def test_a_basis_ends_on_a_real_day(cast, child):
    _basis(cast, child, ends_on=date(2031, 12, 31))
    assert _in_force(child, date(2031, 12, 31)) == 1
