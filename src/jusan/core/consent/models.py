"""Under which legal basis data is held, and what the persons themselves said about it.

The two are kept apart: a child sampled by a judge's order has the order *and*, separately, what
mother and child said.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class BasisKind(models.TextChoices):
    """Grounds on which a class of data may be held."""

    CONSENT = "consent", _("consent")
    COURT_ORDER = "court_order", _("court order")
    VITAL_INTEREST = "vital_interest", _("vital interest")
    PUBLIC_TASK = "public_task", _("public task")


class LegalBasis(AppendOnly):
    """One class of data of one subject may be held, on this ground, between these days."""

    operation = models.UUIDField(db_index=True)
    subject = models.UUIDField(db_index=True)
    data_class = models.CharField(max_length=20)
    basis = models.CharField(max_length=20, choices=BasisKind.choices)
    reference = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class LegalBasisEnd(AppendOnly):
    """A legal basis fell away (consent withdrawn, order lifted)."""

    basis = models.UUIDField(unique=True)
    at = models.DateTimeField()
    reason_code = models.CharField(max_length=40)


class Outcome(models.TextChoices):
    """What somebody said. Only ``consent`` opens a door; every other answer has its own road."""

    CONSENT = "consent", _("consents")
    REFUSED = "refused", _("refuses")
    WITHDRAWN = "withdrawn", _("has withdrawn")
    UNABLE = "unable", _("is unable to decide")


class Matter(models.TextChoices):
    """What was asked."""

    RETURN = "return", _("the child's return")
    DNA_SAMPLE = "dna_sample", _("a DNA sample")
    UNEXPECTED_FINDINGS = "unexpected_findings", _("being told unexpected findings")
    MEDIA = "media", _("images and media")
    PLACEMENT = "placement", _("taking the child in")
    CONTACT = "contact", _("contact with the family")


class Position(AppendOnly):
    """What ``holder`` said about a matter that concerns ``subject``, and how it was taken."""

    operation = models.UUIDField(db_index=True)
    subject = models.UUIDField(db_index=True)
    holder = models.UUIDField(db_index=True)
    matter = models.CharField(max_length=24, choices=Matter.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    taken_at = models.DateTimeField()
    circumstances = SealedTextField(subject="holder", compartment=Compartment.IDENTITY)
