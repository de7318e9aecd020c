"""Care after arrival: the centre, the plan, the family, the visits. No instrument scores."""

from __future__ import annotations

from django.db import models

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField
from jusan.reintegration import choices as c


class Admission(AppendOnly):
    """A child came to the centre, into a room. A new row moves the child to another room, or,
    after it had left, begins another stay (``Readmission`` says why)."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    centre = models.UUIDField(null=True)
    room = models.CharField(max_length=20)
    admitted_at = models.DateTimeField()
    entered_by = models.UUIDField()


class Readmission(AppendOnly):
    """Why a child who had left is in a centre again. A table of its own: a new column would change
    the hash of rows that stand in the chain."""

    admission = models.UUIDField(unique=True)
    reason = models.CharField(max_length=16, choices=c.AgainReason.choices)


class Transfer(AppendOnly):
    """A child left the centre for another one."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    entered_by = models.UUIDField()


class Intake(AppendOnly):
    """A doctor's or psychologist's first look; measures and words are theirs alone."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=14, choices=c.IntakeKind.choices)
    at = models.DateTimeField()
    entered_by = models.UUIDField()
    body = SealedTextField(subject="child", compartment=Compartment.HEALTH)


class CarePlanGoal(AppendOnly):
    """A goal with its owner and its days; its words are sealed by the domain they belong to."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    domain = models.CharField(max_length=24, choices=c.Domain.choices)
    compartment = models.CharField(max_length=12)
    owner = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    due_on = models.DateField()
    review_on = models.DateField()
    entered_by = models.UUIDField()
    goal = SealedTextField(subject="child", compartment_attr="compartment")


class GoalStep(AppendOnly):
    """A goal was reached, or opened again."""

    goal = models.UUIDField(db_index=True)
    state = models.CharField(max_length=6, choices=c.GoalState.choices)
    at = models.DateTimeField()
    entered_by = models.UUIDField()


class Visit(AppendOnly):
    """A visit to a placed child."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=4, choices=c.VisitKind.choices)
    at = models.DateTimeField()
    region = models.UUIDField(null=True)
    outcome = models.CharField(max_length=16, choices=c.VisitOutcome.choices)
    entered_by = models.UUIDField()
    note = SealedTextField(subject="child", compartment=Compartment.PROTECTION)


class SchoolEntry(AppendOnly):
    """A child's place in a school or kindergarten; the newest row holds."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=14, choices=c.SchoolKind.choices)
    region = models.UUIDField(null=True)
    grade = models.CharField(max_length=20, blank=True)
    enrolled_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=c.SchoolState.choices)
    entered_by = models.UUIDField()


class Candidate(AppendOnly):
    """A family that would take a child in."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    candidate = models.UUIDField(db_index=True)
    relation = models.CharField(max_length=40)
    region = models.UUIDField(null=True)
    applied_at = models.DateTimeField()
    entered_by = models.UUIDField()


class FamilyAssessment(AppendOnly):
    """What somebody who visited the family found, in words. There is no score."""

    candidacy = models.UUIDField(db_index=True)
    candidate = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    assessor = models.CharField(max_length=120)
    entered_by = models.UUIDField()
    summary = SealedTextField(subject="candidate", compartment=Compartment.IDENTITY)


class PlacementDecision(AppendOnly):
    """The guardianship body chose a family or did not; the newest decision holds."""

    candidacy = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    outcome = models.CharField(max_length=12, choices=c.PlacementOutcome.choices)
    decided_at = models.DateTimeField()
    body = models.CharField(max_length=160)
    document = models.CharField(max_length=60, blank=True)
    entered_by = models.UUIDField()
    reason = SealedTextField(subject="child", compartment=Compartment.LOCATION)


class Discharge(AppendOnly):
    """A child left the centre for the chosen family."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    candidacy = models.UUIDField()
    at = models.DateTimeField()
    #: The determination that allowed leaving before the minimum stay.
    determination = models.CharField(max_length=60, blank=True)
    entered_by = models.UUIDField()


class CarerOutcome(AppendOnly):
    """One defined outcome of one carer on a day, seen by somebody: yes or no."""

    operation = models.UUIDField(db_index=True)
    carer = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=c.CarerOutcomeKind.choices)
    holds = models.BooleanField()
    seen_on = models.DateField()
    entered_by = models.UUIDField()
