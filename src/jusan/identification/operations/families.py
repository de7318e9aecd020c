"""What families are told, and by whom: closing a claim, asking for a sample, disclosing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.people.models import Identity, Nature
from jusan.core.people.queries import identity_status, live_parent_links
from jusan.identification import policies
from jusan.identification.choices import ClaimOutcome, Grade, Tidings
from jusan.identification.models import ClaimClosed, DeathRecord, Disclosure, NextSample
from jusan.identification.reading.conclusions import not_supported_between


def choose_next_sample(
    *, actor: User, operation: UUID, child: UUID, relative: UUID, why: str
) -> NextSample:
    """Record whom a person decided to sample next (the options are computed beside it)."""
    policies.can_quarantine(actor, operation).require()
    if not why.strip():
        raise BadInput("say why this relative")
    row = NextSample(
        operation=operation,
        child=child,
        relative=relative,
        why=why,
        by=actor.id,
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="identification.choose_next_sample", chain=operation):
        row.save()
        acts.record(
            "identification.next_sample_chosen",
            subjects=[child, relative],
            payload={"choice": row.id},
        )
    return row


def close_claim(
    *,
    actor: User,
    operation: UUID,
    claimant: UUID,
    sought: UUID | None,
    outcome: str,
    why: str,
    told_by: User,
    told_at: datetime,
    another_sample_offered: bool,
) -> ClaimClosed:
    """Close a relative's claim. Raises Refused, BadInput.

    "Not supported" stands only on a conclusion that two people signed, never on a number; another
    sample is offered; a named person who works with families tells the claimant.
    """
    policies.can_close_claim(actor, operation).require()
    if outcome not in ClaimOutcome.values or not why.strip():
        raise BadInput("a claim is closed with a known outcome and a reason")
    if told_at > clock.now():
        raise BadInput("the claimant is told before the claim is closed")
    policies.can_close_claim(told_by, operation).require()
    conclusion = None
    if outcome == ClaimOutcome.NOT_SUPPORTED:
        conclusion = not_supported_between(sought, claimant) if sought else None
        if conclusion is None:
            raise Refused('"not supported" needs a conclusion with two signatures')
        if not another_sample_offered:
            raise Refused("another sample is offered before a claim is closed")
    row = ClaimClosed(
        operation=operation,
        claimant=claimant,
        sought=sought,
        outcome=outcome,
        conclusion=conclusion.id if conclusion else None,
        why=why,
        told_by=told_by.id,
        told_at=told_at,
        another_sample_offered=another_sample_offered,
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="identification.close_claim", chain=operation):
        acts.lock_chain(operation)
        if ClaimClosed.objects.filter(claimant=claimant, sought=sought).exists():
            raise Refused("this claim was closed before")
        row.save()
        acts.record(
            # The child's file does not name the claimant, nor the claimant's the child.
            "identification.claim_closed",
            subjects=[claimant],
            payload={"outcome": outcome, "closing": row.id},
        )
    return row


def disclose(
    *,
    actor: User,
    operation: UUID,
    told: UUID,
    about: UUID,
    tidings: str,
    teller: User,
    safety_check: str,
    place: str = "",
) -> Disclosure:
    """Record that a named person told a family. Raises Refused before a signed identity."""
    policies.can_disclose(actor, operation).require()
    policies.can_disclose(teller, operation).require()
    if tidings not in Tidings.values:
        raise BadInput("what was told is one of %(known)s", known=", ".join(Tidings.values))
    if not safety_check.strip():
        raise Refused("a family is told after a safety check, and the check is written down")
    _may_be_told(about, Tidings(tidings))
    row = Disclosure(
        operation=operation,
        told=told,
        about=about,
        tidings=tidings,
        teller=teller.id,
        safety_check=safety_check,
        place=place[:120],
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="identification.disclose", chain=operation):
        row.save()
        acts.record(
            "identification.disclosed",
            subjects=[told, about],
            payload={"tidings": tidings, "disclosure": row.id},
        )
    return row


def _may_be_told(about: UUID, tidings: Tidings) -> None:
    leaves = leaves_of(about)
    identified = identity_status(leaves) in Identity.STANDING
    if tidings is not Tidings.DEATH:
        if not identified:
            raise Refused("the identity is not signed by two people yet")
        return
    parents = {
        leaf
        for link in live_parent_links(leaves)
        if link.child in leaves and link.nature == Nature.BIOLOGICAL
        for leaf in leaves_of(link.parent)
    }
    record = (
        DeathRecord.objects.filter(person__in={*leaves, *parents})
        .order_by("-at", "-recorded_at")
        .first()
    )
    if record is None or record.grade == Grade.HEARSAY:
        raise Refused("a death is told on a witness or a certificate, never on hearsay")
