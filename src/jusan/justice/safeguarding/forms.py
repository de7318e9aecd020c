"""What is said about a concern."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core.access.models import User


class ConcernForm(forms.Form):
    """A concern in the words of whoever raises it."""

    text = forms.CharField(label=_("What worries you"), max_length=4000, widget=forms.Textarea)
    about = forms.ChoiceField(label=_("About a colleague"), required=False)

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        people = [(str(user.id), user.display_name) for user in colleagues]
        about.choices = [("", _("nobody of us")), *people]


class StepForm(forms.Form):
    """One step of handling."""

    kind = forms.ChoiceField(
        label=_("Step"),
        choices=[("taken", _("taken in hand")), ("note", _("note")), ("closed", _("closed"))],
    )
    words = forms.CharField(
        label=_("Words"), max_length=4000, required=False, widget=forms.Textarea
    )
