"""What a tracing officer enters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core.claims.models import Answer, Channel
from jusan.tracing.importers.layouts import LAYOUTS

RELIABILITIES = [
    ("A", _("A: fully reliable")),
    ("B", _("B: usually reliable")),
    ("C", _("C: fairly reliable")),
    ("D", _("D: not usually reliable")),
    ("E", _("E: unreliable")),
    ("F", _("F: cannot be judged")),
]
KIND_LABELS = {
    "host_list": _("list of the host state"),
    "host_mothers": _("host list of mothers"),
    "orphanage_register": _("register of a children's home"),
    "family_requests": _("requests of families"),
    "red_cross": _("Red Cross or Red Crescent list"),
    "consular_interviews": _("consular interviews"),
    "registry_extracts": _("extracts of the home registry"),
    "press_items": _("press items"),
}


class UploadForm(forms.Form):
    """A received file."""

    file = forms.FileField(label=_("File"), max_length=150)
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(kind, KIND_LABELS[kind]) for kind in (*LAYOUTS, "press_items")],
    )
    channel = forms.ChoiceField(label=_("Through which channel"), choices=Channel.choices)
    source_name = forms.CharField(label=_("From whom"), max_length=120)
    reliability = forms.ChoiceField(label=_("How reliable is this source"), choices=RELIABILITIES)


class AnswerForm(forms.Form):
    """An answer about two mentions."""

    left = forms.UUIDField()
    right = forms.UUIDField()
    answer = forms.ChoiceField(choices=Answer.choices)
    why = forms.CharField(label=_("Why"), max_length=500, required=False)
