"""Machines that drive the real operations: each example on an installation of its own.

In the build the examples are few and always the same, and a failing one is shown as it was found.
``JUSAN_LONG=20`` plays twenty times as many, chosen anew on every run, and makes a failing one
as short as it can: ``JUSAN_LONG=20 pytest -k in_any_order``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection, connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from jusan.core import checks, clock
from jusan.core.vault import permits
from tests import conftest

LONG = int(os.environ.get("JUSAN_LONG", "0"))
_shelves = count(1)


def profile(examples: int, **more: Any) -> settings:
    """Few and fixed examples in the build, many and fresh ones when asked for."""
    return settings(
        max_examples=examples * max(LONG, 1),
        derandomize=not LONG,
        deadline=None,
        database=None,
        phases=tuple(Phase) if LONG else (Phase.explicit, Phase.generate),
        print_blob=bool(LONG),
        suppress_health_check=list(HealthCheck),
        **more,
    )


class Shelf:
    """The installation as it stands now, to be had again and again. Keys are shared: an id that
    an example makes is never made twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = next(_shelves)
        self.copies = count(1)
        if not conftest.POSTGRES:
            conftest._settle_wal()
        self.prepared = str(connection.settings_dict["NAME"])
        self.current = ""
        connections.close_all()

    def fresh(self) -> None:
        """Go on in a new copy; the one before is thrown away."""
        before, number = self.current, next(self.copies)
        connections.close_all()
        if conftest.POSTGRES:
            self.current = f"jusan_shelf_{conftest.WORKER}_{os.getpid()}_{self.number}_{number}"
            with conftest._owner() as owner:
                owner.execute(f"CREATE DATABASE {self.current} TEMPLATE {self.prepared}")
        else:
            self.current = str(self.folder / f"example-{self.number}-{number}.sqlite3")
            shutil.copyfile(self.prepared, self.current)
        conftest._point_at(self.current)
        self._discard(before)

    def back(self) -> None:
        """Return to the prepared installation."""
        connections.close_all()
        conftest._point_at(self.prepared)
        self._discard(self.current)
        self.current = ""

    def _discard(self, name: str) -> None:
        if not name:
            return
        if conftest.POSTGRES:
            conftest._leave_postgres(name)
            conftest._point_at(self.current or self.prepared)
        else:
            for path in self.folder.glob(Path(name).name + "*"):
                path.unlink()


def play(
    machine: Callable[[], RuleBasedStateMachine], shelf: Shelf, *, examples: int, steps: int
) -> None:
    """Run a machine; each of its examples starts from what stands on the shelf."""

    def start() -> RuleBasedStateMachine:
        shelf.fresh()
        return machine()

    held = permits.clear()
    try:
        with clock.at(conftest.STORY_DAY):
            run_state_machine_as_test(start, settings=profile(examples, stateful_step_count=steps))
            # Chains and all, on what the last example left; to walk them each time costs more
            # than the examples do.
            found = {name: list(check()) for name, check in checks.CHECKS.items()}
            assert not any(found.values()), found
    finally:
        permits.revoke(held)
        shelf.back()
