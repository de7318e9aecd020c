"""Benchmarks of linkage: pairs found among the records of a folder whose truth is known."""

from collections.abc import Iterator
from pathlib import Path

from jusan.bench.figures import Figure
from jusan.bench.link import registry, storm


def figures(quick: bool = False, files: Path | None = None) -> Iterator[Figure]:
    """Every figure that the folder allows: `registry_channels.tsv`, or `records.tsv` with
    `truth.tsv` as `python -m cases.storm --out DIR` writes them. `quick` measures no peer."""
    yield from registry.figures(files, peers=not quick)
    yield from storm.figures(files)
