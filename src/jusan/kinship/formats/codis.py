"""CODIS CMF 3.x files (Common Message Format), read only.

The XML is read by expat in one pass. A document type or an entity is refused before anything of it
is expanded; depth, size and length of texts are bounded. The file is refused whole for its
structure; an allele that cannot be read is kept as received in a flag and weighs nothing, as in a
genotype table. Elements that are not needed are passed over.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from xml.parsers import expat

from jusan.kinship.errors import FileFormatError
from jusan.kinship.formats.genemapper import SEX_MARKERS, Flag, GenotypeTable, read_allele
from jusan.kinship.loci import canonical_marker
from jusan.kinship.profiles import Genotype

NAMESPACE = "urn:CODISImportFile-schema"
MAX_BYTES = 200_000_000
_MAX_DEPTH = 16
_MAX_TEXT = 4_096
#: What one allele alone means. A laboratory may write a homozygote so, or a result with drop-out.
OneAllele = Literal["half-known", "homozygous"]
_HEADER = ("HEADERVERSION", "MESSAGETYPE", "DESTINATIONORI", "SOURCELAB", "SUBMITDATETIME")
_PLACES = {
    "SPECIMEN": "CODISImportFile",
    "SPECIMENID": "SPECIMEN",
    "SPECIMENCATEGORY": "SPECIMEN",
    "LOCUS": "SPECIMEN",
    "LOCUSNAME": "LOCUS",
    "ALLELE": "LOCUS",
    "ALLELEVALUE": "ALLELE",
    **dict.fromkeys(_HEADER, "CODISImportFile"),
}


@dataclass(slots=True)
class _Locus:
    line: int
    name: str = ""
    alleles: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Specimen:
    line: int
    id: str = ""
    category: str = ""
    partial: bool = False
    loci: list[_Locus] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CmfFile:
    """A file as read: its header, each specimen's category, and the genotypes with flags."""

    header: Mapping[str, str]
    categories: Mapping[str, str]
    table: GenotypeTable


def read(
    path: str | Path,
    *,
    known_markers: Collection[str] | None = None,
    one_allele: OneAllele = "half-known",
) -> CmfFile:
    """Read a CMF file. `known_markers`: others are flagged as unknown and weigh nothing.

    `one_allele` says what a single allele means; in a specimen marked PARTIAL it is always
    half-known. Raises FileFormatError with file, line, field and expectation.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileFormatError(f"{path.name}: larger than {MAX_BYTES:,} bytes")
        document = path.read_bytes()
    except OSError as error:
        raise FileFormatError(f"{path.name}: not readable ({error})") from error
    return parse(document, path.name, known_markers=known_markers, one_allele=one_allele)


def parse(
    document: bytes,
    name: str,
    *,
    known_markers: Collection[str] | None = None,
    one_allele: OneAllele = "half-known",
) -> CmfFile:
    """The same from bytes; `name` is the file name for messages."""
    reader = _Reader(name)
    reader.run(document)
    known = None if known_markers is None else {canonical_marker(m) for m in known_markers}
    flags: list[Flag] = []
    samples = {
        specimen.id: _profile(specimen, known, one_allele, flags) for specimen in reader.specimens
    }
    categories = {specimen.id: specimen.category for specimen in reader.specimens}
    return CmfFile(reader.header, categories, GenotypeTable(samples, flags))


class _Reader:
    """Follows the elements; keeps what is needed and where it stood."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.header: dict[str, str] = {}
        self.specimens: list[_Specimen] = []
        self.ids: set[str] = set()
        self.path: list[str] = []
        self.text: list[str] = []
        self.length = 0
        self.passing = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self._refused("a document type")
        self.parser.EntityDeclHandler = self._refused("an entity")
        self.parser.UnparsedEntityDeclHandler = self._refused("an entity")
        self.parser.ExternalEntityRefHandler = self._refused("an external entity")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def run(self, document: bytes) -> None:
        try:
            self.parser.Parse(document, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise FileFormatError(
                f"{self.name}, line {error.lineno}: not well-formed XML ({reason})"
            ) from error
        for needed in ("HEADERVERSION", "MESSAGETYPE"):
            if needed not in self.header:
                raise FileFormatError(f"{self.name}, line 1: {needed} is missing")
        if not self.header["HEADERVERSION"].startswith("3."):
            found = self.header["HEADERVERSION"]
            raise self.fault("HEADERVERSION", f"{found!r}, expected 3.x", 1)
        if not self.specimens:
            raise FileFormatError(f"{self.name}: no SPECIMEN, expected at least one")

    def fault(self, element: str, what: str, line: int | None = None) -> FileFormatError:
        return FileFormatError(f"{self.name}, line {line or self.line}, field {element}: {what}")

    def _refused(self, what: str) -> Callable[..., Any]:
        def handler(*_: object) -> None:
            raise FileFormatError(f"{self.name}, line {self.line}: {what} is not accepted")

        return handler

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, local = tag.rpartition("}")
        if len(self.path) + self.passing >= _MAX_DEPTH:
            raise self.fault(local, f"nested more than {_MAX_DEPTH} deep")
        if not self.path and (local != "CODISImportFile" or namespace not in ("", NAMESPACE)):
            raise self.fault(local[:40], f"expected CODISImportFile of {NAMESPACE}")
        if self.passing or (self.path and local not in _PLACES):
            self.passing += 1
            return
        if self.path and self.path[-1] != _PLACES[local]:
            raise self.fault(local, f"stands in {self.path[-1]}, expected in {_PLACES[local]}")
        self.path.append(local)
        self.text, self.length = [], 0
        if local == "SPECIMEN":
            partial = attributes.get("PARTIAL", "false").lower() in ("true", "1", "yes")
            self.specimens.append(_Specimen(self.line, partial=partial))
        elif local == "LOCUS":
            self.specimens[-1].loci.append(_Locus(self.line))

    def _characters(self, data: str) -> None:
        if self.passing or not self.path:
            return
        self.length += len(data)
        if self.length > _MAX_TEXT:
            raise self.fault(self.path[-1], f"longer than {_MAX_TEXT:,} characters")
        self.text.append(data)

    def _end(self, tag: str) -> None:
        if self.passing:
            self.passing -= 1
            return
        local = self.path.pop()
        value = "".join(self.text).strip()
        self.text, self.length = [], 0
        if local in _HEADER:
            self.header[local] = value
        elif local in ("SPECIMENID", "SPECIMENCATEGORY", "LOCUSNAME", "ALLELEVALUE"):
            self._keep(local, value)
        elif local == "SPECIMEN" and not self.specimens[-1].id:
            raise self.fault("SPECIMENID", "is missing", self.specimens[-1].line)
        elif local == "LOCUS" and not self.specimens[-1].loci[-1].name:
            raise self.fault("LOCUSNAME", "is missing", self.specimens[-1].loci[-1].line)

    def _keep(self, element: str, value: str) -> None:
        specimen = self.specimens[-1]
        if element == "SPECIMENCATEGORY":
            specimen.category = value
            return
        if not value:
            raise self.fault(element, "is empty, expected a text")
        if element == "SPECIMENID":
            if specimen.id or value in self.ids:
                raise self.fault(element, f"{value!r} is given twice")
            specimen.id = value
            self.ids.add(value)
        elif element == "LOCUSNAME":
            if specimen.loci[-1].name:
                raise self.fault(element, f"a second name {value!r} in one LOCUS")
            specimen.loci[-1].name = value
        else:
            specimen.loci[-1].alleles.append((self.line, value))


def _profile(
    specimen: _Specimen,
    known: Collection[str] | None,
    one_allele: OneAllele,
    flags: list[Flag],
) -> dict[str, Genotype]:
    profile: dict[str, Genotype] = {}
    twice: set[str] = set()
    single: OneAllele = "half-known" if specimen.partial else one_allele
    for locus in specimen.loci:
        marker = canonical_marker(locus.name)
        if known is not None and marker not in known and marker not in SEX_MARKERS:
            reason = "unknown marker"
            flags.append(Flag(locus.line, "LOCUSNAME", specimen.id, marker, reason, locus.name))
            continue
        if marker in profile:
            twice.add(marker)
            reason = "marker given twice"
            flags.append(Flag(locus.line, "LOCUSNAME", specimen.id, marker, reason, locus.name))
            continue
        profile[marker] = _genotype(specimen.id, marker, locus, single, flags)
    return profile | dict.fromkeys(twice)


def _genotype(
    specimen: str, marker: str, locus: _Locus, single: OneAllele, flags: list[Flag]
) -> Genotype:
    found: list[str] = []
    for line, raw in locus.alleles:
        allele = read_allele(raw, marker)
        if allele is None:
            off = raw.upper() == "OL" or raw[:1] in "<>"
            reason = "off-ladder allele" if off else "unreadable allele"
            flags.append(Flag(line, "ALLELEVALUE", specimen, marker, reason, raw))
            return None
        found.append(allele)
    if len(found) > 2:
        reason = "more than two alleles"
        line = locus.alleles[2][0]
        flags.append(Flag(line, "ALLELEVALUE", specimen, marker, reason, " ".join(found)))
        return None
    if len(found) == 1:
        return (found[0], found[0]) if single == "homozygous" else (found[0], None)
    return (found[0], found[1]) if found else None
