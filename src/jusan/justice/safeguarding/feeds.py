"""safeguarding/concerns.csv."""

from __future__ import annotations

from jusan.core.feeds.story import Action, Feed, Moment, Story
from jusan.core.feeds.tables import Row
from jusan.justice.safeguarding import operations
from jusan.justice.safeguarding.models import Concern


def _moments(row: Row) -> list[Moment]:
    moments = [Moment(row.instant("raised_at"), "raised")]
    if row["closed_at"]:
        moments.append(Moment(row.instant("closed_at"), "closed"))
    return moments


def _concern(story: Story, row: Row, phase: str) -> None:
    if phase == "raised":
        raised = operations.raise_concern(
            actor=story.user(row.need("raised_by")),
            operation=story.operation,
            text=row.need("text"),
            about=story.user(row["about_user"]) if row["about_user"] else None,
            child=story.person(row["child"]) if row["child"] else None,
        )
        operations.take(actor=story.user(row.need("handled_by")), concern=raised)
        story.remember("concern", row.need("no"), raised)
        return
    known: Concern = story.recall("concern", row.need("no"))
    operations.close(
        actor=story.user(row.need("handled_by")), concern=known, outcome=row.need("outcome")
    )


FEEDS: list[Feed] = [
    Feed(
        "safeguarding/concerns.csv",
        frozenset({"no", "raised_at", "raised_by", "text", "handled_by", "state"}),
        _moments,
        _concern,
    ),
]
ACTIONS: dict[str, Action] = {}
