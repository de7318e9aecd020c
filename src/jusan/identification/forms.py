"""Forms of identification. They check shape; permissions and rules are the operations'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core.people.models import IdentityStatus
from jusan.identification.choices import ClaimOutcome, State, Verdict, Way

_TEXT = forms.Textarea(attrs={"rows": 3, "maxlength": 2000})


class TubeForm(forms.Form):
    """A decision about one or several tubes, by their numbers."""

    tubes = forms.CharField(label=_("Tubes"), max_length=400)
    state = forms.ChoiceField(label=_("Decision"), choices=State.choices)
    why = forms.CharField(label=_("Why"), max_length=2000, widget=_TEXT)

    def clean_tubes(self) -> list[str]:
        """Tube numbers, separated by commas or spaces."""
        return str(self.cleaned_data["tubes"]).replace(",", " ").split()


class KinshipForm(forms.Form):
    """A drafted verdict on the weighing that is shown."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices)
    why = forms.CharField(label=_("Why"), max_length=2000, widget=_TEXT)


class IdentityForm(forms.Form):
    """A drafted identity and what it rests on."""

    STATUSES: ClassVar = [
        (IdentityStatus.CONFIRMED.value, IdentityStatus.CONFIRMED.label),
        (IdentityStatus.PROVISIONAL.value, IdentityStatus.PROVISIONAL.label),
    ]
    way = forms.ChoiceField(label=_("Way"), choices=Way.choices)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES)
    kinships = forms.TypedMultipleChoiceField(label=_("Kinship conclusions"), required=False)
    lines = forms.TypedMultipleChoiceField(label=_("Received lines"), required=False)
    second_sample = forms.ChoiceField(label=_("Second sample"), required=False)
    waiver = forms.CharField(
        label=_("Waiver of the second sample"), max_length=2000, required=False, widget=_TEXT
    )
    why = forms.CharField(label=_("Why"), max_length=2000, widget=_TEXT)

    def __init__(self, grounds: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if grounds["stands"]:
            status = self.fields["status"]
            assert isinstance(status, forms.ChoiceField)
            withdrawn = IdentityStatus.VOID
            status.choices = [*self.STATUSES, (withdrawn.value, withdrawn.label)]
        offered = {"kinships": grounds["kinships"], "lines": grounds["lines"]}
        for name, options in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = [(str(key), label) for key, label in options]
        second = self.fields["second_sample"]
        assert isinstance(second, forms.ChoiceField)
        second.choices = [("", _("none")), *((str(k), label) for k, label in grounds["tubes"])]


class ClaimForm(forms.Form):
    """Closing a claim: who told the claimant, when, what was offered."""

    child = forms.ChoiceField(label=_("The claim is about"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=ClaimOutcome.choices)
    told_by = forms.CharField(label=_("Told by (login)"), max_length=60)
    told_at = forms.DateTimeField(
        label=_("Told at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    another_sample_offered = forms.BooleanField(
        label=_("Another sample was offered"), required=False
    )
    why = forms.CharField(label=_("Why"), max_length=2000, widget=_TEXT)

    def __init__(self, claimed: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        child = self.fields["child"]
        assert isinstance(child, forms.ChoiceField)
        child.choices = [(str(key), label) for key, label in claimed["children"]]

    def clean_told_at(self) -> Any:
        """An instant in UTC."""
        return self.cleaned_data["told_at"].astimezone(UTC)
