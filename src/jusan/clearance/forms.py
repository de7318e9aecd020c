"""What an officer enters about a requirement."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.clearance.models import EventKind
from jusan.web.entering import DayField

FIRST_YEAR, LAST_YEAR = 2000, 2100


class BoardForm(forms.Form):
    """The flight day of the board; it lives in the address."""

    flight = forms.DateField(label=_("Flight day"), required=False)

    def clean_flight(self) -> date | None:
        """A day far outside any operation counts as not given."""
        day: date | None = self.cleaned_data["flight"]
        return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


class EventForm(forms.Form):
    """One event on one requirement."""

    requirement = forms.ChoiceField(label=_("Requirement"))
    kind = forms.ChoiceField(label=_("What happened"), choices=EventKind.choices)
    by = forms.CharField(label=_("By which authority"), max_length=160, required=False)
    valid_until = DayField(label=_("Valid until"), required=False)
    reference = forms.CharField(label=_("Paper or legal basis"), max_length=80, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea
    )

    def __init__(self, steps: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirement"] = forms.ChoiceField(label=_("Requirement"), choices=steps)
