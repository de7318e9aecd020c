"""The optional fields `y` and `mt` of a case: lineage markers with what is needed to weigh them."""

from collections.abc import Sequence
from typing import Any, cast

from jusan.kinship.errors import FileFormatError
from jusan.kinship.formats.fields import list_of, mapping, number, text, whole
from jusan.kinship.lineage.counts import Counts, Estimator, Method
from jusan.kinship.lineage.mtdna import IGNORED_LENGTH, MtEvidence, MtSample
from jusan.kinship.lineage.ystr import Haplotype, YEvidence, YLocus, canonical_locus


def parse_y(raw: Any) -> YEvidence | None:
    """Y haplotypes of decoded JSON; None where the case has none."""
    if raw is None:
        return None
    fields = mapping(raw, "y")
    loci = tuple(_locus(x, i) for i, x in enumerate(list_of(fields.get("loci"), "y.loci")))
    database = mapping(fields.get("database"), "y.database")
    listed = tuple(
        _listed(row, loci, f"y.database.haplotypes[{i}]")
        for i, row in enumerate(list_of(database.get("haplotypes") or [], "y.database.haplotypes"))
    )
    return YEvidence(
        loci=loci,
        haplotypes={
            str(person): _haplotype(row, loci, f"y.haplotypes.{person}")
            for person, row in mapping(fields.get("haplotypes"), "y.haplotypes").items()
        },
        database=listed,
        counts=None if listed else _counts(database, "y.database"),
        estimator=_estimator(fields.get("estimator"), "y.estimator"),
        theta=number(fields.get("theta") or 0.0, "y.theta"),
        database_name=str(database.get("name") or ""),
    )


def parse_mt(raw: Any) -> MtEvidence | None:
    """mtDNA of decoded JSON; None where the case has none."""
    if raw is None:
        return None
    fields = mapping(raw, "mt")
    samples = mapping(fields.get("samples"), "mt.samples")
    ignored = fields.get("ignored_length")
    return MtEvidence(
        samples={
            str(person): _sample(row, f"mt.samples.{person}") for person, row in samples.items()
        },
        rate=number(fields.get("rate"), "mt.rate"),
        counts=_counts(mapping(fields.get("database"), "mt.database"), "mt.database"),
        estimator=_estimator(fields.get("estimator"), "mt.estimator"),
        theta=number(fields.get("theta") or 0.0, "mt.theta"),
        ignored_length=IGNORED_LENGTH
        if ignored is None
        else tuple(whole(x, "mt.ignored_length") for x in list_of(ignored, "mt.ignored_length")),
    )


def y_to_json(evidence: YEvidence) -> dict[str, Any]:
    """The field `y`; `parse_y` reads it back unchanged."""

    def row(haplotype: Haplotype) -> list[Any]:
        return [_alleles_to_json(haplotype.get(locus.name)) for locus in evidence.loci]

    if evidence.database:
        database: dict[str, Any] = {
            "name": evidence.database_name,
            "haplotypes": [{"alleles": row(h), "count": n} for h, n in evidence.database],
        }
    else:
        assert evidence.counts is not None
        database = _counts_to_json(evidence.counts)
    return {
        "loci": [
            {"name": x.name, "rate": x.rate, "range": x.range, "copies": x.copies}
            for x in evidence.loci
        ],
        "haplotypes": {person: row(h) for person, h in evidence.haplotypes.items()},
        "database": database,
        "estimator": _estimator_to_json(evidence.estimator),
        "theta": evidence.theta,
    }


def mt_to_json(evidence: MtEvidence) -> dict[str, Any]:
    """The field `mt`; `parse_mt` reads it back unchanged."""
    return {
        "samples": {
            person: {"ranges": [list(r) for r in s.ranges], "variants": list(s.variants)}
            for person, s in evidence.samples.items()
        },
        "rate": evidence.rate,
        "database": _counts_to_json(evidence.counts),
        "estimator": _estimator_to_json(evidence.estimator),
        "theta": evidence.theta,
        "ignored_length": list(evidence.ignored_length),
    }


def _locus(raw: Any, position: int) -> YLocus:
    where = f"y.loci[{position}]"
    fields = mapping(raw, where)
    span = fields.get("range")
    return YLocus(
        name=canonical_locus(text(fields.get("name"), f"{where}.name")),
        rate=number(fields.get("rate"), f"{where}.rate"),
        range=0.1 if span is None else number(span, f"{where}.range"),
        copies=1 if fields.get("copies") is None else whole(fields["copies"], f"{where}.copies"),
    )


def _listed(raw: Any, loci: Sequence[YLocus], where: str) -> tuple[Haplotype, int]:
    fields = mapping(raw, where)
    count = whole(fields.get("count"), f"{where}.count")
    if count < 1:
        raise FileFormatError(f"{where}.count: {count}, expected 1 or more")
    return _haplotype(fields.get("alleles"), loci, f"{where}.alleles"), count


def _haplotype(raw: Any, loci: Sequence[YLocus], where: str) -> dict[str, tuple[str, ...] | None]:
    row = list_of(raw, where)
    if len(row) != len(loci):
        raise FileFormatError(f"{where}: {len(row)} results, expected {len(loci)} (one a locus)")
    return {
        locus.name: _alleles(entry, f"{where}[{i}]")
        for i, (locus, entry) in enumerate(zip(loci, row, strict=True))
    }


def _alleles(raw: Any, where: str) -> tuple[str, ...] | None:
    """One allele as text, several as a list; an unread copy makes the locus unread."""
    if raw is None:
        return None
    entries = raw if isinstance(raw, list) else [raw]
    if not entries or None in entries:
        return None
    return tuple(text(entry, where) for entry in entries)


def _alleles_to_json(alleles: tuple[str, ...] | None) -> Any:
    return None if alleles is None else list(alleles)


def _sample(raw: Any, where: str) -> MtSample:
    fields = mapping(raw, where)
    ranges = []
    for i, pair in enumerate(list_of(fields.get("ranges"), f"{where}.ranges")):
        ends = list_of(pair, f"{where}.ranges[{i}]")
        if len(ends) != 2:
            raise FileFormatError(f"{where}.ranges[{i}]: expected first and last position")
        ranges.append(
            (whole(ends[0], f"{where}.ranges[{i}]"), whole(ends[1], f"{where}.ranges[{i}]"))
        )
    variants = list_of(fields.get("variants") or [], f"{where}.variants")
    return MtSample(tuple(ranges), tuple(text(v, f"{where}.variants") for v in variants))


def _counts(database: Any, where: str) -> Counts:
    single = database.get("singletons")
    return Counts(
        size=whole(database.get("size"), f"{where}.size"),
        seen={
            str(person): whole(n, f"{where}.counts.{person}")
            for person, n in mapping(database.get("counts"), f"{where}.counts").items()
        },
        singletons=None if single is None else whole(single, f"{where}.singletons"),
        name=str(database.get("name") or ""),
    )


def _counts_to_json(counts: Counts) -> dict[str, Any]:
    return {
        "name": counts.name,
        "size": counts.size,
        "singletons": counts.singletons,
        "counts": dict(counts.seen),
    }


def _estimator(raw: Any, where: str) -> Estimator:
    if raw is None:
        return Estimator()
    fields = mapping(raw, where)
    confidence = fields.get("confidence")
    return Estimator(
        method=cast(Method, fields.get("method") or "clopper-pearson"),
        confidence=0.95 if confidence is None else number(confidence, f"{where}.confidence"),
    )


def _estimator_to_json(estimator: Estimator) -> dict[str, Any]:
    return {"method": estimator.method, "confidence": estimator.confidence}
