"""Conclusions: drafted by a human being, signed by two, over the hash of the evidence read.

The machine drafts nothing and confirms nothing. A new fact voids a draft; there is no rule of a
number of exclusions; non-support is a verdict that people sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import leaves_of
from jusan.core.errors import BadInput, Refused
from jusan.core.history import acts
from jusan.core.history.models import AppendOnly
from jusan.core.people.models import IdentityStatus
from jusan.core.vault.compartments import Compartment
from jusan.identification import policies
from jusan.identification.choices import InputKind, Kind, Relation, Verdict, Way
from jusan.identification.errors import EvidenceChanged, TwoSigners
from jusan.identification.models import Conclusion, ConclusionInput, ConclusionSignature
from jusan.identification.operations.completion import complete
from jusan.identification.operations.evaluations import evaluate_family
from jusan.identification.operations.grounds import check_identity_grounds
from jusan.identification.reading.conclusions import DRAFT, ONCE, require, standings
from jusan.identification.reading.evidence import current_hash, evidence_hash
from jusan.identification.reading.kin import relation_between


@dataclass(frozen=True, slots=True)
class KinshipDraft:
    """A claimed kinship, the people and tubes it is about, and the verdict that is drafted."""

    child: UUID
    relation: str
    relatives: Sequence[UUID]
    verdict: str
    why: str
    tubes: Sequence[UUID] = ()
    rivals: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class IdentityDraft:
    """Who a child is, by which of the three ways, resting on what."""

    child: UUID
    way: str
    status: str
    why: str
    rests_on: Mapping[UUID, InputKind] = field(default_factory=dict)
    second_sample: UUID | None = None
    waiver: str = ""


def draft_kinship(*, actor: User, operation: UUID, draft: KinshipDraft) -> Conclusion:
    """Draft a kinship conclusion on the machine's weighing of usable profiles.

    Raises Refused when a profile is missing or blocked, BadInput for unknown words.
    """
    policies.can_conclude(actor, operation, Kind.KINSHIP).require()
    if draft.relation not in Relation.values or draft.verdict not in Verdict.values:
        raise BadInput("a kinship conclusion has a known relation and a known verdict")
    if not draft.relatives or not draft.why.strip():
        raise BadInput("a kinship conclusion names its relatives and says why")
    with acts.act(actor=actor.id, kind="identification.draft_conclusion", chain=operation):
        evaluation = evaluate_family(
            actor=actor,
            operation=operation,
            child=draft.child,
            relatives=_relations(draft),
            rivals=[rival for rival in draft.rivals if rival in Relation.values],
            tubes=draft.tubes,
        )
        inputs = dict.fromkeys(draft.relatives, InputKind.RELATIVE)
        inputs |= dict.fromkeys(draft.tubes, InputKind.TUBE)
        row = Conclusion(
            operation=operation,
            kind=Kind.KINSHIP.value,
            child=draft.child,
            relation=draft.relation,
            verdict=draft.verdict,
            evaluation=evaluation.id,
            compartment=Compartment.DNA.value,
            text=draft.why,
        )
        return _enter(actor, row, inputs)


def draft_identity(*, actor: User, operation: UUID, draft: IdentityDraft) -> Conclusion:
    """Draft a child's identity. Raises Refused when its way does not carry it."""
    policies.can_conclude(actor, operation, Kind.IDENTITY).require()
    if draft.way not in Way.values or draft.status not in IdentityStatus.values:
        raise BadInput("an identity has a known way and a known status")
    if not draft.why.strip():
        raise BadInput("say on what the identity rests")
    check_identity_grounds(
        operation,
        child=draft.child,
        way=Way(draft.way),
        status=draft.status,
        rests_on=draft.rests_on,
        second_sample=draft.second_sample,
        waiver=draft.waiver,
    )
    text = f"{draft.why}\n\n{draft.waiver}".strip()
    row = Conclusion(
        operation=operation,
        kind=Kind.IDENTITY.value,
        child=draft.child,
        way=draft.way,
        status=draft.status,
        second_sample=draft.second_sample,
        waived=bool(draft.waiver.strip()),
        compartment=Compartment.IDENTITY.value,
        text=text,
    )
    with acts.act(actor=actor.id, kind="identification.draft_conclusion", chain=operation):
        return _enter(actor, row, draft.rests_on)


def sign(*, actor: User, conclusion: UUID, read: str = "") -> ConclusionSignature:
    """The first signature. ``read``: the evidence hash shown on the page that was signed."""
    return _sign(actor, conclusion, seq=1, read=read)


def countersign(*, actor: User, conclusion: UUID, read: str = "") -> ConclusionSignature:
    """The second signature, by another human; then the conclusion holds."""
    return _sign(actor, conclusion, seq=2, read=read)


def _relations(draft: KinshipDraft) -> dict[UUID, str]:
    """What each relative is: as stated by an officer, the conclusion's own relation else."""
    if len(draft.relatives) == 1:
        return {draft.relatives[0]: draft.relation}
    children = leaves_of(draft.child)
    return {one: relation_between(children, one) or draft.relation for one in draft.relatives}


def _enter(actor: User, row: Conclusion, inputs: Mapping[UUID, InputKind]) -> Conclusion:
    relatives = [ref for ref, kind in inputs.items() if kind is InputKind.RELATIVE]
    row.drafter, row.drafter_human, row.at = actor.id, actor.human, clock.now()
    row.evidence_hash = evidence_hash(
        child=row.child,
        relatives=relatives,
        evaluation=row.evaluation,
        refs=[ref for ref, kind in inputs.items() if kind is not InputKind.RELATIVE],
        second_sample=row.second_sample,
    )
    rows: list[AppendOnly] = [
        ConclusionInput(conclusion=row.id, kind=kind.value, ref=ref) for ref, kind in inputs.items()
    ]
    row.save()
    acts.add_all(rows)
    acts.record(
        "identification.conclusion_drafted",
        subjects=[row.child, *relatives],
        payload={"conclusion": row.id, "kind": row.kind, "evidence": row.evidence_hash},
    )
    return row


def _sign(actor: User, conclusion: UUID, *, seq: int, read: str) -> ConclusionSignature:
    row = require(conclusion)
    policies.can_conclude(actor, row.operation, Kind(row.kind)).require()
    with acts.act(actor=actor.id, kind="identification.sign_conclusion", chain=row.operation):
        acts.lock_chain(row.operation)  # two officers signing at once: the second one waits
        first = _expect(row, seq)
        _check_evidence(row, read)
        _check_signer(row, actor, first)
        signature = ConclusionSignature(
            conclusion=row.id,
            seq=seq,
            human=actor.human,
            user=actor.id,
            qualified=actor.qualified_scientist,
            drafter_human=row.drafter_human,
            first_human=first.human if first else None,
            first_qualified=bool(first and first.qualified),
            evidence_hash=row.evidence_hash,
            at=clock.now(),
        )
        _save_once(signature)
        acts.record(
            "identification.conclusion_signed",
            subjects=[row.child],
            payload={"conclusion": row.id, "seq": seq, "evidence": row.evidence_hash},
        )
        if seq == 2:
            complete(actor=actor, conclusion=row)
    return signature


def _save_once(signature: ConclusionSignature) -> None:
    try:
        with transaction.atomic():
            signature.save()
    except IntegrityError:
        raise TwoSigners("this conclusion was signed in the meantime, or by you") from None


def _expect(row: Conclusion, seq: int) -> ConclusionSignature | None:
    standing = standings([row])[0]
    if standing.voided is not None:
        raise EvidenceChanged("a new fact voided this draft: draft it anew")
    if standing.state != (DRAFT if seq == 1 else ONCE):
        raise Refused("this signature is not the one that is due")
    return standing.signatures[0] if standing.signatures else None


def _check_evidence(row: Conclusion, read: str) -> None:
    if read and read != row.evidence_hash:
        raise EvidenceChanged("the page that was signed showed other evidence")
    if current_hash(row) != row.evidence_hash:
        raise EvidenceChanged("the evidence changed since the draft: draft it anew")


def _check_signer(row: Conclusion, actor: User, first: ConclusionSignature | None) -> None:
    if first is None:
        return
    if actor.human in {first.human, row.drafter_human}:
        raise TwoSigners("the second signature is another human being's than the drafter's")
    if not (actor.qualified_scientist or first.qualified):
        raise TwoSigners("one of the two signers is a qualified reporting scientist")
