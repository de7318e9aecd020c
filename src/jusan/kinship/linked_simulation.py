"""`simulation` for a group of linked markers: results of all of them drawn in turn.

A person's result at one marker says something of the next. So each is drawn from the table of an
elimination over the whole group, with what was drawn before, at this marker and its neighbours,
as typed. One elimination for every family that came up: slower than markers alone.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import GenotypeError, impossible_family
from jusan.kinship.linkage import Link, open_joint
from jusan.kinship.loci import Marker
from jusan.kinship.lumping import states_of
from jusan.kinship.network import Array
from jusan.kinship.observed import Numbers
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import PLAIN, Setting
from jusan.kinship.profiles import Genotype, Genotypes
from jusan.kinship.simulation import Ratios, drawn, ln_ratios
from jusan.kinship.twins import one_of_each

_STRANGER = "(stranger)"
Profiles = Mapping[str, Mapping[str, Genotype]]


def simulate_linked(
    markers: Sequence[Marker],
    links: Sequence[Link],
    pedigree: Pedigree,
    genotypes: Genotypes,
    asked: Sequence[str],
    missing: str,
    *,
    rng: np.random.Generator,
    size: int,
    setting: Setting = PLAIN,
) -> Ratios:
    """Type the persons `asked` at all markers of one group, then the missing person.

    `links` joins exactly these markers; theta 0, as `simulation.simulate` otherwise. Raises
    HypothesisError if the genotypes at hand are impossible, GenotypeError for an X marker.
    """
    for marker in markers:
        if marker.chromosome != "autosomal":
            raise GenotypeError(f"marker {marker.name}: open genotypes are autosomal only")
    first = one_of_each(pedigree.twins)
    missing = first.get(missing, missing)
    shown = {first.get(p, p) for p, row in genotypes.items() if any(row.values())}
    asked = [p for p in dict.fromkeys(first.get(p, p) for p in asked) if p not in shown]
    families: list[Profiles] = [{p: row for p, row in genotypes.items() if p in pedigree}]
    rows = np.zeros(size, dtype=np.intp)

    def opened(person: str, at: Marker) -> Callable[[Profiles], Array]:
        return lambda seen: open_joint(markers, links, pedigree, seen, person, at, setting)

    for person in asked:
        for marker in markers:
            tables = np.stack([*map(opened(person, marker), families)])
            if (tables.sum(axis=(1, 2)) <= 0).any():
                raise impossible_family(marker.name, genotypes)
            cells = drawn(tables, rows, rng)
            families, rows = _typed(families, rows, marker, person, cells)
    return _candidates(
        markers, links, pedigree, families, rows, missing, opened, rng=rng, setting=setting
    )


def _candidates(
    markers: Sequence[Marker],
    links: Sequence[Link],
    pedigree: Pedigree,
    families: list[Profiles],
    rows: Numbers,
    missing: str,
    opened: Callable[[str, Marker], Callable[[Profiles], Array]],
    *,
    rng: np.random.Generator,
    setting: Setting,
) -> Ratios:
    """A true candidate and a stranger beside each family, marker after marker."""
    size = len(rows)
    rows, true = np.concatenate([rows, rows]), np.arange(2 * size) < size
    table = setting.founder_tables.get(missing)
    ln_lr = np.zeros(2 * size)
    for marker in markers:
        mine = np.stack([*map(opened(missing, marker), (_as(f, missing) for f in families))])
        states = states_of(marker, (), lump=False)
        freqs = states.freqs if table is None else states.tables[table]
        others = np.outer(freqs, freqs)[None]
        gone = mine.sum(axis=(1, 2)) <= 0  # a stranger's earlier results have ruled him out
        if gone[rows[true]].any():
            raise impossible_family(marker.name, [p for p in families[0] if p != _STRANGER])
        mine[gone] = 1.0
        cells = _either(true, drawn(mine, rows, rng), drawn(others, 0 * rows, rng))
        ratios = ln_ratios(mine, others, marker.silent_freq > 0)[rows, cells[0], cells[1]]
        ln_lr += np.where(gone[rows], -np.inf, ratios)
        families, rows = _typed(families, rows, marker, _STRANGER, cells)
    return Ratios(ln_lr[true], ln_lr[~true])


def _either(
    first: NDArray[np.bool_], one: tuple[Numbers, Numbers], two: tuple[Numbers, Numbers]
) -> tuple[Numbers, Numbers]:
    return np.where(first, one[0], two[0]), np.where(first, one[1], two[1])


def _as(family: Profiles, missing: str) -> Profiles:
    """The family with the candidate's results as the missing person's."""
    rest = {person: row for person, row in family.items() if person != _STRANGER}
    return {**rest, missing: {**rest.get(missing, {}), **family.get(_STRANGER, {})}}


def _typed(
    families: Sequence[Profiles],
    rows: Numbers,
    marker: Marker,
    person: str,
    cells: tuple[Numbers, Numbers],
) -> tuple[list[Profiles], Numbers]:
    """Families with what was drawn as a result, and the family of each simulation."""
    silent = len(marker.alleles) if marker.silent_freq > 0 else None
    low, high = np.minimum(*cells), np.maximum(*cells)
    if silent is not None:
        high = np.where(high == silent, low, high)  # one allele is seen, as if twice
    ways, found = np.unique(np.stack([rows, low, high], axis=1), axis=0, return_inverse=True)
    out: list[Profiles] = []
    for row, one, two in ways.tolist():
        family = families[row]
        result = None if one == silent else (marker.alleles[one], marker.alleles[two])
        out.append({**family, person: {**family.get(person, {}), marker.name: result}})
    return out, np.asarray(found, dtype=np.intp).reshape(-1)
