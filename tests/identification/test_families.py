"""Claims closed on signed conclusions, told by persons; disclosures; deaths and their grades."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jusan.core import clock
from jusan.core.errors import BadInput, NotPermitted, Refused
from jusan.core.history.models import Event
from jusan.identification.models import ClaimClosed
from jusan.identification.operations.conclusions import (
    IdentityDraft,
    KinshipDraft,
    countersign,
    draft_identity,
    draft_kinship,
    sign,
)
from jusan.identification.operations.families import close_claim, disclose
from jusan.identification.operations.kin import record_death, record_kin, set_sibling_group
from tests.identification.lab import make_lab, receive_batches

CLAIMANT = "family_requests.csv#23:claimant"


def _close(cast, story, **more):
    facts = {
        "actor": cast.tracing_officer,
        "operation": cast.aqqu.id,
        "claimant": story.person(CLAIMANT),
        "sought": story.person("family_requests.csv#23"),
        "outcome": "not_supported",
        "why": "two people signed that the kinship is not supported",
        "told_by": cast.social_worker,
        "told_at": clock.now() - timedelta(hours=1),
        "another_sample_offered": True,
    }
    return close_claim(**(facts | more))


def _not_supported(cast, story) -> None:
    draft = draft_kinship(
        actor=cast.laboratory,
        operation=cast.aqqu.id,
        draft=KinshipDraft(
            child=story.person("host_list.xlsx#15"),
            relation="maternal_grandmother",
            relatives=[story.person(CLAIMANT)],
            verdict="not_supported",
            why="exclusion policy for grandparents",
        ),
    )
    sign(actor=cast.laboratory, conclusion=draft.id)
    countersign(actor=cast.qualified, conclusion=draft.id)


def test_a_number_closes_no_claim(cast) -> None:
    story = make_lab(cast)
    receive_batches(story, "profiles_host_1.txt", "profiles_relatives_1.txt")
    with pytest.raises(Refused, match="two signatures"):
        _close(cast, story)
    _not_supported(cast, story)
    with pytest.raises(Refused, match="another sample"):
        _close(cast, story, another_sample_offered=False)
    with pytest.raises(NotPermitted):
        _close(cast, story, told_by=cast.laboratory)
    with pytest.raises(BadInput):
        _close(cast, story, told_at=clock.now() + timedelta(days=1))
    closed = _close(cast, story)
    assert closed.conclusion is not None
    # the claimant's event does not name the child
    event = Event.objects.get(kind="identification.claim_closed")
    assert str(story.person("host_list.xlsx#15")) not in event.subjects + event.payload
    with pytest.raises(Refused, match="before"):
        _close(cast, story)


def test_withdrawn_needs_no_numbers(cast) -> None:
    story = make_lab(cast)
    assert _close(cast, story, outcome="withdrawn").outcome == "withdrawn"
    assert ClaimClosed.objects.count() == 1


def _tell(cast, story, **more):
    facts = {
        "actor": cast.tracing_officer,
        "operation": cast.aqqu.id,
        "told": story.person("family_requests.csv#2:claimant"),
        "about": story.person("host_list.xlsx#2"),
        "tidings": "alive_and_identified",
        "teller": cast.social_worker,
        "safety_check": "no threat known in the family",
    }
    return disclose(**(facts | more))


def test_a_family_is_told_after_a_signed_identity(cast) -> None:
    story = make_lab(cast)
    with pytest.raises(Refused, match="identity"):
        _tell(cast, story)
    draft = draft_identity(
        actor=cast.coordinator,
        operation=cast.aqqu.id,
        draft=IdentityDraft(
            child=story.person("host_list.xlsx#2"), way="provisional", status="provisional",
            why="shelling near the site",
        ),
    )  # fmt: skip
    sign(actor=cast.coordinator, conclusion=draft.id)
    countersign(actor=cast.qualified, conclusion=draft.id)
    with pytest.raises(Refused, match="safety"):
        _tell(cast, story, safety_check=" ")
    assert _tell(cast, story).teller == cast.social_worker.id


def test_a_death_is_not_told_on_hearsay(cast) -> None:
    story = make_lab(cast)
    person = story.person("family_requests.csv#18")
    death = {
        "actor": cast.tracing_officer,
        "operation": cast.aqqu.id,
        "person": person,
        "when_said": "2029",
        "basis": "consular interview",
    }
    record_death(**death, grade="hearsay")
    ask = {"about": person, "tidings": "death_of_parent"}
    with pytest.raises(Refused, match="hearsay"):
        _tell(cast, story, **ask)
    with clock.at(clock.now() + timedelta(days=1)):
        record_death(**death, grade="witness")
        assert _tell(cast, story, **ask)


def test_kin_as_an_officer_wrote_it(cast) -> None:
    story = make_lab(cast, mothers=False)
    child, mother = story.person("host_list.xlsx#13"), story.person("host_mothers.csv#6")
    facts = {"actor": cast.tracing_officer, "operation": cast.aqqu.id, "child": child}
    assert record_kin(**facts, relative=mother, relation="mother", nature="social", basis="raised")
    for wrong in ("unrelated", "", "wizard"):
        with pytest.raises(BadInput):
            record_kin(**facts, relative=mother, relation=wrong, basis="x")
    group = set_sibling_group(
        actor=cast.tracing_officer,
        operation=cast.aqqu.id,
        children=[child, story.person("host_list.xlsx#12")],
        why="raised together",
    )
    assert group.label == "S01"
