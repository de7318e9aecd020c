"""What the mission enters: team, flights, fitness, boarding, counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jusan.repatriation.choices import Function, Point
from jusan.repatriation.forms_custody import HoldersForm
from jusan.repatriation.models import FitnessOutcome, FlightEventKind
from jusan.web.entering import (
    DayField,
    MomentField,
    PeopleField,
    PersonField,
    PlaceField,
    area,
    offer,
)

SEXES = [("", "–"), ("F", _("female")), ("M", _("male"))]
#: A body temperature outside is a typing mistake.
COLDEST, HOTTEST = 30, 45


class TeamMemberForm(forms.Form):
    """Somebody who joins the mission."""

    name = forms.CharField(label=_("Name"), max_length=120)
    function = forms.ChoiceField(label=_("Function"))
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
    login = forms.CharField(
        label=_("Login"),
        max_length=60,
        required=False,
        help_text=_("Only if this person works with the system."),
    )
    vetted_on = DayField(
        label=_("Vetted on"),
        past=True,
        help_text=_("The day of the background check. Who is not vetted cannot join."),
    )
    code_of_conduct_on = DayField(
        label=_("Code of conduct signed on"),
        past=True,
        help_text=_("Everybody near children signs it before joining."),
    )
    joins_on = DayField(label=_("Joins on"))
    leaves_on = DayField(label=_("Leaves on"))
    buddy_of = PeopleField(
        label=_("Named adult of these children"),
        required=False,
        help_text=_("Every child has one adult of the team whom it knows by name."),
    )

    def __init__(self, *args: Any, children: Mapping[UUID, str], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "function", Function.choices)
        offer(self, "buddy_of", children.items())


class _TimesForm(forms.Form):
    """Aircraft, times and places that hold from now on."""

    aircraft = forms.CharField(
        label=_("Aircraft"), max_length=20, help_text=_("Its registration, as on the permit.")
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("For children and their carers. Empty: not limited by seats."),
    )
    departs_at = MomentField(label=_("Departs"))
    arrives_at = MomentField(label=_("Arrives"))
    from_place = PlaceField(label=_("From"))
    to_place = PlaceField(label=_("To"))

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        places = {name: self.cleaned_data[name] for name in ("from_place", "to_place")}
        return self.cleaned_data | {n: place.id if place else None for n, place in places.items()}


class FlightForm(_TimesForm):
    """A new flight."""

    number = forms.SlugField(
        label=_("Flight number"),
        max_length=20,
        help_text=_("Letters, digits and hyphens, as in UT-1301."),
    )
    field_order = ("number",)

    def __init__(self, *args: Any, known: set[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.known = known

    def clean_number(self) -> str:
        """A number that is not there yet."""
        number = str(self.cleaned_data["number"])
        if number in self.known:
            raise forms.ValidationError(gettext("This flight is already there: open it."))
        return number


class FlightEventForm(_TimesForm):
    """What happened to a flight, with the times that hold from then on."""

    kind = forms.ChoiceField(label=_("What happened"))
    at = MomentField(label=_("When it happened or was decided"), past=True)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=240,
        required=False,
        help_text=_("Needed for a slip and a cancellation: who refused what, what broke."),
    )
    field_order = ("kind", "at", "reason")

    def __init__(self, *args: Any, may_cancel: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        kept = {FlightEventKind.PLANNED} | (set() if may_cancel else {FlightEventKind.CANCELLED})
        offer(self, "kind", [each for each in FlightEventKind.choices if each[0] not in kept])

    def clean(self) -> dict[str, Any]:
        """A slip has a reason."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") == FlightEventKind.SLIPPED and not data.get("reason", "").strip():
            self.add_error("reason", gettext("A slip has a reason."))
        return data


class SlipForm(forms.Form):
    """The other day of a flight; it lives in the address."""

    day = DayField(label=_("If it flew on"))


class FitnessForm(forms.Form):
    """A doctor's check."""

    child = PersonField(label=_("Child"))
    at = MomentField(label=_("Checked at"), past=True)
    outcome = forms.ChoiceField(label=_("Finding"))
    review_at = MomentField(label=_("Look again at"), required=False)
    temperature_c = forms.DecimalField(
        label=_("Temperature, °C"),
        required=False,
        min_value=COLDEST,
        max_value=HOTTEST,
        max_digits=3,
        decimal_places=1,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=area(),
        help_text=_("Read by doctors alone. The others learn only: fit or not, and until when."),
    )

    def __init__(self, *args: Any, children: Mapping[UUID, str], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "child", children.items())
        # No finding is chosen beforehand: the doctor says it.
        offer(self, "outcome", FitnessOutcome.choices)

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        data = dict(self.cleaned_data)
        warm = data.pop("temperature_c")
        findings = {
            "temperature_c": "" if warm is None else str(warm),
            "note": data.pop("note"),
        }
        return data | {"findings": findings}


class OffloadForm(HoldersForm):
    """Into whose hands a child stays, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=240)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["holder"].label = _("Who takes the child now")


class PointForm(forms.Form):
    """A count point that opens."""

    point = forms.ChoiceField(label=_("Count point"), choices=Point.choices)
    expected = forms.IntegerField(
        label=_("Expected"),
        min_value=0,
        max_value=10_000,
        help_text=_("How many children must be here."),
    )


class CountForm(forms.Form):
    """One counter's number."""

    counted = forms.IntegerField(label=_("Counted"), min_value=0, max_value=10_000)


class RecountForm(forms.Form):
    """Both count again."""

    expected = forms.IntegerField(
        label=_("Expected"),
        min_value=0,
        max_value=10_000,
        help_text=_("It may only rise: a child that is not there is named below."),
    )


class CloseForm(forms.Form):
    """Who is not there, and why: one line for each child that should be."""

    def __init__(self, *args: Any, children: Mapping[UUID, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for head, label in children.items():
            self.fields[f"absent-{head}"] = forms.CharField(
                label=label or "–", max_length=240, required=False
            )

    def absent(self) -> dict[UUID, str]:
        """The absent with their reasons."""
        return {
            UUID(name.removeprefix("absent-")): reason
            for name, reason in self.cleaned_data.items()
            if reason
        }
