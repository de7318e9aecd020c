"""The whole road on the committed files, and what changes when a trap is taken out of them.

What is expected is read from ``expected.toml``; what is found comes from the record.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from jusan.clearance import board
from jusan.clearance.models import NationalityDecision
from jusan.core import checks, clock
from jusan.core.claims import cards
from jusan.core.claims.models import Mention, Report
from jusan.core.claims.resolution import head_of, leaves_of
from jusan.core.consent.models import Matter
from jusan.core.consent.queries import positions
from jusan.core.custody import queries as custody
from jusan.core.documents import queries as documents
from jusan.core.feeds.story import Story
from jusan.core.operations.models import Case, Operation
from jusan.core.people.models import IdentityStatus
from jusan.core.people.queries import identity_status
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.vault import permits, service
from jusan.core.vault.compartments import Compartment
from jusan.identification.models import ConclusionSignature, QualityFlag, Sample
from jusan.journey import replay
from jusan.repatriation.models import Boarding, FitnessCheck, HeadcountClosing
from tests import conftest as engine

ROOT = Path(__file__).resolve().parents[2]
AQQU = ROOT / "cases" / "aqqu"
pytestmark = pytest.mark.case


class Road:
    """A replayed folder with what its expected.toml says."""

    def __init__(self, folder: Path) -> None:
        self.expected = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
        self.operation = Operation.objects.get(slug="aqqu")
        self.story = Story(folder, self.operation, {})
        self.lines = {row["key"]: row["lines"] for row in self.expected["person"]}

    def who(self, key: str):
        """The head of somebody by the truth's key."""
        return head_of(self.story.person(self.lines[key][0]))

    def leaves(self, key: str):
        """All leaves of somebody by the truth's key."""
        return leaves_of(self.who(key))

    def of_trap(self, trap: str) -> list[str]:
        """Keys of the persons on whom a trap sits."""
        return next(row["who"] for row in self.expected["trap"] if row["id"] == trap)

    def children(self) -> list[str]:
        """Keys of the children."""
        return [key for key in self.lines if key.startswith("C")]


def _replayed(folder: Path, template: str, home: Path, until: date | None) -> Iterator[Road]:
    enter, leave = (
        (engine._enter_postgres, engine._leave_postgres)
        if engine.POSTGRES
        else (engine._enter_sqlite, engine._close)
    )
    before = settings.JUSAN_DATA
    settings.JUSAN_DATA = home
    service.forget_stores()
    name = enter(template, home)
    held = permits.clear()
    try:
        replay.load(folder, until=until)
        with permits.holding(permits.system("test")):
            yield Road(folder)
    finally:
        permits.revoke(held)
        leave(name)
        settings.JUSAN_DATA = before
        service.forget_stores()


@pytest.fixture(scope="module")
def road(template, django_db_blocker, tmp_path_factory) -> Iterator[Road]:
    """The committed scenario, walked to its end once for all tests of this module."""
    with django_db_blocker.unblock():
        yield from _replayed(AQQU, template, tmp_path_factory.mktemp("road"), None)


@pytest.fixture
def walk(template, django_db_blocker, tmp_path_factory):
    """Walk a freshly generated folder, with traps taken out, up to a day."""
    opened = []

    def start(until: date, *without: str) -> Road:
        sys.path.insert(0, str(ROOT / "cases"))
        try:
            from generator.__main__ import build
        finally:
            sys.path.pop(0)
        folder = tmp_path_factory.mktemp("folder")
        build(folder, without=frozenset(without))
        run = _replayed(folder, template, tmp_path_factory.mktemp("home"), until)
        opened.append(run)
        return next(run)

    with django_db_blocker.unblock():
        yield start
        for run in opened:
            run.close()


def _on(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 20, tzinfo=UTC))


def _state(road: Road, key: str, requirement: str, day: date):
    with _on(day):
        return board.readiness(road.operation, [road.who(key)], day)[road.who(key)][requirement]


# -- the road ---------------------------------------------------------------------------------


def test_fourteen_children_are_found_identified_flown_and_home(road):
    counts = road.expected["counts"]
    assert Case.objects.filter(operation=road.operation.id).count() == counts["children"]
    heads = [road.who(key) for key in road.children()]
    assert len(set(heads)) == counts["children"]
    for key in road.children():
        leaves = road.leaves(key)
        assert identity_status(leaves) is IdentityStatus.CONFIRMED, key
        assert standing.latest(leaves, FactKind.LANDED) is not None, key
    assert Boarding.objects.filter(kind="boarded").count() == counts["children"]
    held = custody.now_held(heads)
    assert {row.state for row in held.values()} == {"agreed"}
    # Each child is with the family that receives it: seven families.
    assert len({row.custodian for row in held.values()}) == 7
    assert HeadcountClosing.objects.count() == 12


def test_every_self_check_is_green(road):
    assert {name: list(check()) for name, check in checks.CHECKS.items() if list(check())} == {}


def test_every_line_of_one_person_is_joined_and_no_two_persons_are(road):
    heads = {}
    for key, lines in road.lines.items():
        found = {head_of(road.story.person(line)) for line in lines}
        assert len(found) == 1, key
        heads[key] = found.pop()
    assert len(set(heads.values())) == len(heads)


def test_every_identity_took_two_humans_and_one_of_them_is_qualified(road):
    by_conclusion = {}
    for row in ConclusionSignature.objects.all():
        by_conclusion.setdefault(row.conclusion, []).append(row)
    assert len(by_conclusion) >= 2 * len(road.children())
    for rows in by_conclusion.values():
        assert len({row.human for row in rows}) == 2
        assert any(row.qualified for row in rows)


# -- the traps --------------------------------------------------------------------------------


def test_t1_two_boys_of_one_name_stay_two(road):
    one, two = road.of_trap("A-T1")
    assert road.who(one) != road.who(two)


def test_t2_t3_flagged_tubes_are_sampled_again_and_keep_their_labels(road):
    for trap in ("A-T2", "A-T3"):
        for key in road.of_trap(trap):
            tubes = Sample.objects.filter(donor__in=road.leaves(key))
            assert tubes.count() == 2, key
            assert QualityFlag.objects.filter(sample__in=tubes.values("id")).exists(), key


def test_t4_a_social_mother_keeps_the_siblings_together_and_opens_the_guardians_road(road):
    child = next(key for key in road.of_trap("A-T4") if key.startswith("C"))
    day = date(2031, 11, 20)
    assert _state(road, child, "X.mother_position", day).status == "not_applicable"
    assert _state(road, child, "X.guardian_host", day).status == "done"


def test_t8_the_slip_kills_the_certificate_that_was_issued_early(road):
    (key,) = road.of_trap("A-T8")
    with _on(date(2031, 11, 12)):
        dying = board.dying(road.operation, date(2031, 11, 13), date(2031, 11, 27))
    assert "H.etd" in {item.requirement for item in dying[road.who(key)]}
    others = [other for other in road.children() if other != key]
    assert not [k for k in others if "H.etd" in {i.requirement for i in dying[road.who(k)]}]
    # Whoever had no consent just then had no exit permit either.
    permitted = [k for k in others if k not in road.of_trap("A-T10")]
    assert len(permitted) == 12
    assert all("X.exit_permit" in {i.requirement for i in dying[road.who(k)]} for k in permitted)


def test_t9_an_expired_passport_is_evidence_and_no_travel_paper(road):
    (key,) = road.of_trap("A-T9")
    leaves = road.leaves(key)
    assert documents.identity_papers(leaves).filter(kind="passport").exists()
    travel = documents.travel_papers(leaves, date(2031, 11, 27))
    assert [paper.kind for paper in travel] == ["certificate_of_return"]


def test_t10_the_withdrawn_consent_is_kept_and_made_the_release_stale(road):
    key = next(k for k in road.of_trap("A-T10") if k.startswith("C"))
    said = [row.outcome for row in positions(road.leaves(key), Matter.RETURN)]
    assert said == ["consent", "withdrawn", "consent"]
    assert _state(road, key, "X.court_release", date(2031, 10, 28)).status == "done"
    assert _state(road, key, "X.court_release", date(2031, 10, 30)).status == "stale"
    assert _state(road, key, "X.court_release", date(2031, 11, 13)).status == "stale"
    assert _state(road, key, "X.court_release", date(2031, 11, 20)).status == "done"


def test_t11_an_unknown_fathers_children_have_a_signed_decision(road):
    for key in road.of_trap("A-T11"):
        decision = NationalityDecision.objects.get(child__in=road.leaves(key))
        assert decision.branch == "mother_citizen_father_unknown"
        assert decision.legal_basis


def test_t12_a_hijri_month_becomes_an_interval(road):
    (key,) = road.of_trap("A-T12")
    card = cards.of_heads([road.who(key)], Compartment.IDENTITY).get()
    assert '"earliest": "2029-0' in card.body


def test_t14_the_feverish_child_flies_with_its_sibling_once_the_doctor_says_so(road):
    key = road.of_trap("A-T14")[0]
    eve = datetime(2031, 11, 20, tzinfo=UTC)  # looks before the first date are another story
    checked = FitnessCheck.objects.filter(child__in=road.leaves(key), at__gte=eve).order_by("at")
    assert [row.outcome for row in checked] == ["not_fit", "fit"]


def test_t15_the_eldest_needs_a_positive_answer_about_charges(road):
    (key,) = road.of_trap("A-T15")
    assert _state(road, key, "X.security", date(2031, 10, 10)).status != "done"
    assert _state(road, key, "X.security", date(2031, 10, 15)).status == "done"


def test_t16_fifteen_lines_are_fourteen_children(road):
    report = Report.objects.get(file_name="host_list.xlsx")
    assert report.lines == road.expected["counts"]["host_list_lines"]
    people = Mention.objects.filter(report=report.id).values_list("person", flat=True)
    assert len({head_of(person) for person in people}) == road.expected["counts"]["children"]


# -- without a trap its alarm is gone ---------------------------------------------------------

JUNE = date(2031, 6, 21)


def _flags(road: Road, trap_of: list[str]) -> set[str]:
    leaves = [leaf for key in trap_of for leaf in road.leaves(key)]
    tubes = Sample.objects.filter(donor__in=leaves).values("id")
    return set(QualityFlag.objects.filter(sample__in=tubes).values_list("code", flat=True))


def test_without_the_exchanged_and_mislabelled_tubes_nothing_is_flagged(walk):
    with_traps = walk(JUNE)
    keys = with_traps.of_trap("A-T2") + with_traps.of_trap("A-T3")
    assert _flags(with_traps, keys)
    without = walk(JUNE, "A-T2", "A-T3")
    assert _flags(without, keys) == set()


def test_without_the_withdrawal_the_release_stays(walk):
    day = date(2031, 10, 30)
    key = "C13"
    calm = walk(day, "A-T10")
    assert _state(calm, key, "X.court_release", day).status == "done"


def test_without_the_early_certificate_no_certificate_dies_with_the_slip(walk):
    calm = walk(date(2031, 11, 12), "A-T8")
    with _on(date(2031, 11, 12)):
        dying = board.dying(calm.operation, date(2031, 11, 13), date(2031, 11, 27))
    assert not any("H.etd" in {i.requirement for i in items} for items in dying.values())


def test_without_the_second_roll_there_are_fourteen_lines(walk):
    calm = walk(date(2031, 4, 11), "A-T16")
    assert Report.objects.get(file_name="host_list.xlsx").lines == 14
    assert calm.expected["counts"]["host_list_lines"] == 14
