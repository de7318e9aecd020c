"""Linked markers: one joint likelihood over a group of markers.

For every transmission the choice between the parent's two alleles is a variable; at two linked
markers the choices agree with chance 1 - rho, rho being the recombination fraction. Founders are
in linkage equilibrium. Links must form a tree (a chain along the chromosome is one), recombination
in neighbouring intervals is independent (Haldane).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from jusan.kinship.descent import SIDES
from jusan.kinship.errors import HypothesisError
from jusan.kinship.loci import Marker
from jusan.kinship.network import Array, Factor, Variable, eliminate, ln_total
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import PLAIN, Setting, marker_factors
from jusan.kinship.profiles import Genotype


@dataclass(frozen=True, slots=True)
class Link:
    """Two markers on one chromosome with their recombination fraction (0 to 0.5)."""

    marker1: str
    marker2: str
    rho: float

    def __post_init__(self) -> None:
        if not 0 <= self.rho <= 0.5:
            raise HypothesisError(f"linkage: rho is {self.rho}, expected 0 to 0.5")
        if self.marker1 == self.marker2:
            raise HypothesisError(f"linkage: marker {self.marker1} is linked to itself")


def linkage_groups(links: Sequence[Link], markers: Iterable[str]) -> list[list[str]]:
    """Groups of markers joined by links, each in the order of `markers`.

    Raises HypothesisError for a link to an unknown marker or links in a circle.
    """
    names = list(markers)
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    for link in links:
        for name in (link.marker1, link.marker2):
            if name not in names:
                raise HypothesisError(f"linkage: marker {name!r} is not in the case")
        graph.add_edge(link.marker1, link.marker2)
    if graph.number_of_edges() and not nx.is_forest(graph):
        raise HypothesisError("linkage: the links form a circle, expected a chain or a tree")
    return [[n for n in names if n in group] for group in nx.connected_components(graph)]


def ln_joint(
    markers: Sequence[Marker],
    links: Sequence[Link],
    pedigree: Pedigree,
    genotypes: Mapping[str, Mapping[str, Genotype]],
    setting: Setting = PLAIN,
) -> float:
    """ln of the joint likelihood of one group of linked markers.

    `genotypes` maps person -> marker name -> genotype. `links` joins exactly these markers.
    """
    return ln_total(_tied([_at(m, pedigree, genotypes, setting) for m in markers], links))


def open_joint(
    markers: Sequence[Marker],
    links: Sequence[Link],
    pedigree: Pedigree,
    genotypes: Mapping[str, Mapping[str, Genotype]],
    person: str,
    at: Marker,
    setting: Setting = PLAIN,
) -> Array:
    """P(all genotypes and alleles (a, b) of a person at the marker `at`), but for a factor, (n, n).

    Symmetric, over all alleles of that marker, a silent one last. Of identical twins `person` is
    the first.
    """
    parts = [
        _at(m, pedigree, genotypes, setting, person if m is at else None, m is not at)
        for m in markers
    ]
    keep = [(at.name, person, side) for side in SIDES]
    table, _ = eliminate(_tied(parts, links), keep)
    return (table + table.T) / 2


def _at(
    marker: Marker,
    pedigree: Pedigree,
    genotypes: Mapping[str, Mapping[str, Genotype]],
    setting: Setting,
    open_person: str | None = None,
    lump: bool = True,
) -> list[Factor]:
    seen = {person: profile.get(marker.name) for person, profile in genotypes.items()}
    return marker_factors(
        marker, pedigree, seen, setting, tag=marker.name, open_person=open_person, lump=lump
    )


def _tied(parts: Sequence[Sequence[Factor]], links: Sequence[Link]) -> list[Factor]:
    """The tables of all markers, with the chances of all choices between two alleles."""
    factors = [factor for part in parts for factor in part]
    chosen: set[Variable] = {
        v for f in factors for v in f.variables if isinstance(v, tuple) and len(v) == 4
    }
    return [*factors, *_couplings(chosen, links)]


def _couplings(chosen: set[Variable], links: Sequence[Link]) -> list[Factor]:
    """One half for each choice, times the chance of agreeing or not along each link.

    A choice that does not exist at one marker (nobody typed below it) sums out to one.
    """
    out = [Factor((selector,), np.full(2, 0.5)) for selector in sorted(chosen, key=repr)]
    for link in links:
        agree, differ = 2 * (1 - link.rho), 2 * link.rho
        table = np.array([[agree, differ], [differ, agree]])
        for selector in sorted(chosen, key=repr):
            assert isinstance(selector, tuple)
            other = (link.marker2, *selector[1:])
            if selector[0] == link.marker1 and other in chosen:
                out.append(Factor((selector, other), table))
    return out
