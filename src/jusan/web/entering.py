"""Entry pages: a form on a page of its own, with what is wrong beside the field it is wrong in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from jusan.core.errors import BadInput, Refused

DAY = {"type": "date"}
MOMENT = {"type": "datetime-local"}


def day_input() -> forms.DateInput:
    """A day, picked or typed; what the server offers is in the form that browsers read."""
    return forms.DateInput(attrs=DAY, format="%Y-%m-%d")


def moment_input() -> forms.DateTimeInput:
    """A day and an hour."""
    return forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M")


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: nothing until somebody sends it, an empty sending included."""
    return request.POST if request.method == "POST" else None


def taken(form: forms.Form, act: Callable[..., object]) -> bool:
    """Whether a sent form is valid and its operation took it.

    A refusal of the operation stands in the form, beside the field that it names, and what was
    typed stays. Who may not act or see is not caught: that answers the whole page.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except (BadInput, Refused) as error:
        field = str(error.data.get("field", ""))
        form.add_error(field if field in form.fields else None, error.message)
        return False
    return True


def status_of(form: forms.Form) -> int:
    """200 for a fresh form, 400 for one that comes back."""
    return 400 if form.is_bound else 200
