"""Where compiled kernels are kept: beside the package, in the user's cache, or nowhere."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jusan"
PROGRAM = """
import numpy as np
from jusan.kinship.search import kernels
scan = kernels.single_kernel(4)
codes = np.zeros((3, 4), np.uint16)
rows = np.empty(8, np.int64)
print(scan(codes, np.ones(5, np.float32), np.float32(4), rows, 0, 3))
lanes = kernels.lane_kernel(4, 8)
masks = np.empty(8, np.uint32)
table = np.ones((5, 8), np.float32)
limits = np.array([4, 5] * 4, np.float32)
print(lanes(codes, table, limits, rows, masks, 0, 3), masks[:3].tolist())
stats = getattr(scan, "stats", None)
print(sum(stats.cache_hits.values()), stats.cache_path)
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__", "locale", "static")
    shutil.copytree(SOURCE, tmp_path / "lib" / "jusan", ignore=ignore)
    return tmp_path / "lib" / "jusan" / "kinship" / "search"


def run(package: Path, home: Path) -> list[str]:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(package.parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == ["(3, 3)", "(3, 3) [85, 85, 85]"]
    return lines[2].split(" ", 1)


def blocked(folder: Path) -> Path:
    """A plain file where a cache folder would be made: not even root can write into it."""
    folder.write_text("")
    return folder


def test_beside_the_package(package: Path, tmp_path: Path) -> None:
    first, second = run(package, tmp_path), run(package, tmp_path)
    assert (first[0], second[0]) == ("0", "1")
    assert second[1] == str(package / "__pycache__")


def test_in_the_users_cache_when_the_package_cannot_be_written(
    package: Path, tmp_path: Path
) -> None:
    blocked(package / "__pycache__")
    home = tmp_path / "home"
    first, second = run(package, home), run(package, home)
    assert (first[0], second[0]) == ("0", "1")
    assert second[1].startswith(str(home))


def test_nowhere_when_nothing_can_be_written(package: Path, tmp_path: Path) -> None:
    blocked(package / "__pycache__")
    home = blocked(tmp_path / "home")
    assert run(package, home)[0] == "0"
    assert run(package, home)[0] == "0"
