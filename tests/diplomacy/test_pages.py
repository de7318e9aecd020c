"""Diplomacy worked by hand: authorities, exchanges, promises, treaties, the women's track."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.custody.models import Party
from jusan.core.history.checking import first_faults
from jusan.core.standing.models import Fact
from jusan.diplomacy import operations, queries
from jusan.diplomacy.models import (
    Authority,
    Commitment,
    Exchange,
    ExchangeAbout,
    TransferStep,
    Treaty,
)
from tests.access.walk import client_of
from tests.casting import child_line, receive

MINISTRY = {
    "code": "MOJ-XNR",
    "name_en": "Ministry of Justice",
    "name_ar": "وزارة العدل",
    "kind": "ministry",
    "state": "XNR",
    "valid_from": "2019-01-01",
    "valid_until": "",
}


def _at(cast, name, **more):
    return reverse(f"diplomacy:{name}", kwargs={"operation": cast.aqqu.slug, **more})


def _page(answer):
    return answer.content.decode()


@pytest.fixture
def bodies(cast):
    """Our ministry and theirs."""
    for code, state in (("MFA-UTO", "UTO"), ("MFA-XNR", "XNR")):
        operations.enter_authority(
            actor=cast.diplomat,
            operation=cast.aqqu.id,
            code=code,
            name_en=f"Ministry {code}",
            kind="ministry",
            state=state,
        )
    cast.ours, cast.theirs = Authority.objects.order_by("code")
    return cast


def _note(cast, **more):
    return {
        "number": "NV-7",
        "kind": "note_verbale",
        "direction": "out",
        "at": "2031-03-20T10:00",
        "sender": str(cast.ours.id),
        "receiver": str(cast.theirs.id),
        "matter": "asks for the list",
        "answers": "",
        "by": "",
        "what": "",
        "due": "",
    } | more


class TestAuthority:
    """A body that acts can hold children in custody from then on."""

    def test_an_authority_is_entered_and_can_hold_children(self, cast):
        client = client_of(cast.diplomat)
        assert client.post(_at(cast, "authorities"), MINISTRY).status_code == 302
        page = _page(client.get(_at(cast, "authorities")))
        assert "وزارة العدل" in page
        assert Party.objects.filter(name="Ministry of Justice").exists()

    @pytest.mark.parametrize(
        "odd",
        [
            {"code": "no spaces"},
            {"code": ""},
            {"state": "xn"},
            {"kind": "cabal"},
            {"valid_until": "2018-01-01"},
        ],
    )
    def test_an_odd_one_is_not_entered_and_nothing_typed_is_lost(self, cast, odd):
        answer = client_of(cast.diplomat).post(_at(cast, "authorities"), MINISTRY | odd)
        assert answer.status_code == 400
        assert Authority.objects.count() == 0
        assert "وزارة العدل" in _page(answer)

    def test_a_code_is_used_once(self, bodies):
        answer = client_of(bodies.diplomat).post(
            _at(bodies, "authorities"), MINISTRY | {"code": "MFA-UTO"}
        )
        assert answer.status_code == 400
        assert "already there" in _page(answer)

    def test_a_legal_officer_reads_and_does_not_write(self, cast):
        client = client_of(cast.legal_officer)
        assert '<form method="post" class="card">' not in _page(
            client.get(_at(cast, "authorities"))
        )
        assert client.post(_at(cast, "authorities"), MINISTRY).status_code == 403


class TestExchange:
    """A note with its two authorities, about whom, and what was promised in it."""

    def test_a_note_is_entered_with_a_promise_and_more_are_added(self, bodies):
        child = receive(bodies.tracing_officer, bodies.aqqu, child_line(2, "Nur"))[0]
        client = client_of(bodies.diplomat)
        promise = {"by": str(bodies.theirs.id), "what": "the list", "due": "2031-04-20"}
        values = _note(bodies, about=[str(child)], **promise)
        answer = client.post(_at(bodies, "new_exchange"), values)
        assert answer.status_code == 302
        assert ExchangeAbout.objects.get().person == child
        page = _page(client.get(answer.url))
        assert "the list" in page
        assert "Nur" in page
        more = {"by": str(bodies.theirs.id), "what": "visas", "due": "2031-05-01"}
        assert client.post(answer.url, more).status_code == 302
        assert {row.what for row in Commitment.objects.all()} == {"the list", "visas"}
        overview = _page(client.get(_at(bodies, "exchanges")))
        assert "NV-7" in overview
        assert "visas" in overview
        assert first_faults() == []

    def test_an_exchange_needs_no_promise(self, bodies):
        done = client_of(bodies.diplomat).post(_at(bodies, "new_exchange"), _note(bodies))
        assert done.status_code == 302
        assert Commitment.objects.count() == 0

    @pytest.mark.parametrize(
        ("odd", "field"),
        [
            ({"number": ""}, "number"),
            ({"at": "2031-05-20T10:00"}, "at"),
            ({"matter": ""}, "matter"),
            ({"what": "half a promise"}, "due"),
            ({"due": "2031-05-20"}, "by"),
            ({"sender": "00000000-0000-4000-8000-000000000000"}, "sender"),
            ({"about": ["00000000-0000-4000-8000-000000000000"]}, "about"),
        ],
    )
    def test_an_odd_note_is_explained_beside_its_field(self, bodies, odd, field):
        answer = client_of(bodies.diplomat).post(_at(bodies, "new_exchange"), _note(bodies, **odd))
        assert answer.status_code == 400
        assert Exchange.objects.count() == 0
        assert field in answer.context["form"].errors

    def test_an_exchange_joins_two_authorities(self, bodies):
        values = _note(bodies, receiver=str(bodies.ours.id))
        assert (
            client_of(bodies.diplomat).post(_at(bodies, "new_exchange"), values).status_code == 400
        )

    def test_a_number_is_used_once_and_the_refused_promise_is_not_kept(self, bodies):
        client = client_of(bodies.diplomat)
        client.post(_at(bodies, "new_exchange"), _note(bodies))
        promise = {"by": str(bodies.theirs.id), "what": "the list", "due": "2031-04-20"}
        again = client.post(_at(bodies, "new_exchange"), _note(bodies, **promise))
        assert again.status_code == 400
        assert "NV-7 is already there" in _page(again)
        assert Commitment.objects.count() == 0


class TestTreaty:
    """One cell of the matrix; the newest entry holds, and every cell is under its instrument."""

    def _enter(self, cast, **more):
        values = {
            "home": "UTO",
            "host": "XNR",
            "instrument": "apostille",
            "status": "none",
            "since": "",
            "note": "",
        }
        return client_of(cast.diplomat).post(_at(cast, "treaty"), values | more)

    def test_the_newest_entry_holds(self, cast):
        assert self._enter(cast).status_code == 302
        assert self._enter(cast, status="signed", since="2031-03-01").status_code == 302
        _instruments, rows = queries.treaties(cast.diplomat, cast.aqqu)
        assert [cell.status for cell in rows[0][1]] == ["signed"]
        assert Treaty.objects.count() == 2

    def test_a_second_state_without_some_instrument_does_not_shift_the_matrix(self, cast):
        self._enter(cast)
        self._enter(cast, host="XTR", instrument="extradition", status="in_force")
        instruments, rows = queries.treaties(cast.diplomat, cast.aqqu)
        assert instruments == ["apostille", "extradition"]
        cells = {pair: [cell.status if cell else None for cell in row] for pair, row in rows}
        assert cells == {"UTO - XNR": ["none", None], "UTO - XTR": [None, "in_force"]}
        assert client_of(cast.diplomat).get(_at(cast, "treaties")).status_code == 200

    @pytest.mark.parametrize(
        "odd", [{"host": "UTO"}, {"host": ""}, {"status": ""}, {"instrument": "pact"}]
    )
    def test_an_odd_cell_is_refused(self, cast, odd):
        assert self._enter(cast, **odd).status_code == 400
        assert Treaty.objects.count() == 0


class TestTransfer:
    """The sentenced women's own track, beside the children's road."""

    def _people(self, cast):
        def line(number, name, sex):
            claims = (
                ClaimDraft("name", name, json.dumps({"text": name, "script": "latin"})),
                ClaimDraft("sex", sex, json.dumps(sex)),
            )
            return LineDraft(number, (MentionDraft("mother", "parent", {"name": name}, claims),))

        rows = (line(1, "Aigerim", "F"), line(2, "Serik", "M"))
        return receive(cast.tracing_officer, cast.aqqu, *rows, tag="grown")

    def test_a_step_is_entered_and_the_track_shows_it_in_words(self, bodies):
        woman, man = self._people(bodies)
        client = client_of(bodies.diplomat)
        form = _page(client.get(_at(bodies, "transfer_step")))
        assert str(woman) in form
        assert str(man) not in form
        values = {
            "woman": str(woman),
            "step": "M.transfer",
            "state": "waiting",
            "by": str(bodies.theirs.id),
            "note": "no treaty",
        }
        assert client.post(_at(bodies, "transfer_step"), values).status_code == 302
        page = _page(client.get(_at(bodies, "transfers")))
        assert "transfer carried out" in page
        assert "no treaty" in page

    @pytest.mark.parametrize("field", ["woman", "step", "state"])
    def test_nothing_is_chosen_beforehand(self, bodies, field):
        woman, _man = self._people(bodies)
        values = {"woman": str(woman), "step": "M.contact", "state": "done", "note": "keep me"}
        answer = client_of(bodies.diplomat).post(_at(bodies, "transfer_step"), values | {field: ""})
        assert answer.status_code == 400
        assert TransferStep.objects.count() == 0
        assert 'value="keep me"' in _page(answer)

    def test_a_step_states_no_fact_about_any_child(self, bodies):
        woman, _man = self._people(bodies)
        operations.enter_transfer_step(
            actor=bodies.diplomat,
            operation=bodies.aqqu.id,
            woman=woman,
            step="M.transfer",
            state="refused",
        )
        assert Fact.objects.count() == 0


def test_a_promise_with_its_day_becomes_work_of_the_day(bodies):
    client = client_of(bodies.diplomat)
    done = client.post(_at(bodies, "new_exchange"), _note(bodies))
    promise = {"by": str(bodies.theirs.id), "what": "the list", "due": "2031-04-03"}
    client.post(done.url, promise)
    assert Commitment.objects.get().due == date(2031, 4, 3)
    assert [item.why for item in queries.waiting(bodies.diplomat, bodies.aqqu)] == ["the list"]
