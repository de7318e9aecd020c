"""What is entered about a birth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jusan.core.custody.models import Party
from jusan.journey.births import MOST_AT_ONCE
from jusan.web.entering import DayField, PeopleField, PersonField, PlaceField, offer
from jusan.web.words import sex_word

CERTIFICATE = ("number", "issuer", "issued_on")
CUSTODY = ("holder", "place")


class BirthForm(forms.Form):
    """A newborn: when at the earliest and at the latest, where, with whom, in whose hands."""

    sex = forms.ChoiceField(label=_("Sex"))
    earliest = DayField(label=_("Born not before"), past=True)
    latest = DayField(
        label=_("Born not after"), past=True, help_text=_("The same day when it is known.")
    )
    name = forms.CharField(
        label=_("Name, in any script"),
        max_length=160,
        required=False,
        help_text=_("A child without a name yet is entered without one."),
    )
    birth_place = forms.CharField(label=_("Birth place"), max_length=160, required=False)
    order = forms.IntegerField(
        label=_("Which child of this birth"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=1,
        help_text=_("Of twins, the first is 1 and the second 2."),
    )
    siblings = PeopleField(
        label=_("Travels and lives together with"),
        required=False,
        help_text=_("Her other children. A sibling group is one unless a panel splits it."),
    )
    holder = PersonField(
        label=_("Who holds the child"),
        required=False,
        help_text=_("This opens custody and the case."),
    )
    place = PlaceField(label=_("Where"))
    number = forms.CharField(
        label=_("Number of the birth certificate"), max_length=80, required=False
    )
    issuer = forms.CharField(label=_("Issued by (authority)"), max_length=120, required=False)
    issued_on = DayField(label=_("Issued on"), past=True, required=False)

    def __init__(
        self,
        *args: Any,
        siblings: Sequence[tuple[UUID, str]],
        holders: Iterable[Party] | None,
        with_papers: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        offer(self, "sex", [(code, sex_word(code)) for code in ("F", "M")])
        offer(self, "siblings", siblings)
        self.fields["siblings"].initial = [str(head) for head, _label in siblings]
        if holders is None:
            self._drop(CUSTODY)
        else:
            offer(self, "holder", [(party.id, party.name) for party in holders])
        if not with_papers:
            self._drop(CERTIFICATE)
        if not siblings:
            self._drop(("siblings",))

    def _drop(self, names: Iterable[str]) -> None:
        for name in names:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A certificate is said whole; a place belongs to whoever holds the child."""
        data = super().clean() or self.cleaned_data
        self._whole(data, CERTIFICATE)
        if data.get("place") and not data.get("holder") and "holder" not in self.errors:
            self.add_error("holder", gettext("This belongs to what was entered beside it."))
        return data

    def _whole(self, data: dict[str, Any], names: Sequence[str]) -> None:
        given = [name for name in names if data.get(name)]
        for name in names:
            if given and name in self.fields and name not in given and name not in self.errors:
                self.add_error(name, gettext("This belongs to what was entered beside it."))

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        data = dict(self.cleaned_data)
        paper = {name: data.pop(name, None) for name in CERTIFICATE}
        place, holder = data.pop("place", None), data.pop("holder", None)
        return {
            **data,
            "siblings": data.get("siblings") or [],
            "holder": holder,
            "place": place.id if place else None,
            "certificate": paper if paper["number"] else None,
        }
