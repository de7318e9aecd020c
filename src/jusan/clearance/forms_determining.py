"""What is entered of a panel's determination, and on which one brothers and sisters part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.clearance.determining_page import Parting
from jusan.clearance.models import DeterminationKind, DeterminationOutcome
from jusan.web.entering import PersonField, area, offer
from jusan.web.templatetags.jusan import short_date


class DeterminationForm(forms.Form):
    """What a panel determined about a child, who sat on it, and what the child said."""

    kind = forms.ChoiceField(label=_("What it is"))
    outcome = forms.ChoiceField(
        label=_("What was determined"),
        help_text=_("Brothers and sisters part by a best-interests determination only."),
    )
    panel = forms.CharField(
        label=_("Who sat on the panel"),
        max_length=400,
        widget=area(),
        help_text=_("One name to a line, two at least."),
    )
    childs_view = forms.CharField(
        label=_("The child's own view"),
        max_length=4000,
        widget=area(),
        help_text=_(
            "In its own words; of a child too small to speak, what was seen. Sealed: only "
            "protection workers read it."
        ),
    )
    why = forms.CharField(
        label=_("Why it was so determined"),
        max_length=4000,
        widget=area(),
        help_text=_("Sealed: only protection workers read it."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "kind", DeterminationKind.choices)
        offer(self, "outcome", DeterminationOutcome.choices)

    def clean_panel(self) -> list[str]:
        """The names, without empty lines."""
        lines = str(self.cleaned_data["panel"]).splitlines()
        return [line.strip() for line in lines if line.strip()]


class PartingForm(forms.Form):
    """On which determination brothers and sisters part."""

    determination = PersonField(
        label=_("On which determination"),
        help_text=_("The child whom it is about leaves the group; the others stay together."),
    )

    def __init__(self, *args: Any, partings: Sequence[Parting], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(
            self,
            "determination",
            [(one.id, f"{one.about or '–'}, {short_date(one.at.date())}") for one in partings],
        )
