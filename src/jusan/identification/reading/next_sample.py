"""Which untyped relative would help most: what one more sample would be worth for a child.

The family's typed relatives stay, the child is drawn from what they leave open, and each place
that nobody fills yet is typed in turn. The machine ranks; a person decides whom to ask.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from uuid import UUID

from jusan.core.claims.resolution import head_of
from jusan.identification.lineages import Relative, pedigree_of
from jusan.identification.reading.kin import claims_by_child
from jusan.identification.reading.laboratory import (
    best_tubes,
    current_markers,
    current_policy,
    genotypes_of,
    sexes_of,
)
from jusan.kinship.power import Option, whom_to_sample

PLACES = (
    "mother",
    "father",
    "maternal_grandmother",
    "maternal_grandfather",
    "paternal_grandmother",
    "paternal_grandfather",
)


def options(
    operation: UUID,
    child: UUID,
    *,
    instead: dict[UUID, str] | None = None,
    places: Sequence[str] = (),
    simulations: int = 200,
) -> list[Option]:
    """Places ranked by the expected log10 LR of a true child, "(nobody)" among them.

    ``instead`` asks under another relation of a relative (a half brother of the father, say);
    ``places`` limits the question; by default every grandparent on the sides that are claimed.
    Empty when no relative has a usable profile.
    """
    head = head_of(child)
    claims = claims_by_child(operation).get(head, [])
    typed = best_tubes([claim.relative for claim in claims])
    said = {head_of(person): relation for person, relation in (instead or {}).items()}
    relatives = [
        Relative(str(claim.relative), said.get(claim.relative, claim.relation))
        for claim in claims
        if claim.relative in typed
    ]
    if not relatives:
        return []
    policy = current_policy(operation)
    asked = _asked(relatives, places)
    pedigree = pedigree_of(
        str(head), relatives, sex_child=sexes_of([child])[child], empty=tuple(asked)
    )
    return whom_to_sample(
        current_markers(operation, policy),
        pedigree,
        {str(p): genotypes_of(tube.profile) for p, tube in typed.items() if tube.profile},
        str(head),
        asked,
        log10_threshold=policy.ln_strong / math.log(10),
        simulations=simulations,
    )


def _asked(relatives: Sequence[Relative], places: Sequence[str]) -> list[str]:
    held = {one.relation for one in relatives}
    sides = {relation.split("_", 1)[0] for relation in held}
    wanted = places or [name for name in PLACES if name.split("_", 1)[0] in sides]
    return [name for name in wanted if name not in held]
