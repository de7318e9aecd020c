"""Names for a shuffled cast, from the fictional tables, and names for the files it fills."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .cast import DEFAULT_FILES, SECOND_ROLL, Cast, Child, Relative
from .laboratory import AGAIN, AWAY, HOME, LATE
from .names import ALL, BOYS, FOREIGN, GIRLS, MEN, SURNAMES, WOMEN

#: What offices call the lists that they send; a number is added.
_FILE_WORDS = {
    "host_list.xlsx": ("minors_in_custody", "moj_children", "children_held"),
    SECOND_ROLL: ("second_roll", "minors_supplement", "roll_b"),
    "host_mothers.csv": ("women_sentenced", "moj_women", "adult_females"),
    "family_requests.csv": ("letters_of_kin", "reception_requests", "search_requests"),
    "orphanage_register.csv": ("home_register", "zahra_book"),
    "red_cross.csv": ("icv_visit", "red_cross_visit"),
    "consular_interviews.csv": ("interviews", "consul_notes", "prison_talks"),
    "registry_extracts.csv": ("civil_registry", "extracts"),
    "press_items.csv": ("newspapers", "press"),
    "contact_log.csv": ("calls_and_letters", "contacts"),
    AWAY: ("mld_str", "directorate_profiles"), AGAIN: ("mld_str_repeat", "directorate_repeat"),
    HOME: ("kin_profiles", "lab_dala"), LATE: ("kin_profiles_late", "lab_dala_late"),
}  # fmt: skip


class _Pools:
    """Names in a drawn order, each given once."""

    def __init__(self, rng: random.Random) -> None:
        def drawn(names: list[str]) -> Iterator[str]:
            return iter(rng.sample(names, len(names)))

        self.child = {"F": drawn(list(GIRLS)), "M": drawn(list(BOYS))}
        men = [name for name in MEN if name not in FOREIGN]
        self.adult = {"F": drawn(list(WOMEN)), "M": drawn(men)}
        self.foreign = drawn(list(FOREIGN))
        self.stem = drawn(list(SURNAMES))


def give_names(cast: Cast, rng: random.Random) -> None:
    """Name everybody and every file."""
    pools = _Pools(rng)
    _parents(cast, pools)
    _children(cast, rng, pools)
    for relative in cast.relatives.values():
        relative.given = next(pools.adult[relative.sex])
        relative.surname = _surname_of(cast, relative) or next(pools.stem)
    taken: set[str] = set()
    for usual, words in _FILE_WORDS.items():
        ending = usual.rpartition(".")[2]
        name = f"{rng.choice(words)}_{rng.randint(1, 98)}.{ending}"
        while name in taken:
            name = f"{rng.choice(words)}_{rng.randint(1, 98)}.{ending}"
        taken.add(name)
        cast.names[usual] = name
    assert set(DEFAULT_FILES.values()) <= cast.names.keys()


def _parents(cast: Cast, pools: _Pools) -> None:
    """A wife carries her husband's surname, unless nobody knows it (A-T11)."""
    for mother in cast.mothers.values():
        father = mother.father
        mother.given, mother.surname = next(pools.adult["F"]), next(pools.stem)
        father.given = next(pools.adult["M"] if father.citizen else pools.foreign)
        father.surname = mother.surname if father.citizen else ""
    assert cast.orphan_father is not None
    cast.orphan_father.given = next(pools.adult["M"])
    cast.orphan_father.surname = next(pools.stem)


def _children(cast: Cast, rng: random.Random, pools: _Pools) -> None:
    """One name each, except that A-T1 and A-T2 are about two children of one name."""
    shared: dict[str, str] = {}
    for trap in ("A-T1", "A-T2"):
        name = next(pools.child[cast.children[cast.traps[trap][0]].sex])
        shared |= dict.fromkeys(cast.traps[trap], name)
    assert cast.orphan_father is not None
    for child in cast.children.values():
        child.given = shared.get(child.key) or next(pools.child[child.sex])
        mother = cast.mothers.get(child.mother or "")
        child.surname = mother.surname if mother else cast.orphan_father.surname
        child.host_latin = rng.choice(ALL[child.given].host)
        if mother and child.key not in shared:
            child.host_father = rng.choice(("", *ALL[mother.father.given].host))
            child.host_has_arabic = rng.random() < 0.2
    for key, spelling in zip(
        cast.traps["A-T1"], ALL[shared[cast.traps["A-T1"][0]]].host, strict=False
    ):
        cast.children[key].host_latin = spelling
    _renamed(
        rng.choice([c for c in cast.children.values() if c.mother and c.key not in shared]), pools
    )


def _renamed(child: Child, pools: _Pools) -> None:
    """The prison calls one child by another name."""
    child.host_given = next(pools.child[child.sex])
    child.host_latin = ALL[child.host_given].host[0]


def _surname_of(cast: Cast, relative: Relative) -> str:
    """The family's surname where custom gives it; empty for another one."""
    orphan_father = cast.orphan_father
    assert orphan_father is not None
    if relative.via == orphan_father.key:
        return orphan_father.surname if relative.sex == "M" else ""
    mother = next((m for m in cast.mothers.values() if relative.via == m.father.key), None)
    if mother is not None:
        return "" if relative.stated.endswith("aunt") else mother.father.surname
    if relative.key in cast.couple and relative.sex == "F":  # a wife carries her husband's
        return cast.relatives[cast.couple[0]].surname
    mother = cast.mothers.get(relative.via)
    if mother is not None and not mother.father.citizen and relative.sex == "M":
        return mother.surname
    return ""
