"""The pages of justice and safeguarding."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from jusan.core.errors import Refused
from jusan.core.history.models import ReadEntry
from jusan.justice import operations, queries
from jusan.justice.models import CourtHandover, Hearing, Proceeding, Sentence
from jusan.justice.safeguarding.models import Concern, ConcernStep
from tests.access.rows_justice import (
    ROWS,
    _accused,
    _concern,
    _operation,
    _order,
    _prepared,
    _proceeding,
)
from tests.access.walk import client_of, wrong


def test_every_role_on_every_page(cast):
    _prepared(cast)
    assert wrong(ROWS, cast) == []


def test_an_order_by_hand(cast):
    _prepared(cast)
    client_of(cast.data_protection_officer).post(reverse("justice:approve", kwargs=_order(cast)))
    url = reverse("justice:carry_out", kwargs=_order(cast))
    client_of(cast.safeguarding_lead).post(url, {"statements": "3"})
    assert CourtHandover.objects.get().statements == 3
    page = client_of(cast.auditor).get(reverse("justice:orders", kwargs=_operation(cast)))
    assert "O-1" in page.content.decode() and "Samal" not in page.content.decode()


def _send(cast, name, kwargs, user=None, **words):
    url = reverse(f"justice:{name}", kwargs=kwargs(cast))
    return client_of(user or cast.justice_officer).post(url, words)


def test_a_whole_proceeding_is_entered_by_hand(cast):
    _prepared(cast)
    answer = _send(
        cast,
        "enter_proceeding",
        _accused,
        number="7/2031",
        court="Court of Nahr",
        matter="papers",
        opened_on="2031-03-20",
        state="open",
    )
    assert answer.status_code == 302
    entered = Proceeding.objects.exclude(id=cast.proceeding.id).get()

    def here(cast):
        return {"operation": cast.aqqu.slug, "proceeding": entered.id}

    assert _send(
        cast,
        "enter_hearing",
        here,
        at="2031-05-02T10:00",
        court="Court of Nahr",
        purpose="first hearing",
    ).url == reverse("justice:proceedings", kwargs=_operation(cast))
    _send(
        cast,
        "enter_sentence",
        here,
        on="2031-03-30",
        sentence="three years",
        years="3",
        starts_on="2031-03-30",
        ends_on="2034-03-29",
        final="on",
    )
    _send(cast, "set_state", here, state="final")
    page = client_of(cast.justice_officer).get(
        reverse("justice:proceedings", kwargs=_operation(cast))
    )
    shown = page.content.decode()
    for words in ("7/2031", "first hearing", "three years", "(3)"):
        assert words in shown
    (view,) = [
        one
        for one in queries.proceedings(cast.justice_officer, cast.aqqu, route="t")
        if one.proceeding.id == entered.id
    ]
    assert view.state == "final" and view.sentences[0][1]["ends_on"] == "2034-03-29"
    assert Sentence.objects.get().final and Hearing.objects.get().at.year == 2031


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(cast):
    _prepared(cast)
    answer = _send(
        cast,
        "enter_sentence",
        _proceeding,
        on="2031-04-02",
        sentence="ten years of <b>x</b>",
        starts_on="2031-03-30",
        ends_on="2030-01-01",
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "A sentence ends after it begins." in page
    assert "ten years of &lt;b&gt;x&lt;/b&gt;" in page
    late = _send(cast, "enter_sentence", _proceeding, on="2031-04-02", sentence="ten years")
    assert "still to come" in late.content.decode()
    assert not Sentence.objects.exists()


def test_nothing_accuses_a_child(cast):
    from tests.casting import child_line, receive

    _prepared(cast)
    (child,) = receive(cast.tracing_officer, cast.aqqu, child_line(9, "Nurlan"), tag="kid")
    kwargs = {"operation": cast.aqqu.slug, "person": child}
    url = reverse("justice:enter_proceeding", kwargs=kwargs)
    assert client_of(cast.justice_officer).get(url).status_code == 404
    with pytest.raises(Refused, match="child"):
        operations.enter_proceeding(
            actor=cast.justice_officer,
            operation=cast.aqqu,
            person=child,
            number="1",
            court="C",
            matter="m",
            opened_on=date(2031, 1, 1),
        )
    found = client_of(cast.justice_officer).get(
        reverse("justice:find_adult", kwargs=_operation(cast)), {"q": "Nur"}
    )
    assert "Nurlan" not in found.content.decode()
    found = client_of(cast.justice_officer).get(
        reverse("justice:find_person", kwargs=_operation(cast)), {"q": "Nur"}
    )
    assert "Nurlan" in found.content.decode()


def test_no_entry_page_of_justice_opens_anything_of_protection(cast):
    """Whatever else its reader may open: the demonstration user may open everything."""
    _prepared(cast)
    before = set(ReadEntry.objects.values_list("id", flat=True))
    for name, kwargs in (
        ("find_adult", _operation),
        ("find_person", _operation),
        ("enter_proceeding", _accused),
        ("enter_sentence", _proceeding),
        ("enter_hearing", _proceeding),
        ("set_state", _proceeding),
        ("request_access", _accused),
    ):
        url = reverse(f"justice:{name}", kwargs=kwargs(cast))
        assert client_of(cast.demonstration).get(url, {"q": "Samal"}).status_code == 200
    entries = ReadEntry.objects.exclude(id__in=before)
    opened = {one for entry in entries for one in json.loads(entry.compartments)}
    assert opened == {"identity", "allegations"}


def test_a_proceeding_of_another_operation_is_not_there(cast):
    from jusan.core.access.roles import Role
    from tests.casting import assign

    _prepared(cast)
    assign(cast.root, cast.justice_officer, Role.JUSTICE_OFFICER, cast.kokmaisa.id)
    for name, kwargs in (
        ("enter_proceeding", {"person": cast.accused}),
        ("enter_sentence", {"proceeding": cast.proceeding.id}),
        ("request_access", {"person": cast.accused}),
    ):
        url = reverse(f"justice:{name}", kwargs={"operation": cast.kokmaisa.slug, **kwargs})
        assert client_of(cast.justice_officer).get(url).status_code == 404


def _step(cast, user, **words):
    return client_of(user).post(reverse("safeguarding:concern", kwargs=_concern(cast)), words)


def test_a_concern_by_hand(cast):
    _prepared(cast)
    url = reverse("safeguarding:raise", kwargs=_operation(cast))
    client_of(cast.laboratory).post(url, {"text": "<i>x</i>", "about": str(cast.medical.id)})
    assert Concern.objects.filter(about_human=cast.medical.human).count() == 1
    lead = client_of(cast.safeguarding_lead)
    page = lead.get(reverse("safeguarding:concerns", kwargs=_operation(cast))).content.decode()
    assert "&lt;i&gt;x&lt;/i&gt;" in page
    for kind, words in (("taken", ""), ("note", "spoke with her"), ("closed", "settled")):
        assert _step(cast, cast.safeguarding_lead, kind=kind, words=words).status_code == 302
    page = lead.get(reverse("safeguarding:concern", kwargs=_concern(cast))).content.decode()
    assert "spoke with her" in page and "settled" in page
    assert "Record a step" not in page


def test_a_step_without_words_comes_back_beside_its_field(cast):
    _prepared(cast)
    answer = _step(cast, cast.safeguarding_lead, kind="closed", words="  ")
    assert answer.status_code == 400
    assert "Write what was done" in answer.content.decode()
    assert not ConcernStep.objects.exists()


def test_from_a_file_a_concern_names_its_child_for_the_lead_alone(cast):
    from tests.casting import child_line, receive

    _prepared(cast)
    (child,) = receive(cast.tracing_officer, cast.aqqu, child_line(9, "Nurlan"), tag="kid")
    here = {"operation": cast.aqqu.slug, "person": child}
    file = client_of(cast.centre_worker).get(reverse("journey:child", kwargs=here))
    url = reverse("safeguarding:raise_about", kwargs=here)
    assert url in file.content.decode()
    reads = ReadEntry.objects.count()
    accused = cast.social_worker
    client = client_of(cast.centre_worker)
    client.get(url)
    client.post(url, {"text": "he is afraid of her", "about": str(accused.id)})
    assert ReadEntry.objects.count() == reads, "the record of reads tells who raised a concern"
    concern = Concern.objects.exclude(id=cast.concern.id).get()
    place = {"operation": cast.aqqu.slug, "concern": concern.id}
    page = client_of(cast.safeguarding_lead).get(reverse("safeguarding:concern", kwargs=place))
    assert "Nurlan" in page.content.decode()
    for kept in (accused, cast.centre_worker, cast.coordinator, cast.auditor):
        for name in ("concern", "keep_away"):
            address = reverse(f"safeguarding:{name}", kwargs=place)
            assert client_of(kept).get(address).status_code == 404
    seen = client_of(accused).get(reverse("journey:child", kwargs=here)).content.decode()
    assert "afraid" not in seen


def test_a_colleague_is_kept_away_by_hand_and_somebody_is_always_left(cast):
    _prepared(cast)
    url = reverse("safeguarding:keep_away", kwargs=_concern(cast))
    lead, deputy = cast.safeguarding_lead, cast.coordinator
    assert client_of(lead).post(url, {"colleague": str(lead.id)}).status_code == 302
    assert client_of(lead).get(url).status_code == 404
    assert client_of(deputy).post(url, {"colleague": str(deputy.id)}).status_code == 302
    last = cast.data_protection_officer
    answer = client_of(last).post(url, {"colleague": str(last.id)})
    assert answer.status_code == 400
    assert "somebody must be left" in answer.content.decode()


@pytest.mark.parametrize("odd", ["", "\x00", "9" * 5000, "\u202e\ud7ff", "-1", "9999-12-31"])
def test_odd_input_never_breaks(cast, odd):
    _prepared(cast)
    fields = (
        *("text", "about", "kind", "words", "court", "order_reference", "statements", "q"),
        *("number", "matter", "opened_on", "state", "on", "sentence", "years", "starts_on"),
        *("ends_on", "at", "purpose", "outcome", "colleague"),
    )
    for name, kwargs, user in (
        ("safeguarding:raise", _operation, cast.media_officer),
        ("safeguarding:raise_about", _accused, cast.centre_worker),
        ("safeguarding:concern", _concern, cast.safeguarding_lead),
        ("safeguarding:keep_away", _concern, cast.safeguarding_lead),
        ("justice:enter_proceeding", _accused, cast.justice_officer),
        ("justice:enter_sentence", _proceeding, cast.justice_officer),
        ("justice:enter_hearing", _proceeding, cast.justice_officer),
        ("justice:set_state", _proceeding, cast.justice_officer),
        ("justice:request_access", _accused, cast.justice_officer),
        ("justice:carry_out", _order, cast.safeguarding_lead),
    ):
        answer = client_of(user).post(
            reverse(name, kwargs=kwargs(cast)), dict.fromkeys(fields, odd)
        )
        assert answer.status_code in {200, 302, 400, 409}
    assert Proceeding.objects.count() == 1
