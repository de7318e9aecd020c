"""The mission: team, flights, fitness, manifests, boarding, headcounts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class TeamMember(AppendOnly):
    """Somebody of the mission, vetted and bound by the code of conduct."""

    operation = models.UUIDField(db_index=True)
    name = models.CharField(max_length=120)
    login = models.CharField(max_length=60, blank=True)
    function = models.CharField(max_length=40)
    sex = models.CharField(max_length=1, blank=True)
    vetted_on = models.DateField()
    code_of_conduct_on = models.DateField()
    joins_on = models.DateField()
    leaves_on = models.DateField()


class Buddy(AppendOnly):
    """Every child has a named adult of the team."""

    member = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)


class Flight(AppendOnly):
    """A flight by its number; what happened to it stands in its events."""

    operation = models.UUIDField(db_index=True)
    number = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="flight_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class FlightEventKind(models.TextChoices):
    """What can happen to a flight."""

    PLANNED = "planned", _("planned")
    SLIPPED = "slipped", _("slipped")
    CONFIRMED = "confirmed", _("confirmed")
    DEPARTED = "departed", _("departed")
    ARRIVED = "arrived", _("arrived")
    #: It never flies: its list is void, and its children are free for another.
    CANCELLED = "cancelled", _("cancelled")


class FlightEvent(AppendOnly):
    """One thing that happened to a flight, with the times that hold from then on."""

    flight = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=FlightEventKind.choices)
    at = models.DateTimeField(db_index=True)
    aircraft = models.CharField(max_length=20)
    seats = models.IntegerField(null=True)
    departs_at = models.DateTimeField()
    arrives_at = models.DateTimeField()
    from_place = models.UUIDField(null=True)
    to_place = models.UUIDField(null=True)
    reason = models.CharField(max_length=240, blank=True)


class FitnessOutcome(models.TextChoices):
    """What the doctor found."""

    FIT = "fit", _("fit")
    WITH_ESCORT = "fit_with_escort", _("fit with an escort")
    NOT_FIT = "not_fit", _("not fit")


class FitnessCheck(AppendOnly):
    """A doctor's check before a flight; temperature and note are the doctor's alone."""

    flight = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=FitnessOutcome.choices)
    review_at = models.DateTimeField(null=True)
    findings = SealedTextField(subject="child", compartment=Compartment.HEALTH)


class Manifest(AppendOnly):
    """A drafted list for a flight, computed at that moment from what was known then."""

    operation = models.UUIDField(db_index=True)
    flight = models.UUIDField(db_index=True)
    flight_day = models.DateField()
    drafted_at = models.DateTimeField()
    drafter = models.UUIDField()
    drafter_human = models.UUIDField()
    carers_needed = models.IntegerField()


class ManifestLine(AppendOnly):
    """One child on a manifest (boarding) or left behind with the reason."""

    manifest = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    boards = models.BooleanField()
    codes = models.CharField(max_length=120, blank=True)
    because_of = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["manifest", "child"], name="manifest_child_once"),
        ]


class ManifestApproval(AppendOnly):
    """A second human approved the manifest."""

    manifest = models.UUIDField(unique=True)
    approver = models.UUIDField()
    approver_human = models.UUIDField()
    at = models.DateTimeField()


class BoardingKind(models.TextChoices):
    """Whether a listed child went on board."""

    BOARDED = "boarded", _("boarded")
    OFFLOADED = "offloaded", _("offloaded")


class Boarding(AppendOnly):
    """A listed child boarded, or was offloaded with a named custodian and a reason.

    A child that boarded may still be taken off; the newest row says where it is.
    """

    flight = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=BoardingKind.choices)
    custodian = models.UUIDField(null=True)
    reason = models.CharField(max_length=240, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flight", "child", "kind"], name="boarding_once"),
        ]


class Headcount(AppendOnly):
    """Two counts at a count point, blind to each other."""

    flight = models.UUIDField(db_index=True)
    point = models.CharField(max_length=10)
    at = models.DateTimeField()
    expected = models.IntegerField()


class Count(AppendOnly):
    """One counter's number, entered without seeing the other's."""

    headcount = models.UUIDField(db_index=True)
    human = models.UUIDField()
    counter = models.UUIDField()
    counted = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["headcount", "human"], name="count_human_once"),
        ]


class Absence(AppendOnly):
    """A child that a count does not find, by name, with the reason."""

    headcount = models.UUIDField(db_index=True)
    child = models.UUIDField()
    reason = models.CharField(max_length=240)


class HeadcountClosing(AppendOnly):
    """A count point closed: both counts agree and every gap has a name."""

    headcount = models.UUIDField(unique=True)
    at = models.DateTimeField()
