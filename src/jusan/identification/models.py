"""Samples, profiles and flags; evaluations; conclusions and their signatures; what was told.

Genotypes and every number computed from them are sealed under their data subject's DNA key.
"""

from __future__ import annotations

from django.db import models

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField
from jusan.identification import choices as c


class FrequencySet(AppendOnly):
    """Allele frequencies of a population, as received. Nothing personal."""

    operation = models.UUIDField(db_index=True)
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "sha256"], name="frequencies_once")
        ]


class LabPolicy(AppendOnly):
    """One version of the laboratory's policy, as received."""

    operation = models.UUIDField(db_index=True)
    version = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "version"], name="policy_once")]


class Batch(AppendOnly):
    """One genotype table: which laboratory, kit and thresholds, who typed and who reviewed."""

    operation = models.UUIDField(db_index=True)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    laboratory = models.CharField(max_length=120)
    accreditation = models.CharField(max_length=60)
    kit = models.CharField(max_length=60)
    analytical_threshold = models.IntegerField(null=True)
    stochastic_threshold = models.IntegerField(null=True)
    typed_by = models.CharField(max_length=120)
    reviewed_by = models.CharField(max_length=120)
    received_at = models.DateTimeField()
    tubes = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "sha256"], name="batch_once")]


class Sample(AppendOnly):
    """A tube as labelled. The label's donor stays for ever: tubes are re-sampled, not relabelled.

    ``basis`` is the legal basis in force, ``position`` what the donor's side had said by then.
    """

    operation = models.UUIDField(db_index=True)
    tube = models.CharField(max_length=40)
    donor = models.UUIDField(db_index=True)
    material = models.CharField(max_length=12, choices=c.Material.choices)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=120)
    witness = models.CharField(max_length=120, blank=True)
    site = models.UUIDField(null=True)
    seal = models.CharField(max_length=40, blank=True)
    basis = models.UUIDField()
    position = models.UUIDField(null=True)
    batch_file = models.CharField(max_length=160, blank=True)
    replaces = models.UUIDField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "tube"], name="tube_once")]


class SampleState(AppendOnly):
    """What an officer decided about a tube; the highest ``seq`` holds."""

    sample = models.UUIDField(db_index=True)
    seq = models.IntegerField()
    donor = models.UUIDField()
    state = models.CharField(max_length=12, choices=c.State.choices)
    why = SealedTextField(subject="donor", compartment=Compartment.DNA)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "seq"], name="sample_state_place")]


class Profile(AppendOnly):
    """The genotypes of one tube in one batch, sealed under the donor's DNA key."""

    sample = models.UUIDField(db_index=True)
    batch = models.UUIDField(db_index=True)
    donor = models.UUIDField(db_index=True)
    markers = models.IntegerField()
    genotypes = SealedTextField(subject="donor", compartment=Compartment.DNA)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "batch"], name="profile_once")]


class QualityFlag(AppendOnly):
    """A question that the machine put to the laboratory about one tube."""

    operation = models.UUIDField(db_index=True)
    batch = models.UUIDField(null=True)
    sample = models.UUIDField(null=True, db_index=True)
    donor = models.UUIDField(null=True)
    tube = models.CharField(max_length=40)
    code = models.CharField(max_length=20, choices=c.FlagCode.choices)
    other = models.UUIDField(null=True)
    line = models.IntegerField(null=True)
    detail = SealedTextField(subject="donor", compartment=Compartment.DNA, null=True)
    at = models.DateTimeField()


class FlagResolution(AppendOnly):
    """A person answered a flag, by releasing its tube."""

    flag = models.UUIDField(unique=True)
    state = models.UUIDField()
    at = models.DateTimeField()


class KinStatement(AppendOnly):
    """An officer wrote down what a relative is to a child, in which sense, on what grounds."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    relative = models.UUIDField(db_index=True)
    relation = models.CharField(max_length=24, choices=c.Relation.choices)
    nature = models.CharField(max_length=12)
    basis = SealedTextField(subject="child", compartment=Compartment.IDENTITY)
    by = models.UUIDField()
    at = models.DateTimeField()


class Evaluation(AppendOnly):
    """What the machine computed about one claim, from which profiles, under which policy."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    relation = models.CharField(max_length=24, choices=c.Relation.choices)
    relatives = models.IntegerField()
    policy_version = models.CharField(max_length=60)
    inputs_hash = models.CharField(max_length=64)
    numbers = SealedTextField(subject="child", compartment=Compartment.DNA)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "inputs_hash"], name="evaluation_once")
        ]


class EvaluationProfile(AppendOnly):
    """Whose profile entered an evaluation, and as what."""

    evaluation = models.UUIDField(db_index=True)
    profile = models.UUIDField(db_index=True)
    sample = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    relation = models.CharField(max_length=24, blank=True)


class Conclusion(AppendOnly):
    """A human being's draft; it holds once two different humans have signed it."""

    operation = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=c.Kind.choices)
    child = models.UUIDField(db_index=True)
    relation = models.CharField(max_length=24, blank=True)
    verdict = models.CharField(max_length=16, blank=True, choices=c.Verdict.choices)
    way = models.CharField(max_length=20, blank=True, choices=c.Way.choices)
    status = models.CharField(max_length=12, blank=True)
    evaluation = models.UUIDField(null=True)
    second_sample = models.UUIDField(null=True)
    waived = models.BooleanField(default=False)
    evidence_hash = models.CharField(max_length=64)
    compartment = models.CharField(max_length=20)
    text = SealedTextField(subject="child", compartment_attr="compartment")
    drafter = models.UUIDField()
    drafter_human = models.UUIDField()
    at = models.DateTimeField()


class ConclusionInput(AppendOnly):
    """What a conclusion rests on: relatives, tubes, kinship conclusions, lines, papers."""

    conclusion = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=c.InputKind.choices)
    ref = models.UUIDField(db_index=True)


class ConclusionSignature(AppendOnly):
    """One of two signatures, over the hash of the evidence that the signer read."""

    conclusion = models.UUIDField(db_index=True)
    seq = models.IntegerField()
    human = models.UUIDField()
    user = models.UUIDField()
    qualified = models.BooleanField()
    drafter_human = models.UUIDField()
    first_human = models.UUIDField(null=True)
    first_qualified = models.BooleanField(default=False)
    evidence_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "human"], name="conclusion_human_once"),
            models.UniqueConstraint(fields=["conclusion", "seq"], name="conclusion_place_once"),
            models.CheckConstraint(
                condition=models.Q(seq__in=[1, 2]), name="conclusion_two_signatures"
            ),
            models.CheckConstraint(
                condition=models.Q(seq=1)
                | (
                    models.Q(first_human__isnull=False)
                    & ~models.Q(human=models.F("first_human"))
                    & ~models.Q(human=models.F("drafter_human"))
                ),
                name="countersigner_is_another_human",
            ),
            models.CheckConstraint(
                condition=models.Q(seq=1)
                | models.Q(qualified=True)
                | models.Q(first_qualified=True),
                name="one_signer_is_qualified",
            ),
        ]


class Voided(AppendOnly):
    """A new fact voided a draft before it held two signatures."""

    conclusion = models.UUIDField(unique=True)
    reason_code = models.CharField(max_length=40)
    fact = models.UUIDField()
    at = models.DateTimeField()


class NextSample(AppendOnly):
    """A person decided whom to sample next for a child."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    relative = models.UUIDField(db_index=True)
    why = SealedTextField(subject="child", compartment=Compartment.DNA)
    by = models.UUIDField()
    at = models.DateTimeField()


class ClaimClosed(AppendOnly):
    """A claim to kinship was closed: on a signed conclusion, and told by a named person."""

    operation = models.UUIDField(db_index=True)
    claimant = models.UUIDField(db_index=True)
    sought = models.UUIDField(null=True)
    outcome = models.CharField(max_length=16, choices=c.ClaimOutcome.choices)
    conclusion = models.UUIDField(null=True)
    why = SealedTextField(subject="claimant", compartment=Compartment.IDENTITY)
    told_by = models.UUIDField()
    told_at = models.DateTimeField()
    another_sample_offered = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claimant", "sought"], name="claim_closed")]


class DeathRecord(AppendOnly):
    """A death is recorded with the grade of its evidence; the newest record holds."""

    operation = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    grade = models.CharField(max_length=12, choices=c.Grade.choices)
    when_said = SealedTextField(subject="person", compartment=Compartment.IDENTITY)
    basis = SealedTextField(subject="person", compartment=Compartment.IDENTITY)
    by = models.UUIDField()
    at = models.DateTimeField()


class Disclosure(AppendOnly):
    """A named person told a family an outcome, after signed identity and a safety check."""

    operation = models.UUIDField(db_index=True)
    told = models.UUIDField(db_index=True)
    about = models.UUIDField(db_index=True)
    tidings = models.CharField(max_length=24, choices=c.Tidings.choices)
    teller = models.UUIDField()
    safety_check = SealedTextField(subject="told", compartment=Compartment.IDENTITY)
    place = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
