"""Where the columns meet: facts per child, written by the owning column, read by all."""

from __future__ import annotations

from django.db import models

from jusan.core.history.models import AppendOnly


class FactKind(models.TextChoices):
    """What one phase tells the others. Codes and dates only, never prose."""

    TRACED = "traced"
    IDENTIFIED = "identified"
    CLEARED_FOR = "cleared_for"
    NOT_CLEARED = "not_cleared"
    FIT_UNTIL = "fit_until"
    UNFIT = "unfit"
    PLACEMENT_AGREED = "placement_agreed"
    BOARDED = "boarded"
    LANDED = "landed"
    ADMITTED = "admitted"
    PLACED = "placed"
    #: The case was closed; the code is the reason.
    CLOSED = "closed"
    REOPENED = "reopened"
    #: Of a parent; the code is the grade of evidence (hearsay, witness, certificate).
    DECEASED = "deceased"
    #: Of the operation; the code is the flight's number, ``starts_on`` the day of its departure.
    FLIGHT_PLANNED = "flight_planned"
    #: It departed: nobody prepares anything for it any more.
    FLIGHT_LEFT = "flight_left"
    #: It never flies: as if nobody had planned it, from then on.
    FLIGHT_CANCELLED = "flight_cancelled"
    #: What a signed identity rests on fell away (``Question``); nobody is unconfirmed by it.
    IDENTITY_QUESTION = "identity_question"


class Question(models.TextChoices):
    """Codes of ``IDENTITY_QUESTION``: open until two signers confirm again or withdraw."""

    OPEN = "open"
    ANSWERED = "answered"


class Fact(AppendOnly):
    """One fact about one leaf, or about the operation itself, for the days from ``starts_on`` to
    ``ends_on`` (None: open)."""

    operation = models.UUIDField(db_index=True)
    subject = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=FactKind.choices)
    code = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    column = models.CharField(max_length=20)
    at = models.DateTimeField()
