"""Forms on which samples, kinship, deaths, siblings and the laboratory's files are entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jusan.core.consent.models import BasisKind, LegalBasis, Outcome
from jusan.core.feeds.tables import MAX_BYTES
from jusan.core.people.models import Nature
from jusan.identification.choices import Grade, Material, Relation
from jusan.web.entering import (
    DayField,
    MomentField,
    PeopleField,
    PersonField,
    PlaceField,
    area,
    offer,
)

#: What can be stated about a relative; "unrelated" is a finding, never a statement.
STATED = [each for each in Relation.choices if each[0] != Relation.UNRELATED.value]
FREQUENCIES, POLICY = "frequencies", "policy"


class SampleForm(forms.Form):
    """A tube, the ground on which it was taken, and what the donor's side said."""

    tube = forms.CharField(
        label=_("Tube number"), max_length=40, help_text=_("As on the label. It never changes.")
    )
    material = forms.ChoiceField(label=_("Material"), choices=Material.choices)
    taken_at = MomentField(label=_("Taken at"), past=True)
    taken_by = forms.CharField(label=_("Taken by"), max_length=120)
    witness = forms.CharField(label=_("Witness"), max_length=120, required=False)
    site = PlaceField(label=_("Where"))
    seal = forms.CharField(label=_("Seal number"), max_length=40, required=False)
    replaces = forms.CharField(
        label=_("Replaces tube"),
        max_length=40,
        required=False,
        help_text=_("When this person is sampled again. The old tube keeps its label."),
    )
    basis = forms.TypedChoiceField(
        label=_("Legal basis"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=_("Without one no sample is taken. Choose one in force, or enter it below."),
    )
    basis_kind = forms.ChoiceField(label=_("New legal basis"), required=False)
    reference = forms.CharField(
        label=_("Its document"),
        max_length=80,
        required=False,
        help_text=_("Number of the order or of the signed form."),
    )
    starts_on = DayField(label=_("In force since"), past=True, required=False)
    outcome = forms.ChoiceField(
        label=_("What the donor's side says"),
        required=False,
        help_text=_("Recorded beside the basis, whatever it is: an order does not replace it."),
    )
    holder = PersonField(label=_("Who says it"), required=False)
    how = forms.CharField(
        label=_("How it was asked"),
        max_length=500,
        required=False,
        widget=area(2),
        help_text=_("In private or not, in which language, with whom present."),
    )

    def __init__(
        self,
        *args: Any,
        bases: Sequence[LegalBasis],
        kinds: Sequence[BasisKind],
        holders: Mapping[UUID, str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        offer(self, "material", Material.choices)
        offer(
            self,
            "basis",
            [(row.id, f"{BasisKind(row.basis).label}: {row.reference}") for row in bases],
        )
        offer(self, "basis_kind", [(kind.value, kind.label) for kind in kinds])
        offer(self, "outcome", Outcome.choices)
        offer(self, "holder", holders.items())

    def clean(self) -> dict[str, Any]:
        """One basis; a new one is said whole; words have somebody who says them."""
        data = super().clean() or self.cleaned_data
        self._whole(data, ("basis_kind", "reference", "starts_on"))
        self._whole(data, ("outcome", "holder"))
        if data.get("basis") and data.get("basis_kind"):
            self.add_error("basis", gettext("Choose one of the list or enter a new one, not both."))
        if not data.get("basis") and not data.get("basis_kind") and "basis" not in self.errors:
            self.add_error("basis", gettext("Without a legal basis no sample is taken."))
        return data

    def _whole(self, data: dict[str, Any], names: Sequence[str]) -> None:
        given = [name for name in names if data.get(name)]
        for name in names:
            if given and name not in given and name not in self.errors:
                self.add_error(name, gettext("This belongs to what was entered beside it."))

    def parts(self) -> tuple[dict[str, Any], dict[str, Any] | None, dict[str, Any] | None]:
        """What the sample, its new basis and its new position take."""
        data = dict(self.cleaned_data)
        kind, reference, start = (data.pop(n) for n in ("basis_kind", "reference", "starts_on"))
        outcome, holder, how = (data.pop(name) for name in ("outcome", "holder", "how"))
        basis = None
        if kind:
            basis = {"basis": BasisKind(kind), "reference": reference, "starts_on": start}
        position = None
        if outcome:
            circumstances = {"how": how} if how else {}
            position = {
                "outcome": Outcome(outcome),
                "holder": holder,
                "circumstances": circumstances,
            }
        site = data.pop("site")
        sample = data | {"site": site.id if site else None}
        return sample, basis, position


class KinForm(forms.Form):
    """What a relative is to a child, in which sense, on what grounds."""

    relative = PersonField(label=_("Relative"))
    relation = forms.ChoiceField(label=_("What they are to the child"))
    nature = forms.ChoiceField(
        label=_("In which sense"),
        choices=Nature.choices,
        help_text=_("A mother who brought a child up is its mother: by birth, socially or by law."),
    )
    basis = forms.CharField(
        label=_("On what grounds"),
        max_length=2000,
        widget=area(),
        help_text=_("A paper, a witness, her own words. The laboratory weighs it by itself."),
    )

    def __init__(self, *args: Any, relatives: Mapping[UUID, str], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "relative", relatives.items())
        offer(self, "relation", STATED)
        offer(self, "nature", Nature.choices)


class SiblingsForm(forms.Form):
    """Who travels and lives together with a child."""

    children = PeopleField(label=_("Brothers and sisters"))
    why = forms.CharField(
        label=_("Why they are one group"),
        max_length=2000,
        widget=area(2),
        help_text=_("Who says so, or what was seen. It stands in each child's file."),
    )

    def __init__(self, *args: Any, others: Mapping[UUID, str], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "children", others.items())


class DeathForm(forms.Form):
    """A death, by the grade of its evidence."""

    grade = forms.ChoiceField(
        label=_("What it rests on"),
        help_text=_("Hearsay opens no orphan's road and is told to no family."),
    )
    when_said = forms.CharField(
        label=_("When, as it is said"),
        max_length=200,
        required=False,
        help_text=_("In the words of who says it: a day, a season, before the siege."),
    )
    basis = forms.CharField(label=_("Who says so"), max_length=2000, widget=area())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "grade", Grade.choices)


class _FileForm(forms.Form):
    """A file of the laboratory, refused whole before it is read when it is too big."""

    file = forms.FileField(label=_("File"), max_length=150)

    def clean_file(self) -> UploadedFile[Any]:
        """A file within the limit."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                gettext("%(size)d bytes; at most %(most)d are taken"),
                params={"size": file.size, "most": MAX_BYTES},
            )
        return file


class BatchForm(_FileForm):
    """A genotype table, and who made it."""

    laboratory = forms.CharField(label=_("Laboratory"), max_length=120)
    accreditation = forms.CharField(label=_("Accreditation"), max_length=60)
    kit = forms.CharField(label=_("Kit"), max_length=60)
    typed_by = forms.CharField(label=_("Typed by"), max_length=120)
    reviewed_by = forms.CharField(
        label=_("Reviewed by"), max_length=120, help_text=_("Somebody else than who typed.")
    )
    received_at = MomentField(label=_("Received at"), past=True)
    analytical_threshold = forms.IntegerField(
        label=_("Analytical threshold"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("In relative fluorescence units, as in the laboratory's report."),
    )
    stochastic_threshold = forms.IntegerField(
        label=_("Stochastic threshold"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("In relative fluorescence units, as in the laboratory's report."),
    )

    def clean(self) -> dict[str, Any]:
        """Whoever typed does not review their own work."""
        data = super().clean() or self.cleaned_data
        typed, reviewed = data.get("typed_by", ""), data.get("reviewed_by", "")
        if typed and typed.casefold() == reviewed.casefold():
            self.add_error("reviewed_by", gettext("Nobody reviews their own typing."))
        return data


class TableForm(_FileForm):
    """The laboratory's allele frequencies or its policy."""

    what = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (FREQUENCIES, _("allele frequencies (CSV: marker, allele, freq)")),
            (POLICY, _("the laboratory's policy (TOML)")),
        ],
    )
