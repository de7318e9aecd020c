"""One cell of a profile table to one code: `15/16`, `15/15`, `15` (half-known), or nothing.

One allele alone is half-known, never read as homozygous. What a laboratory marks as unusable
(`OL`, more than two alleles) weighs nothing and is noted once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jusan.kinship.errors import FileFormatError, GenotypeError
from jusan.kinship.loci import canonical_marker, repeat_number
from jusan.kinship.pedigrees import Sex
from jusan.kinship.search.codes import Codebook

_EMPTY = {"", "-", "0", "NN", "NA"}
_SEPARATORS = re.compile(r"[/,;|\s]+")
_SEXES: dict[str, Sex] = {
    "": "U", "U": "U", "UNKNOWN": "U", "M": "M", "MALE": "M", "F": "F", "FEMALE": "F",
}  # fmt: skip


@dataclass(slots=True)
class Reading:
    """Where a reader stands, and what it met. `unlisted` collects alleles instead of refusing."""

    file: str
    line: int = 1
    notes: dict[str, str] = field(default_factory=dict)
    unlisted: dict[str, set[str]] | None = None

    def refuse(self, field_name: str, problem: str) -> FileFormatError:
        """The error for something that cannot be read."""
        place = f"{self.file}, line {self.line}"
        return FileFormatError(f"{place}, field {field_name}: {problem}")

    def note(self, field_name: str, raw: str, reason: str) -> None:
        """Keep the first place of a value that weighs nothing."""
        self.notes.setdefault(
            f"{field_name} {raw}",
            f"{self.file}, line {self.line}, field {field_name}: {raw!r} weighs nothing ({reason})",
        )


class Column(dict[str, int]):
    """Codes by raw cell of one marker; a cell is parsed when it is met for the first time."""

    def __init__(self, codebook: Codebook, position: int, reading: Reading) -> None:
        super().__init__()
        self.position = position
        self._codebook, self._reading = codebook, reading
        self._marker = codebook.markers[position]

    def __missing__(self, raw: str) -> int:
        code = self[raw] = self._parse(raw)
        return code

    def _parse(self, raw: str) -> int:
        nothing = self._codebook.offsets[self.position]
        alleles = [a.removesuffix(".0") for a in _SEPARATORS.split(raw) if a.upper() not in _EMPTY]
        if not alleles:
            return nothing
        name = self._marker.name
        if any(allele.upper() == "OL" for allele in alleles):
            self._reading.note(name, raw, "off-ladder allele")
            return nothing
        if len(set(alleles)) > 2:
            self._reading.note(name, raw, "more than two alleles")
            return nothing
        if len(alleles) > 2:
            raise self._reading.refuse(name, f"{raw!r}, expected two alleles")
        if self._reading.unlisted is not None:
            return self._collect(alleles, nothing)
        try:
            second = alleles[1] if len(alleles) == 2 else None
            genotype = (alleles[0], None) if second is None else (alleles[0], second)
            return self._codebook.code(self.position, genotype)
        except GenotypeError as error:
            raise self._reading.refuse(name, str(error)) from None

    def _collect(self, alleles: Sequence[str], nothing: int) -> int:
        assert self._reading.unlisted is not None
        for allele in alleles:
            if allele not in self._marker.alleles:
                if repeat_number(allele) is None:
                    raise self._reading.refuse(self._marker.name, f"{allele!r} is no allele")
                self._reading.unlisted.setdefault(self._marker.name, set()).add(allele)
        return nothing


def sex_of(raw: str, reading: Reading, field_name: str) -> Sex:
    """M, F or U of a sex column; raises FileFormatError."""
    sex = _SEXES.get(raw.strip().upper())
    if sex is None:
        raise reading.refuse(field_name, f"{raw!r}, expected M, F or U")
    return sex


def sex_of_amelogenin(raw: str) -> Sex:
    """What amelogenin says: X and Y, M; X twice, F; anything else nothing."""
    alleles = [a for a in _SEPARATORS.split(raw.upper()) if a]
    if sorted(set(alleles)) == ["X", "Y"]:
        return "M"
    return "F" if alleles == ["X", "X"] else "U"


def is_passed_over(name: str) -> bool:
    """Markers of the sex chromosomes that kits carry along; they say nothing here."""
    marker = canonical_marker(name)
    return marker in ("AMEL", "Y-indel") or marker.startswith("DYS")
