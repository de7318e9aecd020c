"""Events on requirements, and the decisions that people sign on the way to clearance."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class EventKind(models.TextChoices):
    """What can happen to a requirement."""

    REQUESTED = "requested", _("requested")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")
    WAIVED = "waived", _("waived")
    REAFFIRMED = "reaffirmed", _("reaffirmed")
    AUTHORITY_CHANGED = "authority_changed", _("authority changed")


class RequirementEvent(AppendOnly):
    """One thing that happened to one requirement within one scope.

    ``subject`` is the person concerned (child, woman, relative), or the operation itself for steps
    of the state or the mission; the reason is sealed under it.
    """

    operation = models.UUIDField(db_index=True)
    requirement = models.CharField(max_length=40, db_index=True)
    subject = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    outcome = models.CharField(max_length=12, blank=True)
    happened_at = models.DateTimeField()
    valid_until = models.DateField(null=True)
    by = models.CharField(max_length=160, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    entered_by = models.UUIDField()
    reason = SealedTextField(subject="subject", compartment=Compartment.IDENTITY)


class NationalityBranch(models.TextChoices):
    """On which ground a decision on citizenship by descent rests."""

    BOTH = "both_parents_citizens", _("both parents are citizens")
    MOTHER_FATHER_UNKNOWN = (
        "mother_citizen_father_unknown",
        _("the mother is a citizen, the father stateless or of unknown nationality"),
    )
    MOTHER_FATHER_FOREIGN = (
        "mother_citizen_father_foreign",
        _("the mother is a citizen, the father a known foreigner"),
    )
    FATHER = "father_citizen_mother_unknown", _("the father is a citizen, the mother unknown")


class NationalityDecision(AppendOnly):
    """A person decides on a child's citizenship and signs; DNA alone never does (trap A-T11)."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    branch = models.CharField(max_length=40, choices=NationalityBranch.choices)
    legal_basis = models.CharField(max_length=160)
    citizenship = models.CharField(max_length=8)
    decided_by = models.UUIDField()
    at = models.DateTimeField()
    why = SealedTextField(subject="child", compartment=Compartment.IDENTITY)


class ConventionalBirth(AppendOnly):
    """A conventional birth date, set by an authority's signed decision only: it later decides
    criminal age, so the default for unknown parts stays the filler of ICAO 9303-3."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    authority = models.CharField(max_length=160)
    at = models.DateTimeField()
    decided_by = models.UUIDField()
    date = SealedTextField(subject="child", compartment=Compartment.IDENTITY)
    why = SealedTextField(subject="child", compartment=Compartment.IDENTITY)


class DeterminationKind(models.TextChoices):
    """What a panel determined."""

    BIA = "bia", _("best-interests assessment")
    BID = "bid", _("best-interests determination")
    PLACEMENT = "placement", _("placement")


class DeterminationOutcome(models.TextChoices):
    """What panels determine about a child. A folder of an operation may say it in other words;
    brothers and sisters come apart by this one only."""

    RETURN = "return", _("return home")
    RETURN_TOGETHER = "return_together", _("return home with brothers and sisters")
    STAYS = "stays", _("stays where it lives for now")
    SIBLINGS_PART = "siblings_part", _("brothers and sisters part")
    FAMILY = "family", _("life with the family found")
    ALTERNATIVE_CARE = "alternative_care", _("alternative care")
    LEAVES_EARLY = "leaves_early", _("may leave the centre before the minimum stay")
    HEARD_AGAIN = "heard_again", _("nothing decided: the child is heard again")


class Determination(AppendOnly):
    """A panel's determination; the child's own view is kept for protection workers only."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=DeterminationKind.choices)
    outcome = models.CharField(max_length=160)
    panel = models.CharField(max_length=400)
    at = models.DateTimeField()
    entered_by = models.UUIDField()
    childs_view = SealedTextField(subject="child", compartment=Compartment.PROTECTION)
    why = SealedTextField(subject="child", compartment=Compartment.PROTECTION)

    @property
    def outcome_word(self) -> str:
        """The outcome in the reader's language; words of a folder as they came."""
        return str(dict(DeterminationOutcome.choices).get(self.outcome, self.outcome))


class PaperForm(models.TextChoices):
    """The official papers that are drawn up from the record, by their form numbers."""

    STATEMENT = "F2", _("mother's statement")
    NOTE = "F7", _("note verbale")
    TRANSFER = "F10", _("act of transfer")


class IssuedPaper(AppendOnly):
    """A paper that we issued: which form, under which number of that form, for which document.

    ``record_sha256`` is printed on every copy. The numbers of a form run without a gap.
    """

    operation = models.UUIDField(db_index=True)
    document = models.UUIDField(unique=True)
    form = models.CharField(max_length=4, choices=PaperForm.choices)
    serial = models.IntegerField()
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    record_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "form", "serial"], name="paper_number_once"
            )
        ]


class PaperCopy(AppendOnly):
    """One language of an issued paper: the very bytes, sealed under a key of that paper."""

    paper = models.UUIDField(db_index=True)
    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "language"], name="paper_copy_once")
        ]


class PaperShare(AppendOnly):
    """A person whom a paper names, and this person's share of the paper's key.

    All shares together give the key: when the data of one person named is destroyed, the paper can
    no longer be opened. A list of fourteen children must not outlive the key of one of them.
    """

    paper = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    share = SealedTextField(subject="person", compartment=Compartment.IDENTITY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "person"], name="paper_share_once")]
