"""What is entered about proceedings and about a court's order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core import clock
from jusan.justice.models import ProceedingState
from jusan.web.entering import day_input, moment_input


def _words(label: Any, *, most: int = 400, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, widget=area, **options)


class ProceedingForm(forms.Form):
    """A proceeding against an adult."""

    number = forms.CharField(
        label=_("Number"), max_length=60, help_text=_("As the court numbers it.")
    )
    court = forms.CharField(label=_("Court"), max_length=160)
    matter = _words(
        _("Matter"), help_text=_("What the proceeding is about, in the words of the court.")
    )
    opened_on = forms.DateField(label=_("Opened on"), widget=day_input())
    state = forms.ChoiceField(label=_("State"), choices=ProceedingState.choices)


class SentenceForm(forms.Form):
    """A sentence as the court worded it."""

    on = forms.DateField(label=_("Day of the sentence"), widget=day_input())
    sentence = _words(_("Sentence"), help_text=_("As the court worded it."))
    years = forms.CharField(
        label=_("Years"),
        max_length=20,
        required=False,
        help_text=_("How long it lasts, where the court named a time."),
    )
    starts_on = forms.DateField(label=_("Counted from"), widget=day_input(), required=False)
    ends_on = forms.DateField(label=_("Ends on"), widget=day_input(), required=False)
    final = forms.BooleanField(
        label=_("Final"), required=False, help_text=_("No appeal is open any more.")
    )

    def clean(self) -> dict[str, Any]:
        """A sentence ends after it begins; its days are sealed as text with its words."""
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("starts_on"), data.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("A sentence ends after it begins."))
        for name in ("starts_on", "ends_on"):
            if name in data:
                data[name] = data[name].isoformat() if data[name] else ""
        return data


class HearingForm(forms.Form):
    """A hearing that took place or will."""

    at = forms.DateTimeField(
        label=_("When"),
        widget=moment_input(),
        initial=clock.now,
        help_text=_("A day to come is allowed: it stands among what waits for you."),
    )
    court = forms.CharField(label=_("Court"), max_length=160)
    purpose = _words(_("Purpose"))
    outcome = _words(
        _("Outcome"), required=False, help_text=_("Empty while the hearing is still to come.")
    )


class StateForm(forms.Form):
    """Where a proceeding stands from now on."""

    state = forms.ChoiceField(label=_("State"), choices=ProceedingState.choices)


class OrderForm(forms.Form):
    """A court's order about one person."""

    court = forms.CharField(label=_("Court"), max_length=120)
    order_reference = forms.CharField(
        label=_("Reference of the order"),
        max_length=60,
        help_text=_("As it stands on the paper: a second person compares it."),
    )


class HandoverForm(forms.Form):
    """How much was handed to the court."""

    statements = forms.IntegerField(label=_("Statements handed over"), min_value=0, max_value=10000)
