"""What is entered about a child's positions, legal bases, papers and parents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core import clock
from jusan.core.consent.models import BasisKind, Matter, Outcome
from jusan.core.documents.models import DocumentKind, DocumentStateKind
from jusan.core.people.models import Basis, Nature
from jusan.core.places.models import Place
from jusan.core.vault.compartments import Compartment
from jusan.web.words import compartment_word

FIRST_YEAR, LAST_YEAR = 1900, 2100
_SAID = [("", _("not recorded")), ("yes", _("yes")), ("no", _("no"))]
_SPOKEN = [
    ("", _("not recorded")),
    ("kk", _("Kazakh")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("en", _("English")),
    ("uz", _("Uzbek")),
    ("tr", _("Turkish")),
    ("ku", _("Kurdish")),
]
_BESIDE = [
    ("", _("not recorded")),
    ("witness", _("an independent witness")),
    ("counsel", _("their counsel")),
]
_WORDS = forms.Textarea(attrs={"rows": 3})
END_REASONS = [
    ("consent-withdrawn", _("the consent was withdrawn")),
    ("order-lifted", _("the order was lifted")),
    ("purpose-ended", _("the purpose has ended")),
    ("entered-in-error", _("it was entered in error")),
]
RETRACT_REASONS = [
    ("wrong-person", _("it is another person")),
    ("social-not-biological", _("a social parent, not one by birth")),
    ("court-decision", _("a court decided so")),
    ("entered-in-error", _("it was entered in error")),
]


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"})
    )


def _sane(day: date | None) -> date | None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("This day lies outside any operation."))
    return day


class PositionForm(forms.Form):
    """What somebody said, and how they were heard. A withdrawal is a position of its own."""

    matter = forms.ChoiceField(label=_("About"))
    holder = forms.ChoiceField(label=_("Who said it"))
    outcome = forms.ChoiceField(label=_("What was said"), choices=Outcome.choices)
    taken_at = forms.DateTimeField(
        label=_("When (UTC)"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    place = forms.ModelChoiceField(label=_("Where"), queryset=Place.objects.all(), required=False)
    language = forms.ChoiceField(
        label=_("Language of the conversation"), choices=_SPOKEN, required=False
    )
    interpreter = forms.CharField(label=_("Interpreter"), max_length=120, required=False)
    in_private = forms.ChoiceField(label=_("Heard in private"), choices=_SAID, required=False)
    witness = forms.CharField(label=_("Who was beside them"), max_length=120, required=False)
    witness_is = forms.ChoiceField(label=_("That person was"), choices=_BESIDE, required=False)
    cooling_off_hours = forms.IntegerField(
        label=_("Hours for reflection"), min_value=0, max_value=9999, required=False
    )
    confirmed = forms.ChoiceField(
        label=_("Confirmed after that time"), choices=_SAID, required=False
    )
    read_back = forms.ChoiceField(label=_("Read back to them"), choices=_SAID, required=False)
    linked_to_privileges = forms.ChoiceField(
        label=_("Linked to sentence or privileges"), choices=_SAID, required=False
    )
    words = forms.CharField(
        label=_("In their own words"), max_length=1000, required=False, widget=_WORDS
    )
    why = forms.CharField(label=_("Reason given"), max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        matters: Sequence[Matter],
        holders: Sequence[tuple[UUID, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        _offer(self, "matter", ((matter.value, matter.label) for matter in matters))
        _offer(self, "holder", ((str(head), label or "–") for head, label in holders))

    def clean_taken_at(self) -> datetime:
        """An instant in UTC that has passed."""
        moment: datetime = self.cleaned_data["taken_at"].astimezone(UTC)
        _sane(moment.date())
        if moment > clock.now():
            raise forms.ValidationError(_("Nobody has said this yet: the time lies ahead."))
        return moment

    def values(self) -> dict[str, Any]:
        """What the operation takes; what was not recorded is left out."""
        data = dict(self.cleaned_data)
        place = data.pop("place")
        said = {
            "matter": Matter(data.pop("matter")),
            "outcome": Outcome(data.pop("outcome")),
            "holder": UUID(data.pop("holder")),
            "taken_at": data.pop("taken_at"),
        }
        heard = {**data, "place": place.slug if place else ""}
        kept = {name: str(value) for name, value in heard.items() if value not in ("", None)}
        return {**said, "circumstances": kept}


class BasisForm(forms.Form):
    """On which ground a class of somebody's data is held."""

    data_class = forms.ChoiceField(label=_("Class of data"))
    basis = forms.ChoiceField(label=_("Ground"))
    reference = forms.CharField(label=_("Document of this ground"), max_length=80)
    starts_on = _day(_("From"))
    ends_on = _day(_("Until"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[BasisKind], **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, "data_class", ((c.value, compartment_word(c.value)) for c in Compartment))
        _offer(self, "basis", ((kind.value, kind.label) for kind in kinds))

    def clean_starts_on(self) -> date | None:
        """A day of this age."""
        return _sane(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date | None:
        """A day of this age, or none."""
        return _sane(self.cleaned_data["ends_on"])

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        data = self.cleaned_data
        return {
            **data,
            "data_class": Compartment(data["data_class"]),
            "basis": BasisKind(data["basis"]),
        }


class EndBasisForm(forms.Form):
    """Why a ground fell away."""

    reason_code = forms.ChoiceField(label=_("Why it fell away"), choices=END_REASONS)


class DocumentForm(forms.Form):
    """A paper that came in or was issued elsewhere."""

    kind = forms.ChoiceField(label=_("Kind"))
    number = forms.CharField(label=_("Number"), max_length=80)
    issuer = forms.CharField(label=_("Issued by (authority)"), max_length=120)
    issued_on = _day(_("Issued on"))
    valid_until = _day(_("Valid until"), required=False)

    def __init__(self, *args: Any, kinds: Sequence[DocumentKind], **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, "kind", ((kind.value, kind.label) for kind in kinds))

    def clean_issued_on(self) -> date | None:
        """A day that has come: nobody issues a paper tomorrow."""
        day = _sane(self.cleaned_data["issued_on"])
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("A paper is not issued before its day has come."))
        return day

    def clean_valid_until(self) -> date | None:
        """A day of this age, or none."""
        return _sane(self.cleaned_data["valid_until"])

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {**self.cleaned_data, "kind": DocumentKind(self.cleaned_data["kind"])}


class DocumentStateForm(forms.Form):
    """What ended a paper."""

    state = forms.ChoiceField(label=_("What happened to it"), choices=DocumentStateKind.choices)


class ParentForm(forms.Form):
    """Somebody as a child's parent in one sense. A parent by DNA comes from a conclusion only."""

    parent = forms.ChoiceField(label=_("Parent"))
    nature = forms.ChoiceField(label=_("In which sense"), choices=Nature.choices)
    basis = forms.ChoiceField(
        label=_("It rests on"),
        choices=[(basis.value, basis.label) for basis in Basis if basis is not Basis.DNA],
    )

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, "parent", ((str(head), label or "–") for head, label in people))

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {**self.cleaned_data, "parent": UUID(self.cleaned_data["parent"])}


class RetractForm(forms.Form):
    """Why a parent is no longer held to be one."""

    reason_code = forms.ChoiceField(label=_("Why it is taken back"), choices=RETRACT_REASONS)


class LookForm(forms.Form):
    """Somebody by name in any script, to be offered in the lists of persons."""

    q = forms.CharField(label=_("Name in any script"), max_length=80, required=False)

    def asked(self) -> str:
        """The name, or nothing when it could not be read."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
