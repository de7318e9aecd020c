"""`jusan kinship lr` and `jusan kinship power` as plain functions: files in, JSON objects out."""

import math
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from jusan.kinship.errors import HypothesisError, KinshipError
from jusan.kinship.formats import familias
from jusan.kinship.formats.case_json import Case, read_case
from jusan.kinship.lineage.counts import Counts, Estimator
from jusan.kinship.lineage.joint import DEPENDENCE, joined, said, weigh
from jusan.kinship.power import NOBODY, whom_to_sample
from jusan.kinship.ratios import RatioResult


def run_lr(paths: Iterable[Path], familias_compatible: bool = False) -> Iterator[dict[str, Any]]:
    """One object a case, in order. A refused case gives {"id", "error"}; the others go on."""
    for path in paths:
        try:
            case = case_of(Path(path))
            yield lr_object(case, familias_compatible=familias_compatible)
        except KinshipError as error:
            yield {
                "id": Path(path).stem,
                "error": {"code": type(error).__name__, "message": str(error)},
            }


def case_of(path: Path) -> Case:
    """The case in a JSON file, or in a Familias project (.fam)."""
    if path.suffix.lower() == ".fam":
        return familias.read(path).case(path.stem)
    return read_case(path)


def lr_object(case: Case, *, familias_compatible: bool = False) -> dict[str, Any]:
    """The contract's object: hypotheses[0] over hypotheses[1], null for minus infinity."""
    if len(case.hypotheses) < 2:
        raise HypothesisError(f"{case.id}: hypotheses: expected at least two")
    result = case.evaluate(familias_compatible=familias_compatible)
    h1, h2 = case.hypotheses[0].name, case.hypotheses[1].name
    ln_lr = result.ln_lr(h1, h2)
    body = {
        "id": case.id,
        "loglik_per_marker": {name: list(row.values()) for name, row in result.ln_lik.items()},
        "loglik": dict(result.ln_total),
        "lnLR_per_marker": list(result.per_marker_ln_lr(h1, h2).values()),
        "lnLR": ln_lr,
        "log10LR": None if ln_lr is None else ln_lr / math.log(10),
        "impossible": list(result.impossible),
    }
    return body | lineage_object(case, result)


def lineage_object(case: Case, autosomal: RatioResult) -> dict[str, Any]:
    """What a case with `y` or `mt` says in addition, and all evidence joined into one ratio."""
    h1, h2 = case.hypotheses[0].name, case.hypotheses[1].name
    out: dict[str, Any] = {}
    results = []
    if case.y is not None:
        results.append(weigh(case.y, case.hypotheses))
        loci = [locus.name for locus in case.y.compared]
        counts, estimator = case.y.counted(), case.y.estimator
        out["y"] = said("y", results[-1], h1, h2) | {"loci": loci}
        out["y"] |= _frequencies(counts, estimator, case.y.haplotypes)
    if case.mt is not None:
        results.append(weigh(case.mt, case.hypotheses))
        compared = case.mt.compare()
        out["mt"] = said("mt", results[-1], h1, h2) | {
            "positions": compared.compared,
            "differences": [
                {"between": [one, two], "at": compared.between(one, two)}
                for one, two in combinations(case.mt.samples, 2)
            ],
        }
        out["mt"] |= _frequencies(case.mt.counts, case.mt.estimator, case.mt.samples)
    if results:
        total = joined(autosomal, results)
        ln_lr = total.ln_lr(h1, h2)
        out["joined"] = {
            "loglik": dict(total.ln_total),
            "lnLR": ln_lr,
            "log10LR": None if ln_lr is None else ln_lr / math.log(10),
            "impossible": list(total.impossible),
            "dependence": DEPENDENCE,
        }
    return out


def _frequencies(counts: Counts, estimator: Estimator, people: Iterable[str]) -> dict[str, Any]:
    return {
        "database": {"name": counts.name, "size": counts.size},
        "method": estimator.method,
        "confidence": estimator.confidence,
        "frequencies": {
            person: {"seen": counts.seen[person]} | estimator.every(counts, person)
            for person in people
        },
    }


def run_power(
    path: Path, *, log10_threshold: float, simulations: int = 200, seed: int = 1
) -> dict[str, Any]:
    """Which untyped relative of a case with "missing" to sample next, best first.

    The threshold is the operation's policy. The family is the pedigree of the first hypothesis;
    persons whose id begins with a bracket are not asked.
    """
    case = read_case(path)
    if case.missing is None or not case.hypotheses:
        raise HypothesisError(f'{path.name}: field "missing": expected the id of a person')
    pedigree = case.hypotheses[0].pedigree
    family = {person: row for person, row in case.genotypes.items() if person != case.missing}
    relatives = [
        person
        for person in pedigree.ids
        if person not in family and person != case.missing and not person.startswith("(")
    ]
    options = whom_to_sample(
        case.markers,
        pedigree,
        family,
        case.missing,
        relatives,
        log10_threshold=log10_threshold,
        simulations=simulations,
        seed=seed,
    )
    return {
        "id": case.id,
        "missing": case.missing,
        "log10_threshold": log10_threshold,
        "simulations": simulations,
        "seed": seed,
        "options": [
            {
                "relative": None if option.relative == NOBODY else option.relative,
                "expected_log10_lr": option.mean_log10_lr,
                "standard_error": option.standard_error,
                "p_pass_true": option.p_pass_true,
                "p_pass_unrelated": option.p_pass_unrelated,
                "share_unrelated_impossible": option.share_impossible,
            }
            for option in options
        ],
    }
