"""What diplomacy's codes are called: kinds of authorities, instruments, steps of a transfer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthorityKind(models.TextChoices):
    """What an authority is."""

    MINISTRY = "ministry", _("ministry")
    EMBASSY = "embassy", _("embassy or consulate")
    COURT = "court", _("court")
    PROSECUTION = "prosecution", _("prosecution")
    PRISON = "prison", _("prison service")
    ORPHANAGE = "orphanage", _("children's home")
    REGISTRY = "registry", _("civil registry")
    AVIATION = "aviation", _("aviation authority")
    INTERNATIONAL = "international", _("international organisation")
    OTHER = "other", _("other")


class Direction(models.TextChoices):
    """Who turned to whom."""

    OUT = "out", _("from us to them")
    IN = "in", _("from them to us")


class Instrument(models.TextChoices):
    """What two states can have between them."""

    CONSULAR = "consular_relations", _("consular relations")
    TRANSFER = "transfer_of_sentenced_persons", _("transfer of sentenced persons")
    LEGAL_AID = "mutual_legal_assistance", _("mutual legal assistance")
    EXTRADITION = "extradition", _("extradition")
    APOSTILLE = "apostille", _("apostille")


class Step(models.TextChoices):
    """The steps of a sentenced woman's own track (pack for adults); never a child's."""

    CONTACT = "M.contact", _("contact between mother and child")
    CITIZENSHIP = "M.citizenship", _("citizenship of the woman")
    LEGAL_AID = "M.legal_aid", _("legal aid")
    CONSENT = "M.consent", _("consent of the woman")
    RECIPROCITY = "M.reciprocity", _("reciprocity without a treaty")
    TREATY_DRAFT = "M.treaty_draft", _("treaty drafted")
    TREATY_SIGNED = "M.treaty_signed", _("treaty signed")
    TREATY_RATIFIED = "M.treaty_ratified", _("treaty ratified")
    DUAL_CRIM = "M.dual_crim", _("sentence adapted to home law")
    TRANSFER = "M.transfer", _("transfer carried out")


def word(choices: type[models.TextChoices], code: str) -> str:
    """A code in the reader's language; an unknown one as it came."""
    return str(dict(choices.choices).get(code, code))
