"""`jusan identify` as plain functions: files in, the contract's JSON objects out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from jusan.kinship.errors import KinshipError
from jusan.matching.assignment import NOBODY, Identification, Problem, Weights, identify
from jusan.matching.dvi_case import read_dvi_case
from jusan.matching.errors import CaseFormatError, MatchingError


def run_identify(
    paths: Iterable[Path],
    *,
    prior: Path | None = None,
    limit_s: float | None = None,
    keep: int = 10_000,
) -> Iterator[dict[str, Any]]:
    """One object a case, in order. A refused case gives {"dataset", "error"}; others go on.

    `prior` None: flat, every allowed assignment equal. Else a JSON file {found: {place or "*":
    ln weight}}, zero where not given.
    """
    weights = None if prior is None else read_weights(prior)
    for path in paths:
        try:
            problem = read_dvi_case(Path(path))
            if weights is not None:
                problem = replace(problem, weights=_known(weights, problem))
            yield identify_object(identify(problem, limit_s=limit_s, keep=keep))
        except (KinshipError, MatchingError) as error:
            yield {
                "dataset": Path(path).stem,
                "error": {"code": type(error).__name__, "message": str(error)},
            }


def identify_object(result: Identification) -> dict[str, Any]:
    """The contract's object of one identification."""
    return {
        "dataset": result.problem,
        "assignments": [
            {"pairs": dict(row.pairs), "loglik": row.ln_lik, "posterior": row.posterior}
            for row in result.assignments
        ],
        "marginals": {found: dict(row) for found, row in result.marginals.items()},
        "groups": [list(group) for group in result.groups],
        "exact": result.exact,
        "bound": result.bound,
    }


def read_weights(path: Path) -> Weights:
    """Prior ln weights of a JSON file. Raises CaseFormatError with file and field."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CaseFormatError(f"{path.name}: not a readable JSON file ({error})") from error
    pair: dict[tuple[str, str], float] = {}
    nobody: dict[str, float] = {}
    if not isinstance(data, dict):
        raise CaseFormatError(f"{path.name}: expected an object of found persons")
    for found, row in data.items():
        if not isinstance(row, dict):
            raise CaseFormatError(f"{path.name}: field {found!r}: expected an object")
        for place, value in row.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise CaseFormatError(
                    f"{path.name}: field {found}.{place}: {value!r}, expected a natural logarithm"
                )
            if place == NOBODY:
                nobody[found] = float(value)
            else:
                pair[(found, place)] = float(value)
    return Weights(pair, nobody)


def _known(weights: Weights, problem: Problem) -> Weights:
    """The part of the weights that speaks of this problem."""
    ids = {person.id for person in problem.found}
    return Weights(
        {pair: value for pair, value in weights.pair.items() if pair[0] in ids},
        {found: value for found, value in weights.nobody.items() if found in ids},
    )
