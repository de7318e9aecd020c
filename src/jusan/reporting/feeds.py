"""Releases among the officers' decisions of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jusan.core.access.models import User
from jusan.core.errors import BadInput
from jusan.core.feeds.story import Action, Feed, Story
from jusan.reporting import operations
from jusan.reporting.models import Release


def _draft(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    counts = args.get("counts")
    if not isinstance(counts, Mapping):
        raise BadInput("draft_release: expected counts by name", field="counts")
    try:
        as_of = date.fromisoformat(str(args["as_of"]))
    except ValueError:
        raise BadInput("draft_release: expected as_of like 2031-11-27", field="as_of") from None
    release = operations.draft_release(
        actor=actor,
        operation=story.operation,
        title=str(args["title"]),
        audience=str(args["audience"]),
        as_of=as_of,
        counts={str(name): value for name, value in counts.items()},
        text=str(args["text"]),
    )
    story.remember("release", str(args["key"]), release)


def _approve(story: Story, actor: User, args: Mapping[str, Any]) -> None:
    release: Release = story.recall("release", str(args["key"]))
    operations.approve_release(actor=actor, release=release)


FEEDS: list[Feed] = []
ACTIONS: dict[str, Action] = {"draft_release": _draft, "approve_release": _approve}
