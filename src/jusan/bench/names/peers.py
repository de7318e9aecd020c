"""Other programs on the same pairs in the same run, where the extra `bench` is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np

from jusan.bench.figures import PROCESSOR, Figure, seconds
from jusan.bench.names.pairs import Rows, best_f1, precision_at

Score = Callable[[str, str], float]


def figures(rows: Rows, quick: bool) -> Iterator[Figure]:
    """F1, precision at recall .9 and pairs a second of each peer."""
    for name, needs, make, every in PEERS:
        missing = [module for module in needs if find_spec(module) is None]
        if missing:
            yield Figure(f"{name}: F1", None, "", f"{', '.join(missing)}: not installed")
            continue
        yield from _measured(name, make(), rows, every * (4 if quick else 1))


def _measured(name: str, score: Score, rows: Rows, every: int) -> Iterator[Figure]:
    pairs = list(zip(rows.a, rows.b, strict=True))[::every]
    label, found = rows.label[::every], np.zeros(len(pairs))

    def work() -> None:
        found[:] = [score(a, b) for a, b in pairs]

    taken = seconds(work, PROCESSOR)
    how = f"{len(pairs)} pairs"
    yield Figure(f"{name}: F1", best_f1(found, label), "", how)
    yield Figure(f"{name}: precision at recall .9", precision_at(found, label, 0.9), "", how)
    yield Figure(f"{name}: pairs a second", len(pairs) / taken, "1/s", how)


def _jaro_winkler() -> Score:
    anyascii: Any = importlib.import_module("anyascii").anyascii
    distance: Any = importlib.import_module("rapidfuzz.distance").JaroWinkler

    def score(a: str, b: str) -> float:
        one, other = (" ".join(sorted(anyascii(text).lower().split())) for text in (a, b))
        return float(distance.similarity(one, other))

    return score


def _logic() -> Score:
    algorithm: Any = importlib.import_module("nomenklatura.matching").get_algorithm("logic-v2")
    entity: Any = importlib.import_module("followthemoney").EntityProxy
    settings = algorithm.default_config()

    def person(text: str) -> Any:
        properties = {"name": [text]}
        return entity.from_dict({"id": "x", "schema": "Person", "properties": properties})

    return lambda a, b: float(algorithm.compare(person(a), person(b), settings).score)


#: Name, modules needed, how to make the score, and each how manieth pair it is given (slow ones).
PEERS: tuple[tuple[str, tuple[str, ...], Callable[[], Score], int], ...] = (
    ("anyascii + Jaro-Winkler", ("anyascii", "rapidfuzz"), _jaro_winkler, 1),
    ("nomenklatura logic-v2", ("nomenklatura", "followthemoney"), _logic, 10),
)
