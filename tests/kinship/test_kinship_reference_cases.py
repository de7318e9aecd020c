"""Whole cases against stored numbers: our own (by the slow sum) and the shared bank if present."""

import importlib.util
import json
import math
from pathlib import Path

import pytest

from jusan.kinship.formats.case_json import case_to_json, read_case

OWN = sorted((Path(__file__).parent / "cases").glob("*.json"))
BANK_DIR = Path(__file__).resolve().parents[3] / "shared" / "cases" / "kinship"
BANK = sorted(BANK_DIR.glob("kin_*.json"))


def test_own_cases_are_there() -> None:
    """Each says who made its numbers, and it is never the engine."""
    assert len(OWN) >= 11
    makers = [json.loads(p.read_text(encoding="utf-8"))["expected"]["maker"] for p in OWN]
    assert all("brute" in maker or "by hand" in maker for maker in makers)


def test_own_cases_are_as_their_maker_wrote_them(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_cases", OWN[0].with_name("make_cases.py"))
    assert spec is not None and spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert {case.id for case in maker.cases()} == {path.stem for path in OWN}
    for case in maker.cases():
        stored = json.loads((OWN[0].parent / f"{case.id}.json").read_text(encoding="utf-8"))
        assert stored == json.loads(json.dumps(case_to_json(case))) | {
            "expected": maker.expected(case)
        }


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_own_case(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))["expected"]
    result = read_case(path).evaluate()
    for name, likelihood in expected["likelihood"].items():
        ln_lik = result.ln_total[name]
        assert (0.0 if ln_lik is None else math.exp(ln_lik)) == pytest.approx(likelihood, rel=1e-12)
    ln_lr = result.ln_lr("H1", "H2")
    if expected["lnLR"] is None:
        assert ln_lr is None and result.impossible == ("H1",)
    else:
        assert ln_lr == pytest.approx(expected["lnLR"], abs=1e-10)


@pytest.mark.skipif(not BANK, reason="the shared reference bank is not beside this checkout")
@pytest.mark.parametrize("path", BANK, ids=lambda path: path.stem)
def test_bank_case(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))["expected"]
    case = read_case(path)
    result = case.evaluate()
    h1, h2 = (hypothesis.name for hypothesis in case.hypotheses[:2])
    impossible = [h for h, value in expected.get("impossible", {}).items() if value]
    assert list(result.impossible) == impossible
    ln_lr = result.ln_lr(h1, h2)
    if expected["lnLR"] is None:
        assert ln_lr is None
    else:
        assert ln_lr is not None
        assert abs(ln_lr - expected["lnLR"]) <= 1e-9


def _familias_lnlr(path: Path) -> float | None:
    check = json.loads(path.read_text(encoding="utf-8")).get("cross_check") or {}
    value: float | None = check.get("familias_lnLR_default")
    return value


FAMILIAS = [path for path in BANK if _familias_lnlr(path) is not None]


@pytest.mark.skipif(not FAMILIAS, reason="the shared reference bank is not beside this checkout")
@pytest.mark.parametrize("path", FAMILIAS, ids=lambda path: path.stem)
def test_familias_switch_reproduces_familias(path: Path) -> None:
    case = read_case(path)
    result = case.evaluate(familias_compatible=True)
    ln_lr = result.ln_lr(*(hypothesis.name for hypothesis in case.hypotheses[:2]))
    assert ln_lr == pytest.approx(_familias_lnlr(path), abs=1e-9)
