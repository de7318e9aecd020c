"""Likelihood of any pedigree by elimination over alleles.

A person is two alleles, not a genotype. A child's allele is drawn from the parent's two with
chance one half each, through the mutation matrix. The product of these tables is summed variable
by variable, for all markers of like results at once (`descent`, `observed`, `plans`), so loops,
inbreeding, untyped persons, silent alleles and half-known genotypes need no special case. Theta
puts one table over all founder alleles; linkage ties markers together and goes through `network`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from jusan.kinship import factors as written
from jusan.kinship.descent import ORDINARY, Allele, Descent, Founders, Kinds, Recipe, descent
from jusan.kinship.dropout import Dropout
from jusan.kinship.errors import GenotypeError, HypothesisError, PedigreeError
from jusan.kinship.loci import Marker
from jusan.kinship.network import Array, Factor, Variable, eliminate, ln_total
from jusan.kinship.observed import Observed
from jusan.kinship.observing import observe
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.plans import Plan, plan
from jusan.kinship.profiles import Genotype
from jusan.kinship.pruning import prune_leaves
from jusan.kinship.theta import refuse_large
from jusan.kinship.twins import Groups, one_of_each, united, united_values

#: Sums below this may have lost terms to underflow and are worked out again with scaling.
_TINY = 1e-250
#: Which tables a pedigree needs, and the plan over them.
Shape = tuple[tuple[Recipe, ...], Plan]
#: Entries of one table over all its rows; more rows than that go in several runs.
AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds beside the pedigree: theta (coancestry), inbred founders, weak samples, founders
    of other populations (person -> name of a frequency table of the markers)."""

    theta: float = 0.0
    founder_inbreeding: Mapping[str, float] = field(default_factory=dict)
    dropout: Mapping[str, Dropout] = field(default_factory=dict)
    founder_tables: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.theta < 1:
            raise HypothesisError(f"theta is {self.theta}, expected 0 <= theta < 1")
        for person, value in self.founder_inbreeding.items():
            if not 0 <= value <= 1:
                raise HypothesisError(f"founder_inbreeding of {person!r} is {value}, expected 0..1")

    def founders(self, pedigree: Pedigree) -> Founders:
        """What is known of single members. Raises HypothesisError if theta is above 0 too: one urn
        has one table of frequencies, and its draws are not inbred in another way."""
        inbred = ((p, f) for p, f in self.founder_inbreeding.items() if f > 0 and p in pedigree)
        tables = ((p, t) for p, t in self.founder_tables.items() if p in pedigree)
        found = Founders(tuple(inbred), tuple(tables))
        if self.theta > 0 and found.inbreeding:
            raise HypothesisError("theta and founder_inbreeding cannot both be set")
        if self.theta > 0 and found.tables:
            raise HypothesisError(
                "theta and founder_tables cannot both be set: theta speaks of one population"
            )
        return found

    def united(self, twins: Groups) -> "Setting":
        """The same where each group of identical twins is its first member."""
        if not (twins and (self.founder_inbreeding or self.founder_tables)):
            return self
        return replace(
            self,
            founder_inbreeding=united_values(self.founder_inbreeding, twins, "founder_inbreeding"),
            founder_tables=united_values(self.founder_tables, twins, "founder_tables"),
        )


PLAIN = Setting()


class Evidence:
    """The results at some markers, read once and weighed under one pedigree after the other."""

    def __init__(
        self,
        markers: Sequence[Marker],
        genotypes: Mapping[str, Mapping[str, Genotype]],
        setting: Setting = PLAIN,
    ) -> None:
        self._markers = markers
        self._genotypes = genotypes
        self._setting = setting
        self._x_linked = [m for m in markers if m.chromosome == "X"]
        self._groups: dict[tuple[frozenset[str], Groups], list[Observed]] = {}

    def ln_likelihoods(self, pedigree: Pedigree) -> list[float]:
        """ln P(genotypes | pedigree) for each marker; minus infinity where impossible.

        Raises GenotypeError for an unlisted allele, TooLargeError if the sum does not fit.
        """
        men = _men(pedigree) if self._x_linked else frozenset()
        for marker in self._x_linked:
            _check_x(marker, pedigree, self._genotypes, self._setting)
        key = men, pedigree.twins
        if key not in self._groups:
            self._groups[key] = observe(
                self._markers,
                self._genotypes,
                men=men,
                dropout=self._setting.dropout,
                twins=pedigree.twins,
            )
        single, setting = united(pedigree), self._setting.united(pedigree.twins)
        out = [0.0] * len(self._markers)
        for group in self._groups[key]:
            x_linked = self._markers[group.markers[0]].chromosome == "X"
            for position, value in zip(
                group.markers, _ln_values(group, single, setting, x_linked), strict=True
            ):
                out[position] = value
        return out


def ln_likelihood(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    setting: Setting = PLAIN,
) -> float:
    """ln P(genotypes at one marker | pedigree); minus infinity if they are impossible.

    Raises GenotypeError for an unlisted allele, TooLargeError if the sum does not fit.
    """
    evidence = Evidence([marker], _profiles(marker, pedigree, genotypes), setting)
    return evidence.ln_likelihoods(pedigree)[0]


def genotype_table(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    person: str,
    setting: Setting = PLAIN,
) -> tuple[Array, float]:
    """P(genotypes of the others and alleles (a, b) of `person`), one peeling for all a and b.

    Returns a symmetric (n, n) table over the marker's listed alleles (silent last if there is
    one), read as ordered alleles: an unordered heterozygote is the sum of both halves; and ln of
    its scale. Autosomal only.
    """
    if marker.chromosome != "autosomal":
        raise GenotypeError(f"marker {marker.name}: open genotypes are autosomal only")
    rest = _profiles(marker, pedigree, genotypes)
    rest.pop(person, None)
    twins = pedigree.twins
    person = one_of_each(twins).get(person, person)
    (group,) = observe(
        [marker], rest, dropout=setting.dropout, lump=False, twins=twins, tables=[person]
    )
    pedigree, setting = united(pedigree), setting.united(twins)
    known = setting.founders(pedigree)
    shape = _shape(pedigree, group.kinds, False, person, known, setting.theta, group.width)
    if not _heavy(shape, setting):
        table = open_tables(group, pedigree, person, setting)[0]
        if table.max() >= _TINY:
            return table, 0.0
    network = _network(pedigree, group.kinds, False, person, True, known)
    keep = [(None, person, "father"), (None, person, "mother")]
    table, ln_scale = eliminate(written.factors(network, group, 0, theta=setting.theta), keep)
    return (table + table.T) / 2, ln_scale


def open_tables(
    group: Observed, pedigree: Pedigree, person: str, setting: Setting = PLAIN
) -> Array:
    """P(genotypes of the others and alleles (a, b) of `person`), (rows, n, n), symmetric.

    Rows narrower than the group's width are zero beyond their own states. Raises TooLargeError.
    """
    known = setting.founders(pedigree)
    shape = _shape(pedigree, group.kinds, False, person, known, setting.theta, group.width)
    table = _run(shape, group)
    if len(table) < len(group.markers):
        table = np.broadcast_to(table, (len(group.markers), *table.shape[1:]))
    return (table + table.transpose(0, 2, 1)) / 2


def founder_alleles(group: Observed, pedigree: Pedigree) -> list[Allele]:
    """The founder alleles on which the results of a group depend."""
    return _network(pedigree, group.kinds, False, None, False, ORDINARY).founder_alleles


def joint_draws(group: Observed, pedigree: Pedigree, setting: Setting) -> Array:
    """P(all genotypes and the states of `founder_alleles`), (rows, *their axes in rising order).

    Raises TooLargeError.
    """
    known = setting.founders(pedigree)
    shape = _shape(pedigree, group.kinds, False, None, known, setting.theta, group.width, True)
    table = _run(shape, group)
    return np.broadcast_to(table, (len(group.markers), *table.shape[1:]))


def marker_factors(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    setting: Setting = PLAIN,
    *,
    tag: Variable = None,
    open_person: str | None = None,
    lump: bool = True,
) -> list[Factor]:
    """The tables of one marker of a linked group, to be joined with those of its neighbours.

    Every choice between a parent's two alleles is a variable of its own, `(tag, child, side,
    "selector")`, with no chance attached: the caller (linkage) brings it. Both alleles of
    `open_person` (one of a group of twins) stay variables; `lump=False` keeps all states.
    """
    profiles = _profiles(marker, pedigree, genotypes)
    x_linked = marker.chromosome == "X"
    if x_linked:
        _check_x(marker, pedigree, profiles, setting)
    men = _men(pedigree) if x_linked else frozenset()
    twins = pedigree.twins
    (group,) = observe(
        [marker],
        profiles,
        men=men,
        dropout=setting.dropout,
        twins=twins,
        lump=lump,
        tables=() if open_person is None else [open_person],
    )
    pedigree, setting = united(pedigree), setting.united(twins)
    known = setting.founders(pedigree)
    network = _network(pedigree, group.kinds, x_linked, open_person, True, known)
    return written.factors(network, group, 0, theta=setting.theta, tag=tag, selectors=True)


def _profiles(
    marker: Marker, pedigree: Pedigree, genotypes: Mapping[str, Genotype]
) -> dict[str, dict[str, Genotype]]:
    return {person: {marker.name: g} for person, g in genotypes.items() if person in pedigree}


def _men(pedigree: Pedigree) -> frozenset[str]:
    return frozenset(p.id for p in pedigree.individuals if p.sex == "M")


def _check_x(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Mapping[str, Genotype]],
    setting: Setting,
) -> None:
    results = {p: g for p, profile in genotypes.items() if (g := profile.get(marker.name))}
    for person in prune_leaves(pedigree, set(results)).individuals:
        if person.sex == "U":
            raise PedigreeError(f"X marker {marker.name}: {person.id!r} has no sex")
        result = results.get(person.id)
        if person.sex != "M" or result is None:
            continue
        if result[1] not in (result[0], None):
            raise GenotypeError(
                f"X marker {marker.name}: {person.id!r} is male but shows two alleles"
            )
        if person.id in setting.dropout:
            raise GenotypeError(f"X marker {marker.name}: no drop-out model for males")


def _ln_values(
    group: Observed, pedigree: Pedigree, setting: Setting, x_linked: bool
) -> Iterable[float]:
    known = setting.founders(pedigree)
    shape = _shape(pedigree, group.kinds, x_linked, None, known, setting.theta, group.width)
    values = [0.0] * len(group.markers) if _heavy(shape, setting) else _run(shape, group).tolist()

    def careful(row: int) -> float:
        network = _network(pedigree, group.kinds, x_linked, None, True, known)
        return ln_total(written.factors(network, group, row, theta=setting.theta))

    return [math.log(v) if v >= _TINY else careful(row) for row, v in enumerate(values)]


def _network(
    pedigree: Pedigree,
    kinds: Kinds,
    x_linked: bool,
    open_person: str | None,
    phased: bool,
    known: Founders,
) -> Descent:
    kept = {person for person, _ in kinds} | ({open_person} if open_person is not None else set())
    return descent(
        prune_leaves(pedigree, kept),
        kinds,
        x_linked=x_linked,
        open_person=open_person,
        phased=phased,
        known=known,
    )


@lru_cache(maxsize=2048)
def _shape(
    pedigree: Pedigree,
    kinds: Kinds,
    x_linked: bool,
    open_person: str | None,
    known: Founders,
    theta: float,
    width: int,
    keep_founders: bool = False,
) -> Shape | None:
    """Which tables a pedigree needs, and the plan over them; None where nothing is to be summed."""
    network = _network(pedigree, kinds, x_linked, open_person, False, known)
    factors = network.factors(theta)
    if not factors:
        return None
    sizes = tuple(width if size is None else size for size in network.sizes)
    if theta > 0:
        drawn = {a.axis for a in network.founder_alleles if a.axis is not None}
        refuse_large(len(network.founder_alleles), [sizes[axis] for axis in drawn])
    scopes = tuple(tuple(part.scope for part in factor) for factor in factors)
    keep = frozenset(i for i, (person, _) in enumerate(network.names) if person == open_person)
    if keep_founders:
        keep = frozenset(a.axis for a in network.founder_alleles if a.axis is not None)
    recipes = tuple(part.recipe for factor in factors for part in factor)
    return recipes, plan(scopes, sizes, keep, tuple(network.units))


def _heavy(shape: Shape | None, setting: Setting) -> bool:
    """Whether an urn is so large that its steps are better let go of one by one (`network`)."""
    return setting.theta > 0 and shape is not None and shape[1].largest > AT_ONCE


def _run(shape: Shape | None, group: Observed) -> Array:
    if shape is None:
        return np.ones(len(group.markers))
    recipes, order = shape
    rows, chunk = len(group.markers), max(1, AT_ONCE // order.largest)
    if rows <= chunk:
        return order.run([group.table(recipe) for recipe in recipes])

    def tables(part: slice) -> Iterable[Array]:
        some = group.part(part)
        for recipe in recipes:
            # an urn is too large to be held for all rows
            whole = some.table(recipe) if recipe.kind == "urn" else group.table(recipe)
            # a table of one row stands for all rows
            yield whole if recipe.kind == "urn" or len(whole) == 1 else whole[part]

    parts = [slice(start, start + chunk) for start in range(0, rows, chunk)]
    return np.concatenate([order.run(list(tables(part))) for part in parts])
