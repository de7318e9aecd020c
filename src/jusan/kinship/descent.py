"""Who passes which allele to whom: the variables and factors of one pedigree, without numbers.

An untyped person is two allele variables. A typed person is one: which of the observed alleles
came from the father; a typed founder is none, since nobody asks which of two came from whom. What
a factor's table is, is named by a recipe; `observed.Observed` turns recipes into numbers for many
markers at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.plans import Scope

Side = Literal["father", "mother"]
SIDES: tuple[Side, Side] = ("father", "mother")

#: How a person shows at a marker: two alleles; two that may hide a silent one; the one allele of
#: a man at an X marker; anything else, which is a table over both alleles.
Kind = Literal["pair", "silent", "single", "table"]
Kinds = tuple[tuple[str, Kind], ...]


class Allele(NamedTuple):
    """One allele of a person: its variable, and whose observed alleles it ranges over.

    `person` None: over all states of the marker. `phased`: the variable says which of two alleles
    came from the father; otherwise the two are exchangeable. `axis` None: there is one value only.
    """

    axis: int | None
    person: str | None = None
    second: bool = False
    phased: bool = True


class Recipe(NamedTuple):
    """What a table holds: see the methods of `observed.Observed` of the same names."""

    kind: Literal["freq", "founder", "urn", "weight", "seen", "inbred", "step", "half", "either"]
    person: str | None = None
    alleles: tuple[Allele, ...] = ()
    side: Side = "mother"
    inbreeding: float = 0.0
    table: str | None = None
    theta: float = 0.0


class Founders(NamedTuple):
    """What is known of single founders: inbreeding coefficients, and whose frequencies are theirs.

    `tables` (person, name of a frequency table); all others draw from the marker's own.
    """

    inbreeding: tuple[tuple[str, float], ...] = ()
    tables: tuple[tuple[str, str], ...] = ()


ORDINARY = Founders()


class Part(NamedTuple):
    """One table of a factor: the variables of its axes, in rising order, and its recipe."""

    scope: Scope
    recipe: Recipe


Factor = tuple[Part, ...]


class Transmission(NamedTuple):
    """A child's allele and the parent's that it may be a copy of."""

    child: str
    side: Side
    sources: tuple[Allele, ...]
    target: Allele


@dataclass(slots=True)
class Descent:
    """Variables (sizes as "all" states or a number), factors, transmissions, founder alleles.

    `alleles` by person and side; `units` the two variables of each untyped person.
    """

    pedigree: Pedigree
    kinds: dict[str, Kind]
    x_linked: bool
    open_person: str | None
    phased: bool
    inbreeding: dict[str, float]
    tables: dict[str, str]
    sizes: list[int | None] = field(default_factory=list)
    alleles: dict[tuple[str, Side], Allele] = field(default_factory=dict)
    names: list[tuple[str, Side]] = field(default_factory=list)
    observed: list[Factor] = field(default_factory=list)
    founders: list[Factor] = field(default_factory=list)
    founder_alleles: list[Allele] = field(default_factory=list)
    transmissions: list[Transmission] = field(default_factory=list)
    units: list[tuple[int, int]] = field(default_factory=list)

    def factors(self, theta: float = 0.0) -> tuple[Factor, ...]:
        """All factors of one marker; their sum of products is the likelihood. Theta above 0 puts
        one factor over all founder alleles in the place of those of single founders."""
        founders = self.founders
        if theta > 0 and self.founder_alleles:
            draws = tuple(self.founder_alleles)
            scope = tuple(sorted({a.axis for a in draws if a.axis is not None}))
            founders = [(Part(scope, Recipe("urn", alleles=draws, theta=theta)),)]
        return (*self.observed, *founders, *map(_passed_on, self.transmissions))


@lru_cache(maxsize=1024)
def descent(
    pedigree: Pedigree,
    kinds: Kinds,
    *,
    x_linked: bool = False,
    open_person: str | None = None,
    phased: bool = False,
    known: Founders = ORDINARY,
) -> Descent:
    """The network of a pedigree without untyped leaves. `kinds` names the typed persons.

    `open_person` keeps both alleles as variables. `phased` keeps the phase of typed founders too,
    which linkage and theta ask for.
    """
    out = Descent(
        pedigree,
        dict(kinds),
        x_linked,
        open_person,
        phased,
        dict(known.inbreeding),
        dict(known.tables),
    )
    for person in _parents_first(pedigree):
        _add_alleles(out, person)
        _add_observed(out, person)
        _add_origins(out, person)
    return out


def sides_of(sex: Sex, x_linked: bool) -> tuple[Side, ...]:
    """Where a person's alleles come from: a man has one X, his mother's."""
    return ("mother",) if x_linked and sex == "M" else SIDES


def _parents_first(pedigree: Pedigree) -> Iterator[Individual]:
    waiting, done = list(pedigree.individuals), set[str | None]({None})
    while waiting:
        ready = [p for p in waiting if {p.father, p.mother} <= done]
        yield from ready
        done.update(p.id for p in ready)
        waiting = [p for p in waiting if p.id not in done]


def _add_alleles(out: Descent, person: Individual) -> None:
    sides = sides_of(person.sex, out.x_linked)
    kind = out.kinds.get(person.id)
    if _passes_one_allele_only(out, person):
        sides = sides[:1]
    if kind in (None, "table"):
        for side in sides:
            out.alleles[person.id, side] = Allele(_variable(out, person.id, side, None))
        axes = [out.alleles[person.id, side].axis for side in sides]
        if len(axes) == 2 and axes[0] is not None and axes[1] is not None:
            out.units.append((axes[0], axes[1]))
    elif kind == "single":
        out.alleles[person.id, "mother"] = Allele(None, person.id)
    else:
        phased = out.phased or not person.is_founder
        size = (2 if phased else 1) + (kind == "silent")
        axis = _variable(out, person.id, "father", size) if size > 1 else None
        for side in SIDES:
            out.alleles[person.id, side] = Allele(axis, person.id, side == "mother", phased)


def _variable(out: Descent, person: str, side: Side, size: int | None) -> int:
    out.sizes.append(size)
    out.names.append((person, side))
    return len(out.sizes) - 1


def _passes_one_allele_only(out: Descent, person: Individual) -> bool:
    """Untyped founder with one child: the allele not passed on sums out to one.

    Exact under every model, theta included (founder alleles are exchangeable).
    """
    return (
        person.is_founder
        and person.id not in out.kinds
        and person.id != out.open_person
        and len(sides_of(person.sex, out.x_linked)) == 2
        and len(out.pedigree.children(person.id)) == 1
    )


def _add_observed(out: Descent, person: Individual) -> None:
    kind = out.kinds.get(person.id)
    alleles = _own(out, person)
    if kind == "table":
        both = tuple(alleles) if len(alleles) == 1 else ()
        out.observed.append((_part(Recipe("seen", person.id, both), *alleles),))
    elif kind in ("pair", "silent") and not (person.is_founder and not out.phased):
        out.observed.append((_part(Recipe("weight", person.id), alleles[0]),))


def _own(out: Descent, person: Individual) -> list[Allele]:
    return [out.alleles[person.id, s] for s in SIDES if (person.id, s) in out.alleles]


def _add_origins(out: Descent, person: Individual) -> None:
    """A named parent's transmission, or a draw from the population, for each allele."""
    alleles = _own(out, person)
    table: str | None = None  # an allele of an unnamed parent is the marker's own population's
    if person.is_founder:
        out.founder_alleles += alleles
        table = out.tables.get(person.id)
        inbreeding = out.inbreeding.get(person.id, 0.0)
        known = Recipe("inbred", person.id, inbreeding=inbreeding, table=table)
        if alleles[0].person is not None and len(alleles) == 2:
            recipe = known._replace(kind="founder", alleles=tuple(alleles))
            out.founders.append((_part(recipe, alleles[0]),))
            return
        if inbreeding > 0 and len(alleles) == 2:
            out.founders.append((_part(known, *alleles),))
            return
    for side in SIDES:
        target = out.alleles.get((person.id, side))
        if target is None:
            continue
        parent = person.father if side == "father" else person.mother
        if parent is None:
            if not person.is_founder:
                out.founder_alleles.append(target)
            recipe = Recipe("freq", alleles=(target,), table=table)
            out.founders.append((_part(recipe, target),))
            continue
        sources = tuple(out.alleles[parent, s] for s in SIDES if (parent, s) in out.alleles)
        out.transmissions.append(Transmission(person.id, side, sources, target))


def _passed_on(one: Transmission) -> Factor:
    """Either of the parent's two alleles with chance one half, through the mutation matrix."""
    first = one.sources[0]
    if len(one.sources) == 1:
        return (_part(Recipe("step", None, (first, one.target), one.side), first, one.target),)
    if first.person is not None:
        recipe = Recipe("either", None, (*one.sources, one.target), one.side)
        return (_part(recipe, first, one.target),)
    return tuple(
        _part(Recipe("half", None, (source, one.target), one.side), source, one.target)
        for source in one.sources
    )


def _part(recipe: Recipe, *alleles: Allele) -> Part:
    return Part(_scope(alleles), recipe)


def _scope(alleles: Sequence[Allele]) -> Scope:
    return tuple(a.axis for a in alleles if a.axis is not None)
