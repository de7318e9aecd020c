"""Clearance's file of an operation's folder, and the decisions of its officers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from jusan.clearance import operations
from jusan.core.access.models import User
from jusan.core.feeds.story import Action, Feed, Story, once
from jusan.core.feeds.tables import Row


def _event(story: Story, row: Row, _phase: str) -> None:
    document = row["document"]
    operations.enter_event(
        actor=story.user(row.need("entered_by")),
        operation=story.operation,
        requirement=row.need("requirement"),
        subject=_subject(story, row.need("scope")),
        kind=row.need("kind"),
        happened_at=row.instant("at"),
        by=_authority(story, row["by"]),
        valid_until=row.optional_day("valid_until"),
        outcome=row["outcome"],
        reference=_reference(story, document),
        reason=row["reason"],
    )


def _subject(story: Story, scope: str) -> UUID:
    """The person of a reference; the operation for steps of the state and of the mission."""
    if scope == "operation" or scope.startswith("flight:"):
        return story.operation.id
    return story.person(scope)


def _authority(story: Story, code: str) -> str:
    name = story.remembered.get(("authority_name", code.removeprefix("authority:")))
    return str(name or code)


def _reference(story: Story, number: str) -> str:
    """A paper's id where the paper was entered; numbers themselves are personal and stay sealed."""
    if not number:
        return ""
    known = story.remembered.get(("document", number))
    return str(known.id) if known is not None else "paper"


def _nationality(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    operations.decide_nationality(
        actor=actor,
        operation=story.operation,
        child=story.person(str(args["child"])),
        branch=str(args["branch"]),
        legal_basis=str(args["legal_basis"]),
        citizenship=str(args["citizenship"]),
        why=str(args["why"]),
    )


def _birth(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    operations.set_conventional_birth(
        actor=actor,
        operation=story.operation,
        child=story.person(str(args["child"])),
        day=date.fromisoformat(str(args["date"])),
        authority=_authority(story, str(args["authority"])),
        why=str(args["why"]),
    )


def _determine(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    operations.determine(
        actor=actor,
        operation=story.operation,
        child=story.person(str(args["child"])),
        kind=str(args["kind"]),
        outcome=str(args["outcome"]),
        panel=[str(member) for member in args["panel"]],
        childs_view=str(args.get("childs_view", "")),
        why=str(args["why"]),
    )


FEEDS: list[Feed] = [
    Feed(
        "clearance/events.csv",
        frozenset({"requirement", "scope", "kind", "at", "by", "entered_by"}),
        once("at"),
        _event,
    ),
]
ACTIONS: dict[str, Action] = {
    "decide_nationality": _nationality,
    "set_conventional_birth": _birth,
    "determine": _determine,
}
