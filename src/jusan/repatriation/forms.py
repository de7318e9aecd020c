"""What the mission enters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core.custody.models import Side


class CountForm(forms.Form):
    """One counter's number."""

    counted = forms.IntegerField(label=_("Counted"), min_value=0, max_value=10_000)


class SignForm(forms.Form):
    """One side signs a handover."""

    side = forms.ChoiceField(label=_("Side"), choices=Side.choices)
    signer = forms.CharField(label=_("Name and office"), max_length=120)
