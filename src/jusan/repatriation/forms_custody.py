"""What is entered about whose hands a child is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jusan.core.custody.models import Party, PartyKind
from jusan.web.entering import MomentField, PlaceField, offer

#: Hands that may be entered by name; a person is chosen from the persons that are known.
NAMED_KINDS = [PartyKind.AUTHORITY, PartyKind.INSTITUTION, PartyKind.MISSION]
ME, ANOTHER = "me", "another"
PENS = [
    (ME, _("I sign this side myself")),
    (ANOTHER, _("somebody else signs on paper, in my presence")),
]


class HoldersForm(forms.Form):
    """Hands: of the list, or new ones by name."""

    holder = forms.ChoiceField(label=_("Who receives"), required=False)
    new_holder = forms.CharField(
        label=_("Somebody who is not in the list"),
        max_length=120,
        required=False,
        help_text=_("An authority, an institution or the mission; never a private person's name."),
    )
    new_kind = forms.ChoiceField(
        label=_("What they are"), choices=[(k.value, k.label) for k in NAMED_KINDS], required=False
    )

    def __init__(
        self,
        *args: Any,
        holders: Sequence[Party],
        persons: Mapping[UUID, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        offer(self, "holder", [*_parties(holders), *_persons(persons or {})])

    def clean(self) -> dict[str, Any]:
        """Either one of the list, or a name with its kind."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("holder")) == bool(data.get("new_holder")) and not self.errors:
            self.add_error("holder", gettext("Choose somebody of the list, or name somebody new."))
        return data


class HandoverForm(HoldersForm):
    """A handover sheet: who gives, who receives, where and when."""

    giver = forms.ChoiceField(label=_("Who gives"))
    place = PlaceField(label=_("Where"))
    at = MomentField(label=_("When"), past=True)
    field_order = ("giver", "holder", "new_holder", "new_kind", "place", "at")

    def __init__(
        self, *args: Any, holders: Sequence[Party], persons: Mapping[UUID, str], **more: Any
    ) -> None:
        super().__init__(*args, holders=holders, persons=persons, **more)
        offer(self, "giver", [*_parties(holders), *_persons(persons)])


class SettleForm(HoldersForm):
    """A coordinator says who holds a child from now on."""

    place = PlaceField(label=_("Where"))
    at = MomentField(label=_("Since when"), past=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["holder"].label = _("Who holds the child")


class LostForm(forms.Form):
    """Nobody can say where the child is."""

    at = MomentField(label=_("Since when"), past=True)


class SignForm(forms.Form):
    """One side signs a handover."""

    signer = forms.CharField(
        label=_("Name and office"), max_length=120, help_text=_("As it stands under the paper.")
    )
    pen = forms.ChoiceField(label=_("Who holds the pen"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "pen", PENS)


def _parties(holders: Iterable[Party]) -> list[tuple[str, str]]:
    return [(str(party.id), party.name) for party in holders]


def _persons(persons: Mapping[UUID, str]) -> list[tuple[str, str]]:
    return [(f"person:{head}", label) for head, label in persons.items()]
