"""Two families, one child: words side by side, and only the guardianship body decides (A-T13)."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from jusan.core import clock
from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.core.history.checking import first_faults
from jusan.core.standing import queries as standing
from jusan.core.standing.models import FactKind
from jusan.core.standing.operations import state_fact
from jusan.reintegration import comparison, operations, placements, queries
from jusan.reintegration.models import Candidate, FamilyAssessment, Intake, PlacementDecision
from tests.reintegration.conftest import ARRIVAL


def _assess(centre, family, summary="a warm house; room of her own"):
    with clock.at(ARRIVAL + timedelta(days=5)):
        placements.assess(
            actor=centre.cast.guardianship_officer,
            candidacy=family,
            assessor="A. Omarova",
            summary=summary,
        )


def _decide(centre, family, outcome="chosen", by=None):
    return placements.decide(
        actor=by or centre.cast.guardianship_officer,
        candidacy=family,
        outcome=outcome,
        body="Guardianship body of Aqtas",
        reason="her sister lives there",
    )


def _leave(centre, at, determination=""):
    with clock.at(at):
        return placements.discharge(
            actor=centre.cast.centre_worker,
            operation=centre.cast.aqqu,
            child=centre.child,
            at=at,
            determination=determination,
        )


def test_only_the_guardianship_body_decides(centre):
    _assess(centre, centre.aunt)
    for role in ("coordinator", "social_worker", "centre_worker", "administrator"):
        with pytest.raises(NotPermitted):
            _decide(centre, centre.aunt, by=getattr(centre.cast, role))
    _decide(centre, centre.aunt)
    assert placements.chosen_for(centre.child).id == centre.aunt.id
    assert standing.latest([centre.child], FactKind.PLACEMENT_AGREED) is not None
    assert first_faults() == []


def test_a_family_nobody_assessed_is_not_chosen(centre):
    with pytest.raises(Refused, match="assessed"):
        _decide(centre, centre.aunt)


def test_two_families_are_never_chosen_at_once_and_a_choice_can_be_changed(centre):
    for family in (centre.aunt, centre.grandmother):
        _assess(centre, family)
    _decide(centre, centre.aunt)
    with pytest.raises(Refused, match="another family"):
        _decide(centre, centre.grandmother)
    with clock.at(ARRIVAL + timedelta(days=9)):
        _decide(centre, centre.aunt, outcome="not_chosen")
        _decide(centre, centre.grandmother)
    assert placements.chosen_for(centre.child).id == centre.grandmother.id
    assert PlacementDecision.objects.count() == 3


def test_the_page_shows_both_in_words_in_order_of_application_and_no_figure(centre):
    _assess(centre, centre.aunt, "the aunt's house")
    _assess(centre, centre.grandmother, "the grandmother's house")
    _file, families = comparison.families(
        centre.cast.guardianship_officer, centre.cast.aqqu, centre.child, route="t"
    )
    words = [words for family in families for _row, words in family.assessments]
    assert set(words) == {"the aunt's house", "the grandmother's house"}
    for model in (Candidate, FamilyAssessment, PlacementDecision, Intake):
        kinds = {field.get_internal_type() for field in model._meta.concrete_fields}
        assert not kinds & {"IntegerField", "FloatField", "DecimalField"}, model
    shown = {field.type for field in dataclasses.fields(comparison.Family)}
    assert not shown & {"int", "float"}


def test_a_child_leaves_after_thirty_days_or_by_a_determination(centre):
    _assess(centre, centre.aunt)
    early = ARRIVAL + timedelta(days=29)
    with pytest.raises(Refused, match="no family"):
        _leave(centre, early)
    _decide(centre, centre.aunt)
    with pytest.raises(Refused, match="determination"):
        _leave(centre, early)
    _leave(centre, early, determination="BID-7")
    assert standing.latest([centre.child], FactKind.PLACED) is not None
    with pytest.raises(Refused, match="already left"):
        _leave(centre, ARRIVAL + timedelta(days=40))


def test_after_the_minimum_stay_no_determination_is_needed_and_visits_fall_due(centre):
    _assess(centre, centre.aunt)
    _decide(centre, centre.aunt)
    assert list(queries.present(centre.cast.aqqu.id)) == [centre.child]
    left = ARRIVAL + timedelta(days=30)
    _leave(centre, left)
    assert queries.present(centre.cast.aqqu.id) == {}
    with clock.at(left + timedelta(days=8)):
        due = queries.due_visits(centre.cast.aqqu.id)
        assert [(item.kind.value, item.overdue) for item in due] == [("wk1", True), ("wk2", False)]
        operations.record_visit(
            actor=centre.cast.social_worker,
            operation=centre.cast.aqqu,
            child=centre.child,
            kind="wk1",
            at=clock.now(),
            outcome="seen_well",
            note="she sleeps well",
        )
        assert [item.kind.value for item in queries.due_visits(centre.cast.aqqu.id)] == ["wk2"]
    assert queries.summary([centre.child])["last_visit"]["outcome"] == "seen_well"


def test_a_child_is_not_its_own_family(centre):
    with pytest.raises(BadInput):
        placements.enter_candidate(
            actor=centre.cast.guardianship_officer,
            operation=centre.cast.aqqu,
            child=centre.child,
            candidate=centre.child,
            relation="aunt",
            applied_at=ARRIVAL,
        )


def test_a_regional_body_sees_the_child_from_the_choice_on(cast):
    from jusan.core.access import scope
    from jusan.core.access.roles import Role
    from jusan.core.places.models import Place
    from tests.casting import make_user
    from tests.reintegration.conftest import make_centre

    region = Place.objects.create(slug="R-Aqtas", kind="region", name_en="Aqtas")
    officer = make_user(Role.GUARDIANSHIP_OFFICER, region.id, by=cast.root, login="regional")
    centre = make_centre(cast)
    with clock.at(ARRIVAL):
        family = placements.enter_candidate(
            actor=cast.guardianship_officer,
            operation=cast.aqqu,
            child=centre.child,
            candidate=centre.other,
            relation="uncle",
            region=region.id,
            applied_at=ARRIVAL,
        )
    _assess(centre, family)
    assert not scope.subjects_for(officer).filter(subject=centre.child).exists()
    _decide(centre, family)
    assert scope.subjects_for(officer).filter(subject=centre.child).exists()


def test_no_visit_falls_due_once_the_case_is_closed_and_again_when_it_is_reopened(centre):
    cast = centre.cast
    _assess(centre, centre.aunt)
    _decide(centre, centre.aunt)
    left = ARRIVAL + timedelta(days=30)
    _leave(centre, left)

    def told(kind, days):
        with clock.at(left + timedelta(days=days)):
            state_fact(
                actor=cast.coordinator,
                operation=cast.aqqu.id,
                subject=centre.child,
                kind=kind,
                column="journey",
            )
            return queries.due_visits(cast.aqqu.id)

    assert told(FactKind.CLOSED, 8) == []
    assert told(FactKind.REOPENED, 9) != []
