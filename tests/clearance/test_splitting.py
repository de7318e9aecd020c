"""Brothers and sisters come apart only by a recorded best-interests determination (H5)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from jusan.clearance.operations import determine
from jusan.core.errors import BadInput, Refused
from jusan.core.people.models import SiblingReason, SiblingSplit
from jusan.core.people.operations import split_sibling_group
from jusan.core.vault import permits
from jusan.identification.operations.kin import group_siblings, set_sibling_group
from tests.access.walk import client_of
from tests.casting import child_line, receive


@pytest.fixture
def pair(cast):
    cast.one, cast.two, cast.other = receive(
        cast.tracing_officer, cast.aqqu, *(child_line(n, f"Child {n}") for n in (2, 3, 4))
    )
    cast.group = set_sibling_group(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        children=[cast.one, cast.two],
        why="one mother, as both say",
    )
    return cast


def _determined(cast, child, *, kind="bid", outcome="siblings_part", operation=None, actor=None):
    return determine(
        actor=actor or cast.social_worker,
        operation=operation or cast.aqqu,
        child=child,
        kind=kind,
        outcome=outcome,
        panel=["A", "B"],
        childs_view="",
        why="x",
    ).id


def _split(cast, determination):
    return split_sibling_group(
        actor=cast.social_worker, group=cast.group, determination=determination
    )


def test_a_determination_about_one_of_them_parts_them(pair):
    _split(pair, _determined(pair, pair.two))
    assert SiblingSplit.objects.count() == 1


@pytest.mark.parametrize("kind", ["bia", "placement"])
def test_an_assessment_or_a_placement_parts_nobody(pair, kind):
    with pytest.raises(Refused, match="best-interests determination"):
        _split(pair, _determined(pair, pair.one, kind=kind, outcome="return"))


@pytest.mark.parametrize("outcome", ["return_together", "family", "they part", "heard_again"])
def test_a_determination_that_does_not_say_so_parts_nobody(pair, outcome):
    with pytest.raises(Refused, match="which says so"):
        _split(pair, _determined(pair, pair.one, outcome=outcome))
    assert not SiblingSplit.objects.exists()


def test_a_determination_about_another_child_or_none_at_all_parts_nobody(pair):
    elsewhere = _determined(pair, pair.one, operation=pair.kokmaisa, actor=pair.stranger)
    for determination in (uuid4(), _determined(pair, pair.other), elsewhere):
        with pytest.raises(Refused, match="best-interests determination"):
            _split(pair, determination)
    assert not SiblingSplit.objects.exists()


def test_the_reason_for_a_group_is_kept_sealed_under_each_child_and_shown_in_its_file(pair):
    cast = pair
    group_siblings(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        children=[cast.one, cast.other],
        why="found with them in one room",
    )
    rows = SiblingReason.objects.filter(group=cast.group.id)
    assert {row.person for row in rows} == {cast.one, cast.two, cast.other}
    with permits.holding(permits.system("t")):
        said = {row.person: row.why for row in rows}
    assert said[cast.one] == "one mother, as both say"
    assert said[cast.other] == "found with them in one room"
    url = reverse("journey:child", kwargs={"operation": cast.aqqu.slug, "person": cast.other})
    page = client_of(cast.social_worker).get(url).content.decode()
    assert "found with them in one room" in page and "one mother, as both say" not in page


@pytest.mark.parametrize("make", [set_sibling_group, group_siblings])
def test_no_group_without_a_reason(pair, make):
    with pytest.raises(BadInput, match="why"):
        make(
            actor=pair.tracing_officer,
            operation=pair.aqqu.id,
            children=[pair.other],
            why=" ",
        )
