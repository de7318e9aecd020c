"""Published worked examples, with what was published and where.

Figures printed with few digits are compared within half a unit of the last one; where the inputs
were printed rounded too, the bound says so.
"""

import math
from collections.abc import Iterator, Mapping

from jusan.kinship.catalogue import pair_pedigree
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import Setting, ln_likelihood
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis, RatioResult, evaluate
from verification.findings import Finding

_EXACT = 1e-12
Seen = Mapping[str, Genotype]


def prove(fast: bool = False) -> Iterator[Finding]:
    """Every example; they are quick."""
    for example in (
        _course_paternity,
        _course_posterior,
        _course_missing_genotype,
        _half_siblings,
        _genotype_pairs,
        _allele_sharing,
        _expected_ratio,
        _match_with_theta,
    ):
        yield from example()


def _likelihood(marker: Marker, pedigree: Pedigree, seen: Seen, theta: float = 0.0) -> float:
    return math.exp(ln_likelihood(marker, pedigree, seen, Setting(theta)))


def _compared(source: str, what: str, found: float, published: float, allowed: float) -> Finding:
    off = abs(found - published) / (abs(published) if allowed == _EXACT and published else 1.0)
    return Finding(f"{source}: {what} = {published:.6g}", off, allowed)


def _course_paternity() -> Iterator[Finding]:
    """Vigeland and Egeland, ISFG-GHEP Online School 2024, exercises III-2 and IV-1, solutions.

    Alleged father a/b, child a/c, p(a) = 0.01, p(b) = 0.30, p(c) = 0.69. LR = 1/(4 p(a)) = 25. With
    a mother c/c, father over father's brother: 1.96.
    """
    source = "ISFG-GHEP 2024"
    marker = Marker("M1", ("a", "b", "c"), (0.01, 0.30, 0.69))
    af, mo = Individual("AF", sex="M"), Individual("MO", sex="F")
    gf, gm = Individual("GF", sex="M"), Individual("GM", sex="F")
    father = Pedigree.of([af, mo, Individual("CH", "AF", "MO", "M")])
    stranger = Pedigree.of([af, mo, Individual("CH", None, "MO", "M")])
    brothers = [Individual("AF", "GF", "GM", "M"), Individual("BR", "GF", "GM", "M")]
    brother = Pedigree.of([gf, gm, mo, *brothers, Individual("CH", "BR", "MO", "M")])
    duo: Seen = {"AF": ("a", "b"), "CH": ("a", "c")}
    ratio = _likelihood(marker, father, duo) / _likelihood(marker, stranger, duo)
    yield _compared(source, "father over stranger, no mother", ratio, 25, _EXACT)
    trio: Seen = {**duo, "MO": ("c", "c")}
    ratio = _likelihood(marker, father, trio) / _likelihood(marker, brother, trio)
    yield _compared(source, "father over his brother, mother typed", ratio, 1.96, 0.005)


def _course_posterior() -> Iterator[Finding]:
    """The same school, exercise IV-2: ratios 569.399, 805.118, 805.118, 1 under two priors."""
    ratios = dict(zip(("H1", "H2", "H3", "H4"), (569.399, 805.118, 805.118, 1.0), strict=True))
    result = RatioResult({}, {name: math.log(value) for name, value in ratios.items()})
    flat = result.posterior(dict.fromkeys(ratios, 0.25))
    for name, published in (("H1", 0.261), ("H2", 0.369), ("H3", 0.369), ("H4", 0.0)):
        said = f"posterior of {name}, flat prior"
        yield _compared("ISFG-GHEP 2024", said, flat[name], published, 0.0006)
    uneven = result.posterior({"H1": 0.01, "H2": 0.09, "H3": 0.45, "H4": 0.45})
    yield _compared("ISFG-GHEP 2024", "posterior of H3", uneven["H3"], 0.822, 0.0005)


def _course_missing_genotype() -> Iterator[Finding]:
    """The same school, exercise III-1: what an untyped grandchild carries, each with chance 1/4."""
    people = [Individual("1", sex="M"), Individual("2", sex="F"), Individual("3", sex="M")]
    people += [Individual("4", "1", "2", "F"), Individual("5", "1", "2", "M")]
    people += [Individual("6", sex="F"), Individual("7", "3", "4"), Individual("8", "3", "4")]
    pedigree = Pedigree.of([*people, Individual("9", "5", "6")])
    alleles = ("13", "14", "15", "21", "22")
    marker = Marker("M", alleles, (0.2,) * 5)
    seen: dict[str, Genotype] = {"1": ("13", "13"), "2": ("14", "14"), "6": ("13", "15")}
    seen |= {"7": ("13", "21"), "8": ("13", "22")}
    whole = _likelihood(marker, pedigree, seen)
    published = {("13", "13"): 0.25, ("13", "14"): 0.25, ("13", "15"): 0.25, ("14", "15"): 0.25}
    for genotype, share in {**published, ("14", "14"): 0.0}.items():
        found = _likelihood(marker, pedigree, {**seen, "9": genotype}) / whole
        yield _compared("ISFG-GHEP 2024", f"P(9 is {genotype})", found, share, _EXACT)
    certain = {"3": ("21", "22"), "4": ("13", "14"), "5": ("13", "14")}
    for person, genotype in certain.items():
        found = _likelihood(marker, pedigree, {**seen, person: genotype}) / whole
        yield _compared("ISFG-GHEP 2024", f"P({person} is {genotype})", found, 1.0, _EXACT)


def _half_siblings() -> Iterator[Finding]:
    """Brenner, dna-view.com/simulate.htm: half siblings S and H with their mothers M and N.

    D3S1358 0.5; vWA (1 + q + s)/(2q + 2s) = 3.04 at q = 0.0848, s = 0.112; FGA (1 + r)/2r = 4.21 at
    r = 0.135, where the page's r is rounded (0.1345 to 0.1355 gives 4.19 to 4.22).
    """
    dad, m, n = Individual("Dad", sex="M"), Individual("M", sex="F"), Individual("N", sex="F")
    related = Pedigree.of([dad, m, n, Individual("S", "Dad", "M"), Individual("H", "Dad", "N")])
    apart = Pedigree.of([dad, m, n, Individual("S", "Dad", "M"), Individual("H", None, "N")])
    q, s, r = 0.0848, 0.112, 0.135
    examples: list[tuple[str, dict[str, float], list[tuple[str, str]], float, float]] = [
        (
            "D3S1358",
            {"15": 0.2, "16": 0.3, "17": 0.3, "18": 0.2},
            [("15", "16"), ("17", "18"), ("15", "16"), ("17", "17")],
            0.5,
            _EXACT,
        ),
        (
            "vWA",
            {"15": s, "19": q, "14": 0.1, "17": 0.9 - q - s},
            [("14", "17"), ("15", "19"), ("17", "19"), ("15", "19")],
            3.04,
            0.005,
        ),
        (
            "FGA",
            {"24": r, "19": 0.1, "22": 0.2, "25": 0.7 - r},
            [("19", "22"), ("22", "25"), ("22", "24"), ("24", "25")],
            4.21,
            0.02,
        ),
    ]
    for name, freqs, results, published, allowed in examples:
        marker = Marker(name, tuple(freqs), tuple(freqs.values()))
        seen = dict(zip(("M", "N", "S", "H"), results, strict=True))
        found = _likelihood(marker, related, seen) / _likelihood(marker, apart, seen)
        yield _compared("Brenner", f"{name}, half siblings with mothers", found, published, allowed)


def _genotype_pairs() -> Iterator[Finding]:
    """Presciuttini and others (2002), BMC Genetics 3:23, table 1 A: seven pairs of genotypes."""
    a, b, c, d = 0.1, 0.2, 0.3, 0.4
    marker = Marker("L", ("A", "B", "C", "D"), (a, b, c, d))
    # pair, both orders or one, and the chances for parent, full sibling, second degree, strangers
    table: list[tuple[str, int, tuple[float, float, float, float]]] = [
        ("AA AA", 1, (a**3, a**2 * (1 + a) ** 2 / 4, a**3 * (1 + a) / 2, a**4)),
        ("AA AB", 2, (2 * a**2 * b, a**2 * b * (1 + a), a**2 * b * (1 + 2 * a), 4 * a**3 * b)),
        ("AA BB", 2, (0, a**2 * b**2 / 2, a**2 * b**2, 2 * a**2 * b**2)),
        (
            "AB AB",
            1,
            (
                a * b * (a + b),
                a * b * (2 * a * b + a + b + 1) / 2,
                a * b * (4 * a * b + a + b) / 2,
                4 * a**2 * b**2,
            ),
        ),
        ("AA BC", 2, (0, a**2 * b * c, 2 * a**2 * b * c, 4 * a**2 * b * c)),
        (
            "AB AC",
            2,
            (
                2 * a * b * c,
                a * b * c * (2 * a + 1),
                a * b * c * (4 * a + 1),
                8 * a**2 * b * c,
            ),
        ),
        (
            "AB CD",
            2,
            (0, 2 * a * b * c * d, 4 * a * b * c * d, 8 * a * b * c * d),
        ),
    ]
    names = ("mother", "full sibling", "maternal avuncular", "unrelated")
    for pair, orders, chances in table:
        one, two = pair.split()
        for name, published in zip(names, chances, strict=True):
            seen: Seen = {"A": (one[0], one[1]), "B": (two[0], two[1])}
            found = orders * _likelihood(marker, pair_pedigree(name), seen)
            yield _compared("Presciuttini 2002", f"P({pair} | {name})", found, published, _EXACT)


def _allele_sharing() -> Iterator[Finding]:
    """The same table, B: alleles shared at a marker of two alleles, by its heterozygosity H."""
    p = 0.3
    h = 2 * p * (1 - p)
    marker = Marker("L", ("A", "B"), (p, 1 - p))
    published = {
        "mother": (0, h, 1 - h),
        "full sibling": (h**2 / 8, h * (1 - h / 2), 1 - h * (1 - 3 * h / 8)),
        "maternal avuncular": (h**2 / 4, 3 * h / 2 - h**2, 1 - 3 * h / 2 + 3 * h**2 / 4),
        "unrelated": (h**2 / 2, 2 * h - 2 * h**2, 1 - 2 * h + 3 * h**2 / 2),
    }
    genotypes: list[tuple[str, str]] = [("A", "A"), ("A", "B"), ("B", "B")]
    for name, shares in published.items():
        found = [0.0, 0.0, 0.0]
        for one in genotypes:
            for two in genotypes:
                shared = 2 if one == two else 1 if "A" in one + two and "B" in one + two else 0
                shared = 0 if {*one} & {*two} == set() else shared
                found[shared] += _likelihood(marker, pair_pedigree(name), {"A": one, "B": two})
        for shared, share in enumerate(shares):
            said = f"P({shared} shared | {name})"
            yield _compared("Presciuttini 2002", said, found[shared], share, _EXACT)


def _expected_ratio() -> Iterator[Finding]:
    """Manual of the R package forrel, expectedLR: E[LR] of a paternity case if he is the father.

    Mother 1/2, p(1) = 0.9: 1/(8p(1-p)) + 1/2; with the father 1/1 as well: 1/(8p(1-p)) + 1/(4p^2).
    """
    p = 0.9
    marker = Marker("L", ("1", "2"), (p, 1 - p))
    parents = [Individual("fa", sex="M"), Individual("mo", sex="F")]
    true = Pedigree.of([*parents, Individual("ch", "fa", "mo")])
    false = Pedigree.of([*parents, Individual("ch")])
    known: list[tuple[dict[str, Genotype], float]] = [
        ({"mo": ("1", "2")}, 1 / (8 * p * (1 - p)) + 1 / 2),
        ({"mo": ("1", "2"), "fa": ("1", "1")}, 1 / (8 * p * (1 - p)) + 1 / (4 * p**2)),
    ]
    for seen, published in known:
        hypotheses = [Hypothesis("true", true), Hypothesis("false", false)]
        before = _likelihood(marker, true, seen)
        found = 0.0
        for child in (("1", "1"), ("1", "2"), ("2", "2")):
            profiles = {person: {"L": g} for person, g in {**seen, "ch": child}.items()}
            ratio = evaluate([marker], profiles, hypotheses).ln_lr("true", "false")
            if ratio is not None:
                chance = _likelihood(marker, true, {**seen, "ch": child}) / before
                found += chance * math.exp(ratio)
        said = f"E[LR], {' and '.join(seen)} typed"
        yield _compared("forrel", said, found, published, _EXACT)


def _match_with_theta() -> Iterator[Finding]:
    """Balding and Nichols (1994); NRC (1996), Evaluation of Forensic DNA Evidence, formula 4.10.

    Identity over a stranger of the same subpopulation is one over the chance that the stranger
    shows the same: identical twins of our catalogue stand for one person seen twice.
    """
    two = [Individual("a", sex="M"), Individual("b", sex="M")]
    same, other = Pedigree.of(two, [("a", "b")]), Pedigree.of(two)
    p, q = 0.1, 0.2
    marker = Marker("L", ("1", "2", "3"), (p, q, 0.7))
    for theta in (0.01, 0.03):
        under = (1 + theta) * (1 + 2 * theta)
        one = (2 * theta + (1 - theta) * p) * (3 * theta + (1 - theta) * p) / under
        both = 2 * (theta + (1 - theta) * p) * (theta + (1 - theta) * q) / under
        for genotype, published in ((("1", "1"), one), (("1", "2"), both)):
            seen: Seen = {"a": genotype, "b": genotype}
            ratio = _likelihood(marker, same, seen, theta) / _likelihood(marker, other, seen, theta)
            said = f"match of {'/'.join(genotype)}, theta {theta}"
            yield _compared("NRC 4.10", said, 1 / ratio, published, _EXACT)
