"""Allele-frequency tables of a population.

A table is CSV with the columns marker, allele and freq (found by name). Frequencies belong to a
population and come from the user. An allele that the table does not list gets no frequency by
itself: `with_unlisted` states the rule (add 0.001, scale the rest).
"""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jusan.kinship.errors import FileFormatError, MarkerError
from jusan.kinship.loci import (
    FREQUENCY_SUM_TOLERANCE,
    Marker,
    Mutation,
    MutationSpec,
    canonical_marker,
    has_custom_matrix,
    repeat_number,
    sort_alleles,
    with_unlisted,
)

_COLUMNS = ("marker", "allele", "freq")


@dataclass(frozen=True, slots=True)
class FrequencyTable:
    """Frequencies by marker (canonical name) and allele; each marker sums to one."""

    name: str
    freqs: Mapping[str, Mapping[str, float]]

    @classmethod
    def read_csv(cls, path: str | Path) -> "FrequencyTable":
        """Read `marker,allele,freq`; other columns are passed over.

        Raises FileFormatError with file, line, field and expectation; a marker whose frequencies
        do not sum to one within 0.001 is refused, smaller rounding is scaled away.
        """
        path = Path(path)
        table: dict[str, dict[str, float]] = {}
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.DictReader(stream)
                missing = [c for c in _COLUMNS if c not in (reader.fieldnames or [])]
                if missing:
                    raise FileFormatError(
                        f"{path.name}, line 1: column {missing[0]!r} is missing, "
                        f"expected {', '.join(_COLUMNS)}"
                    )
                for row in reader:
                    _add(table, row, f"{path.name}, line {reader.line_num}")
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise FileFormatError(f"{path.name}: not a readable CSV file ({error})") from error
        if not table:
            raise FileFormatError(f"{path.name}: no frequencies, expected at least one row")
        return cls.of(path.stem, table, path.name)

    @classmethod
    def of(
        cls, name: str, table: Mapping[str, Mapping[str, float]], where: str
    ) -> "FrequencyTable":
        """A table whose markers are checked to sum to one; `where` names the file if not."""
        return cls(name, {marker: _scaled(marker, row, where) for marker, row in table.items()})

    def markers(
        self,
        mutation: MutationSpec | Mutation | None = None,
        *,
        names: Iterable[str] | None = None,
    ) -> list[Marker]:
        """Markers in the table's order (or `names`), all with one mutation model.

        A single MutationSpec holds for both parents. Raises MarkerError for an unknown name.
        """
        both = Mutation(mutation, mutation) if isinstance(mutation, MutationSpec) else mutation
        wanted = [canonical_marker(n) for n in names] if names is not None else list(self.freqs)
        unknown = [name for name in wanted if name not in self.freqs]
        if unknown:
            raise MarkerError(f"marker {unknown[0]!r} is not in frequency table {self.name!r}")
        return [_marker(name, self.freqs[name], both) for name in wanted]

    def with_unlisted(
        self, seen: Mapping[str, Iterable[str]], *, freq: float = 0.001
    ) -> "FrequencyTable":
        """The table with unlisted alleles of `seen` (marker -> alleles) added at `freq`."""
        extended = dict(self.freqs)
        for name, alleles in seen.items():
            if name in extended:
                marker = with_unlisted(_marker(name, extended[name], None), alleles, freq=freq)
                extended[name] = dict(zip(marker.alleles, marker.freqs, strict=True))
        return replace(self, freqs=extended)


def under_table(markers: Iterable[Marker], table: FrequencyTable) -> list[Marker]:
    """The same markers with the alleles and frequencies of another population's table.

    Mutation, silent frequency, chromosome and the tables of single founders stay a marker's own.
    Raises MarkerError for a marker that the table does not list, or whose custom matrix belongs
    to other alleles.
    """
    out = []
    for marker in markers:
        row = _row(table, marker)
        out.append(_aligned(marker, row, _rows(marker), table.name))
    return out


def beside(markers: Iterable[Marker], table: FrequencyTable) -> list[Marker]:
    """The same markers with a further table, for the founders of another population.

    Alleles that only one of the tables lists have frequency 0 in the other. Raises MarkerError
    as `under_table` does.
    """
    out = []
    for marker in markers:
        own = dict(zip(marker.alleles, marker.freqs, strict=True))
        others = {**_rows(marker), table.name: _row(table, marker)}
        out.append(_aligned(marker, own, others, table.name))
    return out


def _row(table: FrequencyTable, marker: Marker) -> dict[str, float]:
    """A table's frequencies at a marker, scaled to leave room for its silent allele."""
    row = table.freqs.get(canonical_marker(marker.name))
    if row is None:
        raise MarkerError(f"marker {marker.name!r} is not in frequency table {table.name!r}")
    seen = 1 - marker.silent_freq
    return {allele: freq * seen for allele, freq in row.items()}


def _rows(marker: Marker) -> dict[str, dict[str, float]]:
    """The frequencies of a marker's other tables, without the alleles that they lack."""
    return {
        name: {a: f for a, f in zip(marker.alleles, freqs, strict=True) if f > 0}
        for name, freqs in marker.tables
    }


def _aligned(
    marker: Marker,
    own: Mapping[str, float],
    others: Mapping[str, Mapping[str, float]],
    name: str,
) -> Marker:
    """The marker with these tables over the alleles of all of them; `name` is the new one."""
    further = {a for row in others.values() for a in row} - own.keys()
    alleles = sort_alleles([*own, *further]) if further else list(own)
    if has_custom_matrix(marker.mutation) and tuple(alleles) != marker.alleles:
        raise MarkerError(
            f"marker {marker.name}: its custom matrix belongs to other alleles than those of "
            f"frequency table {name!r}"
        )
    return replace(
        marker,
        alleles=tuple(alleles),
        freqs=tuple(own.get(a, 0.0) for a in alleles),
        tables=tuple((t, tuple(row.get(a, 0.0) for a in alleles)) for t, row in others.items()),
    )


def _add(table: dict[str, dict[str, float]], row: Mapping[str, str | None], where: str) -> None:
    marker = canonical_marker(row["marker"] or "")
    allele = (row["allele"] or "").strip()
    if not marker or not allele:
        raise FileFormatError(f"{where}: marker and allele must not be empty")
    try:
        freq = float(row["freq"] or "")
    except ValueError:
        freq = math.nan
    if not 0 <= freq <= 1:
        raise FileFormatError(f"{where}, field freq: {row['freq']!r}, expected a number 0 to 1")
    if table.setdefault(marker, {}).setdefault(allele, freq) != freq:
        raise FileFormatError(f"{where}: {marker} {allele} has two frequencies")


def _scaled(marker: str, row: Mapping[str, float], where: str) -> dict[str, float]:
    total = math.fsum(row.values())
    if abs(total - 1) > FREQUENCY_SUM_TOLERANCE:
        raise FileFormatError(
            f"{where}: frequencies of {marker} sum to {total:.6g}, "
            f"expected 1 within {FREQUENCY_SUM_TOLERANCE}"
        )
    return {allele: row[allele] / total for allele in sort_alleles(list(row))}


def _marker(name: str, row: Mapping[str, float], mutation: Mutation | None) -> Marker:
    if mutation is not None and any(repeat_number(allele) is None for allele in row):
        mutation = None  # a marker without repeat numbers has no steps to mutate by
    return Marker(name, tuple(row), tuple(row.values()), mutation=mutation)
