"""Splink 5 in the same run, where it is installed: the best known open linkage of records.

It gets what jusan's own first steps make of the records: names as sound keys in one script, a
birth year. Its weights are learned from the file by expectation maximisation, as its manual says.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from jusan.bench.figures import Figure
from jusan.bench.link.measures import ranking, true_pairs
from jusan.matching.linking.records import Record, records_of
from jusan.names.births import FIRST_YEAR
from jusan.names.tables import Table
from jusan.names.transliteration import latin_key, sound_units

NAMES = ("given", "father", "mother", "surname")


def figures(table: Table, truth: tuple[str, ...]) -> Iterator[Figure]:
    """F1, recall at precision .99 and average precision of Splink on the same records."""
    if importlib.util.find_spec("splink") is None:
        yield Figure("registry: Splink", None, "", "splink is not installed here")
        return
    records = records_of(table)
    start = time.perf_counter()
    left, right, scores = predicted(records)
    took = time.perf_counter() - start
    known = np.array(truth)
    ranks = ranking(scores, known[left] == known[right], true_pairs(truth))
    how = "Splink 5 on sound keys, DuckDB, learned by EM on the same file"
    yield Figure("registry: F1 of Splink", ranks.best_f1(), "", how)
    yield Figure("registry: recall at .99 of Splink", ranks.recall_at(0.99), "", how)
    yield Figure("registry: average precision of Splink", ranks.average_precision(), "", how)
    yield Figure("registry: time of Splink", took, "s", how)


def predicted(records: list[Record]) -> tuple[Any, Any, Any]:
    """Positions of both records and match weights of the pairs that Splink gives."""
    splink = importlib.import_module("splink")
    library = importlib.import_module("splink.comparison_library")
    arrow = importlib.import_module("pyarrow")
    rows = [_row(number, record) for number, record in enumerate(records)]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    database = splink.DuckDBAPI()
    block = splink.block_on
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[
            *(library.JaroWinklerAtThresholds(name, [0.92, 0.8, 0.7]) for name in NAMES),
            library.ExactMatch("sex"),
            library.CustomComparison(output_column_name="year", comparison_levels=_years()),
        ],
        blocking_rules_to_generate_predictions=[
            block("given"), block("father"), block("mother", "sex"), block("surname", "sex"),
            block("substr(given, 1, 2)", "year"),
        ],
    )  # fmt: skip
    linker = splink.Linker(database.register(arrow.table(columns)), settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block("given", "father"), block("given", "mother")], recall=0.5
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block("father"), block("given")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=1e-4).as_record_list()
    left = np.array([row["rid_l"] for row in found], np.int64)
    right = np.array([row["rid_r"] for row in found], np.int64)
    return left, right, np.array([row["match_weight"] for row in found], np.float64)


def _row(number: int, record: Record) -> dict[str, Any]:
    keys = {name: sound_units(latin_key(record.name(name))) or None for name in NAMES}
    spread = record.birth.spread
    year = None
    if spread is not None:
        share = spread.sum() or 1.0
        year = int(FIRST_YEAR + float((np.arange(spread.size) * spread).sum() / share) / 12.0)
    return {"rid": number, "sex": record.sex or None, "year": year, **keys}


def _years() -> list[dict[str, Any]]:
    """Levels of two birth years: equal, one apart, three apart, other."""
    levels: list[dict[str, Any]] = [
        {"sql_condition": '"year_l" IS NULL OR "year_r" IS NULL', "is_null_level": True,
         "label_for_charts": "unknown"}
    ]  # fmt: skip
    levels += [
        {"sql_condition": f'abs("year_l" - "year_r") <= {gap}', "label_for_charts": f"within {gap}"}
        for gap in (0, 1, 3)
    ]
    return [*levels, {"sql_condition": "ELSE", "label_for_charts": "other"}]
