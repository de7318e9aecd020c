"""Hits as they are shown: rescored by the exact engine under the case policy, then ranked.

The fast stage only chooses who is looked at. It says nothing about identity: a hit is a question
for the laboratory and for two people who sign.
"""

import math
from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from jusan.kinship.errors import TooLargeError
from jusan.kinship.linkage import Link
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.profiles import Genotypes, typed_markers
from jusan.kinship.ratios import Hypothesis, evaluate

Claim = TypeVar("Claim")


@dataclass(frozen=True, slots=True)
class Rescored:
    """ln LR under the policy; None where the claim is impossible. `left_out` names what the exact
    sum could not hold beside theta."""

    ln_lr: float | None
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One person of the database beside one query.

    `ln_lr` is the policy's, `ln_lr_fast` the search's own. `rival`: the strongest other
    relationship under which the same two were rescored, with its ln LR.
    """

    query: str
    person: str
    relationship: str
    place: str
    markers_compared: int
    ln_lr: float
    ln_lr_fast: float
    left_out: str | None = None
    rank: int = 0
    rival: str | None = None
    ln_lr_rival: float | None = None

    def to_json(self, policy: str) -> dict[str, Any]:
        """The contract's object."""
        return {
            "query": self.query,
            "rank": self.rank,
            "person": self.person,
            "relationship": self.relationship,
            "markers_compared": self.markers_compared,
            "log10_lr": self.ln_lr / math.log(10),
            "log10_lr_fast": self.ln_lr_fast / math.log(10),
            "rival": self.rival,
            "log10_lr_rival": None if self.ln_lr_rival is None else self.ln_lr_rival / math.log(10),
            "place": self.place,
            "policy": policy,
            "left_out": self.left_out,
        }


def rescore(
    markers: Sequence[Marker],
    genotypes: Genotypes,
    hypotheses: Sequence[Hypothesis],
    *,
    theta: float = 0.0,
    links: Sequence[Link] = (),
    founder_inbreeding: Mapping[str, float] | None = None,
) -> Rescored:
    """hypotheses[0] over hypotheses[1]. Where theta and mutation together do not fit into memory
    the mutation model is left out, and the result says so."""
    h1, h2 = hypotheses[0].name, hypotheses[1].name
    shown = {name for profile in genotypes.values() for name in typed_markers(profile)}
    used = [marker for marker in markers if marker.name in shown]
    linked = [link for link in links if {link.marker1, link.marker2} <= shown]

    def ratio(ready: Sequence[Marker]) -> float | None:
        result = evaluate(
            ready,
            genotypes,
            hypotheses,
            theta,
            links=linked,
            founder_inbreeding=founder_inbreeding,
        )
        return result.ln_lr(h1, h2)

    try:
        return Rescored(ratio(used))
    except TooLargeError:
        if theta == 0:
            raise
    return Rescored(ratio([replace(marker, mutation=None) for marker in used]), "mutation")


def family_hypotheses(pedigree: Pedigree, missing: str) -> list[Hypothesis]:
    """The candidate is the missing person; or a stranger, the missing person being untyped."""
    elsewhere = pedigree.renamed({missing: f"({missing}, not typed)"})
    stranger = Individual(missing, sex=pedigree[missing].sex)
    return [
        Hypothesis("missing person", pedigree),
        Hypothesis("unrelated", Pedigree((*elsewhere.individuals, stranger), elsewhere.twins)),
    ]


def best_hits(
    claims: Sequence[Claim],
    rescored: Callable[[Claim], Hit | None],
    *,
    ln_fast: Callable[[Claim], float],
    ln_min: float,
    ln_slack: float,
    top: int,
) -> list[Hit]:
    """The `top` hits of one query with ln LR >= `ln_min`, numbered, each with its rival.

    `claims` come best first by the fast stage. No claim is taken to gain more than `ln_slack` by
    rescoring, so that the exact engine stops when none that is left could be among the `top`.
    """
    hits: list[Hit] = []
    places: list[float] = []  # the `top` best so far, ascending
    for claim in claims:
        if len(places) == top and ln_fast(claim) + ln_slack < places[0]:
            break
        hit = rescored(claim)
        if hit is not None and hit.ln_lr >= ln_min:
            hits.append(hit)
            insort(places, hit.ln_lr)
            del places[:-top]
    return _ranked(hits, top)


def _ranked(hits: Sequence[Hit], top: int) -> list[Hit]:
    """Hits of one query, best first and numbered, each with its strongest rival; at most `top`."""
    by_person: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        by_person.setdefault((hit.person, hit.place), []).append(hit)
    placed = sorted(hits, key=lambda h: (-h.ln_lr, h.person, h.place, h.relationship))
    out = []
    for rank, hit in enumerate(placed[:top], start=1):
        others = [o for o in by_person[hit.person, hit.place] if o is not hit]
        rival = max(others, key=lambda o: o.ln_lr, default=None)
        out.append(
            replace(
                hit,
                rank=rank,
                rival=None if rival is None else rival.relationship,
                ln_lr_rival=None if rival is None else rival.ln_lr,
            )
        )
    return out
