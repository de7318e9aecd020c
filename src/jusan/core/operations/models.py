"""An operation, and the case that it opens for each person it works for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jusan.core.history.models import AppendOnly


class HostProfile(models.TextChoices):
    """Which host-side requirement pack applies."""

    IQ_PRISON = "IQ_PRISON", _("recognised state, parent in prison")
    NES_CAMP = "NES_CAMP", _("camp under a de-facto authority")


class ConsentRule(models.TextChoices):
    """Whether the host requires the mother's consent; her position is recorded either way."""

    REQUIRED = "required", _("required")
    HEARD = "heard_not_binding", _("heard, not binding")


class Operation(AppendOnly):
    """One operation of one home state; it is also a scope for grants, and a chain."""

    slug = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    home_state = models.CharField(max_length=3)
    host_profile = models.CharField(max_length=20, choices=HostProfile.choices)
    consent_rule = models.CharField(max_length=20, choices=ConsentRule.choices)
    begins_on = models.DateField()

    def __str__(self) -> str:
        return self.name


class Case(AppendOnly):
    """A case number for one person; the label by which people speak about a child."""

    operation = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "code"], name="case_code_once"),
            models.UniqueConstraint(fields=["person"], name="case_person_once"),
        ]
