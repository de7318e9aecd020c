"""Papers: good for a border on a day, or not; what they say stays after they expired."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jusan.core import clock
from jusan.core.claims.operations import destroy_subject
from jusan.core.documents.models import DocumentKind, DocumentStateKind
from jusan.core.documents.operations import change_state, enter_document
from jusan.core.documents.queries import identity_papers, of_subjects, travel_papers
from jusan.core.errors import Refused
from jusan.core.history import reads
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.errors import NoPermit
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY

DAY = STORY_DAY.date()


@pytest.fixture
def child(cast):
    return receive(cast.tracing_officer, cast.aqqu, child_line(2, "Nur"))[0]


def _paper(cast, child, *, kind=DocumentKind.PASSPORT, until=None, issued=date(2030, 1, 1)):
    return enter_document(
        actor=cast.legal_officer,
        operation=cast.aqqu.id,
        subject=child,
        kind=kind,
        number="N 00112233",
        issuer="Registry",
        issued_on=issued,
        valid_until=until,
    )


def test_an_expired_passport_crosses_no_border_and_still_says_who_somebody_is(cast, child):
    paper = _paper(cast, child, until=DAY)
    assert list(travel_papers([child], DAY)) == [paper]
    assert list(travel_papers([child], DAY + timedelta(days=1))) == []
    assert list(travel_papers([child], date(2029, 12, 31))) == []
    assert list(identity_papers([child])) == [paper]


def test_a_birth_record_is_no_travel_paper(cast, child):
    _paper(cast, child, kind=DocumentKind.BIRTH_RECORD)
    assert list(travel_papers([child], DAY)) == []


@pytest.mark.parametrize("state", list(DocumentStateKind))
def test_an_ended_paper_is_good_until_the_day_it_ended(cast, child, state):
    paper = _paper(cast, child)
    with clock.at(STORY_DAY + timedelta(days=2)):
        change_state(actor=cast.legal_officer, document=paper, state=state)
    assert list(travel_papers([child], DAY + timedelta(days=1))) == [paper]
    assert list(travel_papers([child], DAY + timedelta(days=2))) == []
    assert of_subjects([child]).count() == 1


def test_a_paper_does_not_expire_before_it_was_issued(cast, child):
    with pytest.raises(Refused, match="expire"):
        _paper(cast, child, until=date(2029, 12, 31))


def test_its_number_is_read_only_under_a_logged_read(cast, child):
    paper_id = _paper(cast, child).id
    with pytest.raises(NoPermit):
        _ = of_subjects([child]).get(id=paper_id).number
    reads.open_for(
        reader=cast.legal_officer.id,
        purpose="t",
        subjects=[child],
        compartments=[Compartment.IDENTITY],
        route="t",
    )
    assert of_subjects([child]).get(id=paper_id).number == "N 00112233"


def test_nothing_is_entered_about_somebody_whose_key_was_destroyed(cast, child):
    destroy_subject(
        actor=cast.data_protection_officer,
        approver=cast.coordinator,
        person=child,
        reason_code="request",
    )
    with pytest.raises(Refused, match="destroyed"):
        _paper(cast, child)
