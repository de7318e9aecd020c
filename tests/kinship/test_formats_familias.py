"""Familias projects: what was meant is read, and counting gone wrong is refused with its line."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from jusan.kinship.command import run_lr
from jusan.kinship.errors import FileFormatError
from jusan.kinship.formats import familias
from jusan.kinship.formats.case_json import case_to_json, parse_case
from jusan.kinship.loci import MutationSpec

FALSE, TRUE = "#FALSE#", "#TRUE#"


def person(
    name: str, male: bool, *genotypes: tuple[int, int, int], weak: bool = False
) -> list[str]:
    born = "-1 (Consider dropouts)" if weak else "-1"
    numbers = [str(n) for triple in genotypes for n in triple]
    return [f'"{name}"', FALSE, born, FALSE, TRUE if male else FALSE, str(len(genotypes)), *numbers]


def pedigree(
    number: int,
    name: str,
    *pairs: tuple[int, int],
    extras: str = "0 0",
    direct: Sequence[tuple[str, str]] = (),
) -> list[str]:
    relations = [str(n) for pair in pairs for n in pair]
    relations += [line for one, other in direct for line in (f"{one} (Direct)", other)]
    count = str(len(pairs) + len(direct))
    return [str(number), f'"{name}"', *extras.split(), count, *relations]


def marker(name: str, model: int, freqs: dict[str, float], rate: float = 0.0) -> list[str]:
    alleles = [line for a, f in freqs.items() for line in (f'"{a}"', str(f))]
    size = str(len(freqs))
    head = [f'"{name}"', str(rate / 2), str(rate), str(model), str(model), size]
    info = f"{size}\t(DatabaseSize = 1000 , Dropout probability = 0 )"
    return [*head, "0.1", "0.1", "1e-006", "1e-006", FALSE, "0", info, *alleles]


PEOPLE = [
    *person("AF", True, (0, 1, 0), (0, 0, 1), weak=True),
    *person("MO", False),
    *person("CH", True, (1, 0, 0), (0, 1, 1)),
]
MARKERS = [
    *marker("THO1", 4, {"6": 0.2, "7": 0.3, "9.3": 0.5}, 0.002),
    *marker("VWA", 0, {"14": 0.4, "15": 0.6}),
]
RELATIONS = ['"Known relations"', "0", "0", "1", "1", "2"]
PEDIGREES = ["2", *pedigree(0, "H1", (0, 2)), *pedigree(1, "H2", (3, 2), extras="0 1")]
DATABASE = [f"{FALSE} (#Databases: 1 ;Theta/Kinship/Fst: 0.01 )", "2", TRUE, '"dala"', *MARKERS]
START = ['"Output from Familias, version 3.3.1"', '"DO NOT EDIT!"', "3.3.1", '""', "3"]
WHOLE = [*START, *PEOPLE, *RELATIONS, *PEDIGREES, *DATABASE]


def parse(lines: list[str]) -> familias.FamFile:
    return familias.parse("\r\n".join(lines) + "\r\n", "a.fam")


def test_good_project() -> None:
    read = parse(WHOLE)
    assert (read.version, read.database, read.theta) == ("3.3.1", "dala", 0.01)
    assert [m.name for m in read.markers] == ["TH01", "vWA"]
    mutation = read.markers[0].mutation
    assert mutation is not None
    assert mutation.male == MutationSpec("stepwise", 0.002, 1e-6, 0.1)
    assert mutation.female.rate == 0.001
    assert read.genotypes["AF"] == {"TH01": ("6", "7"), "vWA": ("14", "14")}
    assert read.genotypes["MO"] == {} and read.weak == ("AF",)
    h1, h2 = read.hypotheses
    assert (h1.pedigree["CH"].father, h1.pedigree["CH"].mother) == ("AF", "MO")
    assert h2.pedigree["CH"].father == "(extra of this pedigree 1)"


def test_project_as_a_case_by_hand(tmp_path: Path) -> None:
    """Without mutation and theta: (p + q)/(4pq) for equal heterozygotes, and 1/(2p)."""
    plain = [x if "Theta" not in x else f"{FALSE} (Theta/Kinship/Fst: 0 )" for x in WHOLE]
    place = plain.index('"THO1"')
    plain[place + 1 : place + 3] = ["0", "0"]
    plain[place + 8 : place + 10] = ["0", "0"]
    path = tmp_path / "duo.fam"
    path.write_text("\n".join(plain), encoding="utf-8")
    (row,) = run_lr([path])
    expected = (0.2 + 0.3) / (4 * 0.2 * 0.3) * (1 / (2 * 0.4))
    assert row["lnLR"] == pytest.approx(math.log(expected), abs=1e-12)


def twins(
    direct: Sequence[tuple[str, str]], known: Sequence[str] = ("0",), *pairs: tuple[int, int]
) -> familias.FamFile:
    """Three brothers with the genotype 6/7 and their parents; who is a twin of whom in H1 only."""
    men = [line for name in "ABC" for line in person(name, True, (0, 1, 0))]
    people = ["5", *men, *person("F", True), *person("M", False)]
    pedigrees = ["2", *pedigree(0, "H1", *pairs, direct=direct), *pedigree(1, "H2", *pairs)]
    relations = ['"Known relations"', "0", "0", *known]
    return parse([*START[:4], *people, *relations, *pedigrees, *DATABASE])


def test_a_direct_relation_is_identical_twins() -> None:
    """The twin for whom the file names no parents has those of the other."""
    read = twins([("0", "1")], ["0"], (3, 0), (4, 0), (3, 2), (4, 2))
    h1, h2 = read.hypotheses
    assert h1.pedigree.twins == (("A", "B"),) and h2.pedigree.twins == ()
    assert (h1.pedigree["B"].father, h1.pedigree["B"].mother) == ("F", "M")
    assert h2.pedigree["B"].father is None


def test_a_twin_of_a_twin_is_a_triplet() -> None:
    assert twins([("0", "1"), ("2", "1")]).hypotheses[0].pedigree.twins == (("A", "B", "C"),)
    apart = twins([], ["2", "0 (Direct)", "1", "2 (Direct)", "1"])
    assert [h.pedigree.twins for h in apart.hypotheses] == [(("A", "B", "C"),)] * 2


def test_twins_with_two_fathers_are_refused() -> None:
    with pytest.raises(
        FileFormatError, match="identical twins 'A', 'B' have two fathers: 'F', 'C'"
    ):
        twins([("0", "1")], ["0"], (3, 0), (2, 1))


def test_twins_of_a_project_are_weighed(tmp_path: Path) -> None:
    """Theta 0.01 as the file says: one genotype 6/7 against two of unrelated men."""
    pedigrees = ["2", *pedigree(0, "H1", direct=[("0", "2")]), *pedigree(1, "H2")]
    people = [*person("AF", True, (0, 1, 0)), *person("MO", False), *person("CH", True, (1, 0, 0))]
    path = tmp_path / "twins.fam"
    path.write_text("\n".join([*START, *people, *RELATIONS[:3], "0", *pedigrees, *DATABASE]))
    (row,) = run_lr([path])
    again = [(0.01 + 0.99 * f) for f in (0.2, 0.3)]
    expected = 2 * again[0] * again[1] / (1.01 * 1.02)
    assert row["lnLR"] == pytest.approx(-math.log(expected), abs=1e-12)


def test_project_becomes_a_json_case() -> None:
    case = parse(WHOLE).case("duo")
    assert parse_case(json.loads(json.dumps(case_to_json(case)))) == case


@pytest.mark.parametrize(
    ("model", "name", "transform"),
    [
        (0, "equal", None),
        (1, "proportional", None),
        (2, "stepwise", None),
        (3, "stepwise", "PM"),
        (4, "stepwise", None),
    ],
)
def test_mutation_models_by_number(model: int, name: str, transform: str | None) -> None:
    lines = [*START[:4], "0", '"Known relations"', "0", "0", "0", "0", f"{FALSE}", "1", FALSE]
    read = parse([*lines, *marker("L", model, {"6": 0.5, "7": 0.5}, 0.002)])
    mutation = read.markers[0].mutation
    assert mutation is not None
    assert (mutation.male.model, mutation.male.transform) == (name, transform)


def changed(old: str, new: str, nth: int = 0) -> list[str]:
    places = [i for i, line in enumerate(WHOLE) if line == old]
    lines = list(WHOLE)
    lines[places[nth]] = new
    return lines


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (changed("3.3.1", "2.1"), r"line 3, field version: '2\.1', expected Familias 3\.2\.8"),
        (changed("3", "three"), "line 5, field number of persons: 'three'"),
        (changed("3", "99999999999"), "field number of persons"),
        (changed('"MO"', '"AF"'), "field name of a person: 'AF', expected a name not given before"),
        (changed(FALSE, "no"), "line 7, field child: 'no', expected #TRUE# or #FALSE#"),
        (changed('"Known relations"', '"Relations"'), "field heading: 'Relations'"),
        (
            [*START, *PEOPLE, *RELATIONS[:4], "9", "2"],
            "field parent: '9', expected a whole number 0",
        ),
        (
            [*START, *PEOPLE, *RELATIONS, "1", *pedigree(0, "H1", (0, 2), (0, 1), (1, 0))],
            "their own ancestors",
        ),
        (
            [*START, *PEOPLE, *RELATIONS, "1", *pedigree(0, "H1", (0, 2), (3, 2), extras="0 1")],
            "'CH' has two fathers",
        ),
        (
            [*START, *PEOPLE, *RELATIONS, "1", *pedigree(0, "H1", direct=[("9", "2")])],
            r"field identical twin: '9 \(Direct\)', expected 0 to 2 and \(Direct\)",
        ),
        (
            [*START, *PEOPLE, *RELATIONS, "1", *pedigree(0, "H1", direct=[("2", "2")])],
            "'CH' is called their own twin",
        ),
        (
            [*START, *PEOPLE, *RELATIONS, "1", *pedigree(0, "H1", direct=[("1", "2")])],
            "identical twins 'MO', 'CH' have different sex: F, M",
        ),
        (
            [*START, *PEOPLE, *RELATIONS, "1", *pedigree(0, "H1", (0, 2), direct=[("0", "2")])],
            "pedigree 'H1': pedigree: 'AF' is among their own ancestors",
        ),
        (
            [*START, *PEOPLE, *RELATIONS, "2", *pedigree(0, "H1"), *pedigree(1, "H1")],
            "field name of the pedigree: 'H1'",
        ),
        ([*START, *PEOPLE, *RELATIONS, "0", TRUE], "field stored probabilities: are not supported"),
        (changed("0.2", "1.2"), "field frequency of allele 6: '1.2', expected a number 0 to 1"),
        (changed("0.2", "0.1"), r"marker TH01: frequencies sum to 0\.9"),
        (changed("4", "7"), "field mutation model of females: '7'"),
        (changed('"VWA"', '"TH01"'), "TH01 is given twice"),
        (WHOLE[:-1], "field frequency of allele 15: the file ends here"),
        (WHOLE[:20], "the file ends here"),
        ([], "line 2, field banner: the file ends here"),
        (
            changed(
                f"{FALSE} (#Databases: 1 ;Theta/Kinship/Fst: 0.01 )",
                f"{FALSE} Theta/Kinship/Fst: 3",
            ),
            "field Theta/Kinship/Fst: '3'",
        ),
    ],
)
def test_faulty_project_is_refused_with_its_line(lines: list[str], message: str) -> None:
    with pytest.raises(FileFormatError, match=message):
        parse(lines)


def test_allele_and_marker_numbers_are_checked_against_the_database() -> None:
    people = [*person("AF", True, (0, 3, 0)), *person("MO", False), *person("CH", True)]
    with pytest.raises(FileFormatError, match="'AF', marker TH01: allele 3, expected 0 to 2"):
        parse([*START, *people, *RELATIONS, *PEDIGREES, *DATABASE])
    people = [*person("AF", True, (0, 0, 2)), *person("MO", False), *person("CH", True)]
    with pytest.raises(FileFormatError, match="'AF': marker 2, expected 0 to 1"):
        parse([*START, *people, *RELATIONS, *PEDIGREES, *DATABASE])


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 3))
def test_a_cut_file_is_never_half_a_result(cut: int) -> None:
    with pytest.raises(FileFormatError):
        parse(WHOLE[:cut])


def dna(depth: int, *rows: tuple[str, str, str]) -> list[str]:
    lines = [f"{'[' * depth}DNA data{']' * depth}", f"nSystems= {len(rows)}"]
    for name, one, two in rows:
        lines += [f"SystemName= {name}", f"Allele1= {one}", f"Allele2= {two}"]
    return lines


DVI = [
    *[*START[:2], "3.3.1 (DVI)", '""', "0", '"Known relations"', "0", "0", "0", "0"],
    *DATABASE,
    *["", "[DVI]", "[[Unidentified persons]]", "nPersons= 1"],
    *["[[[Person 1 ]]]", "Name= V1", "Gender= Male", *dna(4, ("THO1", "6", "7"))],
    *["[[Notes]]", "nFamilies= 1", "free words of the office"],
    *["[[Reference Families]]", "nFamilies= 1", "[[[Family 1 ]]]", "Name= F1"],
    *["[[[[Persons]]]]", "nPersons= 2"],
    *["[[[[[Person 1]]]]]", "Name= wife", "Gender= Female", *dna(6)],
    *["[[[[[Person 2]]]]]", "Name= son", "Gender= Male", *dna(6, ("VWA", "14", "15"))],
    *["[[[[Pedigrees]]]]", "nPedigrees= 1", "[[[[[Pedigree 1]]]]]", "Name= Reference pedigree"],
    *["nRelations= 2", "Parent= Missing person", "Child= son", "Parent= wife", "Child= son"],
    *["[Prior]", "UseList= Yes"],
]


def test_victims_and_families() -> None:
    read = parse(DVI)
    assert read.unidentified == {"V1": {"TH01": ("6", "7")}}
    (family,) = read.families
    assert family.name == "F1" and family.genotypes["son"] == {"vWA": ("14", "15")}
    (hypothesis,) = family.pedigrees
    assert hypothesis.pedigree["son"].father == "Missing person"
    assert hypothesis.pedigree["Missing person"].sex == "M"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nPersons= 2", "nPersons= 3", "nPersons says 3, 2 were found"),
        ("Allele1= 6", "Allele1= 99", "Allele1 '99' is not in the table of TH01"),
        ("SystemName= VWA", "SystemName= XYZ", "'XYZ' is not in the file's database"),
        ("Child= son", "Kind= son", "expected Parent= followed by Child="),
        ("Gender= Female", "Gender= ?", "the sex of parent 'Missing person' cannot be told"),
        ("Name= wife", "Name= son", "person 'son' is given twice"),
        ("[[[[Persons]]]]", "[[[[People]]]]", "expected one part 'Persons'"),
        ("nRelations= 2", "nRelations= 1", "nRelations says 1, 2 were found"),
        ("Name= V1", "who knows", "expected name= value or a heading"),
        ("[[[Person 1 ]]]", "[[[[[Person 1 ]]]]]", "skips a level"),
    ],
)
def test_faulty_part_for_victims_is_refused(old: str, new: str, message: str) -> None:
    lines = list(DVI)
    lines[lines.index(old)] = new
    with pytest.raises(FileFormatError, match=message):
        parse(lines)


def test_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(familias, "MAX_BYTES", 10)
    (tmp_path / "a.fam").write_text("\n".join(WHOLE), encoding="utf-8")
    with pytest.raises(FileFormatError, match="larger than 10 bytes"):
        familias.read(tmp_path / "a.fam")
