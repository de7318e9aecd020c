"""Names as arrays: what the compiled comparison reads. Made once for each different name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from jusan.names.parts import MAX_PARTS, Name, NamePart, Role
from jusan.names.suffixes import FEMALE, MALE, UNKNOWN, stem_and_sex
from jusan.names.symbols import encode_all

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]

#: Facts that a part may state, as bits: own name, father, grandfather, family, child (kunya).
GIVEN, FATHER, GRANDFATHER, FAMILY, CHILD = 1, 2, 4, 8, 16
FACTS: dict[Role, int] = {
    Role.GIVEN: GIVEN,
    Role.PATRONYMIC: FATHER,
    Role.FATHER: FATHER,
    Role.GRANDFATHER: GRANDFATHER,
    Role.SURNAME: FAMILY,
    Role.NISBA: FAMILY,
    Role.KUNYA: CHILD,
}


_MUHAMMAD = re.compile("m[uoa]?h[aeu]?m[aei]?[dt]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """n names over a common list of tokens.

    `facts`, `whole`, `stem` (n, 8): facts of each part as bits (0 where there is none) and the
    numbers of its token, whole and without endings. `sex` (n): 0 unknown, 1 male, 2 female.
    `rank` (n): place of the names among each other by their texts, equal for equal ones.
    `script`, `symbols`, `length`: the tokens.
    """

    facts: Ints
    whole: Ints
    stem: Ints
    sex: Ints
    rank: Ints
    script: Ints
    symbols: Bytes
    length: Ints
    tokens: tuple[str, ...]


def encode_names(names: Sequence[Name]) -> Encoded:
    """Arrays of names; a name without parts has no facts."""
    numbers: dict[str, int] = {}
    facts = np.zeros((len(names), MAX_PARTS), np.int64)
    whole = np.zeros_like(facts)
    stem = np.zeros_like(facts)
    sex = np.zeros(len(names), np.int64)
    for row, name in enumerate(names):
        stated = facts_of(name)
        for column, part in enumerate(name.parts):
            text, cut, _ = _read(part)
            facts[row, column] = stated[column]
            whole[row, column] = numbers.setdefault(text, len(numbers))
            stem[row, column] = numbers.setdefault(cut, len(numbers))
        sex[row] = sex_of(name)
    tokens = tuple(numbers)
    script, symbols, length = encode_all(tokens)
    _, rank = np.unique([name.original for name in names], return_inverse=True)
    return Encoded(facts, whole, stem, sex, rank, script, symbols, length, tokens)


@lru_cache(maxsize=131072)
def _read(part: NamePart) -> tuple[str, str, int]:
    stem, sex = stem_and_sex(part.text, part.role)
    return part.text.lower(), stem, sex


def facts_of(name: Name) -> list[int]:
    """Facts that each part may state. A part without a marker states what its place allows:

    the first of them may be the father, the last the family (a stated family name aside), any the
    grandfather. A family name known by capitals alone may be the grandfather's, and of several
    the first ones any forefather's. Behind a first Muhammad the name that is used may follow.
    """
    free = [k for k, part in enumerate(name.parts) if part.role is Role.LINEAGE]
    stated = {part.role for part in name.parts}
    found = [FACTS.get(part.role, 0) for part in name.parts]
    for place, column in enumerate(free):
        bits = GRANDFATHER
        if place == 0 and not stated & {Role.FATHER, Role.PATRONYMIC}:
            bits |= FATHER
        if place == len(free) - 1 and Role.SURNAME not in stated:
            bits |= FAMILY
        if column == 1 and len(name.parts) > 2 and _is_muhammad(name.parts[0]):
            bits |= GIVEN
        found[column] = bits
    families = [k for k, part in enumerate(name.parts) if part.role is Role.SURNAME]
    for column in families:
        if _read(name.parts[column])[2] == UNKNOWN:
            found[column] |= GRANDFATHER | (FATHER if column != families[-1] else 0)
    return found


def _is_muhammad(part: NamePart) -> bool:
    return part.role is Role.GIVEN and _MUHAMMAD.fullmatch(part.units) is not None


def sex_of(name: Name) -> int:
    """What endings, "bin" or "bint" say of the bearer's sex; 0: nothing, or both."""
    said = {_read(part)[2] for part in name.parts} - {UNKNOWN}
    if name.child_of:
        said.add(FEMALE if name.child_of == "bint" else MALE)
    return said.pop() if len(said) == 1 else UNKNOWN
