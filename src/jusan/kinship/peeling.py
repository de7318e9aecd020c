"""Likelihood of any pedigree by elimination over alleles.

A person is two allele variables (one for a man at an X marker), not a genotype: a typed person's
variables range over the alleles that were seen, an untyped person's over all states. A child's
allele is drawn from the parent's two with chance one half each, through the mutation matrix. The
product of these tables is summed by `network.eliminate`, so loops, inbreeding, untyped persons,
silent alleles and half-known genotypes need no special case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.dropout import Dropout, seen_given_true
from jusan.kinship.errors import GenotypeError, HypothesisError, PedigreeError
from jusan.kinship.loci import Marker
from jusan.kinship.lumping import States, states_of
from jusan.kinship.network import Array, Factor, Variable, eliminate, ln_total
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.profiles import Genotype
from jusan.kinship.pruning import prune_leaves
from jusan.kinship.theta import urn_factor

Side = Literal["father", "mother"]
_SIDES: tuple[Side, Side] = ("father", "mother")

# Above this many entries a parent's two alleles and the child's are tied through a selector
# variable (which of the two was passed on) instead of one three-way table.
_DIRECT_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds beside the pedigree: theta (coancestry), inbred founders, weak samples."""

    theta: float = 0.0
    founder_inbreeding: Mapping[str, float] = field(default_factory=dict)
    dropout: Mapping[str, Dropout] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.theta < 1:
            raise HypothesisError(f"theta is {self.theta}, expected 0 <= theta < 1")
        for person, value in self.founder_inbreeding.items():
            if not 0 <= value <= 1:
                raise HypothesisError(f"founder_inbreeding of {person!r} is {value}, expected 0..1")


PLAIN = Setting()


def ln_likelihood(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    setting: Setting = PLAIN,
) -> float:
    """ln P(genotypes at one marker | pedigree); minus infinity if they are impossible.

    Raises GenotypeError for an unlisted allele, TooLargeError if the sum does not fit.
    """
    return ln_total(marker_factors(marker, pedigree, genotypes, setting))


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
    rest = {key: value for key, value in genotypes.items() if key != person}
    network = _Network(marker, pedigree, rest, setting, lump=False, open_person=person)
    table, ln_scale = eliminate(network.factors(), keep=[(person, "father"), (person, "mother")])
    return (table + table.T) / 2, ln_scale


def marker_factors(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Genotype],
    setting: Setting = PLAIN,
    *,
    tag: Variable = None,
    selectors: bool = False,
) -> list[Factor]:
    """The tables whose total sum is the likelihood of one marker.

    With `selectors` every choice between a parent's two alleles is a variable of its own,
    `(tag, child, side, "selector")`, with no chance attached: the caller (linkage) brings it.
    """
    network = _Network(marker, pedigree, genotypes, setting, tag=tag, selectors=selectors)
    return network.factors()


class _Network:
    """Builds the factors of one marker: variables, their domains, and the tables between them."""

    def __init__(
        self,
        marker: Marker,
        pedigree: Pedigree,
        genotypes: Mapping[str, Genotype],
        setting: Setting,
        *,
        tag: Variable = None,
        selectors: bool = False,
        lump: bool = True,
        open_person: str | None = None,
    ) -> None:
        self.genotypes = {k: g for k, g in genotypes.items() if g is not None and k in pedigree}
        self.pedigree = prune_leaves(pedigree, {*self.genotypes, *filter(None, [open_person])})
        self.x_linked = marker.chromosome == "X"
        seen = {a for g in self.genotypes.values() for a in g if a is not None}
        self.states: States = states_of(marker, seen, lump=lump)
        self.setting = setting
        self.tag = tag
        self.selectors = selectors
        self.open_person = open_person
        self.domains: dict[Variable, NDArray[np.intp]] = {}
        self.founder_alleles: list[Variable] = []
        self._check_x()

    def factors(self) -> list[Factor]:
        """All tables of the marker, founder alleles included."""
        out: list[Factor] = []
        for person in self.pedigree.individuals:
            out += self._person(person)
        for person in self.pedigree.individuals:
            for side in self._sides(person):
                out += self._transmission(person, side)
        return out + self._founders()

    def _check_x(self) -> None:
        if not self.x_linked:
            return
        for person in self.pedigree.individuals:
            if person.sex == "U":
                raise PedigreeError(f"X marker {self.states.marker}: {person.id!r} has no sex")
            genotype = self.genotypes.get(person.id)
            if (
                person.sex == "M"
                and genotype is not None
                and genotype[1] not in (genotype[0], None)
            ):
                raise GenotypeError(
                    f"X marker {self.states.marker}: {person.id!r} is male but shows two alleles"
                )

    def _sides(self, person: Individual) -> tuple[Side, ...]:
        return ("mother",) if self.x_linked and person.sex == "M" else _SIDES

    def _variable(self, person_id: str, side: Side) -> Variable:
        return (person_id, side) if self.tag is None else (self.tag, person_id, side)

    def _person(self, person: Individual) -> list[Factor]:
        """Domains of a person's alleles, and the table of what the laboratory saw."""
        genotype = self.genotypes.get(person.id)
        variables = [self._variable(person.id, side) for side in self._sides(person)]
        if self._passes_one_allele_only(person):
            self.domains[variables[0]] = self._all()
            return []
        if genotype is None:
            self.domains.update(dict.fromkeys(variables, self._all()))
            return []
        weak = self.setting.dropout.get(person.id)
        if weak is not None:
            return [self._weak(variables, genotype, weak)]
        domain = self._domain(genotype, hemizygous=len(variables) == 1)
        self.domains.update(dict.fromkeys(variables, domain))
        if len(variables) == 1:
            return []
        return [Factor(tuple(variables), self._emission(genotype, domain))]

    def _weak(
        self,
        variables: list[Variable],
        genotype: tuple[str, str | None],
        model: Dropout,
    ) -> Factor:
        if len(variables) == 1:
            raise GenotypeError(f"X marker {self.states.marker}: no drop-out model for males")
        self.domains.update(dict.fromkeys(variables, self._all()))
        return Factor(tuple(variables), seen_given_true(self.states, genotype, model))

    def _all(self) -> NDArray[np.intp]:
        return np.arange(self.states.size)

    def _domain(self, genotype: tuple[str, str | None], *, hemizygous: bool) -> NDArray[np.intp]:
        if genotype[1] is None and not hemizygous:
            return self._all()
        seen = {self.states.state(allele) for allele in genotype if allele is not None}
        if len(seen) == 1 and self.states.silent is not None and not hemizygous:
            seen.add(self.states.silent)
        return np.array(sorted(seen), dtype=np.intp)

    def _emission(self, genotype: tuple[str, str | None], domain: NDArray[np.intp]) -> Array:
        """1 where two ordered alleles show this result. One allele seen twice may hide a silent."""
        first = self.states.state(genotype[0])
        one, two = domain[:, None], domain[None, :]
        if genotype[1] is None:
            half: Array = ((one == first) | (two == first)).astype(np.float64)
            return half
        second = self.states.state(genotype[1])
        table = ((one == first) & (two == second)) | ((one == second) & (two == first))
        if first == second and self.states.silent is not None:
            hidden = self.states.silent
            table |= ((one == first) & (two == hidden)) | ((one == hidden) & (two == first))
        shown: Array = table.astype(np.float64)
        return shown

    def _passes_one_allele_only(self, person: Individual) -> bool:
        """Untyped founder with one child: the allele not passed on sums out to one.

        Exact under every model, theta included (founder alleles are exchangeable).
        """
        return (
            person.is_founder
            and person.id not in self.genotypes
            and person.id != self.open_person
            and len(self._sides(person)) == 2
            and len(self.pedigree.children(person.id)) == 1
        )

    def _transmission(self, child: Individual, side: Side) -> list[Factor]:
        target = self._variable(child.id, side)
        if target not in self.domains:
            return []
        parent_id = child.father if side == "father" else child.mother
        if parent_id is None:
            self.founder_alleles.append(target)
            return []
        parent = self.pedigree[parent_id]
        matrix = self.states.male if side == "father" else self.states.female
        sources = [self._variable(parent_id, s) for s in self._sides(parent)]
        sources = [source for source in sources if source in self.domains]
        steps = [self._step(matrix, source, target) for source in sources]
        if len(sources) == 1:
            return [Factor((sources[0], target), steps[0])]
        if not self.selectors and steps[0].size * len(steps[1]) <= _DIRECT_LIMIT:
            table = (steps[0][:, None, :] + steps[1][None, :, :]) / 2
            return [Factor((sources[0], sources[1], target), table)]
        return self._selected(child.id, side, sources, steps, target)

    def _step(self, matrix: Array | None, source: Variable, target: Variable) -> Array:
        full = matrix if matrix is not None else np.eye(self.states.size)
        return full[np.ix_(self.domains[source], self.domains[target])]

    def _selected(
        self,
        child: str,
        side: Side,
        sources: Sequence[Variable],
        steps: Sequence[Array],
        target: Variable,
    ) -> list[Factor]:
        """The same sum with "which of the two was passed on" as a binary variable."""
        selector = (self.tag, child, side, "selector")
        first = np.stack([steps[0], np.ones_like(steps[0])])
        second = np.stack([np.ones_like(steps[1]), steps[1]])
        out = [
            Factor((selector, sources[0], target), first),
            Factor((selector, sources[1], target), second),
        ]
        return out if self.selectors else [*out, Factor((selector,), np.full(2, 0.5))]

    def _founders(self) -> list[Factor]:
        alleles = self.founder_alleles
        freqs, theta = self.states.freqs, self.setting.theta
        if theta > 0:
            if any(self.setting.founder_inbreeding.get(p, 0) for p in self.pedigree.ids):
                raise HypothesisError("theta and founder_inbreeding cannot both be set")
            return [urn_factor(alleles, [self.domains[v] for v in alleles], freqs, theta)]
        out = []
        pending = set(alleles)
        for person_id, inbreeding in self.setting.founder_inbreeding.items():
            pair = tuple(self._variable(person_id, side) for side in _SIDES)
            if inbreeding > 0 and all(variable in pending for variable in pair):
                pending -= set(pair)
                out.append(self._inbred(pair, inbreeding))
        return out + [Factor((v,), freqs[self.domains[v]]) for v in alleles if v in pending]

    def _inbred(self, pair: tuple[Variable, ...], inbreeding: float) -> Factor:
        rows, columns = (self.domains[variable] for variable in pair)
        freqs = self.states.freqs
        outer = freqs[rows][:, None] * freqs[columns][None, :]
        same = (rows[:, None] == columns[None, :]) * freqs[rows][:, None]
        return Factor(pair, (1 - inbreeding) * outer + inbreeding * same)
