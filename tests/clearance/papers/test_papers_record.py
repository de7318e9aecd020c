"""A record that contradicts itself makes no paper."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from jusan.clearance.papers import (
    ActOfTransfer,
    Birth,
    ChildEntry,
    Localised,
    MothersStatement,
    Names,
    NoteVerbale,
    NotTransferred,
    RecordError,
)


@pytest.mark.parametrize(
    "change",
    [
        {"taken_in_private": False},
        {"read_back": False},
        {"witness": None},
        {"cooling_off_hours": 0},
        {"confirmed_after_cooling_off": False},
    ],
)
def test_consent_that_was_not_free_is_no_consent(
    statement: MothersStatement, change: dict[str, Any]
) -> None:
    with pytest.raises(RecordError, match="consent needs"):
        dataclasses.replace(statement, **change)


def test_a_refusal_is_recorded_however_it_was_said(statement: MothersStatement) -> None:
    refusal = dataclasses.replace(
        statement, positions=statement.positions[1:], read_back=False, cooling_off_hours=0
    )
    assert refusal.positions[0].outcome == "refused"


def test_no_child_stands_twice(act: ActOfTransfer, note: NoteVerbale) -> None:
    first = act.children[0]
    with pytest.raises(RecordError, match=r"case_id.*S-0014"):
        dataclasses.replace(note, children=(first, first))
    kept = NotTransferred(case_id=first.case_id, names=first.names, reason="absent")
    with pytest.raises(RecordError, match=r"case_id.*S-0014"):
        dataclasses.replace(act, not_transferred=(kept,))
    twin = dataclasses.replace(act.children[1], wristband_no=first.wristband_no)
    with pytest.raises(RecordError, match=r"wristband_no.*W-771-K"):
        dataclasses.replace(act, children=(first, twin))


def test_no_child_changes_hands_without_a_wristband(act: ActOfTransfer) -> None:
    bare = dataclasses.replace(act.children[0], wristband_no="")
    with pytest.raises(RecordError, match=r"wristband_no.*S-0014"):
        dataclasses.replace(act, children=(bare,))


def test_an_act_needs_both_clocks_and_its_own_day(act: ActOfTransfer) -> None:
    with pytest.raises(RecordError, match="offset"):
        dataclasses.replace(act, happened_at=act.happened_at.replace(tzinfo=None))
    with pytest.raises(RecordError, match="local date"):
        dataclasses.replace(act, happened_at=act.happened_at + dt.timedelta(days=1))


def test_an_empty_list_is_no_paper(note: NoteVerbale) -> None:
    with pytest.raises(RecordError, match="at least one child"):
        dataclasses.replace(note, children=())


@pytest.mark.parametrize(
    "parts",
    [
        {"precision": "day", "year": 2029, "month": 7},
        {"precision": "year", "year": 2029, "month": 7},
        {"precision": "unknown", "year": 2029},
        {"precision": "day", "year": 2029, "month": 2, "day": 31},
        {"precision": "year", "year": 2029, "month": 7, "day": 1, "conventional": True},
        {"precision": "year", "year": 2029, "conventional": True, "decision": "114"},
        {
            "precision": "day",
            "year": 2029,
            "month": 7,
            "day": 1,
            "conventional": True,
            "decision": "114",
        },
    ],
)
def test_a_birth_date_says_no_more_than_is_known(parts: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match="birth"):
        Birth(**parts)


def test_reasons_names_and_texts_are_never_empty() -> None:
    with pytest.raises(RecordError, match="needs the reason"):
        NotTransferred(case_id="S-1", names=Names(latin="A"), reason="other")
    with pytest.raises(RecordError, match="script"):
        Names()
    with pytest.raises(RecordError, match="language"):
        Localised()


def test_a_paper_has_no_room_for_genotypes_pictures_or_ratings() -> None:
    barred = ("geno", "allele", "locus", "dna", "photo", "image", "risk", "danger", "radical")
    names = [field.name for field in dataclasses.fields(ChildEntry)]
    assert not [name for name in names if any(word in name for word in barred)]
