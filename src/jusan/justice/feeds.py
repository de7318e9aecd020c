"""The files of justice/."""

from __future__ import annotations

from jusan.core.feeds.story import Action, Feed, Story, once
from jusan.core.feeds.tables import Row
from jusan.justice import operations
from jusan.justice.models import Proceeding


def _proceeding(story: Story, row: Row, _phase: str) -> None:
    """A proceeding; a later line with the same number gives its next state."""
    actor = story.user(row.need("entered_by"))
    known: Proceeding | None = story.remembered.get(("proceeding", row.need("no")))
    if known is not None:
        operations.set_state(actor=actor, proceeding=known, state=row.need("state"))
        return
    entered = operations.enter_proceeding(
        actor=actor,
        operation=story.operation,
        person=story.person(row.need("person")),
        number=row.need("no"),
        court=row.need("court"),
        matter=row.need("matter"),
        opened_on=row.day("opened_on"),
        state=row.need("state"),
    )
    story.remember("proceeding", row.need("no"), entered)


def _sentence(story: Story, row: Row, _phase: str) -> None:
    operations.enter_sentence(
        actor=story.user(row.need("entered_by")),
        proceeding=story.recall("proceeding", row.need("proceeding")),
        on=row.day("on"),
        sentence=row.need("sentence"),
        final=row.yes("final"),
        years=row["years"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
    )


def _hearing(story: Story, row: Row, _phase: str) -> None:
    operations.enter_hearing(
        actor=story.user(row.need("entered_by")),
        proceeding=story.recall("proceeding", row.need("proceeding")),
        at=row.instant("at"),
        court=row.need("court"),
        purpose=row.need("purpose"),
        outcome=row["outcome"],
    )


FEEDS: list[Feed] = [
    Feed(
        "justice/proceedings.csv",
        frozenset(
            {"no", "person", "court", "matter", "opened_on", "state", "entered_at", "entered_by"}
        ),
        once("entered_at"),
        _proceeding,
    ),
    Feed(
        "justice/sentences.csv",
        frozenset({"proceeding", "on", "sentence", "final", "entered_at", "entered_by"}),
        once("entered_at"),
        _sentence,
    ),
    Feed(
        "justice/hearings.csv",
        frozenset({"proceeding", "at", "court", "purpose", "entered_by"}),
        once("at"),
        _hearing,
    ),
]
ACTIONS: dict[str, Action] = {}
