"""What the list page can be asked; odd input falls back to the plain list."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from jusan.core.people.models import PersonKind


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A valid question to the list."""

    text: str = ""
    kind: str = PersonKind.CHILD.value
    page: int = 1


class ListForm(forms.Form):
    """Search and filters of the children's list; its state lives in the address."""

    q = forms.CharField(label=_("Name in any script"), max_length=80, required=False, strip=True)
    kind = forms.ChoiceField(
        label=_("Who"), required=False, choices=[("", _("everybody")), *PersonKind.choices]
    )
    page = forms.IntegerField(
        required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput
    )

    def query(self) -> ListQuery:
        """What was asked, field by field; a field that is not valid counts as not given."""
        self.is_valid()
        values = self.cleaned_data
        kind = values.get("kind") if "kind" in self.data else PersonKind.CHILD.value
        return ListQuery(values.get("q") or "", kind or "", values.get("page") or 1)
