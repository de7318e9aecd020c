"""Relations with other authorities. What is written between states is not a person's data; about
whom a note speaks is held as ids."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly


class Authority(AppendOnly):
    """A body that acts: at home, in the host state, or between states."""

    operation = models.UUIDField(db_index=True)
    code = models.CharField(max_length=40)
    name_en = models.CharField(max_length=160)
    name_ar = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=8)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "code"], name="authority_code_once"),
        ]

    def __str__(self) -> str:
        return self.name_en


class ExchangeKind(models.TextChoices):
    """How authorities spoke."""

    NOTE_VERBALE = "note_verbale", _("note verbale")
    MEETING = "meeting", _("meeting")
    CALL = "call", _("call")
    LETTER = "letter", _("letter")


class Exchange(AppendOnly):
    """One note, meeting, call or letter."""

    operation = models.UUIDField(db_index=True)
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=ExchangeKind.choices)
    direction = models.CharField(max_length=3)
    at = models.DateTimeField(db_index=True)
    sender = models.UUIDField()
    receiver = models.UUIDField()
    matter = models.CharField(max_length=240)
    answers = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="exchange_number_once"),
        ]


class ExchangeAbout(AppendOnly):
    """About whom an exchange speaks."""

    exchange = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)


class Commitment(AppendOnly):
    """What an authority promised, and by when."""

    operation = models.UUIDField(db_index=True)
    code = models.CharField(max_length=40)
    exchange = models.UUIDField()
    by = models.UUIDField()
    what = models.CharField(max_length=240)
    due = models.DateField(db_index=True)


class CommitmentOutcome(AppendOnly):
    """A commitment was kept or broken."""

    commitment = models.UUIDField(unique=True)
    kept = models.BooleanField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=240, blank=True)


class TreatyStatus(models.TextChoices):
    """Where an instrument between two states stands."""

    IN_FORCE = "in_force", _("in force")
    SIGNED = "signed", _("signed")
    DRAFTED = "drafted", _("drafted")
    NONE = "none", _("none")


class Treaty(AppendOnly):
    """One cell of the treaty matrix at one time; the newest row holds."""

    home = models.CharField(max_length=8)
    host = models.CharField(max_length=8)
    instrument = models.CharField(max_length=40)
    status = models.CharField(max_length=12, choices=TreatyStatus.choices)
    since = models.DateField(null=True)
    note = models.CharField(max_length=240, blank=True)
    entered_at = models.DateTimeField()


class TransferState(models.TextChoices):
    """Where one step of a woman's transfer stands."""

    OPEN = "open", _("open")
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")


class TransferStep(AppendOnly):
    """A step of a sentenced woman's own track. It is never a precondition of a child's."""

    operation = models.UUIDField(db_index=True)
    woman = models.UUIDField(db_index=True)
    step = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=TransferState.choices)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    note = models.CharField(max_length=240, blank=True)
