"""What a shown hit is rescored under: theta, mutation, linked markers, unlisted alleles.

The file is a laboratory's policy.toml, read for the fields that matter here, with two tables of
the search's own: [[linkage]] (marker1, marker2, rho) and [search] (slack_log10, rescored).
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from jusan.kinship.errors import FileFormatError, KinshipError
from jusan.kinship.linkage import Link
from jusan.kinship.loci import Mutation, MutationModel, MutationSpec, canonical_marker

DEFAULT = Path(__file__).parent / "policy" / "default.toml"


@dataclass(frozen=True, slots=True)
class SearchPolicy:
    """One version of a policy. `ln_slack`: how far under the threshold a fast LR may lie."""

    version: str
    theta: float = 0.0
    mutation: Mutation | None = None
    links: tuple[Link, ...] = ()
    unlisted_freq: float | None = None
    ln_slack: float = 0.0
    rescored: int = 100


def read_policy(path: Path = DEFAULT) -> SearchPolicy:
    """Read a policy. Raises FileFormatError naming file, field and expectation."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileFormatError(f"{path.name}: not a readable TOML file ({error})") from error
    try:
        return _policy(table)
    except KinshipError as error:
        raise FileFormatError(f"{path.name}, {error}") from error


def _policy(table: Mapping[str, Any]) -> SearchPolicy:
    version = table.get("version")
    if not isinstance(version, str) or not version:
        raise FileFormatError("field version: expected a short text")
    search = _part(table, "search")
    rescored = _number(search, "rescored", 1, 1e6, default=100)
    return SearchPolicy(
        version=version,
        theta=_number(table, "theta", 0, 0.5, default=0.0),
        mutation=_mutation(_part(table, "mutation")),
        links=tuple(_link(row) for row in _rows(table, "linkage")),
        unlisted_freq=_number(table, "unlisted_allele_frequency", 1e-9, 0.1)
        if "unlisted_allele_frequency" in table
        else None,
        ln_slack=_number(search, "slack_log10", 0, 50, default=1.0) * math.log(10),
        rescored=int(rescored),
    )


def _mutation(table: Mapping[str, Any]) -> Mutation | None:
    if not table:
        return None
    model = table.get("model")
    if model not in get_args(MutationModel) or model == "custom":
        raise FileFormatError(f"field mutation.model: {model!r} is not a known model")

    def spec(rate: str) -> MutationSpec:
        return MutationSpec(
            model=cast(MutationModel, model),
            rate=_number(table, rate, 0, 0.5),
            rate2=_number(table, "microvariant_rate", 0, 0.5, default=0.0),
            range=_number(table, "range", 1e-6, 1, default=0.1),
        )

    return Mutation(spec("male_rate"), spec("female_rate"))


def _link(row: Mapping[str, Any]) -> Link:
    names = [row.get(field) for field in ("marker1", "marker2")]
    if not all(isinstance(name, str) for name in names):
        raise FileFormatError("field linkage: expected marker1, marker2 and rho")
    one, two = (canonical_marker(str(name)) for name in names)
    return Link(one, two, _number(row, "rho", 0, 0.5))


def _rows(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = table.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FileFormatError(f"field {name}: expected tables [[{name}]]")
    return rows


def _part(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = table.get(name, {})
    if not isinstance(part, dict):
        raise FileFormatError(f"field {name}: expected the table [{name}]")
    return part


def _number(
    table: Mapping[str, Any], name: str, low: float, high: float, *, default: float | None = None
) -> float:
    value = table.get(name, default)
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    raise FileFormatError(f"field {name}: {value!r}, expected a number from {low} to {high}")
