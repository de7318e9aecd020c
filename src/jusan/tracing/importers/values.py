"""From a cell to a claim: kept as written, understood where it can be, flagged where it cannot."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from jusan.core.claims.drafts import ClaimDraft
from jusan.core.vault.compartments import Compartment
from jusan.names.dates import parse_birth
from jusan.names.normalise import normalise
from jusan.names.scripts import script_of

#: What clerks write where a name is not known, lower case. Not a name: it would contradict one.
_NOBODY = frozenset(
    {"unknown", "not known", "none", "n/a", "неизвестно", "неизвестна", "неизвестен"}
    | {"белгісіз", "مجهول", "مجهولة", "غير معروف", "غير معروفة"}
)
#: What a spreadsheet shows instead of a value that it could not compute.
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_SEXES = {"F": "F", "M": "M", "f": "F", "m": "M"}


def name_claim(column: str, raw: str, *, property_name: str = "name") -> ClaimDraft:
    """A name with its script. Marks that turn text around are taken out, and that is flagged."""
    if _is_formula(raw):
        return unreadable(property_name, column, raw, "formula")
    if raw.casefold() in _NOBODY:
        return unreadable(property_name, column, raw, "said_unknown")
    clean = normalise(raw)
    flag = "bidi_control" if clean.text != raw.strip() and _has_controls(raw) else ""
    if not any(character.isalpha() for character in clean.text):
        return unreadable(property_name, column, raw, "no_letters")
    value = {"text": clean.text, "script": script_of(clean.text).value}
    return ClaimDraft(
        property_name, raw, json.dumps(value, ensure_ascii=False), field=column, flag=flag
    )


def sex_claim(column: str, raw: str) -> ClaimDraft:
    """F or M; anything else is kept and flagged."""
    known = _SEXES.get(raw)
    if known is None:
        return unreadable("sex", column, raw, "unknown_sex")
    return ClaimDraft("sex", raw, json.dumps(known), field=column)


def birth_claim(column: str, raw: str, kind: str, on: date | None) -> ClaimDraft:
    """An interval of days, or the value as written with the reason why not."""
    reading = parse_birth(raw, kind or None, reported_on=on)
    if reading.interval is None:
        # The list's own day is kept: an officer may read an age, and it was counted on that day.
        flag = reading.flag or "unreadable_date"
        return replace(unreadable("birth", column, raw, flag), stated_on=on)
    value = {
        "earliest": reading.interval.earliest.isoformat(),
        "latest": reading.interval.latest.isoformat(),
        "how": reading.interval.how,
    }
    certainty = "about" if reading.interval.how in {"about", "age"} else "stated"
    return ClaimDraft(
        "birth", raw, json.dumps(value), field=column, certainty=certainty, stated_on=on
    )


def text_claim(
    property_name: str, column: str, raw: str, compartment: Compartment = Compartment.IDENTITY
) -> ClaimDraft:
    """Plain text."""
    if _is_formula(raw):
        return unreadable(property_name, column, raw, "formula", compartment)
    return ClaimDraft(
        property_name,
        raw,
        json.dumps(normalise(raw).text, ensure_ascii=False),
        field=column,
        compartment=compartment,
    )


def day_of(raw: str) -> date | None:
    """A date cell, or None when it is not one."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def unreadable(
    property_name: str,
    column: str,
    raw: str,
    flag: str,
    compartment: Compartment = Compartment.IDENTITY,
) -> ClaimDraft:
    """A value kept as received that weighs nothing until somebody reads it."""
    return ClaimDraft(
        property_name,
        raw,
        None,
        field=column,
        certainty="unreadable",
        flag=flag,
        compartment=compartment,
    )


def _is_formula(raw: str) -> bool:
    return raw.startswith("=") or raw in _ERRORS


#: Marks that turn the direction of text: LRM, RLM, embeddings, overrides and isolates.
_CONTROLS = frozenset(
    chr(c) for c in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)


def _has_controls(raw: str) -> bool:
    return bool(_CONTROLS.intersection(raw))
