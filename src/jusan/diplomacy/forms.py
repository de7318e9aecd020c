"""What a diplomat enters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jusan.diplomacy.choices import AuthorityKind, Direction, Instrument, Step
from jusan.diplomacy.models import Authority, Exchange, ExchangeKind, TransferState, TreatyStatus
from jusan.web.entering import DayField, MomentField, PeopleField, PersonField, offer

_STATE = RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, as in UTO."))
_STATE_HELP = _("Three capital letters, as in UTO.")


class OutcomeForm(forms.Form):
    """A commitment was kept or broken."""

    kept = forms.ChoiceField(label=_("Outcome"), choices=[("yes", _("kept")), ("no", _("broken"))])
    reason = forms.CharField(label=_("Reason"), max_length=240, required=False)


class AuthorityForm(forms.Form):
    """A body that acts."""

    code = forms.SlugField(
        label=_("Short code"),
        max_length=40,
        help_text=_("By which it is called in files, as in MFA-UTO. It never changes."),
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=160)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("What it is"))
    state = forms.CharField(
        label=_("Of which state"), max_length=8, validators=[_STATE], help_text=_STATE_HELP
    )
    valid_from = DayField(label=_("Since"), required=False)
    valid_until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Empty while it exists: ministries are renamed and merged."),
    )

    def __init__(self, *args: Any, known: set[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.known = known
        offer(self, "kind", AuthorityKind.choices)

    def clean_code(self) -> str:
        """A code that is not there yet."""
        code = str(self.cleaned_data["code"])
        if code in self.known:
            raise forms.ValidationError(gettext("An authority with this code is already there."))
        return code

    def clean(self) -> dict[str, Any]:
        """An end is not before its beginning."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", gettext("The end is before the beginning."))
        return data


class CommitmentForm(forms.Form):
    """What an authority promised."""

    by = forms.TypedChoiceField(label=_("Who promised"), coerce=UUID)
    what = forms.CharField(label=_("What was promised"), max_length=240)
    due = DayField(label=_("Due"), help_text=_("From this day on it is asked about."))

    def __init__(self, *args: Any, authorities: Iterable[Authority], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "by", [(row.id, row.name_en) for row in authorities])


class ExchangeForm(forms.Form):
    """A note, meeting, call or letter, and the first promise made in it."""

    number = forms.CharField(
        label=_("Number"), max_length=40, help_text=_("As it stands on the note, or our own.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ExchangeKind.choices)
    direction = forms.ChoiceField(label=_("Who turned to whom"), choices=Direction.choices)
    at = MomentField(label=_("When"), past=True)
    sender = forms.TypedChoiceField(label=_("From"), coerce=UUID)
    receiver = forms.TypedChoiceField(label=_("To"), coerce=UUID)
    matter = forms.CharField(
        label=_("Matter"),
        max_length=240,
        help_text=_("What it was about, without names of persons: those are chosen below."),
    )
    answers = forms.TypedChoiceField(
        label=_("Answers"), coerce=UUID, empty_value=None, required=False
    )
    about = PeopleField(label=_("About whom"), required=False)
    by = forms.TypedChoiceField(
        label=_("Who promised"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=_("Leave empty when nothing was promised. More promises are added afterwards."),
    )
    what = forms.CharField(label=_("What was promised"), max_length=240, required=False)
    due = DayField(label=_("Due"), required=False)

    def __init__(
        self,
        *args: Any,
        authorities: Iterable[Authority],
        earlier: Iterable[Exchange],
        people: Mapping[UUID, str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        bodies = [(row.id, row.name_en) for row in authorities]
        for name in ("sender", "receiver", "by"):
            offer(self, name, bodies)
        offer(self, "answers", [(row.id, row.number) for row in earlier])
        offer(self, "about", people.items())

    def clean(self) -> dict[str, Any]:
        """Two authorities; a promise is said whole or not at all."""
        data = super().clean() or self.cleaned_data
        if data.get("sender") and data.get("sender") == data.get("receiver"):
            self.add_error("receiver", gettext("An exchange is between two authorities."))
        promise = [name for name in ("by", "what", "due") if data.get(name)]
        if promise:
            for name in {"by", "what", "due"} - {*promise, *self.errors}:
                self.add_error(name, gettext("A promise says who, what and until when."))
        return data

    def parts(self) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """What the exchange takes, and what its promise takes."""
        data = dict(self.cleaned_data)
        promise = {name: data.pop(name) for name in ("by", "what", "due")}
        return data, promise if promise["by"] else None


class TreatyForm(forms.Form):
    """Where an instrument between two states stands now."""

    home = forms.CharField(
        label=_("Our state"), max_length=8, validators=[_STATE], help_text=_STATE_HELP
    )
    host = forms.CharField(
        label=_("The other state"), max_length=8, validators=[_STATE], help_text=_STATE_HELP
    )
    instrument = forms.ChoiceField(label=_("Instrument"), choices=Instrument.choices)
    status = forms.ChoiceField(label=_("Where it stands"))
    since = DayField(label=_("Since"), required=False)
    note = forms.CharField(label=_("Note"), max_length=240, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "status", TreatyStatus.choices)

    def clean(self) -> dict[str, Any]:
        """A treaty joins two states."""
        data = super().clean() or self.cleaned_data
        if data.get("home") and data.get("home") == data.get("host"):
            self.add_error("host", gettext("A treaty joins two states."))
        return data


class TransferStepForm(forms.Form):
    """Where one step of a woman's transfer stands."""

    woman = PersonField(label=_("Woman"))
    step = forms.ChoiceField(label=_("Step"))
    state = forms.ChoiceField(label=_("Where it stands"))
    by = forms.TypedChoiceField(
        label=_("Who must act or has acted"), coerce=UUID, empty_value=None, required=False
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=240,
        required=False,
        help_text=_("Between authorities; without names, and nothing said in confidence."),
    )

    def __init__(
        self,
        *args: Any,
        women: Mapping[UUID, str],
        authorities: Iterable[Authority],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        offer(self, "woman", women.items())
        offer(self, "step", Step.choices)
        offer(self, "state", TransferState.choices)
        offer(self, "by", [(row.id, row.name_en) for row in authorities])
