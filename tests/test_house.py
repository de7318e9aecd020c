"""The import contracts hold, and each of them catches a violation planted against it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

PLANTED = [
    ("kinship/errors.py", "import django", "Sciences know no web and no database"),
    ("names/errors.py", "import jusan.core.clock", "Sciences know no web and no database"),
    ("core/clock.py", "import jusan.web.context", "The core stands on itself alone"),
    ("core/vault/envelope.py", "import jusan.core.claims.models", "The core, from standing down"),
    ("matching/errors.py", "import jusan.cli", "The house, from the roof down"),
]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(linter), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house in which a violation can be planted."""
    shutil.copytree(
        ROOT / "src" / "jusan",
        tmp_path / "src" / "jusan",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_the_contracts_hold(house: Path) -> None:
    done = _lint(house)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED)
def test_a_planted_violation_is_caught(house: Path, file: str, line: str, contract: str) -> None:
    path = house / "src" / "jusan" / file
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = _lint(house)
    assert done.returncode == 1
    assert any(contract in row and "BROKEN" in row for row in done.stdout.splitlines())
