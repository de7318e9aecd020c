"""A registry of several channels with the column `truth`, read for measuring alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jusan.bench.figures import Figure
from jusan.bench.link import peer
from jusan.bench.link.measures import Ranking, cllr, ranking, reliability, true_pairs
from jusan.matching.linking import linker
from jusan.matching.linking.linker import Pairs
from jusan.matching.linking.records import REQUIRED, records_of
from jusan.names.tables import Table, read_table

FILE = "registry_channels.tsv"


@dataclass(frozen=True)
class Run:
    """Pairs of a table with their truth and the seconds they took."""

    pairs: Pairs
    same: np.ndarray
    ranking: Ranking
    seconds: float


def run(table: Table, truth: tuple[str, ...]) -> Run:
    """Link a table and compare with the truth."""
    rows = records_of(table)
    start = time.perf_counter()
    pairs = linker.link(linker.registry_of(rows), least=0.0)
    took = time.perf_counter() - start
    numbers = np.array(truth)
    same = numbers[pairs.left] == numbers[pairs.right]
    return Run(pairs, same, ranking(pairs.ln_lr, same, true_pairs(truth)), took)


def figures(folder: Path | None, *, peers: bool) -> Iterator[Figure]:
    """F1, recall at precision .99, average precision, time, calibration, and the peer."""
    path = folder / FILE if folder else None
    if path is None or not path.exists():
        yield Figure(
            "registry of channels", None, "", f"no {FILE}: give its folder with --files DIR"
        )
        return
    table = read_table(path, (*REQUIRED, "truth"))
    truth = tuple(table.column("truth"))
    found = run(table, truth)
    how = f"{FILE}, {len(table.rows)} records, half of its families were learned from"
    yield Figure("registry: F1", found.ranking.best_f1(), "", how, 0.88, False)
    yield Figure(
        "registry: recall at precision .99", found.ranking.recall_at(0.99), "", how, 0.65, False
    )
    yield Figure(
        "registry: average precision", found.ranking.average_precision(), "", how, 0.93, False
    )
    per_5000 = "index and work, wall time, one process"
    yield Figure("registry: time", found.seconds, "s", per_5000, 60.0)
    true, every = true_pairs(truth), len(truth) * (len(truth) - 1) // 2
    cost = cllr(found.pairs.ln_lr, found.same, true, every - true)
    yield Figure("registry: Cllr", cost, "bits", "all pairs; those not weighed as the lowest")
    for mean, share, count in reliability(found.pairs.probability, found.same):
        yield Figure(f"registry: true at probability {mean:.3f}", share, "", f"{count} pairs")
    if peers:
        yield from peer.figures(table, truth)
