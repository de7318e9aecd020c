"""`jusan kinship search` as plain functions: files in, hits out."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from jusan.kinship.catalogue import RELATIONSHIPS
from jusan.kinship.errors import FileFormatError, HypothesisError
from jusan.kinship.formats.case_json import read_case
from jusan.kinship.frequencies import FrequencyTable
from jusan.kinship.loci import Marker
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.family import family_of, missing_of, search_family
from jusan.kinship.search.hits import Hit
from jusan.kinship.search.messages import Message, is_xml
from jusan.kinship.search.pairs import search_pairs
from jusan.kinship.search.policy import SearchPolicy
from jusan.kinship.search.recipes import Engine, Query, codebook_for, ln_of, local_engine
from jusan.kinship.search.sources import Profiles, ProfileTable, Source

#: A meter for a total (bytes of a file, or parts); what it gives is told how far the scan is.
Meter = Callable[[int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Request:
    """What the terminal asks for, beside the files."""

    min_lr: float
    top: int
    policy: SearchPolicy
    skip: Sequence[str] = ()
    scheduler: str | None = None
    threads: int | None = None
    query_is_elder: bool = True


@dataclass(frozen=True)
class Answer:
    """Hits in order, and what weighed nothing (sentences with file, line and field)."""

    hits: Sequence[Hit]
    notes: Sequence[str]
    policy: str
    queries: int = 1


def parse_relationships(text: str) -> list[str]:
    """Names separated by commas; hyphens for blanks, and a name's own comma left out, are fine.

    Raises HypothesisError.
    """
    known = {_plain(name): name for name in RELATIONSHIPS if name != "unrelated"}
    found = []
    for part in text.split(","):
        if _plain(part) not in known:
            raise HypothesisError(
                f"--relationships: {part.strip()!r} is not known, expected one or more of "
                + "; ".join(known)
            )
        found.append(known[_plain(part)])
    return list(dict.fromkeys(found))


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\s,_-]+", name.strip().lower()))


def run_pairs(
    database: Path,
    queries: Path,
    frequencies: Path,
    relationships: Sequence[str],
    request: Request,
    meter: Meter,
) -> Answer:
    """Blind search of a database for every profile of a query table."""
    table = FrequencyTable.read_csv(frequencies)
    source, asked = open_database(database, request.skip), open_table(queries, request.skip)
    markers = table.markers(request.policy.mutation)
    codebook = _codebook(markers, [source, asked], request.policy.unlisted_freq)
    persons = list(_queries(asked, codebook))
    if not persons:
        raise FileFormatError(f"{queries.name}: no profile, expected at least one query")
    with meter(source.total) as told:
        hits = search_pairs(
            _engine(source, database, request, told),
            codebook,
            persons,
            relationships,
            request.policy,
            ln_min=ln_of(request.min_lr),
            top=request.top,
            query_is_elder=request.query_is_elder,
        )
    notes = [*source.notes.values(), *asked.notes.values()]
    return Answer(hits, notes, request.policy.version, len(persons))


def run_family(database: Path, case_file: Path, request: Request, meter: Meter) -> Answer:
    """Search of a database for the missing person of a case; the case's own policy holds."""
    case = read_case(case_file)
    missing_of(case)
    source = open_database(database, request.skip)
    family = Profiles(case_file.name, family_of(case))
    codebook = _codebook(case.markers, [source, family], case.unlisted_freq)
    with meter(source.total) as told:
        try:
            hits = search_family(
                _engine(source, database, request, told),
                codebook,
                case,
                request.policy,
                ln_min=ln_of(request.min_lr),
                top=request.top,
            )
        except HypothesisError as error:
            raise HypothesisError(f"{case_file.name}: {error}") from error
    return Answer(hits, list(source.notes.values()), f"{case.id} (the case's own)")


def run_partition(
    database: Path, frequencies: Path, folder: Path, *, rows: int, skip: Sequence[str]
) -> list[Path]:
    """Write a profile table as Parquet parts, for a cluster or for faster reading."""
    from jusan.kinship.search.partitions import write_parts

    source = open_table(database, skip)
    markers = FrequencyTable.read_csv(frequencies).markers()
    # any frequency will do here: the parts hold results, not weights
    codebook = _codebook(markers, [source], 1e-6)
    return write_parts(source, codebook, folder, rows=rows)


def open_database(path: Path, skip: Sequence[str]) -> Source:
    """A text table, or a folder of Parquet parts."""
    if not path.is_dir():
        return open_table(path, skip)
    from jusan.kinship.search.partitions import Parts, parts_of

    return Parts(parts_of(path), skip)


def open_table(path: Path, skip: Sequence[str]) -> Source:
    """A text table, or CODIS CMF where the file begins as XML."""
    return Message(path, skip) if is_xml(path) else ProfileTable(path, skip)


def _engine(
    source: Source, database: Path, request: Request, told: Callable[[int], None]
) -> Engine:
    if request.scheduler is None:
        source.told = told
        return local_engine(source, threads=request.threads)
    if not database.is_dir():
        raise FileFormatError(
            f"{database.name}: --scheduler needs a folder of Parquet parts "
            "(jusan kinship partition writes one)"
        )
    from jusan.kinship.search.cluster import cluster_engine
    from jusan.kinship.search.partitions import parts_of

    return cluster_engine(request.scheduler, parts_of(database), skip=request.skip, progress=told)


def _codebook(
    markers: Sequence[Marker], sources: Iterable[Source], unlisted_freq: float | None
) -> Codebook:
    """Codes for the markers; with a rule for unlisted alleles, one pass looks which there are."""
    codebook = Codebook(tuple(markers))
    if unlisted_freq is None:
        return codebook
    seen: dict[str, set[str]] = {}
    for source in sources:
        for marker, alleles in source.unlisted(codebook).items():
            seen.setdefault(marker, set()).update(alleles)
    return codebook_for(markers, seen, unlisted_freq)


def _queries(source: Source, codebook: Codebook) -> Iterable[Query]:
    for block in source.blocks(codebook):
        for name, sex, row in zip(block.ids, block.sexes, block.codes, strict=True):
            yield Query(name, codebook.decode(row), sex)
