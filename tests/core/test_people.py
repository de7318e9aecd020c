"""Kinship, sibling groups, signed identity: written once, retracted openly, never edited."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from jusan.clearance.operations import determine
from jusan.core import clock
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge
from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import Refused
from jusan.core.history.checking import first_faults
from jusan.core.people import operations, queries
from jusan.core.people.models import IdentityStatus, ParentLink
from tests.casting import child_line, receive
from tests.conftest import STORY_DAY


@pytest.fixture
def family(cast):
    lines = [child_line(n, f"Child {n}") for n in (2, 3, 4)]
    return cast, *receive(cast.tracing_officer, cast.aqqu, *lines)


def _parent(cast, child, parent):
    return operations.state_parent(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        child=child,
        parent=parent,
        nature="social",
        basis="claimed",
    )


def test_a_retracted_parent_link_stays_on_record_and_no_longer_counts(family):
    cast, child, mother, _ = family
    link = _parent(cast, child, mother)
    assert [row.id for row in queries.live_parent_links([mother])] == [link.id]
    operations.retract_parent(actor=cast.tracing_officer, link=link, reason_code="wrong")
    assert list(queries.live_parent_links([child])) == []
    assert ParentLink.objects.count() == 1
    with pytest.raises(Refused, match="already"):
        operations.retract_parent(actor=cast.tracing_officer, link=link, reason_code="wrong")
    with pytest.raises(Refused, match="own parent"):
        _parent(cast, child, child)
    assert first_faults() == []


def test_a_sibling_group_holds_until_a_determination_splits_it_once(family):
    cast, one, two, three = family
    who = {"actor": cast.social_worker}
    group = operations.form_sibling_group(
        **who, operation=cast.aqqu.id, label="S1", children=[one, two]
    )
    operations.join_sibling_group(**who, group=group, child=three)
    assert set(queries.group_members(group.id)) == {one, two, three}
    with pytest.raises(Refused, match="already"):
        operations.join_sibling_group(**who, group=group, child=three)
    for children in ([], [one, one]):
        with pytest.raises(Refused):
            operations.form_sibling_group(
                **who, operation=cast.aqqu.id, label="S2", children=children
            )
    assert [row.id for row in queries.sibling_groups([two])] == [group.id]
    with pytest.raises(Refused, match="determination"):
        operations.split_sibling_group(**who, group=group, determination=UUID(int=1))
    parted = determine(
        **who,
        operation=cast.aqqu,
        child=two,
        kind="bid",
        outcome="siblings_part",
        panel=["A", "B"],
        childs_view="",
        why="x",
    ).id
    operations.split_sibling_group(**who, group=group, determination=parted)
    assert list(queries.sibling_groups([two])) == []
    rest = queries.sibling_groups([one]).get()
    assert (rest.id != group.id, rest.label) == (True, "S1")
    assert set(queries.group_members(rest.id)) == {one, three}
    with pytest.raises(Refused, match="already split"):
        operations.split_sibling_group(**who, group=group, determination=parted)


def test_the_latest_signed_identity_stands_whichever_mention_it_was_signed_for(family):
    cast, one, two, _ = family

    def signed(person, status, hours):
        with clock.at(STORY_DAY + timedelta(hours=hours)):
            operations.record_identity(
                actor=cast.qualified,
                operation=cast.aqqu.id,
                person=person,
                status=status,
                conclusion=UUID(int=hours),
            )

    assert queries.identity_status([one]) is IdentityStatus.UNKNOWN
    signed(one, IdentityStatus.CONFIRMED, 5)
    signed(two, IdentityStatus.VOID, 9)
    signed(one, IdentityStatus.PROVISIONAL, 2)
    assert queries.identity_status([one]) is IdentityStatus.CONFIRMED
    judge(actor=cast.tracing_officer, left=one, right=two, answer=Answer.SAME, why="x")
    assert queries.identity_status(leaves_of(one)) is IdentityStatus.VOID
