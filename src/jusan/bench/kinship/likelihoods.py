"""How long a likelihood takes, warm: the orders of elimination and the matrices are cached."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from jusan.bench.figures import PROCESSOR, Figure, best_of, seconds
from jusan.bench.kinship.population import STEPWISE, family, kit
from jusan.kinship.catalogue import pair_hypotheses, pair_pedigree
from jusan.kinship.formats.case_json import read_case
from jusan.kinship.linkage import Link
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import PLAIN, Evidence, Setting
from jusan.kinship.power import whom_to_sample
from jusan.kinship.profiles import Genotypes
from jusan.kinship.ratios import Hypothesis, evaluate

#: Our own cases are in the repository; the reference bank lies beside it, where it is at all.
_OWN = Path(__file__).resolve().parents[4] / "tests" / "kinship" / "cases"
_BANK = Path(__file__).resolve().parents[5] / "shared" / "cases" / "kinship"


def figures(quick: bool) -> Iterator[Figure]:
    """Likelihoods, and the accuracy on the reference bank."""
    rounds = 3 if quick else 9
    yield _bank("reference bank", _BANK, "kin_*.json", "../shared/cases/kinship")
    yield _bank("own cases", _OWN, "*.json", "tests/kinship/cases")
    yield from _pairs(rounds)
    yield _with_theta(rounds)
    yield from _missing_person(rounds)
    yield from _bank_gaps(rounds)
    yield _loops(1 if quick else 3)
    yield from _next_sample(quick)


def missing_person() -> Pedigree:
    """A child of a dead father; grandmother, two aunts and an uncle of the father's side."""
    people = [Individual("grandfather", sex="M"), Individual("grandmother", sex="F")]
    for name, sex in (("father", "M"), ("aunt1", "F"), ("aunt2", "F"), ("uncle", "M")):
        people.append(Individual(name, "grandfather", "grandmother", sex))  # type: ignore[arg-type]
    people += [Individual("mother", sex="F"), Individual("child", "father", "mother", "F")]
    return Pedigree.of(people)


RELATIVES = ["grandmother", "aunt1", "aunt2", "uncle"]


def three_loops() -> Pedigree:
    """Thirty persons: five founder couples, marriages of first cousins closing three loops."""
    people: list[Individual] = []
    for line in range(3):
        gf, gm = f"gf{line}", f"gm{line}"
        people += [Individual(gf, sex="M"), Individual(gm, sex="F")]
        sons = [Individual(f"son{line}", gf, gm, "M"), Individual(f"daughter{line}", gf, gm, "F")]
        spouses = [Individual(f"wife{line}", sex="F"), Individual(f"husband{line}", sex="M")]
        cousins = [
            Individual(f"he{line}", f"son{line}", f"wife{line}", "M"),
            Individual(f"she{line}", f"husband{line}", f"daughter{line}", "F"),
        ]
        child = Individual(f"child{line}", f"he{line}", f"she{line}", "M" if line < 2 else "F")
        people += [*sons, *spouses, *cousins, child]
    people += [
        Individual("bride", sex="F"),
        Individual("grandchild", "child0", "bride", "M"),
        Individual("last", "grandchild", "child2", "F"),
    ]
    return Pedigree.of(people)


def _bank(name: str, folder: Path, pattern: str, said: str) -> Figure:
    how = f"largest |difference in lnLR| over every case of {said}"
    paths = sorted(folder.glob(pattern))
    if not paths:
        return Figure(name, None, "nats", how + ": the folder is not there", 1e-9)
    worst = 0.0
    for path in paths:
        expected = json.loads(path.read_text(encoding="utf-8"))["expected"]["lnLR"]
        case = read_case(path)
        found = case.evaluate().ln_lr(*(h.name for h in case.hypotheses[:2]))
        if (expected is None) != (found is None):
            worst = 1e308
        elif expected is not None and found is not None:
            worst = max(worst, abs(found - expected))
    return Figure(name, worst, "nats", f"{how} ({len(paths)} cases)", 1e-9)


def _pairs(rounds: int) -> Iterator[Figure]:
    how = f"LR over unrelated, 23 STRs, SE33 with 55 alleles, warm; {_best_of(rounds)}"
    for mutation, word in ((None, "no mutation"), (STEPWISE, "stepwise")):
        markers = kit(mutation, count=23)
        for claim in ("mother", "full sibling", "maternal grandparent", "maternal avuncular"):
            pedigree, hypotheses = pair_pedigree(claim), pair_hypotheses(claim)
            work = _with_new(
                [family(markers, pedigree, ["A", "B"], seed=seed) for seed in range(rounds + 1)],
                partial(_ratio, markers, hypotheses),
            )
            took = best_of(rounds, work, PROCESSOR)
            goal = 1.0 if mutation and claim == "maternal avuncular" else None
            yield Figure(f"{claim}, {word}", took * 1e3, "ms", how, goal)


def _with_theta(rounds: int) -> Figure:
    claim, markers = "full sibling", kit(count=23)
    pedigree, hypotheses = pair_pedigree(claim), pair_hypotheses(claim)
    inputs = [family(markers, pedigree, ["A", "B"], seed=seed) for seed in range(rounds + 1)]
    work = _with_new(inputs, partial(_ratio, markers, hypotheses, theta=0.02))
    how = f"LR over unrelated, 23 STRs, theta 0.02, no mutation, warm; {_best_of(rounds)}"
    took = best_of(rounds, work, PROCESSOR)
    return Figure(f"{claim}, theta", took * 1e3, "ms", how)


def _missing_person(rounds: int) -> Iterator[Figure]:
    markers, pedigree = kit(STEPWISE), missing_person()
    how = f"one likelihood, 24 markers, stepwise with SE33, warm; {_best_of(rounds)}"
    for gaps, goal, name in ((0.0, 2.0, "full profiles"), (0.3, 30.0, "30 % of results missing")):
        work = _with_new(
            [
                family(markers, pedigree, [*RELATIVES, "child"], gaps=gaps, seed=seed)
                for seed in range(rounds + 1)
            ],
            partial(_ln, markers, pedigree),
        )
        took = best_of(rounds, work, PROCESSOR)
        yield Figure(f"missing person, four relatives, {name}", took * 1e3, "ms", how, goal)


def _bank_gaps(rounds: int) -> Iterator[Figure]:
    """The two cases for which pedprobr took 16 to 19 s."""
    for name in ("kin_105", "kin_107"):
        path = _BANK / f"{name}.json"
        how = f"both hypotheses of {name} of the bank (30 % missing, stepwise), warm"
        if not path.is_file():
            yield Figure(name, None, "ms", f"{how}: the folder is not there", 30.0)
            continue
        took = best_of(rounds, read_case(path).evaluate, PROCESSOR)
        yield Figure(name, took * 1e3, "ms", f"{how}; processor time, best of {rounds}", 30.0)


def _with_new(inputs: Sequence[Genotypes], work: Callable[[Genotypes], None]) -> Callable[[], None]:
    """Work on other genotypes in every call: what only repetition would make quick is not."""
    waiting = iter(inputs)
    return lambda: work(next(waiting))


def _ratio(
    markers: list[Marker],
    hypotheses: list[Hypothesis],
    profiles: Genotypes,
    theta: float = 0.0,
) -> None:
    evaluate(markers, profiles, hypotheses, theta)


def _best_of(rounds: int) -> str:
    return f"other genotypes in every round, processor time, best of {rounds}"


def _loops(rounds: int) -> Figure:
    markers, pedigree = kit(STEPWISE), three_loops()
    typed = [p.id for p in pedigree.individuals if p.id[:2] in ("he", "sh", "ch", "la", "so")]
    profiles = family(markers, pedigree, typed)
    took = best_of(rounds, lambda: _ln(markers, pedigree, profiles), PROCESSOR)
    how = (
        f"one likelihood of {len(pedigree.ids)} persons, {len(typed)} typed, 24 markers, "
        f"stepwise, warm; processor time, best of {rounds}"
    )
    return Figure("pedigree with three loops", took, "s", how, 1.0)


def _next_sample(quick: bool) -> Iterator[Figure]:
    markers, pedigree = kit(), missing_person()
    relatives = ["grandfather", "grandmother", "father", "aunt2", "uncle", "mother"]
    profiles = family(markers, pedigree, ["aunt1"])
    draws = 100 if quick else 1000
    linked = [Link("vWA", "D12S391", 0.1)]

    def asked(setting: Setting, links: list[Link], simulations: int) -> float:
        return seconds(
            lambda: whom_to_sample(
                markers,
                pedigree,
                profiles,
                "child",
                relatives,
                log10_threshold=4,
                simulations=simulations,
                setting=setting,
                links=links,
            ),
            PROCESSOR,
        )

    how = (
        "six untyped relatives, {} simulations each, 24 markers, no mutation; "
        "processor time of one run"
    )
    took = asked(PLAIN, [], draws)
    yield Figure("whom to sample next", took, "s", how.format(draws), 2.0)
    few = 50 if quick else 200
    for name, setting, links in (
        ("theta 0.02", Setting(0.02), []),
        ("vWA and D12S391 linked", PLAIN, linked),
    ):
        took = asked(setting, links, few)
        yield Figure(f"whom to sample next, {name}", took, "s", how.format(few))


def _ln(markers: list[Marker], pedigree: Pedigree, profiles: Genotypes) -> None:
    Evidence(markers, profiles).ln_likelihoods(pedigree)
