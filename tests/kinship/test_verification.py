"""The slow proofs in `verification/`: their fast part holds, and each sees a planted fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from verification import __main__ as front
from verification import expectation, gene_dropping, tails, worked
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


@pytest.mark.parametrize("module", [worked, expectation, gene_dropping, tails])
def test_a_fault_is_seen(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Likelihoods a tenth too high; for the tails, those of related pairs."""
    if module is tails:
        table = tails._table

        def skewed(*args: object) -> object:
            related, unrelated = table(*args)  # type: ignore[arg-type]
            return related + 0.1, unrelated

        monkeypatch.setattr(tails, "_table", skewed)
    else:
        true = module.ln_likelihood  # type: ignore[attr-defined]
        monkeypatch.setattr(module, "ln_likelihood", lambda *args: 0.9 * true(*args))
    assert not all(one.holds for one in module.prove(True))  # type: ignore[attr-defined]


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
