"""What a diplomat enters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OutcomeForm(forms.Form):
    """A commitment was kept or broken."""

    kept = forms.ChoiceField(label=_("Outcome"), choices=[("yes", _("kept")), ("no", _("broken"))])
    reason = forms.CharField(label=_("Reason"), max_length=240, required=False)
