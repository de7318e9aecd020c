"""Adopting the laboratory's tables and importing genotypes, refused whole for their structure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.errors import BadInput
from jusan.core.history import acts
from jusan.identification import labpolicy, policies
from jusan.identification.choices import FlagCode
from jusan.identification.models import (
    Batch,
    FrequencySet,
    LabPolicy,
    Profile,
    QualityFlag,
    Sample,
)
from jusan.identification.operations.review import review
from jusan.identification.operations.voiding import void_drafts
from jusan.identification.reading.laboratory import (
    current_markers,
    current_policy,
    frequency_table,
)
from jusan.kinship.errors import FileFormatError
from jusan.kinship.formats import genemapper
from jusan.kinship.profiles import Genotype, typed_markers
from jusan.kinship.quality import Y_MARKER

#: Results that are no autosomal markers and are kept for the sex check alone.
SEX_MARKERS = ("AMEL", Y_MARKER)


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """Who typed a table, where, with which kit and thresholds (relative fluorescence units)."""

    file_name: str
    laboratory: str
    accreditation: str
    kit: str
    typed_by: str
    reviewed_by: str
    received_at: datetime
    analytical_threshold: int | None = None
    stochastic_threshold: int | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did; ``created`` is False when the same file had come before."""

    batch: Batch
    created: bool
    profiles: int
    flags: int


def adopt_frequencies(*, actor: User, operation: UUID, name: str, content: str) -> FrequencySet:
    """Adopt a table of allele frequencies; adopting it twice gives the same one."""
    policies.can_import(actor, operation).require()
    frequency_table(name, content)
    digest = _sha(content)
    row = FrequencySet(
        operation=operation, name=name, sha256=digest, content=content, at=clock.now()
    )
    with acts.act(actor=actor.id, kind="identification.frequencies_adopted", chain=operation):
        # Looked up under the lock, here and below: two people may adopt or import at once.
        acts.lock_chain(operation)
        found = FrequencySet.objects.filter(operation=operation, sha256=digest).first()
        if found is not None:
            return found
        row.save()
        acts.record("identification.frequencies_adopted", payload={"row": row.id})
    return row


def adopt_policy(*, actor: User, operation: UUID, content: str) -> LabPolicy:
    """Adopt one version of the laboratory's policy. Raises BadInput for another text of it."""
    policies.can_import(actor, operation).require()
    policy = labpolicy.parse(content)
    row = LabPolicy(
        operation=operation,
        version=policy.version,
        sha256=_sha(content),
        content=content,
        at=clock.now(),
    )
    with acts.act(actor=actor.id, kind="identification.policy_adopted", chain=operation):
        acts.lock_chain(operation)
        found = LabPolicy.objects.filter(operation=operation, version=row.version).first()
        if found is not None and found.sha256 != row.sha256:
            raise BadInput(
                "policy %(version)s was adopted with another text", version=policy.version
            )
        if found is not None:
            return found
        row.save()
        acts.record("identification.policy_adopted", payload={"row": row.id})
    return row


def import_profiles(*, actor: User, operation: UUID, facts: BatchFacts, content: bytes) -> Import:
    """Import one genotype table. Raises BadInput for its structure; bad values are flagged.

    Tubes that were never registered are flagged and not kept: nobody's legal basis covers them.
    The machine then puts its questions and computes what the new profiles allow.
    """
    policies.can_import(actor, operation).require()
    digest = hashlib.sha256(content).hexdigest()
    known = _known_batch(operation, digest)
    if known is not None:
        return known
    table = _parse(operation, facts.file_name, content)
    batch = _batch(operation, facts, digest, len(table.samples))
    samples = {
        row.tube: row
        for row in Sample.objects.filter(operation=operation, tube__in=list(table.samples))
    }
    profiles = [_profile(batch, samples[tube], table.samples[tube]) for tube in samples]
    flags = [*_value_flags(batch, samples, table), *_tube_flags(batch, samples, table)]
    with acts.act(actor=actor.id, kind="identification.import_profiles", chain=operation):
        acts.lock_chain(operation)
        known = _known_batch(operation, digest)
        if known is not None:
            return known
        batch.save()
        acts.add_all([*profiles, *flags])
        acts.record(
            "identification.profiles_imported",
            subjects=[sample.donor for sample in samples.values()],
            payload={"batch": batch.id, "profiles": len(profiles), "flags": len(flags)},
        )
        for sample in samples.values():
            void_drafts([sample.donor], reason_code="new_profile", fact=batch.id)
        review(actor=actor, operation=operation)
    raised = QualityFlag.objects.filter(batch=batch.id).count()
    return Import(batch, created=True, profiles=len(profiles), flags=raised)


def _known_batch(operation: UUID, digest: str) -> Import | None:
    found = Batch.objects.filter(operation=operation, sha256=digest).first()
    return Import(found, created=False, profiles=0, flags=0) if found else None


def text_of(name: str, content: bytes) -> str:
    """The text of a laboratory's file. Raises BadInput for another encoding than UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("%(file)s: expected UTF-8 text", file=name) from None


def _parse(operation: UUID, name: str, content: bytes) -> genemapper.GenotypeTable:
    policy = current_policy(operation)
    known = [marker.name for marker in current_markers(operation, policy)]
    lines = text_of(name, content).splitlines()
    try:
        return genemapper.parse(lines, name, known_markers=[*known, *SEX_MARKERS])
    except FileFormatError as error:
        raise BadInput(str(error), file=name) from None


def _batch(operation: UUID, facts: BatchFacts, digest: str, tubes: int) -> Batch:
    return Batch(
        operation=operation,
        file_name=facts.file_name,
        sha256=digest,
        laboratory=facts.laboratory,
        accreditation=facts.accreditation,
        kit=facts.kit,
        analytical_threshold=facts.analytical_threshold,
        stochastic_threshold=facts.stochastic_threshold,
        typed_by=facts.typed_by,
        reviewed_by=facts.reviewed_by,
        received_at=facts.received_at,
        tubes=tubes,
    )


def _profile(batch: Batch, sample: Sample, genotypes: Mapping[str, Genotype]) -> Profile:
    autosomal = [name for name in typed_markers(genotypes) if name not in SEX_MARKERS]
    return Profile(
        sample=sample.id,
        batch=batch.id,
        donor=sample.donor,
        markers=len(autosomal),
        genotypes=json.dumps(genotypes),
        at=batch.received_at,
    )


def _value_flags(
    batch: Batch, samples: Mapping[str, Sample], table: genemapper.GenotypeTable
) -> list[QualityFlag]:
    """One flag for each value that was kept as received and weighs nothing."""
    return [
        _flag(
            batch,
            flag.sample,
            samples.get(flag.sample),
            FlagCode.UNREADABLE,
            line=flag.line,
            detail={"field": flag.field, "marker": flag.marker, "raw": flag.raw},
        )
        for flag in table.flags
    ]


def _tube_flags(
    batch: Batch, samples: Mapping[str, Sample], table: genemapper.GenotypeTable
) -> list[QualityFlag]:
    """Labels that fit no registered tube, and registered tubes without a result."""
    unknown = [tube for tube in table.samples if tube not in samples]
    expected = Sample.objects.filter(operation=batch.operation, batch_file=batch.file_name)
    missing = [row for row in expected if row.tube not in table.samples]
    return [
        *(_flag(batch, tube, None, FlagCode.UNKNOWN_TUBE) for tube in unknown),
        *(_flag(batch, row.tube, row, FlagCode.MISSING_TUBE) for row in missing),
    ]


def _flag(
    batch: Batch,
    tube: str,
    sample: Sample | None,
    code: FlagCode,
    *,
    line: int | None = None,
    detail: Mapping[str, str] | None = None,
) -> QualityFlag:
    # Without a registered donor there is no key to seal a raw value under: the line alone is kept.
    return QualityFlag(
        operation=batch.operation,
        batch=batch.id,
        sample=sample.id if sample else None,
        donor=sample.donor if sample else None,
        tube=tube[:40],
        code=code.value,
        line=line,
        detail=json.dumps(dict(detail)) if detail and sample else None,
        at=clock.now(),
    )


def _sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
