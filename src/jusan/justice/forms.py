"""What is entered about a court's order."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OrderForm(forms.Form):
    """A court's order about one person."""

    person = forms.UUIDField(label=_("Person (number of the file)"))
    court = forms.CharField(label=_("Court"), max_length=120)
    order_reference = forms.CharField(label=_("Reference of the order"), max_length=60)


class HandoverForm(forms.Form):
    """How much was handed to the court."""

    statements = forms.IntegerField(label=_("Statements handed over"), min_value=0, max_value=10000)
