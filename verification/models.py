"""The models that every proof goes through, each with a marker of four alleles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations_with_replacement

from jusan.kinship.dropout import Dropout
from jusan.kinship.loci import Chromosome, Marker, Mutation, MutationSpec
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Setting

ALLELES = ("10", "11", "12.2", "13")
FREQS = (0.1, 0.35, 0.25, 0.3)
Shown = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """A marker and what else holds; `weak`: how the sample of the first typed person fails."""

    name: str
    marker: Marker
    theta: float = 0.0
    weak: Dropout | None = None
    inbreeding: Mapping[str, float] = field(default_factory=dict)

    def setting(self, typed: tuple[str, ...]) -> Setting:
        """The same for the engine, `typed` being the persons typed."""
        weak = {} if self.weak is None else {typed[0]: self.weak}
        return Setting(self.theta, self.inbreeding, weak)

    def results(self, person: Individual) -> list[Shown]:
        """Everything that a person can show."""
        if self.marker.chromosome == "X" and person.sex == "M":
            return [(allele, allele) for allele in self.marker.alleles]
        return list(combinations_with_replacement(self.marker.alleles, 2))


def marker(
    spec: MutationSpec | None = None,
    *,
    slower: MutationSpec | None = None,
    silent: float = 0.0,
    chromosome: Chromosome = "autosomal",
    freqs: tuple[float, ...] = FREQS,
) -> Marker:
    """A marker with this mutation of men, and of women if `slower` is another one."""
    mutation = None if spec is None else Mutation(spec, slower or spec)
    shares = tuple(f * (1 - silent) for f in freqs)
    return Marker("L", ALLELES[: len(freqs)], shares, silent, mutation, chromosome)


STEPWISE = MutationSpec("stepwise", 0.05, 0.01, 0.3)
CUSTOM = MutationSpec(
    "custom",
    matrix=(
        (0.9, 0.05, 0.03, 0.02),
        (0.0, 1.0, 0.0, 0.0),
        (0.1, 0.1, 0.7, 0.1),
        (0.0, 0.2, 0.0, 0.8),
    ),
)


def models() -> Iterator[Model]:
    """None, every mutation model and transform, theta, silent, X, drop-out."""
    yield Model("none", marker())
    yield Model("equal", marker(MutationSpec("equal", 0.05), slower=MutationSpec("equal", 0.01)))
    yield Model("proportional", marker(MutationSpec("proportional", 0.05)))
    yield Model("stepwise", marker(STEPWISE, slower=MutationSpec("stepwise", 0.01, 0.005, 0.5)))
    yield Model("onestep", marker(MutationSpec("onestep", 0.05)))
    yield Model("dawid", marker(MutationSpec("dawid", 0.02, range=0.3)))
    yield Model("custom", marker(CUSTOM))
    for transform in ("PM", "MH", "BA"):
        spec = MutationSpec("stepwise", 0.05, 0.01, 0.3, transform=transform)
        yield Model(f"stepwise {transform}", marker(spec))
    yield Model("theta", marker(), theta=0.03)
    yield Model("theta, stepwise", marker(STEPWISE), theta=0.03)
    yield Model("silent", marker(silent=0.05))
    yield Model("silent, stepwise", marker(STEPWISE, silent=0.05))
    yield Model("X", marker(chromosome="X"))
    yield Model("X, stepwise", marker(STEPWISE, chromosome="X"))
    yield Model("drop-out", marker(), weak=Dropout(0.2))
    yield Model("drop-out, stepwise", marker(STEPWISE), weak=Dropout(0.2))


@dataclass(frozen=True, slots=True)
class Family:
    """Several pedigrees of the same typed persons; the last is the rival of each."""

    name: str
    typed: tuple[str, ...]
    pedigrees: Mapping[str, Pedigree]


def families() -> Iterator[Family]:
    """Three typed persons: a trio, a missing person's family, a loop, twins and their father."""
    father, mother = Individual("father", sex="M"), Individual("mother", sex="F")
    grand = [Individual("grandfather", sex="M"), Individual("grandmother", sex="F")]

    def child(dad: str | None, mum: str | None, sex: str = "F") -> Individual:
        return Individual("child", dad, mum, sex)  # type: ignore[arg-type]

    trio = [father, mother]
    yield Family(
        "trio",
        ("child", "father", "mother"),
        {
            "both": Pedigree.of([*trio, child("father", "mother")]),
            "mother only": Pedigree.of([*trio, child(None, "mother")]),
            "nobody": Pedigree.of([*trio, child(None, None)]),
        },
    )
    sons = [Individual("father", "grandfather", "grandmother", "M")]
    aunt = Individual("aunt", "grandfather", "grandmother", "F")
    kin = [*grand, *sons, aunt]
    yield Family(
        "missing person",
        ("child", "grandmother", "aunt"),
        {
            "grandchild": Pedigree.of([*kin, mother, child("father", "mother", "M")]),
            "own son": Pedigree.of([*kin, child("father", "aunt", "M")]),
            "stranger": Pedigree.of([*kin, child(None, None, "M")]),
        },
    )
    twin = [Individual(name, "father", "mother", "F") for name in ("child", "sister")]
    yield Family(
        "twins",
        ("child", "sister", "father"),
        {
            "twins": Pedigree.of([*trio, *twin], [("child", "sister")]),
            "sisters": Pedigree.of([*trio, *twin]),
            "strangers": Pedigree.of([father, Individual("sister", sex="F"), child(None, None)]),
        },
    )
