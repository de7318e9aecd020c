"""Words of the care column."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.vault.compartments import Compartment
from jusan.web.words import KIN


class IntakeKind(models.TextChoices):
    """Who looked at a child on arrival."""

    MEDICAL = "medical", _("medical")
    PSYCHOLOGICAL = "psychological", _("psychological")


class Domain(models.TextChoices):
    """Domains of a care plan."""

    HEALTH = "health", _("health")
    NUTRITION = "nutrition", _("nutrition")
    MENTAL_HEALTH = "mental_health", _("mental health")
    PROTECTION = "protection", _("protection")
    IDENTITY_DOCUMENTS = "identity_documents", _("identity papers")
    FAMILY = "family", _("family")
    EDUCATION = "education", _("education")
    FAITH_AND_CULTURE = "faith_and_culture", _("faith and culture")
    CAREGIVER_SUPPORT = "caregiver_support", _("support for the carers")
    CONTACT_WITH_MOTHER = "contact_with_mother", _("contact with the mother")


#: In which compartment a goal's words are kept; other domains are everyday care.
COMPARTMENT_OF = {
    Domain.HEALTH: Compartment.HEALTH,
    Domain.NUTRITION: Compartment.HEALTH,
    Domain.MENTAL_HEALTH: Compartment.HEALTH,
    Domain.PROTECTION: Compartment.PROTECTION,
    Domain.CONTACT_WITH_MOTHER: Compartment.PROTECTION,
}


class GoalState(models.TextChoices):
    """Whether a goal is reached."""

    OPEN = "open", _("open")
    DONE = "done", _("done")


class VisitKind(models.TextChoices):
    """Visits after a placement, by their distance from it."""

    WK1 = "wk1", _("week 1")
    WK2 = "wk2", _("week 2")
    M1 = "m1", _("month 1")
    M2 = "m2", _("month 2")
    M3 = "m3", _("month 3")
    M6 = "m6", _("month 6")
    M12 = "m12", _("month 12")
    M24 = "m24", _("month 24")


#: Days after the placement on which a visit falls due.
VISIT_DAYS = {
    VisitKind.WK1: 7,
    VisitKind.WK2: 14,
    VisitKind.M1: 30,
    VisitKind.M2: 61,
    VisitKind.M3: 91,
    VisitKind.M6: 183,
    VisitKind.M12: 365,
    VisitKind.M24: 730,
}


class VisitOutcome(models.TextChoices):
    """What a visit found, in one word; the note is for protection workers."""

    SEEN_WELL = "seen_well", _("seen, well")
    NEEDS_SUPPORT = "needs_support", _("needs support")
    CONCERN = "concern", _("concern")
    NOT_FOUND = "not_found", _("not found")


class SchoolKind(models.TextChoices):
    """Where a child learns."""

    SCHOOL = "school", _("school")
    KINDERGARTEN = "kindergarten", _("kindergarten")


class SchoolState(models.TextChoices):
    """Whether a child is there."""

    ENROLLED = "enrolled", _("enrolled")
    ATTENDING = "attending", _("attending")
    LEFT = "left", _("left")


class PlacementOutcome(models.TextChoices):
    """What the guardianship body decided about one family."""

    CHOSEN = "chosen", _("chosen")
    NOT_CHOSEN = "not_chosen", _("not chosen")


class CarerOutcomeKind(models.TextChoices):
    """The only outcomes counted about carers: defined, and nothing about what they think."""

    EMPLOYED = "employed", _("employed")
    CHILD_AT_SCHOOL = "child_at_school", _("child at school")
    PROGRAMME_ATTENDED = "programme_attended", _("programme attended")


class AgainReason(models.TextChoices):
    """Why a child is admitted again after it had left."""

    PLACEMENT_ENDED = "placement_ended", _("the placement ended")
    TRANSFER = "transfer", _("transfer from another centre")


class LeavingKind(models.TextChoices):
    """Where a child leaves for."""

    FAMILY = "family", _("the chosen family")
    TRANSFER = "transfer", _("another centre")


#: What a family that applies is to the child; other words of a received file stay as they came.
RELATIONS = {
    **KIN,
    "alternative_care": _("foster family, not a relative"),
    "other": _("other"),
}
