"""Walking a folder's whole road in a database of its own, with looks at ``jusan children --json``.

The road stops on some evenings, and what the command shows then is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from click.testing import CliRunner
from django.conf import settings
from django.db import transaction

from jusan.clearance import board
from jusan.cli import cli
from jusan.core import clock
from jusan.core.claims.resolution import head_of, leaves_of
from jusan.core.feeds.story import Story
from jusan.core.operations.models import Operation
from jusan.core.vault import permits
from jusan.identification.reading import next_sample
from jusan.journey import briefing, command, opening, replay
from jusan.kinship.power import Option
from jusan.planning.readiness import State
from tests.cases.folders import Folder
from tests.walked import evening, installation


@dataclass
class Road:
    """A walked folder: the record as it ended, and what was seen on the way."""

    folder: Folder
    operation: Operation
    story: Story
    #: evening -> person -> the object of ``jusan children --json``
    seen: dict[date, dict[str, dict[str, Any]]] = field(default_factory=dict)
    #: trap A-T7: what one more sample would be worth, before the last one was taken
    wanted: list[Option] = field(default_factory=list)
    summary: str = ""
    ended: date = date.min

    def who(self, key: str) -> UUID:
        """The head of somebody by the truth's key."""
        return head_of(self.story.person(self.folder.lines[key][0]))

    def leaves(self, key: str) -> list[UUID]:
        """All leaves of somebody by the truth's key."""
        return leaves_of(self.who(key))

    def shown(self, key: str, day: date | None = None) -> dict[str, Any]:
        """What the command showed of a child on an evening; default: at the end."""
        objects = self.seen[day or self.ended]
        return next(objects[str(leaf)] for leaf in self.leaves(key) if str(leaf) in objects)

    def state(self, key: str, requirement: str, day: date) -> State:
        """Where a requirement of a child stands on a day, by what the record holds now."""
        head = self.who(key)
        with clock.at(evening(day)):
            return board.readiness(self.operation, [head], day)[head][requirement]


def stops(folder: Folder) -> dict[str, date]:
    """Evenings on which somebody looks, each for a trap that shows on that evening alone."""
    batches = folder.rows("laboratory/batches.csv")
    flights = folder.rows("mission/flights.csv")
    asked = next(r for r in folder.rows("decisions/decisions.csv") if r["action"] == "next_sample")
    days = {
        "typed": min(row["received_at"] for row in batches)[:10],
        "asked": asked["at"][:10],
        "slipped": next(row["at"] for row in flights if row["event"] == "slipped")[:10],
    }
    if folder.traps["A-T10"]["present"]:
        days["withdrawn"] = folder.traps["A-T10"]["blocked_on"]
    if folder.traps["A-T14"]["present"]:
        days["fever"] = folder.traps["A-T14"]["unfit_at"]
    found = {name: date.fromisoformat(day) for name, day in days.items()}
    if folder.traps["A-T15"]["present"]:
        answered = date.fromisoformat(folder.traps["A-T15"]["security_on"])
        found["charges open"] = answered - timedelta(1)
    return found


@contextmanager
def walked(folder: Folder, template: str, home: Path) -> Iterator[Road]:
    """Walk a folder to its end in a fresh database, then leave it again."""
    with installation(template, home):
        road = _walk(folder)
        with permits.holding(permits.system("test")):
            yield road


def _walk(folder: Folder) -> Road:
    """Like ``replay.load``, except that the road stops on the way: one transaction a stretch."""
    read = opening.read_settings(folder.path)
    steps = replay.plan(folder.path)
    first = opening.beginning(read)
    with transaction.atomic():
        story = opening.open_from(folder.path, read, {})
    road = Road(folder, story.operation, story)
    with clock.at(first):
        command._add_viewer(story.operation.slug, "a-password-of-the-test")
    halts = stops(folder)
    for day in sorted(set(halts.values())):
        now = [step for step in steps if step.at <= evening(day)]
        steps = steps[len(now) :]
        _stretch(story, now, first)
        _look(road, day)
        if day == halts["asked"]:
            road.wanted = _next_best(road)
    _stretch(story, steps, first)
    road.ended = steps[-1].at.date()
    _look(road, road.ended)
    with clock.at(evening(road.ended)):
        road.summary = briefing.as_text()
    permits.clear()
    return road


def _stretch(story: Story, steps: list[replay.Step], first: datetime) -> None:
    with transaction.atomic():
        for step in steps:
            replay._run(story, step, first)


def _look(road: Road, day: date) -> None:
    """``jusan children --json`` as the demonstration's viewer, on an evening."""
    arguments = ["--data", str(settings.JUSAN_DATA), "--as", command.SEES_ALL]
    with clock.at(evening(day)):
        done = CliRunner().invoke(cli, [*arguments, "children", "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    permits.clear()
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    road.seen[day] = {one["person"]: one for one in objects}


def _next_best(road: Road) -> list[Option]:
    """Who on the father's side would help most if his brother or sister is a half one (A-T7)."""
    near, orphan = road.folder.who("A-T7")
    file, _, line = road.folder.lines[near][0].removesuffix(":claimant").partition("#")
    stated = road.folder.rows(f"reports/{file}")[int(line) - 2]["claimant_relation"]
    with permits.holding(permits.system("test")):
        return next_sample.options(
            road.operation.id,
            road.who(orphan),
            instead={road.who(near): stated.replace("_", "_half_")},
            places=("paternal_grandmother", "paternal_grandfather"),
            simulations=100,
        )
