"""One measured figure, and the ways to measure: best of several, several things in turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal`: the number aimed at, `at_most` whether less is better; None where none is set.

    `value` None: not measured, and `how` says why.
    """

    name: str
    value: float | None
    unit: str
    how: str
    goal: float | None = None
    at_most: bool = True

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None without goal or value."""
        if self.value is None or self.goal is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON-ready data."""
        return {
            "figure": self.name,
            "value": self.value,
            "unit": self.unit,
            "goal": self.goal,
            "goal_is": None if self.goal is None else "at most" if self.at_most else "at least",
            "reached": self.reached,
            "how": self.how,
        }


Clock = Callable[[], float]

#: Time on the wall, for what uses several cores or processes.
WALL: Clock = time.perf_counter
#: Time of the processor in this thread: other people's work on the machine does not count.
PROCESSOR: Clock = time.thread_time

#: The same over all threads of this process.
ALL_THREADS: Clock = time.process_time


def seconds(function: Callable[[], object], clock: Clock = WALL) -> float:
    """Time of one call."""
    start = clock()
    function()
    return clock() - start


def best_of(rounds: int, function: Callable[[], object], clock: Clock = WALL) -> float:
    """The shortest of several calls, after one that is not counted."""
    function()
    return min(seconds(function, clock) for _ in range(rounds))


def in_turns(
    rounds: int, functions: Mapping[str, Callable[[], object]], clock: Clock = WALL
) -> dict[str, float]:
    """The shortest call of each, called in turns: ratios then compare like with like."""
    for function in functions.values():
        function()
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            times[name].append(seconds(function, clock))
    return {name: min(values) for name, values in times.items()}
