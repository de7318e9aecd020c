"""Each class of data: who owns it, how long it is kept, how the person sees and corrects it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jusan.core.access.roles import Role
from jusan.core.vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class DataClass:
    """The rule of one class. ``keep_days`` counts from the closing of the case (assumption: to be
    replaced by the state's own law); None means until the owner decides at the yearly review."""

    owner: Role
    keep_days: int | None
    correction: object


DATA_CLASSES: dict[Compartment, DataClass] = {
    Compartment.IDENTITY: DataClass(
        Role.COORDINATOR, None, _("read the file with a worker; a correction is a new claim")
    ),
    Compartment.DNA: DataClass(
        Role.LABORATORY, 365, _("ask for the report; a new independent sample is offered")
    ),
    Compartment.HEALTH: DataClass(
        Role.MEDICAL, 3650, _("copy for the guardian; a correction is a dated note")
    ),
    Compartment.PROTECTION: DataClass(
        Role.SAFEGUARDING_LEAD, 3650, _("read with the psychologist; own statement added")
    ),
    Compartment.ALLEGATIONS: DataClass(
        Role.JUSTICE_OFFICER, None, _("through counsel; corrections by court document")
    ),
    Compartment.LOCATION: DataClass(
        Role.COORDINATOR, 1825, _("on request to the guardianship officer")
    ),
    Compartment.MEDIA: DataClass(
        Role.MEDIA_OFFICER, 365, _("consent can be withdrawn at any time; images are recalled")
    ),
}
