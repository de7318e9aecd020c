"""Another shuffled story's whole road, in a file of its own so that two are walked side by side."""

from __future__ import annotations

import pytest

from tests.cases.folders import generated
from tests.cases.outcomes import ALARMS, OUTCOMES, everybody_comes_home

pytestmark = pytest.mark.case

SEED = 12


def test_another_shuffled_story_ends_as_the_scenario_asks(walk, tmp_path_factory):
    road = walk(generated(tmp_path_factory.mktemp("shuffled"), SEED))
    everybody_comes_home(road)
    for trap, outcome in OUTCOMES.items():
        assert ALARMS[trap](road), trap
        outcome(road)
