"""The JSON case `jusan-dvi/1`: found persons, families with missing members, pairings."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from jusan.kinship.errors import KinshipError
from jusan.kinship.formats.case_json import (
    parse_genotypes,
    parse_markers,
    parse_pedigree,
)
from jusan.kinship.pedigrees import Sex
from jusan.matching.assignment import NOBODY, Family, Found, Problem
from jusan.matching.errors import CaseFormatError

SCHEMA = "jusan-dvi/1"


def read_dvi_case(path: Path) -> Problem:
    """Read a case file. Raises CaseFormatError naming the file and the field."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CaseFormatError(f"{path.name}: not a readable JSON file ({error})") from error
    try:
        return parse_dvi_case(data, default_name=path.stem)
    except (KinshipError, CaseFormatError) as error:
        raise CaseFormatError(f"{path.name}: {error}") from error


def parse_dvi_case(data: Any, *, default_name: str = "case") -> Problem:
    """A problem of decoded JSON. `pairings` null: every place of the same sex."""
    if not isinstance(data, Mapping):
        raise CaseFormatError("case: expected an object")
    markers = parse_markers(data.get("markers"))
    found = tuple(_found(row, i) for i, row in enumerate(_list(data, "pm")))
    missing = [str(name) for name in _list(data, "missing")]
    references = parse_genotypes(data.get("am_genotypes"), markers, "am_genotypes")
    families = []
    for i, row in enumerate(_list(data, "am")):
        if not isinstance(row, Mapping):
            raise CaseFormatError(f"am[{i}]: expected an object")
        pedigree = parse_pedigree(row.get("pedigree"), f"am[{i}].pedigree")
        typed = [str(ref) for ref in row.get("refs") or ()]
        unknown = [ref for ref in typed if ref not in pedigree or ref not in references]
        if unknown:
            raise CaseFormatError(f"am[{i}].refs: {unknown[0]!r} has no place or no genotypes")
        families.append(
            Family(
                name=str(row.get("name") or f"family {i + 1}"),
                pedigree=pedigree,
                genotypes={ref: references[ref] for ref in typed},
                places=tuple(name for name in missing if name in pedigree),
            )
        )
    return Problem(
        name=str(data.get("dataset") or default_name),
        markers=markers,
        found=found,
        genotypes=parse_genotypes(data.get("pm_genotypes"), markers, "pm_genotypes"),
        families=tuple(families),
        allowed=_pairings(data.get("pairings")),
    )


def _found(row: Any, position: int) -> Found:
    if (
        not isinstance(row, Mapping)
        or "id" not in row
        or row.get("sex", "U") not in ("M", "F", "U")
    ):
        raise CaseFormatError(f"pm[{position}]: expected an id and a sex of M, F or U")
    return Found(str(row["id"]), cast(Sex, row.get("sex", "U")))


def _pairings(raw: Any) -> dict[str, tuple[str, ...]] | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise CaseFormatError("pairings: expected an object or null")
    return {
        str(found): tuple(str(place) for place in places if place != NOBODY)
        for found, places in raw.items()
    }


def _list(data: Mapping[str, Any], field: str) -> list[Any]:
    value = data.get(field)
    if not isinstance(value, list):
        raise CaseFormatError(f"{field}: expected a list")
    return value
