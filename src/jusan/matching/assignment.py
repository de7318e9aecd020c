"""Joint identification: which found person is which missing member of which family.

Every allowed assignment is weighed: each found person takes one missing place or none, each place
at most one person. A family's likelihood is computed once for each way to fill its places; families
meet only through the persons they compete for, so they are combined by dynamic programming over
sets of found persons, separately for each component of the graph of pairings that are possible.

The result proposes. Tied assignments are named as groups, and nothing is confirmed here.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.profiles import Genotype
from jusan.matching.combination import Combined, combine
from jusan.matching.errors import AssignmentError
from jusan.matching.family_table import Deadline, FamilyTable, fill_family, ln_single

NOBODY = "*"
_TIE = 1e-9

Profile = Mapping[str, Genotype]


@dataclass(frozen=True, slots=True)
class Found:
    """A person who was found; sex and birth interval limit the places they may take."""

    id: str
    sex: Literal["M", "F", "U"] = "U"
    birth: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A pedigree with typed relatives and the missing members as open places."""

    name: str
    pedigree: Pedigree
    genotypes: Mapping[str, Profile]
    places: tuple[str, ...]
    births: Mapping[str, tuple[date, date]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """Prior ln weights: `pair[(found, place)]` and `nobody[found]`, zero where not given."""

    pair: Mapping[tuple[str, str], float] = field(default_factory=dict)
    nobody: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One joint identification. `allowed` None: every place of a fitting sex and birth."""

    name: str
    markers: tuple[Marker, ...]
    found: tuple[Found, ...]
    genotypes: Mapping[str, Profile]
    families: tuple[Family, ...]
    allowed: Mapping[str, tuple[str, ...]] | None = None
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One complete answer: found -> place or "*"; ln likelihood of all data; posterior."""

    pairs: Mapping[str, str]
    ln_lik: float
    posterior: float


@dataclass(frozen=True, slots=True)
class Identification:
    """Ranked assignments and what they say about each found person and each place.

    `marginals[found][place or "*"]`, `place_marginals[place][found or "*"]`; `groups` are indices
    of assignments that tie; `pair_ln_lr[found][place]` is the pair taken alone (None impossible);
    `exact`: every allowed assignment was weighed; `bound`: at most this much posterior lies in
    assignments that are not listed; `n_possible`: assignments with a likelihood above zero.
    """

    problem: str
    assignments: tuple[Assignment, ...]
    marginals: Mapping[str, Mapping[str, float]]
    place_marginals: Mapping[str, Mapping[str, float]]
    groups: tuple[tuple[int, ...], ...]
    pair_ln_lr: Mapping[str, Mapping[str, float | None]]
    n_possible: int
    exact: bool
    bound: float


def allowed_places(problem: Problem) -> dict[str, tuple[str, ...]]:
    """Places that each found person may take, by the case's list, sex and birth intervals."""
    out = {}
    for person in problem.found:
        listed = None if problem.allowed is None else problem.allowed.get(person.id, ())
        out[person.id] = tuple(
            place
            for family in problem.families
            for place in family.places
            if (listed is None or place in listed) and _fits(person, family, place)
        )
    return out


def identify(
    problem: Problem, *, limit_s: float | None = None, keep: int = 10_000
) -> Identification:
    """Weigh every allowed assignment.

    At most `keep` assignments are listed, the best ones; marginals count them all. After
    `limit_s` seconds the search stops, `exact` is False and `bound` says how much may be missing.
    Raises AssignmentError, ImpossibleFamilyError and the errors of `jusan.kinship`.
    """
    _check(problem)
    allowed = allowed_places(problem)
    deadline = Deadline(limit_s)
    singles = {
        person.id: ln_single(problem.markers, problem.genotypes.get(person.id, {}), person.sex)
        for person in problem.found
    }
    order = {person.id: i for i, person in enumerate(problem.found)}
    tables = [
        fill_family(
            family.name,
            markers=problem.markers,
            pedigree=family.pedigree,
            references=family.genotypes,
            candidates={
                place: [f for f in order if place in allowed[f]] for place in family.places
            },
            profiles=problem.genotypes,
            singles=singles,
            deadline=deadline,
        )
        for family in problem.families
    ]
    combined = combine(tables, order, problem.weights.pair, problem.weights.nobody, keep)
    ln_base = math.fsum(singles.values()) + math.fsum(t.ln_empty for t in tables)
    return _report(problem, allowed, tables, combined, ln_base)


def _report(
    problem: Problem,
    allowed: Mapping[str, tuple[str, ...]],
    tables: Sequence[FamilyTable],
    combined: Combined,
    ln_base: float,
) -> Identification:
    ids = [person.id for person in problem.found]
    assignments = tuple(
        Assignment(
            pairs={f: dict(row.pairs).get(f, NOBODY) for f in ids},
            ln_lik=ln_base + row.ln_lr,
            posterior=math.exp(row.ln_weight - combined.ln_total),
        )
        for row in combined.ranked
    )
    places = [place for family in problem.families for place in family.places]
    shares = combined.shares
    marginals = {f: _row(f, allowed[f], {p: shares.get((f, p), 0.0) for p in places}) for f in ids}
    by_place = {
        p: _row(
            p,
            [f for f in ids if p in allowed[f]],
            {f: shares.get((f, p), 0.0) for f in ids},
        )
        for p in places
    }
    listed = math.fsum(math.exp(r.ln_weight - combined.ln_bound) for r in combined.ranked)
    complete = all(table.complete for table in tables)
    everything = complete and len(assignments) == combined.count
    return Identification(
        problem=problem.name,
        assignments=assignments,
        marginals=marginals,
        place_marginals=by_place,
        groups=_ties([row.ln_weight for row in combined.ranked]),
        pair_ln_lr=_pairs_alone(allowed, tables),
        n_possible=combined.count,
        exact=complete,
        bound=0.0 if everything else min(1.0, max(0.0, 1.0 - listed)),
    )


def _row(name: str, options: Sequence[str], shares: Mapping[str, float]) -> dict[str, float]:
    row = {option: min(1.0, shares[option]) for option in options}
    row[NOBODY] = max(0.0, 1.0 - math.fsum(row.values()))
    return row


def _pairs_alone(
    allowed: Mapping[str, tuple[str, ...]], tables: Sequence[FamilyTable]
) -> dict[str, dict[str, float | None]]:
    alone = {row.pairs[0]: row.ln_lr for t in tables for row in t.rows if len(row.pairs) == 1}
    return {f: {place: alone.get((f, place)) for place in places} for f, places in allowed.items()}


def _ties(ln_weights: Sequence[float]) -> tuple[tuple[int, ...], ...]:
    """Runs of equal weight in a ranked list, those of two and more."""
    groups: list[list[int]] = []
    for i, weight in enumerate(ln_weights):
        if i and abs(weight - ln_weights[i - 1]) <= _TIE:
            groups[-1].append(i)
        else:
            groups.append([i])
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _fits(person: Found, family: Family, place: str) -> bool:
    sexes = {person.sex, family.pedigree[place].sex} - {"U"}
    if len(sexes) > 1:
        return False
    birth = family.births.get(place)
    if person.birth is None or birth is None:
        return True
    return person.birth[0] <= birth[1] and birth[0] <= person.birth[1]


def _check(problem: Problem) -> None:
    ids = [person.id for person in problem.found]
    places = [place for family in problem.families for place in family.places]
    for kind, names in (("found person", ids), ("missing place", places)):
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise AssignmentError(f"{problem.name}: {kind} {min(twice)!r} is listed twice")
    if NOBODY in ids or NOBODY in places:
        raise AssignmentError(f'{problem.name}: "{NOBODY}" means nobody and cannot be a name')
    for family in problem.families:
        for place in family.places:
            if place not in family.pedigree:
                raise AssignmentError(f"{family.name}: missing {place!r} is not in its pedigree")
            if place in family.genotypes:
                raise AssignmentError(f"{family.name}: {place!r} is both missing and typed")
    for person, listed in (problem.allowed or {}).items():
        unknown = [place for place in listed if place not in places and place != NOBODY]
        if person not in ids or unknown:
            raise AssignmentError(
                f"{problem.name}: pairing {person!r} -> {unknown[0] if unknown else '?'!r} "
                "names somebody unknown"
            )
