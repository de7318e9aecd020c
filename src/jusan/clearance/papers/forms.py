"""What only the person who draws up a paper knows; everything else comes from the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jusan.clearance.papers.drafts import note, statement, transfer
from jusan.clearance.papers.gathering import Somebody
from jusan.core.documents.models import DocumentStateKind
from jusan.core.places.models import Place

LANGUAGES = [("en", "English"), ("kk", "Қазақша"), ("ru", "Русский"), ("ar", "العربية")]
CONDITIONS = [
    ("no_complaint", _("no complaint, no visible injury")),
    ("minor_complaint", _("a minor complaint that does not prevent the transfer")),
    ("under_treatment", _("under treatment; medicines are handed over")),
    ("needs_escort", _("fit to travel with a medical escort only")),
]
REASONS = [
    ("not_fit", _("not fit to travel")),
    ("mother_position", _("the mother's position")),
    ("no_court_release", _("no release by the court")),
    ("paper_mismatch", _("the papers do not agree")),
    ("identity_open", _("identity not established")),
    ("absent", _("not present")),
    ("other", _("another reason (write it down)")),
]
LEGS = [
    ("host_to_mission", _("from the host authorities to the mission")),
    ("mission_to_centre", _("from the mission to the reception centre")),
    ("centre_to_guardian", _("from the reception centre to the guardian")),
]
SENDERS = [("embassy", _("the Embassy")), ("ministry", _("the Ministry"))]
#: Offsets from UTC that clocks show anywhere, in minutes.
OFFSETS = [*range(-12 * 60, 14 * 60 + 1, 60), -210, -150, 210, 270, 330, 345, 390, 570, 630, 765]
#: Those who sign an act: name, office, identity paper.
_WHO = {
    "giver": (
        _("Giving party: name"),
        _("Giving party: office"),
        _("Giving party: identity paper"),
    ),
    "receiver": (
        _("Receiving party: name"),
        _("Receiving party: office"),
        _("Receiving party: identity paper"),
    ),
    "witness": (_("Witness: name"), _("Witness: office"), _("Witness: identity paper")),
}
_LINES = forms.Textarea(attrs={"rows": 2})


def _text(label: Any, size: int = 120, *, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=size, required=required, **more)


class PaperForm(forms.Form):
    """The language in which words are typed, which is the language of the draft."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGES,
        help_text=_("What you type is in this language. A paper is issued in all four."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", (get_language() or "en")[:2])


class StatementForm(PaperForm):
    """F2: offices of those who heard the mother, and what the sitting's record leaves open."""

    def __init__(self, found: statement.Ground, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heard = found.heard or {}
        if not found.officer:
            self.fields["officer_name"] = _text(_("Officer who took the statement"))
        self.fields["officer_office"] = _text(_("Office of the officer"))
        self.fields["officer_authority"] = _text(_("Authority of the officer"))
        if heard.get("witness"):
            self._ask_about_witness("witness_is" in heard)
        if not heard.get("interpreter"):
            self.fields["interpreter"] = _text(_("Interpreter, if there was one"), required=False)
        if "confirmed" not in heard:
            self.fields["confirmed"] = forms.BooleanField(
                label=_("She confirmed it after the time for reflection"), required=False
            )

    def _ask_about_witness(self, known: bool) -> None:
        if not known:
            self.fields["witness_is"] = forms.ChoiceField(
                label=_("The person beside her was"),
                choices=[("witness", _("an independent witness")), ("counsel", _("her counsel"))],
            )
        self.fields["witness_office"] = _text(_("Office of the person beside her"))
        self.fields["witness_authority"] = _text(_("Authority of the person beside her"))

    def typed(self) -> dict[str, Any]:
        """What was typed."""
        return self.cleaned_data


class NoteForm(PaperForm):
    """F7: sender, recipient, place, flight, enclosures, and which children."""

    children = forms.MultipleChoiceField(label=_("Children"), widget=forms.CheckboxSelectMultiple)
    sender_kind = forms.ChoiceField(label=_("Who writes"), choices=SENDERS)
    sender = _text(_("From (full name of the authority)"))
    recipient = _text(_("To (full name of the authority)"), 160)
    written_at = _text(_("Written at (city)"))
    custody = forms.ModelChoiceField(
        label=_("Present place of stay"), queryset=Place.objects.all(), empty_label=None
    )
    flight = _text(_("Planned departure"), 160, required=False)
    enclosures = forms.CharField(
        label=_("Enclosures, one a line"), max_length=1000, required=False, widget=_LINES
    )

    def __init__(self, ready: Sequence[note.Candidate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {str(row.child.head): row.child for row in ready}
        field = self.fields["children"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, f"{child.code} {child.label}") for key, child in self.ready.items()]

    def clean_enclosures(self) -> list[str]:
        """One enclosure a line."""
        return [
            line.strip() for line in self.cleaned_data["enclosures"].splitlines() if line.strip()
        ]

    def chosen(self) -> list[Somebody]:
        """The children ticked, in the order of the list."""
        wanted = set(self.cleaned_data["children"])
        return [child for key, child in self.ready.items() if key in wanted]

    def typed(self) -> dict[str, Any]:
        """What was typed."""
        return self.cleaned_data


class TransferForm(PaperForm):
    """F10: who signs in what office, the local clock, and each child as it passed."""

    leg = forms.ChoiceField(label=_("Which way"), choices=LEGS)
    offset = forms.TypedChoiceField(
        label=_("Local time is ahead of UTC by"),
        choices=[
            (
                str(minutes),
                f"{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}",
            )
            for minutes in sorted(OFFSETS)
        ],
        coerce=int,
        initial="0",
    )

    def __init__(self, found: transfer.Ground, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        if found.persons:
            self.initial.setdefault("leg", "centre_to_guardian")
        for who, labels in _WHO.items():
            self._ask_who(who, labels, found.signers.get(who, ""))
        self.fields["witness_authority"] = _text(_("Witness: authority"))
        for child in found.given:
            self._ask_about(child)
        for child in found.still_held:
            self._ask_why(child)

    def _ask_who(self, who: str, labels: tuple[Any, Any, Any], known: str) -> None:
        name, office, paper = labels
        self.fields[f"{who}_name"] = _text(name, initial=known)
        self.fields[f"{who}_office"] = _text(office)
        self.fields[f"{who}_id"] = _text(paper, 60, required=False)

    def _ask_about(self, child: Somebody) -> None:
        key, values = str(child.head), {"child": f"{child.code} {child.label}"}
        self.fields[f"wristband_{key}"] = _text(_("%(child)s: wristband") % values, 40)
        self.fields[f"condition_{key}"] = forms.ChoiceField(
            label=_("%(child)s: condition") % values, choices=CONDITIONS
        )
        for name, label in (
            ("condition_note", _("%(child)s: what the receiving side must know") % values),
            ("medicines", _("%(child)s: medicines handed over, one a line") % values),
            ("belongings", _("%(child)s: belongings and keepsakes, one a line") % values),
        ):
            self.fields[f"{name}_{key}"] = forms.CharField(
                label=label, max_length=400, required=False, widget=_LINES
            )
        self.fields[f"body_map_ref_{key}"] = _text(
            _("%(child)s: number of the body map") % values, 40, required=False
        )

    def _ask_why(self, child: Somebody) -> None:
        key, values = str(child.head), {"child": f"{child.code} {child.label}"}
        self.fields[f"kept_{key}"] = forms.ChoiceField(
            label=_("%(child)s: stays with the giving party") % values,
            choices=[("", _("is not on this list")), *REASONS],
            required=False,
        )
        self.fields[f"kept_note_{key}"] = _text(
            _("%(child)s: reason in words") % values, 200, required=False
        )

    def clean_offset(self) -> dt.timezone:
        """The local clock."""
        return dt.timezone(dt.timedelta(minutes=self.cleaned_data["offset"]))

    def stayed(self) -> list[Somebody]:
        """Children on the list who were not handed over."""
        return [one for one in self.found.still_held if self.cleaned_data[f"kept_{one.head}"]]

    def typed(self) -> dict[str, Any]:
        """What was typed, with each child's own words under its head."""
        data = dict(self.cleaned_data)
        data["children"] = {one.head: self._passed(one.head) for one in self.found.given}
        data["kept"] = {
            one.head: {
                "reason": data[f"kept_{one.head}"],
                "note": data[f"kept_note_{one.head}"],
            }
            for one in self.stayed()
        }
        return data

    def _passed(self, head: UUID) -> dict[str, Any]:
        data = self.cleaned_data
        one_line = " ".join(data[f"condition_note_{head}"].split())
        return {
            "wristband_no": data[f"wristband_{head}"],
            "condition": data[f"condition_{head}"],
            "condition_note": one_line,
            "body_map_ref": data[f"body_map_ref_{head}"],
            "medicines": _lines(data[f"medicines_{head}"]),
            "belongings": _lines(data[f"belongings_{head}"]),
        }


class EndForm(forms.Form):
    """What ended an issued paper."""

    state = forms.ChoiceField(label=_("What happened to it"), choices=DocumentStateKind.choices)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
