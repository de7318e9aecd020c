"""A shuffled story's whole road. ``JUSAN_SEEDS=1-20`` walks twenty of them instead of this one."""

from __future__ import annotations

import pytest

from tests.cases.folders import TRAPS, generated, seeds
from tests.cases.outcomes import ALARMS, OUTCOMES, everybody_comes_home
from tests.cases.roads import Road

pytestmark = pytest.mark.case


@pytest.fixture(scope="module", params=seeds([7]), ids=lambda seed: f"seed {seed}")
def road(walk, tmp_path_factory, request) -> Road:
    return walk(generated(tmp_path_factory.mktemp("shuffled"), request.param))


def test_all_children_come_home(road):
    everybody_comes_home(road)


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_shows_and_ends_as_the_scenario_asks(road, trap):
    assert ALARMS[trap](road)
    OUTCOMES[trap](road)
