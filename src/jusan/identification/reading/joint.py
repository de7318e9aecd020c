"""The joint picture: every typed child against every family's places, all at once.

Families are the stated ones: their typed relatives are known, their children are open places, and
each child's profile may take any place of a fitting sex, or none. Places in which a child is less
likely than the policy's exclusion threshold are not tried, unless they are claimed. Places of one
family are added up: without ages, two sisters can hold each other's place. Nothing is kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import networkx as nx

from jusan.identification.lineages import SIBLING, Relative, pedigree_of
from jusan.identification.reading.kin import Stated, claims_by_child
from jusan.identification.reading.laboratory import (
    best_tubes,
    current_markers,
    current_policy,
    genotypes_of,
    sexes_of,
)
from jusan.kinship.errors import KinshipError
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis, evaluate
from jusan.matching.assignment import NOBODY, Family, Found, Identification, Problem, identify
from jusan.matching.errors import AssignmentError, ImpossibleFamilyError

#: A page waits for this; a larger operation is told that the sum is not complete.
LIMIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Share:
    """How probable it is that a child belongs to a family (equal weights beforehand); ``family``
    are the children stated in it, None is "none of these families"."""

    family: tuple[UUID, ...] | None
    probability: float
    claimed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One child and where it may belong, most probable first."""

    child: UUID
    shares: tuple[Share, ...]

    @property
    def elsewhere(self) -> bool:
        """Whether the most probable family is not the claimed one."""
        return not self.shares[0].claimed


@dataclass(frozen=True, slots=True)
class Joint:
    """The picture, what could not be drawn, and whether every assignment was weighed."""

    rows: tuple[Row, ...]
    left_out: tuple[UUID, ...]
    exact: bool
    assignments: int


def joint_picture(operation: UUID, *, limit_s: float = LIMIT_S) -> Joint:
    """Weigh every child against every stated family. Raises Refused without policy or table."""
    claims = claims_by_child(operation)
    people = {person for rows in claims.values() for s in rows for person in (s.child, s.relative)}
    profiles = {
        person: genotypes_of(tube.profile)
        for person, tube in best_tubes(people).items()
        if tube.profile
    }
    sexes = sexes_of(claims)
    families, drawn = _families(claims, profiles, sexes)
    policy = current_policy(operation)
    # only children whose own family could be drawn and who are typed take part
    found = [child for child in sorted(drawn, key=str) if child in profiles]
    left_out = tuple(child for child in claims if child not in found)
    if not found:
        return Joint((), left_out, True, 0)
    markers = current_markers(operation, policy)
    profiles = {person: _known(genotypes, markers) for person, genotypes in profiles.items()}
    problem = Problem(
        name="joint picture",
        markers=tuple(markers),
        found=tuple(Found(str(child), sexes[child]) for child in found),
        genotypes={str(child): profiles[child] for child in found},
        families=tuple(families),
        allowed=_allowed(found, families, profiles, markers, policy.ln_exclusion),
    )
    try:
        result = identify(problem, limit_s=limit_s, keep=50)
    except (AssignmentError, ImpossibleFamilyError, KinshipError):
        return Joint((), tuple(claims), False, 0)
    return Joint(tuple(_rows(result, families)), left_out, result.exact, result.n_possible)


def _known(genotypes: Mapping[str, Genotype], markers: Iterable[object]) -> dict[str, Genotype]:
    """Results whose alleles the table lists: the joint sum has no rule for others."""
    listed = {getattr(m, "name", ""): set(getattr(m, "alleles", ())) for m in markers}
    return {
        name: pair
        for name, pair in genotypes.items()
        if name in listed and pair is not None and set(pair) - {None} <= listed[name]
    }


def place_of(child: UUID) -> str:
    """The id of the place that a stated child leaves open."""
    return f"place:{child}"


def _families(
    claims: Mapping[UUID, Sequence[Stated]],
    profiles: Mapping[UUID, Mapping[str, Genotype]],
    sexes: Mapping[UUID, Sex],
) -> tuple[list[Family], set[UUID]]:
    graph: nx.Graph[UUID] = nx.Graph()
    graph.add_edges_from((child, s.relative) for child, rows in claims.items() for s in rows)
    families, drawn = [], set()
    for component in sorted(nx.connected_components(graph), key=lambda part: min(map(str, part))):
        children = sorted((p for p in component if p in claims), key=str)
        family = _family(children, claims, profiles, sexes)
        if family is not None:
            families.append(family)
            drawn.update(children)
    return families, drawn


def _family(
    children: Sequence[UUID],
    claims: Mapping[UUID, Sequence[Stated]],
    profiles: Mapping[UUID, Mapping[str, Genotype]],
    sexes: Mapping[UUID, Sex],
) -> Family | None:
    """One family with full siblings as claimed; None when nobody is typed or it contradicts
    itself. Of several claimants to one place none is taken: they are weighed alone elsewhere."""
    relations = {s.relative: s.relation for child in children for s in claims[child]}
    seats = Counter(relations.values())
    relatives = [
        Relative(str(person), relation)
        for person, relation in sorted(relations.items(), key=lambda item: str(item[0]))
        if person in profiles and seats[relation] == 1 and person not in children
    ]
    if not relatives:
        return None
    siblings = [Relative(place_of(child), _sibling(sexes[child])) for child in children[1:]]
    try:
        pedigree = pedigree_of(
            place_of(children[0]), [*relatives, *siblings], sex_child=sexes[children[0]]
        )
    except KinshipError:
        return None
    return Family(
        name=place_of(children[0]),
        pedigree=pedigree,
        genotypes={one.id: profiles[UUID(one.id)] for one in relatives},
        places=tuple(place_of(child) for child in children),
    )


def _sibling(sex: Sex) -> str:
    return {"F": "sister", "M": "brother"}.get(sex, SIBLING)


def _allowed(
    found: Sequence[UUID],
    families: Sequence[Family],
    profiles: Mapping[UUID, Mapping[str, Genotype]],
    markers: Sequence[Marker],
    ln_exclusion: float,
) -> dict[str, tuple[str, ...]]:
    """Places worth trying for each child: the claimed ones, and those not excluded pairwise."""
    out: dict[str, tuple[str, ...]] = {}
    for child in found:
        places: list[str] = []
        for family in families:
            claimed = place_of(child) in family.places
            if claimed or _ln_lr(family, profiles[child], markers) > ln_exclusion:
                places += family.places
        out[str(child)] = tuple(places)
    return out


def _ln_lr(family: Family, profile: Mapping[str, Genotype], markers: Sequence[Marker]) -> float:
    """ln LR of "a child of this family" over "a stranger to it"."""
    place = family.places[0]
    alone = family.pedigree.without([place]).joined(Pedigree((Individual(place),)))
    result = evaluate(
        markers,
        {**family.genotypes, place: profile},
        [Hypothesis("in", family.pedigree), Hypothesis("out", alone)],
    )
    value = result.ln_lr("in", "out")
    return -math.inf if value is None else value


def _rows(result: Identification, families: Sequence[Family]) -> Iterable[Row]:
    owner = {place: family for family in families for place in family.places}
    for found, shares in result.marginals.items():
        by_family: dict[str, float] = {}
        for place, share in shares.items():
            name = owner[place].name if place in owner else NOBODY
            by_family[name] = by_family.get(name, 0.0) + share
        ranked = sorted(by_family.items(), key=lambda item: (-item[1], item[0]))
        yield Row(UUID(found), tuple(_share(found, name, p, families) for name, p in ranked[:4]))


def _share(found: str, name: str, probability: float, families: Sequence[Family]) -> Share:
    family = next((one for one in families if one.name == name), None)
    if family is None:
        return Share(None, probability, claimed=False)
    children = tuple(UUID(place.removeprefix("place:")) for place in family.places)
    return Share(children, min(1.0, probability), claimed=UUID(found) in children)
