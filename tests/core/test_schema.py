"""What the schema itself must never allow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from jusan.core.history import guards
from jusan.core.history.models import AppendOnly, Guarded
from jusan.core.vault.fields import SealedTextField

ROOT = Path(__file__).resolve().parents[2] / "src" / "jusan"

#: H7: nobody is rated. The words may stand in prose that forbids them, never in a name.
FORBIDDEN = re.compile(
    r"radicali|extremis|ideolog|terroris|danger|guilt|loyalty|fanatic|deradical"
    r"|(risk|threat|security|suspicion|trust)_?(score|level|rating|index|class|category)",
    re.I,
)

#: A conclusion under shortened time limits because a child is in danger: it rates nobody.
NOT_A_RATING = {"provisional, in danger"}

#: Text columns of the record that are no person's data, by what they are.
OPEN_TEXT = {
    "a choice or a code of ours": {
        "kind", "basis", "nature", "role", "channel", "status", "state", "answer", "outcome",
        "compartment", "data_class", "matter", "reason_code", "certainty", "flag", "field",
        "property", "side", "code", "column", "reliability", "label", "language",
    },
    "a proof": {"hash", "mac", "previous", "root", "sha256", "table", "content_sha256"},
    "ids, or a payload that refuses prose": {
        "subjects", "compartments", "payload", "route", "purpose",
    },
    "an office or its paper": {"file_name", "reference", "issuer"},
}  # fmt: skip
#: A source's name is an office or a line of the record; a person among them has a mention.
EXCUSED = {"claims.Source.name"}
PERSONAL_ROOMS = {"claims", "consent", "documents", "people", "history", "standing"}


def _ours():
    return [model for model in apps.get_models() if model.__module__.startswith("jusan.")]


def _names():
    for model in _ours():
        yield model.__name__
        for field in model._meta.get_fields():
            yield field.name
            choices = getattr(field, "choices", None) or []
            yield from (str(part) for choice in choices for part in choice)
    suffixes = {".py", ".html", ".yaml", ".typ"}
    yield from (path.stem for path in ROOT.rglob("*") if path.suffix in suffixes)


def test_no_model_field_choice_or_file_rates_anybody():
    found = {name for name in _names() if FORBIDDEN.search(name)}
    assert found == NOT_A_RATING


@pytest.mark.parametrize(
    "name", ["radicalisation", "risk_score", "threatLevel", "is_dangerous", "guilt_index"]
)
def test_the_rule_about_names_would_find_such_a_name(name):
    assert FORBIDDEN.search(name)


def test_no_link_of_any_kind_leaves_a_room():
    links = [
        (model._meta.label, field.name)
        for model in _ours()
        for field in model._meta.get_fields()
        if isinstance(field, (models.ForeignKey, models.ManyToManyField))
        and (
            isinstance(field.related_model, str)
            or field.related_model._meta.app_label != model._meta.app_label
        )
    ]
    assert links == []


def test_history_and_the_record_of_access_have_no_links_at_all():
    for label in ("history", "access"):
        for model in apps.get_app_config(label).get_models():
            assert not [f.name for f in model._meta.get_fields() if f.is_relation], model


def test_every_append_only_table_is_guarded_in_the_database(office):
    for model in _ours():
        if issubclass(model, Guarded):
            assert model in guards.guarded_models()
    assert list(guards.missing(connection)) == []


def test_the_record_of_every_room_only_grows():
    """A table that may be rewritten is a projection, and each one is known by name."""
    rewritable = {
        model._meta.label
        for model in _ours()
        if model._meta.app_label in PERSONAL_ROOMS | {"access", "custody", "operations", "places"}
        and not issubclass(model, Guarded)
    }
    assert rewritable == {
        "access.User",
        "access.Membership",
        "claims.Head",
        "claims.PersonCard",
        "claims.SearchToken",
        "custody.Holding",
        "history.EventSubject",
        "places.Place",
    }


def test_personal_text_in_the_record_is_sealed_or_excused_by_name():
    allowed = frozenset().union(*OPEN_TEXT.values())
    stray = []
    for model in _ours():
        if model._meta.app_label not in PERSONAL_ROOMS or not issubclass(model, AppendOnly):
            continue
        for field in model._meta.concrete_fields:
            text = isinstance(field, (models.CharField, models.TextField, models.JSONField))
            if text and not isinstance(field, SealedTextField) and field.name not in allowed:
                stray.append(f"{model._meta.label}.{field.name}")
    assert set(stray) == EXCUSED
