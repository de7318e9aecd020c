"""Courts: proceedings, sentences, hearings (sealed as allegations), and the orders of a court."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class ProceedingState(models.TextChoices):
    """Where a proceeding stands."""

    OPEN = "open", _("open")
    FINAL = "final", _("final")
    CLOSED = "closed", _("closed")


class Proceeding(AppendOnly):
    """A proceeding against an adult, by its court's number."""

    operation = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    opened_on = models.DateField()
    entered_by = models.UUIDField()
    body = SealedTextField(subject="person", compartment=Compartment.ALLEGATIONS)


class ProceedingStep(AppendOnly):
    """A proceeding's state from an instant on."""

    proceeding = models.UUIDField(db_index=True)
    state = models.CharField(max_length=8, choices=ProceedingState.choices)
    at = models.DateTimeField()
    entered_by = models.UUIDField()


class Sentence(AppendOnly):
    """A sentence as the court worded it."""

    proceeding = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    on = models.DateField()
    final = models.BooleanField()
    at = models.DateTimeField()
    entered_by = models.UUIDField()
    body = SealedTextField(subject="person", compartment=Compartment.ALLEGATIONS)


class Hearing(AppendOnly):
    """A hearing that took place or will."""

    proceeding = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    entered_by = models.UUIDField()
    body = SealedTextField(subject="person", compartment=Compartment.ALLEGATIONS)


class CourtAccess(AppendOnly):
    """A court orders that something said for protection be handed over."""

    operation = models.UUIDField(db_index=True)
    person = models.UUIDField()
    court = models.CharField(max_length=120)
    order_reference = models.CharField(max_length=60)
    requester = models.UUIDField()
    requester_human = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "order_reference", "person"], name="court_order_once"
            ),
        ]


class CourtAccessApproval(AppendOnly):
    """A second human checked the order."""

    access = models.UUIDField(unique=True)
    approver = models.UUIDField()
    approver_human = models.UUIDField()
    at = models.DateTimeField()


class CourtHandover(AppendOnly):
    """A protection worker carried the order out, outside of every justice page; counted."""

    access = models.UUIDField(unique=True)
    statements = models.IntegerField()
    by = models.UUIDField()
    by_human = models.UUIDField()
    at = models.DateTimeField()
