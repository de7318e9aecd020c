"""Searching a register: recall, queries a second, seconds and memory of the index."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from jusan.bench.figures import PROCESSOR, WALL, Figure, seconds
from jusan.names import ranking
from jusan.names.parts import parse_name
from jusan.names.retrieval import Index
from jusan.names.tables import read_table
from jusan.names.training_ranking import Choice, fit

MEBIBYTE = 2.0**20


def figures(files: Path, quick: bool) -> Iterator[Figure]:
    """Index, recall of unseen and of all queries, speed."""
    known = read_table(files / "registry.tsv", ("rid", "name"))
    asked = read_table(files / "queries.tsv", ("name", "rid"))
    names, row_of = known.column("name"), {rid: k for k, rid in enumerate(known.unique("rid"))}
    queries = list(zip(asked.column("name"), asked.column("rid"), strict=True))
    queries = queries[:: 6 if quick else 1]
    built: list[Index] = []
    taken = seconds(lambda: built.append(Index.of(names)), PROCESSOR)
    index = built[0]
    what = f"{len(names)} names, processor time"
    yield Figure("search: seconds of the index", taken, "s", what, 20.0)
    yield Figure("search: memory of the index", _memory(names[:5000]) * len(names) / 5000, "MiB",
                 "peak of building 5,000 names, scaled", 1024.0)  # fmt: skip
    index.search(queries[0][0], 100)
    yield from _recall(index, queries, row_of)
    yield from _speed(index, [text for text, _ in queries])


def _memory(names: list[str]) -> float:
    tracemalloc.start()
    Index.of(names)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MEBIBYTE


def _recall(
    index: Index, queries: list[tuple[str, str]], row_of: dict[str, int]
) -> Iterator[Figure]:
    """Order fitted on every second query and measured on the others, and as shipped."""
    found: list[Choice] = []
    for text, rid in queries:
        rows, table, _ = index.weighed(parse_name(text), 100)
        there = np.flatnonzero(rows == row_of[rid])
        found.append((table, int(there[0]) if len(there) else -1))
    unseen = np.zeros(len(found))
    for half in (0, 1):
        weights = fit([choice for choice in found[half::2] if choice[1] >= 0])
        unseen[1 - half :: 2] = [_rank(choice, weights) for choice in found[1 - half :: 2]]
    shipped = np.array([_rank(choice, ranking.weights()) for choice in found])
    for most, goal in ((1, 0.75), (10, 0.93), (100, 0.99)):
        how = f"{len(found)} queries, order fitted on every other one"
        recall = float((unseen <= most).mean())
        yield Figure(f"search: recall @{most}", recall, "", how, goal, at_most=False)
    for most in (1, 10, 100):
        how = f"{len(found)} queries, the shipped order has seen them"
        yield Figure(f"search: recall @{most} as shipped", float((shipped <= most).mean()), "", how)


def _rank(choice: Choice, weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    table, true = choice
    if true < 0:
        return float("inf")
    score = table @ weights
    return float((score > score[true] + 1e-9).sum() + 1)


def _speed(index: Index, texts: list[str]) -> Iterator[Figure]:
    taken = seconds(lambda: [index.search(text, 100) for text in texts], PROCESSOR)
    how = f"{len(texts)} queries, 100 hits each, one core, processor time"
    yield Figure("search: queries a second", len(texts) / taken, "1/s", how, 50.0, at_most=False)
    walls = []
    for text in texts[:200]:
        start = WALL()
        index.search(text, 10)
        walls.append(1000.0 * (WALL() - start))
    yield Figure("search: one typed query", float(np.median(walls)), "ms",
                 "median of 200 in a running process", 30.0)  # fmt: skip
