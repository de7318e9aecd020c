"""An operation, and the case that it opens for each person it works for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class HostProfile(models.TextChoices):
    """Which host-side requirement pack applies."""

    IQ_PRISON = "IQ_PRISON", _("recognised state, parent in prison")
    NES_CAMP = "NES_CAMP", _("camp under a de-facto authority")


class ConsentRule(models.TextChoices):
    """Whether the host requires the mother's consent; her position is recorded either way."""

    REQUIRED = "required", _("required")
    HEARD = "heard_not_binding", _("heard, not binding")


class Operation(AppendOnly):
    """One operation of one home state; it is also a scope for grants, and a chain."""

    slug = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    home_state = models.CharField(max_length=3)
    host_profile = models.CharField(max_length=20, choices=HostProfile.choices)
    consent_rule = models.CharField(max_length=20, choices=ConsentRule.choices)
    begins_on = models.DateField()

    def __str__(self) -> str:
        return self.name


class Case(AppendOnly):
    """A case number for one person; the label by which people speak about a child."""

    operation = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "code"], name="case_code_once"),
            models.UniqueConstraint(fields=["person"], name="case_person_once"),
        ]


class ClosingReason(models.TextChoices):
    """Why an operation's work for a person ends (domain: mission, invariant M4)."""

    PLACED = "placed", _("arrived and placed with a family")
    OTHER_STATE = "other_state", _("taken over by another state, with its receipt")
    DECEASED = "deceased", _("deceased, with a certificate")
    OF_AGE = "of_age", _("of age, with a plan")
    NOT_OURS = "not_ours", _("not a national of ours, with a referral")


#: A receipt, a plan, a referral: the short name of a paper.
REFERENCE_LENGTH = 80


class CaseClosing(AppendOnly):
    """A case ended: the coded reason, the paper it rests on, and what became of the person."""

    operation = models.UUIDField(db_index=True)
    case = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=12, choices=ClosingReason.choices)
    reference = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    at = models.DateTimeField()
    closed_by = models.UUIDField()
    outcome = SealedTextField(subject="person", compartment=Compartment.IDENTITY)


class CaseReopening(AppendOnly):
    """A closing that no longer holds; it stays on record with the reason why not."""

    closing = models.UUIDField(unique=True)
    person = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    reopened_by = models.UUIDField()
    why = SealedTextField(subject="person", compartment=Compartment.IDENTITY)
