"""The same story with every trap taken out of the files: each alarm is gone, all come home.

That one trap alone takes its own alarm with it is asked of the files (``test_files_shuffled``).
"""

from __future__ import annotations

import pytest

from tests.cases.folders import TRAPS, generated
from tests.cases.outcomes import ALARMS, everybody_comes_home
from tests.cases.roads import Road

pytestmark = pytest.mark.case


@pytest.fixture(scope="module")
def calm(walk, tmp_path_factory) -> Road:
    return walk(generated(tmp_path_factory.mktemp("calm"), None, *TRAPS))


def test_without_any_trap_all_children_come_home(calm):
    assert not any(row["present"] for row in calm.folder.traps.values())
    everybody_comes_home(calm)


@pytest.mark.parametrize("trap", TRAPS)
def test_without_a_trap_its_alarm_is_gone(calm, trap):
    assert not ALARMS[trap](calm)
