"""Write the small reference cases of this folder, each with the maker of its expected numbers.

The maker is the slow sum (`jusan.kinship.brute`) or, where that has no word, a formula written
here; never the engine that the numbers are to judge. Run from the repository root:
`python tests/kinship/cases/make_cases.py`. Markers are fictional.
"""

import json
import math
from pathlib import Path

from jusan.kinship.brute import likelihood
from jusan.kinship.formats.case_json import Case, case_to_json
from jusan.kinship.linkage import Link
from jusan.kinship.loci import Chromosome, Marker, Mutation, MutationModel, MutationSpec
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis

HERE = Path(__file__).parent
M, F = "M", "F"


def marker(
    name: str,
    model: MutationModel = "none",
    *,
    silent: float = 0.0,
    chromosome: Chromosome = "autosomal",
) -> Marker:
    """A marker of four alleles, one of them a microvariant."""
    spec = MutationSpec(model, rate=0.003, rate2=0.0005, range=0.2)
    slower = MutationSpec(model, rate=0.001, rate2=0.0005, range=0.2)
    freqs = tuple(f * (1 - silent) for f in (0.1, 0.35, 0.25, 0.3))
    mutation = None if model == "none" else Mutation(spec, slower)
    return Marker(name, ("12", "13", "14.2", "15"), freqs, silent, mutation, chromosome)


def person(name: str, sex: str, father: str | None = None, mother: str | None = None) -> Individual:
    """One row of a pedigree."""
    return Individual(name, father, mother, "M" if sex == M else "F")


def hypotheses(related: list[Individual], others: list[Individual]) -> tuple[Hypothesis, ...]:
    """Related over otherwise."""
    return Hypothesis("H1", Pedigree.of(related)), Hypothesis("H2", Pedigree.of(others))


def cases() -> list[Case]:
    """The cases, each the smallest that shows its difficulty."""
    grandmother = hypotheses(
        [
            person("gf", M),
            person("gm", F),
            person("mother", F, "gf", "gm"),
            person("father", M),
            person("child", F, "father", "mother"),
        ],
        [person("gm", F), person("child", F)],
    )
    duo = hypotheses(
        [
            person("father", M),
            person("mother", F),
            person("child", F, "father", "mother"),
        ],
        [person("father", M), person("child", F)],
    )
    loop = hypotheses(
        [
            person("a", M),
            person("b", F),
            person("c", F, "a", "b"),
            person("child", M, "a", "c"),
        ],
        [
            person("a", M),
            person("b", F),
            person("c", F, "a", "b"),
            person("x", M),
            person("child", M, "x", "c"),
        ],
    )
    gm_child = {"gm": {"L": ("12", "13")}, "child": {"L": ("15", "12")}}
    step = {"father": {"L": ("12", "12")}, "child": {"L": ("13", "13")}}
    return [
        Case(
            "grandmother-stepwise",
            "",
            (marker("L", "stepwise"),),
            gm_child,
            grandmother,
        ),
        Case("duo-one-step", "", (marker("L", "stepwise"),), step, duo),
        Case("duo-silent", "", (marker("L", silent=0.02),), step, duo),
        Case("duo-impossible", "", (marker("L"),), step, duo),
        Case(
            "duo-half-known",
            "",
            (marker("L"),),
            step | {"father": {"L": ("12", None)}},
            duo,
        ),
        Case("duo-theta", "", (marker("L", "equal"),), step, duo, theta=0.03),
        Case("duo-x", "", (marker("L", "equal", chromosome="X"),), step, duo),
        Case(
            "incest-inbred-founder",
            "",
            (marker("L", "proportional"),),
            {"a": {"L": ("12", "13")}, "child": {"L": ("12", "12")}},
            loop,
            founder_inbreeding={"a": 0.125},
        ),
        Case(
            "twins-or-sisters",
            "",
            (marker("L", "stepwise"),),
            {"a": {"L": ("12", "13")}, "b": {"L": ("13", None)}, "child": {"L": ("13", "15")}},
            twins(),
        ),
        Case(
            "loop-x",
            "",
            (marker("L", "equal", silent=0.02, chromosome="X"),),
            {"b": {"L": ("12", "13")}, "child": {"L": ("13", "13")}},
            loop,
        ),
        linked(),
    ]


def twins() -> tuple[Hypothesis, ...]:
    """A woman and a child of her identical twin, or of her sister."""
    people = [
        person("gf", M),
        person("gm", F),
        person("a", F, "gf", "gm"),
        person("b", F, "gf", "gm"),
        person("child", M, None, "b"),
    ]
    sisters = Pedigree.of(people)
    return Hypothesis("H1", Pedigree.of(people, [("a", "b")])), Hypothesis("H2", sisters)


#: vWA and D12S391 are 11.9 cM apart: Haldane's recombination fraction.
RHO = (1 - math.exp(-2 * 0.119)) / 2


def linked() -> Case:
    """Paternal half siblings at two linked markers.

    Frequencies and genotypes after Vigeland and Egeland, workshop Alcala de Henares 2026, II-2.
    """
    markers = (
        Marker("vWA", ("16", "17", "18"), (0.2, 0.3, 0.5)),
        Marker("D12S391", ("20", "21", "22"), (0.01, 0.09, 0.9)),
    )
    seen: dict[str, dict[str, Genotype]] = {
        "a": {"vWA": ("16", "17"), "D12S391": ("20", "21")},
        "b": {"vWA": ("17", "17"), "D12S391": ("20", "20")},
    }
    pair = hypotheses(
        [person("father", M), person("a", M, "father"), person("b", M, "father")],
        [person("a", M), person("b", M)],
    )
    return Case(
        "half-siblings-linked", "", markers, seen, pair, links=(Link("vWA", "D12S391", RHO),)
    )


def expected_linked() -> dict[str, object]:
    """By hand: half siblings share the father's allele at both markers with chance R / 2.

    R = (1 - rho)^2 + rho^2; sharing multiplies by 1/(2 p) at either marker, p(17) and p(20).
    """
    apart = (2 * 0.2 * 0.3 * 0.3**2) * (2 * 0.01 * 0.09 * 0.01**2)
    both = ((1 - RHO) ** 2 + RHO**2) / 2
    one, two = 1 / (2 * 0.3), 1 / (2 * 0.01)
    ratio = both * (one * two + 1) + (1 / 2 - both) * (one + two)
    return {
        "maker": "two-locus identity by descent of half siblings, by hand: expected_linked",
        "likelihood": {"H1": apart * ratio, "H2": apart},
        "lnLR": math.log(ratio),
    }


def expected(case: Case) -> dict[str, object]:
    """Likelihoods of the only marker by the slow sum."""
    if case.links:
        return expected_linked()
    values = {}
    for h in case.hypotheses:
        genotypes = {i: row["L"] for i, row in case.genotypes.items()}
        values[h.name] = likelihood(
            case.markers[0],
            h.pedigree,
            genotypes,
            theta=case.theta,
            founder_inbreeding=case.founder_inbreeding,
        )
    h1, h2 = values["H1"], values["H2"]
    return {
        "maker": "jusan.kinship.brute, the sum over all genotypes",
        "likelihood": values,
        "lnLR": math.log(h1 / h2) if h1 and h2 else None,
    }


if __name__ == "__main__":
    for case in cases():
        data = case_to_json(case) | {"expected": expected(case)}
        (HERE / f"{case.id}.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
