"""Benchmarks of names, on labelled files that are not part of the repository.

The folder has pairs.tsv (stratum, label, a, b, ida, idb), registry.tsv (rid, name) and queries.tsv
(name, rid).
"""

from collections.abc import Iterator
from pathlib import Path

from jusan.bench.figures import Figure
from jusan.bench.names import pairs, peers, searching

ABSENT = "--files FOLDER with pairs.tsv, registry.tsv and queries.tsv was not given"


def figures(quick: bool = False, files: Path | None = None) -> Iterator[Figure]:
    """Every figure, measured as it is asked for; without files one that says so."""
    if files is None:
        yield Figure("names", None, "", ABSENT)
        return
    rows = pairs.read(files / "pairs.tsv", quick)
    yield from pairs.figures(rows)
    yield from peers.figures(rows, quick)
    yield from searching.figures(files, quick)
