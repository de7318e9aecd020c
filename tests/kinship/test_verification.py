"""The slow proofs in `verification/`: their fast part holds, and each sees a planted fault."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from verification import __main__ as front
from verification import expectation, gene_dropping, linked, tails, weak, worked
from verification.findings import Finding

FOLDER = Path(front.__file__).parent


@pytest.mark.parametrize("name", front.PROOFS)
def test_the_fast_part_holds(name: str) -> None:
    found = list(front.PROOFS[name](True))
    assert found and [one for one in found if not one.holds] == []


def test_every_proof_is_explained() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in front.PROOFS:
        assert f"python -m verification {name}" in readme


@pytest.mark.parametrize("module", [worked, expectation, gene_dropping, tails, linked, weak])
def test_a_fault_is_seen(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Likelihoods a tenth too high; for the tails, those of related pairs."""
    if module is tails:
        table = tails._table

        def skewed(*args: object) -> object:
            related, unrelated = table(*args)  # type: ignore[arg-type]
            return related + 0.1, unrelated

        monkeypatch.setattr(tails, "_table", skewed)
    else:
        name = "ln_joint" if module is linked else "ln_likelihood"
        true = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args: 0.9 * true(*args))
    assert not all(one.holds for one in module.prove(True))  # type: ignore[attr-defined]


def test_a_forgotten_link_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    true = vars(linked)["ln_joint"]

    def apart(markers: Any, links: Any, *rest: Any) -> float:
        return float(true(markers, [replace(link, rho=0.5) for link in links], *rest))

    monkeypatch.setattr(linked, "ln_joint", apart)
    wrong = [one.what for one in linked.prove(True) if not one.holds]
    assert wrong and all("chi-square" in what for what in wrong)


def test_a_forgotten_drop_in_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    true = vars(weak)["ln_likelihood"]

    def rarer(marker: Any, pedigree: Any, seen: Any, setting: Any) -> float:
        half = {p: replace(d, drop_in=d.drop_in / 2) for p, d in setting.dropout.items()}
        return float(true(marker, pedigree, seen, replace(setting, dropout=half)))

    monkeypatch.setattr(weak, "ln_likelihood", rarer)
    assert not all(one.holds for one in weak.prove(True))


def test_exit_status_and_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(fast: bool) -> Iterator[Finding]:
        yield Finding("near", 0.1, 0.2)
        yield Finding("far", 0.3, 0.2)
        yield Finding("none", float("nan"), 0.2)

    assert front.main(["worked"]) == 0
    monkeypatch.setattr(front, "PROOFS", {"worked": wrong})
    assert front.main([]) == 1
    out = capsys.readouterr().out
    assert "3 findings, 2 do not hold" in out and "far: off by 0.3" in out and "none" in out
    with pytest.raises(SystemExit):
        front.main(["cooking"])
