"""A regional body reaches the children who live in its region, and nothing else of the work."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from jusan.core import checks, clock
from jusan.core.access import scope
from jusan.core.access.roles import Role
from jusan.core.claims.models import Answer
from jusan.core.claims.operations import judge, undo
from jusan.core.people.operations import form_sibling_group, join_sibling_group
from jusan.core.places.models import Place
from jusan.reintegration import placements, regions
from jusan.reintegration.models import Visit
from tests.access.test_matrix import ROWS
from tests.access.walk import client_of
from tests.casting import child_line, make_user, receive
from tests.reintegration.conftest import ARRIVAL, make_centre

#: What a regional officer gets without naming a child, and gets for a child of the region.
OF_THE_OFFICE = {"journey:home", "journey:children", "reintegration:visits", "safeguarding:raise"}
OF_A_CHILD = (
    "journey:child",
    "reintegration:plan",
    "reintegration:placement",
    "reintegration:visit",
    "reintegration:school",
    "reintegration:find_family",
    "safeguarding:raise_about",
)


@pytest.fixture
def story(cast):
    """Two regions, an officer in each; one child's chosen family lives in the first."""
    places = [
        Place.objects.create(slug=f"R-{name}", kind="region", name_en=name)
        for name in ("Aqtas", "Teniz")
    ]
    cast.ours, cast.theirs = [
        make_user(Role.GUARDIANSHIP_OFFICER, place.id, by=cast.root, login=place.slug.lower())
        for place in places
    ]
    centre = make_centre(cast, tag="regions")
    with clock.at(ARRIVAL):
        centre.family = placements.enter_candidate(
            actor=cast.guardianship_officer,
            operation=cast.aqqu,
            child=centre.child,
            candidate=centre.relative,
            relation="maternal_aunt",
            region=places[0].id,
            applied_at=ARRIVAL,
        )
        placements.assess(
            actor=cast.guardianship_officer,
            candidacy=centre.family,
            assessor="A. Omarova",
            summary="a warm house",
        )
    centre.region = places[0]
    return centre


def _decide(centre, outcome="chosen", days=1, by=None):
    with clock.at(ARRIVAL + timedelta(days=days)):
        placements.decide(
            actor=by or centre.cast.guardianship_officer,
            candidacy=centre.family,
            outcome=outcome,
            body="Body of Aqtas",
            reason="her sister lives there",
        )


def _status(user, name, **kwargs):
    return client_of(user).get(reverse(name, kwargs=kwargs)).status_code


def _child_pages(centre, user):
    place = {"operation": centre.cast.aqqu.slug, "person": centre.child}
    return {_status(user, name, **place) for name in OF_A_CHILD}


def test_the_pages_of_a_child_open_with_the_choice_in_its_region_alone(story):
    cast = story.cast
    assert _child_pages(story, cast.ours) == {404}
    _decide(story)
    assert _child_pages(story, cast.ours) == {200}
    assert _child_pages(story, cast.theirs) == {404}
    with clock.at(ARRIVAL + timedelta(days=2)):
        assert client_of(cast.ours).get("/").url == f"/o/{cast.aqqu.slug}/"
        assert b"Maryam" in _list(cast.ours, cast)
    _decide(story, "not_chosen", days=3)
    assert _child_pages(story, cast.ours) == {404}


def test_every_link_of_a_childs_file_opens_for_a_regional_officer(story):
    """None leads to a page of the operation, where a region opens nothing."""
    cast = story.cast
    _decide(story)
    place = {"operation": cast.aqqu.slug, "person": story.child}
    page = client_of(cast.ours).get(reverse("journey:child", kwargs=place)).content.decode()
    about_child = set(re.findall(rf'<a href="(/o/[^"]*{story.child}[^"]*)"', page))
    assert about_child
    assert {
        href for href in about_child if client_of(cast.ours).get(href).status_code != 200
    } == set()


def _list(user, cast):
    return client_of(user).get(f"/o/{cast.aqqu.slug}/children/").content


def test_only_children_of_the_region_are_listed_and_their_number_is_theirs(story):
    _decide(story)
    page = _list(story.cast.ours, story.cast).decode()
    assert "Maryam" in page and "Ilyas" not in page and "Aigul" not in page
    assert client_of(story.cast.theirs).get(f"/o/{story.cast.aqqu.slug}/").status_code == 404
    assert client_of(story.cast.theirs).get("/").status_code == 200


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.method}")
def test_no_page_about_anybody_else_opens_by_a_region(story, row):
    """Every URL of the system, with everything but the one child behind it."""
    cast = story.cast
    _decide(story)
    # The rows make a stay of their own; the child of this one is not theirs.
    url = reverse(row.name, kwargs=row.kwargs(cast))
    for user in (cast.ours, cast.theirs):
        client = client_of(user)
        status = (client.post(url) if row.method == "post" else client.get(url)).status_code
        if user is cast.ours and row.name in OF_THE_OFFICE:
            assert status in {200, 400}, row.name
        else:
            assert status == 404, (row.name, status)


def test_a_regional_officer_records_visits_and_changes_the_decision_by_hand(story):
    cast = story.cast
    _decide(story)
    place = {"operation": cast.aqqu.slug, "person": story.child}
    words = {"kind": "wk1", "outcome": "seen_well", "at": "2031-04-01T08:00"}
    answer = client_of(cast.ours).post(reverse("reintegration:visit", kwargs=place), words)
    assert answer.status_code == 302 and Visit.objects.get().entered_by == cast.ours.id
    assert client_of(cast.theirs).post(reverse("reintegration:visit", kwargs=place), words)
    assert Visit.objects.count() == 1
    family = {"operation": cast.aqqu.slug, "candidacy": story.family.id}
    url = reverse("reintegration:decide", kwargs=family)
    assert client_of(cast.theirs).get(url).status_code == 404
    with clock.at(ARRIVAL + timedelta(days=5)):
        placements.decide(
            actor=cast.ours,
            candidacy=story.family,
            outcome="not_chosen",
            body="Body",
            reason="the aunt fell ill",
        )
    assert _child_pages(story, cast.ours) == {404}


def test_families_elsewhere_and_brothers_elsewhere_are_not_named(story):
    cast = story.cast
    group = form_sibling_group(
        actor=cast.social_worker, operation=cast.aqqu.id, label="S1", children=[story.child]
    )
    join_sibling_group(actor=cast.social_worker, group=group, child=story.other)
    _decide(story)
    place = {"operation": cast.aqqu.slug, "person": story.child}
    for user, named in ((cast.ours, False), (cast.social_worker, True)):
        page = client_of(user).get(reverse("journey:child", kwargs=place)).content.decode()
        assert ("Ilyas" in page) is named
    for user, named in ((cast.ours, False), (cast.guardianship_officer, True)):
        url = reverse("reintegration:placement", kwargs=place)
        page = client_of(user).get(url).content.decode()
        assert "Sabira" in page
        assert ("Bibigul" in page) is named
    other = {"operation": cast.aqqu.slug, "candidacy": story.grandmother.id}
    assert _status(cast.ours, "reintegration:decide", **other) == 404
    assert _status(cast.guardianship_officer, "reintegration:decide", **other) == 200


def test_a_region_follows_the_person_when_mentions_are_joined_and_parted(story):
    cast = story.cast
    _decide(story)
    (second,) = receive(cast.tracing_officer, cast.aqqu, child_line(7, "Mariam"), tag="later")
    answer = judge(
        actor=cast.tracing_officer,
        left=story.child,
        right=second,
        answer=Answer.SAME,
        why="one girl",
    )
    assert scope.subjects_for(cast.ours).filter(subject=second).exists()
    assert list(regions.differences()) == []
    undo(actor=cast.tracing_officer, judgement=answer)
    assert not scope.subjects_for(cast.ours).filter(subject=second).exists()
    assert scope.subjects_for(cast.ours).filter(subject=story.child).exists()


def test_the_check_sees_a_child_left_open_to_a_region(story):
    assert list(checks.CHECKS["regions of placed children"]()) == []
    scope.place(story.other, [story.region.id])
    (fault,) = checks.CHECKS["regions of placed children"]()
    assert str(story.other) in fault


def test_a_regional_officer_raises_a_concern_and_one_can_be_raised_about_them(story):
    cast = story.cast
    _decide(story)
    url = reverse("safeguarding:raise", kwargs={"operation": cast.aqqu.slug})
    words = {"text": "the door is locked", "about": str(cast.safeguarding_lead.id)}
    assert client_of(cast.ours).post(url, words).status_code == 302
    assert client_of(cast.theirs).post(url, words).status_code == 404
    page = client_of(cast.centre_worker).get(url).content.decode()
    assert str(cast.ours.id) in page and str(cast.theirs.id) not in page


def test_a_case_opens_the_pages_of_its_child_alone(story):
    """The same rule for a grant on one case: it opened no page at all."""
    from jusan.core.operations.models import Case

    cast = story.cast
    case = Case.objects.get(person=story.child)
    worker = make_user(Role.SOCIAL_WORKER, case.id, by=cast.root, login="one-case")
    place = {"operation": cast.aqqu.slug}
    assert _status(worker, "reintegration:plan", person=story.child, **place) == 200
    assert _status(worker, "reintegration:set_goal", person=story.child, **place) == 200
    assert _status(worker, "reintegration:plan", person=story.other, **place) == 404
    assert _status(worker, "reintegration:day", **place) == 404
