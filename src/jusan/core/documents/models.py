"""Papers: a scan that came in, or a paper that we issued, and what happened to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class DocumentKind(models.TextChoices):
    """What a paper is."""

    PASSPORT = "passport", _("passport")
    CERTIFICATE_OF_RETURN = "certificate_of_return", _("certificate of return")
    BIRTH_RECORD = "birth_record", _("birth record")
    CONSENT_DEED = "consent_deed", _("consent deed")
    COURT_DECISION = "court_decision", _("court decision")
    NOTE_VERBALE = "note_verbale", _("note verbale")
    EXIT_PERMIT = "exit_permit", _("exit permit")
    FLIGHT_PERMIT = "flight_permit", _("flight permit")
    FIT_TO_FLY = "fit_to_fly", _("fit-to-fly form")
    KINSHIP_REPORT = "kinship_report", _("kinship report")
    ACT_OF_TRANSFER = "act_of_transfer", _("act of transfer")
    DETERMINATION = "determination", _("best-interests determination")
    DEATH_CERTIFICATE = "death_certificate", _("death certificate")
    OTHER = "other", _("other")


#: Papers on which a border lets somebody through, while they are valid.
TRAVEL_KINDS = frozenset({DocumentKind.PASSPORT, DocumentKind.CERTIFICATE_OF_RETURN})
#: Papers that say who somebody is, also after they expired.
IDENTITY_KINDS = frozenset({DocumentKind.PASSPORT, DocumentKind.BIRTH_RECORD})


class Document(AppendOnly):
    """A paper about one subject (None: about the whole mission)."""

    operation = models.UUIDField(db_index=True)
    subject = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=24, choices=DocumentKind.choices)
    number = SealedTextField(subject="subject", compartment=Compartment.IDENTITY)
    issuer = models.CharField(max_length=120)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField()


class DocumentStateKind(models.TextChoices):
    """What can happen to a paper. Expiry is no event: it follows from the date."""

    REVOKED = "revoked", _("revoked")
    SURRENDERED = "surrendered", _("surrendered")
    LOST = "lost", _("lost")
    REPLACED = "replaced", _("replaced")


class DocumentState(AppendOnly):
    """A paper stopped being good."""

    document = models.UUIDField(db_index=True)
    state = models.CharField(max_length=12, choices=DocumentStateKind.choices)
    at = models.DateTimeField()
