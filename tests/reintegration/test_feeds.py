"""The care files of a folder, row by row, through the same operations as the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from jusan.core import clock
from jusan.core.errors import BadInput
from jusan.core.feeds.story import Story
from jusan.core.feeds.tables import Row
from jusan.reintegration import queries
from jusan.reintegration.feeds import FEEDS
from tests.casting import child_line, receive

BY_FILE = {feed.file: feed for feed in FEEDS}


@pytest.fixture
def story(cast):
    receive(
        cast.tracing_officer,
        cast.aqqu,
        *(child_line(n, name) for n, name in ((2, "Maryam"), (3, "Bibigul"), (4, "Aigul"))),
        tag="list",
    )
    return Story(folder=Path(), operation=cast.aqqu, settings={})


def play(story, file, **values):
    feed = BY_FILE[file]
    row = Row(file, 2, values)
    for moment in feed.moments(row):
        with clock.at(moment.at):
            feed.apply(story, row, moment.phase)


def _admit(story):
    play(
        story,
        "care/admissions.csv",
        child="list.csv#2",
        centre="",
        admitted_at="2031-11-28T08:00:00+05:00",
        room="4",
        by="centre_worker",
    )


def _family(story, line, state, **more):
    play(
        story,
        "care/placements.csv",
        child="list.csv#2",
        candidate=f"list.csv#{line}",
        relation="aunt",
        region="",
        applied_at="2031-12-01T08:00:00+05:00",
        assessed_at="2031-12-05T08:00:00+05:00",
        assessor="A. Omarova",
        summary="a warm house",
        state=state,
        **more,
    )


def test_a_stay_from_admission_to_the_first_visit(story):
    _admit(story)
    decided = {
        "decided_at": "2031-12-20T08:00:00+05:00",
        "body": "Guardianship body of Aqtas",
        "reason": "she asked for it",
        "document": "GB-1",
    }
    _family(story, 3, "not_chosen", **decided)
    _family(story, 4, "chosen", **decided)
    play(
        story,
        "care/discharges.csv",
        child="list.csv#2",
        discharged_at="2032-01-10T08:00:00+05:00",
        determination="",
        by="centre_worker",
    )
    play(
        story,
        "care/visits.csv",
        child="list.csv#2",
        kind="wk1",
        at="2032-01-17T08:00:00+05:00",
        by="social_worker",
        region="",
        outcome="seen_well",
        note="",
    )
    summary = queries.summary([story.person("list.csv#2")])
    assert summary["placement"] == "aunt"
    assert summary["discharged_at"].startswith("2032-01-10")
    assert summary["last_visit"]["kind"] == "wk1"


def test_a_later_line_of_the_same_goal_reaches_it(story):
    values = {
        "child": "list.csv#2",
        "domain": "education",
        "goal": "first letters",
        "owner": "School",
        "due_on": "2032-01-15",
        "review_on": "2032-02-01",
        "by": "social_worker",
    }
    play(story, "care/care_plans.csv", made_at="2031-12-01T08:00:00+05:00", state="open", **values)
    child = [story.person("list.csv#2")]
    assert queries.summary(child)["plan_open"] == 1
    play(story, "care/care_plans.csv", made_at="2032-01-05T08:00:00+05:00", state="done", **values)
    assert (queries.summary(child)["plan_open"], queries.summary(child)["plan_done"]) == (0, 1)


def test_intake_school_and_outcome_rows(story, cast):
    play(
        story,
        "care/intakes.csv",
        child="list.csv#2",
        at="2031-11-28T10:00:00+05:00",
        kind="medical",
        by="medical",
        weight_kg="14.2",
        height_cm="98",
        findings="tired",
    )
    play(
        story,
        "care/school.csv",
        child="list.csv#2",
        kind="school",
        region="",
        grade="1",
        enrolled_at="2032-01-20T10:00:00+05:00",
        state="attending",
        by="social_worker",
    )
    play(
        story,
        "care/carer_outcomes.csv",
        carer="list.csv#3",
        kind="employed",
        holds="yes",
        at="2032-02-01T10:00:00+05:00",
        by="social_worker",
    )
    assert queries.summary([story.person("list.csv#2")])["school"] == "attending"
    assert queries.outcomes(cast.coordinator, cast.aqqu)[0].holds == 1


def test_an_unknown_word_is_refused(story):
    with pytest.raises(BadInput):
        play(
            story,
            "care/visits.csv",
            child="list.csv#2",
            kind="wk9",
            at="2032-01-17T08:00:00+05:00",
            by="social_worker",
            region="",
            outcome="seen_well",
        )
