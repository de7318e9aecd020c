"""What care workers enter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core import clock
from jusan.core.errors import BadInput
from jusan.core.places.models import Place, PlaceKind
from jusan.reintegration import choices as c
from jusan.reintegration import growth
from jusan.web.entering import PlaceField, day_input, moment_input


class PlaceOfKind(PlaceField):
    """A place of some kind; its value is the place's id."""

    def __init__(self, *, kind: PlaceKind, **options: Any) -> None:
        super().__init__(queryset=Place.objects.filter(kind=kind), **options)

    def clean(self, value: Any) -> UUID | None:
        """The id, or None."""
        place = super().clean(value)
        return place.id if place else None


def _words(label: Any, *, most: int = 2000, rows: int = 4, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=area, **options)


def _moment(label: Any) -> forms.DateTimeField:
    """When it happened: now, unless it is written down later."""
    return forms.DateTimeField(label=label, widget=moment_input(), initial=clock.now)


class AdmissionForm(forms.Form):
    """A child comes to the centre, or moves to another room."""

    centre = PlaceOfKind(label=_("Centre"), kind=PlaceKind.CENTRE)
    room = forms.CharField(label=_("Room"), max_length=20)
    admitted_at = _moment(_("Since when"))
    again = forms.ChoiceField(
        label=_("Why it comes back"),
        choices=[("", "–"), *c.AgainReason.choices],
        required=False,
        help_text=_("For a child who had left the centre."),
    )


class IntakeForm(forms.Form):
    """A doctor's or psychologist's first look."""

    kind = forms.ChoiceField(label=_("Examination"), choices=c.IntakeKind.choices)
    at = _moment(_("When"))
    weight_kg = forms.CharField(
        label=_("Weight, kg"),
        max_length=20,
        required=False,
        help_text=_("Figures are kept as you write them. Leave empty what was not measured."),
    )
    height_cm = forms.CharField(label=_("Height, cm"), max_length=20, required=False)
    muac_mm = forms.CharField(
        label=_("Upper arm, mm"),
        max_length=20,
        required=False,
        help_text=_("Circumference at the middle of the left upper arm, in millimetres."),
    )
    findings = _words(_("Findings"), help_text=_("Read by doctors and psychologists only."))
    follow_up = _words(_("What follows"), required=False, rows=2)

    def __init__(self, *args: Any, kinds: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        mine = set(kinds)
        kind.choices = [(code, label) for code, label in c.IntakeKind.choices if code in mine]

    def clean(self) -> dict[str, Any]:
        """A figure is a number; whether it can be right is said after it is kept."""
        data: dict[str, Any] = super().clean() or {}
        for name in growth.LIMITS:
            try:
                growth.read_measure(name, data.get(name, ""))
            except BadInput:
                self.add_error(name, _("Write a number, such as 14.5."))
        return data

    def values(self, **data: Any) -> dict[str, Any]:
        """What the operation takes."""
        measures = {name: data.pop(name) for name in growth.LIMITS}
        return {**data, "measures": {name: text for name, text in measures.items() if text}}


class GoalForm(forms.Form):
    """A new goal."""

    domain = forms.ChoiceField(
        label=_("Domain"),
        choices=c.Domain.choices,
        help_text=_("Goals of health and of protection are read only by those who work on them."),
    )
    goal = forms.CharField(label=_("Goal"), max_length=400)
    owner = forms.CharField(label=_("Who does it"), max_length=80)
    due_on = forms.DateField(label=_("Due"), widget=day_input())
    review_on = forms.DateField(label=_("Looked at again"), widget=day_input())


class VisitForm(forms.Form):
    """A visit that took place."""

    kind = forms.ChoiceField(
        label=_("Visit"),
        choices=c.VisitKind.choices,
        help_text=_("Counted from the day on which the child left the centre."),
    )
    at = _moment(_("When"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=c.VisitOutcome.choices)
    region = PlaceOfKind(label=_("Region"), kind=PlaceKind.REGION)
    note = _words(_("Note for protection workers"), required=False)


class SchoolForm(forms.Form):
    """A place in a school or kindergarten."""

    kind = forms.ChoiceField(label=_("Where"), choices=c.SchoolKind.choices)
    state = forms.ChoiceField(label=_("State"), choices=c.SchoolState.choices)
    grade = forms.CharField(
        label=_("Class or group"),
        max_length=20,
        required=False,
        help_text=_("As the school names it."),
    )
    region = PlaceOfKind(label=_("Region"), kind=PlaceKind.REGION)
    enrolled_at = _moment(_("Since when"))


class ApplicationForm(forms.Form):
    """A family applies to take a child in."""

    relation = forms.ChoiceField(
        label=_("What the family is to the child"), choices=list(c.RELATIONS.items())
    )
    region = PlaceOfKind(
        label=_("Region in which the family lives"),
        kind=PlaceKind.REGION,
        help_text=_("Its guardianship body sees the child once this family is chosen."),
    )
    applied_at = _moment(_("When it applied"))


class AssessmentForm(forms.Form):
    """What somebody who visited a family found."""

    at = _moment(_("When it was visited"))
    assessor = forms.CharField(label=_("Who visited it"), max_length=120)
    summary = _words(_("What was found"), help_text=_("In words: a family gets no points."))


class DecisionForm(forms.Form):
    """The guardianship body's decision about one family."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=c.PlacementOutcome.choices)
    at = _moment(_("When it was decided"))
    body = forms.CharField(label=_("Body that decided"), max_length=160)
    reason = _words(_("Reason"))
    document = forms.CharField(
        label=_("Document"),
        max_length=60,
        required=False,
        help_text=_("Number of the written decision."),
    )


class DischargeForm(forms.Form):
    """A child leaves the centre."""

    at = _moment(_("When"))
    determination = forms.CharField(
        label=_("Determination, when it is before the minimum stay"),
        max_length=60,
        required=False,
        help_text=_("Reference of the best-interests determination that allows it."),
    )


class TransferForm(forms.Form):
    """A child leaves for another centre."""

    at = _moment(_("When"))


class CarerOutcomeForm(forms.Form):
    """Whether one defined outcome holds for a carer."""

    kind = forms.ChoiceField(label=_("Outcome"), choices=c.CarerOutcomeKind.choices)
    holds = forms.TypedChoiceField(
        label=_("Does it hold?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    seen_on = forms.DateField(label=_("Seen on"), widget=day_input(), initial=clock.today)
