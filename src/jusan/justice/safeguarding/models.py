"""Concerns, sealed under a subject of their own: no row, event or count names anybody else."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class ManagerOf(AppendOnly):
    """Whose manager somebody is, human to human; the newest row of a human holds."""

    human = models.UUIDField(db_index=True)
    manager = models.UUIDField()
    at = models.DateTimeField()


class Concern(AppendOnly):
    """A concern. ``about_human`` only decides who is kept from it; it is shown to nobody by id."""

    operation = models.UUIDField(db_index=True)
    subject = models.UUIDField(default=uuid.uuid4)
    about_human = models.UUIDField(null=True)
    raised_at = models.DateTimeField()
    body = SealedTextField(subject="subject", compartment=Compartment.PROTECTION)


class Conflict(AppendOnly):
    """A human who must not act on a concern, besides the one it is about and their managers."""

    concern = models.UUIDField(db_index=True)
    human = models.UUIDField()
    at = models.DateTimeField()


class StepKind(models.TextChoices):
    """What was done with a concern."""

    TAKEN = "taken", _("taken in hand")
    NOTE = "note", _("note")
    CLOSED = "closed", _("closed")


class ConcernStep(AppendOnly):
    """One step of handling, with its words."""

    concern = models.UUIDField(db_index=True)
    subject = models.UUIDField()
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    by = models.UUIDField()
    at = models.DateTimeField()
    words = SealedTextField(subject="subject", compartment=Compartment.PROTECTION)
