"""What care workers enter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.reintegration import choices as c


class GoalForm(forms.Form):
    """A new goal."""

    domain = forms.ChoiceField(label=_("Domain"), choices=c.Domain.choices)
    goal = forms.CharField(label=_("Goal"), max_length=400)
    owner = forms.CharField(label=_("Who does it"), max_length=80)
    due_on = forms.DateField(label=_("Due"))
    review_on = forms.DateField(label=_("Looked at again"))


class VisitForm(forms.Form):
    """A visit that took place."""

    kind = forms.ChoiceField(label=_("Visit"), choices=c.VisitKind.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=c.VisitOutcome.choices)
    note = forms.CharField(
        label=_("Note for protection workers"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )


class DecisionForm(forms.Form):
    """The guardianship body's decision about one family."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=c.PlacementOutcome.choices)
    body = forms.CharField(label=_("Body that decided"), max_length=160)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea)
    document = forms.CharField(label=_("Document"), max_length=60, required=False)


class DischargeForm(forms.Form):
    """A child leaves the centre."""

    determination = forms.CharField(
        label=_("Determination, when it is before the minimum stay"), max_length=60, required=False
    )
