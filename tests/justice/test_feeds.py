"""The files of justice/ and safeguarding/."""

from __future__ import annotations

from pathlib import Path

import pytest

from jusan.core import clock
from jusan.core.feeds.story import Story
from jusan.core.feeds.tables import Row
from jusan.justice import queries
from jusan.justice.feeds import FEEDS
from jusan.justice.safeguarding import queries as safeguarding
from jusan.justice.safeguarding.feeds import FEEDS as CONCERNS
from tests.casting import child_line, receive

BY_FILE = {feed.file: feed for feed in [*FEEDS, *CONCERNS]}


@pytest.fixture
def story(cast):
    receive(cast.tracing_officer, cast.aqqu, child_line(2, "Samal", kind="parent"), tag="list")
    return Story(folder=Path(), operation=cast.aqqu, settings={})


def play(story, file, **values):
    feed = BY_FILE[file]
    row = Row(file, 2, values)
    for moment in feed.moments(row):
        with clock.at(moment.at):
            feed.apply(story, row, moment.phase)


def _proceeding(story, state, at):
    play(
        story,
        "justice/proceedings.csv",
        no="12/2031",
        person="list.csv#2",
        court="Court of Sabkha",
        matter="membership",
        opened_on="2031-02-01",
        state=state,
        entered_at=at,
        entered_by="justice_officer",
    )


def test_a_proceeding_its_sentence_its_hearing_and_its_next_state(story, cast):
    _proceeding(story, "open", "2031-05-01T08:00:00+03:00")
    play(
        story,
        "justice/sentences.csv",
        proceeding="12/2031",
        on="2031-05-20",
        sentence="fifteen years",
        years="15",
        starts_on="",
        ends_on="",
        final="yes",
        entered_at="2031-05-21T08:00:00+03:00",
        entered_by="justice_officer",
    )
    play(
        story,
        "justice/hearings.csv",
        proceeding="12/2031",
        at="2031-06-01T08:00:00+03:00",
        court="Court of Sabkha",
        purpose="release of the child",
        outcome="adjourned",
        entered_by="justice_officer",
    )
    _proceeding(story, "final", "2031-07-01T08:00:00+03:00")
    (view,) = queries.proceedings(cast.justice_officer, cast.aqqu, route="t")
    assert view.state == "final"
    assert view.sentences[0][0].final and view.hearings[0][1]["outcome"] == "adjourned"


def test_a_concern_is_raised_handled_and_closed(story, cast):
    play(
        story,
        "safeguarding/concerns.csv",
        no="SC-1",
        raised_at="2031-12-01T08:00:00+05:00",
        raised_by="centre_worker",
        about_user="field_officer",
        child="",
        text="he shouts",
        handled_by="safeguarding_lead",
        state="closed",
        closed_at="2031-12-09T08:00:00+05:00",
        outcome="moved to another site",
    )
    (view,) = safeguarding.concerns(cast.safeguarding_lead, cast.aqqu)
    assert view.closed and view.about == "Field_Officer"
    assert [words for _step, _by, words in view.steps] == ["", "moved to another site"]
