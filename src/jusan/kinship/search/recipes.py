"""What a search looks for, small enough to be sent to another process, and who scans for it."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from jusan.kinship.loci import Marker, with_unlisted
from jusan.kinship.pedigrees import Pedigree, Sex
from jusan.kinship.profiles import Profile
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.scan import Best, Lane, Scanner
from jusan.kinship.search.sources import Source
from jusan.kinship.search.tables import family_table, pair_table


class Recipe(Protocol):
    """A search before its tables are made: tables are large, recipes are not."""

    @property
    def codebook(self) -> Codebook: ...

    @property
    def keep(self) -> int: ...

    def lanes(self) -> list[Lane]: ...

    def floors(self) -> list[float]: ...


#: Scans a whole database for a recipe and returns the best of each lane.
Engine = Callable[[Recipe], list[Best]]


@dataclass(frozen=True)
class Query:
    """A profile to search with."""

    id: str
    profile: Profile
    sex: Sex = "U"


@dataclass(frozen=True)
class PairRecipe:
    """Every query under every relationship: lane = query number * relationships + relationship."""

    codebook: Codebook
    queries: Sequence[Query]
    relationships: Sequence[str]
    ln_min: float
    keep: int
    query_is_elder: bool = True

    def lanes(self) -> list[Lane]:
        """The tables, in the order above."""
        return [
            Lane(
                pair_table(
                    self.codebook,
                    query.profile,
                    relationship,
                    query_is_elder=self.query_is_elder,
                    sex=query.sex,
                ),
                self.ln_min,
            )
            for query in self.queries
            for relationship in self.relationships
        ]

    def floors(self) -> list[float]:
        """The least ln LR of interest, by lane."""
        return [self.ln_min] * (len(self.queries) * len(self.relationships))


@dataclass(frozen=True)
class FamilyRecipe:
    """One family with a missing person: a single lane."""

    codebook: Codebook
    pedigree: Pedigree
    genotypes: Mapping[str, Profile]
    missing: str
    ln_min: float
    keep: int
    founder_inbreeding: Mapping[str, float] = field(default_factory=dict)

    def lanes(self) -> list[Lane]:
        """The family's table."""
        table = family_table(
            self.codebook, self.pedigree, self.genotypes, self.missing, self.founder_inbreeding
        )
        return [Lane(table, self.ln_min)]

    def floors(self) -> list[float]:
        """The least ln LR of interest."""
        return [self.ln_min]


def local_engine(
    source: Source, *, threads: int | None = None, progress: Callable[[int], None] | None = None
) -> Engine:
    """An engine in this process, over all its cores."""

    def run(recipe: Recipe) -> list[Best]:
        scanner = Scanner(recipe.lanes(), keep=recipe.keep)
        return scanner.run(source.blocks(recipe.codebook), threads=threads, progress=progress)

    return run


def codebook_for(
    markers: Sequence[Marker], seen: Mapping[str, set[str]], unlisted_freq: float | None
) -> Codebook:
    """The codebook of the markers, unlisted alleles added by the stated rule.

    One table for the whole search: every unlisted allele of database and queries gets the
    frequency, the listed ones are scaled down once.
    """
    if unlisted_freq is None or not seen:
        return Codebook(tuple(markers))
    return Codebook(
        tuple(with_unlisted(m, seen.get(m.name, ()), freq=unlisted_freq) for m in markers)
    )


def ln_of(lr: float) -> float:
    """ln of a threshold; zero lets everything pass."""
    return math.log(lr) if lr > 0 else -math.inf
