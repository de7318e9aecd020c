"""Folders for the case tests: the committed one, and generated ones with their expectations."""

from __future__ import annotations

import csv
import os
import sys
import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

CASES = Path(__file__).resolve().parents[2] / "cases"
AQQU = CASES / "aqqu"
sys.path.insert(0, str(CASES))

from generator.__main__ import build  # noqa: E402
from generator.cast import TRAPS  # noqa: E402

__all__ = ["AQQU", "CASES", "TRAPS", "Folder", "build", "generated", "seeds"]


class Folder:
    """A folder with what its ``expected.toml`` says. Keys such as C01 are the truth's own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def expected(self) -> dict[str, Any]:
        """The whole of expected.toml."""
        return tomllib.loads((self.path / "expected.toml").read_text(encoding="utf-8"))

    @cached_property
    def traps(self) -> dict[str, dict[str, Any]]:
        """Trap -> what is expected of it."""
        return {row["id"]: row for row in self.expected["trap"]}

    @cached_property
    def lines(self) -> dict[str, list[str]]:
        """Somebody's key -> the lines that speak of him or her."""
        return {row["key"]: row["lines"] for row in self.expected["person"]}

    def who(self, trap: str) -> list[str]:
        """Keys of the persons on whom a trap sits."""
        return self.traps[trap]["who"]

    def children(self) -> list[str]:
        """Keys of the children."""
        return [key for key in self.lines if key.startswith("C")]

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of one CSV file."""
        with (self.path / name).open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    def files(self, kind: str) -> list[str]:
        """Names of the received files of a kind."""
        return [row["file"] for row in self.rows("reports/index.csv") if row["kind"] == kind]

    def day(self, name: str) -> date:
        """``flown_on`` or ``first_date``."""
        return date.fromisoformat(self.expected["outcome"][name])


def generated(path: Path, seed: int | None = None, *without: str) -> Folder:
    """A fresh folder: the told story, or a shuffled one by its seed, with traps taken out."""
    if seed is None:
        build(path, without=frozenset(without))
    else:
        build(path, seed=seed, without=frozenset(without), shuffle=True)
    return Folder(path)


def seeds(usual: list[int]) -> list[int]:
    """Which shuffled stories are walked: the usual ones, or ``JUSAN_SEEDS=1-20``."""
    first, _, last = os.environ.get("JUSAN_SEEDS", "").partition("-")
    return list(range(int(first), int(last or first) + 1)) if first else usual
