"""Between a form and an operation: what a rule refuses stands on the form, what was typed stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jusan.core import clock
from jusan.core.errors import BadInput, Refused
from jusan.core.operations.models import Operation
from jusan.core.places.models import Place

T = TypeVar("T")
#: Days outside are typing mistakes, and arithmetic on them would overflow.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
DAY_FORMAT, MOMENT_FORMAT = "%Y-%m-%d", "%Y-%m-%dT%H:%M"
MINUTE = timedelta(minutes=1)
UTC_HELP = gettext_lazy("Time in UTC.")


def attempt(form: forms.Form, call: Callable[[], T]) -> T | None:
    """Call an operation; a refusal becomes an error of its field, or of the form. None: refused."""
    try:
        return call()
    except (BadInput, Refused) as error:
        # A fault of a file names the file; its line and column stand in the sentence.
        field = "file" if "file" in error.data else str(error.data.get("field", ""))
        form.add_error(field if field in form.fields else None, error.shown)
        return None


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: nothing until somebody sends it, an empty sending included."""
    return request.POST if request.method == "POST" else None


def taken(form: forms.Form, act: Callable[..., object]) -> bool:
    """Whether a sent form is valid and its operation took it.

    Who may not act or see is not caught: that answers the whole page.
    """
    if not form.is_bound or not form.is_valid():
        return False
    attempt(form, lambda: act(**form.cleaned_data))
    return form.is_valid()


def entry_page(
    request: HttpRequest,
    operation: Operation,
    form: forms.Form,
    *,
    template: str = "web/entry.html",
    **context: Any,
) -> HttpResponse:
    """A page with one form: 200 for a fresh one, 400 for one that comes back."""
    values = {"operation": operation, "form": form, **context}
    return render(request, template, values, status=400 if form.is_bound else 200)


def day_input() -> forms.DateInput:
    """A day, picked or typed; what the server offers is in the form that browsers read."""
    return forms.DateInput(attrs={"type": "date"}, format=DAY_FORMAT)


def moment_input() -> forms.DateTimeInput:
    """A day and an hour."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT_FORMAT)


class DayField(forms.DateField):
    """A day within a long human life; ``past`` refuses one that has not come yet."""

    def __init__(self, *, past: bool = False, **more: Any) -> None:
        super().__init__(widget=day_input(), **more)
        self.past = past
        self.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]

    def clean(self, value: Any) -> Any:
        """A date or None."""
        day = super().clean(value)
        if self.past and day is not None and day > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class MomentField(forms.DateTimeField):
    """An instant, to the minute; ``past`` refuses one that has not come yet."""

    def __init__(self, *, past: bool = False, **more: Any) -> None:
        more.setdefault("help_text", UTC_HELP)
        super().__init__(widget=moment_input(), **more)
        self.past = past

    def clean(self, value: Any) -> Any:
        """A datetime or None."""
        moment: datetime | None = super().clean(value)
        if moment is None:
            return None
        if not FIRST_DAY <= moment.date() <= LAST_DAY:
            raise forms.ValidationError(_("This cannot be the year."))
        now = clock.now()
        if self.past and moment > now:
            raise forms.ValidationError(_("This moment has not come yet."))
        # The field has no seconds: the present minute is now, after what was just recorded.
        return now if self.past and now - moment < MINUTE else moment


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place by its name in the reader's language, or none."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("queryset", Place.objects.all())
        super().__init__(required=False, empty_label="–", **more)


class PersonField(forms.TypedChoiceField):
    """One of the persons whom the page shows, by id."""

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=UUID, empty_value=None, **more)


class PeopleField(forms.TypedMultipleChoiceField):
    """Some of the persons whom the page shows, by id."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.CheckboxSelectMultiple())
        super().__init__(coerce=UUID, empty_value=[], **more)


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Fill a choice field with what this user may choose; an optional one begins with a dash."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    offered = [(str(key), label or "–") for key, label in choices]
    single = not isinstance(field, forms.MultipleChoiceField)
    field.choices = [("", "–"), *offered] if single else offered


def area(rows: int = 3) -> forms.Textarea:
    """A field for sentences."""
    return forms.Textarea(attrs={"rows": rows})
