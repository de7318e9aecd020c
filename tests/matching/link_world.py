"""A small tracing storm with its truth: fictional, made anew in each run."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np

from cases.storm.__main__ import storm, tables
from jusan.matching.linking import linker
from jusan.matching.linking.linker import Registry
from jusan.matching.linking.records import Record, record_of

RECORDS = 600


@cache
def lines() -> list[tuple[dict[str, str], int]]:
    """(cells, person) of every record."""
    return [(line.cells, line.person) for line in storm(RECORDS, 77)[1]]


def records() -> list[Record]:
    """The records, in file order."""
    return [record_of(cells) for cells, _ in lines()]


@cache
def registry() -> Registry:
    """Their registry."""
    return linker.registry_of(records())


def truth() -> np.ndarray:
    """The person of each record."""
    return np.array([person for _, person in lines()])


def true_pairs() -> int:
    """How many pairs of records are about one person."""
    return sum(n * (n - 1) // 2 for n in Counter(truth().tolist()).values())


def write(folder: Path) -> Path:
    """The file of the records."""
    path = folder / "records.tsv"
    path.write_text(tables(*storm(RECORDS, 77))["records.tsv"], encoding="utf-8")
    return path
