"""Lineage evidence beside autosomal evidence, joined into one ratio.

ln L adds up: autosomal + Y + mtDNA, hypothesis by hypothesis. Given the pedigree the three are
handed down independently of each other (no recombination ties the Y chromosome or mtDNA to an
autosome). In the population they are independent only as far as it mixes: membership of one
subpopulation makes the same man's autosomal alleles and his lineage haplotype likelier together.
Theta, set for each kind of evidence, is the correction for that, and the only one. A line speaks
only where hypotheses differ in it: if two pedigrees cut the typed persons into the same lines, its
terms cancel, so that Y and mtDNA multiply only if the hypotheses concern both lines.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.ratios import Hypothesis, RatioResult

DEPENDENCE = (
    "Autosomal, Y and mtDNA evidence are multiplied: independent given the pedigree, and in the "
    "population up to the theta stated for each."
)
SHARED = (
    "Everybody of the same {line} line carries this haplotype but for mutation: a match speaks for "
    "the line and not for one person in it."
)


class Evidence(Protocol):
    """What one kind of lineage marker says."""

    def ln_likelihood(self, pedigree: Pedigree) -> float: ...
    def line_mates(self, pedigree: Pedigree) -> list[list[str]]: ...


@dataclass(frozen=True, slots=True)
class LineageResult:
    """ln likelihood of one kind of lineage evidence by hypothesis; None is impossible.

    `mates`: for each hypothesis, who cannot be told apart. `concerned`: whether the hypotheses
    differ in this line at all.
    """

    ln_lik: Mapping[str, float | None]
    mates: Mapping[str, list[list[str]]]

    @property
    def concerned(self) -> bool:
        """False if every hypothesis gives the same likelihood: the line says nothing."""
        values = list(self.ln_lik.values())
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return bool(known)
        return not all(math.isclose(value, known[0], abs_tol=1e-9) for value in known)

    def ln_lr(self, h1: str, h2: str) -> float | None:
        """ln of L(h1) / L(h2); None if either is impossible."""
        first, second = self.ln_lik[h1], self.ln_lik[h2]
        return None if first is None or second is None else first - second


def weigh(evidence: Evidence, hypotheses: Sequence[Hypothesis]) -> LineageResult:
    """One kind of lineage evidence under each hypothesis."""
    ln_lik: dict[str, float | None] = {}
    for hypothesis in hypotheses:
        value = evidence.ln_likelihood(hypothesis.pedigree)
        ln_lik[hypothesis.name] = None if value == -math.inf else value
    mates = {h.name: evidence.line_mates(h.pedigree) for h in hypotheses}
    return LineageResult(ln_lik, mates)


def joined(autosomal: RatioResult, lineages: Sequence[LineageResult]) -> RatioResult:
    """One result whose totals hold all evidence; the markers stay the autosomal ones."""
    totals: dict[str, float | None] = {}
    for name, total in autosomal.ln_total.items():
        parts = [total, *(lineage.ln_lik[name] for lineage in lineages)]
        known = [part for part in parts if part is not None]
        totals[name] = math.fsum(known) if len(known) == len(parts) else None
    return RatioResult(autosomal.ln_lik, totals)


def said(kind: str, result: LineageResult, h1: str, h2: str) -> dict[str, Any]:
    """The part of the terminal's object that one kind of evidence fills."""
    ln_lr = result.ln_lr(h1, h2)
    return {
        "loglik": dict(result.ln_lik),
        "lnLR": ln_lr,
        "log10LR": None if ln_lr is None else ln_lr / math.log(10),
        "impossible": [name for name, value in result.ln_lik.items() if value is None],
        "concerned": result.concerned,
        "shared_by": dict(result.mates),
        "says": SHARED.format(line="male" if kind == "y" else "female"),
    }
