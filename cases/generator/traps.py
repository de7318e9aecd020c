"""Takes a trap out of the cast where the trap lives in who people are.

Traps that live in one file (tubes, papers, fever, ...) ask ``cast.has`` in that file's writer.
"""

from __future__ import annotations

from .cast import Cast
from .names import BOYS, GIRLS


def apply_without(cast: Cast, without: frozenset[str]) -> None:
    """Change the cast so that the named traps are absent from the data."""
    cast.without = without
    if "A-T1" in without:
        _name_apart(cast)
    if "A-T4" in without:
        cast.children[cast.traps["A-T4"][0]].true_mother = None
    if "A-T6" in without:
        del cast.relatives[cast.traps["A-T6"][0]]
    if "A-T7" in without:
        near = cast.half_kin()
        near.true = near.stated
    if "A-T11" in without:
        _known_father(cast)
    if "A-T12" in without:
        cast.children[cast.traps["A-T12"][0]].dob_known = "month"
    if "A-T13" in without:
        for key in cast.couple:
            del cast.relatives[key]


def _name_apart(cast: Cast) -> None:
    second = cast.children[cast.traps["A-T1"][1]]
    taken = {c.given for c in cast.children.values()}
    table = BOYS if second.sex == "M" else GIRLS
    second.given = next(name for name in table if name not in taken)
    second.host_latin = table[second.given].host[0]
    for key in cast.traps["A-T1"]:
        cast.children[key].host_father = ""
        cast.children[key].dob_known = "month"


def _known_father(cast: Cast) -> None:
    mother = cast.mothers[cast.children[cast.traps["A-T11"][0]].mother or ""]
    mother.father.citizen = True
    mother.father.surname = mother.surname
