"""Tubes: registered under a legal basis, quarantined, sampled again, released by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_of
from jusan.core.consent.models import BasisKind, LegalBasis, Matter, Outcome, Position
from jusan.core.consent.operations import record_basis, record_position
from jusan.core.consent.queries import bases_in_force, latest_position
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.vault.compartments import Compartment
from jusan.identification import policies
from jusan.identification.choices import Material, State
from jusan.identification.errors import NoLegalBasis
from jusan.identification.models import FlagResolution, QualityFlag, Sample, SampleState
from jusan.identification.operations.questioning import FALLEN, question
from jusan.identification.operations.voiding import void_drafts

_NO = {Outcome.REFUSED.value, Outcome.WITHDRAWN.value}


def register_sample(
    *,
    actor: User,
    operation: UUID,
    tube: str,
    donor: UUID,
    material: str,
    taken_at: datetime,
    taken_by: str,
    witness: str = "",
    site: UUID | None = None,
    seal: str = "",
    basis: UUID | None = None,
    batch_file: str = "",
    replaces: str = "",
) -> Sample:
    """Register a tube as labelled. Raises NoLegalBasis, Refused, BadInput.

    ``basis`` picks one of the donor's legal bases in force on the day; without it the first one
    is taken. What the donor's side said about sampling is recorded beside it, whatever it was.
    """
    policies.can_register_sample(actor, operation).require()
    if not tube or material not in Material.values:
        raise BadInput("a sample has a tube number and a known material")
    ground, position = _ground(donor, taken_at, basis)
    earlier = find_tube(operation, replaces).id if replaces else None
    sample = Sample(
        operation=operation,
        tube=tube,
        donor=donor,
        material=material,
        taken_at=taken_at,
        taken_by=taken_by,
        witness=witness,
        site=site,
        seal=seal,
        basis=ground.id,
        position=position.id if position else None,
        batch_file=batch_file,
        replaces=earlier,
    )
    with acts.act(actor=actor.id, kind="identification.register_sample", chain=operation):
        # Under the lock: two people may be labelling from one roll at the same moment.
        acts.lock_chain(operation)
        if Sample.objects.filter(operation=operation, tube=tube).exists():
            raise Refused("tube %(tube)s was registered before", field="tube", tube=tube)
        sample.save()
        acts.record(
            "identification.sample_registered",
            subjects=[donor],
            payload={"sample": sample.id, "basis": ground.id},
        )
        void_drafts([donor], reason_code="new_sample", fact=sample.id)
    return sample


def register_with_grounds(
    *,
    actor: User,
    operation: UUID,
    sample: Mapping[str, Any],
    basis: Mapping[str, Any] | None,
    position: Mapping[str, Any] | None,
) -> Sample:
    """Register a tube with the legal basis and the words that were recorded as it was taken.

    Basis and position are two things (a child sampled by a judge's order has the order and,
    separately, what mother and child said); all of it is one act, or nothing.
    """
    policies.can_register_sample(actor, operation).require()
    donor = sample["donor"]
    with acts.act(actor=actor.id, kind="identification.register_sample", chain=operation):
        chosen = sample["basis"]
        if basis:
            chosen = record_basis(
                actor=actor,
                operation=operation,
                subject=donor,
                data_class=Compartment.DNA,
                **basis,
            ).id
        if position:
            record_position(
                actor=actor,
                operation=operation,
                subject=donor,
                matter=Matter.DNA_SAMPLE,
                taken_at=sample["taken_at"],
                **position,
            )
        return register_sample(actor=actor, operation=operation, **{**sample, "basis": chosen})


def _ground(
    donor: UUID, taken_at: datetime, basis: UUID | None
) -> tuple[LegalBasis, Position | None]:
    leaves = leaves_of(donor)
    held = bases_in_force(leaves, Compartment.DNA, taken_at.date())
    if basis is not None:
        held = held.filter(id=basis)
    ground = held.order_by("starts_on", "id").first()
    if ground is None:
        raise NoLegalBasis(
            "no legal basis for this person's DNA was in force on that day", field="basis"
        )
    position = latest_position(leaves, Matter.DNA_SAMPLE)
    if ground.basis == BasisKind.CONSENT and position is not None and position.outcome in _NO:
        raise NoLegalBasis(
            "the basis is consent, and consent was refused or withdrawn", field="basis"
        )
    return ground, position


def quarantine(*, actor: User, operation: UUID, tubes: Sequence[str], why: str) -> None:
    """Keep tubes out of every sum until a person releases them."""
    _decide(actor, operation, tubes, State.QUARANTINED, why)


def order_resampling(*, actor: User, operation: UUID, tubes: Sequence[str], why: str) -> None:
    """Order new samples of the persons on the labels. Nothing is relabelled."""
    _decide(actor, operation, tubes, State.RESAMPLING, why)


def release(
    *, actor: User, operation: UUID, tubes: Sequence[str], outcome: State, why: str
) -> None:
    """Answer the open flags of tubes: their profiles hold (valid) or never count again (void)."""
    if outcome not in {State.VALID, State.VOID}:
        raise BadInput("a tube is released as valid or void")
    _decide(actor, operation, tubes, outcome, why)


def find_tube(operation: UUID, tube: str) -> Sample:
    """A tube by its number. Raises BadInput."""
    found = Sample.objects.filter(operation=operation, tube=tube).first()
    if found is None:
        raise BadInput("tube %(tube)s was never registered", tube=tube)
    return found


def _decide(actor: User, operation: UUID, tubes: Sequence[str], state: State, why: str) -> None:
    policies.can_quarantine(actor, operation).require()
    if not why.strip():
        raise BadInput("say why")
    samples = [find_tube(operation, tube) for tube in dict.fromkeys(tubes)]
    if not samples:
        raise BadInput("name at least one tube")
    with acts.act(actor=actor.id, kind=f"identification.{state.value}", chain=operation):
        acts.lock_chain(operation)  # two deciding at once: one decision after the other
        for sample in samples:
            row = _state(actor, sample, state, why)
            if state in {State.VALID, State.VOID}:
                _answer_flags(sample, row)
            void_drafts([sample.donor], reason_code=f"tube_{state.value}", fact=row.id)
        if state in FALLEN:
            question(actor, operation, [sample.id for sample in samples])
        acts.record(
            "identification.tubes_decided",
            subjects=[sample.donor for sample in samples],
            payload={"state": state.value, "samples": [sample.id for sample in samples]},
        )


def _state(actor: User, sample: Sample, state: State, why: str) -> SampleState:
    row = SampleState(
        sample=sample.id,
        seq=SampleState.objects.filter(sample=sample.id).count() + 1,
        donor=sample.donor,
        state=state.value,
        why=why,
        by=actor.id,
        at=clock.now(),
    )
    row.save()
    return row


def _answer_flags(sample: Sample, row: SampleState) -> None:
    answered = FlagResolution.objects.filter(flag=models.OuterRef("pk"))
    opened = QualityFlag.objects.filter(~models.Exists(answered), sample=sample.id)
    acts.add_all(FlagResolution(flag=flag.id, state=row.id, at=row.at) for flag in opened)
