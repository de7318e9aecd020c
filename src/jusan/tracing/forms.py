"""What a tracing officer enters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jusan.core.claims.models import Answer, Channel
from jusan.core.custody.models import Party
from jusan.core.feeds.tables import MAX_BYTES
from jusan.tracing.importers.layouts import LAYOUTS
from jusan.tracing.models import ContactChannel, Direction
from jusan.web.entering import PlaceField

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

    def clean_file(self) -> UploadedFile[Any]:
        """A file beyond the limit is refused before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("%(size)d bytes; at most %(most)d are taken"),
                params={"size": file.size, "most": MAX_BYTES},
            )
        return file


class AnswerForm(forms.Form):
    """An answer about two mentions."""

    left = forms.UUIDField()
    right = forms.UUIDField()
    answer = forms.ChoiceField(choices=Answer.choices)
    why = forms.CharField(label=_("Why"), max_length=500, required=False)


class UndoForm(forms.Form):
    """Which answer to take back: the one between these two."""

    left = forms.UUIDField()
    right = forms.UUIDField()


class ContactForm(forms.Form):
    """A contact that a family had itself."""

    on = forms.DateField(label=_("When"), widget=forms.DateInput(attrs={"type": "date"}))
    direction = forms.ChoiceField(label=_("Who turned to whom"), choices=Direction.choices)
    channel = forms.ChoiceField(label=_("By what"), choices=ContactChannel.choices)
    with_whom = forms.CharField(label=_("With whom"), max_length=120, required=False)
    address = forms.CharField(label=_("Number or address"), max_length=120, required=False)
    said = forms.CharField(
        label=_("What was said"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SightingForm(forms.Form):
    """Who is said to hold somebody, and where."""

    holder = forms.ChoiceField(label=_("Who holds them"), required=False)
    new_holder = forms.CharField(
        label=_("Somebody who is not in the list"), max_length=120, required=False
    )
    place = PlaceField(label=_("Where"))

    def __init__(self, *args: Any, holders: Sequence[Party], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", "–"), *((str(party.id), party.name) for party in holders)]
        self.fields["holder"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        data, place = self.cleaned_data, self.cleaned_data["place"]
        return {
            "holder": UUID(data["holder"]) if data["holder"] else None,
            "new_holder": data["new_holder"],
            "place": place.id if place else None,
        }
