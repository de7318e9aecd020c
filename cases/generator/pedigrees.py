"""The true pedigrees of a cast, dropped again and again until every planted trap bites.

The seed is searched, not the result edited: the genotypes stay what inheritance can give, and
only the planted mutation is put in by hand.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import log10

from .cast import Cast, Child, Relative
from .genetics import (
    FEMALE_RATE,
    FREQUENCIES,
    MARKERS,
    Person,
    Profile,
    drop,
    founder,
    inconsistent,
    log10_lr,
    plant_step,
    transmitted,
    y_marker,
)


@dataclass(slots=True)
class Truth:
    """True genotypes, Y marker, and what was planted."""

    profiles: dict[str, Profile]
    y: dict[str, str]
    mutation: tuple[str, str, str] | None = None


class NoDraw(Exception):
    """No genotypes met the conditions within the allowed number of draws."""


def draw_truth(cast: Cast) -> Truth:
    """Genotypes for everybody, one family after another, from the cast's seed."""
    truth = Truth({}, {})
    groups = [(m, _family(cast, m)) for m in cast.mothers] + [("orphan", _orphan_family(cast))]
    for name, people in groups:
        rng = random.Random(f"{cast.seed}/{name}/genes")
        for _ in range(20000):
            profiles = drop(people, rng)
            mutation = _mutate(cast, name, profiles)
            if _bites(cast, name, profiles, mutation):
                break
        else:
            raise NoDraw(name)
        truth.profiles.update(profiles)
        truth.y.update(y_marker(people, random.Random(f"{cast.seed}/{name}/y")))
        truth.mutation = mutation or truth.mutation
    if cast.has("A-T6"):
        _unrelated(cast, truth)
    return truth


def _family(cast: Cast, mother_key: str) -> list[Person]:
    """Grandparents on both sides, parents, relatives, children; parents before children."""
    mother = cast.mothers[mother_key]
    father = mother.father.key
    mgf, mgm = f"{mother_key}.father", f"{mother_key}.mother"
    pgf, pgm = f"{father}.father", f"{father}.mother"
    children = cast.family(mother_key)
    kin = [r for r in cast.relatives.values() if r.via in (mother_key, father)]
    places = {"maternal_grandmother": mgm, "maternal_grandfather": mgf}
    places |= {"paternal_grandmother": pgm, "paternal_grandfather": pgf}
    alias = {places[r.true]: r.key for r in kin if r.true in places}
    mgf, mgm, pgf, pgm = (alias.get(k, k) for k in (mgf, mgm, pgf, pgm))
    people = [Person(mgf, "M"), Person(mgm, "F"), Person(pgf, "M"), Person(pgm, "F")]
    people += [Person(mother_key, "F", mgf, mgm), Person(father, "M", pgf, pgm)]
    for relative in kin:
        if relative.true in ("maternal_aunt", "maternal_uncle"):
            people.append(Person(relative.key, relative.sex, mgf, mgm))
        if relative.true in ("paternal_aunt", "paternal_uncle"):
            people.append(Person(relative.key, relative.sex, pgf, pgm))
    for other in sorted({c.true_mother for c in children if c.true_mother}):
        people.append(Person(other, "F"))
    people += [Person(c.key, c.sex, father, c.true_mother or mother_key) for c in children]
    return people


def _orphan_family(cast: Cast) -> list[Person]:
    """The late relative is the dead father's mother. His brother or sister shares both parents,
    or (A-T7) the father alone, whose second wife nobody has typed."""
    child, near, grandmother = cast.orphan(), cast.half_kin(), cast.relatives[cast.late]
    father, mother = child.father or "", child.true_mother or ""
    shared, second_wife = f"{father}.father", f"{near.key}.mother"
    through = second_wife if "half" in near.true else grandmother.key
    return [
        Person(shared, "M"), Person(grandmother.key, "F"),
        Person(father, "M", shared, grandmother.key),
        Person(second_wife, "F"), Person(near.key, near.sex, shared, through),
        Person(mother, "F"), Person(child.key, child.sex, father, mother),
    ]  # fmt: skip


def _mutate(cast: Cast, name: str, profiles: dict[str, Profile]) -> tuple[str, str, str] | None:
    mother, child = cast.traps["A-T5"]
    if name != mother or not cast.has("A-T5"):
        return None
    # FGA is the scenario's own example; in a shuffled story any marker may carry the step.
    usual = ["FGA", *[m for m in MARKERS if m not in ("FGA", "SE33")]]
    return plant_step(profiles[mother], profiles[child], cast.order("mutation", usual))


def _bites(
    cast: Cast, name: str, p: dict[str, Profile], mutation: tuple[str, str, str] | None
) -> bool:
    if name == "orphan":
        return _orphan_bites(cast, p)
    if name == cast.traps["A-T5"][0] and cast.has("A-T5") and mutation is None:
        return False
    children = cast.family(name)
    return all(_mother_fits(cast, name, c, p, mutation) for c in children) and all(
        _relative_fits(r, children, name, p)
        for r in cast.relatives.values()
        if any(c.key in r.children for c in children)
    )


def _mother_fits(
    cast: Cast, mother: str, child: Child, p: dict[str, Profile],
    mutation: tuple[str, str, str] | None,
) -> bool:  # fmt: skip
    faults = len(inconsistent(p[mother], p[child.key]))
    if child.true_mother:
        return faults >= 5
    if mutation is None or (mother, child.key) != cast.traps["A-T5"]:
        return faults == 0 and log10_lr(p[child.key], [(p[mother], 1.0)]) >= 5.0
    shared = {m: g for m, g in p[child.key].items() if set(g) & set(p[mother][m])}
    others = _parent_lr_over(shared, p[mother])
    # A mutation makes an aunt more likely: the mother must still explain the child better.
    as_aunt = log10_lr(p[child.key], [(p[mother], 0.5)])
    with_step = others + _step_log10(p[mother], p[child.key], *mutation)
    return faults == 1 and others >= 8.5 and with_step - as_aunt >= 0.25


def _step_log10(mother: Profile, child: Profile, marker: str, old: str, new: str) -> float:
    """log10 LR of mother against unrelated at the marker of the mutation, a little too low."""
    step = 0.4 * FEMALE_RATE * mother[marker].count(old) / 2
    homozygous = len(set(child[marker])) == 1
    return log10(step / FREQUENCIES[marker][new] / (1 if homozygous else 2))


def _parent_lr_over(child: Profile, parent: Profile) -> float:
    """Parent LR over those markers only at which they share an allele."""
    padded = {m: child.get(m, parent[m]) for m in parent}
    gain = log10_lr({m: g for m, g in padded.items()}, [(parent, 1.0)])
    filler = {m: parent[m] for m in parent if m not in child}
    for m, genotype in filler.items():  # take the filled markers out again
        gain -= _one_marker(m, genotype, parent)
    return gain


def _one_marker(marker: str, genotype: tuple[str, str], parent: Profile) -> float:
    a, b = genotype
    f = FREQUENCIES[marker]
    pairs = {(a, b), (b, a)}
    above = sum(transmitted(marker, x, [(parent, 1.0)]) * f[y] for x, y in pairs)
    return log10(above / sum(f[x] * f[y] for x, y in pairs))


def _relative_fits(r: Relative, children: list[Child], mother: str, p: dict[str, Profile]) -> bool:
    """The relative's link is clear: to the typed mother, or to the children through the father."""
    if r.via == mother:
        if r.true.endswith(("grandmother", "grandfather")):
            return True  # a parent of the typed mother: always clear
        return _sibling_log10(p[r.key], p[mother]) >= 4.5
    own = [c for c in children if not c.true_mother]
    fits = [log10_lr(p[c.key], [(p[r.key], 0.5)], p[mother]) >= 2.0 for c in own]
    step = [log10_lr(p[c.key], [(p[r.key], 0.5)]) >= 4.3 for c in children if c.true_mother]
    return all(fits) and all(step)


def _sibling_log10(one: Profile, two: Profile) -> float:
    """log10 LR full siblings against unrelated: k = (1/4, 1/2, 1/4)."""
    total = 0.0
    for m, (a, b) in one.items():
        f, other = FREQUENCIES[m], sorted(two[m])
        none = 1.0
        pairs = {(a, b), (b, a)}
        prob = sum(f[x] * f[y] for x, y in pairs)
        half = sum(0.5 * two[m].count(x) * f[y] for x, y in pairs) / prob
        both = (1.0 / prob) if sorted((a, b)) == other else 0.0
        total += log10(0.25 * none + 0.5 * half + 0.25 * both)
    return total


def _orphan_bites(cast: Cast, p: dict[str, Profile]) -> bool:
    """The half uncle or aunt alone says little, the late grandparent added says much; without the
    trap a full uncle or aunt alone is enough."""
    child, near, late = p[cast.orphan().key], p[cast.half_kin().key], p[cast.late]
    half = log10_lr(child, [(near, 0.25)])
    full = log10_lr(child, [(near, 0.5)])
    joint = log10_lr(child, [(near, 0.25), (late, 0.5)])
    if not cast.has("A-T7"):
        return full >= 4.3
    return 0.0 < half < 1.6 and -0.5 < full < 1.8 and joint >= 4.6


def _unrelated(cast: Cast, truth: Truth) -> None:
    """A claimant whose genotypes are clearly under the policy's limit of exclusion."""
    key, child = cast.traps["A-T6"]
    rng = random.Random(f"{cast.seed}/{key}/genes")
    for _ in range(5000):
        profile = founder(rng)
        if log10_lr(truth.profiles[child], [(profile, 0.5)]) < -3.3:
            truth.profiles[key] = profile
            break
    else:
        raise NoDraw(key)
    truth.y |= y_marker([Person(key, cast.relatives[key].sex)], rng)
