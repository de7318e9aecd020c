"""How an officer states a reading of a value that could not be read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.web.entering import area, offer

BIRTH_KINDS = [
    ("", _("a day, month or year")),
    ("about", _("about that time")),
    ("age", _("an age in years, on the day of the list")),
    ("hijri", _("a Hijri year or month")),
]
SEXES = [("F", _("female")), ("M", _("male"))]


class ReadingForm(forms.Form):
    """What stands there, in an officer's eyes, and why."""

    text = forms.CharField(label=_("To be read as"), max_length=500)
    birth_kind = forms.ChoiceField(label=_("What it says"), choices=BIRTH_KINDS, required=False)
    why = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=area(),
        help_text=_("On what this reading rests: another paper, a call, the writer's habit."),
    )

    def __init__(self, *args: Any, property_name: str, **more: Any) -> None:
        super().__init__(*args, **more)
        if property_name != "birth":
            del self.fields["birth_kind"]
        else:
            self.fields["text"].help_text = _("For example 2019-02-28, 2019-02, 2019 or 7.")
        if property_name == "sex":
            self.fields["text"] = forms.ChoiceField(label=_("To be read as"))
            offer(self, "text", SEXES)
            self.order_fields(["text", "why"])
