"""The pedigree that a set of claimed relatives makes around one child.

No Django here. The child's parents and grandparents are places; a typed relative takes the place
that the claim gives it, an untyped place stays a nameless founder or descendant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jusan.kinship.errors import HypothesisError
from jusan.kinship.pedigrees import Individual, Pedigree, Sex

UNRELATED = "unrelated"
#: A full brother or sister whose sex is not recorded.
SIBLING = "sibling"
_SEXES: dict[str, Sex] = {
    "mother": "F",
    "grandmother": "F",
    "aunt": "F",
    "sister": "F",
    "father": "M",
    "grandfather": "M",
    "uncle": "M",
    "brother": "M",
}


@dataclass(frozen=True, slots=True)
class Relative:
    """A typed relative, by id, and what it is to the child."""

    id: str
    relation: str

    def being(self, relation: str) -> Relative:
        """The same person as something else to the child."""
        return replace(self, relation=relation)


def sex_of(relation: str) -> Sex:
    """The sex that a relation implies; U where it implies none."""
    return _SEXES.get(relation.rsplit("_", 1)[-1], "U")


#: The nearest plausible kin beside "unrelated": what a claim has to be told apart from. Second
#: degrees (grandparent, aunt or uncle, half sibling) share one likelihood on unlinked markers, so
#: their rivals are of the third and fourth degree.
def rivals_of(relation: str) -> tuple[str, ...]:
    """Rival relations for a claimed one, "unrelated" first."""
    side = "paternal" if relation.startswith("paternal") or relation == "father" else "maternal"
    woman = sex_of(relation) == "F"
    half = f"{side}_half_{'aunt' if woman else 'uncle'}"
    cousin = f"{side}_cousin"
    if relation in {"mother", "father"}:
        return (UNRELATED, f"{side}_{'aunt' if woman else 'uncle'}", cousin)
    if relation in {"sister", "brother"}:
        return (UNRELATED, f"maternal_half_{relation}", cousin)
    if relation.endswith("cousin") or "half_aunt" in relation or "half_uncle" in relation:
        return (UNRELATED,)
    return (UNRELATED, half, cousin)


def pedigree_of(
    child: str,
    relatives: Sequence[Relative],
    *,
    sex_child: Sex = "U",
    empty: Sequence[str] = (),
) -> Pedigree:
    """The pedigree of a child and its typed relatives.

    ``empty`` adds untyped places (relation names, used as ids) for questions about whom to sample.
    Raises HypothesisError when two persons claim one place or a relation is not known.
    """
    family = _Family(child)
    everyone = [*relatives, *(Relative(name, name) for name in empty)]
    for one in everyone:
        family.seat(one)
    family.born(child, "father", "mother", sex_child)
    for one in everyone:
        family.attach(one)
    return Pedigree.of(family.people.values())


_ANCESTORS: dict[str, tuple[str, str] | None] = {
    "mother": ("maternal_grandfather", "maternal_grandmother"),
    "father": ("paternal_grandfather", "paternal_grandmother"),
    "maternal_grandfather": None,
    "maternal_grandmother": None,
    "paternal_grandfather": None,
    "paternal_grandmother": None,
}


@dataclass
class _Family:
    """Places by name, and the people entered so far."""

    child: str
    seats: dict[str, str] = field(default_factory=dict)
    people: dict[str, Individual] = field(default_factory=dict)
    deep: set[str] = field(default_factory=set)

    def seat(self, one: Relative) -> None:
        """Give an ancestor its place; note which side reaches back to grandparents."""
        relation = one.relation
        if relation in _ANCESTORS:
            if relation in self.seats:
                raise HypothesisError(f"two persons cannot both be the {relation}")
            self.seats[relation] = one.id
        side = relation.split("_", 1)[0]
        if side in {"maternal", "paternal"} and not relation.endswith(("sister", "brother")):
            self.deep.add(side)

    def person(self, place: str) -> str:
        """The id in a place of an ancestor, entering it (and its parents) when it is new."""
        name = self.seats.get(place, f"({place} of {self.child})")
        if name not in self.people:
            parents = _ANCESTORS[place]
            side = "maternal" if place == "mother" else "paternal"
            if parents and side in self.deep:
                self.born(name, *parents, sex_of(place))
            else:
                self.people[name] = Individual(name, sex=sex_of(place))
        return name

    def born(self, name: str, father: str, mother: str, sex: Sex) -> None:
        """Enter somebody as the child of two places."""
        self.people[name] = Individual(name, self.person(father), self.person(mother), sex)

    def stranger(self, name: str, sex: Sex) -> str:
        """Enter a founder who belongs to nobody else."""
        self.people[name] = Individual(name, sex=sex)
        return name

    def attach(self, one: Relative) -> None:
        """Enter a relative who holds no ancestor's place."""
        relation, name = one.relation, one.id
        if relation in _ANCESTORS:
            self.person(relation)
            return
        sex = sex_of(relation)
        side, _, rest = relation.partition("_")
        if relation == UNRELATED:
            self.stranger(name, sex)
        elif relation in {"sister", "brother", SIBLING}:
            self.born(name, "father", "mother", sex)
        elif side in {"maternal", "paternal"} and rest in {"aunt", "uncle"}:
            self.born(name, f"{side}_grandfather", f"{side}_grandmother", sex)
        elif side in {"maternal", "paternal"} and rest in {"half_aunt", "half_uncle"}:
            self._half(name, self.person(f"{side}_grandfather"), sex)
        elif side in {"maternal", "paternal"} and rest in {"half_sister", "half_brother"}:
            self._half(name, self.person("mother" if side == "maternal" else "father"), sex)
        elif side in {"maternal", "paternal"} and rest == "cousin":
            uncle = f"(parent of {name})"
            self.born(uncle, f"{side}_grandfather", f"{side}_grandmother", "U")
            self._half(name, uncle, sex)
        else:
            raise HypothesisError(f"the relation {relation!r} has no pedigree")

    def _half(self, name: str, shared: str, sex: Sex) -> None:
        """Enter somebody who shares one known parent; the other is a stranger."""
        is_mother = self.people[shared].sex == "F"
        other = self.stranger(f"(other parent of {name})", "M" if is_mother else "F")
        father, mother = (other, shared) if is_mother else (shared, other)
        self.people[name] = Individual(name, father, mother, sex)
