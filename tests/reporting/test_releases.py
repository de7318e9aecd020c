"""Releases pass two humans and the policy of small figures, and stay as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.core.feeds.story import Story
from jusan.core.history.checking import first_faults
from jusan.core.history.errors import AppendOnlyViolation
from jusan.reporting import brief, operations, queries
from jusan.reporting.feeds import ACTIONS
from jusan.reporting.models import Release, ReleaseApproval
from tests.access.rows_reporting import ROWS, _operation, _prepared
from tests.access.walk import client_of, wrong


def _draft(cast, counts, *, audience="public", as_of=date(2031, 3, 1), **more):
    return operations.draft_release(
        actor=cast.media_officer,
        operation=cast.aqqu,
        title="Home",
        audience=audience,
        as_of=as_of,
        counts=counts,
        text="They are home.",
        **more,
    )


def _approve(cast, release, by=None):
    return operations.approve_release(actor=by or cast.safeguarding_lead, release=release)


def test_two_humans_and_then_it_is_out_for_ever(cast):
    release = _draft(cast, {"children": 14, "persons": 14})
    with pytest.raises(NotPermitted):
        _approve(cast, release, by=cast.media_officer)
    _approve(cast, release)
    assert [row.id for row in queries.published(cast.aqqu.id)] == [release.id]
    with pytest.raises(Refused, match="already"):
        _approve(cast, release)
    with pytest.raises(AppendOnlyViolation):
        Release.objects.filter(id=release.id).update(title="other")
    assert first_faults() == []


def test_the_drafter_who_may_also_approve_is_still_one_human(cast):
    release = operations.draft_release(
        actor=cast.coordinator,
        operation=cast.aqqu,
        title="Home",
        audience="internal",
        as_of=date(2031, 3, 1),
        counts={"children": 14},
        text="",
    )
    with pytest.raises(NotPermitted, match="somebody else"):
        _approve(cast, release, by=cast.coordinator)


def test_the_split_by_sex_stays_internal(cast):
    counts = {"children": 14, "girls": 8, "boys": 6}
    _approve(cast, _draft(cast, counts, audience="internal"))
    with pytest.raises(Refused, match="internal girls"):
        _approve(cast, _draft(cast, counts))
    assert queries.published(cast.aqqu.id) == []


def test_a_release_that_tells_by_difference_is_refused(cast):
    _approve(cast, _draft(cast, {"children": 30, "women": 20}))
    second = _draft(cast, {"children": 37, "women": 21}, as_of=date(2031, 3, 20))
    with pytest.raises(Refused, match="derivable women"):
        _approve(cast, second)
    assert ReleaseApproval.objects.count() == 1
    (view,) = [v for v in queries.releases(cast.auditor, cast.aqqu) if v.release.id == second.id]
    assert [item.name for item in view.findings] == ["women"]


def test_a_contradiction_is_refused_unless_it_is_said_to_be_a_correction(cast):
    first = _draft(cast, {"children": 30})
    _approve(cast, first)
    with pytest.raises(Refused, match="contradicts"):
        _approve(cast, _draft(cast, {"children": 29}))
    corrected = _draft(cast, {"children": 29}, corrects=first.id)
    _approve(cast, corrected)
    assert [row.id for row in queries.published(cast.aqqu.id)] == [corrected.id]
    assert Release.objects.filter(id=first.id).exists()


@pytest.mark.parametrize("counts", [{"radicals": 3}, {"children": -1}, {"children": "14"}])
def test_a_count_without_definition_is_not_drafted(cast, counts):
    with pytest.raises(BadInput):
        _draft(cast, counts)


def test_a_day_to_come_is_not_reported(cast):
    with pytest.raises(BadInput):
        _draft(cast, {"children": 14}, as_of=date(2031, 4, 2))


def test_a_draft_waits_for_those_who_may_approve_it(cast):
    _draft(cast, {"children": 14})
    assert len(queries.waiting(cast.safeguarding_lead, cast.aqqu)) == 1
    assert queries.waiting(cast.media_officer, cast.aqqu) == []


def test_the_actions_of_a_folder(cast):
    story = Story(folder=Path(), operation=cast.aqqu, settings={})
    args = {
        "key": "r1",
        "title": "Home",
        "audience": "public",
        "as_of": "2031-03-01",
        "counts": {"children": 14},
        "text": "They are home.",
    }
    ACTIONS["draft_release"](story, cast.media_officer, args)
    ACTIONS["approve_release"](story, cast.safeguarding_lead, {"key": "r1"})
    assert len(queries.published(cast.aqqu.id)) == 1
    with pytest.raises(BadInput):
        ACTIONS["draft_release"](story, cast.media_officer, {**args, "as_of": "soon"})


def test_every_role_on_every_page(cast):
    _prepared(cast)
    assert wrong(ROWS, cast) == []


def test_a_release_by_hand(cast):
    kwargs = _operation(cast)
    words = {
        "title": "<b>Home</b>",
        "audience": "public",
        "as_of": "2031-03-01",
        "text": "x",
        "count_children": "14",
    }
    client = client_of(cast.media_officer)
    assert client.post(reverse("reporting:draft", kwargs=kwargs), words).status_code == 302
    release = Release.objects.get(title="<b>Home</b>")
    page = client.get(reverse("reporting:figures", kwargs=kwargs)).content.decode()
    assert "&lt;b&gt;Home&lt;/b&gt;" in page
    url = reverse("reporting:approve", kwargs={**kwargs, "release": release.id})
    assert client_of(cast.data_protection_officer).post(url).status_code == 302
    assert ReleaseApproval.objects.filter(release=release.id).exists()


@pytest.mark.parametrize("odd", ["", "\x00", "9" * 5000, "\u202e\ud7ff", "-1"])
def test_odd_input_never_breaks(cast, odd):
    fields = ("title", "audience", "as_of", "text", "count_children", "count_women")
    url = reverse("reporting:draft", kwargs={"operation": cast.aqqu.slug})
    answer = client_of(cast.media_officer).post(url, dict.fromkeys(fields, odd))
    assert answer.status_code == 200
    assert Release.objects.count() == 0


def test_the_ministers_page_counts_standing_facts(cast):
    from jusan.core.standing.models import FactKind
    from jusan.core.standing.operations import state_fact
    from tests.casting import child_line, receive

    first, second = receive(
        cast.tracing_officer, cast.aqqu, child_line(1, "Maryam"), child_line(2, "Hafsa")
    )
    for leaf, kind, code in (
        (first, FactKind.IDENTIFIED, "confirmed"),
        (second, FactKind.IDENTIFIED, "provisional"),
        (first, FactKind.CLEARED_FOR, ""),
        (second, FactKind.CLEARED_FOR, ""),
        (second, FactKind.NOT_CLEARED, ""),
        (first, FactKind.LANDED, ""),
    ):
        state_fact(
            actor=cast.coordinator,
            operation=cast.aqqu.id,
            subject=leaf,
            kind=kind,
            column="test",
            code=code,
        )
    page = brief.brief(cast.coordinator, cast.aqqu)
    found = (page.known, page.identified, page.cleared, page.home, page.with_families)
    assert found == (2, 1, 1, 1, 0)
    with pytest.raises(NotPermitted):
        brief.brief(cast.media_officer, cast.aqqu)


def test_the_ministers_page_does_not_count_a_closed_child_as_cleared_unless_it_came_home(cast):
    from jusan.core.standing.models import FactKind
    from jusan.core.standing.operations import state_fact
    from tests.casting import child_line, receive

    away, home = receive(
        cast.tracing_officer, cast.aqqu, child_line(1, "Maryam"), child_line(2, "Hafsa")
    )

    def told(leaf, *kinds):
        for kind in kinds:
            state_fact(
                actor=cast.coordinator,
                operation=cast.aqqu.id,
                subject=leaf,
                kind=kind,
                column="test",
            )
        page = brief.brief(cast.coordinator, cast.aqqu)
        return page.cleared, page.home

    told(home, FactKind.CLEARED_FOR, FactKind.LANDED)
    assert told(away, FactKind.CLEARED_FOR) == (2, 1)
    assert told(home, FactKind.CLOSED) == (2, 1)
    assert told(away, FactKind.CLOSED) == (1, 1)
    assert told(away, FactKind.REOPENED) == (2, 1)
    assert told(away, FactKind.CLOSED) == (1, 1)
