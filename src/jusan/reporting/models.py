"""Releases: drafted by one human, approved by another, stored for ever."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly


class Audience(models.TextChoices):
    """For whom a release is."""

    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal")


class Release(AppendOnly):
    """A drafted release. It is out once it is approved; a mistake is corrected by a new one."""

    operation = models.UUIDField(db_index=True)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    as_of = models.DateField()
    #: Name and number of each count, as canonical JSON text.
    counts = models.TextField()
    text = models.TextField()
    drafter = models.UUIDField()
    drafter_human = models.UUIDField()
    drafted_at = models.DateTimeField()
    #: The release whose figures this one declares wrong.
    corrects = models.UUIDField(null=True)


class ReleaseApproval(AppendOnly):
    """A second human approved a release; from then on it is out."""

    release = models.UUIDField(unique=True)
    approver = models.UUIDField()
    approver_human = models.UUIDField()
    at = models.DateTimeField()
