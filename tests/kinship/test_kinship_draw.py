"""`jusan kinship draw` and `convert`: whole files or none, one sentence for a fault."""

import json
from pathlib import Path

from click.testing import CliRunner
from defusedxml.ElementTree import fromstring

from jusan.kinship.terminal import kinship

CASES = Path(__file__).parent / "cases"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(kinship, list(arguments))
    return result.exit_code, result.output


def test_pedigree_of_a_case(tmp_path: Path) -> None:
    out = tmp_path / "tree.svg"
    code, _ = run("draw", str(CASES / "grandmother-stepwise.json"), "--out", str(out))
    assert code == 0
    assert "typed: gm, child." in out.read_text(encoding="utf-8")
    fromstring(out.read_text(encoding="utf-8"))


def test_named_hypothesis_and_ratios() -> None:
    code, second = run("draw", str(CASES / "grandmother-stepwise.json"), "--hypothesis", "H2")
    assert code == 0 and "2 persons in 1 generations." in second
    code, bars = run("draw", str(CASES / "duo-impossible.json"), "--ratios")
    assert code == 0 and "total: impossible" in bars
    code, fault = run("draw", str(CASES / "duo-x.json"), "--hypothesis", "H9")
    assert code == 1 and "'H9' is not in the case, expected one of: H1, H2" in fault


def test_convert_gives_the_same_case(tmp_path: Path) -> None:
    code, text = run("convert", str(CASES / "duo-theta.json"))
    copy = tmp_path / "copy.json"
    copy.write_text(text, encoding="utf-8")
    again = run("convert", str(copy))
    assert code == 0 and json.loads(text)["schema"] == "jusan-kin-case/1" and again == (0, text)
