"""Reasons of clearance are sentences in the reader's language, with no code left in them."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from jusan.clearance.reasons import fact_word, sentence
from jusan.planning import events
from jusan.planning.events import Why, why
from jusan.planning.packfile import shipped_plan

PACKS = ("iq_prison", "nes_camp")
STEP, OTHER = "H.mandate", "X.consular"
VALUES = {
    "granted": ("2031-11-12", "Court"),
    "waived": ("2031-11-12", "an unnamed person"),
    "reaffirmed": ("2031-11-12", "Court"),
    "requested": ("2031-11-12",),
    "open": (),
    "guard": ("mother_living",),
    "fact_missing": ("kin_known",),
    "needs": (STEP,),
    "needs_valid": (STEP, "2031-11-12"),
    "no_route": (f"{STEP}, {OTHER}",),
    "needs_one_of": (f"{STEP}, {OTHER}",),
    "expired": ("2031-11-12",),
    "dies_before": ("2031-11-12", "2031-11-27"),
    "refused": ("2031-11-12", "withdrawn", "no reason recorded"),
    "stale": (STEP, "revoked", "2031-11-12"),
    "stale_basis": ("2031-11-12", str(why("needs", STEP))),
    "authority": ("2031-11-12",),
    "unsigned": ("2031-11-12",),
    "not_waivable": ("2031-11-12",),
}
CODE = re.compile(r"\b[HX]\.\w+|\w+_\w+|\d{4}-\d\d-\d\d|%|None")
LATIN = re.compile(r"[A-Za-z]{3,}")


def test_every_reason_of_planning_has_its_example_here() -> None:
    assert set(VALUES) == set(events._SENTENCES)


@pytest.mark.parametrize("language", ["en", "kk", "ru", "ar"])
@pytest.mark.parametrize("code", sorted(VALUES))
def test_a_reason_shows_no_code_and_speaks_the_language(code: str, language: str) -> None:
    plan = shipped_plan("iq_prison")
    with translation.override(language):
        said = sentence(plan, Why(code, VALUES[code]))
        assert CODE.findall(said) == [], said
        if language != "en":
            assert LATIN.findall(said.replace("Court", "")) == [], said


def test_a_reason_names_the_step_by_its_label() -> None:
    plan = shipped_plan("iq_prison")
    with translation.override("ar"):
        for code in ("needs", "needs_valid", "no_route", "needs_one_of", "stale", "stale_basis"):
            assert plan[STEP].label["ar"] in sentence(plan, Why(code, VALUES[code])), code


@pytest.mark.parametrize("pack", PACKS)
def test_every_fact_of_the_packs_is_asked_in_words(pack: str) -> None:
    guards = {req.when for req in shipped_plan(pack).by_id.values()} - {"always"}
    assert guards
    assert [guard for guard in guards if fact_word(guard) == guard.replace("_", " ")] == []


@pytest.mark.parametrize("pack", PACKS)
def test_labels_of_the_packs_are_in_every_language(pack: str) -> None:
    plan = shipped_plan(pack)
    lacking = [
        (req.id, language)
        for req in plan.by_id.values()
        for language in ("en", "kk", "ru", "ar")
        if not req.label.get(language)
    ]
    assert lacking == []
