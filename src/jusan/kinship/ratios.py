"""Hypotheses to likelihood ratios, for each marker and in total."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jusan.kinship.dropout import Dropout
from jusan.kinship.errors import GenotypeError, HypothesisError
from jusan.kinship.linkage import Link, linkage_groups, ln_joint
from jusan.kinship.loci import Marker, unlisted, with_tables, with_unlisted
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.peeling import Evidence, Setting
from jusan.kinship.profiles import Genotype, observed_alleles
from jusan.kinship.pruning import prune_like_familias


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A named claim about who is whose child: every typed person is in its pedigree."""

    name: str
    pedigree: Pedigree


@dataclass(frozen=True, slots=True)
class RatioResult:
    """ln likelihoods of every hypothesis; a likelihood of zero is None, never minus infinity.

    `ln_lik[hypothesis][marker]` are the unlinked ones; `ln_total[hypothesis]` counts linked
    markers jointly. `impossible` names the hypotheses whose total likelihood is zero.
    """

    ln_lik: Mapping[str, Mapping[str, float | None]]
    ln_total: Mapping[str, float | None]

    @property
    def impossible(self) -> tuple[str, ...]:
        """Names of hypotheses under which the genotypes cannot occur."""
        return tuple(name for name, total in self.ln_total.items() if total is None)

    def ln_lr(self, h1: str, h2: str) -> float | None:
        """ln of L(h1) / L(h2); None if either is impossible."""
        return _difference(self.ln_total[h1], self.ln_total[h2])

    def per_marker_ln_lr(self, h1: str, h2: str) -> dict[str, float | None]:
        """ln LR of each marker taken alone; None where either likelihood is zero."""
        first, second = self.ln_lik[h1], self.ln_lik[h2]
        return {marker: _difference(first[marker], second[marker]) for marker in first}

    def strongest_rival(self, hypothesis: str) -> str | None:
        """The other hypothesis with the highest likelihood: the one to report against.

        None if every other hypothesis is impossible.
        """
        others = {n: t for n, t in self.ln_total.items() if n != hypothesis and t is not None}
        return max(others, key=lambda name: others[name]) if others else None

    def posterior(self, priors: Mapping[str, float]) -> dict[str, float]:
        """Posterior probability of each hypothesis under stated priors, by Bayes' theorem.

        `priors` names every hypothesis, none negative, sum one: a prior is the court's or the
        operation's, never a default. Raises HypothesisError, also if no hypothesis with a prior
        above zero is possible.
        """
        _check_priors(priors, list(self.ln_total))
        weights = {
            name: -math.inf
            if total is None or priors[name] == 0
            else total + math.log(priors[name])
            for name, total in self.ln_total.items()
        }
        top = max(weights.values())
        if top == -math.inf:
            raise HypothesisError("posterior: every hypothesis with a prior above 0 is impossible")
        shares = {name: math.exp(weight - top) for name, weight in weights.items()}
        whole = math.fsum(shares.values())
        return {name: share / whole for name, share in shares.items()}


def lowest_over_tables(
    tables: Mapping[str, Sequence[Marker]],
    genotypes: Mapping[str, Mapping[str, Genotype]],
    hypotheses: Sequence[Hypothesis],
    theta: float = 0.0,
    *,
    unlisted_freq: float | None = None,
) -> tuple[str, dict[str, RatioResult]]:
    """The first hypothesis over the second under every plausible frequency table.

    Returns the table with the lowest ln LR (impossible is lowest) and the results by table: a
    father of another population changes the figure, and the lowest is the one to show.
    """
    h1, h2 = hypotheses[0].name, hypotheses[1].name
    results = {
        name: evaluate(markers, genotypes, hypotheses, theta, unlisted_freq=unlisted_freq)
        for name, markers in tables.items()
    }

    def shown(name: str) -> float:
        ln_lr = results[name].ln_lr(h1, h2)
        return -math.inf if ln_lr is None else ln_lr

    return min(results, key=shown), results


def evaluate(
    markers: Sequence[Marker],
    genotypes: Mapping[str, Mapping[str, Genotype]],
    hypotheses: Sequence[Hypothesis],
    theta: float = 0.0,
    *,
    founder_inbreeding: Mapping[str, float] | None = None,
    founder_tables: Mapping[str, str] | None = None,
    dropout: Mapping[str, Dropout] | None = None,
    links: Sequence[Link] = (),
    unlisted_freq: float | None = None,
    familias_compatible: bool = False,
) -> RatioResult:
    """Likelihood of the same genotypes under each hypothesis.

    `genotypes` maps person -> marker name -> genotype; markers without a result weigh nothing.
    `unlisted_freq` (for instance 0.001) is given to alleles missing from the tables; without it
    they are refused. `dropout` names weak samples. `founder_tables` (person -> name of a table of
    the markers) names founders of another population; it counts under each hypothesis in which
    the person is a founder. `familias_compatible` drops untyped founders with one child.
    Raises HypothesisError, GenotypeError, MarkerError, TooLargeError.
    """
    _check(markers, genotypes, hypotheses)
    tables = founder_tables or {}
    check_founder_tables(tables, hypotheses, familias_compatible)
    ready = [listed(with_tables(m, tables), genotypes, unlisted_freq) for m in markers]
    setting = Setting(theta, founder_inbreeding or {}, dropout or {}, tables)
    evidence = Evidence(ready, genotypes, setting)
    groups = linkage_groups(links, [marker.name for marker in ready])
    per_marker: dict[str, dict[str, float | None]] = {}
    totals: dict[str, float | None] = {}
    for hypothesis in hypotheses:
        pedigree = hypothesis.pedigree
        if familias_compatible and theta == 0:
            pedigree = prune_like_familias(pedigree, set(genotypes))
        values = evidence.ln_likelihoods(pedigree)
        single = {marker.name: value for marker, value in zip(ready, values, strict=True)}
        joint = _joint(groups, links, ready, pedigree, genotypes, setting)
        linked = {name for group in groups for name in group}
        alone = [value for name, value in single.items() if name not in linked]
        per_marker[hypothesis.name] = {name: _or_none(value) for name, value in single.items()}
        totals[hypothesis.name] = _or_none(math.fsum([*alone, *joint]))
    return RatioResult(per_marker, totals)


def _joint(
    groups: Sequence[Sequence[str]],
    links: Sequence[Link],
    markers: Sequence[Marker],
    pedigree: Pedigree,
    genotypes: Mapping[str, Mapping[str, Genotype]],
    setting: Setting,
) -> list[float]:
    out = []
    for group in groups:
        inside = [marker for marker in markers if marker.name in group]
        own = [link for link in links if link.marker1 in group]
        out.append(ln_joint(inside, own, pedigree, genotypes, setting))
    return out


def listed(
    marker: Marker,
    genotypes: Mapping[str, Mapping[str, Genotype]],
    unlisted_freq: float | None,
) -> Marker:
    """The marker with alleles that its table lacks added at `unlisted_freq`.

    Raises GenotypeError if there are some and no frequency is given.
    """
    seen = observed_alleles(genotypes, marker.name)
    lacking = unlisted(marker, seen)
    if not lacking:
        return marker
    if unlisted_freq is None:
        table, (allele, *_) = next(iter(lacking.items()))
        shows = next(p for p, row in genotypes.items() if allele in (row.get(marker.name) or ()))
        which = "the frequency table" if table is None else f"frequency table {table!r}"
        raise GenotypeError(
            f"person {shows!r}, marker {marker.name}: allele {allele!r} is not in {which} "
            "and no rule for unlisted alleles was given"
        )
    return with_unlisted(marker, seen, freq=unlisted_freq)


def _check(
    markers: Sequence[Marker],
    genotypes: Mapping[str, Mapping[str, Genotype]],
    hypotheses: Sequence[Hypothesis],
) -> None:
    _unique("marker", [marker.name for marker in markers])
    _unique("hypothesis", [hypothesis.name for hypothesis in hypotheses])
    if not hypotheses:
        raise HypothesisError("no hypothesis was given")
    for hypothesis in hypotheses:
        for person in genotypes:
            if person not in hypothesis.pedigree:
                raise HypothesisError(
                    f"hypothesis {hypothesis.name!r}: typed person {person!r} is not in its "
                    "pedigree; unrelated persons must be listed as founders"
                )


def check_founder_tables(
    tables: Mapping[str, str], hypotheses: Sequence[Hypothesis], familias_compatible: bool = False
) -> None:
    """Raises HypothesisError for a person who is a founder nowhere."""
    if tables and familias_compatible:
        raise HypothesisError("founder_tables: Familias has one table for all founders")
    for person in tables:
        named = [h.pedigree[person] for h in hypotheses if person in h.pedigree]
        if not named:
            raise HypothesisError(f"founder_tables: {person!r} is in no pedigree")
        if not any(one.is_founder for one in named):
            raise HypothesisError(
                f"founder_tables: {person!r} has a named parent in every hypothesis"
            )


def _check_priors(priors: Mapping[str, float], names: Sequence[str]) -> None:
    for name in names:
        if name not in priors:
            raise HypothesisError(f"priors: hypothesis {name!r} has none, expected one for each")
    for name, value in priors.items():
        if name not in names:
            raise HypothesisError(f"priors: {name!r} is not among the hypotheses")
        if not 0 <= value <= 1:
            raise HypothesisError(f"priors: {name!r} has {value}, expected 0 to 1")
    if abs(math.fsum(priors.values()) - 1) > 1e-9:
        raise HypothesisError(f"priors: sum to {math.fsum(priors.values()):.6g}, expected 1")


def _unique(kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise HypothesisError(f"{kind} {name!r} is given twice")
        seen.add(name)


def _or_none(value: float) -> float | None:
    return None if value == -math.inf else value


def _difference(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first - second
