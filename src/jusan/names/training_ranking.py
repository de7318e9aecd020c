"""Fit the order of a search: ``python -m jusan.names.training_ranking --registry F --queries F``.

REGISTRY has columns rid and name, QUERIES name and rid (of the true record). Conditional logit: the
true record among all that were compared in full. ``--every 2 --first 0`` reads every second query,
so that figures can be reported on the others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from jusan.names.links import Floats
from jusan.names.parts import parse_name
from jusan.names.ranking import FEATURES, PARAMETERS
from jusan.names.retrieval import Index
from jusan.names.tables import read_table

RIDGE = 1e-3
Choice = tuple[Floats, int]  # features of the compared records, and which one is true


def choices(registry: Path, queries: Path, every: int, first: int) -> list[Choice]:
    """Features of each query's records, where the true one is among them."""
    known, asked = read_table(registry, ("rid", "name")), read_table(queries, ("name", "rid"))
    index = Index.of(known.column("name"))
    row_of = {rid: row for row, rid in enumerate(known.unique("rid"))}
    found: list[Choice] = []
    pairs = list(zip(asked.column("name"), asked.column("rid"), strict=True))[first::every]
    for text, rid in pairs:
        rows, table, _ = index.weighed(parse_name(text), 1)
        there = np.flatnonzero(rows == row_of[rid])
        if len(there):
            found.append((table, int(there[0])))
    return found


def fit(found: list[Choice]) -> Floats:
    """Weights (11) of the conditional logit, lightly pulled to 0."""

    def loss(at: Floats) -> tuple[float, Floats]:
        value, slope = RIDGE * float(at @ at), 2 * RIDGE * at
        for table, true in found:
            score = table @ at
            top = score.max()
            chance = np.exp(score - top)
            value += float(np.log(chance.sum()) + top - score[true])
            slope = slope + table.T @ (chance / chance.sum()) - table[true]
        return value, slope

    # No agreement counts against a record, and no omission for it.
    bounds = [(None, 0.0) if name == "omitted" else (0.0, None) for name in FEATURES]
    start = np.zeros(len(FEATURES))
    result = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    weights: Floats = result.x
    return weights


def main() -> None:
    """Read, fit, write the weights with their provenance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--registry", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--out", type=Path, default=PARAMETERS)
    arguments = parser.parse_args()
    found = choices(arguments.registry, arguments.queries, arguments.every, arguments.first)
    body = {
        "weights": dict(zip(FEATURES, np.round(fit(found), 4).tolist(), strict=True)),
        "provenance": {
            "data": [arguments.registry.name, arguments.queries.name],
            "sha256": [
                hashlib.sha256(path.read_bytes()).hexdigest()
                for path in (arguments.registry, arguments.queries)
            ],
            "command": "python -m jusan.names.training_ranking"
            f" --registry {arguments.registry.name} --queries {arguments.queries.name}"
            f" --every {arguments.every}",
            "queries": len(found),
            "date": time.strftime("%Y-%m-%d"),
        },
    }
    arguments.out.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
