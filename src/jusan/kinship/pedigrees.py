"""Pedigrees: who is whose father and mother, and who are identical twins. Loops are ordinary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from jusan.kinship.errors import PedigreeError

Sex = Literal["M", "F", "U"]


@dataclass(frozen=True, slots=True)
class Individual:
    """One person of a pedigree; an unnamed parent contributes an allele of the population."""

    id: str
    father: str | None = None
    mother: str | None = None
    sex: Sex = "U"

    @property
    def is_founder(self) -> bool:
        """Whether neither parent is named."""
        return self.father is None and self.mother is None


@dataclass(frozen=True, slots=True)
class Pedigree:
    """A checked set of individuals. Raises PedigreeError if it contradicts itself.

    `twins`: groups of two or more who are one genotype (identical twins, triplets); each group
    has one sex and the same parents, both perhaps unnamed.
    """

    individuals: tuple[Individual, ...]
    twins: tuple[tuple[str, ...], ...] = ()
    _by_id: dict[str, Individual] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        by_id = {person.id: person for person in self.individuals}
        object.__setattr__(self, "_by_id", by_id)
        if len(by_id) != len(self.individuals):
            raise PedigreeError(f"pedigree: {self._listed_twice()}")
        for person in self.individuals:
            self._check_parents(person)
        self._check_twins()
        self._check_no_own_ancestor()

    @classmethod
    def of(
        cls, individuals: Iterable[Individual], twins: Iterable[Iterable[str]] = ()
    ) -> "Pedigree":
        """A pedigree of any iterable of individuals and of groups of identical twins."""
        return cls(tuple(individuals), tuple(tuple(group) for group in twins))

    def __contains__(self, person_id: str) -> bool:
        return person_id in self._by_id

    def __getitem__(self, person_id: str) -> Individual:
        return self._by_id[person_id]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in the order given."""
        return tuple(person.id for person in self.individuals)

    def children(self, person_id: str) -> list[Individual]:
        """Children of a person, in the order given."""
        return [p for p in self.individuals if person_id in (p.father, p.mother)]

    def without(self, ids: Iterable[str]) -> "Pedigree":
        """The pedigree with some persons removed; their children lose that parent's name."""
        gone = set(ids)
        left = (tuple(twin for twin in group if twin not in gone) for group in self.twins)
        return Pedigree(
            tuple(
                replace(
                    person,
                    father=None if person.father in gone else person.father,
                    mother=None if person.mother in gone else person.mother,
                )
                for person in self.individuals
                if person.id not in gone
            ),
            tuple(group for group in left if len(group) > 1),
        )

    def renamed(self, names: Mapping[str, str]) -> "Pedigree":
        """The pedigree with ids replaced; raises PedigreeError if two would become one."""

        def new(person_id: str | None) -> str | None:
            return None if person_id is None else names.get(person_id, person_id)

        return Pedigree(
            tuple(
                replace(
                    p,
                    id=names.get(p.id, p.id),
                    father=new(p.father),
                    mother=new(p.mother),
                )
                for p in self.individuals
            ),
            tuple(tuple(names.get(twin, twin) for twin in group) for group in self.twins),
        )

    def joined(self, other: "Pedigree") -> "Pedigree":
        """Two pedigrees that share nobody, side by side."""
        return Pedigree(self.individuals + other.individuals, self.twins + other.twins)

    def _listed_twice(self) -> str:
        """Who is listed more than once, and what the rows say of the parents."""
        ids = [person.id for person in self.individuals]
        twice = next(i for i in ids if ids.count(i) > 1)
        rows = [person for person in self.individuals if person.id == twice]
        said = f"{twice!r} is listed twice"
        for role in ("father", "mother"):
            named = [getattr(row, role) for row in rows]
            if len(set(named)) > 1:
                said += f", {role} " + " and ".join(
                    "not named" if n is None else repr(n) for n in named
                )
        return said

    def _check_parents(self, person: Individual) -> None:
        for role, parent_id, wrong in (
            ("father", person.father, "F"),
            ("mother", person.mother, "M"),
        ):
            if parent_id is None:
                continue
            parent = self._by_id.get(parent_id)
            if parent is None:
                raise PedigreeError(
                    f"pedigree: {role} {parent_id!r} of {person.id!r} is not listed"
                )
            if parent.sex == wrong:
                raise PedigreeError(
                    f"pedigree: {role} {parent_id!r} of {person.id!r} has sex {wrong}"
                )
        if person.father is not None and person.father == person.mother:
            raise PedigreeError(f"pedigree: {person.id!r} has one person as both parents")

    def _check_twins(self) -> None:
        grouped: set[str] = set()
        for group in self.twins:
            said = ", ".join(map(repr, group))
            for twin in group:
                if twin not in self._by_id:
                    raise PedigreeError(f"pedigree: identical twin {twin!r} is not listed")
                if twin in grouped:
                    raise PedigreeError(f"pedigree: {twin!r} is named twice as an identical twin")
                grouped.add(twin)
            if len(group) < 2:
                raise PedigreeError(f"pedigree: identical twins ({said}): expected two or more")
            people = [self._by_id[twin] for twin in group]
            if len({person.sex for person in people}) > 1:
                sexes = ", ".join(person.sex for person in people)
                raise PedigreeError(f"pedigree: identical twins {said} have different sex: {sexes}")
            if len({(person.father, person.mother) for person in people}) > 1:
                raise PedigreeError(f"pedigree: identical twins {said} have different parents")
            for person in self.individuals:
                if {person.father, person.mother} <= set(group):
                    raise PedigreeError(
                        f"pedigree: {person.id!r} has two identical twins ({said}) as parents"
                    )

    def _check_no_own_ancestor(self) -> None:
        waiting = {
            p.id: {parent for parent in (p.father, p.mother) if parent} for p in self.individuals
        }
        while waiting:
            ready = [person for person, parents in waiting.items() if not parents & waiting.keys()]
            if not ready:
                raise PedigreeError(
                    f"pedigree: {_in_a_circle(waiting)!r} is among their own ancestors"
                )
            for person in ready:
                del waiting[person]


def _in_a_circle(parents: Mapping[str, set[str]]) -> str:
    """Somebody among their own ancestors; everybody here has a parent who is here."""
    person, seen = min(parents), set[str]()
    while person not in seen:
        seen.add(person)
        person = min(parents[person] & parents.keys())
    return person
