"""The factors of one marker written out for `network`: for theta, linkage, and careful scaling."""

import numpy as np

from jusan.kinship.descent import Descent, Recipe, Transmission
from jusan.kinship.network import Array, Factor, Variable
from jusan.kinship.observed import Numbers, Observed
from jusan.kinship.plans import Scope
from jusan.kinship.theta import urn_factor

# Above this many entries a parent's two alleles and the child's are tied through a selector
# variable (which of the two was passed on) instead of one three-way table.
_DIRECT_LIMIT = 4096


def factors(
    network: Descent,
    group: Observed,
    row: int,
    *,
    theta: float = 0.0,
    tag: Variable = None,
    selectors: bool = False,
) -> list[Factor]:
    """All tables of one row of a group over variables `(tag, person, side)`.

    `network` is phased. With `selectors` every choice between a parent's two alleles is a
    variable, `(tag, child, side, "selector")`, with no chance attached.
    """
    names: list[Variable] = [(tag, person, side) for person, side in network.names]

    def factor(scope: Scope, recipe: Recipe) -> Factor:
        return Factor(tuple(names[axis] for axis in scope), group.table(recipe)[row])

    parts = [part for one in network.observed for part in one]
    if theta == 0:
        parts += [part for one in network.founders for part in one]
    out = [factor(*part) for part in parts]
    if theta > 0:
        out.append(urn_factor(_draws(network, group, row, tag), group.freqs[row], theta))
    for one in network.transmissions:
        out += _transmission(one, group, row, names, tag, selectors)
    return out


def _draws(
    network: Descent, group: Observed, row: int, tag: Variable
) -> list[tuple[Variable, Numbers]]:
    """Founder alleles: the variable of each, and the state that each of its values means."""
    out: list[tuple[Variable, Numbers]] = []
    for number, allele in enumerate(network.founder_alleles):
        states = group.range_of(allele)
        name = (tag, number, "draw") if allele.axis is None else (tag, *network.names[allele.axis])
        out.append((name, states[row] if len(states) > 1 else states[0]))
    return out


def _transmission(
    one: Transmission,
    group: Observed,
    row: int,
    names: list[Variable],
    tag: Variable,
    selectors: bool,
) -> list[Factor]:
    axes = [source.axis for source in one.sources]
    scopes = [tuple(a for a in (axis, one.target.axis) if a is not None) for axis in axes]
    spelled = [tuple(names[axis] for axis in scope) for scope in scopes]
    steps: list[Array] = [
        group.table(Recipe("step", None, (source, one.target), one.side))[row]
        for source in one.sources
    ]
    if len(steps) == 1:
        return [Factor(spelled[0], steps[0])]
    if not selectors and axes[0] == axes[1]:
        return [Factor(spelled[0], (steps[0] + steps[1]) / 2)]
    if not selectors and steps[0].size * len(steps[1]) <= _DIRECT_LIMIT:
        first, second = np.expand_dims(steps[0], 1), np.expand_dims(steps[1], 0)
        union = (spelled[0][0], spelled[1][0], *spelled[0][1:])
        return [Factor(union, (first + second) / 2)]
    selector = (tag, one.child, one.side, "selector")
    if axes[0] == axes[1]:
        return [Factor((selector, *spelled[0]), np.stack(steps))]
    out = [
        Factor((selector, *spelled[0]), np.stack([steps[0], np.ones_like(steps[0])])),
        Factor((selector, *spelled[1]), np.stack([np.ones_like(steps[1]), steps[1]])),
    ]
    return out if selectors else [*out, Factor((selector,), np.full(2, 0.5))]
