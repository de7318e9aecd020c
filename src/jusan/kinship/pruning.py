"""Persons whom a likelihood may leave out, and those whom only a stationary model may."""

from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.twins import one_of_each, united


def prune_leaves(pedigree: Pedigree, typed: set[str]) -> Pedigree:
    """Without untyped persons who have no descendants typed: exact under every model."""
    current = pedigree
    while True:
        parents = {p for i in current.individuals for p in (i.father, i.mother)}
        idle = [i.id for i in current.individuals if i.id not in typed and i.id not in parents]
        if not idle:
            return current
        current = current.without(idle)


def prune_like_familias(pedigree: Pedigree, typed: set[str]) -> Pedigree:
    """Drop also untyped founders with a single child, as Familias does.

    Exact only under a stationary mutation model; offered to reproduce that program's answers.
    Identical twins are one person here.
    """
    if pedigree.twins:
        one = one_of_each(pedigree.twins)
        kept = prune_like_familias(united(pedigree), {one.get(p, p) for p in typed})
        return pedigree.without(p for p in pedigree.ids if one.get(p, p) not in kept)
    current = prune_leaves(pedigree, typed)
    while True:
        idle = [
            i.id
            for i in current.individuals
            if i.id not in typed and i.is_founder and len(current.children(i.id)) <= 1
        ]
        if not idle:
            return current
        current = prune_leaves(current.without(idle[:1]), typed)
