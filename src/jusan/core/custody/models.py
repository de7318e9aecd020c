"""Who holds whom. ``Handover`` takes everything that was reported; ``Holding`` is what follows."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly


class PartyKind(models.TextChoices):
    """What kind of hands."""

    AUTHORITY = "authority", _("authority")
    INSTITUTION = "institution", _("institution")
    MISSION = "mission", _("mission")
    PERSON = "person", _("person")
    LABORATORY = "laboratory", _("laboratory")


class Party(AppendOnly):
    """Somebody who can hold a child or a sample. ``person`` is set when it is a known person."""

    operation = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=PartyKind.choices)
    name = models.CharField(max_length=120)
    person = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "name"], name="party_once"),
        ]


class HandoverKind(models.TextChoices):
    """How a holding begins."""

    SIGHTING = "sighting", _("first sighting, unverified")
    TRANSFER = "transfer", _("handover")
    LOST_SIGHT = "lost_sight", _("nobody can say where")
    SETTLEMENT = "settlement", _("settlement of a dispute")


class Handover(AppendOnly):
    """A node of the custody graph; ``supersedes`` lists the handovers that it follows."""

    operation = models.UUIDField(db_index=True)
    subject = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=HandoverKind.choices)
    giver = models.UUIDField(null=True)
    receiver = models.UUIDField(null=True)
    place = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    supersedes = models.TextField(default="[]")
    owner = models.UUIDField()


class Side(models.TextChoices):
    """The two sides of a handover."""

    GIVER = "giver", _("gives")
    RECEIVER = "receiver", _("receives")


class HandoverSignature(AppendOnly):
    """One side's signature; both sides are two different people."""

    handover = models.UUIDField(db_index=True)
    side = models.CharField(max_length=10, choices=Side.choices)
    signer = models.CharField(max_length=120)
    human = models.UUIDField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "side"], name="handover_side_once"),
            models.UniqueConstraint(fields=["handover", "human"], name="handover_human_once"),
        ]


class HoldingState(models.TextChoices):
    """How sure it is."""

    AGREED = "agreed", _("agreed")
    DISPUTED = "disputed", _("disputed")
    UNKNOWN = "unknown", _("unknown since")


class Holding(models.Model):
    """Projection: from ``from_at`` until the next row, this party holds the subject here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(db_index=True)
    seq = models.IntegerField()
    from_at = models.DateTimeField()
    custodian = models.UUIDField(null=True)
    place = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=HoldingState.choices)
    handover = models.UUIDField()
    owner = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="holding_place")]
