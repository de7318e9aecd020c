"""The tracing storm: thresholds chosen on a fifth of the persons, measured on the others."""

from __future__ import annotations

import hashlib
import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from jusan.bench.figures import Figure
from jusan.bench.link.measures import ranking, true_pairs
from jusan.bench.link.registry import Run, run
from jusan.matching.linking.records import REQUIRED
from jusan.names.tables import read_table

PRECISION, CHOSEN_WITH = 0.985, 0.20


def held_out(person: str) -> bool:
    """Whether a person is one of the fifth on which the threshold is chosen."""
    return hashlib.sha256(f"storm {person}".encode()).digest()[0] < 256 * CHOSEN_WITH


def figures(folder: Path | None) -> Iterator[Figure]:
    """Precision, recall and review queue at the chosen threshold; time and memory."""
    if folder is None or not (folder / "truth.tsv").exists():
        how = "no truth.tsv: python -m cases.storm --out DIR, then --files DIR"
        yield Figure("storm", None, "", how)
        return
    table = read_table(folder / "records.tsv", REQUIRED)
    known = read_table(folder / "truth.tsv", ("rid", "person"))
    person = dict(zip(known.unique("rid"), known.column("person"), strict=True))
    truth = tuple(person[rid] for rid in table.column("rid"))
    found = run(table, truth)
    yield from _at_threshold(found, truth)
    how = f"{len(table.rows)} records, index and work, wall time, one process of two threads"
    yield Figure("storm: time", found.seconds, "s", how, 120.0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("storm: peak memory", peak, "MB", "of this process", 2000.0)


def _at_threshold(found: Run, truth: tuple[str, ...]) -> Iterator[Figure]:
    """A pair belongs to the fifth if the person of its first record does: a fifth of the true
    pairs and a fifth of the false ones, so that precision there is that of the whole."""
    fifth = np.array([held_out(name) for name in truth])
    chosen = fifth[found.pairs.left]
    rest = ~chosen
    scores = found.pairs.ln_lr
    learned = ranking(
        scores[chosen], found.same[chosen], true_pairs([t for t in truth if held_out(t)])
    )
    limit = learned.score_at(PRECISION)
    above = rest & (scores >= limit)
    pairs = true_pairs([t for t in truth if not held_out(t)])
    how = f"ln LR >= {limit:.2f}, chosen on a fifth of the persons for precision {PRECISION}"
    yield Figure("storm: pair precision", float(found.same[above].mean()), "", how, 0.985, False)
    yield Figure("storm: pair recall", float(found.same[above].sum() / pairs), "", how, 0.93, False)
    measured = ranking(scores[rest], found.same[rest], pairs)
    yield Figure("storm: best F1", measured.best_f1(), "", "the other four fifths")
    queue = rest & (scores < limit) & (found.pairs.probability >= 0.5)
    share = 100.0 * float(queue.sum()) / int((~fifth).sum())
    more = "pairs under the threshold and of probability >= 0.5, in 100 records"
    yield Figure("storm: review queue", share, "%", more, 6.0)
