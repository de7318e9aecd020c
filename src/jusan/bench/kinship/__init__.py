"""Benchmarks of kinship: likelihoods, search, and how soon a command answers."""

from collections.abc import Iterator

from jusan.bench.figures import Figure
from jusan.bench.kinship import likelihoods, searching, starting


def figures(quick: bool = False) -> Iterator[Figure]:
    """Every figure, measured as it is asked for."""
    yield from likelihoods.figures(quick)
    yield from searching.figures(quick)
    yield from starting.figures(quick)
