"""The closed vocabularies of identification."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Material(models.TextChoices):
    """What stands in the tube."""

    BUCCAL = "buccal", _("buccal swab")
    BLOOD = "blood", _("blood")


class State(models.TextChoices):
    """What officers decided about a tube."""

    QUARANTINED = "quarantined", _("in quarantine")
    RESAMPLING = "resampling", _("new sample ordered")
    VALID = "valid", _("released: valid")
    VOID = "void", _("released: void")


class FlagCode(models.TextChoices):
    """What the machine asks the laboratory. A question, never a finding about a person."""

    SEX_CONFLICT = "sex_conflict", _("sex markers against the recorded sex")
    SEX_EXPLAINED = "sex_explained", _("amelogenin without Y, but a Y marker is seen")
    SAME_PROFILE = "same_profile", _("same profile as another tube")
    DONOR_CONFLICT = "donor_conflict", _("two tubes of one person disagree")
    SWAP = "swap", _("tubes may have changed places: sample both again")
    FEW_MARKERS = "few_markers", _("too few markers")
    UNREADABLE = "unreadable", _("a value that could not be read")
    UNKNOWN_TUBE = "unknown_tube", _("a tube that was never registered")
    MISSING_TUBE = "missing_tube", _("a registered tube without results")


#: While one of these is open on a tube, its profile weighs nothing.
BLOCKING = frozenset(
    {
        FlagCode.SEX_CONFLICT,
        FlagCode.SEX_EXPLAINED,
        FlagCode.SAME_PROFILE,
        FlagCode.DONOR_CONFLICT,
        FlagCode.SWAP,
        FlagCode.FEW_MARKERS,
    }
)


class Reading(models.TextChoices):
    """How the numbers read under the laboratory's policy. People conclude, not this word."""

    STRONG = "strong", _("strong support")
    SUPPORT = "support", _("support")
    INCONCLUSIVE = "inconclusive", _("inconclusive")
    AGAINST = "against", _("the numbers speak against it")


class Kind(models.TextChoices):
    """What a conclusion states."""

    KINSHIP = "kinship", _("kinship")
    IDENTITY = "identity", _("identity")


class Verdict(models.TextChoices):
    """What people conclude about a claimed kinship."""

    SUPPORTED = "supported", _("supported")
    NOT_SUPPORTED = "not_supported", _("not supported")
    INCONCLUSIVE = "inconclusive", _("inconclusive")


class Way(models.TextChoices):
    """The three ways to an identity."""

    KINSHIP_REPORT = "kinship_report", _("kinship report")
    REGISTRY_EVIDENCE = "registry_evidence", _("registry evidence")
    PROVISIONAL = "provisional", _("provisional, in danger")


class InputKind(models.TextChoices):
    """What a conclusion rests on."""

    RELATIVE = "relative", _("relative")
    TUBE = "tube", _("tube")
    CONCLUSION = "conclusion", _("kinship conclusion")
    LINE = "line", _("line of a received list")
    PAPER = "paper", _("paper")


class ClaimOutcome(models.TextChoices):
    """Why a relative's claim to kinship is closed. Nobody is called a liar: kin may be social."""

    NOT_SUPPORTED = "not_supported", _("kinship not supported")
    WITHDRAWN = "withdrawn", _("withdrawn by the claimant")


class Grade(models.TextChoices):
    """What the death of a parent rests on."""

    HEARSAY = "hearsay", _("hearsay")
    WITNESS = "witness", _("witness")
    CERTIFICATE = "certificate", _("certificate")


class Tidings(models.TextChoices):
    """What a family is told."""

    ALIVE = "alive_and_identified", _("alive and identified")
    DEATH = "death_of_parent", _("death of a parent")
    ARRIVAL = "arrival", _("arrival")


class Relation(models.TextChoices):
    """What a relative is to the child."""

    MOTHER = "mother", _("mother")
    FATHER = "father", _("father")
    MATERNAL_GRANDMOTHER = "maternal_grandmother", _("maternal grandmother")
    MATERNAL_GRANDFATHER = "maternal_grandfather", _("maternal grandfather")
    PATERNAL_GRANDMOTHER = "paternal_grandmother", _("paternal grandmother")
    PATERNAL_GRANDFATHER = "paternal_grandfather", _("paternal grandfather")
    MATERNAL_AUNT = "maternal_aunt", _("mother's sister")
    MATERNAL_UNCLE = "maternal_uncle", _("mother's brother")
    PATERNAL_AUNT = "paternal_aunt", _("father's sister")
    PATERNAL_UNCLE = "paternal_uncle", _("father's brother")
    MATERNAL_HALF_AUNT = "maternal_half_aunt", _("mother's half sister")
    MATERNAL_HALF_UNCLE = "maternal_half_uncle", _("mother's half brother")
    PATERNAL_HALF_AUNT = "paternal_half_aunt", _("father's half sister")
    PATERNAL_HALF_UNCLE = "paternal_half_uncle", _("father's half brother")
    SISTER = "sister", _("full sister")
    BROTHER = "brother", _("full brother")
    MATERNAL_HALF_SISTER = "maternal_half_sister", _("half sister by the mother")
    MATERNAL_HALF_BROTHER = "maternal_half_brother", _("half brother by the mother")
    PATERNAL_HALF_SISTER = "paternal_half_sister", _("half sister by the father")
    PATERNAL_HALF_BROTHER = "paternal_half_brother", _("half brother by the father")
    MATERNAL_COUSIN = "maternal_cousin", _("cousin on the mother's side")
    PATERNAL_COUSIN = "paternal_cousin", _("cousin on the father's side")
    UNRELATED = "unrelated", pgettext_lazy("kinship", "unrelated")
    OTHER = "other", pgettext_lazy("kinship", "other")
