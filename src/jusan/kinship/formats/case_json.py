"""The JSON case `jusan-kin-case/1`: markers, genotypes, hypotheses in one file."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast, get_args

from jusan.kinship.errors import FileFormatError, KinshipError, MarkerError
from jusan.kinship.formats.fields import list_of, load_json, mapping, number
from jusan.kinship.formats.lineage_json import mt_to_json, parse_mt, parse_y, y_to_json
from jusan.kinship.frequencies import FrequencyTable, beside, under_table
from jusan.kinship.lineage.mtdna import MtEvidence
from jusan.kinship.lineage.ystr import YEvidence
from jusan.kinship.linkage import Link
from jusan.kinship.loci import Marker, Mutation, MutationModel, MutationSpec, Transform
from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis, RatioResult, evaluate

SCHEMA = "jusan-kin-case/1"
#: The rule of the reference bank for alleles that no table lists.
UNLISTED_FREQ = 0.001


@dataclass(frozen=True, slots=True)
class Case:
    """One case as read: hypotheses[0] is weighed over hypotheses[1]."""

    id: str
    title: str
    markers: tuple[Marker, ...]
    genotypes: Mapping[str, Mapping[str, Genotype]]
    hypotheses: tuple[Hypothesis, ...]
    theta: float = 0.0
    founder_inbreeding: Mapping[str, float] = field(default_factory=dict)
    founder_tables: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    unlisted_freq: float | None = None
    missing: str | None = None
    y: YEvidence | None = None
    mt: MtEvidence | None = None

    def under(self, table: FrequencyTable) -> "Case":
        """The same case with another population's frequencies. Raises MarkerError."""
        return replace(self, markers=tuple(under_table(self.markers, table)))

    def founders_under(self, tables: Mapping[str, FrequencyTable]) -> "Case":
        """The same case with single founders (by person) from other populations' tables.

        Raises MarkerError, also if two different tables have the same name.
        """
        markers, known = list(self.markers), {name for m in self.markers for name, _ in m.tables}
        read: dict[str, FrequencyTable] = {}
        for table in tables.values():
            if table.name in known or read.setdefault(table.name, table) != table:
                raise MarkerError(f"frequency table {table.name!r} is given twice")
        for table in read.values():
            markers = beside(markers, table)
        named = {person: table.name for person, table in tables.items()}
        return replace(
            self, markers=tuple(markers), founder_tables={**self.founder_tables, **named}
        )

    def evaluate(self, *, familias_compatible: bool = False) -> RatioResult:
        """Likelihoods of every hypothesis under the case's own settings."""
        return evaluate(
            self.markers,
            self.genotypes,
            self.hypotheses,
            self.theta,
            founder_inbreeding=self.founder_inbreeding,
            founder_tables=self.founder_tables,
            links=self.links,
            unlisted_freq=self.unlisted_freq,
            familias_compatible=familias_compatible,
        )


def read_case(path: Path) -> Case:
    """Read a case file. Raises FileFormatError naming the file and the field."""
    data = load_json(path)
    try:
        return parse_case(data, default_id=path.stem)
    except KinshipError as error:
        raise type(error)(f"{path.name}: {error}") from error


def parse_case(data: Any, *, default_id: str = "case") -> Case:
    """A case of decoded JSON. Raises FileFormatError or the error of the faulty part."""
    fields = mapping(data, "case")
    markers = parse_markers(fields.get("markers"), fields.get("chromosome"))
    return Case(
        id=str(fields.get("id") or default_id),
        title=str(fields.get("title") or ""),
        markers=markers,
        genotypes=parse_genotypes(fields.get("genotypes"), markers, "genotypes"),
        hypotheses=tuple(
            _hypothesis(h, i) for i, h in enumerate(list_of(fields.get("hypotheses"), "hypotheses"))
        ),
        theta=number(fields.get("theta") or 0.0, "theta"),
        founder_inbreeding={
            str(person): number(value, f"founder_inbreeding.{person}")
            for person, value in mapping(
                fields.get("founder_inbreeding") or {}, "founder_inbreeding"
            ).items()
        },
        founder_tables={
            str(person): str(table)
            for person, table in mapping(
                fields.get("founder_tables") or {}, "founder_tables"
            ).items()
        },
        links=tuple(
            _link(x, i) for i, x in enumerate(list_of(fields.get("linkage") or [], "linkage"))
        ),
        unlisted_freq=_unlisted_freq(fields.get("unlisted_allele_rule")),
        missing=None if fields.get("missing") is None else str(fields["missing"]),
        y=parse_y(fields.get("y")),
        mt=parse_mt(fields.get("mt")),
    )


def write_case(case: Case, path: Path) -> None:
    """Write a case file, whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    body = json.dumps(case_to_json(case), ensure_ascii=False, allow_nan=False, indent=1)
    partial.write_text(body + "\n", encoding="utf-8")
    partial.replace(path)


def parse_markers(raw: Any, chromosome: Any = None) -> tuple[Marker, ...]:
    """Markers of decoded JSON; `chromosome` is the case's own, a marker's wins."""
    return tuple(_marker(m, i, chromosome) for i, m in enumerate(list_of(raw, "markers")))


def parse_genotypes(
    raw: Any, markers: Sequence[Marker], where: str
) -> dict[str, dict[str, Genotype]]:
    """Genotypes given as one list a person, in the order of the markers."""
    out: dict[str, dict[str, Genotype]] = {}
    for person, row in mapping(raw, where).items():
        entries = list_of(row, f"{where}.{person}")
        if len(entries) != len(markers):
            raise FileFormatError(
                f"{where}.{person}: {len(entries)} genotypes, expected {len(markers)} "
                "(one for each marker)"
            )
        out[str(person)] = {
            marker.name: _genotype(entry, f"{where}.{person}[{i}]")
            for i, (marker, entry) in enumerate(zip(markers, entries, strict=True))
        }
    return out


def parse_pedigree(raw: Any, where: str, twins: Sequence[tuple[str, ...]] = ()) -> Pedigree:
    """A pedigree of decoded JSON rows {id, father, mother, sex} and groups of identical twins."""
    people = []
    for i, row in enumerate(list_of(raw, where)):
        fields = mapping(row, f"{where}[{i}]")
        sex = fields.get("sex") or "U"
        if "id" not in fields:
            raise FileFormatError(f"{where}[{i}]: expected an id")
        if sex not in ("M", "F", "U"):
            raise FileFormatError(
                f"{where}[{i}]: {str(fields['id'])!r} has sex {sex!r}, expected M, F or U"
            )
        father, mother = fields.get("father"), fields.get("mother")
        people.append(
            Individual(
                id=str(fields["id"]),
                father=None if father is None else str(father),
                mother=None if mother is None else str(mother),
                sex=cast(Sex, sex),
            )
        )
    return Pedigree.of(people, twins)


def case_to_json(case: Case) -> dict[str, Any]:
    """The case as JSON-ready data; `parse_case` reads it back unchanged."""
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "id": case.id,
        "title": case.title,
        "markers": [marker_to_json(marker) for marker in case.markers],
        "genotypes": {
            person: [_genotype_to_json(profile.get(m.name)) for m in case.markers]
            for person, profile in case.genotypes.items()
        },
        "hypotheses": [
            {"name": h.name, "pedigree": pedigree_to_json(h.pedigree)}
            | ({"twins": [list(group) for group in h.pedigree.twins]} if h.pedigree.twins else {})
            for h in case.hypotheses
        ],
        "theta": case.theta,
        "founder_inbreeding": dict(case.founder_inbreeding) or None,
        "linkage": [{"marker1": x.marker1, "marker2": x.marker2, "rho": x.rho} for x in case.links],
        "unlisted_allele_rule": None
        if case.unlisted_freq is None
        else f"add {case.unlisted_freq!r}, rescale",
        "missing": case.missing,
    }
    if case.founder_tables:
        body["founder_tables"] = dict(case.founder_tables)
    if case.y is not None:
        body["y"] = y_to_json(case.y)
    if case.mt is not None:
        body["mt"] = mt_to_json(case.mt)
    return body


def pedigree_to_json(pedigree: Pedigree) -> list[dict[str, Any]]:
    """Rows {id, father, mother, sex}."""
    return [
        {"id": p.id, "father": p.father, "mother": p.mother, "sex": p.sex}
        for p in pedigree.individuals
    ]


def marker_to_json(marker: Marker) -> dict[str, Any]:
    """One marker; a mutation model is written by its parameters."""
    mutation = marker.mutation
    tables = {name: list(freqs) for name, freqs in marker.tables}
    return {
        "name": marker.name,
        "alleles": list(marker.alleles),
        "freqs": list(marker.freqs),
        "silent_freq": marker.silent_freq,
        "chromosome": marker.chromosome,
        "mutation": None
        if mutation is None
        else {
            "male": _spec_to_json(mutation.male),
            "female": _spec_to_json(mutation.female),
        },
    } | ({"tables": tables} if tables else {})


def _spec_to_json(spec: MutationSpec) -> dict[str, Any]:
    return {
        "model": spec.model,
        "rate": spec.rate,
        "rate2": spec.rate2,
        "range": spec.range,
        "transform": spec.transform,
        "matrix": None if spec.matrix is None else [list(row) for row in spec.matrix],
    }


def _genotype_to_json(genotype: Genotype) -> list[str | None] | None:
    return None if genotype is None else list(genotype)


def _marker(raw: Any, position: int, chromosome: Any) -> Marker:
    where = f"markers[{position}]"
    fields = mapping(raw, where)
    name = str(fields.get("name"))
    alleles = tuple(str(a) for a in list_of(fields.get("alleles"), f"{where}.alleles"))
    freqs = list_of(fields.get("freqs"), f"{where}.freqs")
    tables = mapping(fields.get("tables") or {}, f"{where}.tables")
    named = fields.get("chromosome") or fields.get("chrom") or chromosome
    mutation = fields.get("mutation")
    return Marker(
        name=name,
        alleles=alleles,
        freqs=_freqs(freqs, f"{where}.freqs: {name}", alleles),
        silent_freq=number(fields.get("silent_freq") or 0.0, f"{where}.silent_freq"),
        mutation=None
        if mutation is None
        else Mutation(male=_spec(mutation, "male", where), female=_spec(mutation, "female", where)),
        chromosome="X" if str(named) in ("X", "23") else "autosomal",
        tables=tuple(
            (
                str(table),
                _freqs(
                    list_of(row, f"{where}.tables.{table}"),
                    f"{where}.tables.{table}: {name}",
                    alleles,
                ),
            )
            for table, row in tables.items()
        ),
    )


def _freqs(raw: Sequence[Any], where: str, alleles: Sequence[str]) -> tuple[float, ...]:
    of = (*alleles, *("-" for _ in raw))  # a marker with more frequencies is refused by itself
    return tuple(number(f, f"{where}, allele {a}") for f, a in zip(raw, of, strict=False))


def _spec(mutation: Any, sex: str, where: str) -> MutationSpec:
    fields = mapping(mapping(mutation, f"{where}.mutation").get(sex) or {}, f"{where}.mutation")
    model = fields.get("model") or "none"
    if model not in get_args(MutationModel):
        raise FileFormatError(f"{where}.mutation.{sex}.model: {model!r} is not a known model")
    transform = fields.get("transform") or None
    if transform not in (None, *get_args(Transform)):
        raise FileFormatError(f"{where}.mutation.{sex}.transform: expected PM, MH, BA or null")
    matrix = fields.get("matrix") if model == "custom" else None
    span = fields.get("range")
    return MutationSpec(
        model=cast(MutationModel, model),
        rate=number(fields.get("rate") or 0.0, f"{where}.mutation.{sex}.rate"),
        rate2=number(fields.get("rate2") or 0.0, f"{where}.mutation.{sex}.rate2"),
        range=0.1 if span is None else number(span, f"{where}.mutation.{sex}.range"),
        transform=cast(Transform | None, transform),
        matrix=None if matrix is None else _matrix(matrix, f"{where}.mutation.{sex}.matrix"),
    )


def _matrix(raw: Any, where: str) -> tuple[tuple[float, ...], ...]:
    """Rows of numbers, as many rows as columns."""
    rows = [list_of(row, f"{where}[{i}]") for i, row in enumerate(list_of(raw, where))]
    for i, row in enumerate(rows):
        if len(row) != len(rows):
            raise FileFormatError(f"{where}[{i}]: {len(row)} numbers, expected {len(rows)}")
    return tuple(tuple(number(x, f"{where}[{i}]") for x in row) for i, row in enumerate(rows))


def _unlisted_freq(raw: Any) -> float | None:
    """The frequency that the rule's words name (`add 0.001, rescale`), else the bank's."""
    if not raw:
        return None
    named = re.search(r"0\.\d+(e-\d+)?|\d(\.\d+)?e-\d+", str(raw))
    return float(named[0]) if named else UNLISTED_FREQ


def _hypothesis(raw: Any, position: int) -> Hypothesis:
    where = f"hypotheses[{position}]"
    fields = mapping(raw, where)
    name = str(fields.get("name") or f"H{position + 1}")
    twins = [
        tuple(str(twin) for twin in list_of(group, f"{where}.twins[{i}]"))
        for i, group in enumerate(list_of(fields.get("twins") or [], f"{where}.twins"))
    ]
    return Hypothesis(name, parse_pedigree(fields.get("pedigree"), f"{where}.pedigree", twins))


def _link(raw: Any, position: int) -> Link:
    fields = mapping(raw, f"linkage[{position}]")
    return Link(
        str(fields.get("marker1")),
        str(fields.get("marker2")),
        number(fields.get("rho"), f"linkage[{position}].rho"),
    )


def _genotype(raw: Any, where: str) -> Genotype:
    if raw is None:
        return None
    pair = list_of(raw, where)
    if len(pair) != 2:
        raise FileFormatError(f"{where}: expected two alleles, [allele, null] or null")
    first, second = (None if allele is None else str(allele) for allele in pair)
    if first is None:
        return None if second is None else (second, None)
    return (first, second) if second is not None else (first, None)
