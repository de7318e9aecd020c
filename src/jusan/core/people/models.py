"""The anchor of everything that is held about somebody: a Person is an id and nothing else.

Names, births and the like are claims. Every mention opens a leaf Person of its own; which leaves
are one human being is a matter of judgements (``claims.resolution``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly
from jusan.core.vault.compartments import Compartment
from jusan.core.vault.fields import SealedTextField


class PersonKind(models.TextChoices):
    """As whom a line speaks of somebody."""

    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    RELATIVE = "relative", _("relative")
    INFORMANT = "informant", _("informant")
    ADULT = "adult", _("adult sought")


class Person(AppendOnly):
    """A leaf: the somebody of one mention, for ever."""

    operation = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=PersonKind.choices)
    opened_at = models.DateTimeField()


class Nature(models.TextChoices):
    """Biological, social and legal parenthood are three things."""

    BIOLOGICAL = "biological", _("biological")
    SOCIAL = "social", _("social")
    LEGAL = "legal", _("legal")


class Basis(models.TextChoices):
    """What a parent link rests on."""

    CLAIMED = "claimed", _("claimed")
    DOCUMENT = "document", _("document")
    DNA = "dna", _("DNA")
    COURT = "court", _("court")


class ParentLink(AppendOnly):
    """Somebody is somebody's parent, in one sense, on one basis."""

    operation = models.UUIDField(db_index=True)
    child = models.UUIDField(db_index=True)
    parent = models.UUIDField(db_index=True)
    nature = models.CharField(max_length=12, choices=Nature.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    source = models.UUIDField(null=True)
    stated_at = models.DateTimeField()


class ParentLinkRetraction(AppendOnly):
    """A parent link no longer held; the link stays on record."""

    link = models.UUIDField(unique=True)
    reason_code = models.CharField(max_length=40)
    at = models.DateTimeField()


class SiblingGroup(AppendOnly):
    """Children who travel and live together unless a signed determination splits them."""

    operation = models.UUIDField(db_index=True)
    label = models.CharField(max_length=20)


class SiblingPlace(AppendOnly):
    """A child's place in a sibling group."""

    group = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="sibling_place_once")
        ]


class SiblingReason(AppendOnly):
    """Why an officer holds a child to belong to a sibling group, in words; one row for each child,
    sealed under its key."""

    group = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    by = models.UUIDField()
    at = models.DateTimeField()
    why = SealedTextField(subject="person", compartment=Compartment.IDENTITY)


class SiblingSplit(AppendOnly):
    """A best-interests determination that splits a group, by its id; signed there."""

    group = models.UUIDField(db_index=True)
    determination = models.UUIDField()
    at = models.DateTimeField()


class IdentityStatus(models.TextChoices):
    """How surely the state says who somebody is."""

    UNKNOWN = "unknown", _("not established")
    PROVISIONAL = "provisional", _("provisional")
    CONFIRMED = "confirmed", _("confirmed")
    VOID = "void", _("withdrawn")


class Identity(AppendOnly):
    """A signed identity, by the id of the conclusion that holds its two signatures."""

    STANDING: ClassVar[frozenset[str]] = frozenset({"provisional", "confirmed"})

    operation = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    status = models.CharField(max_length=12, choices=IdentityStatus.choices)
    conclusion = models.UUIDField()
    at = models.DateTimeField()
