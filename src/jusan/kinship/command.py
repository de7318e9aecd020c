"""`jusan kinship lr` and `jusan kinship power` as plain functions: files in, JSON objects out."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from jusan.kinship.errors import GenotypeError, HypothesisError, KinshipError
from jusan.kinship.formats import familias
from jusan.kinship.formats.case_json import Case, read_case
from jusan.kinship.frequencies import FrequencyTable
from jusan.kinship.lineage.counts import Counts, Estimator
from jusan.kinship.lineage.joint import DEPENDENCE, joined, said, weigh
from jusan.kinship.loci import Marker, unlisted, with_tables, with_unlisted
from jusan.kinship.peeling import Setting
from jusan.kinship.power import (
    NOBODY,
    Option,
    Question,
    SampleSet,
    cheapest_set,
    lowest,
    ranked,
)
from jusan.kinship.profiles import Genotypes
from jusan.kinship.ratios import RatioResult, check_founder_tables, listed
from jusan.kinship.twins import conflicts


def run_lr(
    paths: Iterable[Path],
    familias_compatible: bool = False,
    tables: Sequence[FrequencyTable] = (),
    founders: Mapping[str, FrequencyTable] | None = None,
) -> Iterator[dict[str, Any]]:
    """One object a case, in order. A refused case gives {"id", "error"}; the others go on.

    With `tables` a case is answered under each of them and the lowest answer is the one shown.
    `founders` are persons who come from the population of a table of their own.
    """
    for path in paths:
        try:
            case = case_of(Path(path)).founders_under(founders or {})
            if tables:
                yield lowest_object(case, tables, familias_compatible=familias_compatible)
            else:
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
    return body | _twins_apart(case) | lineage_object(case, result)


def _twins_apart(case: Case) -> dict[str, Any]:
    """Which typings make a hypothesis of identical twins impossible, if any."""
    found = [
        {
            "hypothesis": hypothesis.name,
            "marker": one.marker,
            "persons": list(one.persons),
            "genotypes": [list(genotype or ()) for genotype in one.genotypes],
        }
        for hypothesis in case.hypotheses
        for one in conflicts(hypothesis.pedigree, case.markers, case.genotypes)
    ]
    return {"twin_conflicts": found} if found else {}


def lowest_object(
    case: Case, tables: Sequence[FrequencyTable], *, familias_compatible: bool = False
) -> dict[str, Any]:
    """The object under the table that gives the lowest ratio, with the ratios under all."""
    objects = {
        name: lr_object(under, familias_compatible=familias_compatible)
        for name, under in _by_table(case, tables).items()
    }

    def shown(name: str) -> float:
        ln_lr = objects[name].get("joined", objects[name])["lnLR"]
        return -math.inf if ln_lr is None else float(ln_lr)

    least = min(objects, key=shown)
    ratios = {name: {key: one[key] for key in ("lnLR", "log10LR")} for name, one in objects.items()}
    return objects[least] | {"frequencies": least, "tables": ratios}


def _by_table(case: Case, tables: Sequence[FrequencyTable]) -> dict[str, Case]:
    named = {table.name: case.under(table) for table in tables}
    if len(named) < len(tables):
        raise HypothesisError("frequencies: two tables have the same name")
    return named


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
    path: Path,
    *,
    log10_threshold: float,
    simulations: int = 200,
    seed: int = 1,
    tables: Sequence[FrequencyTable] = (),
    founders: Mapping[str, FrequencyTable] | None = None,
    wanted: float | None = None,
    costs: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Which untyped relative of a case with "missing" to sample next, best first.

    The threshold is the operation's policy. The family is the pedigree of the first hypothesis;
    persons whose id begins with a bracket are not asked. With `tables` each option is the lowest
    over them. `wanted` asks for the cheapest set too: the chance of passing that is enough;
    `costs` of persons, 1 where none is named.
    """
    case = read_case(path).founders_under(founders or {})
    if case.missing is None or not case.hypotheses:
        raise HypothesisError(f'{path.name}: field "missing": expected the id of a person')
    cases = _by_table(case, tables) if tables else {"": case}
    questions = {
        name: _question(one, case.missing, log10_threshold, simulations, seed)
        for name, one in cases.items()
    }
    relatives = _askable(case, case.missing)
    options = lowest({name: ranked(one, relatives) for name, one in questions.items()})
    out: dict[str, Any] = {
        "id": case.id,
        "missing": case.missing,
        "log10_threshold": log10_threshold,
        "simulations": simulations,
        "seed": seed,
        "options": [
            _option_object(option) | ({"frequencies": name} if tables else {})
            for name, option in options
        ],
    }
    without = dict.fromkeys(name for _, option in options for name in option.without_theta)
    if case.theta > 0:
        left_out = [f"theta at {', '.join(without)}"] if without else []
        if any(marker.mutation and marker.name not in without for marker in case.markers):
            left_out.append("mutation at the markers under theta")
        out |= {"left_out": "; ".join(left_out)} if left_out else {}
    if wanted is not None:
        prices = _prices(relatives, costs or {})
        out["wanted"] = wanted
        out["cheapest_set"] = _set_object(
            cheapest_set(list(questions.values()), prices, wanted=wanted)
        )
    return out


def _question(
    case: Case, missing: str, log10_threshold: float, simulations: int, seed: int
) -> Question:
    family = {person: row for person, row in case.genotypes.items() if person != missing}
    check_founder_tables(case.founder_tables, case.hypotheses)
    return Question(
        [_drawable(with_tables(m, case.founder_tables), case, family) for m in case.markers],
        case.hypotheses[0].pedigree,
        family,
        missing,
        log10_threshold,
        simulations,
        seed,
        Setting(
            case.theta,
            founder_inbreeding=case.founder_inbreeding,
            founder_tables=case.founder_tables,
        ),
        case.links,
    )


def _drawable(marker: Marker, case: Case, family: Genotypes) -> Marker:
    """The marker with the case's rule for unlisted alleles kept, also for what will be drawn: an
    allele of one population must have a frequency in every other."""
    ready = listed(marker, family, case.unlisted_freq)
    lacking = unlisted(ready, ready.alleles)
    if lacking and case.unlisted_freq is None:
        table, (allele, *_) = next(iter(lacking.items()))
        which = "the case's own table" if table is None else f"frequency table {table!r}"
        raise GenotypeError(
            f"marker {marker.name}: a simulated person may show allele {allele!r}, which {which} "
            "lacks; expected an unlisted_allele_rule"
        )
    return with_unlisted(ready, ready.alleles, freq=case.unlisted_freq or 0.0)


def _askable(case: Case, missing: str) -> list[str]:
    taken = {missing, *case.genotypes}
    ids = case.hypotheses[0].pedigree.ids
    return [person for person in ids if person not in taken and not person.startswith("(")]


def _prices(relatives: Sequence[str], costs: Mapping[str, float]) -> dict[str, float]:
    for person in costs:
        if person not in relatives:
            raise HypothesisError(f"cost of {person!r}: nobody of that name can be asked")
    return {person: costs.get(person, 1.0) for person in relatives}


def _option_object(option: Option) -> dict[str, Any]:
    return {
        "relative": None if option.relative == NOBODY else option.relative,
        "expected_log10_lr": option.mean_log10_lr,
        "standard_error": option.standard_error,
        "p_pass_true": option.p_pass_true,
        "p_pass_unrelated": option.p_pass_unrelated,
        "share_unrelated_impossible": option.share_impossible,
    }


def _set_object(found: SampleSet | None) -> dict[str, Any] | None:
    if found is None:
        return None
    body = _option_object(found.option)
    del body["relative"]
    return {"relatives": list(found.relatives), "cost": found.cost} | body
