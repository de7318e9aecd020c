"""Proposals across scripts with their rivals; a person answers, and the evidence is kept."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from jusan.core import clock
from jusan.core.claims.models import Judgement, Mention, Report
from jusan.core.errors import NotPermitted, Refused
from jusan.core.vault import permits
from jusan.tracing import intake_queries, operations, proposals, queries, request_queries

# ruff: noqa: E501 - the lists are one record a line, as received
HOST = """no,register_no,name_ar,name_latin,sex,mother_latin,father_latin,birth,birth_kind,site,listed_on
1,44,عائشة دولت,Aisha Dawlat,F,Samal,Dawlat,2018-04-19,day,P,2031-04-08
2,51,يوسف عبدالله,Yusuf Abdallah,M,Nazim,Abdallah,2026,year,P,2031-04-08
3,60,يوسف عبد الله,Yousef Abdullah,M,Zhanar,Abdullah,2026,year,P,2031-04-08
"""
REQUESTS = """request_no,received_on,language,claimant_name,claimant_sex,claimant_birth,claimant_relation,region,place,phone,sought_kind,sought_name,sought_sex,birth,birth_kind,mother_name,father_name,asks_for,offers_home
FR-001,2031-04-21,kk,Тоқтарова Бибігүл,F,1966,maternal_grandmother,R,A,+000 1,child,Қыранова Айша Дәулетқызы,F,2018-04-19,day,Қыранова Самал,Қыранов Дәулет,табыңыз,yes
"""
RED_CROSS = """list_no,name_latin,sex,birth,birth_kind,mother_name,place_seen,seen_on
RC-1,Yousef Abdullah,M,2026,year,Nazim,P,2031-04-02
RC-2,Yousef Abdullah,M,2026,year,Zhanar,P,2031-04-02
"""


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


def _person(line, role="child"):
    report = Report.objects.get(file_name="host.csv" if line[0] == "h" else "requests.csv")
    return Mention.objects.get(report=report.id, line=int(line[1:]), role=role).person


def _pairs(cast):
    return {frozenset((p.a, p.b)): p for p in proposals.propose(cast.aqqu)}


def test_a_child_is_found_across_scripts_and_its_evidence_adds_up(lists):
    pair = _pairs(lists)[frozenset((str(_person("h2")), str(_person("r2"))))]
    kinds = {item.kind: item.ln_lr for item in pair.weighing.items}
    assert min(kinds["name"], kinds["mother"], kinds["father"], kinds["birth"]) > 1
    assert pair.total == pytest.approx(sum(kinds.values()))


def test_two_boys_of_one_name_are_shown_with_what_speaks_against_and_never_merged(lists):
    boys = [str(_person("h3")), str(_person("h4"))]
    pair = _pairs(lists)[frozenset(boys)]
    verdicts = {item.kind: item.verdict for item in pair.weighing.items}
    assert verdicts["name"] == "agree"
    assert verdicts["mother"] == "contradicted"
    assert Judgement.objects.count() == 0


def test_an_answer_keeps_the_evidence_and_takes_the_pair_off_the_list(lists):
    left, right = _person("h3"), _person("h4")
    row = operations.answer_link(
        actor=lists.tracing_officer,
        operation=lists.aqqu,
        left=left,
        right=right,
        answer="different",
        why="two mothers",
    )
    with permits.holding(permits.system("t")):
        evidence = json.loads(Judgement.objects.get(id=row.id).evidence)
    assert {item["kind"] for item in evidence["items"]} >= {"name", "mother"}
    assert frozenset((str(left), str(right))) not in _pairs(lists)
    pair = {"actor": lists.tracing_officer, "left": left, "right": right}
    with pytest.raises(Refused, match="no answer"):
        operations.undo_between(operation=lists.kokmaisa, **pair)
    operations.undo_between(operation=lists.aqqu, **pair)
    assert frozenset((str(left), str(right))) in _pairs(lists)
    with pytest.raises(Refused, match="no answer"):
        operations.undo_between(operation=lists.aqqu, **pair)


def _answer(cast, left, right, answer):
    return operations.answer_link(
        actor=cast.tracing_officer,
        operation=cast.aqqu,
        left=left,
        right=right,
        answer=answer,
        why="",
    )


def test_an_unsure_pair_stays_at_the_end_and_no_longer_waits(lists):
    first = proposals.candidates(lists.aqqu)[0].proposal
    pair = frozenset((first.a, first.b))
    _answer(lists, UUID(first.a), UUID(first.b), "unsure")
    found = proposals.candidates(lists.aqqu)
    assert frozenset((found[-1].proposal.a, found[-1].proposal.b)) == pair
    assert (found[-1].earlier.answer, found[-1].waits) == ("unsure", False)
    assert all(item.waits for item in found[:-1])


def test_a_refused_pair_comes_back_with_what_is_new_only_when_the_evidence_rose(lists):
    left, right = _person("h3"), _person("h4")
    _answer(lists, left, right, "different")
    _receive(lists, "red_cross", RED_CROSS, "rc.csv")
    report = Report.objects.get(file_name="rc.csv")
    other, seen = Mention.objects.filter(report=report.id).order_by("line")
    _answer(lists, seen.person, right, "same")
    assert frozenset((str(left), str(right))) not in _pairs(lists)
    # A second visit hears the first boy's mother named for this one, too.
    _answer(lists, other.person, right, "same")
    (back,) = [item for item in proposals.candidates(lists.aqqu) if item.earlier]
    assert back.news == ("mother",)
    assert back.waits
    with pytest.raises(Refused, match="different"):
        _answer(lists, left, right, "same")


def test_the_review_shows_both_sides_and_rivals_to_those_who_judge_only(lists):
    pair = queries.review(lists.tracing_officer, lists.aqqu, 1, route="t")
    assert pair.count == len(_pairs(lists))
    assert {pair.a.identity["label"], pair.b.identity["label"]} != {""}
    for user in (lists.stranger, lists.medical, lists.auditor):
        with pytest.raises(NotPermitted):
            queries.review(user, lists.aqqu, 1, route="t")


def test_a_file_comes_in_once(lists):
    again = _receive(lists, "host_list", HOST, "renamed.csv")
    assert (again.created, again.lines) == (False, 3)
    assert Mention.objects.count() == 5


def test_press_items_name_nobody_and_disagree_openly(cast):
    text = "item_no,published_on,outlet,headline,says_children,says_eldest_age,says_orphans,quote\n"
    text += "P1,2031-09-02,Herald,Home soon,14,13,1,x\nP2,2031-09-03,Post,Home soon,14,10,1,x\n"
    assert _receive(cast, "press_items", text, "press.csv").created
    assert not _receive(cast, "press_items", text, "press.csv").created
    items = intake_queries.press(cast.coordinator, cast.aqqu)
    assert [item.says_eldest_age for item in items] == [13, 10]
    assert Mention.objects.count() == 0


def test_a_familys_own_contacts_are_sealed_under_the_claimant(lists):
    from datetime import date

    claimant = _person("r2", "claimant")
    operations.log_contact(
        actor=lists.tracing_officer,
        operation=lists.aqqu,
        claimant=claimant,
        on=date(2030, 12, 2),
        direction="in",
        channel="letter",
        said={"said": "all three live"},
    )
    with permits.holding(permits.system("t")):
        assert request_queries.contacts_of([claimant])[0]["said"] == {"said": "all three live"}
