"""Intake, best values and conflicts, retraction; the stranger each time."""

from __future__ import annotations

import json

import pytest

from jusan.core import clock
from jusan.core.claims import statements
from jusan.core.claims.drafts import ClaimDraft, LineDraft, MentionDraft
from jusan.core.claims.models import Answer, Claim, Mention, Report
from jusan.core.claims.operations import judge, register_source, retract_claim, take_report
from jusan.core.claims.queries import list_people, open_file
from jusan.core.errors import BadInput, NotPermitted, Refused
from tests.casting import child_line, receive


def _take(cast, lines, *, tag, reliability="B", name="host", actor=None):
    actor = actor or cast.tracing_officer
    source = register_source(
        actor=actor,
        operation=cast.aqqu.id,
        channel="host_state",
        name=name,
        reliability=reliability,
    )
    return take_report(
        actor=actor,
        source=source,
        kind="host_list",
        file_name=f"{tag}.csv",
        sha256=tag.ljust(64, "0"),
        lines=lines,
        received_at=clock.now(),
    )


def _age_line(age, *, flag="", normalised=None):
    birth = ClaimDraft(
        "birth",
        age,
        normalised,
        field="birth",
        certainty="unreadable" if flag else "stated",
        flag=flag,
    )
    name = ClaimDraft("name", "Nur", json.dumps({"text": "Nur", "script": "latin"}))
    return LineDraft(2, (MentionDraft("child", "child", {"birth": age}, (name, birth)),))


def test_the_same_bytes_a_second_time_add_nothing_and_say_so(cast):
    first = _take(cast, [child_line(2, "Aisha")], tag="a")
    again = _take(cast, [child_line(2, "Aisha")], tag="a")
    assert (first.created, again.created) == (True, False)
    assert first.report.id == again.report.id
    assert Mention.objects.count() == 1


def test_a_line_that_speaks_of_nobody_refuses_the_whole_report(cast):
    with pytest.raises(BadInput, match="nobody"):
        _take(cast, [child_line(2, "Aisha"), LineDraft(3, ())], tag="a")
    assert Report.objects.count() == 0
    assert Mention.objects.count() == 0


def test_two_mentions_of_one_line_in_one_role_refuse_the_whole_report(cast):
    (mention,) = child_line(2, "Aisha").mentions
    with pytest.raises(BadInput, match="role child"):
        _take(cast, [LineDraft(2, (mention, mention))], tag="a")
    with pytest.raises(BadInput, match="role child"):
        _take(cast, [LineDraft(2, (mention,)), LineDraft(2, (mention,))], tag="a")
    assert Report.objects.count() == 0


@pytest.mark.parametrize("name", ["A\0isha", "\u202eahsiA", "Aisha" * 60, "\U0001f9d2", " "])
def test_odd_names_are_taken_in_as_they_are(cast, name):
    child = receive(cast.tracing_officer, cast.aqqu, child_line(2, name))[0]
    assert (
        open_file(cast.coordinator, cast.aqqu.id, child, purpose="t")
        .properties["name"]
        .best.as_written
        == name
    )
    assert list_people(cast.coordinator, cast.aqqu, text=name.replace("\0", ""))[1] in (0, 1)


@pytest.mark.parametrize("page", [-5, 0, 2, 10**18, 10**30])
def test_any_page_number_has_an_answer(cast, page):
    receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"))
    lines, total = list_people(cast.coordinator, cast.aqqu, page=page)
    assert (len(lines), total) == (1 if page < 2 else 0, 1)


def test_an_unreadable_value_is_kept_weighs_nothing_and_stands_in_the_open_list(cast):
    intake = _take(cast, [_age_line("31.02.2020", flag="no_such_day")], tag="a")
    assert intake.flagged == 1
    assert [claim.field for claim in statements.unreadable(cast.aqqu.id)] == ["birth"]
    person = Mention.objects.get().person
    birth = open_file(cast.coordinator, cast.aqqu.id, person, purpose="t").properties["birth"]
    assert birth.best is None
    assert [said.as_written for said in birth.others] == ["31.02.2020"]


def test_the_best_value_is_the_most_reliable_ones_and_conflicts_keep_their_source(cast):
    _take(cast, [_age_line("13", normalised='"13"')], tag="a", reliability="B", name="ministry")
    _take(cast, [_age_line("10", normalised='"10"')], tag="b", reliability="D", name="paper")
    one, two = Mention.objects.order_by("recorded_at").values_list("person", flat=True)
    judge(actor=cast.tracing_officer, left=one, right=two, answer=Answer.SAME, why="one girl")
    birth = open_file(cast.coordinator, cast.aqqu.id, one, purpose="t").properties["birth"]
    assert birth.best.value == "13"
    assert [(said.value, said.source) for said in birth.conflicts] == [("10", "paper")]


def test_a_retracted_claim_stays_visible_and_weighs_nothing(cast):
    _take(cast, [_age_line("13", normalised='"13"')], tag="a")
    claim = Claim.objects.get(property="birth")
    retract_claim(actor=cast.tracing_officer, claim=claim, reason_code="source-withdrew")
    birth = open_file(cast.coordinator, cast.aqqu.id, claim.person, purpose="t").properties["birth"]
    assert birth.best is None
    assert birth.others[0].retracted
    with pytest.raises(Refused, match="already"):
        retract_claim(actor=cast.coordinator, claim=claim, reason_code="again")
    with pytest.raises(NotPermitted):
        retract_claim(actor=cast.stranger, claim=claim, reason_code="x")


def test_one_list_finds_a_name_in_every_script(cast):
    receive(cast.tracing_officer, cast.aqqu, child_line(2, "Айша"), child_line(3, "Yusuf"))
    for asked in ("aisha", "Айша", "AYSHA"):
        people, total = list_people(cast.coordinator, cast.aqqu, text=asked)
        assert [(line.identity["label"], total) for line in people] == [("Айша", 1)]


def test_strangers_neither_take_in_nor_judge(cast):
    left, right = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"), child_line(3, "B"))
    for user in (cast.stranger, cast.auditor, cast.medical, cast.laboratory):
        with pytest.raises(NotPermitted):
            _take(cast, [child_line(2, "C")], tag="c", actor=user)
        with pytest.raises(NotPermitted):
            judge(actor=user, left=left, right=right, answer=Answer.SAME, why="x")
    people, total = list_people(cast.stranger, cast.aqqu)
    assert (people, total) == ([], 0)


def test_mentions_of_two_operations_are_never_joined(cast):
    ours = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"))[0]
    theirs = receive(cast.stranger, cast.kokmaisa, child_line(2, "A"), tag="b")[0]
    with pytest.raises(Refused, match="same operation"):
        judge(actor=cast.tracing_officer, left=ours, right=theirs, answer=Answer.SAME, why="x")


def test_a_page_of_many_children_needs_few_queries(cast, django_assert_max_num_queries):
    lines = [child_line(n, f"Child {n}") for n in range(2, 2002)]
    receive(cast.tracing_officer, cast.aqqu, *lines)
    # Ten that fetch or write, and BEGIN and COMMIT of the read's own row.
    with django_assert_max_num_queries(12):
        people, total = list_people(cast.coordinator, cast.aqqu, page=3, text="child")
    assert (len(people), total) == (50, 2000)


def _years(first, last):
    return {"earliest": f"{first}-01-01", "latest": f"{last}-12-31"}


def _name(text):
    return {"text": text, "script": "cyrillic"}


@pytest.mark.parametrize(
    ("one", "other", "contradicts"),
    [
        ({"text": "Samal", "script": "latin"}, {"text": "سمل", "script": "arabic"}, False),
        ({"text": "Samal", "script": "latin"}, {"text": "Nazim", "script": "latin"}, True),
        (_name("Қыранова Айша Дәулетқызы"), _name("Айша"), False),
        (_name("Қыранова Айша Дәулетқызы"), _name("Кыранова Айша Даулетовна"), False),
        (_name("Қыранова Айша"), _name("Қыранова Сафия"), True),
        (_years(2026, 2026), _years(2026, 2027), False),
        (_years(2018, 2018), _years(2021, 2021), True),
        ("F", "M", True),
        ("F", "F", False),
    ],
)
def test_another_script_or_an_overlapping_birth_is_no_conflict(one, other, contradicts):
    assert statements.contradicts(one, other) is contradicts
    assert statements.contradicts(other, one) is contradicts


@pytest.mark.parametrize(
    ("name", "disagree"), [("request_no", False), ("register_no", False), ("birth_place", True)]
)
def test_what_belongs_to_a_report_or_a_register_contradicts_nobody(cast, name, disagree):
    def line(value):
        said = ClaimDraft(name, value, json.dumps(value), field=name)
        return LineDraft(2, (MentionDraft("child", "child", {name: value}, (said,)),))

    _take(cast, [line("FR-006")], tag="a", name="one office")
    _take(cast, [line("FR-007")], tag="b", name="another office")
    one, two = Mention.objects.order_by("recorded_at").values_list("person", flat=True)
    judge(actor=cast.tracing_officer, left=one, right=two, answer=Answer.SAME, why="one girl")
    held = open_file(cast.coordinator, cast.aqqu.id, one, purpose="t").properties[name]
    assert bool(held.conflicts) == disagree
    assert len(held.others) == 1
