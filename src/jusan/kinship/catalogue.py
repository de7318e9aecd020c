"""Standard hypotheses between two typed persons A and B, and the chain over three generations.

A is the elder in every relationship with a direction (A is B's mother, grandparent, aunt).
Sexes matter for mutation (male and female rates) and for X markers.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from jusan.kinship.errors import HypothesisError
from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.ratios import Hypothesis

_GF = Individual("grandfather", sex="M")
_GM = Individual("grandmother", sex="F")


def _founder(person_id: str, sex: Sex) -> Individual:
    return Individual(person_id, sex=sex)


def _father(a: Sex, b: Sex) -> list[Individual]:
    return [
        _founder("A", "M"),
        _founder("mother", "F"),
        Individual("B", "A", "mother", b),
    ]


def _mother(a: Sex, b: Sex) -> list[Individual]:
    return [
        _founder("A", "F"),
        _founder("father", "M"),
        Individual("B", "father", "A", b),
    ]


def _parent(a: Sex, b: Sex) -> list[Individual]:
    return _father(a, b) if a == "M" else _mother(a, b)


def _full_sibling(a: Sex, b: Sex) -> list[Individual]:
    parents = [_founder("father", "M"), _founder("mother", "F")]
    return [
        *parents,
        *(Individual(i, "father", "mother", s) for i, s in (("A", a), ("B", b))),
    ]


def _paternal_half_sibling(a: Sex, b: Sex) -> list[Individual]:
    founders = [
        _founder("father", "M"),
        _founder("mother1", "F"),
        _founder("mother2", "F"),
    ]
    children = [
        Individual("A", "father", "mother1", a),
        Individual("B", "father", "mother2", b),
    ]
    return founders + children


def _maternal_half_sibling(a: Sex, b: Sex) -> list[Individual]:
    founders = [
        _founder("mother", "F"),
        _founder("father1", "M"),
        _founder("father2", "M"),
    ]
    children = [
        Individual("A", "father1", "mother", a),
        Individual("B", "father2", "mother", b),
    ]
    return founders + children


def _elder(a: Sex) -> tuple[list[Individual], str, str]:
    """A with a spouse, and the couple as (father, mother)."""
    if a == "M":
        return [_founder("A", "M"), _founder("spouse", "F")], "A", "spouse"
    return [_founder("A", "F"), _founder("spouse", "M")], "spouse", "A"


def _paternal_grandparent(a: Sex, b: Sex) -> list[Individual]:
    couple, man, woman = _elder(a)
    return [
        *couple,
        Individual("father", man, woman, "M"),
        _founder("mother", "F"),
        Individual("B", "father", "mother", b),
    ]


def _maternal_grandparent(a: Sex, b: Sex) -> list[Individual]:
    couple, man, woman = _elder(a)
    return [
        *couple,
        Individual("mother", man, woman, "F"),
        _founder("father", "M"),
        Individual("B", "father", "mother", b),
    ]


def _paternal_avuncular(a: Sex, b: Sex) -> list[Individual]:
    return [
        _GF,
        _GM,
        Individual("A", _GF.id, _GM.id, a),
        Individual("father", _GF.id, _GM.id, "M"),
        _founder("mother", "F"),
        Individual("B", "father", "mother", b),
    ]


def _maternal_avuncular(a: Sex, b: Sex) -> list[Individual]:
    return [
        _GF,
        _GM,
        Individual("A", _GF.id, _GM.id, a),
        Individual("mother", _GF.id, _GM.id, "F"),
        _founder("father", "M"),
        Individual("B", "father", "mother", b),
    ]


def _half_avuncular(a: Sex, b: Sex) -> list[Individual]:
    return [
        _GF,
        _GM,
        _founder("co-wife", "F"),
        Individual("A", _GF.id, "co-wife", a),
        Individual("father", _GF.id, _GM.id, "M"),
        _founder("mother", "F"),
        Individual("B", "father", "mother", b),
    ]


def _cousin(a: Sex, b: Sex) -> list[Individual]:
    return [
        _GF,
        _GM,
        Individual("father1", _GF.id, _GM.id, "M"),
        Individual("father2", _GF.id, _GM.id, "M"),
        _founder("mother1", "F"),
        _founder("mother2", "F"),
        Individual("A", "father1", "mother1", a),
        Individual("B", "father2", "mother2", b),
    ]


def _paternal_three_quarter_sibling(a: Sex, b: Sex) -> list[Individual]:
    """One father; the mothers are sisters."""
    return [
        _GF,
        _GM,
        _founder("father", "M"),
        Individual("mother1", _GF.id, _GM.id, "F"),
        Individual("mother2", _GF.id, _GM.id, "F"),
        Individual("A", "father", "mother1", a),
        Individual("B", "father", "mother2", b),
    ]


def _maternal_three_quarter_sibling(a: Sex, b: Sex) -> list[Individual]:
    """One mother; the fathers are brothers (a widow who married her husband's brother)."""
    return [
        _GF,
        _GM,
        _founder("mother", "F"),
        Individual("father1", _GF.id, _GM.id, "M"),
        Individual("father2", _GF.id, _GM.id, "M"),
        Individual("A", "father1", "mother", a),
        Individual("B", "father2", "mother", b),
    ]


def _double_cousin(a: Sex, b: Sex) -> list[Individual]:
    """Two brothers married two sisters."""
    return [
        *(_founder(f"grandfather{n}", "M") for n in (1, 2)),
        *(_founder(f"grandmother{n}", "F") for n in (1, 2)),
        *(Individual(f"father{n}", "grandfather1", "grandmother1", "M") for n in (1, 2)),
        *(Individual(f"mother{n}", "grandfather2", "grandmother2", "F") for n in (1, 2)),
        Individual("A", "father1", "mother1", a),
        Individual("B", "father2", "mother2", b),
    ]


def _half_cousin(a: Sex, b: Sex) -> list[Individual]:
    """The fathers are half brothers by one father."""
    people = [replace(p, mother="co-wife") if p.id == "father1" else p for p in _cousin(a, b)]
    return [_founder("co-wife", "F"), *people]


def _great_grandparent(a: Sex, b: Sex) -> list[Individual]:
    couple, man, woman = _elder(a)
    return [
        *couple,
        Individual("grandparent", man, woman, "M"),
        _founder("grandmother", "F"),
        Individual("father", "grandparent", "grandmother", "M"),
        _founder("mother", "F"),
        Individual("B", "father", "mother", b),
    ]


def _great_avuncular(a: Sex, b: Sex) -> list[Individual]:
    return [
        _GF,
        _GM,
        Individual("A", _GF.id, _GM.id, a),
        Individual("A's brother", _GF.id, _GM.id, "M"),
        _founder("his wife", "F"),
        Individual("father", "A's brother", "his wife", "M"),
        _founder("mother", "F"),
        Individual("B", "father", "mother", b),
    ]


def _cousin_once_removed(a: Sex, b: Sex) -> list[Individual]:
    """B's father is A's cousin."""
    people = [replace(p, id="father") if p.id == "B" else p for p in _cousin(a, "M")]
    return [*people, _founder("mother", "F"), Individual("B", "father", "mother", b)]


def _second_cousin(a: Sex, b: Sex) -> list[Individual]:
    """The fathers are cousins."""
    names = {"A": "fatherA", "B": "fatherB"}
    people = [replace(p, id=names.get(p.id, p.id)) for p in _cousin("M", "M")]
    children = [
        Individual("A", "fatherA", "motherA", a),
        Individual("B", "fatherB", "motherB", b),
    ]
    return [*people, _founder("motherA", "F"), _founder("motherB", "F"), *children]


def _parent_by_own_child(a: Sex, b: Sex) -> list[Individual]:
    """A is B's parent and grandparent: B's other parent is A's child."""
    couple, man, woman = _elder(a)
    if a == "M":
        return [*couple, Individual("child", man, woman, "F"), Individual("B", "A", "child", b)]
    return [*couple, Individual("child", man, woman, "M"), Individual("B", "child", "A", b)]


def _parent_by_own_sibling(a: Sex, b: Sex) -> list[Individual]:
    """A is B's parent and aunt or uncle: B's other parent is A's full sibling."""
    role: Sex = "M" if a == "M" else "F"
    other: Sex = "F" if a == "M" else "M"
    father, mother = ("A", "sibling") if a == "M" else ("sibling", "A")
    return [
        _GF,
        _GM,
        Individual("A", _GF.id, _GM.id, role),
        Individual("sibling", _GF.id, _GM.id, other),
        Individual("B", father, mother, b),
    ]


def _parent_by_own_parent(a: Sex, b: Sex) -> list[Individual]:
    """A is B's parent and half sibling: B's other parent is A's father (or mother)."""
    if a == "M":
        return [_GF, _GM, Individual("A", _GF.id, _GM.id, "M"), Individual("B", "A", _GM.id, b)]
    return [_GF, _GM, Individual("A", _GF.id, _GM.id, "F"), Individual("B", _GF.id, "A", b)]


def _full_sibling_of_cousins(a: Sex, b: Sex) -> list[Individual]:
    """Full siblings whose parents are first cousins."""
    names = {"A": "father", "B": "mother"}
    people = [replace(p, id=names.get(p.id, p.id)) for p in _cousin("M", "F")]
    children = (Individual(i, "father", "mother", s) for i, s in (("A", a), ("B", b)))
    return [*people, *children]


def _full_sibling_of_siblings(a: Sex, b: Sex) -> list[Individual]:
    """Full siblings whose parents are brother and sister."""
    return [
        _GF,
        _GM,
        Individual("father", _GF.id, _GM.id, "M"),
        Individual("mother", _GF.id, _GM.id, "F"),
        Individual("A", "father", "mother", a),
        Individual("B", "father", "mother", b),
    ]


def _unrelated(a: Sex, b: Sex) -> list[Individual]:
    return [_founder("A", a), _founder("B", b)]


_CATALOGUE: dict[str, Callable[[Sex, Sex], list[Individual]]] = {
    "parent": _parent,
    "father": _father,
    "mother": _mother,
    "full sibling": _full_sibling,
    "paternal half sibling": _paternal_half_sibling,
    "maternal half sibling": _maternal_half_sibling,
    "paternal grandparent": _paternal_grandparent,
    "maternal grandparent": _maternal_grandparent,
    "paternal avuncular": _paternal_avuncular,
    "maternal avuncular": _maternal_avuncular,
    "half avuncular": _half_avuncular,
    "cousin": _cousin,
    "paternal three-quarter sibling": _paternal_three_quarter_sibling,
    "maternal three-quarter sibling": _maternal_three_quarter_sibling,
    "double cousin": _double_cousin,
    "half cousin": _half_cousin,
    "cousin once removed": _cousin_once_removed,
    "second cousin": _second_cousin,
    "great-grandparent": _great_grandparent,
    "great avuncular": _great_avuncular,
    "parent by own child": _parent_by_own_child,
    "parent by own sibling": _parent_by_own_sibling,
    "parent by own parent": _parent_by_own_parent,
    "full sibling, parents cousins": _full_sibling_of_cousins,
    "full sibling, parents siblings": _full_sibling_of_siblings,
    "unrelated": _unrelated,
}

RELATIONSHIPS: tuple[str, ...] = tuple(_CATALOGUE)


def pair_pedigree(
    relationship: str, a: str = "A", b: str = "B", *, sex_a: Sex = "U", sex_b: Sex = "U"
) -> Pedigree:
    """The pedigree of a named relationship with the two typed persons called `a` and `b`.

    Raises HypothesisError for a name that is not in `RELATIONSHIPS`.
    """
    if relationship not in _CATALOGUE:
        raise HypothesisError(
            f"relationship {relationship!r} is not known, expected one of {', '.join(_CATALOGUE)}"
        )
    people = _CATALOGUE[relationship](sex_a, sex_b)
    # helper persons get names that cannot meet the caller's own ids
    names = {p.id: f"({p.id} of {a} and {b})" for p in people} | {"A": a, "B": b}
    return Pedigree.of(people).renamed(names)


def pair_hypotheses(
    relationship: str,
    a: str = "A",
    b: str = "B",
    *,
    sex_a: Sex = "U",
    sex_b: Sex = "U",
    rivals: Sequence[str] = ("unrelated",),
) -> list[Hypothesis]:
    """The named relationship first, then its rivals: name the nearest plausible kin, too."""
    names = dict.fromkeys([relationship, *rivals])
    return [Hypothesis(name, pair_pedigree(name, a, b, sex_a=sex_a, sex_b=sex_b)) for name in names]


def chain(child: str, mother: str, grandmother: str, *, sex_child: Sex = "U") -> list[Hypothesis]:
    """The usual chain, its links as separate hypotheses.

    "chain": grandmother - mother - child; "mother only": the grandmother is unrelated;
    "grandmother only": the mother's daughter or son is another woman's, the child is the
    grandmother's grandchild through another daughter; "unrelated": none of the three.
    """
    gf = _founder("(grandfather)", "M")
    father = _founder("(father)", "M")
    gm = _founder(grandmother, "F")
    daughter = Individual(mother, gf.id, grandmother, "F")
    stranger = _founder(mother, "F")
    of_mother = Individual(child, father.id, mother, sex_child)
    aunt = Individual("(other daughter)", gf.id, grandmother, "F")
    of_aunt = Individual(child, father.id, aunt.id, sex_child)
    return [
        Hypothesis("chain", Pedigree((gf, gm, father, daughter, of_mother))),
        Hypothesis("mother only", Pedigree((gm, father, stranger, of_mother))),
        Hypothesis("grandmother only", Pedigree((gf, gm, father, stranger, aunt, of_aunt))),
        Hypothesis(
            "mother's sister's child",
            Pedigree((gf, gm, father, daughter, aunt, of_aunt)),
        ),
        Hypothesis("unrelated", Pedigree((gm, stranger, _founder(child, sex_child)))),
    ]
