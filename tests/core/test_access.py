"""Who sees what: grants in time and scope, the table of roles, compartments."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jusan.core import clock
from jusan.core.access import scope
from jusan.core.access.models import Grant
from jusan.core.access.operations import create_user, end_grant, grant_role
from jusan.core.access.roles import RULES, Role, readers_of
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge, undo
from jusan.core.claims.queries import list_people, open_file, visible_head
from jusan.core.errors import NotVisible, Refused
from jusan.core.operations.operations import open_case
from jusan.core.people.models import Person
from jusan.core.vault.compartments import Compartment
from tests.casting import assign, child_line, make_operation, make_user, receive

NO_PERSONS = {
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    Role.MEDIA_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
}


@pytest.fixture
def child(cast):
    return receive(cast.tracing_officer, cast.aqqu, child_line(2, "Nur"))[0]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_exactly_the_compartments_of_its_rule(cast, child, role):
    user = getattr(cast, role.value)
    if role in NO_PERSONS:
        with pytest.raises(NotVisible):
            open_file(user, cast.aqqu.id, child, purpose="t")
        assert list_people(user, cast.aqqu)[1] == 0
        return
    file = open_file(user, cast.aqqu.id, child, purpose="t")
    assert file.opened == RULES[role].compartments
    assert set(file.hidden) == {c.value for c in Compartment} - RULES[role].compartments


def test_the_walls_that_no_configuration_moves():
    everything = frozenset(Compartment)
    assert [role for role in Role if RULES[role].compartments == everything] == [Role.DEMONSTRATION]
    justice = RULES[Role.JUSTICE_OFFICER].compartments
    assert not justice & {Compartment.PROTECTION, Compartment.DNA, Compartment.HEALTH}
    assert readers_of(Compartment.DNA) == {Role.LABORATORY, Role.DEMONSTRATION}
    assert readers_of(Compartment.ALLEGATIONS) == {Role.JUSTICE_OFFICER, Role.DEMONSTRATION}
    for role in NO_PERSONS:
        assert RULES[role].compartments == frozenset()


def test_the_role_that_sees_all_exists_only_in_a_demonstration(cast, settings):
    settings.JUSAN_DEMO = False
    with pytest.raises(Refused, match="demonstration"):
        assign(cast.root, cast.stranger, Role.DEMONSTRATION, cast.aqqu.id)


def test_a_grant_holds_from_its_first_to_its_last_day(cast, child):
    user = make_user(None, None, by=cast.root, login="guest")
    grant = grant_role(
        actor=cast.root,
        user=user,
        role=Role.COORDINATOR,
        scope=cast.aqqu.id,
        purpose="visit",
        starts_on=date(2031, 5, 1),
        ends_on=date(2031, 5, 31),
    )
    seen = {}
    for day in ((4, 30), (5, 1), (5, 31), (6, 1)):
        with clock.at(datetime(2031, *day, 12, tzinfo=UTC)):
            seen[day] = scope.subjects_for(user).filter(subject=child).exists()
    assert seen == {(4, 30): False, (5, 1): True, (5, 31): True, (6, 1): False}
    with clock.at(datetime(2031, 5, 10, tzinfo=UTC)):
        end_grant(actor=cast.root, grant=grant)
        assert not scope.roles_of(user)


def test_a_grant_on_a_case_opens_that_child_alone(cast):
    ours, other = receive(cast.tracing_officer, cast.aqqu, child_line(2, "A"), child_line(3, "B"))
    case = open_case(actor=cast.coordinator, operation=cast.aqqu, person=ours)
    user = make_user(Role.PSYCHOLOGIST, case.id, by=cast.root, login="guest")
    assert (
        open_file(user, cast.aqqu.id, ours, purpose="t").opened
        == RULES[Role.PSYCHOLOGIST].compartments
    )
    with pytest.raises(NotVisible):
        open_file(user, cast.aqqu.id, other, purpose="t")


def test_a_demonstration_grant_opens_nothing_outside_a_demonstration(cast, child, settings):
    assert open_file(cast.demonstration, cast.aqqu.id, child, purpose="t").opened == set(
        Compartment
    )
    settings.JUSAN_DEMO = False
    assert scope.roles_of(cast.demonstration) == frozenset()
    with pytest.raises(NotVisible):
        open_file(cast.demonstration, cast.aqqu.id, child, purpose="t")


def test_a_joined_child_stays_open_to_whoever_was_granted_one_of_its_mentions(cast):
    early, late, other = receive(
        cast.tracing_officer, cast.aqqu, *(child_line(n, f"Nur {n}") for n in (2, 3, 4))
    )
    first = {}
    for leaf in (early, late):
        case = open_case(actor=cast.coordinator, operation=cast.aqqu, person=leaf)
        first[leaf] = make_user(Role.PSYCHOLOGIST, case.id, by=cast.root, login=str(leaf)[:9])
    row = judge(actor=cast.coordinator, left=early, right=late, answer=Answer.SAME, why="x")
    for user in first.values():
        file = open_file(user, cast.aqqu.id, late, purpose="t")
        assert set(file.leaves) == {early, late}
        assert file.opened == RULES[Role.PSYCHOLOGIST].compartments
        assert [line.head for line in list_people(user, cast.aqqu)[0]] == [file.head]
        assert visible_head(user, cast.aqqu.id, early) == file.head
        with pytest.raises(NotVisible):
            open_file(user, cast.aqqu.id, other, purpose="t")
    undo(actor=cast.coordinator, judgement=row)
    with pytest.raises(NotVisible):
        open_file(first[early], cast.aqqu.id, late, purpose="t")
    with pytest.raises(NotVisible):
        visible_head(first[late], cast.aqqu.id, early)


def test_visible_rows_are_those_of_ones_own_operation_and_compartment(cast, child):
    theirs = receive(cast.stranger, cast.kokmaisa, child_line(2, "B"), tag="b")[0]
    rows = Person.objects.all()

    def seen(user, compartment=None):
        found = scope.visible_to(user, rows, subject="id", compartment=compartment)
        return set(found.values_list("id", flat=True))

    assert (seen(cast.medical), seen(cast.stranger)) == ({child}, {theirs})
    assert seen(cast.medical, Compartment.HEALTH) == {child}
    assert seen(cast.medical, Compartment.DNA) == set()
    assert seen(cast.media_officer) == seen(cast.administrator) == set()
    with pytest.raises(NotVisible):
        scope.get_visible(scope.visible_to(cast.medical, rows, subject="id"), id=theirs)
    opened = scope.compartments_by_subject(cast.medical, [child, theirs])
    assert opened == {child: RULES[Role.MEDICAL].compartments, theirs: frozenset()}


def test_a_grant_is_taken_back_once_and_a_login_is_given_once(cast):
    grant = Grant.objects.get(user=cast.medical.id)
    end_grant(actor=cast.root, grant=grant)
    with pytest.raises(Refused, match="already"):
        end_grant(actor=cast.root, grant=grant)
    with pytest.raises(Refused, match="taken"):
        create_user(actor=cast.root, login="medical", display_name="x", password=None)
    with pytest.raises(Refused, match="open already"):
        make_operation(cast.root, "aqqu")


def test_an_inactive_user_has_no_roles(cast):
    cast.coordinator.is_active = False
    assert scope.roles_of(cast.coordinator) == frozenset()


def test_odd_grants_are_refused(cast):
    for purpose, ends in (("", date(2032, 1, 1)), ("x", date(2030, 1, 1))):
        with pytest.raises(Refused):
            grant_role(
                actor=cast.root,
                user=cast.stranger,
                role=Role.MEDICAL,
                scope=cast.aqqu.id,
                purpose=purpose,
                starts_on=date(2031, 1, 1),
                ends_on=ends,
            )


def test_opening_a_case_twice_gives_one_number(cast, child):
    one = open_case(actor=cast.coordinator, operation=cast.aqqu, person=child)
    two = open_case(actor=cast.tracing_officer, operation=cast.aqqu, person=child)
    assert (one.id, one.code) == (two.id, "AQ-001")


def test_passwords_are_hashed_with_argon2(cast):
    user = create_user(actor=cast.root, login="p", display_name="P", password="wormwood steppe")
    assert user.password.startswith("argon2")
    assert user.check_password("wormwood steppe")
