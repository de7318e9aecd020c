"""A made-up population: the markers of a 24-marker kit with allele counts of the usual size."""

from collections.abc import Mapping

import numpy as np

from jusan.kinship.loci import Marker, Mutation, MutationSpec
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.profiles import Genotype

#: Marker, number of alleles, whether quarter repeats occur.
_KIT = (
    ("D3S1358", 10, False), ("vWA", 11, False), ("D16S539", 9, False), ("CSF1PO", 10, False),
    ("TPOX", 8, False), ("D8S1179", 11, False), ("D21S11", 18, True), ("D18S51", 16, True),
    ("D2S441", 11, True), ("D19S433", 15, True), ("TH01", 8, True), ("FGA", 20, True),
    ("D22S1045", 10, False), ("D5S818", 9, False), ("D13S317", 9, False), ("D7S820", 10, True),
    ("D6S1043", 16, True), ("D10S1248", 11, False), ("D1S1656", 16, True), ("D12S391", 18, True),
    ("D2S1338", 13, False), ("Penta D", 14, True), ("Penta E", 18, False), ("SE33", 55, True),
)  # fmt: skip
STEPWISE = Mutation(
    MutationSpec("stepwise", 0.002, 1e-6, 0.1), MutationSpec("stepwise", 0.0005, 1e-6, 0.1)
)


def kit(mutation: Mutation | None = None, *, count: int = 24) -> list[Marker]:
    """The last `count` markers of the kit: SE33 is always among them."""
    rng = np.random.default_rng(2031)
    out = []
    for name, size, quarters in _KIT:
        names = [str(8 + i) for i in range(size)]
        if quarters:
            names[1::3] = [f"{8 + i}.2" for i in range(1, size, 3)]
        freqs = rng.dirichlet(np.full(size, 1.5)) * (1 - size * 1e-4) + 1e-4
        out.append(Marker(name, tuple(names), tuple(map(float, freqs)), mutation=mutation))
    return out[-count:]


def family(
    markers: list[Marker], pedigree: Pedigree, typed: list[str], *, seed: int = 1, gaps: float = 0.0
) -> dict[str, dict[str, Genotype]]:
    """Profiles of the typed persons, dropped through the pedigree without mutation."""
    rng = np.random.default_rng(seed)
    out: dict[str, dict[str, Genotype]] = {person: {} for person in typed}
    for marker in markers:
        carried = _dropped(marker, pedigree, rng)
        for person in typed:
            if rng.random() >= gaps:
                out[person][marker.name] = carried[person]
    return out


def _dropped(
    marker: Marker, pedigree: Pedigree, rng: np.random.Generator
) -> Mapping[str, tuple[str, str]]:
    freqs = np.array(marker.freqs) / sum(marker.freqs)
    carried: dict[str, tuple[str, str]] = {}
    waiting = list(pedigree.individuals)
    while waiting:
        person = next(p for p in waiting if {p.father, p.mother} - {None} <= carried.keys())
        waiting.remove(person)
        sides = (person.father, person.mother)
        one, two = (
            str(rng.choice(marker.alleles, p=freqs))
            if parent is None
            else carried[parent][rng.integers(2)]
            for parent in sides
        )
        carried[person.id] = (one, two)
    return carried
