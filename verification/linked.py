"""Joint likelihoods of linked markers: they sum to one, and genes dropped with recombination agree.

Exactly: over everything that two persons can show at two or three linked markers the joint
likelihoods of a relationship sum to one. By chance: genes are dropped through the pedigree by a
program of its own, in which a parent passes on the next marker from the same grandparent but for
a recombination, and every joint result must come as often as the engine says (chi-square).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np

from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.linkage import Link, ln_joint
from jusan.kinship.loci import Chromosome, MutationSpec
from jusan.kinship.pedigrees import Pedigree
from verification.findings import Finding
from verification.gene_dropping import MOST, chance_of
from verification.genes import counted, drop_linked, shown
from verification.models import STEPWISE, Model, marker

_ALLOWED = 1e-11
_RELATIONSHIPS = (
    "full sibling",
    "paternal half sibling",
    "paternal grandparent",
    "maternal avuncular",
    "double cousin",
    "parent by own sibling",
)


@dataclass(frozen=True, slots=True)
class Chromosomal:
    """Markers along one chromosome, with the recombination fraction of each interval."""

    name: str
    models: tuple[Model, ...]
    rhos: tuple[float, ...]

    def links(self) -> list[Link]:
        """The same for the engine."""
        names = [model.marker.name for model in self.models]
        return [Link(*pair, rho) for pair, rho in zip(pairwise(names), self.rhos, strict=True)]


def groups() -> Iterator[Chromosomal]:
    """Pairs at several distances, with mutation, theta, on the X; and a chain of three."""
    for rho in (0.0, 0.05, 0.3, 0.5):
        yield _group(f"rho {rho}", (rho,))
    yield _group("rho 0.1, stepwise", (0.1,), spec=STEPWISE)
    yield _group("rho 0.1, silent", (0.1,), silent=0.05)
    yield _group("rho 0.1, theta", (0.1,), theta=0.03)
    yield _group("rho 0.1, X", (0.1,), chromosome="X")
    yield _group("chain 0.05, 0.2", (0.05, 0.2))


def _group(
    name: str,
    rhos: tuple[float, ...],
    *,
    spec: MutationSpec | None = None,
    silent: float = 0.0,
    theta: float = 0.0,
    chromosome: Chromosome = "autosomal",
) -> Chromosomal:
    tables = [(0.2, 0.3, 0.5), (0.1, 0.3, 0.6)] if len(rhos) == 1 else [(0.3, 0.7)] * 3
    models = [
        Model(
            name,
            replace(
                marker(spec, silent=silent, chromosome=chromosome, freqs=freqs), name=f"L{number}"
            ),
            theta,
        )
        for number, freqs in enumerate(tables)
    ]
    return Chromosomal(name, tuple(models), rhos)


def prove(fast: bool = False) -> Iterator[Finding]:
    """Every relationship under every group of markers."""
    size = 20_000 if fast else 400_000
    for group in list(groups())[1 :: 7 if fast else 1] if fast else groups():
        for relationship in _RELATIONSHIPS[: 1 if fast else None]:
            if relationship == "double cousin" and group.models[0].theta > 0:
                continue  # the urn over its founders at two markers at once does not fit
            pedigree = pair_pedigree(relationship, sex_a="F", sex_b="M")
            yield from _compared(group, relationship, pedigree, size)


def _compared(
    group: Chromosomal, relationship: str, pedigree: Pedigree, size: int
) -> Iterator[Finding]:
    said = f"{group.name}: {relationship}"
    chances = joint_chances(group, pedigree, ("A", "B"))
    if all(model.marker.silent_freq == 0 for model in group.models):
        # somebody with two silent alleles shows nothing, which the joint results do not count
        yield Finding(f"{said}: chances sum to 1", abs(math.fsum(chances.values()) - 1), _ALLOWED)
    rng = np.random.default_rng(21)
    dropped = drop_linked(group.models, group.rhos, pedigree, size, rng)
    found = counted(
        [
            shown(model, genes[person], None, rng)
            for model, genes in zip(group.models, dropped, strict=True)
            for person in ("A", "B")
        ]
    )
    fit = chance_of(found, {key: chance * size for key, chance in chances.items()}, size)
    what = f"{said}: {size:,} families, -log10 p of chi-square"
    yield Finding(what, -math.log10(max(fit, 1e-300)), MOST)


def joint_chances(
    group: Chromosomal, pedigree: Pedigree, typed: Sequence[str]
) -> dict[tuple[int, ...], float]:
    """P(results of all typed persons at all markers), by the codes of `genes.shown` in turn."""
    markers = [model.marker for model in group.models]
    setting = group.models[0].setting(tuple(typed))
    each = [model.results(pedigree[person]) for model in group.models for person in typed]
    places = [(marker, person) for marker in markers for person in typed]
    out = {}
    for results in product(*each):
        seen: dict[str, dict[str, tuple[str, str]]] = {person: {} for person in typed}
        key = []
        for (one, person), result in zip(places, results, strict=True):
            seen[person][one.name] = result
            low, high = (one.alleles.index(allele) for allele in result)
            key.append(low * len(one.alleles) + high)
        value = ln_joint(markers, group.links(), pedigree, seen, setting)
        out[tuple(key)] = math.exp(value)
    return out
