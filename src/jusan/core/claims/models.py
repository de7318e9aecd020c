"""Sources, reports, mentions, claims; and the judgements that make persons of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.people.models import PersonKind
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class Channel(models.TextChoices):
    """Through which door a report came."""

    HOST_STATE = "host_state", _("host state")
    RELATIVES = "relatives", _("relatives")
    RED_CROSS = "red_cross", _("Red Cross or Red Crescent")
    CONSULATE = "consulate", _("consulate")
    REGISTRY = "registry", _("home registry")
    PRESS = "press", _("press")
    FIELD = "field", _("own field team")
    OTHER = "other", _("other")


class Source(AppendOnly):
    """Who tells us, through which channel, how reliable (A best to F cannot be judged)."""

    operation = models.UUIDField(db_index=True)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    name = models.CharField(max_length=120)
    reliability = models.CharField(max_length=1)


class Report(AppendOnly):
    """One received list, letter or note: its bytes' hash, its lines in order."""

    operation = models.UUIDField(db_index=True)
    source = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    lines = models.IntegerField()
    language = models.CharField(max_length=5, blank=True)
    received_at = models.DateTimeField()
    received_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "sha256"], name="report_once"),
        ]


class Mention(AppendOnly):
    """Somebody spoken of in one line, with the words as received, sealed under their own key."""

    report = models.UUIDField(db_index=True)
    line = models.IntegerField()
    role = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=PersonKind.choices)
    person = models.UUIDField(unique=True)
    words = SealedTextField(subject="person", compartment=Compartment.IDENTITY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "line", "role"], name="mention_once"),
        ]


class Certainty(models.TextChoices):
    """How the source put it, or what we could make of it."""

    STATED = "stated", _("stated")
    ABOUT = "about", _("about")
    HEARSAY = "hearsay", _("hearsay")
    UNREADABLE = "unreadable", _("unreadable: kept as received, weighs nothing")


class Claim(AppendOnly):
    """One property of one mention, as written and as understood. Never edited, only retracted."""

    mention = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    property = models.CharField(max_length=40)
    compartment = models.CharField(max_length=20)
    as_written = SealedTextField(subject="person", compartment_attr="compartment")
    normalised = SealedTextField(subject="person", compartment_attr="compartment", null=True)
    field = models.CharField(max_length=60, blank=True)
    flag = models.CharField(max_length=60, blank=True)
    certainty = models.CharField(max_length=12, choices=Certainty.choices)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    stated_on = models.DateField()


class ClaimReading(AppendOnly):
    """An officer's reading of a flagged value: ``reading`` is a claim of its own beside ``claim``.

    Both stay as they were written; another officer may state another reading.
    """

    claim = models.UUIDField(db_index=True)
    reading = models.UUIDField(unique=True)
    person = models.UUIDField(db_index=True)
    compartment = models.CharField(max_length=20)
    by = models.UUIDField()
    at = models.DateTimeField()
    why = SealedTextField(subject="person", compartment_attr="compartment")


class ClaimRetraction(AppendOnly):
    """A claim taken back by its source or found to be about somebody else."""

    claim = models.UUIDField(unique=True)
    reason_code = models.CharField(max_length=40)
    at = models.DateTimeField()


class Answer(models.TextChoices):
    """The three answers to "is this the same person?"."""

    SAME = "same", _("same")
    DIFFERENT = "different", _("different")
    UNSURE = "unsure", _("unsure")


class Judgement(AppendOnly):
    """A person's answer about two leaves: who, when, why, on which evidence."""

    operation = models.UUIDField(db_index=True)
    left = models.UUIDField(db_index=True)
    right = models.UUIDField(db_index=True)
    answer = models.CharField(max_length=12, choices=Answer.choices)
    judge = models.UUIDField()
    judged_at = models.DateTimeField()
    why = SealedTextField(subject="left", compartment=Compartment.IDENTITY)
    evidence = SealedTextField(subject="left", compartment=Compartment.IDENTITY)


class JudgementUndo(AppendOnly):
    """A judgement taken back; the judgement stays as a tombstone."""

    judgement = models.UUIDField(unique=True)
    undone_by = models.UUIDField()
    at = models.DateTimeField()


class Head(models.Model):
    """Projection: which leaf stands for the human being that a leaf belongs to."""

    leaf = models.UUIDField(primary_key=True)
    head = models.UUIDField(db_index=True)


class PersonCard(models.Model):
    """Projection: what a list page shows of one head, in one compartment. Plaintext while the key
    lives; purged with it; rebuilt and compared by ``jusan check``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    head = models.UUIDField()
    compartment = models.CharField(max_length=20)
    operation = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, db_index=True)
    sort_key = models.CharField(max_length=120, db_index=True)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["head", "compartment"], name="card_once"),
        ]


class SearchToken(models.Model):
    """Projection: one searchable token of a head's names, folded across scripts."""

    id = models.BigAutoField(primary_key=True)
    head = models.UUIDField(db_index=True)
    token = models.CharField(max_length=60, db_index=True)
