"""A small fictional population for the tests of search: frequencies, persons, true relatives."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.profiles import Genotype

STEPWISE = Mutation(
    MutationSpec("stepwise", 0.004, 1e-5, 0.1), MutationSpec("stepwise", 0.001, 1e-5, 0.1)
)
NAMES = (
    "D3S1358", "vWA", "D16S539", "CSF1PO", "TPOX", "D8S1179", "D21S11", "D18S51", "TH01", "FGA",
)  # fmt: skip


def markers(mutation: Mutation | None = None, *, count: int = 10, seed: int = 5) -> list[Marker]:
    """Markers with six to ten alleles each."""
    rng = np.random.default_rng(seed)
    out = []
    for name in NAMES[:count]:
        size = int(rng.integers(6, 11))
        parts = rng.dirichlet(np.full(size, 2.0))
        alleles = tuple(str(8 + i) for i in range(size))
        out.append(Marker(name, alleles, tuple(map(float, parts)), mutation=mutation))
    return out


def persons(
    loci: Sequence[Marker], count: int, *, seed: int = 1, missing: float = 0.0
) -> dict[str, dict[str, Genotype]]:
    """Unrelated persons."""
    rng = np.random.default_rng(seed)
    return {f"P{i:05d}": _person(loci, rng, missing) for i in range(count)}


def child(
    loci: Sequence[Marker],
    father: Mapping[str, Genotype],
    mother: Mapping[str, Genotype],
    *,
    seed: int = 3,
) -> dict[str, Genotype]:
    """A child of two typed persons, without mutation."""
    rng = np.random.default_rng(seed)
    out: dict[str, Genotype] = {}
    for marker in loci:
        one, two = father[marker.name], mother[marker.name]
        assert one is not None and two is not None
        out[marker.name] = (str(one[rng.integers(2)]), str(two[rng.integers(2)]))
    return out


def write_frequencies(path: Path, loci: Sequence[Marker]) -> Path:
    """marker,allele,freq."""
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["marker", "allele", "freq"])
        for marker in loci:
            for allele, freq in zip(marker.alleles, marker.freqs, strict=True):
                writer.writerow([marker.name, allele, repr(freq)])
    return path


def write_wide(
    path: Path, loci: Sequence[Marker], people: Mapping[str, Mapping[str, Genotype]]
) -> Path:
    """One row a person."""
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["person", *(marker.name for marker in loci)])
        for person, profile in people.items():
            writer.writerow([person, *(cell(profile.get(m.name)) for m in loci)])
    return path


def write_long(path: Path, people: Mapping[str, Mapping[str, Genotype]]) -> Path:
    """One row a marker, as GeneMapper exports it."""
    rows = ["Sample Name\tMarker\tAllele 1\tAllele 2"]
    for person, profile in people.items():
        for marker, genotype in profile.items():
            one, two = genotype or ("", "")
            rows.append(f"{person}\t{marker}\t{one}\t{two or ''}")
    path.write_text("\n".join(rows) + "\n")
    return path


def cell(genotype: Genotype) -> str:
    """`15/16`, `15` for half-known, empty for none."""
    return "" if genotype is None else "/".join(a for a in genotype if a is not None)


def _person(
    loci: Sequence[Marker], rng: np.random.Generator, missing: float
) -> dict[str, Genotype]:
    out: dict[str, Genotype] = {}
    for marker in loci:
        one, two = (str(a) for a in rng.choice(marker.alleles, 2, p=marker.freqs))
        out[marker.name] = (one, two)
        if rng.random() < missing:
            out[marker.name] = None if rng.random() < 0.5 else (one, None)
    return out
