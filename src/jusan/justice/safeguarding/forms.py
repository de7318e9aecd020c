"""What is said about a concern."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core.access.models import User
from jusan.justice.safeguarding.models import StepKind


def _offer(field: forms.Field, none: Any, colleagues: Iterable[User]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", none), *((str(user.id), user.display_name) for user in colleagues)]


class ConcernForm(forms.Form):
    """A concern in the words of whoever raises it."""

    text = forms.CharField(
        label=_("What worries you"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What happened, where and when, as far as you know. You need no proof."),
    )
    about = forms.ChoiceField(
        label=_("About a colleague"),
        required=False,
        help_text=_("Whoever you choose, and their managers, are kept from reading it."),
    )

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["about"], _("nobody of us"), colleagues)


class ManagerForm(forms.Form):
    """Who manages whom."""

    colleague = forms.ChoiceField(label=_("Colleague"))
    manager = forms.ChoiceField(
        label=_("Manager"),
        help_text=_("Managers are kept from reading a concern about whom they manage."),
    )

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = list(colleagues)
        _offer(self.fields["colleague"], "–", people)
        _offer(self.fields["manager"], "–", people)


class StepForm(forms.Form):
    """One step of handling."""

    kind = forms.ChoiceField(label=_("Step"), choices=StepKind.choices)
    words = forms.CharField(
        label=_("Words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was done; to close it, what came of it."),
    )

    def clean(self) -> dict[str, Any]:
        """A note and an outcome are said in words."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") in {StepKind.NOTE, StepKind.CLOSED} and not data.get("words"):
            self.add_error("words", _("Write what was done, or what came of it."))
        return data


class ConflictForm(forms.Form):
    """A colleague who must not act on a concern."""

    colleague = forms.ChoiceField(
        label=_("Colleague"),
        help_text=_("A friend, a relative, or somebody who has a part in it."),
    )

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["colleague"], "–", colleagues)
