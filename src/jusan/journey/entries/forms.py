"""What is entered about a child's positions, legal bases, papers and parents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core.consent.models import BasisKind, Matter, Outcome
from jusan.core.documents.models import DocumentKind, DocumentStateKind
from jusan.core.people.models import Basis, Nature
from jusan.core.vault.compartments import Compartment
from jusan.web.entering import DayField, MomentField, PersonField, PlaceField, area, offer
from jusan.web.words import compartment_word

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


class PositionForm(forms.Form):
    """What somebody said, and how they were heard. A withdrawal is a position of its own."""

    matter = forms.ChoiceField(label=_("About"))
    holder = PersonField(label=_("Who said it"))
    outcome = forms.ChoiceField(label=_("What was said"))
    taken_at = MomentField(label=_("When"), past=True)
    place = PlaceField(label=_("Where"))
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
        label=_("In their own words"), max_length=1000, required=False, widget=area()
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
        offer(self, "matter", ((matter.value, matter.label) for matter in matters))
        offer(self, "outcome", Outcome.choices)
        offer(self, "holder", holders)

    def values(self) -> dict[str, Any]:
        """What the operation takes; what was not recorded is left out."""
        data = dict(self.cleaned_data)
        place = data.pop("place")
        said = {
            "matter": Matter(data.pop("matter")),
            "outcome": Outcome(data.pop("outcome")),
            "holder": data.pop("holder"),
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
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[BasisKind], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "data_class", ((c.value, compartment_word(c.value)) for c in Compartment))
        offer(self, "basis", ((kind.value, kind.label) for kind in kinds))

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
    issued_on = DayField(label=_("Issued on"), past=True)
    valid_until = DayField(label=_("Valid until"), required=False)

    def __init__(self, *args: Any, kinds: Sequence[DocumentKind], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "kind", ((kind.value, kind.label) for kind in kinds))

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {**self.cleaned_data, "kind": DocumentKind(self.cleaned_data["kind"])}


class DocumentStateForm(forms.Form):
    """What ended a paper."""

    state = forms.ChoiceField(label=_("What happened to it"), choices=DocumentStateKind.choices)


class ParentForm(forms.Form):
    """Somebody as a child's parent in one sense. A parent by DNA comes from a conclusion only."""

    parent = PersonField(label=_("Parent"))
    nature = forms.ChoiceField(label=_("In which sense"), choices=Nature.choices)
    basis = forms.ChoiceField(
        label=_("It rests on"),
        choices=[(basis.value, basis.label) for basis in Basis if basis is not Basis.DNA],
    )

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "parent", people)

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return dict(self.cleaned_data)


class RetractForm(forms.Form):
    """Why a parent is no longer held to be one."""

    reason_code = forms.ChoiceField(label=_("Why it is taken back"), choices=RETRACT_REASONS)


class LookForm(forms.Form):
    """Somebody by name in any script, to be offered in the lists of persons."""

    q = forms.CharField(label=_("Name in any script"), max_length=80, required=False)

    def asked(self) -> str:
        """The name, or nothing when it could not be read."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""
