"""What is entered for a release."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.reporting.catalogue import CATALOGUE
from jusan.reporting.models import Audience

PREFIX = "count_"


class ReleaseForm(forms.Form):
    """A draft: one field for each defined count."""

    title = forms.CharField(label=_("Title"), max_length=200)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)
    as_of = forms.DateField(label=_("As of"))
    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, measure in CATALOGUE.items():
            self.fields[PREFIX + name] = forms.IntegerField(
                label=name.replace("_", " "),
                help_text=measure.definition,
                required=False,
                min_value=0,
                max_value=100_000,
            )

    def counts(self) -> dict[str, int]:
        """The counts that were filled in."""
        values = {name: self.cleaned_data.get(PREFIX + name) for name in CATALOGUE}
        return {name: value for name, value in values.items() if value is not None}
