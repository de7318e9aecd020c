"""The pages of tracing: what arrives, who asks, who is whom; nothing answers with a fault."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jusan.core import clock
from jusan.core.claims.models import Answer, Judgement, Mention, Report
from jusan.core.claims.operations import destroy_subject
from jusan.core.feeds.tables import MAX_BYTES
from jusan.core.history.models import ReadEntry
from jusan.tracing import operations, proposals
from jusan.tracing.models import ContactEntry

# ruff: noqa: E501 - the lists are one record a line, as received
HOST = """no,register_no,name_ar,name_latin,sex,mother_latin,birth,birth_kind,site,listed_on
1,44,عائشة دولت,Aisha Dawlat,F,Samal,2018-04-19,day,P-PRISON,2031-04-08
2,44,,Aysha Daulat,F,Samal,2018-02-31,day,=1+1,2031-04-08
3,51,,Yusuf Abdallah,M,Nazim,2026,year,P-PRISON,2031-04-08
4,60,,Yousef Abdullah,M,Zhanar,2026,year,P-PRISON,2031-04-08
"""
REQUESTS = """request_no,received_on,language,claimant_name,claimant_sex,claimant_birth,claimant_relation,region,place,phone,sought_kind,sought_name,sought_sex,birth,birth_kind,mother_name,father_name,asks_for,offers_home
FR-001,2031-04-21,kk,Тоқтарова Бибігүл,F,1966,mother,R,A,+000 1,adult,Қыранова Самал,F,1993,year,,,табыңыз,yes
FR-001,2031-04-21,kk,,,,maternal_grandmother,,,,child,Қыранова Айша,F,2018-04-19,day,Қыранова Самал,,,yes
"""
INTERVIEWS = """interview_no,on,place,interviewer,child_name,sex,statement
CI-01,2031-04-30,P-PRISON,d.esenov,Aisha,F,she was beaten at night
"""
CONTACT = {
    "on": "2031-03-02",
    "direction": "in",
    "channel": "phone",
    "with_whom": "Samal",
    "said": "all three live",
}


def _receive(cast, kind, text, name):
    return operations.receive_report(
        actor=cast.tracing_officer,
        operation=cast.aqqu,
        kind=kind,
        file_name=name,
        content=text.encode(),
        channel="host_state",
        source_name=name,
        reliability="B",
        received_at=clock.now(),
    )


@pytest.fixture
def lists(cast):
    _receive(cast, "host_list", HOST, "host.csv")
    _receive(cast, "family_requests", REQUESTS, "requests.csv")
    return cast


def _as(user):
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _url(name, **more):
    return reverse(f"tracing:{name}", kwargs={"operation": "aqqu", **more})


def _report(name):
    return Report.objects.get(file_name=name).id


def _claimant():
    return Mention.objects.get(role="claimant").person


def _page(user, name, **more):
    response = _as(user).get(_url(name, **more))
    assert response.status_code == 200
    return response.content.decode()


class TestTakingIn:
    def _send(self, user, content, kind="host_list", **changed):
        data = {
            "file": SimpleUploadedFile("list.csv", content),
            "kind": kind,
            "channel": "host_state",
            "source_name": "Ministry",
            "reliability": "B",
        }
        return _as(user).post(_url("upload"), data | changed, follow=True)

    def test_a_file_is_taken_in_and_what_could_not_be_read_is_counted(self, cast):
        text = self._send(cast.tracing_officer, HOST.encode()).content.decode()
        assert "4 lines taken in, 2 values could not be read" in text
        again = self._send(cast.tracing_officer, HOST.encode()).content.decode()
        assert "already here: nothing was added" in again
        assert Report.objects.count() == 1

    def test_a_refused_file_says_where_and_leaves_nothing(self, cast):
        answer = self._send(cast.tracing_officer, HOST.encode() + b"5,60\n")
        assert answer.status_code == 400
        assert "line 6: expected 10 fields, found 2" in answer.content.decode()
        assert (Report.objects.count(), Mention.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        "changed",
        [{"kind": "odd"}, {"channel": ""}, {"reliability": "Z"}, {"source_name": "a\x00b"}],
    )
    def test_an_odd_form_is_refused(self, cast, changed):
        assert self._send(cast.tracing_officer, HOST.encode(), **changed).status_code == 400
        assert Report.objects.count() == 0

    def test_a_file_beyond_the_limit_is_refused(self, cast):
        answer = self._send(cast.tracing_officer, b"x" * (MAX_BYTES + 1))
        assert answer.status_code == 400
        # The form's own words: the file was not read into memory to find out.
        assert "bytes; at most" in answer.content.decode()


class TestReceivedLists:
    def test_every_file_with_its_values_to_read(self, lists):
        text = _page(lists.tracing_officer, "intakes")
        assert "host.csv" in text
        assert "2 values" in text

    def test_lines_stand_in_the_words_in_which_they_came(self, lists):
        before = ReadEntry.objects.count()
        text = _page(lists.tracing_officer, "lines", report=_report("host.csv"))
        assert "عائشة دولت" in text
        assert "2018-02-31" in text
        assert "there is no such day" in text
        assert ReadEntry.objects.count() == before + 1

    def test_a_page_beyond_the_last_is_the_last(self, lists):
        for asked in ("99", "0", "x", "9" * 40, "٣"):
            url = _url("lines", report=_report("host.csv"))
            assert _as(lists.tracing_officer).get(url, {"page": asked}).status_code == 200

    def test_a_value_of_a_closed_compartment_is_said_to_be_hidden(self, lists):
        url = {"report": _report("host.csv")}
        closed = _page(lists.tracing_officer, "open_list", **url)
        assert "2018-02-31" in closed
        assert "=1+1" not in closed
        assert "hidden: location" in closed
        assert "=1+1" in _page(lists.field_officer, "open_list", **url)

    def test_words_said_in_confidence_are_not_on_a_page_of_identity(self, lists):
        _receive(lists, "consular_interviews", INTERVIEWS, "interviews.csv")
        child = Mention.objects.get(report=_report("interviews.csv"), role="child").person
        file = reverse("journey:child", kwargs={"operation": "aqqu", "person": child})
        for user, opened in [(lists.laboratory, False), (lists.social_worker, True)]:
            text = _as(user).get(file).content.decode()
            assert "Aisha" in text
            assert ("she was beaten at night" in text) is opened
        lines = _page(lists.tracing_officer, "lines", report=_report("interviews.csv"))
        assert "beaten" not in lines
        assert "P-PRISON" not in lines

    def test_published_numbers_that_differ_are_shown_as_such(self, cast):
        head = "item_no,published_on,outlet,headline,says_children,says_eldest_age,says_orphans\n"
        _receive(cast, "press_items", head + "P1,2031-03-02,Herald,Home,14,13,1\n", "1.csv")
        assert "sources disagree" not in _page(cast.coordinator, "intakes")
        _receive(cast, "press_items", head + "P2,2031-03-03,Post,Home,14,10,1\n", "2.csv")
        text = _page(cast.coordinator, "intakes")
        assert "age of the eldest: 10, 13" in text
        assert text.count("sources disagree") == 1


class TestRequests:
    def test_a_request_shows_who_asks_and_whom_they_seek_adults_too(self, lists):
        text = _page(lists.tracing_officer, "requests")
        for said in ("FR-001", "Тоқтарова Бибігүл", "Қыранова Самал", "adult", "табыңыз"):
            assert said in text
        assert "mother&#x27;s mother" in text

    def test_a_contact_is_written_down_and_shown(self, lists):
        person = _claimant()
        client = _as(lists.tracing_officer)
        sent = client.post(_url("contacts", person=person), CONTACT)
        assert sent.status_code == 302
        assert ContactEntry.objects.get().on == date(2031, 3, 2)
        assert "all three live" in _page(lists.coordinator, "contacts", person=person)

    def test_a_contact_of_somebody_erased_meanwhile_is_refused_with_a_sentence(self, lists):
        person = _claimant()
        destroy_subject(
            actor=lists.data_protection_officer,
            approver=lists.coordinator,
            person=person,
            reason_code="own-wish",
        )
        sent = _as(lists.tracing_officer).post(_url("contacts", person=person), CONTACT)
        assert sent.status_code == 409
        assert "erased" in sent.content.decode()
        assert ContactEntry.objects.count() == 0

    @pytest.mark.parametrize(
        "changed", [{"on": "yesterday"}, {"direction": "up"}, {"channel": ""}, {"said": " "}]
    )
    def test_an_odd_contact_is_refused(self, lists, changed):
        url = _url("contacts", person=_claimant())
        assert _as(lists.tracing_officer).post(url, CONTACT | changed).status_code == 400
        assert ContactEntry.objects.count() == 0

    def test_nobody_but_a_claimant_of_this_operation_has_contacts(self, lists):
        child = Mention.objects.filter(role="child").first().person
        client = _as(lists.tracing_officer)
        for person in (child, uuid.uuid4()):
            assert client.get(_url("contacts", person=person)).status_code == 404
            assert client.post(_url("contacts", person=person), CONTACT).status_code == 404
        other = _url("contacts", person=_claimant()).replace("aqqu", "kokmaisa")
        assert _as(lists.stranger).get(other).status_code == 404


class TestReview:
    def _answer(self, client, left, right, answer):
        data = {"left": str(left), "right": str(right), "answer": answer, "why": "w", "n": "2"}
        return client.post(_url("answer"), data)

    def test_both_records_with_their_evidence_in_words_and_the_keys(self, lists):
        text = _page(lists.tracing_officer, "review")
        count = len(proposals.propose(lists.aqqu))
        assert f"1 of {count}" in text
        assert "✔ agrees" in text
        for key in "123":
            assert f'data-key="{key}"' in text

    def test_an_answer_goes_on_at_its_place_and_can_be_taken_back(self, lists):
        pair = proposals.propose(lists.aqqu)[0]
        client = _as(lists.tracing_officer)
        sent = self._answer(client, pair.a, pair.b, "different")
        assert sent.headers["Location"].endswith("?n=2")
        assert Judgement.objects.get().answer == Answer.DIFFERENT
        assert 'data-key="u"' in client.get(_url("review")).content.decode()
        client.post(_url("undo"))
        assert pair in proposals.propose(lists.aqqu)
        assert client.post(_url("undo")).status_code == 302

    def test_a_shown_answer_is_taken_back_by_another_officer(self, lists):
        pair = proposals.propose(lists.aqqu)[0]
        self._answer(_as(lists.tracing_officer), pair.a, pair.b, "different")
        shown = {"left": pair.a, "right": pair.b}
        assert _as(lists.coordinator).post(_url("undo"), shown).status_code == 302
        assert pair in proposals.propose(lists.aqqu)

    @pytest.mark.parametrize(
        ("changed", "status"),
        [
            ({"answer": "probably"}, 400),
            ({"left": "odd"}, 400),
            ({"why": "x" * 501}, 400),
            ({"left": str(uuid.uuid4())}, 404),
            ({"n": "-1"}, 302),
        ],
    )
    def test_an_odd_answer_is_refused(self, lists, changed, status):
        pair = proposals.propose(lists.aqqu)[0]
        client = _as(lists.tracing_officer)
        data = {"left": pair.a, "right": pair.b, "answer": "unsure", "why": "", "n": "1"}
        assert client.post(_url("answer"), data | changed).status_code == status

    def test_a_pair_that_nobody_proposed_can_be_found_by_name_and_compared(self, lists):
        boy = Mention.objects.get(report=_report("host.csv"), line=4).person
        girl = Mention.objects.get(report=_report("host.csv"), line=2).person
        client = _as(lists.tracing_officer)
        found = client.get(_url("others", person=boy), {"q": "Айша"}).content.decode()
        link = _url("compare", left=boy, right=girl)
        assert link in found
        assert _url("compare", left=boy, right=boy) not in found
        text = client.get(link).content.decode()
        assert "✘ contradicts" in text
        assert str(girl) in text

    def test_a_pair_of_one_or_of_nobody_is_not_there(self, lists):
        boy = Mention.objects.get(report=_report("host.csv"), line=4).person
        for other in (boy, uuid.uuid4()):
            url = _url("compare", left=boy, right=other)
            assert _as(lists.tracing_officer).get(url).status_code == 404

    def test_a_person_is_not_joined_to_one_of_another_operation(self, lists):
        pair = proposals.propose(lists.aqqu)[0]
        sent = self._answer(_as(lists.stranger), pair.a, pair.b, "same")
        assert sent.status_code in {403, 404}
        assert Judgement.objects.count() == 0


@pytest.mark.parametrize(("name", "most"), [("intakes", 25), ("requests", 30), ("lines", 25)])
def test_a_list_takes_as_many_queries_for_forty_lines_as_for_four(lists, name, most):
    def asked():
        more = {"report": Report.objects.latest("recorded_at").id} if name == "lines" else {}
        client = _as(lists.tracing_officer)
        client.get(_url(name, **more))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(_url(name, **more)).status_code == 200
        return len(queries)

    few = asked()
    head, first, second = REQUESTS.splitlines()
    rows = [line.replace("FR-001", f"FR-{i}") for i in range(2, 22) for line in (first, second)]
    _receive(lists, "family_requests", "\n".join([head, *rows, ""]), "more.csv")
    assert asked() <= few + 2
    assert few <= most


class TestWordsInsteadOfCodes:
    def test_a_received_line_is_shown_without_the_names_of_its_columns(self, lists):
        page = _page(lists.tracing_officer, "lines", report=_report("requests.csv"))
        assert "mother&#x27;s mother" in page and ">Relation claimed<" in page
        for code in ("claimant_relation", "sought_name", "birth_kind", ">maternal_grandmother<"):
            assert code not in page, code

    def test_what_could_not_be_read_is_named_by_its_property(self, lists):
        page = _page(lists.tracing_officer, "open_list", report=_report("host.csv"))
        assert "<td>Birth</td>" in page and "<td>birth</td>" not in page

    def test_the_whole_file_says_relations_in_words_and_why_a_value_weighs_nothing(self, lists):
        sought = Mention.objects.get(role="child", report=_report("requests.csv")).person
        listed = Mention.objects.get(role="child", report=_report("host.csv"), line=3).person
        for person, words in ((sought, "mother&#x27;s mother"), (listed, "there is no such day")):
            url = reverse("journey:child", kwargs={"operation": "aqqu", "person": person})
            page = _as(lists.coordinator).get(url).content.decode()
            assert words in page
            assert ">maternal_grandmother<" not in page and "no_such_date" not in page

    def test_two_records_show_first_who_somebody_is_and_fold_the_rest(self, lists):
        heads = {row.line: row.person for row in Mention.objects.filter(report=_report("host.csv"))}
        page = _page(lists.tracing_officer, "compare", left=heads[2], right=heads[3])
        before, folded = page.split("What else is said", 1)
        assert "<small>Name</small>" in before
        assert "<small>Register number</small>" in folded.split("</details>")[0]
