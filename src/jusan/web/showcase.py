"""What the page of components shows: fictional people, so that every component can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jusan.core import clock
from jusan.web import pedigree


class ExampleForm(forms.Form):
    """Each kind of field once; sent back with faults, so that errors show."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it was written, in any script.")
    )
    born = forms.DateField(
        label=gettext_lazy("Birth"), widget=forms.DateInput(attrs={"type": "date"})
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=[("F", gettext_lazy("female")), ("M", gettext_lazy("male"))],
        widget=forms.RadioSelect,
    )
    checked = forms.BooleanField(label=gettext_lazy("Checked against the paper"))


@dataclass(frozen=True, slots=True)
class _Person:
    id: UUID
    label: str
    sex: str


@dataclass(frozen=True, slots=True)
class _Link:
    child: UUID
    parent: UUID
    nature: str


def _family() -> str:
    grandmother, mother, father, aunt, child, brother, carer = (UUID(int=n) for n in range(1, 8))
    people = [
        _Person(grandmother, "Гүлнар", "F"),
        _Person(mother, "Айгүл", "F"),
        _Person(father, "يوسف", "M"),
        _Person(aunt, "Сәуле", "F"),
        _Person(child, "Amina", "F"),
        _Person(brother, "Дәулет", "M"),
        _Person(carer, "مريم", "F"),
    ]
    links = [_Link(mother, grandmother, "biological"), _Link(aunt, grandmother, "biological")]
    links += [_Link(c, p, "biological") for c in (child, brother) for p in (mother, father)]
    links.append(_Link(child, carer, "social"))
    marks = pedigree.Marks(
        typed=frozenset({grandmother, aunt, child}),
        dead=frozenset({father}),
        sought=frozenset({mother}),
    )
    return pedigree.draw_kin(people, links, marks)


def content() -> dict[str, Any]:
    """The context of the page."""
    now = clock.now()
    return {
        "names": [
            {"text": "Айгүл Сержанқызы", "script": "kk-Cyrl", "source": "F1"},
            {"text": "عائشة بنت يوسف", "script": "ar", "source": "H2"},
            {"text": "Aigul <Serzhan>", "script": "Latn", "source": "C3"},
        ],
        "births": [{"earliest": "2024-06-01", "latest": "2026-12-31"}, None],
        "days": [now + timedelta(days=n) for n in (-9, 0, 3, 200)],
        "states": ["done", "waiting", "blocked", "alarm", "unknown"],
        "closed": ["health", "protection"],
        "evidence": [
            {"kind": "prior", "log10": -3.1},
            {"kind": "name", "log10": 2.4},
            {"kind": "birth", "log10": 1.3},
            {"kind": "mother_name", "log10": 3.6},
            {"kind": "site", "log10": -0.2},
        ],
        "tree": _family(),
        "pairs": [(_("Place"), "Sabkha camp"), (_("Register number"), "UTO-0412")],
        "happenings": [
            {"at": now - timedelta(days=2), "sentence": _("Identity recorded"), "actor": "A. Nur"},
            {"at": now - timedelta(days=9), "sentence": _("Kinship recorded"), "actor": "م. حسن"},
        ],
        "form": ExampleForm({"name": "", "sex": "F"}),
        "rows": [("Amina", 5, "waiting"), ("Дәулет", 7, "done"), ("مريم", 3, "blocked")],
    }
