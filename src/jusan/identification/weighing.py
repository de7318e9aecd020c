"""Likelihood ratios of a claimed kinship against every rival. No Django, no names: ids only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jusan.identification.choices import Reading
from jusan.identification.labpolicy import Policy
from jusan.identification.lineages import UNRELATED, Relative, pedigree_of, rivals_of
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Sex
from jusan.kinship.profiles import Genotypes
from jusan.kinship.ratios import Hypothesis, RatioResult, evaluate

CLAIMED = "claimed"


@dataclass(frozen=True, slots=True)
class Question:
    """A child, its typed relatives as claimed, and further rivals that an officer names."""

    child: str
    sex: Sex
    relatives: tuple[Relative, ...]
    extra_rivals: tuple[str, ...] = ()


def hypotheses(question: Question) -> list[Hypothesis]:
    """The claim, "nobody is related", and each relative being its rivals while the others stay."""
    relatives = question.relatives
    named: dict[str, tuple[Relative, ...]] = {
        CLAIMED: relatives,
        UNRELATED: tuple(one.being(UNRELATED) for one in relatives),
    }
    for place, one in enumerate(relatives):
        extra = question.extra_rivals if place == 0 else ()
        for rival in dict.fromkeys([*rivals_of(one.relation), *extra]):
            if rival == one.relation or (rival == UNRELATED and len(relatives) == 1):
                continue
            changed = (*relatives[:place], one.being(rival), *relatives[place + 1 :])
            named[f"{one.id}:{rival}"] = changed
    return [
        Hypothesis(name, pedigree_of(question.child, seated, sex_child=question.sex))
        for name, seated in named.items()
    ]


def weigh(
    question: Question, genotypes: Genotypes, markers: Sequence[Marker], policy: Policy
) -> dict[str, Any]:
    """Weigh a claim; gives plain data, ready to be sealed as JSON.

    ``ln_lr``: claim over "nobody is related"; ``ln_lr_rival``: over the strongest rival; both None
    when the genotypes are impossible under the claim. ``posterior`` takes every hypothesis weighed
    here as equally likely beforehand. Markers that a table does not list weigh nothing.
    Raises the errors of ``jusan.kinship``.
    """
    used = [marker for marker in markers if _shared(marker.name, question, genotypes)]
    result = evaluate(
        used, genotypes, hypotheses(question), policy.theta, unlisted_freq=policy.unlisted
    )
    rival = result.strongest_rival(CLAIMED)
    lowest = result.ln_lr(CLAIMED, rival) if rival else 0.0
    if result.ln_total[CLAIMED] is None:
        lowest = None
    return {
        "relatives": [{"id": one.id, "relation": one.relation} for one in question.relatives],
        "markers": len(used),
        "hypotheses": _table(result),
        "ln_lr": result.ln_lr(CLAIMED, UNRELATED),
        "rival": rival.rsplit(":", 1)[-1] if rival else "",
        "ln_lr_rival": lowest,
        "per_marker": result.per_marker_ln_lr(CLAIMED, UNRELATED),
        "links": [_link(result, one, len(question.relatives)) for one in question.relatives],
        "posterior": _posterior(result),
        "prior": f"equal/{len(result.ln_total)}",
        "reading": _reading(policy, result.ln_lr(CLAIMED, UNRELATED), lowest).value,
        "reading_rival": policy.reading(lowest).value,
    }


def _reading(policy: Policy, ln_lr: float | None, lowest: float | None) -> Reading:
    """The claim against strangers; never better than inconclusive when some rival fits better."""
    against_strangers = policy.reading(ln_lr)
    supported = against_strangers in {Reading.STRONG, Reading.SUPPORT}
    if supported and (lowest is None or lowest < 0):
        return Reading.INCONCLUSIVE
    return against_strangers


def _shared(marker: str, question: Question, genotypes: Genotypes) -> bool:
    """Whether the child and at least one relative have a result at a marker."""
    if genotypes[question.child].get(marker) is None:
        return False
    return any(genotypes[one.id].get(marker) is not None for one in question.relatives)


def _table(result: RatioResult) -> list[dict[str, Any]]:
    """Each hypothesis with ln LR of the claim over it; None where either is impossible."""
    return [
        {"name": name, "ln_lr": result.ln_lr(CLAIMED, name), "impossible": total is None}
        for name, total in result.ln_total.items()
        if name != CLAIMED
    ]


def _link(result: RatioResult, one: Relative, relatives: int) -> dict[str, Any]:
    """One relative's own link, the other relatives standing as claimed."""
    prefix = f"{one.id}:"
    against = UNRELATED if relatives == 1 else f"{prefix}{UNRELATED}"
    own = {
        name: total
        for name, total in result.ln_total.items()
        if total is not None and (name == against or name.startswith(prefix))
    }
    rival = max(own, key=lambda name: own[name]) if own else None
    return {
        "relative": one.id,
        "relation": one.relation,
        "ln_lr": result.ln_lr(CLAIMED, against),
        "rival": rival.rsplit(":", 1)[-1] if rival else "",
        "ln_lr_rival": result.ln_lr(CLAIMED, rival) if rival else None,
    }


def _posterior(result: RatioResult) -> float:
    totals = [total for total in result.ln_total.values() if total is not None]
    claimed = result.ln_total[CLAIMED]
    if claimed is None:
        return 0.0
    top = max(totals)
    return math.exp(claimed - top) / math.fsum(math.exp(total - top) for total in totals)


def lowest_rival(numbers: Mapping[str, Any]) -> float | None:
    """ln LR of a stored weighing over its strongest rival."""
    value = numbers.get("ln_lr_rival")
    return None if value is None else float(value)
