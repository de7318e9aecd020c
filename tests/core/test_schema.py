"""What the schema itself must never allow."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.db import models

from jusan.core.history import guards
from jusan.core.history.models import AppendOnly
from jusan.core.vault.fields import SealedTextField

ROOT = Path(__file__).resolve().parents[2] / "src" / "jusan"

#: H7: nobody is rated. The words may stand in prose that forbids them, never in a name.
FORBIDDEN = re.compile(
    r"radicali|extremis|dangerous|danger_|_danger|risk_score|guilt|threat_level|loyalty", re.I
)

#: Text columns of the record that are no person's data, each with its reason.
OPEN_TEXT = {
    "code", "kind", "basis", "nature", "role", "channel", "status", "state", "answer", "outcome",
    "compartment", "data_class", "matter", "reason_code", "certainty", "flag", "field", "property",
    "side", "branch", "column", "direction", "instrument",  # choices and codes
    "slug", "home_state", "host_profile", "consent_rule", "label", "language",  # of an operation
    "hash", "mac", "previous", "root", "sha256", "table", "content_sha256", "chain",  # proofs
    "subjects", "compartments", "payload", "supersedes", "route", "purpose",  # ids only
    "file_name", "reliability", "requirement", "reference", "issuer", "by", "authority",
    "legal_basis", "citizenship", "panel",  # offices and officials
}  # fmt: skip
PERSONAL_ROOMS = {"claims", "consent", "documents", "people", "history", "standing"}


def test_no_model_field_choice_or_file_rates_anybody():
    names = []
    for model in apps.get_models():
        names.append(model.__name__)
        for field in model._meta.get_fields():
            names.append(field.name)
            names += [str(value) for value, _ in getattr(field, "choices", None) or []]
    names += [path.stem for path in ROOT.rglob("*") if path.suffix in {".py", ".html", ".yaml"}]
    assert [name for name in names if FORBIDDEN.search(name)] == []


def test_no_foreign_key_leaves_a_room_and_none_leaves_history():
    ours = [model for model in apps.get_models() if model.__module__.startswith("jusan.")]
    links = [
        (model._meta.label, field.name)
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label != model._meta.app_label
    ]
    assert links == []


def test_every_append_only_table_is_guarded():
    for model in apps.get_models():
        if issubclass(model, AppendOnly):
            assert model in guards.guarded_models()


def test_personal_text_in_the_record_is_sealed_or_excused_by_name():
    stray = []
    for model in apps.get_models():
        if model._meta.app_label not in PERSONAL_ROOMS or not issubclass(model, AppendOnly):
            continue
        for field in model._meta.concrete_fields:
            text = isinstance(field, (models.CharField, models.TextField))
            if text and not isinstance(field, SealedTextField) and field.name not in OPEN_TEXT:
                stray.append(f"{model._meta.label}.{field.name}")
    # A source's and a party's name are offices; persons among them are named by their line.
    assert [name for name in stray if name not in {"claims.Source.name"}] == []
