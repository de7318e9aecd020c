"""What is entered when a case ends, or goes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core.operations.models import ClosingReason
from jusan.web.entering import area, offer


class CloseForm(forms.Form):
    """Why a case ends, on which paper, and what became of the child."""

    reason = forms.ChoiceField(label=_("Reason"))
    reference = forms.CharField(
        label=_("Its paper"),
        max_length=80,
        required=False,
        help_text=_("The receipt of the other state, the plan, the referral."),
    )
    outcome = forms.CharField(label=_("What became of the child"), max_length=2000, widget=area())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "reason", ClosingReason.choices)


class ReopenForm(forms.Form):
    """Why work for a child goes on."""

    why = forms.CharField(label=_("Why it is opened again"), max_length=2000, widget=area())
