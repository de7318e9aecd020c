"""``python -m verification.linkage.train --clusters FILE --registry FILE --out MODEL.npz``

Needs LightGBM (not a dependency of jusan). First weights are learned on one set of registries,
second weights on another, so that a pair's first weight is never one that was fitted to it; of
the given registry at most one half, by family, is used. Everything is seeded. Steps are bounded
(max_delta_step): from prior odds of one in thousands a Newton step would overshoot by tens of nats.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm  # type: ignore[import-not-found,unused-ignore]  # only to train anew: not a dependency
import numpy as np
from numpy.typing import NDArray

from cases.storm.__main__ import storm
from jusan.matching.linking import linker
from jusan.matching.linking.features import pair_features
from jusan.matching.linking.index import candidates
from jusan.matching.linking.linker import FIRST_FEATURES, SECOND_FEATURES, Registry
from jusan.matching.linking.records import record_of
from jusan.matching.linking.trees import Model, Trees, joined, write_model
from verification.linkage import channels

SETTINGS = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 60,
    "lambda_l2": 5.0, "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1,
    "max_delta_step": 3.0, "num_threads": 1, "verbose": -1, "seed": 1, "deterministic": True,
}  # fmt: skip
FIRST_ROUNDS, SECOND_ROUNDS = 300, 250
#: (seed, records) of generated registries: for the first weights, the second, and the line.
CHANNELS = {
    "first": ((1, 2000), (2, 5000), (3, 3000)),
    "second": ((4, 2000), (5, 5000), (6, 3000)),
    "line": ((7, 4000),),
}
STORMS = {
    "first": ((11, 5000), (12, 15000)),
    "second": ((13, 5000), (14, 15000)),
    "line": ((15, 8000),),
}


@dataclass
class Part:
    """A registry with the truth, and which of its records may be learned from."""

    registry: Registry
    truth: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    weight: float


def share_of(family: str) -> int:
    """0 to 3: the quarter of a family by a hash of its number; 0 and 1 train, 2 and 3 measure."""
    return hashlib.sha256(f"linkage {family}".encode()).digest()[0] % 4


def _part(
    lines: list[dict[str, str]], truth: list[str], allowed: list[bool], weight: float = 1.0
) -> Part:
    numbers = {name: k for k, name in enumerate(dict.fromkeys(truth))}
    registry = linker.registry_of([record_of(line) for line in lines])
    return Part(registry, np.array([numbers[t] for t in truth]), np.array(allowed), weight)


def parts(
    role: str, clusters: Path | None, real: list[dict[str, str]], weight: float = 3.0
) -> list[Part]:
    """The registries of one role; a quarter of the real one for the first and second weights."""
    made = []
    for seed, records in CHANNELS[role]:
        lines = channels.registry(seed, records, clusters)
        made.append(_part(lines, [line["truth"] for line in lines], [True] * len(lines)))
    for seed, records in STORMS[role]:
        _, told = storm(records, seed)
        made.append(
            _part([t.cells for t in told], [str(t.person) for t in told], [True] * len(told))
        )
    quarter = {"first": 0, "second": 1}.get(role)
    if real and quarter is not None:
        mine = [share_of(line["fam"]) == quarter for line in real]
        made.append(_part(real, [line["truth"] for line in real], mine, weight))
    return made


def _gather(rows: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(np.concatenate(column) for column in zip(*rows, strict=True))


def first_data(part: Part) -> tuple[Any, ...]:
    """Features, truth, prior and weight of the candidate pairs of allowed records."""
    r = part.registry
    left, right = candidates(r.index)
    kept = part.allowed[left] & part.allowed[right]
    left, right = left[kept], right[kept]
    facts = pair_features(r.index, r.claims, r.habits, left, right)
    return _rows(part, facts, left, right)


def second_data(part: Part, model: Model) -> tuple[Any, ...]:
    """The same with what the other records say, from the first weights."""
    left, right, odds = linker.first_weights(part.registry, model)
    facts, asked = linker.second_facts(part.registry, left, right, odds)
    kept = part.allowed[left] & part.allowed[right]
    return _rows(part, facts[kept], left[asked][kept], right[asked][kept])


def _rows(part: Part, facts: Any, left: Any, right: Any) -> tuple[Any, ...]:
    same = (part.truth[left] == part.truth[right]).astype(float)
    prior = np.full(len(same), part.registry.ln_prior_odds)
    return facts, same, prior, np.full(len(same), part.weight)


def fit(names: tuple[str, ...], data: tuple[Any, ...], rounds: int) -> Trees:
    """Boosted trees whose sum is ln LR: the prior odds are given as the starting point."""
    facts, same, prior, weight = data
    held = lightgbm.Dataset(facts, same, weight=weight, init_score=prior, feature_name=list(names))
    booster = lightgbm.train({**SETTINGS, "boost_from_average": False}, held, rounds)
    trees = [_nodes(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return joined(names, trees)


def _nodes(root: dict[str, Any]) -> list[tuple[int, float, int, int, int, float]]:
    out: list[Any] = []

    def visit(node: dict[str, Any]) -> int:
        at = len(out)
        out.append(None)
        if "leaf_value" in node and "split_feature" not in node:
            out[at] = (-1, 0.0, 0, 0, 0, node["leaf_value"])
            return at
        left, right = visit(node["left_child"]), visit(node["right_child"])
        missing = (
            node["default_left"] if node["missing_type"] == "NaN" else node["threshold"] >= 0.0
        )
        out[at] = (node["split_feature"], node["threshold"], left, right, int(missing), 0.0)
        return at

    visit(root)
    return out


def line(model: Model, held: list[Part]) -> tuple[float, float]:
    """Slope and shift of a logistic regression of truth on the second weight (Platt 1999)."""
    facts, same, prior, _ = _gather([second_data(part, model) for part in held])
    x = model.second.sum(facts)
    a = np.array([1.0, 0.0])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-(a[0] * x + a[1] + prior)))
        basis = np.stack([x, np.ones_like(x)])
        a = a + np.linalg.solve((basis * (p * (1.0 - p))) @ basis.T, basis @ (same - p))
    return float(a[0]), float(a[1])


def train(clusters: Path | None, real: list[dict[str, str]], about: dict[str, Any]) -> Model:
    """Both sums of trees and the line."""
    first = fit(
        FIRST_FEATURES,
        _gather([first_data(p) for p in parts("first", clusters, real)]),
        FIRST_ROUNDS,
    )
    half = Model(first, first, 1.0, 0.0, about)
    seconds = [second_data(p, half) for p in parts("second", clusters, real)]
    whole = Model(first, fit(SECOND_FEATURES, _gather(seconds), SECOND_ROUNDS), 1.0, 0.0, about)
    slope, shift = line(whole, parts("line", clusters, []))
    return Model(first, whole.second, slope, shift, about)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="verification.linkage.train", description=__doc__)
    parser.add_argument("--clusters", type=Path, help="spellings of names, JSON lines, gzip")
    parser.add_argument("--registry", type=Path, help="a registry with columns truth and fam")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    real: list[dict[str, str]] = []
    if args.registry:
        with args.registry.open(encoding="utf-8", newline="") as file:
            real = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    about = {
        "made_by": "python -m verification.linkage.train --clusters clusters_train.jsonl.gz "
        "--registry registry_channels.tsv --out linkage.npz",
        "data": "generated registries (verification.linkage.channels, cases.storm) and one half of "
        "a registry of names without persons, by family",
        "settings": {**SETTINGS, "rounds": [FIRST_ROUNDS, SECOND_ROUNDS]},
    }
    write_model(args.out, train(args.clusters, real, about))


if __name__ == "__main__":
    main()
