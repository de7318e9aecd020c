"""What the machine asks and computes after every new profile or stated kinship.

It raises flags (each question once) and weighs every stated claim whose persons are typed. It
decides nothing: a flag keeps a tube out of the sums until a person releases it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from jusan.core import clock
from jusan.core.access.models import User
from jusan.core.claims.resolution import heads_of
from jusan.core.history import acts
from jusan.identification.choices import BLOCKING, FlagCode
from jusan.identification.labpolicy import Policy
from jusan.identification.models import QualityFlag
from jusan.identification.operations.evaluations import evaluate_claims
from jusan.identification.operations.voiding import void_drafts
from jusan.identification.reading.kin import stated_mothers
from jusan.identification.reading.laboratory import (
    Tube,
    current_markers,
    current_policy,
    genotypes_of,
    sexes_of,
    tubes_in,
)
from jusan.kinship.profiles import Genotype, same_genotype
from jusan.kinship.quality import (
    SexFlag,
    SwapHypothesis,
    same_profiles,
    sex_flags,
    swap_hypotheses,
)


@dataclass(slots=True)
class Bench:
    """The tubes with a profile, their genotypes, and the questions put so far."""

    operation: UUID
    policy: Policy
    tubes: dict[str, Tube]
    genotypes: dict[str, dict[str, Genotype]]
    heads: dict[str, UUID]
    blocked: set[str]
    asked: set[tuple[str, str, str]]
    new: list[QualityFlag]

    def ask(
        self, name: str, code: FlagCode, *, other: str = "", detail: Mapping[str, Any] | None = None
    ) -> None:
        """Raise a flag on a tube unless the same question was put before."""
        key = (name, code.value, other)
        if key in self.asked:
            return
        self.asked.add(key)
        tube = self.tubes[name]
        self.new.append(
            QualityFlag(
                operation=self.operation,
                batch=tube.profile.batch if tube.profile else None,
                sample=tube.sample.id,
                donor=tube.sample.donor,
                tube=tube.sample.tube,
                code=code.value,
                other=UUID(other) if other else None,
                detail=json.dumps(detail or {}),
                at=clock.now(),
            )
        )
        if code in BLOCKING:
            self.blocked.add(name)

    @property
    def free(self) -> list[str]:
        """Tubes whose profile may be weighed."""
        return [
            name
            for name, tube in self.tubes.items()
            if name not in self.blocked and not tube.superseded
        ]


def review(*, actor: User, operation: UUID) -> int:
    """Put every question that is due, then weigh the stated claims. Returns the new flags."""
    with acts.act(actor=actor.id, kind="identification.review", chain=operation):
        # Under the lock: a question is put once, and no draft is signed while one voids it.
        acts.lock_chain(operation)
        bench = _bench(operation)
        _sexes(bench)
        _few_markers(bench)
        _donors(bench)
        _swaps(bench)
        _same(bench)
        acts.add_all(bench.new)
        for flag in bench.new:
            if flag.donor is not None:
                void_drafts([flag.donor], reason_code=f"flag_{flag.code}", fact=flag.id)
        if bench.new:
            acts.record(
                "identification.flags_raised",
                subjects=[flag.donor for flag in bench.new if flag.donor],
                payload={"flags": [flag.id for flag in bench.new]},
            )
        evaluate_claims(actor=actor, operation=operation)
    return len(bench.new)


def _bench(operation: UUID) -> Bench:
    tubes = {str(tube.sample.id): tube for tube in tubes_in(operation) if tube.profile}
    heads = heads_of(tube.sample.donor for tube in tubes.values())
    flags = QualityFlag.objects.filter(operation=operation, sample__isnull=False)
    asked = {(str(f.sample), f.code, str(f.other) if f.other else "") for f in flags}
    return Bench(
        operation=operation,
        policy=current_policy(operation),
        tubes=tubes,
        genotypes={
            name: genotypes_of(tube.profile) for name, tube in tubes.items() if tube.profile
        },
        heads={name: heads[tube.sample.donor] for name, tube in tubes.items()},
        blocked={name for name, tube in tubes.items() if tube.blocked},
        asked=asked,
        new=[],
    )


def _sexes(bench: Bench) -> None:
    """Amelogenin against the recorded sex, with DYS391 looked at before anything is said."""
    recorded = sexes_of(bench.heads.values())
    by_tube = {name: recorded[head] for name, head in bench.heads.items()}
    for flag in sex_flags(bench.genotypes, by_tube):
        explained = flag.finding == "explained by Y marker"
        code = FlagCode.SEX_EXPLAINED if explained else FlagCode.SEX_CONFLICT
        bench.ask(flag.sample, code, detail=_sex_detail(flag))


def _sex_detail(flag: SexFlag) -> dict[str, str]:
    return {
        "recorded": flag.recorded_sex,
        "amelogenin": flag.amelogenin,
        "y_marker": flag.y_marker or "",
        "reason": flag.reason,
    }


def _few_markers(bench: Bench) -> None:
    for name, tube in bench.tubes.items():
        if tube.profile and tube.profile.markers < bench.policy.min_markers:
            bench.ask(name, FlagCode.FEW_MARKERS, detail={"markers": tube.profile.markers})


def _donors(bench: Bench) -> None:
    """Two usable tubes of one person that disagree: one of the labels is wrong."""
    for one, two in combinations(bench.free, 2):
        if bench.heads[one] != bench.heads[two]:
            continue
        differ = _differing(bench.genotypes[one], bench.genotypes[two])
        if differ:
            bench.ask(one, FlagCode.DONOR_CONFLICT, other=two, detail={"markers": differ})
            bench.ask(two, FlagCode.DONOR_CONFLICT, other=one, detail={"markers": differ})


def _differing(one: Mapping[str, Genotype], two: Mapping[str, Genotype]) -> list[str]:
    shared = [name for name in one if one[name] and two.get(name)]
    return [name for name in shared if not same_genotype(one[name], two[name])]


def _swaps(bench: Bench) -> None:
    """Two stated maternities, neither supported, while the crossed pairs are."""
    free = set(bench.free)
    by_head: dict[UUID, list[str]] = {}
    for name in free:
        by_head.setdefault(bench.heads[name], []).append(name)
    pairs = [
        (mother, child)
        for child_head, mother_head in stated_mothers(bench.operation)
        for mother in by_head.get(mother_head, [])
        for child in by_head.get(child_head, [])
        if not _shows_y(bench.genotypes[mother])
    ]
    found = swap_hypotheses(
        current_markers(bench.operation, bench.policy),
        bench.genotypes,
        sorted(pairs),
        ln_support=bench.policy.ln_swap_cross,
        theta=bench.policy.theta,
        unlisted_freq=bench.policy.unlisted,
    )
    for swap in found:
        one, two = swap.claimed[0][1], swap.claimed[1][1]
        detail = _swap_detail(swap)
        bench.ask(one, FlagCode.SWAP, other=two, detail=detail)
        bench.ask(two, FlagCode.SWAP, other=one, detail=detail)


def _shows_y(genotypes: Mapping[str, Genotype]) -> bool:
    return "Y" in (genotypes.get("AMEL") or ())


def _swap_detail(swap: SwapHypothesis) -> dict[str, Any]:
    return {
        "claimed": swap.claimed,
        "crossed": swap.crossed,
        "ln_lr_claimed": swap.ln_lr_claimed,
        "ln_lr_crossed": swap.ln_lr_crossed,
        "proposal": swap.proposal,
    }


def _same(bench: Bench) -> None:
    """One profile under two persons' labels. Where one tube is blocked anyway, only that one is
    asked about: the newer, undisputed tube stays usable."""
    for pair in same_profiles(bench.genotypes, min_markers=bench.policy.min_markers):
        one, two = pair.first, pair.second
        if bench.heads[one] == bench.heads[two]:
            continue
        free = set(bench.free)
        doubtful = [name for name in (one, two) if name not in free]
        for name in doubtful or (one, two):
            other = two if name == one else one
            bench.ask(name, FlagCode.SAME_PROFILE, other=other,
                      detail={"markers": pair.markers_compared})  # fmt: skip
