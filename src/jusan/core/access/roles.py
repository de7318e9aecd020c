"""The declarative table of roles: which compartments each opens, and what each may do.

This table is the single source: ``policies.py`` of every room reads it, ``scope.visible_to``
filters with it, and the access matrix test walks it. Nobody reads everything; the administrator
reads nothing. Justice never reads protection; laboratory results never reach media or justice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jusan.core.vault.compartments import Compartment as C


class Role(StrEnum):
    """Who uses the system."""

    COORDINATOR = "coordinator"
    TRACING_OFFICER = "tracing_officer"
    LABORATORY = "laboratory"
    MEDICAL = "medical"
    SOCIAL_WORKER = "social_worker"
    LEGAL_OFFICER = "legal_officer"
    DIPLOMAT = "diplomat"
    FIELD_OFFICER = "field_officer"
    CENTRE_WORKER = "centre_worker"
    PSYCHOLOGIST = "psychologist"
    THEOLOGIAN = "theologian"
    GUARDIANSHIP_OFFICER = "guardianship_officer"
    JUSTICE_OFFICER = "justice_officer"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    MEDIA_OFFICER = "media_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    #: Sees every compartment; exists only in a database marked as demonstration.
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class RoleRule:
    """What one role opens. ``persons`` False: the role never lists or opens a person."""

    label: object
    compartments: frozenset[C]
    persons: bool = True


def _opens(label: object, *compartments: C, persons: bool = True) -> RoleRule:
    return RoleRule(label, frozenset(compartments), persons)


RULES: dict[Role, RoleRule] = {
    Role.COORDINATOR: _opens(_("Coordinator"), C.IDENTITY, C.LOCATION),
    Role.TRACING_OFFICER: _opens(_("Tracing officer"), C.IDENTITY),
    Role.LABORATORY: _opens(_("Laboratory"), C.IDENTITY, C.DNA),
    Role.MEDICAL: _opens(_("Doctor"), C.IDENTITY, C.HEALTH),
    Role.SOCIAL_WORKER: _opens(_("Social worker"), C.IDENTITY, C.PROTECTION, C.LOCATION),
    Role.LEGAL_OFFICER: _opens(_("Legal officer"), C.IDENTITY),
    Role.DIPLOMAT: _opens(_("Diplomat"), C.IDENTITY),
    Role.FIELD_OFFICER: _opens(_("Field officer"), C.IDENTITY, C.LOCATION),
    Role.CENTRE_WORKER: _opens(_("Centre worker"), C.IDENTITY, C.LOCATION),
    Role.PSYCHOLOGIST: _opens(_("Psychologist"), C.IDENTITY, C.HEALTH, C.PROTECTION),
    Role.THEOLOGIAN: _opens(_("Theologian"), C.IDENTITY),
    Role.GUARDIANSHIP_OFFICER: _opens(_("Guardianship officer"), C.IDENTITY, C.LOCATION),
    Role.JUSTICE_OFFICER: _opens(_("Justice officer"), C.IDENTITY, C.ALLEGATIONS),
    Role.SAFEGUARDING_LEAD: _opens(_("Safeguarding lead"), C.IDENTITY, C.PROTECTION, C.LOCATION),
    Role.DATA_PROTECTION_OFFICER: _opens(_("Data-protection officer"), persons=False),
    Role.MEDIA_OFFICER: _opens(_("Media officer"), persons=False),
    Role.AUDITOR: _opens(_("Auditor"), persons=False),
    Role.ADMINISTRATOR: _opens(_("Administrator"), persons=False),
    Role.DEMONSTRATION: _opens(pgettext_lazy("role", "Demonstration (sees all)"), *C),
}


def readers_of(compartment: C) -> frozenset[Role]:
    """The roles that open a compartment."""
    return frozenset(role for role, rule in RULES.items() if compartment in rule.compartments)


PERSON_READERS = frozenset(role for role, rule in RULES.items() if rule.persons)
