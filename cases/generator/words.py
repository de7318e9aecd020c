"""What kin are called in a sentence: seen by the child, by its mother, and by the relative."""

from __future__ import annotations

from collections.abc import Sequence

from .cast import Child, Relative

_TO_MOTHER = {
    "maternal_grandmother": ("mother", "daughter"), "maternal_grandfather": ("father", "daughter"),
    "maternal_aunt": ("sister", "sister"), "maternal_uncle": ("brother", "sister"),
    "paternal_grandmother": ("mother-in-law", "daughter-in-law"),
    "paternal_grandfather": ("father-in-law", "daughter-in-law"),
    "paternal_aunt": ("sister-in-law", "sister-in-law"),
    "paternal_uncle": ("brother-in-law", "sister-in-law"),
}  # fmt: skip
_NUMBERS = ("no", "the only", "both", "all three")


def of_child(relation: str) -> str:
    """``uncle`` for a maternal uncle."""
    return relation.split("_", 1)[1]


def of_mother(relation: str) -> str:
    """What the relative is to the child's mother."""
    return _TO_MOTHER[relation][0]


def mother_of(relation: str) -> str:
    """What the child's mother is to the relative."""
    return _TO_MOTHER[relation][1]


def her(person: Child | Relative) -> str:
    """Possessive of somebody."""
    return "her" if person.sex == "F" else "his"


def him(child: Child) -> str:
    """Object of the child."""
    return "her" if child.sex == "F" else "him"


def she(person: Child | Relative) -> str:
    """Subject: somebody."""
    return "she" if person.sex == "F" else "he"


def offspring(children: Sequence[Child]) -> str:
    """``daughter comes``, ``son comes``, ``children come``."""
    if len(children) > 1:
        return "children come"
    return ("daughter" if children[0].sex == "F" else "son") + " comes"


def all_of(children: Sequence[Child]) -> str:
    """``all three children live``."""
    one = len(children) == 1
    return f"{_NUMBERS[len(children)]} {'child lives' if one else 'children live'}"
