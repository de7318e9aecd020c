"""What happened, in words a person reads: one sentence for each kind of event."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jusan.core.vault.compartments import Compartment

SENTENCES: dict[str, Any] = {
    "access.role_granted": _("Access granted"),
    "claims.report_taken": _("Named in a received list"),
    "claims.judged": _("Two mentions compared by an officer"),
    "claims.judgement_undone": _("A comparison taken back"),
    "claims.claim_retracted": _("A statement retracted"),
    "claims.reading_stated": _("A value that could not be read is read by an officer"),
    "claims.subject_destroyed": _("Personal data destroyed"),
    "consent.basis_recorded": _("Legal basis recorded"),
    "consent.basis_ended": _("Legal basis ended"),
    "consent.position_recorded": _("A position was recorded"),
    "custody.sighting_recorded": _("First sighting"),
    "custody.transfer_recorded": _("Handover begun"),
    "custody.lost_sight_recorded": _("Whereabouts unknown"),
    "custody.settlement_recorded": _("Custody settled"),
    "custody.signed": _("Handover signed by one side"),
    "documents.entered": _("Paper entered"),
    "documents.state_changed": _("Paper ended"),
    "operations.case_opened": _("Case opened"),
    "operations.case_closed": _("Case closed"),
    "operations.case_reopened": _("Case opened again"),
    "people.parent_stated": _("Kinship recorded"),
    "people.parent_retracted": _("Kinship retracted"),
    "people.sibling_group_formed": _("Sibling group formed"),
    "people.sibling_joined": _("Joined the sibling group"),
    "people.sibling_group_split": _("Sibling group split by a determination"),
    "people.identity_recorded": _("Identity recorded"),
    "standing.stated": _("A phase reported"),
    "identification.sample_registered": _("Sample registered"),
    "identification.profiles_imported": _("Profiles received"),
    "identification.flags_raised": _("A tube was questioned"),
    "identification.evaluated": _("Kinship weighed"),
    "identification.tubes_decided": _("Decided about a tube"),
    "identification.kin_recorded": _("Kinship recorded"),
    "identification.conclusion_drafted": _("Conclusion drafted"),
    "identification.conclusion_signed": _("Conclusion signed once"),
    "identification.concluded": _("Conclusion signed by two people"),
    "identification.claim_closed": _("A claim closed"),
    "identification.disclosed": _("A family was told"),
    "identification.death_recorded": _("A death recorded"),
    "identification.next_sample_chosen": _("Next sample chosen"),
    "clearance.requirement_changed": _("A requirement changed"),
    "clearance.nationality_decided": _("Citizenship decided"),
    "clearance.paper_issued": _("An official paper issued"),
    "clearance.determined": _("A panel determined"),
    "repatriation.manifest_drafted": _("Manifest drafted"),
    "repatriation.fitness_checked": _("Fitness checked"),
    "repatriation.boarded": _("Boarded"),
    "repatriation.offloaded": _("Offloaded"),
    "reintegration.transferred": _("Left for another centre"),
    "diplomacy.exchange_entered": _("Named in an exchange"),
    "tracing.contact_logged": _("The family had a contact"),
}

#: Whose events need which compartment open. Nothing of safeguarding is on any timeline.
_NEEDS: dict[str, Compartment | None] = {
    "access": Compartment.IDENTITY,
    "claims": Compartment.IDENTITY,
    "clearance": Compartment.IDENTITY,
    "consent": Compartment.IDENTITY,
    "custody": Compartment.LOCATION,
    "diplomacy": Compartment.IDENTITY,
    "documents": Compartment.IDENTITY,
    "identification": Compartment.DNA,
    "operations": Compartment.IDENTITY,
    "people": Compartment.IDENTITY,
    "reintegration": Compartment.HEALTH,
    "repatriation": Compartment.LOCATION,
    "standing": Compartment.IDENTITY,
    "tracing": Compartment.IDENTITY,
    "justice": Compartment.ALLEGATIONS,
}


def sentence(kind: str) -> Any:
    """The sentence for a kind of event; a readable form of its name when there is none."""
    known = SENTENCES.get(kind)
    if known is not None:
        return known
    return kind.partition(".")[2].replace("_", " ").capitalize()


def needs(kind: str) -> Compartment | None:
    """The compartment that an event's kind belongs to; None: never shown on a timeline."""
    return _NEEDS.get(kind.partition(".")[0])
