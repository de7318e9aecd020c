"""The committed folder's whole road: the traps, and what holds for everybody beside them.

What is expected is read from ``expected.toml``; what is found comes from the record and from
``jusan children --json`` as it was on the way.
"""

from __future__ import annotations

import pytest

from jusan.core import checks
from jusan.core.claims.resolution import head_of
from jusan.core.custody import queries as custody
from jusan.identification.models import ConclusionSignature
from jusan.repatriation.models import Boarding, HeadcountClosing
from tests.cases.folders import AQQU, TRAPS, Folder
from tests.cases.outcomes import ALARMS, OUTCOMES, everybody_comes_home
from tests.cases.roads import Road

pytestmark = pytest.mark.case


@pytest.fixture(scope="module")
def road(walk) -> Road:
    return walk(Folder(AQQU))


def test_fourteen_children_are_found_identified_flown_and_home(road):
    everybody_comes_home(road)
    assert Boarding.objects.filter(kind="boarded").count() == len(road.folder.children())
    held = custody.now_held([road.who(key) for key in road.folder.children()])
    assert {row.state for row in held.values()} == {"agreed"}
    # Each child is with the family that receives it: seven families.
    assert len({row.custodian for row in held.values()}) == 7
    assert HeadcountClosing.objects.count() == 12


def test_every_self_check_is_green(road):
    assert {name: list(check()) for name, check in checks.CHECKS.items() if list(check())} == {}


def test_every_line_of_one_person_is_joined_and_no_two_persons_are(road):
    heads = {}
    for key, lines in road.folder.lines.items():
        found = {head_of(road.story.person(line)) for line in lines}
        assert len(found) == 1, key
        heads[key] = found.pop()
    assert len(set(heads.values())) == len(heads)


def test_every_identity_took_two_humans_and_one_of_them_is_qualified(road):
    by_conclusion = {}
    for row in ConclusionSignature.objects.all():
        by_conclusion.setdefault(row.conclusion, []).append(row)
    assert len(by_conclusion) >= 2 * len(road.folder.children())
    for rows in by_conclusion.values():
        assert len({row.human for row in rows}) == 2
        assert any(row.qualified for row in rows)


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_shows_and_ends_as_the_scenario_asks(road, trap):
    assert road.folder.traps[trap]["present"]
    assert ALARMS[trap](road)
    OUTCOMES[trap](road)
