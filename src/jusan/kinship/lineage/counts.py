"""How frequent a haplotype is, from a database that has seen it x times among n.

Haplotypes are not made of independent loci, so that frequencies of loci may not be multiplied.
What can be counted is the whole. Four answers, by name:

- `count`: x / n, nothing for a haplotype that was never seen;
- `augmented`: (x + 1) / (n + 1), the case's own haplotype added to the database;
- `clopper-pearson`: the upper bound of the one-sided exact interval (Clopper and Pearson 1934,
  Biometrika 26:404-413);
- `kappa`: (1 - kappa) / (n + 1) for a haplotype never seen, where kappa is the share of singletons
  in the database with the case's haplotype added (Brenner 2010, Forensic Sci Int Genet 4:281-291).
  The model speaks of unseen haplotypes only; for a seen one the augmented count is given.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from jusan.kinship.errors import HypothesisError

Method = Literal["count", "augmented", "clopper-pearson", "kappa"]
METHODS: tuple[str, ...] = get_args(Method)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a database says: its size, each typed person's count, its number of singletons."""

    size: int
    seen: Mapping[str, int]
    singletons: int | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if self.size < 1:
            raise HypothesisError(f"database size is {self.size}, expected 1 or more")
        for person, count in self.seen.items():
            if not 0 <= count <= self.size:
                raise HypothesisError(
                    f"count of {person!r} is {count}, expected 0 to the database's {self.size}"
                )
        if self.singletons is not None and not 0 <= self.singletons <= self.size:
            raise HypothesisError(f"singletons are {self.singletons}, expected 0 to {self.size}")

    @classmethod
    def of(
        cls, database: Mapping[Hashable, int], people: Mapping[str, Hashable], name: str = ""
    ) -> "Counts":
        """Counted in a list of haplotypes, each with its number, over the loci compared."""
        numbers = Counter(database)
        return cls(
            size=sum(numbers.values()),
            seen={person: numbers.get(haplotype, 0) for person, haplotype in people.items()},
            singletons=sum(1 for count in numbers.values() if count == 1),
            name=name,
        )


@dataclass(frozen=True, slots=True)
class Estimator:
    """Which of the answers weighs, and the confidence of the bound. Both are policy."""

    method: Method = "clopper-pearson"
    confidence: float = 0.95
    known: tuple[str, ...] = field(default=METHODS, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise HypothesisError(
                f"method is {self.method!r}, expected one of {', '.join(METHODS)}"
            )
        if not 0.5 <= self.confidence < 1:
            raise HypothesisError(f"confidence is {self.confidence}, expected 0.5 to below 1")

    def frequency(self, counts: Counts, person: str) -> float:
        """The frequency that weighs; raises HypothesisError if this method has no answer."""
        value = frequency(counts, person, self.method, self.confidence)
        if value is None:
            raise HypothesisError(f"method {self.method!r} gives no frequency for {person!r}")
        return value

    def every(self, counts: Counts, person: str) -> dict[str, float | None]:
        """The answers of all methods beside each other; None where one has none."""
        names: tuple[Method, ...] = get_args(Method)
        return {name: frequency(counts, person, name, self.confidence) for name in names}


def frequency(
    counts: Counts, person: str, method: Method, confidence: float = 0.95
) -> float | None:
    """One answer; None where the method has none (an unseen count, no singletons known)."""
    seen, size = counts.seen[person], counts.size
    if method == "count":
        return seen / size if seen else None
    if method == "clopper-pearson":
        return upper_bound(seen, size, confidence)
    if method == "augmented" or seen:
        return (seen + 1) / (size + 1)
    return _kappa(counts)


def upper_bound(seen: int, size: int, confidence: float) -> float:
    """The proportion under which `seen` or fewer of `size` have chance 1 - confidence."""
    from scipy.special import betaincinv  # here, because its import would slow every start

    return 1.0 if seen >= size else float(betaincinv(seen + 1, size - seen, confidence))


def _kappa(counts: Counts) -> float | None:
    if counts.singletons is None:
        return None
    size = counts.size + 1
    kappa = (counts.singletons + 1) / size
    return (1 - kappa) / size if kappa < 1 else None
