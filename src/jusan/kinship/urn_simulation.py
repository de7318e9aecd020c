"""`simulation` under theta: alleles drawn one at a time, so that few states are needed.

Theta ties all founder alleles together in one table, which no long allele table allows. But an
allele that nobody shows yet is one of many alike: it is drawn as "another allele" and named by
the population's frequencies among those, and only from then on it is a state of its own. That is
exact without mutation.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from jusan.kinship.errors import GenotypeError, impossible_family
from jusan.kinship.loci import Marker
from jusan.kinship.lumping import States, states_of
from jusan.kinship.network import Array
from jusan.kinship.observed import Numbers
from jusan.kinship.observing import observe_ways
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import Setting, open_tables
from jusan.kinship.profiles import Genotype
from jusan.kinship.simulation import Ratios, picked
from jusan.kinship.strangers import stranger_tables
from jusan.kinship.twins import one_of_each, united

Family = Mapping[str, Genotype]


def simulate_from_urn(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    asked: Sequence[str],
    missing: str,
    *,
    rng: np.random.Generator,
    size: int,
    setting: Setting,
) -> Ratios:
    """Type the persons `asked` at one marker, then the missing person, in `size` families.

    Autosomal, without silent allele and mutation. Raises HypothesisError if the genotypes at hand
    are impossible, GenotypeError for another marker, TooLargeError.
    """
    if marker.chromosome != "autosomal" or marker.silent_freq > 0 or marker.mutation is not None:
        raise GenotypeError(
            f"marker {marker.name}: autosomal, without silent allele and mutation only"
        )
    first = one_of_each(pedigree.twins)
    missing = first.get(missing, missing)
    shown = {first.get(p, p) for p, g in genotypes.items() if g is not None}
    families: list[Family] = [{p: g for p, g in genotypes.items() if p in pedigree}]
    urn, rows = _Urn(marker, pedigree, setting), np.zeros(size, dtype=np.intp)
    for person in dict.fromkeys(first.get(p, p) for p in asked):
        if person in shown:  # a twin of somebody typed tells nothing new
            continue
        one = picked(urn.first(families, person), rows, rng)
        ways, at = _ways(rows, one)
        two = picked(urn.second(families, ways, person), at, rng)
        keys, rows = _ways(rows, np.minimum(one, two), np.maximum(one, two))
        families = [
            {**families[row], person: (marker.alleles[low], marker.alleles[high])}
            for row, low, high in keys.tolist()
        ]
    return _candidates(urn, families, rows, missing, rng)


def _candidates(
    urn: "_Urn", families: Sequence[Family], rows: Numbers, missing: str, rng: np.random.Generator
) -> Ratios:
    """A true candidate and a stranger beside each family."""
    size = len(rows)
    rows, true = np.concatenate([rows, rows]), np.arange(2 * size) < size
    mine, others = urn.first(families, missing), urn.first(families, None)
    one = np.where(true, picked(mine, rows, rng), picked(others, rows, rng))
    ways, at = _ways(rows, one)
    mine, others = urn.second(families, ways, missing), urn.second(families, ways, None)
    two = np.where(true, picked(mine, at, rng), picked(others, at, rng))
    with np.errstate(divide="ignore"):
        ln_lr = np.log(mine[at, two]) - np.log(others[at, two])
    return Ratios(ln_lr[true], ln_lr[~true])


def _ways(*columns: Numbers) -> tuple[Numbers, Numbers]:
    """Every combination that came up, one a row, and which one each simulation has."""
    ways, found = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    return ways, np.asarray(found, dtype=np.intp).reshape(-1)


class _Urn:
    """Chances of the next allele of a person, or of a stranger (None), over all listed alleles."""

    def __init__(self, marker: Marker, pedigree: Pedigree, setting: Setting) -> None:
        self._marker, self._twins = marker, pedigree.twins
        self._dropout = setting.dropout
        self._pedigree, self._setting = united(pedigree), setting.united(pedigree.twins)
        self._named: dict[int, tuple[States, Numbers, Array]] = {}

    def first(self, families: Sequence[Family], person: str | None) -> Array:
        """P(all results and the first allele), (families, alleles). Raises HypothesisError."""
        out = self._each([(family, None) for family in families], person)
        if (out.sum(axis=1) <= 0).any():
            shown = [p for p, result in families[0].items() if result is not None]
            raise impossible_family(self._marker.name, shown)
        return out

    def second(self, families: Sequence[Family], ways: Numbers, person: str | None) -> Array:
        """The same for the second allele, (ways, alleles); a way is a family and a first allele."""
        return self._each([(families[row], one) for row, one in ways.tolist()], person)

    def _each(self, ways: Sequence[tuple[Family, int | None]], person: str | None) -> Array:
        marker, alleles = self._marker, self._marker.alleles
        groups = observe_ways(
            marker,
            [(family, () if one is None else (alleles[one],)) for family, one in ways],
            dropout=self._dropout,
            twins=self._twins,
            tables=() if person is None else [person],
        )
        out = np.zeros((len(ways), len(alleles)))
        for group in groups:
            if person is None:
                tables = stranger_tables(group, self._pedigree, self._setting)
            else:
                tables = open_tables(group, self._pedigree, person, self._setting)
            for number, table in zip(group.markers, tables, strict=True):
                family, one = ways[number]
                state, share = self._states(family, one)
                row = table.sum(axis=1) if one is None else table[state[one]]
                out[number] = row[state] * share
        return out

    def _states(self, family: Family, one: int | None) -> tuple[Numbers, Array]:
        """The state that each listed allele belongs to, and its share of it."""
        seen = {allele for result in family.values() for allele in result or () if allele}
        states = states_of(
            self._marker, seen if one is None else {*seen, self._marker.alleles[one]}
        )
        held = self._named.get(id(states))
        if held is None:
            rest = next(iter({*range(states.size)} - {*states.index.values()}), 0)
            state = np.array([states.index.get(a, rest) for a in self._marker.alleles])
            freqs = np.asarray(self._marker.freqs)
            with np.errstate(invalid="ignore"):
                share = np.nan_to_num(freqs / states.freqs[state])
            own = np.bincount(state, minlength=states.size)[state] == 1
            held = self._named[id(states)] = states, state, np.where(own, 1.0, share)
        return held[1], held[2]
