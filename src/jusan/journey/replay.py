"""Replaying an operation's folder through the very operations that the pages call.

Everything is read and its times are understood before anything is written. Then each row happens
at its own instant, with the business clock set to it; the machine's proposals are computed at
that moment from what was known then. One transaction: nothing is half-imported.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction

from jusan.core import clock
from jusan.core.errors import BadInput, JusanError
from jusan.core.feeds.story import Action, Story
from jusan.core.feeds.tables import Row, read_csv
from jusan.core.operations.models import Operation
from jusan.journey import feeds, opening

DECISIONS = "decisions/decisions.csv"
DECISION_COLUMNS = frozenset({"at", "actor", "action", "args"})
#: Rows whose moment is this happen before everything else, on the operation's first day.
BEFORE = datetime(1, 1, 1, tzinfo=UTC)

Progress = Callable[[Iterable["Step"], int], Iterable["Step"]]


@dataclass(frozen=True, slots=True)
class Step:
    """One row at one of its instants."""

    at: datetime
    order: int
    line: int
    row: Row
    phase: str
    run: Callable[[Story, Row, str], None]


@dataclass(slots=True)
class Replayed:
    """What a replay did."""

    slug: str
    created: bool
    steps: int = 0
    refused: list[str] = field(default_factory=list)
    until: datetime | None = None


def plan(folder: Path) -> list[Step]:
    """Read every file and put every row at its instants. Raises BadInput before any writing."""
    actions = feeds.all_actions()
    steps: list[Step] = []
    for order, feed in enumerate(feeds.all_feeds()):
        for row in read_csv(folder, feed.file, feed.required):
            steps += [
                Step(moment.at, order, row.line, row, moment.phase, feed.apply)
                for moment in feed.moments(row)
            ]
    for row in read_csv(folder, DECISIONS, DECISION_COLUMNS):
        run = _decision(row, actions)
        steps.append(Step(row.instant("at"), 10_000, row.line, row, "", run))
    return sorted(steps, key=lambda step: (step.at, step.order, step.line))


def load(
    folder: Path,
    *,
    passwords: Mapping[str, str] | None = None,
    until: date | None = None,
    progress: Progress | None = None,
) -> Replayed:
    """Replay a folder up to the end of a day (default: to its end), whole or not at all."""
    settings = opening.read_settings(folder)
    slug = settings["operation"]["slug"]
    if Operation.objects.filter(slug=slug).exists():
        return Replayed(slug, created=False)
    steps = plan(folder)
    if until is not None:
        limit = datetime.combine(until, time.max, UTC)
        steps = [step for step in steps if step.at <= limit]
    done = Replayed(slug, created=True)
    with transaction.atomic():
        story = opening.open_from(folder, settings, passwords or {})
        first = opening.beginning(settings)
        for step in progress(steps, len(steps)) if progress else steps:
            _run(story, step, first)
            done.steps += 1
    done.until = steps[-1].at if steps else first
    return done


def _run(story: Story, step: Step, first: datetime) -> None:
    moment = first if step.at == BEFORE else step.at
    with clock.at(moment):
        try:
            step.run(story, step.row, step.phase)
        except JusanError as error:
            where = f"{step.row.file}, line {step.row.line}"
            if isinstance(error, BadInput) and error.message.startswith(step.row.file):
                raise
            raise BadInput(f"{where}: {error.message}", file=step.row.file) from error


def _decision(row: Row, actions: Mapping[str, Action]) -> Callable[[Story, Row, str], None]:
    name = row.need("action")
    action = actions.get(name)
    if action is None:
        raise row.fault("action", "one of " + ", ".join(sorted(actions)))
    args = _arguments(row)

    def run(story: Story, row: Row, _phase: str) -> None:
        action(story, story.user(row.need("actor")), args)

    return run


def _arguments(row: Row) -> dict[str, Any]:
    try:
        args = json.loads(row.need("args"))
    except json.JSONDecodeError:
        raise row.fault("args", "one JSON object") from None
    if not isinstance(args, dict):
        raise row.fault("args", "one JSON object")
    return args
