"""Pedigrees: who is whose father and mother. Loops and inbreeding are ordinary."""

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
    """A checked set of individuals. Raises PedigreeError if it contradicts itself."""

    individuals: tuple[Individual, ...]
    _by_id: dict[str, Individual] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        by_id = {person.id: person for person in self.individuals}
        object.__setattr__(self, "_by_id", by_id)
        if len(by_id) != len(self.individuals):
            raise PedigreeError("pedigree: an individual is listed twice")
        for person in self.individuals:
            self._check_parents(person)
        self._check_no_own_ancestor()

    @classmethod
    def of(cls, individuals: Iterable[Individual]) -> "Pedigree":
        """A pedigree of any iterable of individuals."""
        return cls(tuple(individuals))

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
        return Pedigree(
            tuple(
                replace(
                    person,
                    father=None if person.father in gone else person.father,
                    mother=None if person.mother in gone else person.mother,
                )
                for person in self.individuals
                if person.id not in gone
            )
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
            )
        )

    def joined(self, other: "Pedigree") -> "Pedigree":
        """Two pedigrees that share nobody, side by side."""
        return Pedigree(self.individuals + other.individuals)

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

    def _check_no_own_ancestor(self) -> None:
        waiting = {
            p.id: {parent for parent in (p.father, p.mother) if parent} for p in self.individuals
        }
        while waiting:
            ready = [person for person, parents in waiting.items() if not parents & waiting.keys()]
            if not ready:
                raise PedigreeError(
                    f"pedigree: {min(waiting)!r} is among, or descends from, their own ancestors"
                )
            for person in ready:
                del waiting[person]
