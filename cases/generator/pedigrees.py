"""The true pedigrees of a cast, dropped again and again until every planted trap bites.

The seed is searched, not the result edited: the genotypes stay what inheritance can give, and
only the planted mutation is put in by hand.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from .cast import Cast, Child, Relative
from .genetics import Person, Profile, drop, inconsistent, log10_lr, plant_step, y_marker


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
        for _ in range(6000):
            profiles = drop(people, rng)
            mutation = _mutate(cast, name, profiles)
            if _bites(cast, name, profiles, mutation):
                break
        else:
            raise NoDraw(name)
        truth.profiles.update(profiles)
        truth.y.update(y_marker(people, random.Random(f"{cast.seed}/{name}/y")))
        truth.mutation = mutation or truth.mutation
    if "R08" in cast.relatives:
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
    child = cast.orphan()
    uncle, grandmother = cast.relatives["R09"], cast.relatives["R10"]
    father = child.father or ""
    people = [Person("F8.father", "M"), Person(grandmother.key, "F")]
    people.append(Person(father, "M", "F8.father", grandmother.key))
    second_wife = "R09.mother"
    people.append(Person(second_wife, "F"))
    through = grandmother.key if uncle.true == "paternal_uncle" else second_wife
    people.append(Person(uncle.key, uncle.sex, "F8.father", through))
    people.append(Person(child.true_mother or "W8", "F"))
    people.append(Person(child.key, child.sex, father, child.true_mother or "W8"))
    return people


def _mutate(cast: Cast, name: str, profiles: dict[str, Profile]) -> tuple[str, str, str] | None:
    mother, child = cast.traps["A-T5"]
    if name != mother or not cast.has("A-T5"):
        return None
    return plant_step(profiles[mother], profiles[child], maternal=True)


def _bites(
    cast: Cast, name: str, p: dict[str, Profile], mutation: tuple[str, str, str] | None
) -> bool:
    if name == "orphan":
        return _orphan_bites(cast, p)
    if name == cast.traps["A-T5"][0] and cast.has("A-T5") and mutation is None:
        return False
    children = cast.family(name)
    return all(_mother_fits(cast, name, c, p) for c in children) and all(
        _relative_fits(r, children, name, p)
        for r in cast.relatives.values()
        if any(c.key in r.children for c in children)
    )


def _mother_fits(cast: Cast, mother: str, child: Child, p: dict[str, Profile]) -> bool:
    faults = len(inconsistent(p[mother], p[child.key]))
    if child.true_mother:
        return faults >= 5
    planted = cast.has("A-T5") and (mother, child.key) == cast.traps["A-T5"]
    others = log10_lr(p[child.key], [(p[mother], 1.0)]) if not planted else 9.0
    if planted:
        shared = {m: g for m, g in p[child.key].items() if set(g) & set(p[mother][m])}
        others = _parent_lr_over(shared, p[mother])
    return faults == (1 if planted else 0) and others >= (8.5 if planted else 5.0)


def _parent_lr_over(child: Profile, parent: Profile) -> float:
    """Parent LR over those markers only at which they share an allele."""
    padded = {m: child.get(m, parent[m]) for m in parent}
    gain = log10_lr({m: g for m, g in padded.items()}, [(parent, 1.0)])
    filler = {m: parent[m] for m in parent if m not in child}
    for m, genotype in filler.items():  # take the filled markers out again
        gain -= _one_marker(m, genotype, parent)
    return gain


def _one_marker(marker: str, genotype: tuple[str, str], parent: Profile) -> float:
    from math import log10

    from .genetics import FREQUENCIES, transmitted

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
    from math import log10

    from .genetics import FREQUENCIES

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
    """The uncle alone says little, the grandmother added says much (or, without the trap, both)."""
    child, uncle, granny = p[cast.orphan().key], p["R09"], p["R10"]
    half = log10_lr(child, [(uncle, 0.25)])
    full = log10_lr(child, [(uncle, 0.5)])
    joint = log10_lr(child, [(uncle, 0.25), (granny, 0.5)])
    if not cast.has("A-T7"):
        return full >= 4.3
    return 0.0 < half < 1.6 and -0.5 < full < 1.8 and joint >= 4.6


def _unrelated(cast: Cast, truth: Truth) -> None:
    from .genetics import founder

    rng = random.Random(f"{cast.seed}/R08/genes")
    child = truth.profiles[cast.orphan().key]
    for _ in range(5000):
        profile = founder(rng)
        if (
            log10_lr(child, [(profile, 0.5)]) < -3.3
        ):  # clearly under the policy's limit of exclusion
            truth.profiles["R08"] = profile
            return
    raise NoDraw("R08")
