"""A value nobody could read: kept, flagged, read by an officer beside it, never edited."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from jusan.core.claims import cards
from jusan.core.claims.models import Claim, ClaimReading, Report
from jusan.core.claims.operations import state_reading, withdraw_reading
from jusan.core.claims.resolution import head_of
from jusan.core.claims.statements import properties, said_about
from jusan.core.errors import NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.vault import permits, service
from jusan.core.vault.compartments import Compartment
from jusan.tracing.importers.layouts import LAYOUTS
from jusan.tracing.operations import receive_report
from tests.access.walk import client_of
from tests.conftest import STORY_DAY


@pytest.fixture
def listed(cast):
    """A list whose one line has a birth on 31 February and a sex of "?"."""
    layout = LAYOUTS["host_list"]
    columns = dict.fromkeys(sorted(layout.required), "")
    columns |= {
        "name_latin": "Nur",
        "sex": "?",
        "birth": "2019-02-31",
        "birth_kind": "day",
        layout.dated_by: "2031-03-01",
    }
    if "kind" in columns:
        columns["kind"] = "child"
    text = ",".join(columns) + "\n" + ",".join(columns.values()) + "\n"
    receive_report(
        actor=cast.tracing_officer,
        operation=cast.aqqu,
        kind="host_list",
        file_name="host.csv",
        content=text.encode(),
        channel="host_state",
        source_name="host",
        reliability="B",
        received_at=STORY_DAY,
    )
    cast.birth = Claim.objects.get(property="birth")
    cast.sex = Claim.objects.get(property="sex")
    return cast


def _page(cast, name, **kwargs):
    return reverse(f"tracing:{name}", kwargs={"operation": cast.aqqu.slug, **kwargs})


def _open_list(cast, user):
    report = Report.objects.get()
    return client_of(user).get(_page(cast, "open_list", report=report.id)).content.decode()


def _read(cast, user, claim, text, why="the mother says so", **more):
    url = _page(cast, "read_value", claim=claim.id)
    return client_of(user).post(url, {"text": text, "why": why, **more})


def _held(cast):
    with permits.holding(permits.system("test")):
        said = said_about([cast.birth.person], Compartment)
        return properties(said)


def _born(cast):
    card = cards.of_heads([head_of(cast.birth.person)], Compartment.IDENTITY).get()
    return json.loads(card.body)["birth"]


def test_a_reading_weighs_and_the_value_stands_as_it_was_received(listed):
    assert _born(listed) is None
    answer = _read(listed, listed.tracing_officer, listed.birth, "2019-02")
    assert answer.status_code == 302
    assert _born(listed) | {"how": ""} == {
        "earliest": "2019-02-01",
        "latest": "2019-02-28",
        "how": "",
    }
    best = _held(listed)["birth"].best
    assert (best.read_by, best.certainty) == (listed.tracing_officer.id, "about")
    with permits.holding(permits.system("test")):
        received = Claim.objects.get(id=listed.birth.id)
        assert (received.as_written, received.flag) == ("2019-02-31", "no_such_date")
        assert received.normalised is None
    page = _open_list(listed, listed.coordinator)
    assert "2019-02-31" in page
    assert "2019-02<" in page
    assert "Tracing_Officer" in page
    assert cards.differences() == []
    assert first_faults() == []


def test_a_source_that_states_it_plainly_outranks_a_reading(listed):
    _read(listed, listed.tracing_officer, listed.birth, "2019-02-28")
    reading = ClaimReading.objects.get()
    with permits.holding(permits.system("test")):
        said = {item.claim: item for item in said_about([listed.birth.person], Compartment)}
    plain = next(item for item in said.values() if item.property_name == "name")
    assert said[reading.reading].rank > plain.rank


def test_two_officers_may_read_differently_and_both_stand(listed):
    _read(listed, listed.tracing_officer, listed.birth, "2019-02-28")
    _read(listed, listed.coordinator, listed.birth, "2018-02-28")
    held = _held(listed)["birth"]
    assert len(held.conflicts) == 1
    page = _open_list(listed, listed.tracing_officer)
    assert "2019-02-28" in page
    assert "2018-02-28" in page


def test_a_reading_is_taken_back_by_its_officer_and_the_value_is_open_again(listed):
    _read(listed, listed.field_officer, listed.birth, "2019-02-28")
    reading = ClaimReading.objects.get()
    url = _page(listed, "withdraw_reading", reading=reading.id)
    assert client_of(listed.diplomat).post(url).status_code == 403
    assert _born(listed) is not None
    assert client_of(listed.field_officer).post(url).status_code == 302
    assert _born(listed) is None
    assert "taken back" in _open_list(listed, listed.tracing_officer)
    assert client_of(listed.field_officer).post(url).status_code == 409
    assert cards.differences() == []


def test_an_officer_who_judges_may_take_another_ones_reading_back(listed):
    _read(listed, listed.field_officer, listed.birth, "2019-02-28")
    withdraw_reading(actor=listed.tracing_officer, reading=ClaimReading.objects.get())
    assert _born(listed) is None


def test_the_list_says_how_many_values_were_read(listed):
    url = _page(listed, "intakes")
    client = client_of(listed.tracing_officer)
    assert "read by an officer" not in client.get(url).content.decode()
    _read(listed, listed.tracing_officer, listed.birth, "2019")
    page = client.get(url).content.decode()
    assert "read by an officer: 1" in page
    assert "2 values" in page


@pytest.mark.parametrize(
    ("text", "why"),
    [("2019-02-30", "x"), ("spring", "x"), ("", "x"), ("2019", ""), ("2019", "   "), ("=A1", "x")],
)
def test_what_cannot_be_understood_either_is_said_beside_the_field(listed, text, why):
    answer = _read(listed, listed.tracing_officer, listed.birth, text, why)
    assert answer.status_code == 400
    assert ClaimReading.objects.count() == 0
    assert "errorlist" in answer.content.decode()


def test_an_age_is_counted_on_the_day_of_the_list(listed):
    assert (
        _read(listed, listed.tracing_officer, listed.birth, "12", birth_kind="age").status_code
        == 302
    )
    assert _born(listed)["latest"] == "2019-03-01"


def test_a_sex_is_read_as_one_of_two(listed):
    assert _read(listed, listed.tracing_officer, listed.sex, "x").status_code == 400
    assert _read(listed, listed.tracing_officer, listed.sex, "F").status_code == 302
    assert _held(listed)["sex"].best.value == "F"


def test_only_a_flagged_value_is_read(listed):
    name = Claim.objects.get(property="name")
    assert _read(listed, listed.tracing_officer, name, "Other").status_code == 404
    with pytest.raises(Refused, match="could not be read"):
        state_reading(
            actor=listed.tracing_officer, claim=name, as_written="x", normalised='"x"', why="y"
        )


def test_a_stranger_reads_nothing_and_a_legal_officer_may_not(listed):
    assert _read(listed, listed.stranger, listed.birth, "2019").status_code == 404
    assert _read(listed, listed.legal_officer, listed.birth, "2019").status_code == 403
    with pytest.raises(NotPermitted):
        state_reading(
            actor=listed.legal_officer,
            claim=listed.birth,
            as_written="x",
            normalised='"x"',
            why="y",
        )


def test_nobody_reads_the_values_of_somebody_whose_data_was_destroyed(listed):
    service.store().destroy(listed.birth.person, at=STORY_DAY.isoformat())
    with pytest.raises(Refused, match="destroyed"):
        state_reading(
            actor=listed.tracing_officer,
            claim=listed.birth,
            as_written="x",
            normalised='"x"',
            why="y",
        )
