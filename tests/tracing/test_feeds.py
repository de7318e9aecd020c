"""The reports of a folder at their instants, families' contacts, officers' answers."""

from __future__ import annotations

import os
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jusan.core import clock
from jusan.core.claims.models import Head, Judgement, Mention, Report, Source
from jusan.core.errors import BadInput
from jusan.core.feeds.story import Story
from jusan.core.feeds.tables import MAX_BYTES, Row, read_csv
from jusan.core.history.models import Event, Link
from jusan.core.vault import permits
from jusan.tracing import feeds, proposals, request_queries
from jusan.tracing.models import ContactEntry, PressItem

EXAMPLE = Path(__file__).resolve().parents[2] / "cases" / "aqqu"
INDEX = feeds.FEEDS[0]
LIST = """no,register_no,name_ar,name_latin,sex,mother_latin,birth,birth_kind,site,listed_on
1,44,,Aisha Dawlat,F,Samal,2018-04-19,day,P,2031-04-08
2,44,,Aysha Daulat,F,Samal,2018-04-19,day,P,2031-04-08
"""
REQUESTS = """request_no,received_on,language,claimant_name,sought_kind,sought_name
FR-001,2031-04-21,kk,Toktarova Bibigul,adult,Kyranova Samal
FR-001,2031-04-21,kk,,child,Kyranova Aisha
"""
CONTACTS = """request_no,on,direction,channel,address,with_whom,said
FR-001,2030-12-02,in,letter,,Samal,all three live
"""


@pytest.fixture
def story(cast, tmp_path) -> Story:
    """A folder with one list, one request and one log of contacts."""
    folder = tmp_path / "case"
    (folder / "reports").mkdir(parents=True)
    for name, text in [("h.csv", LIST), ("f.csv", REQUESTS), ("c.csv", CONTACTS)]:
        (folder / "reports" / name).write_text(text, encoding="utf-8")
    return Story(folder, cast.aqqu, {})


def _row(file: str, kind: str, **changed: str) -> Row:
    values = {
        "file": file,
        "kind": kind,
        "channel": "host_authority",
        "source_name": "Ministry",
        "reliability": "B",
        "received_at": "2031-04-10T10:00:00+03:00",
        "received_by": "tracing_officer",
        "language": "kk-Latn",
    }
    return Row("reports/index.csv", 2, values | changed)


def _take(story: Story, file: str, kind: str, **changed: str) -> None:
    row = _row(file, kind, **changed)
    with clock.at(INDEX.moments(row)[0].at):
        INDEX.apply(story, row, "")


def _act(story: Story, cast, action: str, **args: str) -> None:
    feeds.ACTIONS[action](story, cast.tracing_officer, args)


def test_a_file_comes_in_whole_at_its_instant(story, cast):
    _take(story, "h.csv", "host_list")
    report = Report.objects.get()
    assert report.received_at == datetime(2031, 4, 10, 7, tzinfo=UTC)
    assert (report.lines, report.language) == (2, "kk")
    assert Source.objects.get().channel == "host_state"
    assert Event.objects.get(kind="claims.report_taken").actor == cast.tracing_officer.id
    assert story.person("h.csv#3") == Mention.objects.get(line=3).person


def test_the_same_file_again_adds_nothing(story):
    _take(story, "h.csv", "host_list")
    before = (Mention.objects.count(), Link.objects.count(), Event.objects.count())
    _take(story, "h.csv", "host_list")
    assert (Mention.objects.count(), Link.objects.count(), Event.objects.count()) == before


def test_contacts_are_written_under_the_claimant_of_their_request(story):
    _take(story, "f.csv", "family_requests", channel="relatives")
    _take(story, "c.csv", "contact_log", channel="relatives")
    claimant = story.person("f.csv#2:claimant")
    entry = ContactEntry.objects.get()
    assert (entry.claimant, entry.on) == (claimant, date(2030, 12, 2))
    with permits.holding(permits.system("t")):
        assert request_queries.contacts_of([claimant])[0]["said"]["said"] == "all three live"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("FR-001,2030", "FR-009,2030", "FR-009 is named but was never received"),
        (",in,", ",inward,", "goes in or out"),
        (",letter,", ",pigeon,", "channel is one of"),
        ("2030-12-02", "2030-12-32", "field on: expected a date"),
        ("said\n", "told\n", "expected the column said"),
    ],
)
def test_a_bad_log_of_contacts_is_refused_and_nothing_of_it_kept(story, old, new, says):
    _take(story, "f.csv", "family_requests", channel="relatives")
    path = story.folder / "reports" / "c.csv"
    path.write_text(CONTACTS.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        _take(story, "c.csv", "contact_log", channel="relatives")
    assert ContactEntry.objects.count() == 0


@pytest.mark.parametrize("name", ["absent.csv", "../index.csv", "..\\h.csv"])
def test_a_file_outside_the_folder_of_reports_is_refused(story, name):
    with pytest.raises(BadInput, match="field file: expected a file of the folder reports"):
        _take(story, name, "host_list")


def test_a_file_of_200_mb_is_refused_before_it_is_read(story):
    path = story.folder / "reports" / "h.csv"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200 * 1024 * 1024)
    with pytest.raises(BadInput, match=f"at most {MAX_BYTES}"):
        _take(story, "h.csv", "host_list")


def test_nothing_of_a_refused_file_is_kept(story):
    path = story.folder / "reports" / "h.csv"
    path.write_text(LIST + "3,44,,,\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"h\.csv, line 4"):
        _take(story, "h.csv", "host_list")
    assert (Report.objects.count(), Mention.objects.count()) == (0, 0)


def test_officers_answers_join_refuse_and_come_back(story, cast):
    _take(story, "h.csv", "host_list")
    a, b = story.person("h.csv#2"), story.person("h.csv#3")
    pair = {"a": "h.csv#2", "b": "h.csv#3", "why": "one register number"}
    _act(story, cast, "judge_same", **pair)
    assert Head.objects.values("head").distinct().count() == 1
    _act(story, cast, "undo_judgement", **pair)
    assert Head.objects.values("head").distinct().count() == 2
    _act(story, cast, "judge_different", **pair)
    _act(story, cast, "undo_judgement", **pair)
    _act(story, cast, "judge_unsure", **pair)
    rows = Judgement.objects.order_by("recorded_at")
    assert [row.answer for row in rows] == ["same", "different", "unsure"]
    assert {(row.left, row.right) for row in rows} == {(a, b)}


class TestTheExample:
    @pytest.fixture
    def aqqu(self, cast) -> Story:
        """Every report of the example, in order of time, as if one officer took them all."""
        story = Story(EXAMPLE, cast.aqqu, {})
        for row in read_csv(EXAMPLE, INDEX.file, INDEX.required):
            values = dict(row.values) | {"received_by": "tracing_officer"}
            with clock.at(INDEX.moments(row)[0].at):
                INDEX.apply(story, Row(row.file, row.line, values), "")
        return story

    def test_every_file_comes_in(self, aqqu):
        rows = read_csv(EXAMPLE, INDEX.file, INDEX.required)
        kinds = {row["kind"] for row in rows}
        assert set(Report.objects.values_list("kind", flat=True)) == kinds - {
            "press_items",
            "contact_log",
        }
        assert PressItem.objects.count() == 2
        assert ContactEntry.objects.count() == 3

    def test_two_boys_of_one_name_are_rivals_with_the_mothers_against_and_not_merged(self, aqqu):
        expected = tomllib.loads((EXAMPLE / "expected.toml").read_text(encoding="utf-8"))
        trap = next(trap for trap in expected["trap"] if trap["id"] == "A-T1")
        boys = {str(leaf) for leaf in aqqu.persons(trap["refs"])}
        found = [p for p in proposals.propose(aqqu.operation) if boys & {p.a, p.b}]
        named = {person for p in found for rival in p.rivals for person in rival[:2]}
        pairs = [p for p in found if {p.a, p.b} == boys]
        assert pairs or boys <= named
        for pair in pairs:
            verdicts = {item.kind: item.verdict for item in pair.weighing.items}
            assert verdicts["mother"] == "contradicted"
        assert Judgement.objects.count() == 0
        assert Head.objects.exclude(leaf__in=Head.objects.values("head")).count() == 0

    def test_every_pair_that_officers_joined_was_proposed_or_is_weighed(self, aqqu):
        """Recall of the proposals on the officers' own answers, before any answer is given."""
        wanted = []
        for row in read_csv(EXAMPLE, "decisions/decisions.csv", frozenset({"action", "args"})):
            if row["action"] == "judge_same":
                import json

                args = json.loads(row["args"])
                wanted.append(frozenset({str(aqqu.person(args[side])) for side in "ab"}))
        shown = {frozenset((p.a, p.b)) for p in proposals.propose(aqqu.operation)}
        missed = [pair for pair in wanted if pair not in shown]
        assert len(wanted) > 10
        assert len(missed) <= len(wanted) // 10, f"{len(missed)} of {len(wanted)} were not shown"
