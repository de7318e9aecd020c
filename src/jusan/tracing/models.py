"""What tracing keeps beside the claims: press items, and families' own contacts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class PressItem(AppendOnly):
    """A published sentence about the group. It names nobody and is nobody's claim."""

    operation = models.UUIDField(db_index=True)
    report_sha256 = models.CharField(max_length=64)
    number = models.CharField(max_length=20)
    published_on = models.DateField()
    outlet = models.CharField(max_length=120)
    headline = models.CharField(max_length=240)
    says_children = models.IntegerField(null=True)
    says_eldest_age = models.IntegerField(null=True)
    says_orphans = models.IntegerField(null=True)
    quote = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="press_item_once"),
        ]


class Direction(models.TextChoices):
    """Who turned to whom."""

    IN = "in", _("from the camp or prison")
    OUT = "out", _("to the camp or prison")


class ContactChannel(models.TextChoices):
    """By what a family was in contact."""

    PHONE = "phone", _("telephone")
    LETTER = "letter", _("letter")
    MESSENGER = "messenger", _("messenger")
    VISITOR = "visitor", _("visitor")


class ContactEntry(AppendOnly):
    """A contact that a family had itself: often the only live line to a child."""

    operation = models.UUIDField(db_index=True)
    claimant = models.UUIDField(db_index=True)
    on = models.DateField()
    direction = models.CharField(max_length=4, choices=Direction.choices)
    channel = models.CharField(max_length=20)
    said = SealedTextField(subject="claimant", compartment=Compartment.IDENTITY)
