"""Bad input is refused in one sentence that names the person, the marker and the reason."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from jusan.kinship.command import run_lr
from jusan.kinship.errors import GenotypeError, HypothesisError, KinshipError
from jusan.kinship.formats import familias
from jusan.kinship.formats.case_json import parse_case
from jusan.kinship.frequencies import FrequencyTable
from jusan.kinship.loci import Marker
from jusan.kinship.pedigrees import Individual, Pedigree
from jusan.kinship.peeling import ln_likelihood
from jusan.kinship.power import whom_to_sample
from tests.kinship.test_formats_familias import PEOPLE, RELATIONS, START, pedigree

TRIO: list[dict[str, Any]] = [
    {"id": "father", "sex": "M"},
    {"id": "mother", "sex": "F"},
    {"id": "child", "father": "father", "mother": "mother", "sex": "F"},
]
STEPS = {"model": "stepwise", "rate": 0.002, "rate2": 0.0, "range": 0.1}
CASE: dict[str, Any] = {
    "id": "trio",
    "markers": [
        {
            "name": "TH01",
            "alleles": ["6", "7", "9.3"],
            "freqs": [0.2, 0.3, 0.5],
            "mutation": {"male": STEPS, "female": dict(STEPS)},
        }
    ],
    "genotypes": {"father": [["6", "7"]], "child": [["7", "9.3"]]},
    "hypotheses": [
        {"name": "father", "pedigree": TRIO},
        {"name": "stranger", "pedigree": [*TRIO[:2], TRIO[2] | {"father": None}]},
    ],
}
PARENTS = ("hypotheses", 0, "pedigree")


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (
            ("genotypes", "father", 0),
            ["6", "8"],
            "person 'father', marker TH01: allele '8' is not in the frequency table and no rule",
        ),
        ((*PARENTS, 2, "father"), "uncle", "father 'uncle' of 'child' is not listed"),
        ((*PARENTS, 0, "father"), "father", "'father' is among their own ancestors"),
        (
            (*PARENTS, 1),
            {"id": "mother", "mother": "child", "sex": "F"},
            "'child' is among their own ancestors",
        ),
        (
            (*PARENTS, 1, "id"),
            "child",
            "'child' is listed twice, father not named and 'father', mother not named and 'mother'",
        ),
        ((*PARENTS, 1, "sex"), "M", "mother 'mother' of 'child' has sex M"),
        ((*PARENTS, 0, "sex"), "F", "father 'father' of 'child' has sex F"),
        ((*PARENTS, 2, "mother"), "father", "mother 'father' of 'child' has sex M"),
        (
            (*PARENTS, 0, "sex"),
            "male",
            r"pedigree\[0\]: 'father' has sex 'male', expected M, F or U",
        ),
        (("markers", 0, "freqs"), [0.2, 0.3], "marker TH01: 3 alleles but 2 frequencies"),
        (
            ("markers", 0, "freqs", 1),
            None,
            r"markers\[0\].freqs: TH01, allele 7: None is not a number",
        ),
        (("markers", 0, "freqs", 1), 0.2, "marker TH01: frequencies sum to 0.9, expected 1"),
        (("markers", 0, "freqs", 1), -0.3, "marker TH01: frequency of allele '7' is -0.3"),
        (
            ("markers", 0, "silent_freq"),
            -0.1,
            "marker TH01: frequency of the silent allele is -0.1",
        ),
        (
            ("markers", 0, "mutation", "male", "rate"),
            -0.002,
            "marker TH01: mutation rate of fathers is -0.002, expected 0 to 1",
        ),
        (
            ("markers", 0, "mutation", "female", "rate"),
            1.5,
            "marker TH01: mutation rate of mothers is 1.5, expected 0 to 1",
        ),
        (
            ("markers", 0, "mutation", "female", "rate2"),
            -1e-6,
            "marker TH01: mutation rate2 of mothers is -1e-06, expected 0 to 1",
        ),
        (
            ("markers", 0, "mutation", "male", "range"),
            -0.1,
            "marker TH01: mutation range of fathers is -0.1, expected 0 or more",
        ),
        (
            ("markers", 0),
            {
                "name": "TH01",
                "alleles": ["6", "7", "9.3", "OL"],
                "freqs": [0.2, 0.3, 0.4, 0.1],
                "mutation": {"male": STEPS, "female": STEPS},
            },
            "marker TH01: allele 'OL' is no repeat number",
        ),
        (
            ("genotypes", "aunt"),
            [["6", "6"]],
            "hypothesis 'father': typed person 'aunt' is not in its pedigree",
        ),
        (
            ("markers", 0, "chromosome"),
            "X",
            "X marker TH01: 'father' is male but shows two alleles",
        ),
        (("founder_inbreeding",), {"father": -0.1}, "founder_inbreeding of 'father' is -0.1"),
    ],
)
def test_a_case_is_refused_by_name(
    place: tuple[Any, ...], value: Any, message: str, tmp_path: Path
) -> None:
    case = copy.deepcopy(CASE)
    node = case
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    with pytest.raises(KinshipError, match=message):
        parse_case(case).evaluate()
    path = tmp_path / "trio.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    (row,) = run_lr([path])
    assert row["error"]["message"]


def test_the_case_itself_is_answered() -> None:
    assert parse_case(CASE).evaluate().ln_lr("father", "stranger") is not None


def test_two_mothers_are_named() -> None:
    """In a project the second relation, in a pedigree the second row."""
    people = [Individual("a", sex="F"), Individual("b", sex="F")]
    twice = [Individual("c", None, "a"), Individual("c", None, "b")]
    with pytest.raises(KinshipError, match="'c' is listed twice, mother 'a' and 'b'"):
        Pedigree.of([*people, *twice])
    lines = [*START, *PEOPLE, *RELATIONS, "1", *pedigree(0, "H1", (3, 2), extras="1 0")]
    with pytest.raises(KinshipError, match=r"'CH' has two mothers: 'MO', '\(extra of this"):
        familias.parse("\n".join(lines), "a.fam")


def test_the_engine_alone_names_the_person_too() -> None:
    marker = Marker("TH01", ("6", "7"), (0.4, 0.6))
    with pytest.raises(GenotypeError, match="person 'a', marker TH01: allele '8' is not in"):
        ln_likelihood(marker, Pedigree.of([Individual("a")]), {"a": ("6", "8")})


def test_a_marker_without_frequencies_is_named() -> None:
    table = FrequencyTable.of("dala", {"TPOX": {"8": 1.0}}, "dala.csv")
    with pytest.raises(KinshipError, match="marker 'TH01' is not in frequency table 'dala'"):
        parse_case(CASE).under(table)


def test_an_impossible_family_is_named_before_anything_is_simulated() -> None:
    people = [Individual("f", sex="M"), Individual("s", "f", None, "M")]
    family = Pedigree.of([*people, Individual("b", "f", None, "M"), Individual("u", "f", sex="M")])
    seen = {"f": {"TH01": ("6", "6")}, "s": {"TH01": ("7", "7")}}
    with pytest.raises(
        HypothesisError,
        match="marker TH01: the results of 'f', 's' are impossible in this family",
    ):
        whom_to_sample(
            [Marker("TH01", ("6", "7"), (0.4, 0.6))], family, seen, "b", ["u"], log10_threshold=1
        )
